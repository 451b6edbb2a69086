"""A register of ten thousand properties by two indexes: a page in the order of addresses, and the counts behind the tabs.

The three policies to read a property become one, asked in the order in which most people fall out: of a policy of several parts
the next is only asked where the one before said no. `IS TRUE` keeps the planner from joining four indexes for it, which reads
every property of the municipality from the table; every query names its municipality, initiative or property besides.
"""

from django.db import migrations, models

from thuisgevers.common.migrating import at_once
from thuisgevers.municipalities.policies import job_is, municipality_in, scope_in

_HELD = "property.read,initiative.register"
_MUNICIPALITY, _INITIATIVE = municipality_in(_HELD), scope_in(_HELD, "initiative_scope_id")
_OWNER, _JOB = scope_in("property.read,property.answer", "id"), job_is("availability")

READ_SQL = f"""
ALTER POLICY app_read ON housing_property
  USING ((({_MUNICIPALITY}) OR ({_INITIATIVE}) OR ({_OWNER}) OR ({_JOB})) IS TRUE);
DROP POLICY owner_reads ON housing_property;
DROP POLICY availability_reads ON housing_property
"""
READ_UNDO = f"""
CREATE POLICY availability_reads ON housing_property FOR SELECT TO app USING ({_JOB});
CREATE POLICY owner_reads ON housing_property FOR SELECT TO app USING ({_OWNER});
ALTER POLICY app_read ON housing_property USING (({_MUNICIPALITY}) OR ({_INITIATIVE}))
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0021_forgetting_words")]

    operations = [
        migrations.AddIndex(
            model_name="property",
            index=models.Index(
                fields=["municipality", "place", "street", "house_number", "id"], name="property_by_address"
            ),
        ),
        migrations.AddIndex(
            model_name="property",
            index=models.Index(
                fields=["municipality", "state", "owner_answer", "unanswered_asks"],
                include=["id", "initiative_scope_id"],
                name="property_counts",
            ),
        ),
        migrations.RunSQL(READ_SQL, READ_UNDO),
    ]
    operations = at_once(operations)
