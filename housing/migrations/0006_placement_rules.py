"""What no placement may do, decided by the database whoever writes: more people than the unit holds, a stay in a closure
or outside the period in which the unit is available; and no change elsewhere that would make it so.

Every trigger locks the unit (or the household) it judges, so that two at once see each other. They act as the role
`definer`, which sees of a household its size and of a placement its dates. Each refusal carries the name
of a constraint; `housing.refusals` says it in Dutch.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION housing_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = 'refused by ' || rule;
END $$;

CREATE FUNCTION housing_check_placement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  unit housing_dwellingunit;
  place housing_property;
  people integer;
  stay daterange;
BEGIN
  IF NEW.state NOT IN ('proposed', 'planned', 'active') THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND OLD.state IN ('proposed', 'planned', 'active')
     AND (OLD.unit_id, OLD.household_id, OLD.move_in_on, OLD.expected_end_on)
       = (NEW.unit_id, NEW.household_id, NEW.move_in_on, NEW.expected_end_on) THEN
    RETURN NEW;
  END IF;
  IF NEW.expected_end_on <= NEW.move_in_on THEN RETURN NEW; END IF;
  SELECT size INTO people FROM housing_household WHERE id = NEW.household_id FOR SHARE;
  SELECT * INTO unit FROM housing_dwellingunit WHERE id = NEW.unit_id FOR SHARE;
  SELECT * INTO place FROM housing_property WHERE id = unit.property_id FOR SHARE;
  stay := daterange(NEW.move_in_on, NEW.expected_end_on);
  IF people > unit.capacity_max THEN PERFORM housing_refuse('placement_capacity'); END IF;
  IF unit.retired_on IS NOT NULL AND unit.retired_on < NEW.expected_end_on THEN
    PERFORM housing_refuse('placement_unit_retired');
  END IF;
  IF NEW.move_in_on < coalesce(unit.available_from, place.vacant_from, NEW.move_in_on) THEN
    PERFORM housing_refuse('placement_before_available');
  END IF;
  IF NEW.expected_end_on > coalesce(unit.available_until, place.vacant_until, NEW.expected_end_on) THEN
    PERFORM housing_refuse('placement_after_available');
  END IF;
  IF EXISTS (SELECT FROM housing_unitclosure c WHERE c.unit_id = unit.id AND c.period && stay) THEN
    PERFORM housing_refuse('placement_in_closure');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_check_unit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE place housing_property;
BEGIN
  SELECT * INTO place FROM housing_property WHERE id = NEW.property_id;
  IF EXISTS (SELECT FROM housing_placement p JOIN housing_household h ON h.id = p.household_id
             WHERE p.unit_id = NEW.id AND p.state IN ('proposed', 'planned', 'active') AND h.size > NEW.capacity_max) THEN
    PERFORM housing_refuse('unit_capacity_in_use');
  END IF;
  IF NEW.retired_on IS NOT NULL AND EXISTS (
    SELECT FROM housing_placement p WHERE p.unit_id = NEW.id AND p.state IN ('proposed', 'planned', 'active')) THEN
    PERFORM housing_refuse('unit_in_use');
  END IF;
  IF EXISTS (SELECT FROM housing_placement p WHERE p.unit_id = NEW.id AND (
      (p.state IN ('proposed', 'planned')
       AND p.move_in_on < coalesce(NEW.available_from, place.vacant_from, p.move_in_on))
      OR (p.state IN ('proposed', 'planned', 'active')
          AND p.expected_end_on > coalesce(NEW.available_until, place.vacant_until, p.expected_end_on)))) THEN
    PERFORM housing_refuse('unit_period_in_use');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_check_vacancy() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (
    SELECT FROM housing_placement p JOIN housing_dwellingunit u ON u.id = p.unit_id
    WHERE u.property_id = NEW.id AND (
      (p.state IN ('proposed', 'planned')
       AND p.move_in_on < coalesce(u.available_from, NEW.vacant_from, p.move_in_on))
      OR (p.state IN ('proposed', 'planned', 'active')
          AND p.expected_end_on > coalesce(u.available_until, NEW.vacant_until, p.expected_end_on)))) THEN
    PERFORM housing_refuse('property_period_in_use');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_check_closure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM FROM housing_dwellingunit WHERE id = NEW.unit_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM housing_placement p WHERE p.unit_id = NEW.unit_id
             AND p.state IN ('proposed', 'planned', 'active') AND p.period && daterange(NEW.starts_on, NEW.ends_on)) THEN
    PERFORM housing_refuse('closure_in_use');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_check_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM housing_placement p JOIN housing_dwellingunit u ON u.id = p.unit_id
             WHERE p.household_id = NEW.id AND p.state IN ('proposed', 'planned', 'active')
               AND NEW.size > u.capacity_max) THEN
    PERFORM housing_refuse('household_too_large');
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION housing_check_household() OWNER TO definer;
ALTER FUNCTION housing_check_closure() OWNER TO definer;
ALTER FUNCTION housing_check_vacancy() OWNER TO definer;
ALTER FUNCTION housing_check_unit() OWNER TO definer;
ALTER FUNCTION housing_check_placement() OWNER TO definer;
GRANT SELECT ON housing_dwellingunit TO definer;
GRANT SELECT (id, unit_id, property_id, period) ON housing_unitclosure TO definer;
GRANT SELECT (id, unit_id, household_id, state, move_in_on, expected_end_on, period) ON housing_placement TO definer;
GRANT SELECT (id, size) ON housing_household TO definer;
-- Locking a row asks for the right to update some column of it.
GRANT UPDATE (id) ON housing_property, housing_dwellingunit, housing_household TO definer;
CREATE POLICY definer_finds ON housing_placement FOR SELECT TO definer USING (true);
CREATE POLICY definer_finds ON housing_household FOR SELECT TO definer USING (true);
CREATE POLICY definer_locks ON housing_household FOR UPDATE TO definer USING (true) WITH CHECK (false);
CREATE POLICY definer_locks ON housing_property FOR UPDATE TO definer USING (true) WITH CHECK (false);

CREATE TRIGGER placement_fits BEFORE INSERT OR UPDATE ON housing_placement
  FOR EACH ROW EXECUTE FUNCTION housing_check_placement();
CREATE TRIGGER unit_keeps_residents BEFORE UPDATE OF capacity_max, available_from, available_until, retired_on
  ON housing_dwellingunit FOR EACH ROW EXECUTE FUNCTION housing_check_unit();
CREATE TRIGGER vacancy_keeps_residents BEFORE UPDATE OF vacant_from, vacant_until ON housing_property
  FOR EACH ROW WHEN (OLD.vacant_from IS DISTINCT FROM NEW.vacant_from OR OLD.vacant_until IS DISTINCT FROM NEW.vacant_until)
  EXECUTE FUNCTION housing_check_vacancy();
CREATE TRIGGER closure_keeps_residents BEFORE INSERT OR UPDATE ON housing_unitclosure
  FOR EACH ROW EXECUTE FUNCTION housing_check_closure();
CREATE TRIGGER household_still_fits AFTER UPDATE ON housing_household
  FOR EACH ROW WHEN (NEW.size > OLD.size) EXECUTE FUNCTION housing_check_household();
"""

UNDO = """
DROP TRIGGER household_still_fits ON housing_household;
DROP TRIGGER closure_keeps_residents ON housing_unitclosure;
DROP TRIGGER vacancy_keeps_residents ON housing_property;
DROP TRIGGER unit_keeps_residents ON housing_dwellingunit;
DROP TRIGGER placement_fits ON housing_placement;
DROP POLICY definer_locks ON housing_property;
DROP POLICY definer_locks ON housing_household;
DROP POLICY definer_finds ON housing_household;
DROP POLICY definer_finds ON housing_placement;
REVOKE UPDATE (id) ON housing_property, housing_dwellingunit, housing_household FROM definer;
REVOKE SELECT ON housing_household, housing_placement, housing_unitclosure, housing_dwellingunit FROM definer;
DROP FUNCTION housing_check_household();
DROP FUNCTION housing_check_closure();
DROP FUNCTION housing_check_vacancy();
DROP FUNCTION housing_check_unit();
DROP FUNCTION housing_check_placement();
DROP FUNCTION housing_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0005_registers_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
