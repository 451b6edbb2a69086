"""A municipality joins: invited by the national desk, arranged by its first coordinator."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Initiative
from tests.clients import ThuisClient
from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit import subscriptions
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.agreement import agreement
from thuisgevers.members.models import Invitation, ProcessingAgreement
from thuisgevers.members.services.joining import JOINED, accept_agreement, join, set_ways
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Municipality, Scope
from thuisgevers.municipalities.working_days import add_working_days
from thuisgevers.notifications.models import OutgoingMessage

from .conftest import AsPerson

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]


@pytest.fixture
def ursula(cast: Cast) -> User:
    """The first coordinator of Urk, which does not take part yet."""
    user = person("Ursula")
    member(user, Role.CASE_COORDINATOR, municipality=cast.urk)
    return user


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What floors above hear; theirs are left out, as they have tests of their own."""
    told: list[str] = []
    monkeypatch.setitem(subscriptions._handlers, JOINED, [lambda _access, place: told.append(place.slug)])
    return told


def _url(name: str) -> str:
    return reverse(f"members:{name}", kwargs={"gemeente": "urk"})


def test_the_whole_way(
    cast: Cast, client: ThuisClient, client_as: ClientAs, heard: list[str], as_person: AsPerson
) -> None:
    els = client_as(cast.els)
    data = {"name": "Ursula", "email": "ursula@urk.example", "message": ""}
    assert els.post(_url("municipality_invite"), data).status_code == 302
    with seed():
        body: Any = OutgoingMessage.objects.get(template="members/invitation").body
    start = body.index("(http") + 1
    link = html.unescape(body[start : body.index(")", start)]).removeprefix("http://testserver")
    accepted = client.post(link, {"display_name": "Ursula"})
    assert accepted["Location"] == _url("join")
    assert reverse("accounts:second_factor") in client.get(_url("join"))["Location"]

    ursula = client_as(User.objects.get(email="ursula@urk.example"))
    assert "sluit aan" in ursula.get(_url("join")).text
    assert ursula.post(_url("join_finish")).status_code == 400, "not everything is settled"
    text = ursula.get(_url("join_agreement")).text
    assert "De gemeente <strong>Urk</strong>" in text
    wrong = {"version": agreement().version, "name": "Ursula", "position": ""}
    assert ursula.post(_url("join_agreement"), wrong).status_code == 400
    good = {**wrong, "position": "Teamleider Wonen", "agreed": "on"}
    assert ursula.post(_url("join_agreement"), good)["Location"] == _url("join_ways")
    ways = {"sender_name": "Gemeente Urk", "first_answer_days": "7"}
    assert ursula.post(_url("join_ways"), ways)["Location"] == _url("join_adviser")
    adviser = {"name": "Vertrouw", "email": "vertrouw@urk.example"}
    assert ursula.post(_url("join_adviser"), adviser)["Location"] == _url("join_colleagues")
    colleague = {"name": "Collega", "email": "collega@urk.example", "role": "case_handler"}
    assert ursula.post(_url("join_colleagues"), colleague)["Location"] == _url("join_colleagues")
    page = ursula.get(_url("join_finish")).text
    assert "Teamleider Wonen" in page
    assert ursula.post(_url("join_finish")).status_code == 302
    assert heard == ["urk"]
    urk = Municipality.objects.get(slug="urk")
    assert urk.participates_since == timezone.localdate()
    assert (urk.sender_name, urk.first_answer_days) == ("Gemeente Urk", 7)
    with seed():
        signed = ProcessingAgreement.objects.get()
        assert (signed.version, signed.sha256, signed.accepted_position) == (
            agreement().version,
            agreement().sha256,
            "Teamleider Wonen",
        )
        verbs = set(AuditEvent.objects.filter(municipality=urk).values_list("verb", flat=True))
        assert {"invite", "accept", "set_ways", "join"} <= verbs
        assert OutgoingMessage.objects.filter(to_user=cast.els, template="members/municipality_joined").exists()
    assert ursula.post(_url("join_finish")).status_code == 409
    assert heard == ["urk"]


