"""What the policies' functions answer in the very next statement, where memberships, accounts and municipalities change."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership, Municipality

pytestmark = pytest.mark.django_db


def places(user: User, wanted: str = "dossier.read") -> set[int]:
    with acting(user_id=user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT app_municipalities(%s)", [wanted])
        return set(cursor.fetchone()[0])


def things(user: User, wanted: str = "dossier.read") -> set[UUID]:
    with acting(user_id=user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT app_scopes(%s)", [wanted])
        return set(cursor.fetchone()[0])


def change(row: Municipality | User | Membership, **values: object) -> None:
    with seed():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def test_a_merger_of_mergers_is_reached(cast: Cast) -> None:
    assert places(cast.anna) == {cast.kampen.pk}
    change(cast.urk, successor=cast.zwolle)
    assert places(cast.anna) == {cast.kampen.pk}
    change(cast.zwolle, successor=cast.kampen)
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk, cast.urk.pk}
    assert places(cast.chaima) == {cast.zwolle.pk, cast.urk.pk}


def test_mergers_in_a_ring_end(cast: Cast) -> None:
    change(cast.zwolle, successor=cast.kampen)
    change(cast.kampen, successor=cast.zwolle)
    assert places(cast.anna) == {cast.kampen.pk, cast.zwolle.pk}


def test_the_day_decides(cast: Cast) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    user = person("Dagmar")
    held = member(user, Role.CASE_HANDLER, municipality=cast.zwolle, starts_on=today, ends_on=today + day)
    team = member(user, Role.VOLUNTEER, municipality=cast.kampen, scope_id=cast.initiative_id, starts_on=today)
    for starts, ends, counts in (
        (today, today + day, True),
        (today + day, None, False),
        (today - day, today, False),
        (today - day, None, True),
    ):
        for row in (held, team):
            change(row, starts_on=starts, ends_on=ends)
        assert places(user) == ({cast.zwolle.pk} if counts else set())
        assert things(user) == ({cast.initiative_id} if counts else set())


def test_a_closed_account_has_nothing(cast: Cast) -> None:
    for user in (cast.anna, cast.els, cast.bram):
        assert places(user) or things(user)
        change(user, is_active=False)
        assert not places(user)
        assert not things(user)


def test_a_nationwide_role_that_waits_reaches_until_a_municipality_joins(cast: Cast) -> None:
    """`dossier.handle` reaches only registrations that wait; figures are read of all."""
    everywhere = set(Municipality.objects.values_list("pk", flat=True))
    assert places(cast.els, "national.figures") == everywhere
    assert places(cast.els, "dossier.handle,national.figures") == everywhere
    waiting = set(Municipality.objects.filter(participates_since=None).values_list("pk", flat=True))
    assert places(cast.els, "dossier.handle") == waiting
    assert cast.kampen.pk not in waiting
    change(cast.kampen, participates_since=None)
    assert places(cast.els, "dossier.handle") == waiting | {cast.kampen.pk}


def test_municipal_and_nationwide_roles_add_up(cast: Cast) -> None:
    member(cast.els, Role.CASE_HANDLER, municipality=cast.kampen)
    waiting = set(Municipality.objects.filter(participates_since=None).values_list("pk", flat=True))
    assert places(cast.els, "dossier.handle") == waiting | {cast.kampen.pk}


def test_several_capabilities_are_any_of_them(cast: Cast) -> None:
    assert places(cast.anna, "member.manage") == set()
    assert places(cast.anna, "member.manage,dossier.handle") == {cast.kampen.pk}
    assert things(cast.bram, "team.manage,nothing.at.all") == {cast.initiative_id}
