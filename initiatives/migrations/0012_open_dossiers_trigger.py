"""Keeps `is_open` exact: when a dossier changes state, and when its initiative is announced.

Both run with the rights of whoever makes the change: who may announce an initiative may handle its dossier.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION initiatives_mark_open() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.is_open := NEW.state IN ('submitted', 'in_review', 'awaiting_information', 'suspended', 'advised')
    OR (NEW.state = 'approved' AND NOT EXISTS (
      SELECT FROM initiatives_initiative i WHERE i.id = NEW.initiative_id AND i.announced_on IS NOT NULL));
  RETURN NEW;
END $$;

CREATE FUNCTION initiatives_mark_announced() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE initiatives_dossier SET is_open = (NEW.announced_on IS NULL)
  WHERE initiative_id = NEW.id AND state = 'approved' AND is_open <> (NEW.announced_on IS NULL);
  RETURN NULL;
END $$;

CREATE TRIGGER initiatives_open BEFORE INSERT OR UPDATE OF state, initiative_id, is_open
  ON initiatives_dossier FOR EACH ROW EXECUTE FUNCTION initiatives_mark_open();
CREATE TRIGGER initiatives_announced AFTER UPDATE OF announced_on ON initiatives_initiative FOR EACH ROW
  WHEN ((OLD.announced_on IS NULL) <> (NEW.announced_on IS NULL)) EXECUTE FUNCTION initiatives_mark_announced();

UPDATE initiatives_dossier SET is_open = true WHERE state <> 'draft';
"""

UNDO = """
DROP TRIGGER initiatives_announced ON initiatives_initiative;
DROP TRIGGER initiatives_open ON initiatives_dossier;
DROP FUNCTION initiatives_mark_announced();
DROP FUNCTION initiatives_mark_open();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0011_open_dossiers")]

    operations = [migrations.RunSQL(SQL, UNDO)]
