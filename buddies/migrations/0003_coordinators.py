"""Who must be told about a buddy, also for a buddy or a link that may not read the team (ids only)."""

from django.db import migrations

SQL = """
CREATE FUNCTION buddies_coordinators(thing uuid) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE m.scope_id = thing AND m.role = 'buddy_coordinator'
    AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
$$;
ALTER FUNCTION buddies_coordinators(uuid) OWNER TO definer;
"""
UNDO = "SET LOCAL ROLE definer; DROP FUNCTION buddies_coordinators(uuid); RESET ROLE"


class Migration(migrations.Migration):
    dependencies = [("buddies", "0002_buddies_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
