"""Somebody says what could be better, and the national desk makes it a change of the plan for everybody. The plan for municipalities:
other tests look at the draft for initiatives."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import Cases, listen, persona_page
from tests.e2e.site import Site

TIP = "Spreek meteen af wie de sleutel bewaart."


def say_how_it_went(anna: Page, step: str) -> None:
    """One tap, then a line."""
    anna.goto(step)
    tap = anna.get_by_role("button", name="Ging wel")
    if tap.count():
        tap.click()
        expect(anna.get_by_text("Dank u. Wilt u er iets bij zeggen?")).to_be_visible()
    anna.goto(f"{step}hoe-ging-dit/")
    anna.get_by_label("ging wel").check()
    anna.get_by_label("Wat kan beter in het stappenplan?").fill(TIP)
    anna.get_by_role("button", name="Bewaren").click()
    expect(anna.get_by_text(TIP)).to_be_visible()


def turn_it_into_a_change(els: Page, title: str) -> None:
    els.goto("/landelijk/stappenplannen/")
    els.get_by_role("link", name="Ervaringen met de stappen").click()
    els.get_by_role("link", name="Voor gemeenten").click()
    els.get_by_role("link", name=title, exact=True).click()
    said = els.get_by_role("listitem").filter(has_text=TIP)
    said.get_by_role("button", name="Maak er een wijziging van").click()
    expect(els.locator("blockquote").filter(has_text=TIP)).to_be_visible()
    words = els.get_by_label("Uitleg")
    words.fill(f"{words.input_value()}\n\n{TIP}")
    els.get_by_role("button", name="Bewaren").click()
    expect(els.get_by_text("De stap is bewaard in het concept.")).to_be_visible()
    els.get_by_role("link", name="Publiceren").click()
    expect(els.locator(".t-compare")).to_contain_text(TIP)
    els.get_by_label("Wat is er nieuw?").fill("Met een tip van een gemeente.")
    els.get_by_role("button", name="Publiceren").click()
    expect(els.get_by_text("De nieuwe versie is gepubliceerd.")).to_be_visible()


def test_a_tip_becomes_version_two(looked_at: tuple[Site, Cases], browser: Browser) -> None:
    site, cases = looked_at
    step = next(url for who, url in cases["guidance:step_review"] if who == "anna").removesuffix("hoe-ging-dit/")
    problems: list[str] = []
    context = browser.new_context(base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    anna = listen(persona_page(context, "anna"), problems)
    say_how_it_went(anna, step)
    title = anna.get_by_role("heading", level=1).inner_text().strip()
    context.close()
    context = browser.new_context(base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    turn_it_into_a_change(listen(persona_page(context, "els"), problems), title)
    context.close()
    assert not problems
