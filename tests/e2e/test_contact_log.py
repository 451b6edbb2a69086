"""Logging a contact on a telephone: from the mail in twenty seconds, in a kitchen without a network, and what is left on the device."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from buddies.enums import MatchState
from buddies.models import BuddyMatch, ContactMoment
from buddies.services.nudging import nudge_buddy
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = [pytest.mark.django_db(transaction=True)]

MINE = "/mijn-maatjes/"
#: A practised hand: between two touches.
PACE = 1.2
LEFT = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name).filter((name) => name.startsWith("thuisgevers")),
  caches: await caches.keys(),
})"""


COUNT = """() => new Promise((done) => { const open = indexedDB.open("thuisgevers-maatjes"); open.onsuccess = () => {
  const found = open.result.transaction("drafts").objectStore("drafts").count();
  found.onsuccess = () => { open.result.close(); done(found.result); };
}; })"""
MET = """() => new Promise((done) => { const open = indexedDB.open("thuisgevers-maatjes"); open.onsuccess = () => {
  if (!open.result.objectStoreNames.contains("kept")) { open.result.close(); done(false); return; }
  const found = open.result.transaction("kept").objectStore("kept").get("contact");
  found.onsuccess = () => { open.result.close(); done(Boolean(found.result)); };
}; })"""
AGE = """() => new Promise((done) => { const open = indexedDB.open("thuisgevers-maatjes"); open.onsuccess = () => {
  const rows = open.result.transaction("kept", "readwrite").objectStore("kept");
  const found = rows.get("contact");
  found.onsuccess = () => { rows.put({ ...found.result, at: Date.now() - 7.1 * 24 * 3600 * 1000 }).onsuccess = () => { open.result.close(); done(); }; };
}; })"""


class Phone:
    """A touch screen of 390 px; counts the taps."""

    def __init__(self, browser: Browser, url: str, thrown: list[str]) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(
            base_url=url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
        )
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: thrown.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.taps = 0

    def sign_in(self, user: User) -> Phone:
        name = django_settings.SESSION_COOKIE_NAME
        value = ThuisClient().sign_in(user).cookies[name].value
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        UserSession.objects.create(
            user=user, session_key=value, ip="127.0.0.1", last_seen_at=timezone.now(), user_agent=""
        )
        return self

    def tap(self, name: str, *, role: Any = "radio", pace: float = 0) -> None:
        time.sleep(pace)
        found = self.page.get_by_role(role, name=name, exact=True)
        (found.locator("xpath=ancestor::label") if role in ("radio", "checkbox") else found).tap()
        self.taps += 1

    def fill(self, kind: str, note: str = "") -> None:
        for name in (kind, "Een kwartier", "Ook de buddycoördinator"):
            self.tap(name)
        if note:
            self.page.get_by_text("Meer vertellen").tap()
            self.page.get_by_label("Notitie").fill(note)
        self.tap("Bewaar", role="button")

    def install(self) -> None:
        """The first visit: the worker and the names come along."""
        self.page.goto(MINE)
        self.page.evaluate("() => navigator.serviceWorker.ready")
        self.page.wait_for_function("async () => (await caches.keys()).length === 1")
        self.page.wait_for_function(f"async () => (await indexedDB.databases()).length === 1 && await ({MET})()")

    def states(self) -> list[str]:
        found: list[str] = self.page.locator("[data-log-list] > li").evaluate_all(
            "rows => rows.map(r => r.dataset.state)"
        )
        return found


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def match(people: Cast) -> BuddyMatch:
    make.initiative(people.kampen, people.initiative_id)
    buddy = make.buddy(people.kampen, people.initiative_id, user=people.daan)
    return make.match(buddy, household(people.kampen, id=people.household_id), people.joke)


