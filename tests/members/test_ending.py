"""Roles end, teams and municipalities are never left alone by accident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.services.ending import end_all_own, end_member, hand_over_lead
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

from .conftest import AsPerson

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]


def _role(user: User, role: Role) -> Membership:
    with seed():
        return Membership.objects.get(user=user, role=role, ends_on=None)


def _mails(user: User) -> list[str]:
    with seed():
        rows = OutgoingMessage.objects.filter(to_user=user).order_by("created_at", "id")
        return list(rows.values_list("template", flat=True))


def test_a_coordinator_ends_a_role_with_a_reason(cast: Cast, as_person: AsPerson) -> None:
    with as_person(cast.coen) as access:
        with pytest.raises(ValidationError, match="reden"):
            end_member(access=access, membership=_role(cast.anna, Role.CASE_HANDLER))
        end_member(access=access, membership=_role(cast.anna, Role.CASE_HANDLER), reason="Andere baan")
    with as_person(cast.anna) as access:
        assert not access.may(Capability.DOSSIER_READ, municipality=cast.kampen)
    assert _mails(cast.anna) == ["members/membership_ended"]


def test_a_role_can_end_on_a_later_day(cast: Cast, as_person: AsPerson) -> None:
    day = timezone.localdate() + timedelta(days=10)
    with as_person(cast.coen) as access:
        end_member(access=access, membership=_role(cast.anna, Role.CASE_HANDLER), on=day, reason="Andere baan")
        with pytest.raises(ConflictError):
            end_member(access=access, membership=Membership.objects.get(user=cast.anna), on=day, reason="Nog eens")
        end_member(access=access, membership=Membership.objects.get(user=cast.anna), reason="Toch eerder")
    with as_person(cast.anna) as access:
        assert not access.may(Capability.DOSSIER_READ, municipality=cast.kampen)


def test_an_own_role_ends_at_once(cast: Cast, client_as: ClientAs) -> None:
    mine = _role(cast.anna, Role.CASE_HANDLER)
    url = reverse("members:member_end", kwargs={"gemeente": "kampen", "pk": mine.pk})
    client = client_as(cast.anna)
    assert "last_day" not in client.get(url).text
    assert client.post(url, {"last_day": "2099-01-01", "reason": ""}).status_code == 302
    with seed():
        assert Membership.objects.get(pk=mine.pk).ends_on == timezone.localdate()


@pytest.mark.parametrize("who", ["anna", "chaima", "bram", "vince", "olga", "stranger"])
def test_others_end_nobodys_role(cast: Cast, as_person: AsPerson, who: str) -> None:
    with as_person(getattr(cast, who)) as access, pytest.raises((PermissionDenied, Membership.DoesNotExist)):
        end_member(access=access, membership=_role(cast.karin, Role.MUNICIPAL_LIAISON), reason="x")
    assert _role(cast.karin, Role.MUNICIPAL_LIAISON).ends_on is None


def test_the_last_coordinator_cannot_leave(cast: Cast, as_person: AsPerson, client_as: ClientAs) -> None:
    mine = _role(cast.coen, Role.CASE_COORDINATOR)
    for who in (cast.coen, cast.els):
        with as_person(who) as access, pytest.raises(ValidationError, match="geen andere coördinator"):
            end_member(access=access, membership=mine, reason="Weg")
    url = reverse("members:my_role_end", kwargs={"pk": mine.pk})
    response = client_as(cast.coen).post(url, {"reason": ""})
    assert response.status_code == 400
    assert "Nodig er eerst een uit" in response.text


def test_a_temporary_or_closed_coordinator_does_not_count(cast: Cast, as_person: AsPerson) -> None:
    member(cast.anna, Role.CASE_COORDINATOR, municipality=cast.kampen, ends_on=timezone.localdate() + timedelta(9))
    gone = person("Weg")
    member(gone, Role.CASE_COORDINATOR, municipality=cast.kampen)
    with seed():
        User.objects.filter(pk=gone.pk).update(is_active=False)
    with as_person(cast.coen) as access, pytest.raises(ValidationError):
        end_member(access=access, membership=_role(cast.coen, Role.CASE_COORDINATOR))
    member(person("Nieuw"), Role.CASE_COORDINATOR, municipality=cast.kampen)
    with as_person(cast.coen) as access:
        end_member(access=access, membership=_role(cast.coen, Role.CASE_COORDINATOR))


def test_a_lead_hands_over_and_stays_as_a_volunteer(cast: Cast, client_as: ClientAs, as_person: AsPerson) -> None:
    url = reverse("members:team_hand_over", kwargs={"scope_id": cast.initiative_id})
    client = client_as(cast.bram)
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 400
    response = client.post(url, {"to": str(_role(cast.vera, Role.VOLUNTEER).pk), "stay": "ja"})
    assert response.status_code == 302
    with as_person(cast.vera) as access:
        assert access.may(Capability.TEAM_MANAGE, scope_id=cast.initiative_id)
    with as_person(cast.bram) as access:
        assert not access.may(Capability.TEAM_MANAGE, scope_id=cast.initiative_id)
        assert access.may(Capability.DOSSIER_READ, scope_id=cast.initiative_id)
    assert "members/lead_received" in _mails(cast.vera)
    assert client.get(url).status_code == 403


def test_a_lead_cannot_hand_over_to_somebody_outside_the_team(cast: Cast, as_person: AsPerson) -> None:
    with as_person(cast.bram) as access, pytest.raises(ConflictError):
        hand_over_lead(
            access=access,
            membership=_role(cast.bram, Role.LEAD_VOLUNTEER),
            to=_role(cast.anna, Role.CASE_HANDLER),
            stay=True,
        )


def test_the_only_lead_first_hands_over_when_there_is_a_team(
    cast: Cast, client_as: ClientAs, as_person: AsPerson
) -> None:
    lead = _role(cast.bram, Role.LEAD_VOLUNTEER)
    url = reverse("members:team_member_end", kwargs={"scope_id": cast.initiative_id, "pk": lead.pk})
    assert "Draag het trekkerschap eerst over" in client_as(cast.bram).get(url).content.decode()
    with as_person(cast.bram) as access, pytest.raises(ValidationError, match="Draag het initiatief eerst over"):
        end_member(access=access, membership=_role(cast.bram, Role.LEAD_VOLUNTEER))
    with as_person(cast.vera) as access:
        end_member(access=access, membership=_role(cast.vera, Role.VOLUNTEER))
    assert "De gemeente krijgt bericht" in client_as(cast.bram).get(url).content.decode()
    with as_person(cast.bram) as access:
        end_member(access=access, membership=_role(cast.bram, Role.LEAD_VOLUNTEER))
    assert "members/team_without_lead" in _mails(cast.anna), "no offer falls silent"
    with seed():
        told = OutgoingMessage.objects.get(template="members/team_without_lead", to_user=cast.anna)
    assert str(cast.initiative_id) in (told.body or "").replace("&#45;", "-"), repr(told.body)


def test_a_lead_takes_somebody_out_of_the_own_team_only(cast: Cast, client_as: ClientAs) -> None:
    vera = _role(cast.vera, Role.VOLUNTEER)
    url = reverse("members:team_member_end", kwargs={"scope_id": cast.initiative_id, "pk": vera.pk})
    assert client_as(cast.vera).get(url).status_code == 200, "leaving oneself"
    assert client_as(cast.joke).get(url).status_code == 403
    assert client_as(cast.chaima).get(url).status_code == 404
    anna = reverse(
        "members:team_member_end",
        kwargs={"scope_id": cast.initiative_id, "pk": _role(cast.anna, Role.CASE_HANDLER).pk},
    )
    assert client_as(cast.bram).post(anna, {"reason": "x"}).status_code == 404
    assert client_as(cast.bram).post(url, {"reason": ""}).status_code == 400
    assert client_as(cast.bram).post(url, {"reason": "Op eigen verzoek"}).status_code == 302
    assert _mails(cast.vera) == ["members/membership_ended"]


def test_an_account_can_go_once_the_roles_are_put_down(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.vera)
    everything = reverse("members:my_roles_end_all")
    assert client.get(reverse("members:my_roles")).status_code == 200
    assert client.get(everything).status_code == 200
    assert client.post(everything).status_code == 302
    with seed():
        assert not Membership.objects.filter(user=cast.vera, ends_on=None).exists()
        body: Any = OutgoingMessage.objects.get(to_user=cast.vera).body
    assert "geen rol meer" in body
    page = client.get(reverse("members:my_roles"))
    assert "U hebt nu geen rol" in page.text


def test_all_roles_or_none(cast: Cast, as_person: AsPerson) -> None:
    member(cast.coen, Role.VOLUNTEER, municipality=cast.kampen, scope_id=cast.initiative_id)
    with as_person(cast.coen) as access, pytest.raises(ValidationError):
        end_all_own(access=access)
    with seed():
        assert Membership.objects.filter(user=cast.coen, ends_on=None).count() == 2


def test_the_account_page_asks_to_put_roles_down_first(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.vera).get(reverse("accounts:account"))
    assert "Rollen bekijken of neerleggen" in page.text
