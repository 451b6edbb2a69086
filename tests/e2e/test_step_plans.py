"""The national desk improves a plan, and a municipality half-way takes it over without losing anything."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import Cases, listen, persona_page
from tests.e2e.site import Site

NEW = "Bel de woningcorporatie"


def publish_version(els: Page) -> None:
    """Without a mouse where it counts: a step goes one place up by its button."""
    els.goto("/landelijk/stappenplannen/")
    towns = els.locator("section").filter(has=els.get_by_role("heading", name="Voor gemeenten"))
    towns.get_by_role("button", name="Nieuwe versie maken").click()
    expect(els.get_by_role("heading", level=1)).to_contain_text("Stappenplan voor gemeenten, versie")
    up = els.get_by_role("button", name="Nodig kerken en verenigingen uit omhoog")
    up.focus()
    up.press("Enter")
    rows = els.locator("[data-sort-url]")
    expect(rows.nth(2)).to_contain_text("Nodig kerken en verenigingen uit")
    els.get_by_role("link", name="Stap toevoegen in Klaarstaan").click()
    els.get_by_label("Stap", exact=True).fill(NEW)
    els.get_by_label("Wie doet dit meestal?").select_option(label="kwartiermaker")
    els.get_by_label("Hoeveel werkdagen duurt het meestal?").fill("5")
    els.get_by_label("Uitleg").fill("Vraag welke woningen over een half jaar vrij komen.")
    els.get_by_label("Verzamel de collega's die u nodig hebt").check()
    els.get_by_role("button", name="Bewaren").click()
    expect(els.get_by_text("De stap is bewaard in het concept.")).to_be_visible()
    els.get_by_role("link", name="Publiceren").click()
    expect(els.locator(".t-compare")).to_contain_text(NEW)
    els.get_by_label("Wat is er nieuw?").fill("De woningcorporatie komt eerder in beeld.")
    els.get_by_role("button", name="Publiceren").click()
    expect(els.get_by_text("De nieuwe versie is gepubliceerd.")).to_be_visible()


def progress(page: Page) -> tuple[int, int]:
    found = re.search(r"(\d+) van (\d+) stappen", page.locator("#voortgang").inner_text())
    assert found is not None
    return int(found[1]), int(found[2])


def take_over(anna: Page) -> None:
    anna.goto("/kampen/stappenplan/")
    done, total = progress(anna)
    anna.get_by_role("link", name="Bekijk wat er verandert").click()
    expect(anna.get_by_label(NEW)).to_be_visible()
    anna.get_by_role("button", name="Alles overnemen").click()
    expect(anna.get_by_text("Overgenomen. Wat u al had gedaan, is bewaard.")).to_be_visible()
    assert progress(anna) == (done, total + 1)
    anna.get_by_role("link", name=NEW).first.click()
    anna.get_by_role("button", name="Klaar", exact=True).click()
    expect(anna.get_by_role("button", name="Toch niet klaar")).to_be_visible()


def test_a_new_version_reaches_a_plan_that_is_half_way(looked_at: tuple[Site, Cases], browser: Browser) -> None:
    problems: list[str] = []
    for key, walk in (("els", publish_version), ("anna", take_over)):
        context = browser.new_context(base_url=looked_at[0].url, locale="nl-NL", timezone_id="Europe/Amsterdam")
        walk(listen(persona_page(context, key), problems))
        context.close()
    assert not problems
