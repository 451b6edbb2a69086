"""Keeps the roll-up behind the map exact, and lets only the role `stats` read it."""

from django.db import migrations

SQL = """
CREATE FUNCTION initiatives_count(place bigint, state text, announced date, step integer) RETURNS void LANGUAGE sql
SET search_path = pg_catalog, public AS $$
  INSERT INTO initiatives_initiativecount AS c (municipality_id, state, announced_on, number)
  VALUES (place, state, announced, greatest(step, 0))
  ON CONFLICT (municipality_id, state, announced_on) DO UPDATE SET number = c.number + step
$$;

CREATE FUNCTION initiatives_keep_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.municipality_id, OLD.state) = (NEW.municipality_id, NEW.state)
     AND OLD.announced_on IS NOT DISTINCT FROM NEW.announced_on THEN
    RETURN NULL;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    PERFORM initiatives_count(OLD.municipality_id, OLD.state, OLD.announced_on, -1);
  END IF;
  IF TG_OP IN ('UPDATE', 'INSERT') THEN
    PERFORM initiatives_count(NEW.municipality_id, NEW.state, NEW.announced_on, 1);
  END IF;
  RETURN NULL;
END $$;

ALTER FUNCTION initiatives_keep_count() OWNER TO definer;
GRANT SELECT, INSERT, UPDATE ON initiatives_initiativecount TO definer;
GRANT USAGE ON SEQUENCE initiatives_initiativecount_id_seq TO definer;
REVOKE ALL ON initiatives_initiativecount FROM app;
GRANT SELECT ON initiatives_initiativecount, municipalities_municipality TO stats;
CREATE POLICY stats_reads ON municipalities_municipality FOR SELECT TO stats USING (true);
CREATE TRIGGER initiatives_counted AFTER INSERT OR UPDATE OR DELETE ON initiatives_initiative
  FOR EACH ROW EXECUTE FUNCTION initiatives_keep_count();

INSERT INTO initiatives_initiativecount (municipality_id, state, announced_on, number)
SELECT municipality_id, state, announced_on, count(*) FROM initiatives_initiative GROUP BY 1, 2, 3;
"""

UNDO = """
DROP TRIGGER initiatives_counted ON initiatives_initiative;
DROP FUNCTION initiatives_keep_count();
DROP FUNCTION initiatives_count(bigint, text, date, integer);
DROP POLICY stats_reads ON municipalities_municipality;
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_initiative_count"), ("municipalities", "0002_row_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
