"""Who reads and keeps ideas and the guide: buddies and who guides them, of the municipality in which they do it; and a resident the
guide of their own. Nothing in it is about a person."""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import protect

SQL = """
-- Municipalities in which whoever asks holds one of these: for the municipality itself, or for an initiative or a household in it.
CREATE FUNCTION buddies_places(wanted text) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT unnest(app_municipalities(wanted)) AS id
    UNION
    SELECT m.municipality_id FROM municipalities_membership m
    JOIN municipalities_rolecapability rc ON rc.role = m.role AND rc.capability = ANY (string_to_array(wanted, ','))
    WHERE m.user_id = (SELECT app_user_id()) AND m.scope IN ('initiative', 'household')
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
  ) held
$$;
-- Of the household of this visit.
CREATE FUNCTION buddies_welcome_place() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT municipality_id FROM buddies_welcomecard WHERE id = (SELECT buddies_welcome_card())
$$;
ALTER FUNCTION buddies_places(text) OWNER TO definer;
ALTER FUNCTION buddies_welcome_place() OWNER TO definer;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION buddies_welcome_place();
DROP FUNCTION buddies_places(text);
RESET ROLE;
"""
READS = "municipality_id = ANY ((SELECT buddies_places('contact.log,buddy.read'))::bigint[])"
KEEPS = "municipality_id = ANY ((SELECT buddies_places('buddy.manage'))::bigint[])"
LIVES = "municipality_id = (SELECT buddies_welcome_place())"


class Migration(migrations.Migration):
    dependencies = [("buddies", "0050_ideas")]

    operations = [
        migrations.RunSQL(SQL, UNDO),
        protect("buddies_activityidea", extra_read=[READS], extra_insert=[KEEPS], extra_update=[KEEPS]),
        protect_history("buddies_activityidea"),
        protect("buddies_localplace", extra_read=[READS, LIVES], extra_insert=[KEEPS], extra_update=[KEEPS]),
        protect_history("buddies_localplace"),
    ]
