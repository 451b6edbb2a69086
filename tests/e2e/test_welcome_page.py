"""A resident with a telephone: the digits typed wrong and right, the page in seven languages, and what they write there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from buddies.enums import WelcomeLanguage
from tests.e2e.cases_welcome import CODE, PIN
from tests.e2e.looking import Cases, complaints, follow, listen, report, send
from tests.e2e.site import Site

RIGHT_TO_LEFT = ("ar", "fa")
OTHER_PAGES = "gegevens doelen wegwijzer delen ik kapot berichten schrijven/complaint".split()


@pytest.fixture
def context(looked_at: tuple[Site, Cases], browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        base_url=looked_at[0].url, locale="nl-NL", viewport={"width": 320, "height": 640}, has_touch=True
    )
    yield made
    made.close()


def test_a_resident_reads_and_writes_in_seven_languages(context: BrowserContext) -> None:
    problems: list[str] = []
    found: dict[str, list[str]] = {}
    page = listen(context.new_page(), problems)
    page.goto(f"/welkom/{CODE}/?taal=nl")
    page.get_by_label("Uw zes cijfers").fill("111111")
    send(page.get_by_role("button", name="Open mijn pagina"))
    expect(page.get_by_role("alert").first).to_contain_text("Dit klopt niet")
    found["wrong digits"] = complaints(page, briefly=True)
    page.get_by_label("Uw zes cijfers").fill(PIN)
    send(page.get_by_role("button", name="Open mijn pagina"))
    page.wait_for_url("**/welkom/bewoner/**")
    for language in WelcomeLanguage.values:
        page.goto(f"/welkom/bewoner/?taal={language}")
        direction = page.evaluate("getComputedStyle(document.documentElement).direction")
        assert direction == ("rtl" if language in RIGHT_TO_LEFT else "ltr")
        assert page.get_by_role("link", name="0800-2000").count()
        found[language] = complaints(page, briefly=True)
    for path in OTHER_PAGES:
        page.goto(f"/welkom/bewoner/{path}/?taal=ar")
        found[path] = complaints(page, briefly=True)
    page.goto("/welkom/bewoner/doelen/?taal=nl")
    page.get_by_label("Nieuw doel").first.fill("Zelf de trein nemen")
    send(page.get_by_role("button", name="Voeg toe").first)
    send(page.get_by_role("button", name="Gelukt").last)
    expect(page.get_by_role("button", name="Toch nog niet")).to_have_count(1)
    found["goals"] = complaints(page, briefly=True)
    page.goto("/welkom/bewoner/ik/?taal=nl")
    page.get_by_text("Gaat wel").first.click()
    send(page.get_by_role("button", name="Bewaar"))
    expect(page.get_by_role("status").first).to_contain_text("Bewaard.")
    page.goto("/welkom/bewoner/kapot/?taal=nl")
    page.get_by_text("Iets is kapot", exact=True).click()
    page.get_by_text("Deze week").click()
    page.get_by_label("Wat is er aan de hand?").fill("Het licht in de gang doet het niet.")
    send(page.get_by_role("button", name="Verstuur"))
    follow(page.get_by_role("link", name="Iets is kapot: gemeld").first)
    page.wait_for_url("**/welkom/bewoner/kapot/*/")
    page.get_by_label("Uw bericht").fill("Nu ook in de keuken.")
    send(page.get_by_role("button", name="Verstuur"))
    expect(page.get_by_role("status").first).to_contain_text("Uw bericht is verstuurd.")
    expect(page.get_by_text("Nu ook in de keuken.")).to_be_visible()
    found["report"] = complaints(page, briefly=True)
    send(page.get_by_role("button", name="Pagina sluiten"))
    page.wait_for_url("**/welkom/")
    page.goto("/welkom/bewoner/gegevens/")
    page.wait_for_url("**/welkom/")
    assert not any(found.values()), report(found)
    assert not problems