@pytest.fixture
def phone(live_server: Any, browser: Browser) -> Iterator[Callable[[], Phone]]:
    phones: list[Phone] = []
    thrown: list[str] = []

    def pick_up() -> Phone:
        phones.append(Phone(browser, live_server.url, thrown))
        return phones[-1]

    yield pick_up
    for one in phones:
        one.context.close()
    assert not thrown


def notes() -> list[str]:
    with seed():
        return [one.note for one in ContactMoment.objects.order_by("created_at", "id")]


def test_from_the_mail_to_a_saved_contact(match: BuddyMatch, phone: Callable[[], Phone]) -> None:
    assert nudge_buddy(match_id=match.pk)
    with seed():
        body = OutgoingMessage.objects.get(template="buddies/match_nudge").body
    found = re.search(r"/contact-vastleggen/[\w-]+/", unescape(body))
    assert found
    mine = phone()
    start = time.monotonic()
    mine.taps = 1  # the link itself
    mine.page.goto(found[0])
    mine.tap("Thuis op bezoek", pace=PACE * 2)
    mine.tap("Een uur", pace=PACE)
    mine.tap("Ook de buddycoördinator", pace=PACE)
    mine.tap("Bewaar", role="button", pace=PACE)
    expect(mine.page.get_by_role("heading", name="Vastgelegd. Dank u wel!")).to_be_visible()
    assert time.monotonic() - start < 20
    assert mine.taps <= 6
    assert notes() == [""]


def test_three_contacts_in_a_kitchen_without_a_network(
    match: BuddyMatch, people: Cast, phone: Callable[[], Phone]
) -> None:
    mine = phone().sign_in(people.daan)
    page = mine.page
    mine.install()
    mine.context.set_offline(True)
    page.goto(reverse("buddies:contact_add", args=[match.pk]))
    expect(page.locator("[data-log-state]")).to_contain_text("Geen verbinding")
    assert page.get_by_label("Wanneer?").input_value() == timezone.localdate().isoformat()
    page.get_by_label("Wanneer?").fill("2099-01-01")
    mine.fill("Gebeld", "een")
    expect(page.get_by_text("Deze datum ligt in de toekomst")).to_be_visible()
    page.get_by_label("Wanneer?").fill(timezone.localdate().isoformat())
    mine.tap("Bewaar", role="button")
    expect(page.locator("[data-log-list] > li")).to_have_count(1)
    for number, note in enumerate(("twee", "drie"), start=2):
        mine.fill("Gebeld", note)
        expect(page.locator("[data-log-list] > li")).to_have_count(number)
    assert set(mine.states()) == {"waiting"}
    # Nothing of it can be read in what the browser stores.
    boxes = page.evaluate("""() => new Promise((done) => { const open = indexedDB.open("thuisgevers-maatjes"); open.onsuccess = () => {
      const all = open.result.transaction("drafts").objectStore("drafts").getAll();
      all.onsuccess = () => { open.result.close(); done(all.result.map((row) => Object.keys(row).sort().join() + row.id)); }; }; })""")
    assert [box.startswith("box,id,iv") for box in boxes] == [True] * 3
    page.reload()
    expect(page.locator("[data-log-list] > li")).to_have_count(3)
    assert notes() == []
    mine.context.set_offline(False)
    expect(page.locator("[data-log-list] > [data-state=sent]")).to_have_count(3, timeout=30_000)
    assert sorted(notes()) == ["drie", "een", "twee"]
    with seed():
        keys = {str(one.client_id) for one in ContactMoment.objects.all()}
    assert {box.removeprefix("box,id,iv") for box in boxes} == keys

    other = phone().sign_in(people.daan)
    other.install()
    # From an idea that was done to the form, with what it was filled in; also in the form that a phone keeps.
    other.page.goto(reverse("buddies:my_ideas"))
    other.page.get_by_role("link", name="Gedaan? Leg het vast").first.tap()
    expect(other.page.get_by_label("Samen eropuit")).to_be_checked()
    other.page.goto(f"{reverse('buddies:log_shell')}?wat=visit")
    expect(other.page.get_by_label("Thuis op bezoek")).to_be_checked()
    address = reverse("buddies:contact_send", args=[match.pk])
    answer = other.page.evaluate(
        """async ([address, key, day]) => {
          const { csrf } = await (await fetch("/mijn-maatjes/toestel/")).json();
          const body = new URLSearchParams({ client_id: key, happened_on: day, kind: "call", minutes: "15", visibility: "me", note: "nog eens" });
          return (await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf } })).status;
        }""",
        [address, min(keys), timezone.localdate().isoformat()],
    )
    assert answer == 201
    assert len(notes()) == 3

    page.goto(MINE)
    page.locator("summary", has_text="Account van").tap()
    page.get_by_role("button", name="Uitloggen").tap()
    page.wait_for_url(lambda url: MINE not in url)
    assert page.evaluate(LEFT) == {"databases": [], "caches": []}


