from django.db import migrations

from thuisgevers.municipalities.policies import anchor, protect, somebody, tie


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial"), ("municipalities", "0002_row_security")]

    operations = [
        *[
            operation
            for table in ("housing_organisation", "housing_property")
            for operation in (
                anchor(table),
                protect(
                    table,
                    read=["property.read", "initiative.register"],
                    insert=["property.write", "initiative.register"],
                    update=["property.write"],
                    scope_column="initiative_scope_id",
                ),
                protect(f"{table}event", read=["audit.read"], extra_insert=[somebody()], append_only=True),
            )
        ],
        tie("housing_property", "organisation_id", "housing_organisation"),
    ]
