"""What a phone asks and sends: the empty form is nobody's, the names are one's own, a draft is one contact whatever is sent."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from buddies.enums import MatchState
from buddies.models import BuddyMatch
from tests.buddies.test_contacts import Pair, pair
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent

pytestmark = pytest.mark.django_db
__all__ = ["pair"]
DEVICE, ENDED = "/mijn-maatjes/toestel/", "/mijn-maatjes/toestel/nog/"


def test_the_empty_form_is_the_same_for_everybody(pair: Pair) -> None:
    shell = reverse("buddies:log_shell")
    mine, nobody = pair.me.get(shell), ThuisClient().get(shell)
    assert mine.content == nobody.content
    assert b"csrf" not in nobody.content
    assert not nobody.cookies
    assert not re.search(rb"\d{4}-\d{2}-\d{2}", nobody.content), "the phone fills in the day"


def test_the_worker_reaches_its_own_pages_and_changes_with_the_form(pair: Pair) -> None:
    answer = ThuisClient().get(reverse("buddies:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    shell = json.loads(re.search(r"self\.shell = (\{.*\});", answer.content.decode())[1])  # type: ignore[index]
    assert shell["page"] == reverse("buddies:log_shell")
    assert all(name.startswith("/static/") for name in shell["files"])
    assert reverse("buddies:worker").rpartition("/")[0] + "/" == reverse("buddies:my_matches")
    manifest = ThuisClient().get(reverse("buddies:manifest"))
    said = json.loads(manifest.content)
    assert (manifest["Content-Type"], said["scope"]) == ("application/manifest+json", reverse("buddies:my_matches"))
    assert said["start_url"].startswith(said["scope"])


def test_a_phone_keeps_the_matches_that_run_and_their_names_alone(pair: Pair, cast: Cast, count_queries: Any) -> None:
    said = json.loads(pair.me.get(DEVICE).content)
    assert said["matches"] == [{"id": str(pair.match.pk), "name": "uw maatje"}]
    assert said.keys() == {"person", "csrf", "device", "matches"}
    first = count_queries(lambda: pair.me.get(DEVICE))
    for number in range(2):
        make.match(pair.buddy, household(cast.kampen, reference=f"HH-EXTRA-{number}"), cast.joke)
    assert count_queries(lambda: pair.me.get(DEVICE)) == first == 9
    with seed():
        BuddyMatch.objects.update(state=MatchState.CONCLUDED, conclusion="other", ended_on=timezone.localdate())
        assert ReadEvent.objects.filter(purpose="own_matches_on_device", reader_id=cast.daan.pk).exists()
    assert json.loads(pair.me.get(DEVICE).content)["matches"] == []
    assert ThuisClient().get(DEVICE).status_code == 302


def test_a_draft_is_one_contact_and_says_what_is_wrong(pair: Pair, cast: Cast, client_as: Any) -> None:
    url = reverse("buddies:contact_send", args=[pair.match.pk])
    form = pair.form(note="uit de keuken")
    assert [pair.me.post(url, form).status_code for _time in range(2)] == [201, 201]
    assert [one.note for one in pair.held()] == ["uit de keuken"]
    late = (timezone.localdate() + timedelta(days=1)).isoformat()
    future = pair.me.post(url, pair.form(happened_on=late))
    assert (future.status_code, list(future.json()["errors"])) == (422, ["happened_on"])
    long = pair.me.post(url, pair.form(note="😀" * 5000))
    assert (long.status_code, list(long.json()["errors"])) == (422, ["note"])
    sensitive = pair.me.post(url, pair.form(note="Hij moest naar het ziekenhuis"))
    assert (sensitive.status_code, len(sensitive.json()["findings"])) == (422, 1)
    other = client_as(person("Ander"))
    assert other.post(url, pair.form()).status_code == 404
    pair.joke.post(
        reverse("buddies:match_step", args=["kampen", pair.match.pk, "afronden"]), {"conclusion": "other", "thanks": ""}
    )
    over = pair.me.post(url, pair.form())
    assert over.status_code == 409
    assert "afgerond" in over.json()["message"]
    assert pair.me.post(url, form).status_code == 201, "it was in before the end"
    assert len(pair.held()) == 1


def test_a_phone_hears_of_an_end_on_purpose_only(pair: Pair, cast: Cast) -> None:
    key = pair.me.session.session_key
    UserSession.objects.create(
        user=cast.daan, session_key=key, ip="127.0.0.1", last_seen_at=timezone.now(), user_agent=""
    )
    token = json.loads(pair.me.get(DEVICE).content)["device"]

    def ended(given: str) -> bool:
        found: bool = ThuisClient().get(ENDED, headers={"X-Device": given}).json()["ended"]
        return found

    assert not ended(token)
    pair.me.post(reverse("accounts:sign_out_everywhere"))
    assert ended(token)
    assert not ended("")
    assert not ended(f"{token}x")
