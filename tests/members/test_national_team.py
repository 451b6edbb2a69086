"""The national desk invites colleagues and pioneers, with an end to the role or without, and ends their roles."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import can_view_national_team_member, viewable_national_team
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.enums import Capability, LinkPurpose, Role
from thuisgevers.municipalities.links import open_link
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

from .conftest import AsPerson

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]
NEW = {"name": "Nico", "email": "nico@voorbeeld.example", "message": ""}
TEAM = "/landelijk/team/"


def _link() -> str:
    with seed():
        body: Any = OutgoingMessage.objects.get(template="members/invitation").body
    start = body.index("(http") + 1
    return html.unescape(body[start : body.index(")", start)]).removeprefix("http://testserver")


def test_a_colleague_is_invited_comes_in_and_goes(cast: Cast, client: ThuisClient, client_as: ClientAs) -> None:
    els = client_as(cast.els)
    assert "Els" in els.get(TEAM).text
    assert els.post(f"{TEAM}uitnodigen/", {**NEW, "email": "geen adres"}).status_code == 400
    assert els.post(f"{TEAM}uitnodigen/", NEW)["Location"] == TEAM
    assert "nico@voorbeeld.example" in els.get(TEAM).text
    page = client.get(_link())
    assert "vraagt u als landelijk coördinator bij het landelijk team" in page.text
    assert client.post(_link(), {"display_name": "Nico"})["Location"] == reverse("national:desk")
    with seed():
        mine = Membership.objects.get(user__email=NEW["email"])
    assert (mine.scope, mine.municipality_id, mine.ends_on) == ("nation", None, None)
    assert "Nico" in els.get(TEAM).text
    nico = client_as(mine.user)
    assert nico.get(TEAM).status_code == 200
    end = reverse("members:national_team_end", kwargs={"pk": mine.pk})
    assert els.post(end, {"reason": ""}).status_code == 400
    assert els.post(end, {"reason": "Andere baan"})["Location"] == TEAM
    assert client_as(mine.user).get(TEAM).status_code == 403


def test_the_only_coordinator_finds_a_successor_first(cast: Cast, client_as: ClientAs) -> None:
    with seed():
        own = Membership.objects.get(user=cast.els)
    answer = client_as(cast.els).post(reverse("members:national_team_end", kwargs={"pk": own.pk}), {"reason": ""})
    assert answer.status_code == 400
    assert "enige landelijk coördinator" in answer.text


def test_a_pioneer_comes_for_one_initiative_and_until_a_day(
    cast: Cast, client: ThuisClient, client_as: ClientAs
) -> None:
    helped = initiative(cast.kampen)
    els, url = client_as(cast.els), f"{TEAM}pionier/"
    last = timezone.localdate() + timedelta(days=90)
    wrong = els.post(url, {**NEW, "reference": "TG-2026-XXXXX", "last_day": str(last)})
    assert wrong.status_code == 400
    assert "Wij vinden geen initiatief" in wrong.text
    good = {**NEW, "reference": helped.reference.lower(), "last_day": str(last)}
    assert els.post(url, good)["Location"] == TEAM
    assert client.post(_link(), {"display_name": "Nico"}).status_code == 302
    with seed():
        mine = Membership.objects.get(user__email=NEW["email"])
    assert (mine.role, mine.scope_id, mine.ends_on) == (Role.PIONEER, helped.pk, last + timedelta(days=1))
    assert "Nico" in els.get(TEAM).text


def test_nobody_else_invites_for_the_nation(cast: Cast, as_person: AsPerson) -> None:
    """The code, and row security alone."""
    for user in (cast.coen, cast.bram, cast.pieter, cast.stranger):
        with as_person(user) as access, pytest.raises(PermissionDenied):
            invite(access=access, municipality=None, role=Role.NATIONAL_COORDINATOR, name="N", email="n@x.example")
        with as_person(user), pytest.raises(DatabaseError), transaction.atomic():
            Invitation(
                email="n@x.example",
                email_index="n",
                name="N",
                role=Role.NATIONAL_COORDINATOR,
                scope="nation",
                invited_by=user,
                expires_at=timezone.now() + timedelta(days=1),
            ).save(force_insert=True)


def test_the_link_gives_the_role_with_its_end_and_not_without(cast: Cast, as_person: AsPerson) -> None:
    with as_person(cast.els) as access:
        invite(
            access=access,
            municipality=None,
            role=Role.NATIONAL_COORDINATOR,
            name="Nico",
            email=NEW["email"],
            ends_on=timezone.localdate() + timedelta(days=30),
        )
    link = open_link(_link().rstrip("/").rsplit("/", 1)[1], LinkPurpose.INVITATION)
    assert link is not None
    endless = Membership(
        user=cast.stranger, role=Role.NATIONAL_COORDINATOR, scope="nation", starts_on=timezone.localdate()
    )
    with pytest.raises(DatabaseError), transaction.atomic(), acting(link_id=link.pk):
        endless.save(force_insert=True)


def test_list_and_predicate_agree(cast: Cast, as_person: AsPerson) -> None:
    second = person("Tweede")
    member(second, Role.NATIONAL_COORDINATOR)
    with seed():
        rows = list(Membership.objects.select_related("municipality"))
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        with as_person(user) as access:
            listed = set(viewable_national_team(access).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if can_view_national_team_member(access, row)}
            assert bool(listed) == access.is_national(Capability.MUNICIPALITY_INVITE)
