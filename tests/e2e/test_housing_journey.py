"""A rectory becomes a home: offered, visited, opened, filled with reasons, lived in, left for a home of their own, used again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e.journey import Journey, approve, decide, field
from tests.e2e.site import Site

MAIN = "main form button.nl-button--primary"


def press(page: Page, button: str) -> None:
    """Press it and be somewhere else."""
    before = page.url.split("#")[0]
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_url(lambda url: url.split("#")[0] != before)


def find_property(page: Page) -> str:
    page.goto("/kampen/panden/")
    page.locator("main tbody").get_by_role("link", name="Burgwal 47").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Burgwal 47")
    return page.url.split("#")[0]


def agree(anna: Page, place: str) -> None:
    """The owner's consent, and one unit in which a household can live from today."""
    today = timezone.localdate()
    anna.goto(place + "toestemming/")
    field(anna, "Wie gaf toestemming?").fill("Gerrit Molenaar")
    field(anna, "Gegeven op").fill(today.isoformat())
    anna.get_by_label("Volgt nog").check()
    press(anna, "Vastleggen")
    anna.goto(place + "wooneenheden/")
    for label, value in {
        "Naam": "Bovenwoning",
        "Minste aantal bewoners": "2",
        "Meeste aantal bewoners": "5",
        "Slaapkamers": "3",
        "Waarvan met slot": "3",
        "Beschikbaar vanaf": today.isoformat(),
        "Beschikbaar tot": (today + timedelta(days=700)).isoformat(),
    }.items():
        field(anna, label).fill(value)
    for group, choice in {
        "Keuken": "eigen",
        "Toilet en douche": "eigen",
        "Eigen voordeur": "Ja",
        "Zonder trap of drempel": "Nee",
        "Geschikt voor kinderen": "Ja",
        "Huisdieren mogen": "Nee",
    }.items():
        anna.get_by_role("group", name=group).get_by_label(choice, exact=True).check()
    press(anna, "Bewaren")


def visit(journey: Journey, place: str) -> str:
    """On a phone, in the building; returns the address of the assessment."""
    phone = journey.persona("Anna Veldkamp", width=390)
    phone.goto(place + "toets/")
    press(phone, "Start de toets")
    expect(phone.locator("form[data-visit]")).to_be_visible()
    for question in phone.locator("[data-question][data-compulsory=ja]").all():
        question.locator("input[value=passed]").check()
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    press(phone, "Dien de toets in")
    round_ = phone.url.split("#")[0].removesuffix("bezoek/")
    phone.context.close()
    return round_


def register_household(anna: Page) -> str:
    anna.goto("/kampen/huishoudens/nieuw/")
    field(anna, "27 tot en met 54 jaar").fill("2")
    field(anna, "4 tot en met 11 jaar").fill("1")
    anna.get_by_role("group", name="Welke talen").get_by_label("Arabisch", exact=True).check()
    anna.get_by_role("group", name="Dit is fijn als het kan").get_by_label("eigen voordeur").check()
    field(anna, "Gekoppeld op").fill((timezone.localdate() - timedelta(days=20)).isoformat())
    press(anna, "Bewaren en namen invullen")
    found = re.search(r"(.*/huishoudens/[0-9a-f-]{36}/)", anna.url)
    assert found
    return found.group(1)


def match(anna: Page, household: str) -> str:
    """Choose the first of the ranked homes, whose reasons are shown; returns the address of the placement."""
    today = timezone.localdate()
    anna.goto(household)
    panel = anna.locator("section", has=anna.get_by_role("heading", name="Woningen die passen"))
    expect(panel).to_contain_text("Bovenwoning")
    panel.locator("summary").first.click()
    expect(panel).to_contain_text("eigen voordeur")
    panel.get_by_role("link", name="Voorstellen").first.click()
    field(anna, "Verhuist op").fill(today.isoformat())
    field(anna, "Verwacht einde").fill((today + timedelta(days=178)).isoformat())
    press(anna, "Voorstellen")
    anna.goto(household)
    anna.locator("main a[href*='/plaatsingen/']").and_(anna.locator("main a:not([href*='nieuw'])")).first.click()
    anna.wait_for_url(re.compile(r"/plaatsingen/[0-9a-f-]{36}/"))
    return anna.url.split("#")[0]


