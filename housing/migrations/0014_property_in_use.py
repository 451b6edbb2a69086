"""A property is not closed or withdrawn over the heads of people who live there or are planned to, also not by who may not
see placements (its owner, the initiative)."""

from django.db import migrations

SQL = """
CREATE FUNCTION housing_check_property() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM housing_placement p
             WHERE p.property_id = NEW.id AND p.state IN ('proposed', 'planned', 'active')) THEN
    PERFORM housing_refuse('property_in_use');
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION housing_check_property() OWNER TO definer;
CREATE TRIGGER property_keeps_residents BEFORE UPDATE OF state ON housing_property
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('closed', 'withdrawn'))
  EXECUTE FUNCTION housing_check_property();
"""
UNDO = "DROP TRIGGER property_keeps_residents ON housing_property; DROP FUNCTION housing_check_property()"


class Migration(migrations.Migration):
    dependencies = [("housing", "0013_matching_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
