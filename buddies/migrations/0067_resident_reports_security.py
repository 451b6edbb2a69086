"""What a resident reads and writes about a report of theirs, with the card with which it was made. The report's own tables stay closed to
the card: these functions answer for it."""

from django.db import migrations

from thuisgevers.municipalities.policies import protect, tie

OWN = "card_id = (SELECT buddies_welcome_card())"
#: What is said to the reporter; passing on, reminders and escalations are between the others.
SAID = "('reported', 'note', 'acknowledged', 'started', 'closed', 'reopened')"

SQL = f"""
CREATE FUNCTION buddies_own_reports() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(d.id), '{{}}') FROM buddies_residentreport r JOIN housing_defectreport d ON d.id = r.defect_id
  WHERE r.card_id = buddies_welcome_card() AND d.household_scope_id = buddies_welcome_home() AND d.reported_by_id IS NULL
    AND d.erased_on IS NULL
$$;
CREATE FUNCTION buddies_welcome_reports() RETURNS TABLE (id uuid, reference varchar, kind varchar, state varchar,
  reported_at timestamptz, due_on date, is_own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.id, d.reference, d.kind, d.state, d.reported_at, d.due_on, d.id = ANY ((SELECT buddies_own_reports())::uuid[])
  FROM housing_defectreport d
  WHERE d.household_scope_id = (SELECT buddies_welcome_home()) AND d.reported_by_id IS NULL AND d.erased_on IS NULL
  ORDER BY d.reported_at DESC LIMIT 20
$$;
CREATE FUNCTION buddies_welcome_lines(report uuid) RETURNS TABLE (text text, at timestamptz, is_own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE WHEN u.kind = 'reported' THEN d.description ELSE u.text END, u.at, u.by_id IS NULL
  FROM housing_defectreport d JOIN housing_defectupdate u ON u.defect_id = d.id
  WHERE d.id = report AND d.id = ANY ((SELECT buddies_own_reports())::uuid[]) AND u.kind IN {SAID} AND (u.kind = 'reported' OR u.text <> '')
  ORDER BY u.at, u.id LIMIT 200
$$;
-- The report, or nothing when it is not one's own or this line was there already.
CREATE FUNCTION buddies_write_about_report(report uuid, line uuid, words text, teller text) RETURNS SETOF housing_defectreport
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d housing_defectreport;
BEGIN
  SELECT * INTO d FROM housing_defectreport o WHERE o.id = report AND o.id = ANY (buddies_own_reports());
  IF d.id IS NULL THEN RETURN; END IF;
  INSERT INTO housing_defectupdate (id, created_at, updated_at, municipality_id, defect_id, kind, text, to_actor, by_label, at)
  VALUES (line, now(), now(), d.municipality_id, report, 'note', words, '', teller, now())
  ON CONFLICT (id) DO NOTHING;
  IF FOUND THEN RETURN NEXT d; END IF;
END $$;
ALTER FUNCTION buddies_own_reports() OWNER TO definer;
ALTER FUNCTION buddies_welcome_reports() OWNER TO definer;
ALTER FUNCTION buddies_welcome_lines(uuid) OWNER TO definer;
ALTER FUNCTION buddies_write_about_report(uuid, uuid, text, text) OWNER TO definer;
GRANT SELECT ON buddies_residentreport TO definer;
GRANT SELECT (kind, at) ON housing_defectupdate TO definer;
CREATE POLICY definer_finds ON buddies_residentreport FOR SELECT TO definer USING (true);
CREATE POLICY welcome_lines ON housing_defectupdate FOR SELECT TO definer
  USING (defect_id = ANY ((SELECT buddies_own_reports())::uuid[]));
CREATE POLICY welcome_writes ON housing_defectupdate FOR INSERT TO definer
  WITH CHECK (kind = 'note' AND by_id IS NULL AND defect_id = ANY ((SELECT buddies_own_reports())::uuid[]));
SET LOCAL ROLE definer;
DROP FUNCTION buddies_welcome_defects();
RESET ROLE;
"""
UNDO = """
CREATE FUNCTION buddies_welcome_defects() RETURNS TABLE (reference varchar, kind varchar, state varchar, reported_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.reference, d.kind, d.state, d.reported_at FROM housing_defectreport d
  WHERE d.household_scope_id = (SELECT buddies_welcome_home()) AND d.reported_by_id IS NULL AND d.erased_on IS NULL
  ORDER BY d.reported_at DESC LIMIT 20
$$;
ALTER FUNCTION buddies_welcome_defects() OWNER TO definer;
DROP POLICY welcome_writes ON housing_defectupdate;
DROP POLICY welcome_lines ON housing_defectupdate;
DROP POLICY definer_finds ON buddies_residentreport;
REVOKE SELECT (kind, at) ON housing_defectupdate FROM definer;
REVOKE ALL ON buddies_residentreport FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_write_about_report(uuid, uuid, text, text);
DROP FUNCTION buddies_welcome_lines(uuid);
DROP FUNCTION buddies_welcome_reports();
DROP FUNCTION buddies_own_reports();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0066_resident_reports"), ("housing", "0029_what_residents_share_security")]

    operations = [
        protect("buddies_residentreport", extra_read=[OWN], extra_insert=[OWN], append_only=True),
        tie("buddies_residentreport", "card_id", "buddies_welcomecard"),
        migrations.RunSQL(SQL, UNDO),
    ]
