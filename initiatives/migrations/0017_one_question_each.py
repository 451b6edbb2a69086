"""Dossiers and initiatives with two questions each, the worker's among the things, and documents with one policy to read them:
docs/decisions/0018-what-the-planner-expects.md.

Of dossiers and initiatives the planner may go on expecting few: whole municipalities are counted by an index, and texts are searched.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, mostly_true, municipality_in, one_in_scope, scope_in

_DOSSIER = "dossier.read,initiative.register,initiative.status"
_INITIATIVE = "initiative.read,initiative.register,initiative.status"
_WORKER = "job:first_answers"
_DOCUMENT = municipality_in("document.read")
#: As in 0015, and asked last: it looks for the dossiers of the own properties.
_OWNER = (
    "kind = 'cooperation_agreement' AND state IN ('final', 'sent', 'signed')"
    " AND dossier_id = ANY ((SELECT initiatives_dossiers_at_own())::uuid[])"
)

SQL = f"""
ALTER POLICY app_read ON initiatives_dossier
  USING (({municipality_in(_DOSSIER)}) OR ({scope_in(f"{_DOSSIER},{_WORKER}", "initiative_id")}));
DROP POLICY app_read_first_answer ON initiatives_dossier;
ALTER POLICY app_read ON initiatives_initiative
  USING (({municipality_in(_INITIATIVE)}) OR ({scope_in(f"{_INITIATIVE},{_WORKER}", "id")}));
ALTER POLICY app_read ON documents_document
  USING ({mostly_true(_DOCUMENT, one_in_scope("document.read,job:documents", "subject_id", "id"), _OWNER)});
DROP POLICY owner_reads_agreement ON documents_document
"""
UNDO = f"""
CREATE POLICY owner_reads_agreement ON documents_document FOR SELECT TO app USING ({_OWNER});
ALTER POLICY app_read ON documents_document
  USING (({_DOCUMENT}) OR ({scope_in("document.read", "subject_id")}) OR ({job_is("documents")}));
ALTER POLICY app_read ON initiatives_initiative
  USING (({municipality_in(_INITIATIVE)}) OR ({scope_in(_INITIATIVE, "id")}) OR ({job_is("first_answers")}));
CREATE POLICY app_read_first_answer ON initiatives_dossier FOR SELECT TO app
  USING ({job_is("first_answers", "initiative_id")});
ALTER POLICY app_read ON initiatives_dossier USING (({municipality_in(_DOSSIER)}) OR ({scope_in(_DOSSIER, "initiative_id")}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0016_dossier_page_function"),
        ("documents", "0003_national_models"),
        ("municipalities", "0017_jobs_among_scopes"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
