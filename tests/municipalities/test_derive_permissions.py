"""Who has a role already, and the release that gives that role more or less: `manage.py derive_permissions`."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import ROLE_CAPABILITIES, Capability, Role
from thuisgevers.municipalities.models import Membership, MunicipalityUserPermission, ScopeUserPermission

pytestmark = pytest.mark.django_db


def derive(*arguments: str) -> str:
    out = StringIO()
    with seed():
        call_command("derive_permissions", *arguments, stdout=out)
    return out.getvalue().strip()


def may(user: User, cast: Cast, capability: Capability) -> bool:
    return Access.for_user(user, second_factor=True).may(capability, municipality=cast.kampen)


def test_a_role_that_may_more_and_less(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DB_ROLE = "owner"
    with seed():
        people = Membership.objects.values("user_id").distinct().count()
    assert derive() == f"permissions of {people} people looked at, of 0 changed"
    less = ROLE_CAPABILITIES[Role.VIEWER] - {Capability.DOSSIER_READ}
    monkeypatch.setitem(ROLE_CAPABILITIES, Role.VIEWER, less | {Capability.DOSSIER_DECIDE})
    assert may(cast.vince, cast, Capability.DOSSIER_READ)
    assert not may(cast.vince, cast, Capability.DOSSIER_DECIDE)
    assert derive("--batch", "2").endswith("of 1 changed")
    assert not may(cast.vince, cast, Capability.DOSSIER_READ)
    assert may(cast.vince, cast, Capability.DOSSIER_DECIDE)
    assert not may(cast.vince, cast, Capability.DOSSIER_HANDLE)
    assert derive().endswith("of 0 changed")


def test_every_kind_of_scope_comes_back(cast: Cast, settings: Any) -> None:
    """Municipal, nationwide and on a thing; nobody else's is touched."""
    settings.DB_ROLE = "owner"
    before = [Access.for_user(user, second_factor=True) for user in (cast.anna, cast.els, cast.bram)]
    with seed():
        for user in (cast.anna, cast.els, cast.bram):
            for table in (MunicipalityUserPermission, ScopeUserPermission):
                table.objects.filter(user=user).delete()
    assert not may(cast.anna, cast, Capability.DOSSIER_READ)
    assert derive().endswith("of 3 changed")
    after = [Access.for_user(user, second_factor=True) for user in (cast.anna, cast.els, cast.bram)]
    assert [vars(one) for one in after] == [vars(one) for one in before]


def test_only_as_owner(cast: Cast) -> None:
    with pytest.raises(CommandError, match="DB_ROLE=owner"):
        call_command("derive_permissions")
