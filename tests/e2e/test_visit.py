"""A visit on a phone in a real browser: the network goes and comes back, and a colleague answers meanwhile."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from housing.enums import PropertyState
from housing.models import Assessment, CheckAttachment, SuitabilityCheck
from housing.services.suitability import drop_assessment
from tests.clients import ThuisClient
from tests.factories.housing import property_
from tests.factories.people import Cast, make_cast
from tests.housing.visits import answer, by, start
from tests.seeding import seed
from thuisgevers.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True)]

Phone = Callable[[User], Page]


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def made(people: Cast) -> Assessment:
    place = property_(people.kampen, state=PropertyState.REPORTED, initiative_scope_id=people.initiative_id)
    return start(people.bram, place)


@pytest.fixture
def phone(live_server: Any, browser: Browser, made: Assessment) -> Iterator[Phone]:
    """Opens the form of the visit on a phone of 390 px, signed in as somebody."""
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    def open_form(user: User) -> Page:
        client = ThuisClient().sign_in(user)
        context = browser.new_context(
            base_url=live_server.url, locale="nl-NL", viewport={"width": 390, "height": 844}, has_touch=True
        )
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(reverse("housing:assessment_visit", args=["kampen", made.pk]))
        return page

    yield open_form
    for context in contexts:
        context.close()
    assert not thrown


def choose(page: Page, key: str, outcome: str, reason: str = "") -> None:
    page.locator(f"#vraag-{key} input[value={outcome}]").check(force=True)
    if reason:
        page.locator(f"#vraag-{key} [data-answer-reason] input").fill(reason)


def is_saved(page: Page) -> None:
    expect(page.locator("[data-visit-bar][data-kind=saved]")).to_be_visible(timeout=30_000)


def stored(made: Assessment) -> dict[str, tuple[str, str]]:
    with seed():
        rows = SuitabilityCheck.objects.filter(assessment=made).values_list(
            "criterion__key", "outcome", "failure_reason"
        )
        return {key: (outcome, reason) for key, outcome, reason in rows}


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('toets:'))")
    return found


def test_answers_wait_on_the_phone_for_the_network(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    choose(page, "heating", "passed")
    is_saved(page)
    page.context.set_offline(True)
    choose(page, "water", "passed")
    choose(page, "surroundings", "failed", "Drukke weg")
    expect(page.locator("[data-visit-state]")).to_contain_text("Wacht op verbinding: 2 antwoorden")
    assert stored(made).keys() == {"heating"}
    page.context.set_offline(False)
    is_saved(page)
    assert stored(made)["surroundings"] == ("failed", "Drukke weg")
    assert stored(made)["water"] == ("passed", "")
    assert kept(page) == []


def test_answers_survive_a_page_that_was_closed(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.context.set_offline(True)
    choose(page, "water", "passed")
    expect(page.locator("[data-visit-state]")).to_contain_text("Wacht op verbinding")
    page.context.set_offline(False)
    page.goto("about:blank")
    page.goto(reverse("housing:assessment_visit", args=["kampen", made.pk]))
    is_saved(page)
    expect(page.locator("#vraag-water input[value=passed]")).to_be_checked()
    assert stored(made)["water"] == ("passed", "")


def test_a_colleague_is_shown_and_not_overwritten(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    answer(people.anna, made, "heating", "failed", failure_reason="Radiator lekt")
    choose(page, "heating", "passed")
    clash = page.locator("#vraag-heating .t-visit__clash")
    expect(clash).to_contain_text("Radiator lekt", timeout=30_000)
    assert stored(made)["heating"] == ("failed", "Radiator lekt")
    clash.get_by_role("button", name="Mijn antwoord klopt").click()
    is_saved(page)
    assert stored(made)["heating"] == ("passed", "")


def test_an_ended_session_loses_nothing(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.context.clear_cookies()
    choose(page, "water", "passed")
    expect(page.locator("[data-visit-state]")).to_contain_text("U bent uitgelogd", timeout=30_000)
    assert len(kept(page)) == 1
    assert stored(made) == {}


def photo(name: str, colour: str = "#7a9") -> FilePayload:
    """As a phone makes it: larger than what is worth sending, and with the place where it was taken."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 33.0, 0.0)}
    Image.new("RGB", (4000, 3000), colour).save(made, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}


def add_photos(page: Page, key: str, *files: FilePayload) -> None:
    page.locator(f"#foto-{key}").set_input_files(list(files))


def photos_of(made: Assessment) -> list[tuple[str, str]]:
    with seed():
        rows = CheckAttachment.objects.filter(assessment=made).order_by("attachment__name")
        return list(rows.values_list("criterion__key", "attachment__name"))


def kept_photos(page: Page) -> int:
    """What waits on the device, counted without this project's own script."""
    found: int = page.evaluate("""async () => {
      if (!(await indexedDB.databases()).some((one) => one.name === "thuisgevers-toets")) return 0;
      const database = await new Promise((resolve) => {
        const request = indexedDB.open("thuisgevers-toets");
        request.onsuccess = () => resolve(request.result);
      });
      const number = await new Promise((resolve) => {
        const request = database.transaction("fotos").objectStore("fotos").count();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return number;
    }""")
    return found


