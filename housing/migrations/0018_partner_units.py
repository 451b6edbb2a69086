"""Places in other municipalities: only where both have recorded that they place for each other, only for who plans in one of
them, and as facts without an address, a property or an owner."""

from django.db import migrations

SQL = """
CREATE FUNCTION housing_partners(here bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT ours.partner_id
  FROM housing_placingagreement ours
  JOIN housing_placingagreement theirs
    ON theirs.municipality_id = ours.partner_id AND theirs.partner_id = ours.municipality_id
  WHERE ours.municipality_id = here AND here = ANY (app_municipalities('matching.plan'))
    AND ours.starts_on <= app_today() AND (ours.ends_on IS NULL OR ours.ends_on > app_today())
    AND theirs.starts_on <= app_today() AND (theirs.ends_on IS NULL OR theirs.ends_on > app_today())
  ORDER BY ours.partner_id
$$;

CREATE FUNCTION housing_partner_units(here bigint) RETURNS TABLE (
  unit_id uuid, municipality_id bigint, capacity_min smallint, capacity_max smallint, bedrooms smallint,
  lockable_bedrooms smallint, step_free boolean, own_front_door boolean, kitchen varchar, sanitary varchar,
  children_suitable boolean, pets_allowed boolean, minimum_age smallint, available_from date, available_until date,
  taken_from date[], taken_until date[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT u.id, u.municipality_id, u.capacity_min, u.capacity_max, u.bedrooms, u.lockable_bedrooms, u.step_free,
    u.own_front_door, u.kitchen, u.sanitary, u.children_suitable, u.pets_allowed, p.minimum_age,
    coalesce(u.available_from, p.vacant_from), coalesce(u.available_until, p.vacant_until), taken.begins, taken.ends
  FROM housing_dwellingunit u
  JOIN housing_property p ON p.id = u.property_id AND p.state = 'open'
  LEFT JOIN LATERAL (
    SELECT array_agg(lower(busy.period) ORDER BY lower(busy.period), busy.id) AS begins,
      array_agg(upper(busy.period) ORDER BY lower(busy.period), busy.id) AS ends
    FROM (
      SELECT c.id, c.period FROM housing_unitclosure c WHERE c.unit_id = u.id
      UNION ALL
      SELECT s.id, CASE WHEN s.state = 'active' AND s.expected_end_on <= app_today()
                        THEN daterange(lower(s.period), NULL) ELSE s.period END
      FROM housing_placement s WHERE s.unit_id = u.id AND s.state IN ('proposed', 'planned', 'active')
    ) busy
  ) taken ON true
  WHERE u.retired_on IS NULL AND u.municipality_id IN (SELECT housing_partners(here))
  ORDER BY u.id
$$;

ALTER FUNCTION housing_partners(bigint) OWNER TO definer;
ALTER FUNCTION housing_partner_units(bigint) OWNER TO definer;
GRANT SELECT (municipality_id, partner_id, starts_on, ends_on) ON housing_placingagreement TO definer;
CREATE POLICY definer_finds ON housing_placingagreement FOR SELECT TO definer USING (true);
"""
UNDO = """
DROP POLICY definer_finds ON housing_placingagreement;
REVOKE SELECT (municipality_id, partner_id, starts_on, ends_on) ON housing_placingagreement FROM definer;
DROP FUNCTION housing_partner_units(bigint);
DROP FUNCTION housing_partners(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0017_transfers_and_imports_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
