"""The safeguarding lane on a phone of 390 px: raised by a buddy, read by the adviser, and nothing of it left on the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from buddies.models import SafeguardingSignal, SignalFile
from tests.clients import ThuisClient
from tests.e2e.looking import send
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True)]

SEEN = "Ik hoorde schreeuwen en zag een gat in de deur."
KEPT = """async () => JSON.stringify([{...localStorage}, {...sessionStorage},
  (await indexedDB.databases()).map((one) => one.name), "caches" in window ? await caches.keys() : []])"""
Phone = Callable[[User], Page]


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def phone(live_server: Any, browser: Browser, people: Cast) -> Iterator[Phone]:
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    def opened(user: User) -> Page:
        client = ThuisClient().sign_in(user)
        context = browser.new_context(
            base_url=live_server.url, locale="nl-NL", viewport={"width": 390, "height": 844}, has_touch=True
        )
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not thrown


def test_from_worry_to_read(people: Cast, phone: Phone) -> None:
    page = phone(people.daan)
    page.goto(reverse("buddies:my_matches"))
    page.get_by_role("link", name="Vertel het in vertrouwen").click()
    expect(page.locator("main section").first).to_contain_text("112")
    expect(page.get_by_role("link", name="0800-2000").first).to_have_attribute("href", "tel:08002000")
    page.get_by_role("link", name="Zorg melden").click()
    send(page.get_by_role("button", name="Verder: lees het na"))
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_text("Geweld of dreiging thuis", exact=True).click()
    page.get_by_label("Wat hebt u gezien of gehoord?").fill(SEEN)
    page.get_by_text("Binnen enkele dagen", exact=True).click()
    page.get_by_text("Iemand die in de woning woont", exact=True).click()
    send(page.get_by_role("button", name="Verder: lees het na"))
    expect(page.locator("h1")).to_have_text("Klopt het zo?")
    send(page.get_by_role("button", name="Wijzig"))
    expect(page.get_by_label("Wat hebt u gezien of gehoord?")).to_have_value(SEEN)
    with seed():
        assert not SafeguardingSignal.objects.exists()
    send(page.get_by_role("button", name="Verder: lees het na"))
    send(page.get_by_role("button", name="Verstuur"))
    expect(page.get_by_text("Uw bericht is verstuurd")).to_be_visible()
    assert SEEN not in page.content()
    assert "schreeuwen" not in page.evaluate(KEPT)
    with seed():
        made = SafeguardingSignal.objects.get()
        assert SignalFile.objects.get().seen == SEEN

    adviser = phone(people.olga)
    adviser.goto(reverse("buddies:message_waiting"))
    adviser.get_by_role("link", name=made.reference).click()
    expect(adviser.get_by_text(SEEN)).to_be_visible()
    adviser.get_by_role("link", name="Bevestigen dat u dit las").click()
    send(adviser.get_by_role("button", name="Bevestig"))
    expect(adviser.get_by_role("link", name="Oppakken")).to_be_visible()
    assert adviser.evaluate("document.documentElement.scrollWidth") <= 390

    page.reload()
    expect(page.get_by_text(made.reference).last).to_be_visible()
    expect(page.get_by_text("gelezen", exact=True)).to_be_visible()
