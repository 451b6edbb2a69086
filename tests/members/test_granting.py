"""A role for a while: asked with a reason, given by somebody else, over on a date; and the yearly look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.members.enums import GrantState
from thuisgevers.members.models import GrantRequest
from thuisgevers.members.permissions import can_view_grant_request, viewable_grant_requests
from thuisgevers.members.services.granting import ask_grant, give_grant, refuse_grant
from thuisgevers.members.services.tending import tend_membership
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

from .conftest import AsPerson

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]
TODAY = timezone.localdate


def _ask(cast: Cast, as_person: AsPerson, **more: Any) -> GrantRequest:
    facts: dict[str, Any] = {
        "municipality": cast.kampen,
        "role": Role.CASE_COORDINATOR,
        "starts_on": TODAY(),
        "ends_on": TODAY() + timedelta(days=13),
        "reason": "Coen is op vakantie",
    }
    with as_person(cast.anna) as access:
        return ask_grant(access=access, **{**facts, **more})


def test_asked_given_and_over_by_itself(cast: Cast, as_person: AsPerson) -> None:
    request = _ask(cast, as_person)
    with as_person(cast.coen) as access:
        membership = give_grant(access=access, request=request)
    assert (membership.reason, membership.granted_by) == ("Coen is op vakantie", cast.coen)
    with as_person(cast.anna) as access:
        assert access.may(Capability.MEMBER_MANAGE, municipality=cast.kampen)
    assert membership.ends_on == TODAY() + timedelta(days=14)
    with seed():
        Membership.objects.filter(pk=membership.pk).update(starts_on=date(2026, 1, 1), ends_on=TODAY())
    tend_membership(membership.pk)
    with as_person(cast.anna) as access:
        assert not access.may(Capability.MEMBER_MANAGE, municipality=cast.kampen)
        assert access.may(Capability.DOSSIER_READ, municipality=cast.kampen)


def test_nobody_gives_it_to_oneself(cast: Cast, as_person: AsPerson) -> None:
    member(cast.anna, Role.CASE_COORDINATOR, municipality=cast.kampen, ends_on=TODAY() + timedelta(days=3))
    request = _ask(cast, as_person, starts_on=TODAY() + timedelta(days=3))
    with as_person(cast.anna) as access, pytest.raises(PermissionDenied):
        give_grant(access=access, request=request)
    with as_person(cast.anna), pytest.raises(DatabaseError, match="grantrequest_two_people"), transaction.atomic():
        GrantRequest.objects.filter(pk=request.pk).update(state="given", answered_by=cast.anna)


def test_a_handler_gives_nothing(cast: Cast, as_person: AsPerson) -> None:
    request = _ask(cast, as_person)
    for who in (cast.vince, cast.chaima, cast.karin):
        with as_person(who) as access, pytest.raises((PermissionDenied, GrantRequest.DoesNotExist)):
            give_grant(access=access, request=request)
        with as_person(who), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Membership(
                user=who,
                role=Role.CASE_COORDINATOR,
                municipality=cast.kampen,
                scope="municipality",
                starts_on=TODAY(),
            ).save(force_insert=True)


def test_a_no_has_a_reason_and_is_told(cast: Cast, as_person: AsPerson, client_as: ClientAs) -> None:
    request = _ask(cast, as_person)
    url = reverse("members:grant_request_detail", kwargs={"gemeente": "kampen", "pk": request.pk})
    coen = client_as(cast.coen)
    assert coen.get(url).status_code == 200
    assert coen.post(url, {"answer": "refuse"}).status_code == 400
    assert coen.post(url, {"answer": "refuse", "reason": "Chaima doet dit al"}).status_code == 302
    assert coen.post(url, {"answer": "give"}).status_code == 409
    with seed():
        assert GrantRequest.objects.get().state == GrantState.REFUSED
        assert OutgoingMessage.objects.filter(to_user=cast.anna, template="members/grant_answered").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", "2020-01-01"),
        ("ends_on", "2020-01-01"),
        ("ends_on", "2099-01-01"),
        ("ends_on", "31-02-2027"),
        ("role", "national_coordinator"),
        ("role", "case_handler"),
        ("reason", ""),
        ("reason", "x" * 201),
        ("reason", "\u202e\x00"),
    ],
)
def test_bad_input(cast: Cast, client_as: ClientAs, field: str, value: str) -> None:
    good = {
        "role": "case_coordinator",
        "starts_on": TODAY().isoformat(),
        "ends_on": (TODAY() + timedelta(days=5)).isoformat(),
        "reason": "Verlof",
    }
    url = reverse("members:grant_request_create", kwargs={"gemeente": "kampen"})
    response = client_as(cast.anna).post(url, {**good, field: value})
    assert response.status_code == 400
    assert "Er klopt nog iets niet" in response.text
    with seed():
        assert not GrantRequest.objects.exists()


def test_asking_twice_is_one_request(cast: Cast, client_as: ClientAs, as_person: AsPerson) -> None:
    _ask(cast, as_person)
    url = reverse("members:grant_request_create", kwargs={"gemeente": "kampen"})
    data = {"role": "case_coordinator", "starts_on": TODAY().isoformat(), "ends_on": TODAY().isoformat(), "reason": "x"}
    assert client_as(cast.anna).post(url, data).status_code == 400
    with seed():
        assert GrantRequest.objects.count() == 1


def test_list_and_detail_agree_and_a_refusal_by_link_is_none(cast: Cast, as_person: AsPerson) -> None:
    request = _ask(cast, as_person)
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        with as_person(user) as access:
            listed = set(viewable_grant_requests(access).values_list("pk", flat=True))
            assert (request.pk in listed) == can_view_grant_request(access, request)
            assert (user in {cast.anna, cast.coen}) == (request.pk in listed)
            assert GrantRequest.objects.filter(pk=request.pk).exists() == (request.pk in listed)
    with as_person(cast.coen) as access:
        refuse_grant(access=access, request=request, reason="Nee")


# The yearly look, and what happens to roles by themselves.


def _age(user: Any, days: int) -> Membership:
    with seed():
        row = Membership.objects.get(user=user)
        Membership.objects.filter(pk=row.pk).update(starts_on=TODAY() - timedelta(days=days))
        return Membership.objects.get(pk=row.pk)


def test_old_roles_are_confirmed_or_ended(cast: Cast, client_as: ClientAs) -> None:
    old, young = _age(cast.anna, 400), _age(cast.vince, 300)
    coen = client_as(cast.coen)
    url = reverse("members:member_review", kwargs={"gemeente": "kampen"})
    page = coen.get(url)
    assert "Anna" in page.text
    assert "Vince" not in page.text
    assert "jaarlijkse controle" in coen.get(reverse("members:member_list", kwargs={"gemeente": "kampen"})).text
    confirm = reverse("members:member_confirm", kwargs={"gemeente": "kampen", "pk": old.pk})
    assert client_as(cast.anna).post(confirm).status_code == 403
    assert client_as(cast.chaima).post(confirm).status_code == 404
    assert coen.get(confirm).status_code == 405
    assert coen.post(confirm).status_code == 302
    assert "Alle rollen zijn bekeken" in coen.get(url).text
    with seed():
        assert Membership.objects.get(pk=old.pk).confirmed_on == TODAY()
        assert Membership.objects.get(pk=young.pk).confirmed_on is None


def _claimed() -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_jobs('memberships', 1000)")
        return {row[0] for row in cursor.fetchall()}


def test_the_sweep_sees_ids_of_roles_around_their_first_and_last_day(cast: Cast) -> None:
    quiet = _age(cast.vince, 100)
    assert quiet.pk not in _claimed()
    assert _age(cast.anna, 3).pk in _claimed()
    ends = member(person("Straks"), Role.VIEWER, municipality=cast.kampen, ends_on=TODAY() + timedelta(days=7))
    with seed():
        Membership.objects.filter(pk=ends.pk).update(starts_on=date(2026, 1, 1))
    assert ends.pk in _claimed()


def test_a_second_period_after_a_gap_counts_once_its_day_comes(cast: Cast) -> None:
    """The code's own permissions hold one unbroken period; the sweep derives the next."""
    user = person("Periode")
    today = TODAY()
    member(user, Role.VIEWER, municipality=cast.kampen, starts_on=today - timedelta(5), ends_on=today - timedelta(2))
    later = member(user, Role.VIEWER, municipality=cast.kampen, starts_on=today + timedelta(days=3))
    with seed(), connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_membership SET starts_on = %s WHERE id = %s", [today, later.pk])
        cursor.execute("DELETE FROM municipalities_municipalityuserpermission WHERE user_id = %s", [user.pk])
    tend_membership(later.pk)
    with transaction.atomic():
        assert Access.for_user(user, second_factor=True).may(Capability.DOSSIER_READ, municipality=cast.kampen)
    tend_membership(later.pk)


def test_a_person_hears_a_week_before_a_role_ends_once(cast: Cast) -> None:
    row = member(person("Straks"), Role.VIEWER, municipality=cast.kampen, ends_on=TODAY() + timedelta(days=5))
    tend_membership(row.pk)
    tend_membership(row.pk)
    with seed():
        assert OutgoingMessage.objects.filter(template="members/membership_ends_soon").count() == 1


def test_coordinators_hear_of_the_review_once_a_month(cast: Cast) -> None:
    for row in (_age(cast.anna, 400), _age(cast.vince, 500)):
        tend_membership(row.pk)
    with seed():
        rows = OutgoingMessage.objects.filter(template="members/review_due")
        assert list(rows.values_list("to_user", flat=True)) == [cast.coen.pk]
