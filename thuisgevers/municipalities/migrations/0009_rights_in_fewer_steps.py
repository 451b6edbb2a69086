"""The same answers by a shorter way: see docs/decisions/0012-rights-read-in-every-statement.md.

Every statement on a protected table asks these functions once or twice, so that their fixed cost is the cost of isolation on
a small statement. As one recursive query `app_municipalities` took 80 to 225 µs; most people hold one role in one municipality,
and for them a few lookups by index in PL/pgSQL, which keeps its plans for the connection, take 15 to 30. Nothing is kept
between statements: a right that ended is gone in the next one.
"""

from django.db import migrations

JOB_SQL = """
CREATE OR REPLACE FUNCTION app_job(wanted text) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE said text := current_setting('app.job', true);
BEGIN
  IF said <> '' AND split_part(said, ':', 1) = wanted THEN RETURN split_part(said, ':', 2)::uuid; END IF;
  RETURN NULL;
END $$
"""

#: `definer` owns these, and only an owner may replace a function. Owner, SECURITY DEFINER and grants stay as they were.
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
    WHERE m.user_id = asker AND m.scope IN ('municipality', 'nation')
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
      AND EXISTS (SELECT FROM municipalities_rolecapability rc
                  WHERE rc.role = m.role AND rc.capability = ANY (capabilities)));
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

CREATE OR REPLACE FUNCTION app_scopes(wanted text) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  asker bigint := app_user_id();
  link text := current_setting('app.link_id', true);
  capabilities text[] := string_to_array(wanted, ',');
  today date;
  things uuid[] := '{}';
BEGIN
  IF link <> '' THEN
    things := ARRAY(
      SELECT l.object_id FROM municipalities_accesslink l
      WHERE l.id = link::uuid AND l.revoked_at IS NULL AND l.expires_at > now()
        AND EXISTS (SELECT FROM municipalities_linkcapability lc
                    WHERE lc.purpose = l.purpose AND lc.capability = ANY (capabilities)));
  END IF;
  IF asker IS NULL THEN RETURN things; END IF;
  today := app_today();
  RETURN things || ARRAY(
    SELECT m.scope_id FROM municipalities_membership m
    WHERE m.user_id = asker AND m.scope_id IS NOT NULL
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
      AND EXISTS (SELECT FROM municipalities_rolecapability rc
                  WHERE rc.role = m.role AND rc.capability = ANY (capabilities)));
END $$;

RESET ROLE
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0008_housing_capabilities")]

    # Undoing needs nothing: the functions before gave the same answers.
    operations = [
        migrations.RunSQL(JOB_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS_SQL, migrations.RunSQL.noop),
    ]
