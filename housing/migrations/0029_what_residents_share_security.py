"""What a household does not share with volunteers, the initiative's side reads no more: its card stays for who handles households."""

from importlib import import_module

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in

BEFORE = import_module("housing.migrations.0005_registers_security").CARD_READ


def _read(condition: str) -> str:
    return f"ALTER POLICY app_read ON housing_householdcard USING (({municipality_in('card.read')}) OR ({condition}));"


class Migration(migrations.Migration):
    dependencies = [("housing", "0028_what_residents_share")]

    operations = [migrations.RunSQL(_read(f"is_shared AND {BEFORE}"), _read(BEFORE))]