def test_nothing_is_lost_when_the_session_or_the_match_ended(
    match: BuddyMatch, people: Cast, phone: Callable[[], Phone]
) -> None:
    mine = phone().sign_in(people.daan)
    page = mine.page
    mine.install()
    page.goto(reverse("buddies:contact_add", args=[match.pk]))
    cookies = mine.context.cookies()
    mine.context.clear_cookies()
    mine.fill("Gebeld", "getypt zonder sessie")
    expect(page.locator("[data-log-list] > [data-state=waiting]")).to_have_count(1)
    expect(page.locator("[data-log-state]")).to_contain_text("U bent uitgelogd", timeout=30_000)
    assert notes() == []
    mine.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(MINE)
    page.wait_for_function("() => document.querySelector('[data-log-notice]').hidden")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wait_for_notes(["getypt zonder sessie"])
    page.wait_for_function(f"async () => await ({COUNT})() === 0")

    page.goto(reverse("buddies:contact_add", args=[match.pk]))
    expect(page.get_by_role("button", name="Bewaar")).to_be_visible()
    mine.context.set_offline(True)
    mine.fill("Gebeld", "na het einde")
    expect(page.locator("[data-log-list] > [data-state=waiting]")).to_have_count(1)
    with seed():
        BuddyMatch.objects.update(state=MatchState.CONCLUDED, conclusion="other", ended_on=timezone.localdate())
    page.goto(reverse("buddies:log_shell"))
    mine.context.set_offline(False)
    refused = page.locator("[data-log-list] > [data-state=refused]")
    expect(refused).to_contain_text("afgerond", timeout=30_000)
    expect(refused).to_contain_text("na het einde")
    expect(page.locator("[data-log-form]")).to_be_hidden()
    expect(page.locator("[data-log-list] > li")).to_have_count(1)
    refused.get_by_role("button", name="Gooi weg").tap()
    expect(page.locator("[data-log-list] > li")).to_have_count(0)
    assert notes() == ["getypt zonder sessie"]

    with seed():
        BuddyMatch.objects.update(state=MatchState.ACTIVE, conclusion="", ended_on=None)
    mine.install()
    # A week later, still without a network: the names are gone before anybody reads them.
    mine.context.set_offline(True)
    page.evaluate(AGE)
    page.goto(reverse("buddies:log_shell"))
    expect(page.locator("[data-log-nobody]")).to_be_visible()
    assert page.evaluate(LEFT)["databases"] == []
    mine.context.set_offline(False)
    mine.install()
    ThuisClient().sign_in(people.daan).post(reverse("accounts:sign_out_everywhere"))
    page.goto(reverse("buddies:log_shell"))
    expect(page.locator("[data-log-state]")).to_contain_text("leeggemaakt", timeout=30_000)
    assert page.evaluate(LEFT) == {"databases": [], "caches": []}


def wait_for_notes(wanted: list[str]) -> None:
    end = time.monotonic() + 20
    while notes() != wanted and time.monotonic() < end:
        time.sleep(0.1)
    assert notes() == wanted
