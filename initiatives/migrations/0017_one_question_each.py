"""Dossiers and initiatives with two questions each, the worker's among the things: docs/decisions/0018-what-the-planner-expects.md.

A dossier is weighed as a row that mostly passes; of initiatives the planner is right to expect few, as they are searched by their text.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, mostly_true, municipality_in, scope_in

_DOSSIER = "dossier.read,initiative.register,initiative.status"
_INITIATIVE = "initiative.read,initiative.register,initiative.status"
_WORKER = "job:first_answers"

SQL = f"""
ALTER POLICY app_read ON initiatives_dossier
  USING ({mostly_true(municipality_in(_DOSSIER), scope_in(f"{_DOSSIER},{_WORKER}", "initiative_id"))});
DROP POLICY app_read_first_answer ON initiatives_dossier;
ALTER POLICY app_read ON initiatives_initiative
  USING (({municipality_in(_INITIATIVE)}) OR ({scope_in(f"{_INITIATIVE},{_WORKER}", "id")}))
"""
UNDO = f"""
ALTER POLICY app_read ON initiatives_initiative
  USING (({municipality_in(_INITIATIVE)}) OR ({scope_in(_INITIATIVE, "id")}) OR ({job_is("first_answers")}));
CREATE POLICY app_read_first_answer ON initiatives_dossier FOR SELECT TO app
  USING ({job_is("first_answers", "initiative_id")});
ALTER POLICY app_read ON initiatives_dossier USING (({municipality_in(_DOSSIER)}) OR ({scope_in(_DOSSIER, "initiative_id")}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0016_dossier_page_function"),
        ("municipalities", "0030_jobs_among_scopes"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
