"""Two questions instead of three; who owns the property comes by the policy of `initiatives`. See
docs/decisions/0018-what-the-planner-expects.md."""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, mostly_true, municipality_in, one_in_scope, scope_in

_PLACE = municipality_in("document.read")

SQL = f"""
ALTER POLICY app_read ON documents_document
  USING ({mostly_true(_PLACE, one_in_scope("document.read,job:documents", "subject_id", "id"))})
"""
UNDO = f"""
ALTER POLICY app_read ON documents_document
  USING (({_PLACE}) OR ({scope_in("document.read", "subject_id")}) OR ({job_is("documents")}))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_national_models"),
        ("municipalities", "0030_jobs_among_scopes"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
