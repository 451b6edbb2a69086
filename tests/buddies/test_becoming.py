"""Becoming a buddy: applied without an account, confirmed by mail, met by the coordinator, an account afterwards; VOG as facts."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from buddies.enums import BuddyState, IntakeItem
from buddies.models import Buddy
from buddies.services.telling import tell_buddy
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "Fenna de Boer",
    "phone": "",
    "postcode_digits": "8261",
    "reach": "municipality",
    "tasks": ["language"],
    "languages": ["nl", "en"],
    "moments": ["weekday_evening"],
    "interests": ["cooking"],
    "children_ok": "ja",
    "max_matches": "2",
    "about": "Ik heb tijd.",
}
APPLY = {**FACTS, "place": "Kampen", "email": "fenna@voorbeeld.example", "website": ""}


def _mails(template: str) -> list[OutgoingMessage]:
    with seed():
        return list(OutgoingMessage.objects.filter(template=f"buddies/{template}").order_by("created_at"))


def _link(mail: OutgoingMessage) -> str:
    with seed():
        found = re.search(r"/buddy-worden/aanmelding/[\w-]+/", unescape(mail.body))
    assert found is not None
    return found.group()


def _one() -> Buddy:
    with seed():
        return Buddy.objects.select_related("initiative").get()


def _sweep() -> None:
    with seed():
        ids = list(Buddy.objects.values_list("pk", flat=True))
    for pk in ids:
        tell_buddy(pk)


def test_from_application_to_account(cast: Cast, client: ThuisClient, client_as: Any, initiative_in: Any) -> None:
    initiative = initiative_in(cast.kampen, cast.initiative_id)
    assert client.get(reverse("buddies:apply")).status_code == 200
    assert client.post(reverse("buddies:apply"), APPLY).status_code == 302
    _sweep()
    url = _link(_mails("buddy_confirm")[0])
    page = client.get(url)
    assert "Bevestig mijn aanmelding" in page.content.decode()
    assert _one().state == BuddyState.REQUESTED
    assert client.post(url, FACTS).status_code == 302
    assert _one().state == BuddyState.APPLIED
    assert _mails("buddy_new"), "without an initiative the municipality hears it"
    # The municipality names the initiative, its buddy coordinator does the rest.
    official, joke = client_as(cast.coen), client_as(cast.joke)

    def step(who: Any, name: str, data: dict[str, Any] | None = None) -> Any:
        return who.post(reverse("buddies:buddy_step", args=["kampen", _one().pk, name]), data or {})

    assert joke.get(reverse("buddies:buddy_detail", args=["kampen", _one().pk])).status_code == 404
    assert step(official, "indelen", {"initiative": str(initiative.pk)}).status_code == 302
    assert step(joke, "kennismaken").status_code == 302
    assert _one().state == BuddyState.INTAKE
    assert step(joke, "toelaten").status_code == 409, "nothing was ticked yet"
    assert step(joke, "afvinken", {"done": [item.value for item in IntakeItem]}).status_code == 302
    assert step(joke, "toelaten").status_code == 302
    assert _one().state == BuddyState.READY
    _sweep()
    url = _link(_mails("buddy_welcome")[0])
    assert "Open mijn account" in client.get(url).content.decode()
    answer = client.post(url, {"act": "account"})
    assert answer["Location"] == reverse("buddies:my_matches")
    row = _one()
    assert row.user is not None
    assert row.user.email == "fenna@voorbeeld.example"
    assert client.get(reverse("buddies:my_matches")).status_code == 200


def test_applying_twice_is_one_row_and_says_nothing(cast: Cast, client: ThuisClient) -> None:
    for _time in range(2):
        answer = client.post(reverse("buddies:apply"), APPLY)
        assert answer["Location"] == reverse("buddies:applied")
    assert _one().state == BuddyState.REQUESTED
    _sweep()
    assert len(_mails("buddy_confirm")) == 1


def test_bad_input_is_told_at_the_field_and_nothing_is_lost(cast: Cast, client: ThuisClient) -> None:
    bad = {
        **APPLY,
        "email": "geen adres",
        "postcode_digits": "12",
        "max_matches": "veel",
        "tasks": [],
        "about": "😀" * 5000,
    }
    answer = client.post(reverse("buddies:apply"), bad)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {"email", "postcode_digits", "max_matches", "tasks", "about"} <= set(form.errors)
    assert "geen adres" in answer.content.decode()
    elsewhere = client.post(reverse("buddies:apply"), {**APPLY, "place": "Urk"})
    assert "doet nog niet mee" in elsewhere.content.decode()
    with seed():
        assert not Buddy.objects.exists()


def test_an_invitation_is_filled_in_by_the_person(
    cast: Cast, client: ThuisClient, client_as: Any, initiative_in: Any
) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    joke = client_as(cast.joke)
    url = reverse("buddies:buddy_invite", args=["kampen"])
    data = {"name": "Sem", "email": "sem@voorbeeld.example", "initiative": str(cast.initiative_id)}
    assert joke.get(url).status_code == 200
    assert joke.post(url, data).status_code == 302
    again = joke.post(url, data)
    assert again.status_code == 422
    assert "al buddy of aangemeld" in again.content.decode()
    _sweep()
    link = _link(_mails("buddy_invited")[0])
    assert client.post(link, {**FACTS, "name": "Sem"}).status_code == 302
    assert (_one().state, _one().initiative_id) == (BuddyState.APPLIED, cast.initiative_id)
    assert [mail.to for mail in _mails("buddy_new")] == [cast.joke.email]


def test_vog_is_a_fact_with_who_saw_it(cast: Cast, client_as: Any, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    row = make.buddy(cast.kampen, cast.initiative_id, user=person("Nieuw"))
    joke, today = client_as(cast.joke), timezone.localdate()
    url = reverse("buddies:buddy_step", args=["kampen", row.pk, "vog"])
    future = joke.post(url, {"seen_on": (today + timedelta(days=1)).isoformat()})
    assert future.status_code == 422
    backwards = joke.post(url, {"requested_on": today.isoformat(), "seen_on": (today - timedelta(days=3)).isoformat()})
    assert backwards.status_code == 422
    assert joke.post(url, {"seen_on": today.isoformat()}).status_code == 302
    held = _one()
    assert held.vog_seen_by_id == cast.joke.pk
    assert held.vog_valid_until is not None
    assert held.vog_valid_until.year == today.year + 3
    with seed():
        Buddy.objects.update(vog_valid_until=today + timedelta(days=20))
    page = joke.get(reverse("buddies:buddy_list", args=["kampen"]) + "?lijst=vog").content.decode()
    assert held.name in page


def test_a_buddy_pauses_comes_back_and_stops(cast: Cast, client_as: Any, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    row = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan)
    me, url = client_as(cast.daan), reverse("buddies:my_facts", args=[row.pk])
    assert me.get(url).status_code == 200
    assert me.post(url, {"act": "pauze", "until": "2020-01-01"}).status_code == 422
    assert me.post(url, {"act": "pauze"}).status_code == 302
    assert _one().state == BuddyState.PAUSED
    assert "Zolang u wilt" in me.get(url).content.decode()
    me.post(url, {"act": "verder"})
    assert _one().state == BuddyState.READY
    today = timezone.localdate()
    me.post(url, {"act": "pauze", "until": today.isoformat()})
    assert _one().paused_until == today + timedelta(days=1), "the day that was asked is the last one of the pause"
    assert "T/m " in me.get(url).content.decode()
    me.post(url, {"act": "verder"})
    match = make.match(row, household(cast.kampen), cast.joke)
    for _time in range(2):
        me.post(url, {"act": "stop"})
        assert _one().state == BuddyState.PAUSED, "somebody has to take over first; no new proposals meanwhile"
    assert len(_mails("buddy_wants_to_stop")) == 1, "the coordinator hears it, once a day"
    with seed():
        match.delete()
    me.post(url, {"act": "stop"})
    assert _one().state == BuddyState.LEFT
    mine = me.get(reverse("buddies:my_matches")).content.decode()
    assert "U bent gestopt als buddy" in mine
    assert "Zodra er een voorstel" not in mine
    _sweep()
    assert _mails("buddy_thanks")


def test_nobody_is_their_own_coordinator(cast: Cast, client_as: Any, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    row = make.buddy(cast.kampen, cast.initiative_id, user=cast.joke, state=BuddyState.INTAKE)
    joke = client_as(cast.joke)
    for name in ("vog", "toelaten", "afvinken"):
        assert joke.post(reverse("buddies:buddy_step", args=["kampen", row.pk, name]), {}).status_code == 403


def test_the_list_asks_as_much_for_three_as_for_one(
    cast: Cast, client_as: Any, initiative_in: Any, count_queries: Any
) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    joke, url = client_as(cast.joke), reverse("buddies:buddy_list", args=["kampen"])
    make.buddy(cast.kampen, cast.initiative_id)
    joke.get(url)
    one = count_queries(lambda: joke.get(url))
    for _number in range(2):
        make.buddy(cast.kampen, cast.initiative_id)
    assert count_queries(lambda: joke.get(url)) == one == 11


def test_the_municipality_chooses_when_a_vog_is_needed(cast: Cast, client_as: Any) -> None:
    url = reverse("buddies:rules", args=["kampen"])
    assert client_as(cast.anna).get(url).status_code == 403
    coen = client_as(cast.coen)
    page = coen.get(url).content.decode()
    assert 'name="language"' in page
    assert 'name="children_alone"' not in page, "that one is not up for choice"
    data = {"language": "required", "going_along": "warning", "outing": "warning", "calling": "warning"}
    assert coen.post(url, {**data, "quiet_weeks": "60"}).status_code == 422
    assert coen.post(url, {**data, "quiet_weeks": "3"}).status_code == 302
    with seed():
        from buddies.models import BuddySettings

        row = BuddySettings.objects.get()
        assert (row.vog_rules["language"], row.quiet_weeks) == ("required", 3)


def test_an_account_that_exists_is_tied_and_not_made_again(cast: Cast, client: ThuisClient, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    row = make.buddy(cast.kampen, cast.initiative_id, email=cast.stranger.email)
    with seed():
        Buddy.objects.update(told_state="intake")
    tell_buddy(row.pk)
    client.post(_link(_mails("buddy_welcome")[0]), {"act": "account"})
    assert _one().user_id == cast.stranger.pk
    with seed():
        assert User.objects.filter(email=cast.stranger.email).count() == 1
