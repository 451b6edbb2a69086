"""Keeps the published names exact: both said yes, it is announced, it was not withdrawn; else there is no row."""

from django.db import migrations

SQL = """
CREATE FUNCTION initiatives_keep_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM initiatives_publishedname WHERE id = OLD.id;
  END IF;
  IF TG_OP IN ('UPDATE', 'INSERT') AND NEW.name_public_by_team AND NEW.name_public_by_municipality
     AND NEW.announced_on IS NOT NULL AND NEW.state IN ('registered', 'exploring', 'running', 'completed') THEN
    INSERT INTO initiatives_publishedname (id, municipality_id, name, state, announced_on)
    VALUES (NEW.id, NEW.municipality_id, NEW.name, NEW.state, NEW.announced_on);
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION initiatives_keep_name() OWNER TO definer;
GRANT SELECT, INSERT, DELETE ON initiatives_publishedname TO definer;
REVOKE ALL ON initiatives_publishedname FROM app;
GRANT SELECT ON initiatives_publishedname TO stats;
CREATE TRIGGER initiatives_named AFTER INSERT OR DELETE OR UPDATE OF
  name, state, municipality_id, announced_on, name_public_by_team, name_public_by_municipality
  ON initiatives_initiative FOR EACH ROW EXECUTE FUNCTION initiatives_keep_name();

INSERT INTO initiatives_publishedname (id, municipality_id, name, state, announced_on)
SELECT id, municipality_id, name, state, announced_on FROM initiatives_initiative
WHERE name_public_by_team AND name_public_by_municipality AND announced_on IS NOT NULL
  AND state IN ('registered', 'exploring', 'running', 'completed');
"""

UNDO = """
DROP TRIGGER initiatives_named ON initiatives_initiative;
DROP FUNCTION initiatives_keep_name();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_published_name")]

    operations = [migrations.RunSQL(SQL, UNDO)]
