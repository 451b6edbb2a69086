"""Who closes an account leaves the sessions that are still to come, and is no longer known from those before."""

from django.db import migrations

SQL = """
CREATE FUNCTION guidance_account_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  -- The sessions first, in one order, as whoever takes or gives up a place does.
  PERFORM 1 FROM guidance_inspirationsession WHERE id IN (
    SELECT session_id FROM guidance_sessionregistration WHERE user_id = NEW.id) ORDER BY id FOR NO KEY UPDATE;
  UPDATE guidance_sessionregistration r SET
    state = CASE WHEN s.ends_at > now() THEN 'cancelled' ELSE r.state END,
    queued_at = NULL, name = '', email = '', email_index = NULL, user_id = NULL, question = '', remarks = ''
  FROM guidance_inspirationsession s WHERE s.id = r.session_id AND r.user_id = NEW.id;
  RETURN NULL;
END $$;
ALTER FUNCTION guidance_account_closed() OWNER TO definer;
GRANT UPDATE (state, queued_at) ON guidance_sessionregistration TO definer;
CREATE TRIGGER closed_accounts_leave_sessions AFTER UPDATE OF closed_at ON accounts_user
  FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION guidance_account_closed();
"""
UNDO = """
DROP TRIGGER closed_accounts_leave_sessions ON accounts_user;
REVOKE UPDATE (state, queued_at) ON guidance_sessionregistration FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION guidance_account_closed();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0012_step_files"), ("accounts", "0002_rate_limit_fallback")]

    operations = [migrations.RunSQL(SQL, UNDO)]
