"""The same answers once more, sooner: who holds no role of a kind is known by one look at an index, and the rest never reads a
whole table: see docs/decisions/0012-rights-read-in-every-statement.md.

The tables of rights are small, so that the planner rather reads them whole; for somebody whose role stands late in
`RoleCapability` that took 50 µs per protected table in a statement, with the index 15. `enable_seqscan` and `enable_bitmapscan`
are off for the plans of these two functions alone.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("thuisgevers.municipalities.migrations.0009_rights_in_fewer_steps")
BEFORE_MUNICIPALITIES = import_module("thuisgevers.municipalities.migrations.0010_rights_begin_with_joining")

#: `definer` owns these, and only an owner may replace a function. Owner and grants stay as they were.
RIGHTS_SQL = """
SET LOCAL ROLE definer;

CREATE OR REPLACE FUNCTION app_municipalities(wanted text) RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  asker bigint := nullif(current_setting('app.user_id', true), '')::bigint;
  capabilities text[] := string_to_array(wanted, ',');
  today date := app_today();
  places bigint[];
  reaches text[];
  joined bigint[];
BEGIN
  IF asker IS NULL THEN
    asker := app_user_id();
    IF asker IS NULL THEN RETURN '{}'; END IF;
  END IF;
  -- Most people on a team have no role in any municipality.
  PERFORM FROM municipalities_membership m WHERE m.user_id = asker AND m.scope IN ('municipality', 'nation');
  IF NOT FOUND THEN RETURN '{}'; END IF;
  -- A nationwide role has no municipality: it comes out as NULL.
  places := ARRAY(
    SELECT m.municipality_id FROM municipalities_membership m
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
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

CREATE OR REPLACE FUNCTION app_scopes(wanted text) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  asker bigint := nullif(current_setting('app.user_id', true), '')::bigint;
  link uuid := nullif(current_setting('app.link_id', true), '')::uuid;
  capabilities text[] := string_to_array(wanted, ',');
  today date := app_today();
  things uuid[] := '{}';
BEGIN
  IF link IS NOT NULL THEN
    things := ARRAY(
      SELECT l.object_id FROM municipalities_accesslink l
      WHERE l.id = link AND l.revoked_at IS NULL AND l.expires_at > now()
        AND EXISTS (SELECT FROM municipalities_linkcapability lc
                    WHERE lc.purpose = l.purpose AND lc.capability = ANY (capabilities)));
  END IF;
  IF asker IS NULL THEN
    asker := app_user_id();
    IF asker IS NULL THEN RETURN things; END IF;
  END IF;
  -- Most officials are on no team.
  PERFORM FROM municipalities_membership m WHERE m.user_id = asker AND m.scope_id IS NOT NULL;
  IF NOT FOUND THEN RETURN things; END IF;
  RETURN things || ARRAY(
    SELECT m.scope_id FROM municipalities_membership m
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = asker AND m.scope_id IS NOT NULL
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
      AND EXISTS (SELECT FROM municipalities_rolecapability rc
                  WHERE rc.role = m.role AND rc.capability = ANY (capabilities)));
END $$;

RESET ROLE
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0010_rights_begin_with_joining")]

    operations = [
        migrations.AddIndex(
            model_name="rolecapability",
            index=models.Index(fields=["role", "capability"], include=["reach"], name="rolecapability_of_role"),
        ),
        # Of `app_scopes` the one of 0009 holds until here; undoing takes both back, the municipal one as 0010 left it.
        migrations.RunSQL(RIGHTS_SQL, [BEFORE.RIGHTS_SQL, BEFORE_MUNICIPALITIES.RIGHTS_SQL]),
    ]
