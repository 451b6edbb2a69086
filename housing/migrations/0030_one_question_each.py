"""Cards and properties with fewer questions: docs/decisions/0018-what-the-planner-expects.md."""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, mostly_true, municipality_in, one_in_scope, scope_in

_OFFICIAL, _CARD = municipality_in("card.read"), "card.read"
_LIVING = "is_shared AND state NOT IN ('declined', 'cancelled')"
_HELD, _OWNER = "property.read,initiative.register", "property.read,property.answer"
_PLACE, _SCOPE = municipality_in(_HELD), scope_in(_HELD, "initiative_scope_id")

_TEAM = (
    f"{_LIVING} AND (ended_on IS NULL OR ended_on + 30 > app_today())"
    f" AND {one_in_scope(_CARD, 'initiative_scope_id', 'household_scope_id')}"
)

SQL = f"""
ALTER POLICY app_read ON housing_householdcard USING ({mostly_true(_OFFICIAL, _TEAM)});
ALTER POLICY app_read ON housing_property
  USING ((({_PLACE}) OR ({_SCOPE}) OR ({scope_in(f"{_OWNER},job:availability", "id")})) IS TRUE)
"""
UNDO = f"""
ALTER POLICY app_read ON housing_property
  USING ((({_PLACE}) OR ({_SCOPE}) OR ({scope_in(_OWNER, "id")}) OR ({job_is("availability")})) IS TRUE);
ALTER POLICY app_read ON housing_householdcard
  USING (({_OFFICIAL}) OR ({_LIVING} AND (ended_on IS NULL OR ended_on + 30 > (SELECT app_today()))
    AND ({scope_in(_CARD, "initiative_scope_id")} OR {scope_in(_CARD, "household_scope_id")})))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0029_what_residents_share_security"),
        ("municipalities", "0017_jobs_among_scopes"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
