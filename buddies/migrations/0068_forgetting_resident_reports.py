"""A report whose words were erased no longer says which household made it: neither does the card."""

from django.db import migrations

SQL = """
CREATE FUNCTION buddies_forget_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM buddies_residentreport WHERE defect_id = NEW.id;
  RETURN NULL;
END $$;
ALTER FUNCTION buddies_forget_report() OWNER TO definer;
GRANT DELETE ON buddies_residentreport TO definer;
CREATE POLICY report_is_erased ON buddies_residentreport FOR DELETE TO definer
  USING (EXISTS (SELECT FROM housing_defectreport d WHERE d.id = defect_id AND d.erased_on IS NOT NULL));
CREATE TRIGGER erased_report_leaves_card AFTER UPDATE OF erased_on ON housing_defectreport
  FOR EACH ROW WHEN (NEW.erased_on IS NOT NULL) EXECUTE FUNCTION buddies_forget_report();
"""
UNDO = """
DROP TRIGGER erased_report_leaves_card ON housing_defectreport;
DROP POLICY report_is_erased ON buddies_residentreport;
REVOKE DELETE ON buddies_residentreport FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_forget_report();
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0067_resident_reports_security"), ("housing", "0029_what_residents_share_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
