"""A municipal role gives no more than joining and inviting until the municipality takes part: no agreement, no dossiers.

And a role that ended on the day it began never counted, so the same one may begin again that day.
"""

from importlib import import_module

from django.db import migrations, models

from thuisgevers.common.migrating import at_once

BEFORE = import_module("thuisgevers.municipalities.migrations.0009_rights_in_fewer_steps")

#: As before, and `reach` is asked of municipal roles too: one look at the municipality per role.
RIGHTS_SQL = """
SET LOCAL ROLE definer;

CREATE OR REPLACE FUNCTION app_municipalities(wanted text) RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := app_user_id();
  capabilities text[];
  today date;
  places bigint[];
  reaches text[];
  joined bigint[];
BEGIN
  IF asker IS NULL THEN RETURN '{}'; END IF;
  capabilities := string_to_array(wanted, ',');
  today := app_today();
  -- A nationwide role has no municipality: it comes out as NULL.
  places := ARRAY(
    SELECT m.municipality_id FROM municipalities_membership m
    LEFT JOIN municipalities_municipality g ON g.id = m.municipality_id
    WHERE m.user_id = asker AND m.scope IN ('municipality', 'nation')
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
      AND EXISTS (SELECT FROM municipalities_rolecapability rc
                  WHERE rc.role = m.role AND rc.capability = ANY (capabilities)
                    AND (rc.reach <> 'joined' OR g.participates_since IS NOT NULL)));
  IF places = '{}' THEN RETURN places; END IF;
  IF array_position(places, NULL) IS NOT NULL THEN
    reaches := ARRAY(
      SELECT rc.reach FROM municipalities_membership m
      JOIN municipalities_rolecapability rc ON rc.role = m.role AND rc.capability = ANY (capabilities)
      WHERE m.user_id = asker AND m.scope = 'nation'
        AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today));
    IF 'all' = ANY (reaches) THEN RETURN ARRAY(SELECT id FROM municipalities_municipality); END IF;
    places := array_remove(places, NULL)
      || ARRAY(SELECT id FROM municipalities_municipality WHERE participates_since IS NULL);
  END IF;
  -- What merged into these, and into those before.
  LOOP
    joined := ARRAY(SELECT g.id FROM municipalities_municipality g
                    WHERE g.successor_id = ANY (places) AND g.id <> ALL (places));
    IF joined = '{}' THEN RETURN places; END IF;
    places := places || joined;
  END LOOP;
END $$;

RESET ROLE
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0009_rights_in_fewer_steps")]

    operations = [
        migrations.RunSQL(RIGHTS_SQL, BEFORE.RIGHTS_SQL),
        migrations.RemoveConstraint(model_name="membership", name="membership_once_a_day"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                fields=("user", "role", "municipality", "scope_id", "starts_on"),
                name="membership_once_a_day",
                nulls_distinct=False,
            ),
        ),
    ]
    operations = at_once(operations)
