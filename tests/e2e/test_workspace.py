"""A team on its phones: Bram puts something on the board and asks who comes; a second person of the team reads, answers and takes it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import Cases, follow, listen, persona_page, send
from tests.e2e.site import Site


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def test_the_main_path_on_a_phone(looked_at: tuple[Site, Cases], browser: Browser) -> None:
    problems: list[str] = []
    context = browser.new_context(
        base_url=looked_at[0].url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 390, "height": 844},
    )
    bram = listen(persona_page(context, "bram"), problems)
    _to_the_workspace(bram)
    _goods(bram)
    _conversation(bram)
    _agenda(bram)
    _support(bram)
    context.close()
    assert not problems


def _to_the_workspace(page: Page) -> None:
    page.goto("/mijn-initiatief/")
    follow(page.get_by_role("link", name="Naar de werkplek").first)
    expect(page.get_by_role("heading", name="Van u verwacht")).to_be_visible()
    no_sideways(page)


def _tab(page: Page, name: str) -> None:
    follow(page.get_by_role("navigation", name="Werkplek").get_by_role("link", name=name))
    no_sideways(page)


def _goods(page: Page) -> None:
    """Without a mouse: the buttons of a card take Enter."""
    _tab(page, "Taken")
    page.get_by_role("link", name="Zet op het bord").click()
    page.get_by_label("spullen").check()
    page.get_by_label("In één regel").fill("Kinderstoelen 🪑")
    send(page.get_by_role("button", name="Bewaren"))
    expect(page.get_by_text("Vul in hoeveel u er nodig hebt.").first).to_be_visible()
    page.get_by_label("Hoeveel hebt u er nodig?").fill("2")
    send(page.get_by_role("button", name="Bewaren"))
    card = page.get_by_role("listitem").filter(has_text="Kinderstoelen")
    expect(card).to_contain_text("nog 2 van 2 nodig")
    more = card.get_by_role("button", name="1 toegezegd")
    more.focus()
    with page.expect_response(lambda response: response.request.method == "POST"):
        more.press("Enter")
    expect(card).to_contain_text("nog 1 van 2 nodig")
    send(card.get_by_role("button", name="Ik doe het"))
    expect(card.get_by_role("button", name="Terugleggen")).to_be_visible()
    send(card.get_by_role("button", name="Klaar"))
    send(card.get_by_role("button", name="Toch niet klaar"))
    expect(card.get_by_role("button", name="Ik doe het")).to_be_visible()
    follow(page.get_by_role("link", name="Lijst van spullen"))
    expect(page.get_by_role("row", name=re.compile("Kinderstoelen"))).to_be_visible()
    no_sideways(page)


def _conversation(page: Page) -> None:
    _tab(page, "Gesprekken")
    page.get_by_role("link", name="Begin een gesprek").click()
    page.get_by_label("Waar gaat het over?").fill("Wie haalt de kinderstoelen?")
    page.get_by_label("Uw bericht").fill("Ik kan zaterdag niet.")
    send(page.get_by_role("button", name="Plaatsen"))
    expect(page.get_by_text("Ik kan zaterdag niet.")).to_be_visible()
    page.get_by_label("Uw bericht").fill("Zondag wel.")
    send(page.get_by_role("button", name="Plaatsen"))
    expect(page.get_by_text("Zondag wel.")).to_be_visible()
    no_sideways(page)
    page.get_by_role("link", name="Intrekken").last.click()
    send(page.get_by_role("button", name="Bericht intrekken"))
    expect(page.get_by_text("Dit bericht is ingetrokken.")).to_be_visible()


def _agenda(page: Page) -> None:
    _tab(page, "Agenda")
    page.get_by_role("link", name="Afspraak maken").click()
    page.get_by_label("Wat?").fill("Stoelen halen")
    page.get_by_label("Welke dag?").fill("2031-03-01")
    page.get_by_label("Van", exact=True).fill("10:00")
    page.get_by_label("Tot", exact=True).fill("11.30")
    send(page.get_by_role("button", name="Bewaren"))
    row = page.get_by_role("listitem").filter(has_text="Stoelen halen")
    expect(row).to_contain_text("10.00 uur")
    send(row.get_by_role("button", name="Afzeggen"))
    expect(row).to_contain_text("gaat niet door")
    page.get_by_role("link", name="In uw eigen agenda").click()
    send(page.get_by_role("button", name="Maak een nieuw adres"))
    expect(page.get_by_text("agenda.ics")).to_be_visible()
    no_sideways(page)


def _support(page: Page) -> None:
    _to_the_workspace(page)
    _tab(page, "Draagvlak")
    page.get_by_role("link", name="Schrijf iets op").click()
    page.get_by_label("vraag", exact=True).check()
    page.get_by_label("Met wie?").select_option(label="buren")
    page.get_by_label("Wanneer?").fill("2026-11-02")
    page.get_by_label("Wat is er gezegd of gevraagd?").fill("Wanneer komen de bewoners?")
    page.get_by_label("Wat is het antwoord of de uitkomst?").fill("Zodra de gemeente het vertelt.")
    page.get_by_label("Zet dit in de samenvatting").check()
    send(page.get_by_role("button", name="Bewaren"))
    page.get_by_role("link", name="Samenvatting").click()
    expect(page.get_by_text("Zodra de gemeente het vertelt.")).to_be_visible()
    _tab(page, "Tijdlijn")
    expect(page.get_by_text("is een gesprek begonnen").first).to_be_visible()
