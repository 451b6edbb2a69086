"""Whoever is left out of a signal, also later, is not asked (any more) to talk about it first."""

from django.db import migrations

SQL = """
CREATE FUNCTION buddies_end_warning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE buddies_signalwarning SET ended_at = now()
  WHERE signal_id = NEW.signal_id AND user_id = NEW.user_id AND ended_at IS NULL;
  RETURN NULL;
END $$;
ALTER FUNCTION buddies_end_warning() OWNER TO definer;
CREATE TRIGGER left_out_is_not_asked AFTER INSERT ON buddies_signalexclusion
  FOR EACH ROW EXECUTE FUNCTION buddies_end_warning();
UPDATE buddies_signalwarning w SET ended_at = now() FROM buddies_signalexclusion x
WHERE x.signal_id = w.signal_id AND x.user_id = w.user_id AND w.ended_at IS NULL;
"""
UNDO = """
DROP TRIGGER left_out_is_not_asked ON buddies_signalexclusion;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_end_warning();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0064_free_vog_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
