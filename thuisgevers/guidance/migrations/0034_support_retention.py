from django.db import migrations

TERM, OFFERED, AWAY = "2 years", "30 days", "1 year"
OVER = f"state IN ('answered', 'closed', 'withdrawn') AND updated_at < now() - interval '{TERM}'"

# No parameters, and nothing that is not past its term; rows stay as figures.
SQL = f"""
CREATE FUNCTION guidance_forget_support() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint := 0;
  number bigint;
BEGIN
  UPDATE guidance_supportreply SET text = '' WHERE text <> ''
    AND request_id IN (SELECT id FROM guidance_supportrequest WHERE {OVER});
  GET DIAGNOSTICS number = ROW_COUNT; erased := erased + number;
  UPDATE guidance_supportrequest SET question = '' WHERE question <> '' AND {OVER};
  GET DIAGNOSTICS number = ROW_COUNT; erased := erased + number;
  UPDATE guidance_supportlogentry SET text = '' WHERE text <> '' AND done_on < now() - interval '{TERM}';
  GET DIAGNOSTICS number = ROW_COUNT; erased := erased + number;
  UPDATE guidance_supportoffer SET text = '' WHERE text <> '' AND withdrawn_at < now() - interval '{OFFERED}';
  GET DIAGNOSTICS number = ROW_COUNT; erased := erased + number;
  DELETE FROM guidance_supportabsence WHERE last_on < now() - interval '{AWAY}';
  GET DIAGNOSTICS number = ROW_COUNT; erased := erased + number;
  RETURN erased;
END $$;
GRANT SELECT ON guidance_supportreply TO definer;
GRANT UPDATE (text) ON guidance_supportreply, guidance_supportlogentry, guidance_supportoffer TO definer;
GRANT UPDATE (question) ON guidance_supportrequest TO definer;
GRANT DELETE ON guidance_supportabsence TO definer;
CREATE POLICY definer_reads ON guidance_supportreply FOR SELECT TO definer USING (true);
CREATE POLICY definer_forgets ON guidance_supportreply FOR UPDATE TO definer USING (true) WITH CHECK (text = '');
CREATE POLICY definer_forgets ON guidance_supportrequest FOR UPDATE TO definer USING ({OVER}) WITH CHECK (question = '');
CREATE POLICY definer_forgets ON guidance_supportlogentry FOR UPDATE TO definer
  USING (done_on < now() - interval '{TERM}') WITH CHECK (text = '');
CREATE POLICY definer_forgets ON guidance_supportoffer FOR UPDATE TO definer
  USING (withdrawn_at < now() - interval '{OFFERED}') WITH CHECK (text = '');
CREATE POLICY definer_forgets ON guidance_supportabsence FOR DELETE TO definer
  USING (last_on < now() - interval '{AWAY}');
ALTER FUNCTION guidance_forget_support() OWNER TO definer;
"""
UNDO = """
DROP POLICY definer_forgets ON guidance_supportabsence;
DROP POLICY definer_forgets ON guidance_supportoffer;
DROP POLICY definer_forgets ON guidance_supportlogentry;
DROP POLICY definer_forgets ON guidance_supportrequest;
DROP POLICY definer_forgets ON guidance_supportreply;
DROP POLICY definer_reads ON guidance_supportreply;
REVOKE DELETE ON guidance_supportabsence FROM definer;
REVOKE UPDATE (question) ON guidance_supportrequest FROM definer;
REVOKE UPDATE (text) ON guidance_supportreply, guidance_supportlogentry, guidance_supportoffer FROM definer;
REVOKE SELECT ON guidance_supportreply FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION guidance_forget_support();
RESET ROLE;
"""


class Migration(migrations.Migration):
    """What was asked, answered and logged is forgotten two years later."""

    dependencies = [("guidance", "0033_support_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
