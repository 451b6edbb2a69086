"""Who reads and writes checks of a property and reports about it; the criteria; the queues of their reminders."""

from typing import Any

from django.db import migrations

from housing.models.reference import load_criteria
from housing.row_security import protect_under_property
from thuisgevers.municipalities.clocks import load_terms
from thuisgevers.municipalities.policies import (
    anchor,
    job_is,
    municipality_in,
    no_writes,
    protect,
    register_queue,
    scope_in,
    tie,
)

#: Who holds a role for a thing: for mail to an owner or a team, by a job or somebody who may not read memberships.
PEOPLE_SQL = """
CREATE FUNCTION app_people(thing uuid, roles text[]) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE m.scope_id = thing AND m.role = ANY (roles)
    AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
$$;
ALTER FUNCTION app_people(uuid, text[]) OWNER TO definer;
"""

#: A buddy's role hangs on the household; its card says in which property that household lives.
BUDDY_REPORTS = (
    f"{scope_in('defect.report', 'household_scope_id')} AND EXISTS (SELECT FROM housing_householdcard c"
    " WHERE c.household_scope_id = housing_defectreport.household_scope_id"
    " AND c.property_id = housing_defectreport.property_id AND c.state = 'active')"
)
_REACHES = " OR ".join(
    [
        municipality_in("defect.report"),
        *(scope_in("defect.report", column) for column in ("initiative_scope_id", "property_id", "household_scope_id")),
    ]
)
#: Whoever reported something sees it again and may reopen it, while the role from which it was reported lasts.
OWN = f"reported_by_id = (SELECT app_user_id()) AND ({_REACHES})"

_WRITES = " OR ".join(
    [
        municipality_in("defect.report,defect.handle", "d.municipality_id"),
        *(
            scope_in("defect.report,defect.handle", f"d.{column}")
            for column in ("initiative_scope_id", "property_id", "household_scope_id")
        ),
    ]
)


def load(apps: Any, schema_editor: Any) -> None:
    load_criteria(apps.get_model("housing", "SuitabilityCriterion"))
    load_terms(apps.get_model("municipalities", "Term"))


class Migration(migrations.Migration):
    dependencies = [("housing", "0010_placement_work_security"), ("housing", "0010_property_security")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(PEOPLE_SQL, "DROP FUNCTION app_people(uuid, text[])"),
        no_writes("housing_suitabilitycriterion"),
        *protect_under_property(
            "housing_assessment",
            read=["property.read"],
            insert=["property.assess"],
            update=["property.assess", "property.sign"],
            job_queue="assessments",
        ),
        register_queue(
            "assessments",
            "housing_assessment",
            waiting="state = 'signed' AND reminded_at IS NULL AND remind_on <= app_today()",
        ),
        *protect_under_property(
            "housing_suitabilitycheck",
            read=["property.read"],
            insert=["property.assess"],
            update=["property.assess"],
        ),
        tie("housing_suitabilitycheck", "assessment_id", "housing_assessment"),
        migrations.RunSQL(
            "ALTER TABLE housing_assessment ADD CONSTRAINT assessment_of_property UNIQUE (property_id, id);"
            " ALTER TABLE housing_suitabilitycheck ADD CONSTRAINT check_in_property FOREIGN KEY (property_id, assessment_id)"
            " REFERENCES housing_assessment (property_id, id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE housing_suitabilitycheck DROP CONSTRAINT check_in_property;"
            " ALTER TABLE housing_assessment DROP CONSTRAINT assessment_of_property",
        ),
        *protect_under_property(
            "housing_defectreport",
            read=["defect.read"],
            insert=["defect.report"],
            update=["defect.handle"],
            extra_read=[OWN],
            extra_insert=[BUDDY_REPORTS],
            extra_update=[OWN],
            job_queue="defects",
        ),
        register_queue(
            "defects",
            "housing_defectreport",
            waiting="state <> 'closed' AND ((reminded_at IS NULL AND remind_on <= app_today())"
            " OR (escalated_at IS NULL AND due_on < app_today()))",
        ),
        tie("housing_defectreport", "unit_id", "housing_dwellingunit"),
        migrations.RunSQL(
            "ALTER TABLE housing_defectreport ADD CONSTRAINT defect_in_property FOREIGN KEY (property_id, unit_id)"
            " REFERENCES housing_dwellingunit (property_id, id) DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE housing_defectreport DROP CONSTRAINT defect_in_property",
        ),
        anchor("housing_defectupdate"),
        protect(
            "housing_defectupdate",
            extra_read=[
                "EXISTS (SELECT FROM housing_defectreport d WHERE d.id = defect_id)",
                job_is("defects", "defect_id"),
            ],
            extra_insert=[
                f"EXISTS (SELECT FROM housing_defectreport d WHERE d.id = defect_id AND ({_WRITES}))",
                job_is("defects", "defect_id"),
            ],
            append_only=True,
        ),
        tie("housing_defectupdate", "defect_id", "housing_defectreport"),
    ]
