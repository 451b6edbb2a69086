"""What residents write on their own page, and who reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddies.models import (
    BuddyMatch,
    ResidentMessage,
    ResidentMood,
    SafeguardingSignal,
    SignalAddressee,
    SignalExclusion,
    SignalFile,
)
from buddies.services.welcome.telling import remind_of_message
from housing.models import DefectReport
from tests.factories.welcome import Things, acting_as, client_id, enter
from tests.seeding import seed
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
HOME = "/welkom/bewoner/"


def test_how_it_goes_is_read_by_nobody_else_unless_shared(things: Things, inside: Client, client: Any) -> None:
    path = "/welkom/bewoner/ik/"
    for shared in ("me", "buddy", "coordinator"):
        form = {
            "client_id": client_id(inside, path),
            "mood": "bad",
            "words": f"geheim {shared}",
            "shared_with": shared,
        }
        assert inside.post(path, form).status_code == 302
        assert inside.post(path, form).status_code == 302  # sent twice is one
    assert "geheim me" in inside.get(path).content.decode()
    read = {}
    for user in (things.cast.daan, things.cast.joke, things.cast.anna):
        with acting_as(user):
            read[user] = {mood.words for mood in ResidentMood.objects.all()}
    assert read == {
        things.cast.daan: {"geheim buddy"},
        things.cast.joke: {"geheim coordinator"},
        things.cast.anna: set(),
    }
    slug = things.cast.kampen.slug
    for user, path_of, words in (
        (things.cast.daan, reverse("buddies:my_match", args=[things.match.pk]), "geheim buddy"),
        (things.cast.joke, reverse("buddies:match_detail", args=[slug, things.match.pk]), "geheim coordinator"),
    ):
        client.sign_in(user)
        page = client.get(path_of).content.decode()
        assert words in page
        assert page.count("geheim") == 1
    with seed():
        ResidentMood.objects.update(created_at=timezone.now() - timedelta(days=2))
        BuddyMatch.objects.update(started_on=timezone.localdate() - timedelta(days=1))
    client.sign_in(things.cast.daan)
    page = client.get(reverse("buddies:my_match", args=[things.match.pk])).content.decode()
    assert "geheim" not in page, "what was told to the buddy before is not for this one"
    with acting_as(things.cast.daan):
        assert not ResidentMood.objects.exists(), "nor does the database give it"
    other = Client()
    _card, code, pin = things.new_card("nl")
    enter(other, code, pin)
    assert "geheim" not in other.get(path).content.decode()
    with seed():
        mine = ResidentMood.objects.get(shared_with="me")
    inside.post(path, {"wis": str(mine.pk)})
    with seed():
        assert not ResidentMood.objects.filter(pk=mine.pk).exists()


def test_a_message_is_answered_with_a_clock(things: Things, inside: Client, client: Any) -> None:
    path = "/welkom/bewoner/schrijven/correction/"
    form = {"client_id": client_id(inside, path), "text": "አድራሻይ ጌጋ እዩ"}
    assert inside.post(path, {"client_id": form["client_id"], "text": " "}).status_code == 422
    assert inside.post(path, {**form, "text": "x" * 2001}).status_code == 422
    inside.post(path, form)
    inside.post(path, form)
    with seed():
        (message,) = ResidentMessage.objects.all()
        mail = OutgoingMessage.objects.get(template="buddies/resident_message")
    assert mail.to_user == things.cast.anna
    assert "ጌጋ" not in f"{mail.subject}{mail.body}"
    client.sign_in(things.cast.joke)
    detail = reverse("buddies:resident_message", args=[things.cast.kampen.slug, message.pk])
    assert client.get(detail).status_code == 403
    client.sign_in(things.cast.anna)
    assert "ጌጋ" in client.get(detail).content.decode()
    with seed():
        ResidentMessage.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert remind_of_message(message.pk)
    assert not remind_of_message(message.pk)
    client.post(detail, {"text": "Verbeterd, dank u wel."})
    assert "Verbeterd, dank u wel." in inside.get("/welkom/bewoner/berichten/").content.decode()


def test_something_broken_becomes_a_report_without_a_name(things: Things, inside: Client, client: Any) -> None:
    path = "/welkom/bewoner/kapot/"
    form = {
        "client_id": client_id(inside, path),
        "kind": "broken",
        "urgency": "today",
        "description": "Geen warm water",
    }
    inside.post(path, form)
    inside.post(path, form)
    with seed():
        (report,) = DefectReport.objects.all()
    assert report.reported_by is None
    assert report.property_id == things.stay.property_id
    assert report.reference in inside.get(path).content.decode()
    client.sign_in(things.cast.anna)
    answer = client.get(reverse("housing:defect_detail", args=[things.cast.kampen.slug, report.pk]))
    assert "een bewoner" in answer.content.decode()


def test_a_worry_about_the_adviser_does_not_reach_the_adviser(things: Things, inside: Client) -> None:
    path = "/welkom/bewoner/veiligheid/"
    form = {
        "client_id": client_id(inside, path),
        "party": "confidential_adviser",
        "urgency": "soon",
        "seen": "Zij dreigt.",
    }
    assert inside.post(path, form).status_code == 200
    with seed():
        assert things.cast.olga.pk not in set(SignalAddressee.objects.values_list("user_id", flat=True))
        assert things.cast.olga.pk in set(SignalExclusion.objects.values_list("user_id", flat=True))


def test_a_worry_goes_to_who_may_read_it_and_leaves_no_trace_on_the_page(
    things: Things, inside: Client, client: Any
) -> None:
    """About the buddy: to the adviser and the coordinator, and nothing to Daan, who brought them in, or the volunteers."""
    path = "/welkom/bewoner/veiligheid/"
    assert "Veilig Thuis" in inside.get(path).content.decode()
    form = {"client_id": client_id(inside, path), "party": "buddy", "urgency": "now", "seen": ""}
    empty = inside.post(path, form)
    assert empty.status_code == 422
    with seed():
        assert not SafeguardingSignal.objects.exists()
    form["seen"] = "Hij wil mijn paspoort houden"
    sent = inside.post(path, form)
    with seed():
        (signal,) = SafeguardingSignal.objects.all()
        said = SignalFile.objects.get(signal=signal)
        reads = set(SignalAddressee.objects.filter(signal=signal).values_list("user_id", flat=True))
        left_out = set(SignalExclusion.objects.filter(signal=signal).values_list("user_id", flat=True))
    assert signal.reference in sent.content.decode()
    assert signal.raised_by is None
    assert said.from_resident
    assert (said.seen, said.where) == (form["seen"], things.home.reference)
    assert things.cast.olga.pk in reads
    assert things.cast.daan.pk in left_out
    assert not reads & left_out
    again = inside.post(path, form)
    assert again.status_code == 200
    assert signal.reference not in again.content.decode()
    pages = " ".join(inside.get(f"{HOME}{name}").content.decode() for name in ("", "berichten/", "gegevens/"))
    assert signal.reference not in pages
    assert "paspoort" not in pages