def test_photos_wait_on_the_phone_for_the_network(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.context.set_offline(True)
    choose(page, "heating", "passed")
    add_photos(page, "heating", photo("ketel.jpg"), photo("radiator.jpg", "#a97"))
    expect(page.locator("[data-visit-state]")).to_have_text(
        "Wacht op verbinding: 1 antwoord en 2 foto’s op dit toestel", timeout=30_000
    )
    expect(page.locator("#vraag-heating .t-visit__photo")).to_have_count(2)
    assert kept_photos(page) == 2
    assert photos_of(made) == []
    page.context.set_offline(False)
    is_saved(page)
    expect(page.locator("#vraag-heating .t-visit__photo[data-state=sent]")).to_have_count(2)
    expect(page.locator("#vraag-heating [data-photo-link]")).to_contain_text("2 foto’s")
    assert photos_of(made) == [("heating", "ketel.jpg"), ("heating", "radiator.jpg")]
    assert kept_photos(page) == 0
    with seed():
        sizes = CheckAttachment.objects.values_list("attachment__size", flat=True)
        assert all(size < len(photo("x")["buffer"]) for size in sizes)


def test_photos_survive_a_closed_page_and_arrive_once(people: Cast, made: Assessment, phone: Phone) -> None:
    """The answer to the first try gets lost, so that the photo is sent twice."""
    page = phone(people.bram)
    is_saved(page)
    tries: list[str] = []

    def lose(route: Any) -> None:
        tries.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/bijlagen/", lose, times=1)
    add_photos(page, "water", photo("kraan.jpg"))
    expect(page.locator("[data-visit-state]")).to_contain_text("Wacht op verbinding: 1 foto", timeout=30_000)
    assert (len(tries), kept_photos(page), len(photos_of(made))) == (1, 1, 1)
    page.goto("about:blank")
    page.goto(reverse("housing:assessment_visit", args=["kampen", made.pk]))
    is_saved(page)
    assert photos_of(made) == [("water", "kraan.jpg")]
    assert kept_photos(page) == 0


def test_a_refused_photo_says_why_and_stops_the_handing_in(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    lie: FilePayload = {"name": "plan.jpg", "mimeType": "image/jpeg", "buffer": b"geen plaatje"}
    add_photos(page, "water", lie)
    item = page.locator("#vraag-water .t-visit__photo")
    expect(item).to_contain_text("“plan.jpg” is geen foto", timeout=30_000)
    page.get_by_role("button", name="Dien de toets in").click()
    expect(page.locator("[data-visit-state]")).to_contain_text("Nog niet opgeslagen: 1 foto")
    assert page.url.endswith("/bezoek/")
    page.reload()
    expect(item).to_contain_text("“plan.jpg” is geen foto", timeout=30_000)
    item.get_by_role("button", name="Weghalen").click()
    is_saved(page)
    assert kept_photos(page) == 0


def test_a_full_device_is_said(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException("vol", "QuotaExceededError"); };
    }""")
    page.context.set_offline(True)
    add_photos(page, "water", photo("kraan.jpg"))
    expect(page.locator("#vraag-water .t-visit__photo")).to_contain_text("Dit toestel is vol", timeout=30_000)
    page.context.set_offline(False)
    is_saved(page)
    assert photos_of(made) == [("water", "kraan.jpg")]


def test_signing_out_asks_and_erases(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.route("**/bijlagen/", lambda route: route.abort())
    add_photos(page, "water", photo("kraan.jpg"))
    expect(page.locator("[data-visit-state]")).to_contain_text("Wacht op verbinding: 1 foto", timeout=30_000)
    page.locator(".t-account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Op dit toestel staat nog 1 foto")
    dialog.get_by_role("button", name="Blijf ingelogd").click()
    assert kept_photos(page) == 1
    page.locator(".t-account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("dialog").get_by_role("button", name="Log uit en wis").click()
    page.wait_for_url("**/")
    assert kept_photos(page) == 0
    assert kept(page) == []


def test_a_visit_that_is_over_leaves_nothing_on_the_phone(people: Cast, made: Assessment, phone: Phone) -> None:
    page = phone(people.bram)
    is_saved(page)
    page.route("**/bijlagen/", lambda route: route.abort())
    add_photos(page, "water", photo("kraan.jpg"))
    expect(page.locator("[data-visit-state]")).to_contain_text("Wacht op verbinding: 1 foto", timeout=30_000)
    by(people.anna, lambda access: drop_assessment(access=access, assessment=made, reason="Verkeerd pand"))
    page.goto(reverse("housing:assessment_visit", args=["kampen", made.pk]))
    expect(page.locator("[data-visit-over]")).to_contain_text("1 foto op dit toestel kon niet meer mee en is gewist")
    assert kept_photos(page) == 0
