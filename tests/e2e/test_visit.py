"""A visit on a phone in a real browser: the network goes and comes back, and a colleague answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from housing.enums import PropertyState
from housing.models import Assessment, SuitabilityCheck
from tests.clients import ThuisClient
from tests.factories.housing import property_
from tests.factories.people import Cast, make_cast
from tests.housing.test_suitability import answer, start
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
