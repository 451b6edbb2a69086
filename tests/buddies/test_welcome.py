"""The resident's page: the card and its digits, what the holder sees, and what nobody else does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddies.enums import WelcomeLanguage
from buddies.models import BuddyMatch, ResidentMood, WelcomeCard
from buddies.permissions.homes import buddyable_cards
from buddies.permissions.welcome import homes_to_welcome
from buddies.services.retention import forget_welcome
from buddies.services.welcome import printing
from buddies.views.welcome import opening
from housing.models import HouseholdCard
from housing.permissions.households import own_cards
from housing.services.cards import write_card
from tests.factories.housing import household, placement, unit
from tests.factories.welcome import Things, acting_as, client_id, enter
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.models import AccessLink
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
HOME = "/welkom/bewoner/"


def test_only_hashes_of_a_card_are_kept(things: Things) -> None:
    card = things.fresh()
    kept = b"|".join([bytes(card.code_hash), bytes(card.pin_hash)])
    assert things.code.encode() not in kept
    assert things.pin.encode() not in kept
    assert len(things.pin) == 6
    assert card.code == things.code  # until it is printed, encrypted
    with connection.cursor() as cursor, seed():
        cursor.execute("SELECT code FROM buddies_welcomecard WHERE id = %s", [card.pk])
        assert things.code.encode() not in bytes(cursor.fetchone()[0])


def test_wrong_digits_a_wrong_code_and_a_dead_card_get_the_same_answer(things: Things) -> None:
    def answer(code: str, pin: str) -> tuple[int, str]:
        response = enter(Client(), code, pin)
        words = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
        return response.status_code, words.replace(code, "")

    wrong = "000000" if things.pin != "000000" else "111111"
    of_the_code = answer("x" * 43, things.pin)
    of_the_digits = answer(things.code, wrong)
    assert of_the_code == of_the_digits
    assert of_the_code[0] == 422
    for _try in range(4):
        enter(Client(), things.code, wrong)
    assert things.fresh().is_locked
    assert answer(things.code, things.pin) == of_the_code
    assert Client().get(reverse("buddies:welcome", args=["x" * 43])).status_code == 200


def test_the_worker_prints_once_and_keeps_no_code(things: Things, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "card_pdf", lambda card, code: f"%PDF {code}".encode())
    assert printing.print_card(things.card.pk)
    assert not printing.print_card(things.card.pk)
    card = things.fresh()
    assert (card.state, card.code) == ("ready", "")
    path = reverse("buddies:welcome_card_file", args=[things.cast.kampen.slug, card.pk])
    client.sign_in(things.cast.anna)
    assert client.get(path).status_code == 405
    assert client.post(path).content == f"%PDF {things.code}".encode()
    client.sign_in(things.cast.chaima)
    assert client.post(path).status_code == 404
    with seed():
        WelcomeCard.objects.update(printable_until=timezone.now() - timedelta(minutes=1))
    client.sign_in(things.cast.anna)
    assert client.post(path).status_code == 409


def test_a_buddy_on_a_pause_is_named_as_such(things: Things, inside: Client) -> None:
    pause = "Uw buddy heeft nu even pauze."
    assert pause not in inside.get(HOME).content.decode()
    today = timezone.localdate()
    with seed():
        BuddyMatch.objects.update(state="paused", paused_on=today, paused_until=today + timedelta(days=7))
    page = inside.get(HOME).content.decode()
    assert "Daan" in page
    assert pause in page


def test_right_digits_begin_the_count_again(things: Things) -> None:
    wrong = "000000" if things.pin != "000000" else "111111"
    for _try in range(4):
        enter(Client(), things.code, wrong)
    assert enter(Client(), things.code, f" {things.pin[:3]} {things.pin[3:]}").status_code == 302
    assert things.fresh().tries == 0


def test_guessing_is_slowed_down(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TRIES_OF_ONE", 3)
    answers = [enter(Client(), "y" * 43, "123456").status_code for _try in range(5)]
    assert answers == [422, 422, 422, 429, 429]
    assert enter(Client(), things.code, things.pin).status_code == 429


def test_a_revoked_card_puts_its_visitor_out(things: Things, inside: Client, client: Any) -> None:
    assert inside.get(HOME).status_code == 200
    client.sign_in(things.cast.anna)
    client.post(reverse("buddies:welcome_card_revoke", args=[things.cast.kampen.slug, things.card.pk]))
    answer = inside.get(HOME)
    assert (answer.status_code, answer["Location"]) == (302, "/welkom/")
    assert enter(Client(), things.code, things.pin).status_code == 422


def test_a_visit_ends_after_half_an_hour_and_at_a_press(things: Things, inside: Client, monkeypatch: Any) -> None:
    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 31 * 60)
    assert inside.get(HOME).status_code == 302
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 29 * 60)
    assert inside.get(HOME).status_code == 200
    kept = inside.cookies["welkom"].value
    inside.post("/welkom/bewoner/uit/")
    inside.cookies["welkom"] = kept
    assert inside.get(HOME).status_code == 302


def test_the_page_tells_what_is_theirs_and_no_address(things: Things, inside: Client) -> None:
    answer = inside.get(HOME)
    page = answer.content.decode()
    assert "<bdi>Daan</bdi>" in page
    assert "Bloemers" not in page
    assert "06 12345678" in page
    assert "Kerkstraat" not in page
    assert things.home.reference not in page
    assert answer["Cache-Control"] == "no-store, private"
    assert "noindex" in answer["X-Robots-Tag"]


def test_who_looked_is_told_by_role_and_municipality(things: Things, inside: Client, client: Any) -> None:
    client.sign_in(things.cast.anna)
    client.get(reverse("housing:household_detail", args=[things.cast.kampen.slug, things.home.pk]))
    client.sign_in(things.cast.daan)
    client.get(reverse("buddies:my_match", args=[things.match.pk]))
    page = inside.get("/welkom/bewoner/gegevens/").content.decode()
    assert "behandelaar" in page
    assert "<bdi>buddy</bdi>" in page
    assert "Kampen" in page
    assert things.cast.anna.display_name not in page
    assert things.home.reference in page
    with seed():
        assert ReadEvent.objects.filter(purpose="own_file", link_id__isnull=False).exists()


def test_stopping_with_sharing_takes_effect_at_once(things: Things, inside: Client) -> None:
    cast = things.cast
    with acting_as(cast.daan) as access:
        assert own_cards(access).filter(household_scope_id=things.home.pk).exists()
    inside.post("/welkom/bewoner/delen/", {"delen": "nee"})
    for user in (cast.daan, cast.joke):
        with acting_as(user) as access:
            assert not own_cards(access).exists()
            assert not HouseholdCard.objects.exists()  # the database alone
    with acting_as(cast.joke) as access:
        assert not buddyable_cards(access).exists()
        assert not homes_to_welcome(access).exists()
    with acting_as(cast.anna) as access:
        assert HouseholdCard.objects.filter(pk=things.stay.pk).exists()
        assert homes_to_welcome(access).exists()
    with seed():
        mail = OutgoingMessage.objects.get(template="buddies/resident_stopped")
        assert mail.to_user == cast.anna
        again = placement(
            unit(cast.kampen),
            things.home,
            by=cast.anna,
            state="proposed",
            move_in_on=timezone.localdate() + timedelta(days=400),
            expected_end_on=timezone.localdate() + timedelta(days=500),
        )
        assert not write_card(again).is_shared
    inside.post("/welkom/bewoner/delen/", {"delen": "ja"})
    with acting_as(cast.daan) as access:
        assert own_cards(access).exists()


def test_a_visit_sees_no_table_of_others(things: Things, inside: Client) -> None:
    """The database alone: rows of one's own, functions about one household, and no ways around them."""
    with seed():
        link = AccessLink.objects.get(purpose="welcome")
    far = household(things.cast.zwolle)
    with transaction.atomic(), acting(link_id=link.pk), connection.cursor() as cursor:
        for table in (
            "housing_household housing_statusholder housing_householdcard housing_placement housing_defectreport"
            " buddies_buddy buddies_buddymatch buddies_welcomecard audit_readevent buddies_householdwish"
        ).split():
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT id FROM buddies_welcome_household()")
        assert cursor.fetchall() == [(things.home.pk,)]
    with transaction.atomic(), acting(user_id=things.cast.chaima.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM buddies_welcome_household()")
        assert cursor.fetchone() == (0,)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(link_id=link.pk):
        ResidentMood(
            municipality=far.municipality,
            card_id=things.new_card("nl")[0].pk,
            household_scope_id=far.pk,
            mood="good",
            shared_with="me",
            client_id=uuid7(),
        ).save(force_insert=True)


def test_cards_are_made_where_somebody_may(things: Things, client: Any) -> None:
    path = reverse("buddies:welcome_cards", args=[things.cast.kampen.slug, things.home.pk])
    for user, status in ((things.cast.joke, 200), (things.cast.anna, 200), (things.cast.daan, 403)):
        client.sign_in(user)
        assert client.get(path).status_code == status
    client.sign_in(things.cast.anna)
    form = {"client_id": client_id(client, path), "language": "ti"}
    page = client.post(path, form).content.decode()
    assert re.search(r"<strong>\d{3} \d{3}</strong>", page)
    again = client.post(path, form)
    assert again.status_code == 302  # its digits are not shown a second time
    with seed():
        assert WelcomeCard.objects.filter(language="ti").count() == 1


def test_what_was_written_with_a_card_goes_with_it(things: Things, inside: Client) -> None:
    path = "/welkom/bewoner/ik/"
    inside.post(path, {"client_id": client_id(inside, path), "mood": "good", "words": "x", "shared_with": "me"})
    with seed():
        past = timezone.now() - timedelta(days=2)
        WelcomeCard.objects.update(printable_until=past, expires_on=timezone.localdate() - timedelta(days=40))
    assert forget_welcome() == 2
    with seed():
        assert not ResidentMood.objects.exists()
        assert WelcomeCard.objects.get(pk=things.card.pk).code == ""


@pytest.mark.parametrize("language", WelcomeLanguage.values)
def test_the_pages_in_each_language(things: Things, inside: Client, language: str) -> None:
    """Every page answers in the language and its direction, with no Dutch of ours left in it."""
    dutch = Client(headers={"accept-language": "nl"})
    enter(dutch, *things.new_card("nl")[1:])
    names = "home kept sharing mood broken unsafe messages".split()
    for path in [reverse(f"buddies:welcome_{name}") for name in names] + ["/welkom/bewoner/schrijven/complaint/"]:
        page = inside.get(f"{path}?taal={language}").content.decode()
        assert f'<html lang="{language}"' in page
        assert ('dir="rtl"' in page.partition("<body")[0]) == (language in ("ar", "fa"))
        heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL)
        plain = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", dutch.get(f"{path}?taal=nl").content.decode(), re.DOTALL)
        assert heading
        assert plain
        assert (heading[1] == plain[1]) == (language == "nl")