def test_what_waited_nationally_moves_over_and_the_sender_hears_it(
    cast: Cast, ursula: User, as_person: AsPerson
) -> None:
    """Through the register, with the handler of the floor that owns initiatives."""
    waiting = initiative(cast.urk, contact_email="fenna@voorbeeld.example")
    member(person("Vertrouw"), Role.CONFIDENTIAL_ADVISER, municipality=cast.urk)
    with as_person(ursula) as access:
        accept_agreement(
            access=access, municipality=cast.urk, version=agreement().version, name="Ursula", position="Teamleider"
        )
        set_ways(access=access, municipality=cast.urk, first_answer_days=9, sender_name="Urk")
        join(access=access, municipality=cast.urk)
    with seed():
        mail = OutgoingMessage.objects.get(template="initiatives/municipality_joined")
        assert (mail.to, mail.about_id) == ("fenna@voorbeeld.example", waiting.pk)
        waiting.refresh_from_db()
    assert waiting.first_answer_due_on == add_working_days(timezone.localdate(), 9)


def test_accepting_twice_keeps_the_first(cast: Cast, ursula: User, as_person: AsPerson) -> None:
    with as_person(ursula) as access:
        facts: dict[str, Any] = {"access": access, "municipality": cast.urk, "version": agreement().version}
        first = accept_agreement(**facts, name="Ursula", position="Teamleider")
        assert accept_agreement(**facts, name="Iemand", position="Anders") == first
        with pytest.raises(ConflictError):
            accept_agreement(**{**facts, "version": "2020-1"}, name="Ursula", position="Teamleider")
    with as_person(ursula), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ProcessingAgreement.objects.update(accepted_name="Iemand anders")


def test_joining_waits_until_everything_is_settled(
    cast: Cast, ursula: User, as_person: AsPerson, heard: list[str]
) -> None:
    with as_person(ursula) as access:
        with pytest.raises(ValidationError):
            join(access=access, municipality=cast.urk)
        accept_agreement(
            access=access, municipality=cast.urk, version=agreement().version, name="Ursula", position="Teamleider"
        )
        set_ways(access=access, municipality=cast.urk, first_answer_days=5, sender_name="Urk")
        with pytest.raises(ValidationError):
            join(access=access, municipality=cast.urk)
    member(person("Vertrouw"), Role.CONFIDENTIAL_ADVISER, municipality=cast.urk)
    with as_person(ursula) as access:
        join(access=access, municipality=cast.urk)
    assert heard == ["urk"]


def test_a_subscriber_that_fails_undoes_the_joining(
    cast: Cast, ursula: User, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_access: object, _place: object) -> None:
        raise RuntimeError("the senders could not be told")

    monkeypatch.setitem(subscriptions._handlers, JOINED, [fail])
    member(person("Vertrouw"), Role.CONFIDENTIAL_ADVISER, municipality=cast.urk)
    with as_person(ursula) as access:
        accept_agreement(
            access=access, municipality=cast.urk, version=agreement().version, name="Ursula", position="Teamleider"
        )
        set_ways(access=access, municipality=cast.urk, first_answer_days=5, sender_name="Urk")
        with pytest.raises(RuntimeError), transaction.atomic():
            join(access=access, municipality=cast.urk)
    assert not Municipality.objects.get(slug="urk").participates


@pytest.mark.parametrize("who", ["anna", "coen", "bram", "els", "stranger"])
def test_only_its_own_coordinator_arranges_it(cast: Cast, client_as: ClientAs, as_person: AsPerson, who: str) -> None:
    user: User = getattr(cast, who)
    for name in ("join", "join_agreement", "join_ways", "join_adviser", "join_colleagues", "join_finish"):
        assert client_as(user).get(_url(name)).status_code in {403, 404}
    with as_person(user) as access, pytest.raises(PermissionDenied):
        set_ways(access=access, municipality=cast.urk, first_answer_days=1, sender_name="Kaping")


