"""`python -m tests.e2e.people`: the personas of the demo in an otherwise empty installation."""

import os
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")


def main() -> None:
    django.setup()
    from tests.factories.people import KAMPEN, URK, ZWOLLE, member, municipality, person
    from thuisgevers.demo.personas import PERSONAS
    from thuisgevers.municipalities.enums import ROLE_SCOPES, ScopeKind

    places = {
        "GM0166": municipality(KAMPEN, participates_since=date(2025, 1, 6)),
        "GM0193": municipality(ZWOLLE, participates_since=date(2025, 1, 6)),
    }
    municipality(URK, participates_since=None)
    for one in PERSONAS:
        user = person(one.name, one.email)
        if ROLE_SCOPES[one.role] in {ScopeKind.MUNICIPALITY, ScopeKind.NATION}:
            member(user, one.role, municipality=places.get(one.municipality))


if __name__ == "__main__":
    main()
