"""A question from a step, answered by the one it was routed to, published by a second person, and found by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import Cases, listen, persona_page, send
from tests.e2e.site import Site

ASKED = "Hoe regelen wij de kwispelkamer in De Oude Pastorie?"
PUBLIC = "Hoe regelt u een kwispelkamer?"
PIONEER = "pieter"
ANSWER = "Vraag het de eigenaar, en meet eerst de deur op."


def ask(page: Page) -> None:
    page.goto("/mijn-initiatief/")
    page.locator("a[href*='/stappenplan/']").first.click()
    page.locator("a[href*='/stap/']").first.click()
    page.get_by_role("link", name="Stel een vraag over deze stap").click()
    page.get_by_label("Uw vraag in één zin").fill(ASKED)
    page.get_by_label("Buddy's vinden en begeleiden").check()
    send(page.get_by_role("button", name="Stel de vraag"))
    expect(page.get_by_text("Uw vraag is gesteld.")).to_be_visible()
    expect(page.get_by_text("Wanneer krijgt u antwoord?")).to_be_visible()


def answer(page: Page) -> None:
    page.goto("/vraagbaak/balie/")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name="Antwoord geven").click()
    page.get_by_label("Uw antwoord").fill(ANSWER)
    send(page.get_by_role("button", name="Verstuur het antwoord"))
    page.get_by_role("link", name="Stel een tekst voor iedereen voor").click()
    page.get_by_label("De vraag, zoals iedereen hem kan stellen").fill(PUBLIC)
    page.get_by_label("Toelichting bij de vraag").fill("")
    send(page.get_by_role("button", name="Stel voor"))
    expect(page.get_by_text("Iemand anders laat het door.").first).to_be_visible()
    expect(page.get_by_role("button", name="Publiceer")).to_have_count(0)


def publish(page: Page) -> None:
    page.goto("/vraagbaak/balie/?toon=beantwoord")
    page.get_by_role("link", name=ASKED).click()
    send(page.get_by_role("button", name="Publiceer"))
    expect(page.get_by_role("heading", level=1)).to_have_text(PUBLIC)


def find(page: Page) -> None:
    """By somebody who makes a typing error."""
    page.goto("/vraagbaak/")
    page.get_by_label("Wat wilt u weten?").fill("kwispelkaemer")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_role("link", name=PUBLIC).click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_text(ASKED)).to_have_count(0)
    send(page.get_by_role("button", name="Dit was nuttig"))
    expect(page.get_by_role("button", name=re.compile("Nuttig"))).to_have_attribute("aria-pressed", "true")


def test_asked_answered_published_found(looked_at: tuple[Site, Cases], browser: Browser) -> None:
    problems: list[str] = []

    @contextmanager
    def of(key: str) -> Iterator[Page]:
        context = browser.new_context(base_url=looked_at[0].url, locale="nl-NL", timezone_id="Europe/Amsterdam")
        yield listen(persona_page(context, key), problems)
        context.close()

    for key, walk in (
        ("bram", ask),
        ("", _finds_nothing),
        ("karin", _sees_nothing),
        (PIONEER, answer),
        ("els", publish),
        ("", find),
    ):
        with of(key) as page:
            walk(page)
    assert not problems


def _sees_nothing(page: Page) -> None:
    page.goto("/vraagbaak/balie/")
    expect(page.get_by_role("link", name=ASKED)).to_have_count(0)


def _finds_nothing(page: Page) -> None:
    page.goto("/vraagbaak/?q=kwispelkamer")
    expect(page.get_by_role("link", name=PUBLIC)).to_have_count(0)