@pytest.mark.parametrize("who", ["anna", "coen", "bram", "chaima", "stranger"])
def test_only_the_national_desk_invites_municipalities(cast: Cast, client_as: ClientAs, who: str) -> None:
    user: User = getattr(cast, who)
    client = client_as(user)
    assert client.get(reverse("members:municipality_list")).status_code == 403
    assert client.get(_url("municipality_detail")).status_code in {403, 404}
    assert client.post(_url("municipality_invite"), {"name": "X", "email": "x@x.example"}).status_code in {403, 404}
    with seed():
        assert not Invitation.objects.exists()


def test_the_national_list_finds_filters_and_counts(cast: Cast, client_as: ClientAs) -> None:
    with seed():
        Scope.objects.create(id=uuid4(), kind="initiative", municipality=cast.urk)
    els = client_as(cast.els)
    url = reverse("members:municipality_list")
    page = els.get(url, {"stand": "wacht"})
    assert "Urk" in page.text
    assert "1 aanmelding" in page.text
    assert "Kampen" not in page.text
    assert "Kampen" in els.get(url, {"q": "kamp"}).text
    assert "Geen gemeente gevonden" in els.get(url, {"q": "zzz\u202e<script>"}).text
    for odd in ({"provincie": "' OR 1"}, {"stand": "x" * 5000}, {"pagina": "-1"}, {"q": "%"}):
        assert els.get(url, odd).status_code == 200


def test_the_list_asks_as_much_for_one_as_for_many(cast: Cast, client_as: ClientAs, count_queries: Any) -> None:
    els = client_as(cast.els)
    url = reverse("members:municipality_list")
    els.get(url)
    one = count_queries(lambda: els.get(url, {"q": "urk"}))
    many = count_queries(lambda: els.get(url))
    assert one == many


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_answer_days": "0"},
        {"first_answer_days": "31"},
        {"first_answer_days": "vijf"},
        {"sender_name": ""},
        {"sender_name": "x" * 81},
    ],
)
def test_bad_ways_come_back_at_the_field(cast: Cast, ursula: User, client_as: ClientAs, wrong: dict[str, str]) -> None:
    good = {"sender_name": "Urk", "first_answer_days": "5"}
    response = client_as(ursula).post(_url("join_ways"), {**good, **wrong})
    assert response.status_code == 400
    assert "Er klopt nog iets niet" in response.text
    assert Municipality.objects.get(slug="urk").sender_name == ""


def test_before_joining_a_coordinator_sees_no_dossier_and_is_led_to_the_steps(
    cast: Cast, ursula: User, client_as: ClientAs, as_person: AsPerson
) -> None:
    waiting = initiative(cast.urk)
    client = client_as(ursula)
    page = client.get(reverse("initiatives:dossier_list", kwargs={"gemeente": "urk"}), follow=True)
    assert page.redirect_chain == [(_url("join"), 302)]
    assert "Dit kan zodra Urk meedoet" in page.text
    with as_person(ursula) as access:
        assert not access.may(Capability.DOSSIER_READ, municipality=cast.urk)
        assert not Initiative.objects.filter(pk=waiting.pk).exists(), "row security alone"
    with seed():
        Municipality.objects.filter(pk=cast.urk.pk).update(participates_since=timezone.localdate())
    assert client.get(reverse("initiatives:dossier_list", kwargs={"gemeente": "urk"})).status_code == 200
    with as_person(ursula):
        assert Initiative.objects.filter(pk=waiting.pk).exists()


def test_before_joining_colleagues_are_led_to_the_members(cast: Cast, client_as: ClientAs) -> None:
    handler = person("Hanna")
    member(handler, Role.CASE_HANDLER, municipality=cast.urk)
    page = client_as(handler).get(reverse("initiatives:dossier_list", kwargs={"gemeente": "urk"}), follow=True)
    assert page.redirect_chain == [(reverse("members:member_list", kwargs={"gemeente": "urk"}), 302)]
