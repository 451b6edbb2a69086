"""`python -m tests.attachments.seed_site`: one property in Kampen, in the database of the environment; prints its id."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")


def main() -> None:
    django.setup()
    from housing.enums import PropertyKind
    from housing.models import Property
    from tests.seeding import seed
    from thuisgevers.municipalities.models import Municipality

    with seed():
        kampen = Municipality.objects.get(code="GM0166")
        place = Property.objects.create(
            municipality=kampen, kind=PropertyKind.RECTORY, street="Kerkstraat", house_number="4", place="Kampen"
        )
    sys.stdout.write(f"{place.pk}\n")


if __name__ == "__main__":
    main()
