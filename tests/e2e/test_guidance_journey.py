"""The method learns: a tip from a running initiative becomes version 2 of the plan, the initiative takes it over and loses nothing, a step
makes its document, a question from that step is answered, published and found, and is looked at again once the step changes.

On a copy of the demo's stories: publishing ends the draft that other tests look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import Cases, listen, persona_page, send
from tests.e2e.site import Site, site_of_its_own

HOME = "Onder Eén Dak"
STEP = "Sluit de samenwerkingsovereenkomst"
NEW = "Bel de woningcorporatie"
TIP = "Spreek meteen af wie de sleutel bewaart."
ASKED = "Wie tekent er bij Onder Eén Dak voor de kwispelkamer?"
PUBLIC = "Wie tekent er voor een kwispelkamer?"
ANSWER = "De eigenaar, en meet eerst de deur op."
LONG = 150_000


@dataclass
class Walk:
    """Who walks, and where the initiative's plan and step stand."""

    site: Site
    browser: Browser
    problems: list[str] = field(default_factory=list)
    plan: str = ""
    step: str = ""

    @contextmanager
    def of(self, key: str) -> Iterator[Page]:
        context = self.browser.new_context(base_url=self.site.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
        yield listen(persona_page(context, key), self.problems)
        context.close()

    def everything_of_the_plan(self, page: Page) -> tuple[int, int, set[str]]:
        """How many steps are done, of how many, and what they are called."""
        page.goto(self.plan)
        found = re.search(r"(\d+) van (\d+) stappen", page.locator("#voortgang").inner_text())
        assert found is not None
        titles = page.locator("main a[href*='/stap/']").all_inner_texts()
        return int(found[1]), int(found[2]), {title.strip() for title in titles}


def test_the_method_learns(looked_at: tuple[Site, Cases], browser: Browser) -> None:
    with site_of_its_own(looked_at[0]) as site:
        _walk(Walk(site, browser))


def _walk(walk: Walk) -> None:
    with walk.of("bram") as bram:
        give_a_tip(walk, bram)
    with walk.of("els") as els:
        turn_it_into_version_two(els)
    with walk.of("bram") as bram:
        take_over(walk, bram)
        make_the_document(walk, bram)
        ask(walk, bram)
    with walk.of("") as visitor:
        visitor.goto("/vraagbaak/?q=kwispelkamer")
        expect(visitor.get_by_role("link", name=PUBLIC)).to_have_count(0)
    with walk.of("pieter") as pieter:
        pieter.goto("/vraagbaak/balie/")
        expect(pieter.get_by_role("link", name=ASKED)).to_have_count(0)
    with walk.of("karin") as karin:
        answer(karin)
    with walk.of("els") as els:
        publish(els)
    with walk.of("") as visitor:
        find(visitor)
    with walk.of("els") as els:
        change_the_step(els)
    assert not walk.problems


def give_a_tip(walk: Walk, bram: Page) -> None:
    bram.goto("/mijn-initiatief/")
    home = bram.locator("article, section, li").filter(has=bram.get_by_role("heading", name=HOME)).last
    home.locator("a[href*='/stappenplan/']").first.click()
    bram.wait_for_url("**/stappenplan/**")
    walk.plan = bram.url.split("#")[0]
    bram.get_by_role("link", name=STEP).first.click()
    expect(bram.get_by_role("heading", level=1)).to_contain_text(STEP)
    walk.step = bram.url.split("#")[0]
    tap = bram.get_by_role("button", name="Ging wel")
    if tap.count():
        tap.click()
        expect(bram.get_by_text("Dank u. Wilt u er iets bij zeggen?")).to_be_visible()
    bram.goto(f"{walk.step}hoe-ging-dit/")
    bram.get_by_label("ging wel").check()
    bram.get_by_label("Wat kan beter in het stappenplan?").fill(TIP)
    send(bram.get_by_role("button", name="Bewaren"))
    expect(bram.get_by_text(TIP)).to_be_visible()


def turn_it_into_version_two(els: Page) -> None:
    """One press takes the tip along; a step more, one a place up by its button, and the difference before it is published."""
    els.goto("/landelijk/stappenplannen/ervaringen/initiative/")
    els.get_by_role("link", name=STEP, exact=True).click()
    said = els.get_by_role("listitem").filter(has_text=TIP)
    said.get_by_role("button", name="Maak er een wijziging van").click()
    expect(els.locator("blockquote").filter(has_text=TIP)).to_be_visible()
    add_to_the_words(els, TIP)
    els.get_by_role("link", name="Stap toevoegen in").first.click()
    els.get_by_label("Stap", exact=True).fill(NEW)
    els.get_by_label("Wie doet dit meestal?").select_option(label="trekker")
    els.get_by_label("Hoeveel werkdagen duurt het meestal?").fill("5")
    els.get_by_label("Uitleg").fill("Vraag welke woningen over een half jaar vrij komen.")
    els.get_by_role("button", name="Bewaren").click()
    expect(els.get_by_text("De stap is bewaard in het concept.")).to_be_visible()
    up = els.get_by_role("button", name=f"{NEW} omhoog")
    up.focus()
    up.press("Enter")
    publish_version(els, TIP, NEW)


def add_to_the_words(els: Page, more: str) -> None:
    words = els.get_by_label("Uitleg")
    words.fill(f"{words.input_value()}\n\n{more}")
    els.get_by_role("button", name="Bewaren").click()
    expect(els.get_by_text("De stap is bewaard in het concept.")).to_be_visible()


def publish_version(els: Page, *changes: str) -> None:
    els.get_by_role("link", name="Publiceren").click()
    for change in changes:
        expect(els.locator(".t-compare")).to_contain_text(change)
    els.get_by_label("Wat is er nieuw?").fill("Met een tip van een initiatief.")
    els.get_by_role("button", name="Publiceren").click()
    expect(els.get_by_text("De nieuwe versie is gepubliceerd.")).to_be_visible()


def take_over(walk: Walk, bram: Page) -> None:
    done, total, titles = walk.everything_of_the_plan(bram)
    assert 0 < done < total, "half-way"
    bram.get_by_role("link", name="Bekijk wat er verandert").click()
    expect(bram.get_by_label(NEW)).to_be_visible()
    bram.get_by_role("button", name="Alles overnemen").click()
    expect(bram.get_by_text("Overgenomen. Wat u al had gedaan, is bewaard.")).to_be_visible()
    after = walk.everything_of_the_plan(bram)
    assert after[0] == done, "nothing that was done is lost"
    assert after[1] > total
    assert after[2] >= titles | {NEW}
    bram.goto(walk.step)
    expect(bram.get_by_role("button", name="Toch niet klaar")).to_be_visible()
    expect(bram.locator(".t-plan-step")).to_contain_text(TIP)


def make_the_document(walk: Walk, bram: Page) -> None:
    """From the step to its document, with a worker that makes it."""
    bram.goto(walk.step)
    bram.get_by_role("link", name="Samenwerkingsovereenkomst").click()
    section = bram.locator("#document-cooperation_agreement")
    before = section.get_by_role("link", name=re.compile("Downloaden")).count()
    walk.site.start_documents_worker()
    try:
        send(section.get_by_role("button", name=re.compile("Maak (het document|een nieuwe versie)")))
        ready = section.get_by_role("link", name=re.compile("Downloaden"))
        expect(ready).to_have_count(before + 1, timeout=LONG)
        made = bram.request.get(ready.first.get_attribute("href") or "")
        assert made.body().startswith(b"%PDF")
    finally:
        walk.site.kill("documents")


def ask(walk: Walk, bram: Page) -> None:
    bram.goto(walk.step)
    bram.get_by_role("link", name="Stel een vraag over deze stap").click()
    bram.get_by_label("Uw vraag in één zin").fill(ASKED)
    bram.get_by_label("Samenwerkingsovereenkomst").check()
    send(bram.get_by_role("button", name="Stel de vraag"))
    expect(bram.get_by_text("Uw vraag is gesteld.")).to_be_visible()
    expect(bram.get_by_text("Wanneer krijgt u antwoord?")).to_be_visible()


def answer(karin: Page) -> None:
    """The initiative has no pioneer, so it lies with the liaison. Who answers does not publish."""
    karin.goto("/vraagbaak/balie/")
    karin.get_by_role("link", name=ASKED).click()
    karin.get_by_role("link", name="Antwoord geven").click()
    karin.get_by_label("Uw antwoord").fill(ANSWER)
    send(karin.get_by_role("button", name="Verstuur het antwoord"))
    karin.get_by_role("link", name="Stel een tekst voor iedereen voor").click()
    karin.get_by_label("De vraag, zoals iedereen hem kan stellen").fill(PUBLIC)
    karin.get_by_label("Toelichting bij de vraag").fill("")
    send(karin.get_by_role("button", name="Stel voor"))
    expect(karin.get_by_text("Iemand anders laat het door.").first).to_be_visible()
    expect(karin.get_by_role("button", name="Publiceer")).to_have_count(0)


def publish(els: Page) -> None:
    els.goto("/vraagbaak/balie/?toon=beantwoord")
    els.get_by_role("link", name=ASKED).click()
    send(els.get_by_role("button", name="Publiceer"))
    expect(els.get_by_role("heading", level=1)).to_have_text(PUBLIC)


def find(visitor: Page) -> None:
    """With a typing error, and without a word of who asked."""
    visitor.goto("/vraagbaak/")
    visitor.get_by_label("Wat wilt u weten?").fill("kwispelkaemer")
    visitor.get_by_role("button", name="Zoek", exact=True).click()
    visitor.get_by_role("link", name=PUBLIC).click()
    expect(visitor.get_by_text(ANSWER)).to_be_visible()
    expect(visitor.get_by_text(HOME)).to_have_count(0)
    send(visitor.get_by_role("button", name="Dit was nuttig"))
    expect(visitor.get_by_role("button", name=re.compile("Nuttig"))).to_have_attribute("aria-pressed", "true")


def change_the_step(els: Page) -> None:
    """Nothing to look at before; afterwards the answer stands on the list, with why."""
    due = els.get_by_role("listitem").or_(els.get_by_role("row")).filter(has_text=PUBLIC)
    els.goto("/landelijk/antwoorden/")
    expect(due).to_have_count(0)
    els.goto("/landelijk/stappenplannen/")
    teams = els.locator("section").filter(has=els.get_by_role("heading", name="Voor initiatieven"))
    teams.get_by_role("button", name="Nieuwe versie maken").click()
    els.get_by_role("link", name=STEP, exact=True).click()
    add_to_the_words(els, "Laat iedereen twee exemplaren tekenen.")
    publish_version(els, "twee exemplaren")
    els.goto("/landelijk/antwoorden/")
    expect(due).to_contain_text("de stap is gewijzigd")
