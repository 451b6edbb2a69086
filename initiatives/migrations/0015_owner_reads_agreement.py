"""The owner of a property is a party to the cooperation agreement about it, and reads it from the moment it is final; no other
document, and none about another property of the same initiative.

An owner reads no dossiers, so a function tells which ones are about the own properties: ids only.
"""

from django.db import migrations

SQL = """
GRANT SELECT (id, property_id) ON initiatives_dossier TO definer;
CREATE POLICY definer_finds ON initiatives_dossier FOR SELECT TO definer USING (true);

CREATE FUNCTION initiatives_dossiers_at_own(place uuid DEFAULT NULL) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(d.id), '{}') FROM initiatives_dossier d
  WHERE d.property_id = ANY (app_scopes('property.read')) AND (place IS NULL OR d.property_id = place)
$$;
ALTER FUNCTION initiatives_dossiers_at_own(uuid) OWNER TO definer;

CREATE POLICY owner_reads_agreement ON documents_document FOR SELECT TO app USING (
  kind = 'cooperation_agreement' AND state IN ('final', 'sent', 'signed')
  AND dossier_id = ANY ((SELECT initiatives_dossiers_at_own())::uuid[]));
"""
UNDO = """
DROP POLICY owner_reads_agreement ON documents_document;
SET LOCAL ROLE definer;
DROP FUNCTION initiatives_dossiers_at_own(uuid);
RESET ROLE;
DROP POLICY definer_finds ON initiatives_dossier;
REVOKE SELECT (id, property_id) ON initiatives_dossier FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0014_dossier_attachments"),
        ("documents", "0003_national_models"),
        ("municipalities", "0010_rights_begin_with_joining"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
