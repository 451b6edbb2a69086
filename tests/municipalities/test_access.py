"""Rights: the code's reader and the database's reader, each on its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership


def database_says(capability: Capability) -> tuple[set[int], set[Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_municipalities(%s), app_scopes(%s)", [capability.value, capability.value])
        municipalities, scopes = cursor.fetchone()
    return set(municipalities), set(scopes)


@pytest.mark.parametrize("capability", list(Capability))
def test_both_readers_agree_for_every_role(cast: Cast, capability: Capability) -> None:
    everywhere = {cast.kampen.pk, cast.zwolle.pk, cast.urk.pk}
    seen_something = False
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        access = Access.for_user(user, second_factor=True)
        with acting(user_id=user.pk):
            municipalities, scopes = database_says(capability)
        for municipality in (cast.kampen, cast.zwolle, cast.urk):
            assert access.may(capability, municipality=municipality) == (municipality.pk in municipalities), user
        assert set(access.scope_ids(capability)) == scopes
        seen_something = seen_something or bool(municipalities & everywhere or scopes)
    links = {
        Capability.INITIATIVE_REGISTER,
        Capability.INITIATIVE_STATUS,
        Capability.PROPERTY_ANSWER,
        Capability.SESSION_ATTEND,
        Capability.QUESTION_FOLLOW,
        Capability.BUDDY_APPLY,
        Capability.CONTACT_ADD,
        Capability.SIGNAL_RAISE,
        Capability.WELCOME_OPEN,
    }
    assert seen_something or capability in links


def test_no_rows_without_context(cast: Cast) -> None:
    assert Membership.objects.count() == 0
    with acting(user_id=cast.anna.pk):
        assert Membership.objects.filter(municipality=cast.kampen).exists()
        assert not Membership.objects.filter(municipality=cast.zwolle).exists()
    assert Membership.objects.count() == 0


def test_municipal_rights_are_withheld_without_second_factor(cast: Cast) -> None:
    access = Access.for_user(cast.anna, second_factor=False)
    assert access.withheld
    assert not access.may(Capability.DOSSIER_READ, municipality=cast.kampen)
    assert Access.for_user(cast.bram, second_factor=False).may(Capability.DOSSIER_READ, scope_id=cast.initiative_id)


def test_inactive_user_has_nothing(cast: Cast) -> None:
    cast.anna.is_active = False
    cast.anna.save()
    assert not Access.for_user(cast.anna, second_factor=True).may(Capability.DOSSIER_READ, municipality=cast.kampen)
    with acting(user_id=cast.anna.pk):
        assert database_says(Capability.DOSSIER_READ) == (set(), set())


def test_restored_context_after_inner_savepoint(cast: Cast, count_queries: Callable[..., int]) -> None:
    with acting(user_id=cast.anna.pk):
        with transaction.atomic(), acting(user_id=cast.chaima.pk):
            assert not Membership.objects.filter(municipality=cast.kampen).exists()
        assert Membership.objects.filter(municipality=cast.kampen).exists()


def test_own_role_may_end_but_not_grow(cast: Cast) -> None:
    """Even if the code above forgot every check: nobody makes themselves coordinator, nobody prolongs their own role."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with seed():
        Membership.objects.filter(user=cast.vince).update(starts_on=yesterday)
    with acting(user_id=cast.vince.pk):
        mine = Membership.objects.filter(user=cast.vince)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            mine.update(role=Role.CASE_COORDINATOR)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            mine.update(ends_on=timezone.localdate() + timedelta(days=99))
        assert mine.update(ends_on=timezone.localdate()) == 1
