"""To agree with another municipality is a right of its own: it lets households leave, the weights of wishes do not."""

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in

TABLE = "housing_placingagreement"


def _changed_by(capability: str) -> str:
    may = municipality_in(capability)
    return f"""
ALTER POLICY app_insert ON {TABLE} WITH CHECK ({may});
ALTER POLICY app_update ON {TABLE} USING ({may}) WITH CHECK ({may});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0022_register_by_index"),
        ("municipalities", "0012_transfer_agree"),
    ]

    operations = [migrations.RunSQL(_changed_by("transfer.agree"), _changed_by("matching.weigh"))]