def settle(anna: Page, placement: str) -> None:
    """The household says yes, the handler confirms, they move in today."""
    today = timezone.localdate().isoformat()
    anna.goto(placement + "antwoord/")
    anna.get_by_label("Ja, zij willen hier wonen").check()
    field(anna, "Wanneer sprak u hen?").fill(today)
    field(anna, "In welke taal?").select_option(label="Arabisch")
    anna.get_by_role("group", name="Was er een tolk bij?").get_by_label("Ja", exact=True).check()
    anna.locator(MAIN).last.click()
    anna.wait_for_url(placement + "*")
    for path in ("bevestigen/", "verhuisd/"):
        anna.goto(placement + path)
        if path == "verhuisd/":
            field(anna, "Verhuisd op").fill(today)
            field(anna, "Wie regelt de vervolgwoning?").select_option(index=1)
        anna.locator(MAIN).last.click()
        anna.wait_for_url(lambda url, path=path: not url.split("#")[0].endswith(path))
    expect(anna.locator(".t-hero")).to_contain_text("bewoond")


def test_a_rectory_becomes_a_home_and_is_used_again(
    site: Site, browser: Browser, watch: Callable[[Page], Page]
) -> None:
    journey = Journey(site=site, browser=browser, watch=watch, name="Thuis in de Pastorie", number="47")
    journey.register(journey.person(width=390), "pastorie@voorbeeld.example")
    anna = approve(journey)
    place = find_property(anna)
    agree(anna, place)
    anna.goto(place + "openstellen/")
    anna.locator(MAIN).last.click()
    expect(anna.locator("main")).to_contain_text("nog niet geschikt")
    expect(anna.locator("main")).to_contain_text("nog geen akkoord")
    round_ = visit(journey, place)
    coen = decide(journey, anna)
    coen.goto(round_)
    coen.locator("#tekenen input[type=checkbox]").check()
    coen.get_by_role("button", name="Onderteken", exact=True).click()
    expect(coen.locator("#ondertekening")).to_contain_text("Coen Terwal")
    anna.goto(place + "openstellen/")
    anna.locator(MAIN).last.click()
    anna.wait_for_url(lambda url: not url.split("#")[0].endswith("openstellen/"))
    expect(anna.locator(".t-hero")).to_contain_text("beschikbaar")

    household = register_household(anna)
    placement = match(anna, household)
    settle(anna, placement)

    site.wake("housing.tasks.placements.guard_stays")
    alarm = journey.mail(coen, to="anna@demo.thuisgevers.example", subject="Vervolgwoning regelen")
    assert "26 weken" in alarm or "25 weken" in alarm
    for step in ("search", "arrange"):
        anna.goto(f"{placement}vervolg/{step}/")
        anna.locator(MAIN).last.click()
        anna.wait_for_url(lambda url: "/vervolg/" not in url)
    expect(anna.locator("main")).to_contain_text("geregeld")

    anna.goto(placement + "beeindigen/")
    field(anna, "Wanneer gingen zij weg?").fill(timezone.localdate().isoformat())
    anna.locator(MAIN).last.click()
    expect(anna.locator(".t-error-summary")).to_be_visible()
    anna.get_by_label("Eigen woning").check()
    anna.locator(MAIN).last.click()
    anna.wait_for_url(lambda url: not url.split("#")[0].endswith("beeindigen/"))
    expect(anna.locator(".t-hero")).to_contain_text("geëindigd")
    anna.goto(household)
    expect(anna.locator(".t-hero")).to_contain_text("doorgestroomd")

    for path, state in (("sluiten/", "gesloten"), ("opnieuw-inzetten/", "wordt beoordeeld")):
        anna.goto(place + path)
        anna.locator(MAIN).last.click()
        anna.wait_for_url(lambda url, path=path: not url.split("#")[0].endswith(path))
        expect(anna.locator(".t-hero")).to_contain_text(state)
