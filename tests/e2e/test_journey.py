"""A volunteer registers, an official decides, agreement and press release are PDFs, the map shows it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from playwright.sync_api import Browser, Page, expect

from tests.e2e.journey import Journey, approve, decide, field
from tests.e2e.looking import send
from tests.e2e.site import Site


def running_in_kampen(page: Page) -> int:
    """How many initiatives of Kampen the public list counts, over all phases."""
    page.goto("/kaart/lijst/")
    row = page.locator("tr", has_text="Kampen")
    if not row.count():
        return 0
    numbers = [int(number) for number in re.findall(r"\b\d+\b", row.first.inner_text())]
    return sum(numbers)


def test_whole_journey(site: Site, browser: Browser, watch: Callable[[Page], Page]) -> None:
    journey = Journey(site=site, browser=browser, watch=watch, name="Thuis aan de Burgwal")
    volunteer = journey.person(width=390)
    before = running_in_kampen(volunteer)
    reference = journey.register(volunteer, "fenna@voorbeeld.example")
    text = journey.mail(volunteer, to="fenna@voorbeeld.example", subject=reference)
    volunteer.goto(journey.link(text, "/status/"))
    expect(volunteer.locator("main")).to_contain_text("gemeente Kampen")
    volunteer.goto(journey.link(text, "/account-openen/"))
    volunteer.get_by_role("button", name="Open mijn account").click()
    volunteer.wait_for_url("**/mijn-initiatief/**")

    anna = approve(journey)
    journey.act(
        anna, "vragen/", "Vraag versturen", {"Uw vraag": "Weet de buurt het al?", "Graag antwoord voor": "2026-12-20"}
    )
    journey.mail(volunteer, to="fenna@voorbeeld.example", subject="vraag")
    volunteer.goto("/mijn-initiatief/")
    volunteer.get_by_role("link", name=re.compile("dossier|vraag", re.IGNORECASE)).first.click()
    expect(volunteer.locator("main")).to_contain_text("Weet de buurt het al?")
    expect(volunteer.locator("main")).not_to_contain_text("interne")
    field(volunteer, "Uw antwoord").fill("Ja, vorige week was er een avond.")
    send(volunteer.get_by_role("button", name=re.compile("ntwoord (ver|geven|st)")).first)
    anna.goto(journey.dossier_url)
    expect(anna.locator("main")).to_contain_text("Ja, vorige week was er een avond.")
    coen = decide(journey, anna)

    for name, section in (
        ("Samenwerkingsovereenkomst", "#document-cooperation_agreement"),
        ("Persbericht", "#document-press_release"),
    ):
        journey.request_document(coen, name)
        with pikepdf.open(io.BytesIO(journey.await_document(coen, section))) as pdf:
            assert len(pdf.pages) >= 1
            assert pdf.Root.Lang == "nl"
            assert "/StructTreeRoot" in pdf.Root

    assert running_in_kampen(volunteer) == before
    journey.act(
        coen,
        "geinformeerd/",
        "Bewaren",
        {"Raad geïnformeerd op": "2026-11-20", "Buurt geïnformeerd op": "2026-11-21"},
    )
    coen.goto(journey.dossier_url + "bekendmaken/")
    coen.locator("main form button.nl-button--primary").first.click()
    coen.wait_for_url(lambda url: "bekendmaken/" not in url.split("#")[0])
    assert running_in_kampen(volunteer) == before + 1


def test_document_survives_a_killed_worker_and_a_lost_redis(
    site: Site, browser: Browser, watch: Callable[[Page], Page]
) -> None:
    journey = Journey(site=site, browser=browser, watch=watch, name="Thuis aan de Plantage")
    journey.register(journey.person(), "gijs@voorbeeld.example")
    coen = decide(journey, approve(journey))

    journey.request_document(coen, "Samenwerkingsovereenkomst")
    site.kill("documents")
    site.start_documents_worker()
    assert journey.await_document(coen, "#document-cooperation_agreement").startswith(b"%PDF")

    site.kill("documents")
    journey.request_document(coen, "Persbericht")
    site.stop_redis()
    site.start_redis()
    site.start_documents_worker()
    assert journey.await_document(coen, "#document-press_release").startswith(b"%PDF")
