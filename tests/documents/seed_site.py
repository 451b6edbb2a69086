"""`python -m tests.documents.seed_site`: one document that waits, in the database of the environment; prints its id."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")


def main() -> None:
    django.setup()
    from tests.factories.documents import document
    from thuisgevers.accounts.models import User
    from thuisgevers.common.ids import uuid7
    from thuisgevers.documents.enums import DocumentKind
    from thuisgevers.municipalities.models import Municipality

    kampen = Municipality.objects.get(code="GM0166")
    anna = User.objects.get(email=sys.argv[1])
    row = document(kampen, uuid7(), anna, kind=DocumentKind.COOPERATION_AGREEMENT)
    sys.stdout.write(f"{row.pk}\n")


if __name__ == "__main__":
    main()
