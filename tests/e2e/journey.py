"""The first journey, step by step as people press the buttons; tests string the steps together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.looking import send
from tests.e2e.site import Site, wait_for

LONG = 150_000


def field(page: Page, label: str) -> Locator:
    """The control with this label; sections may carry the same words."""
    return page.locator("input, textarea, select").and_(page.get_by_label(label)).first


@dataclass
class Journey:
    """Browsers of the people in the story. `name` is the initiative's, so that several journeys fit in one installation."""

    site: Site
    browser: Browser
    watch: Callable[[Page], Page]
    name: str
    number: str = "12"
    dossier_url: str = ""

    def person(self, width: int = 1280) -> Page:
        context: BrowserContext = self.browser.new_context(
            base_url=self.site.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": width, "height": 800},
        )
        page = self.watch(context.new_page())
        page.set_default_timeout(20_000)
        return page

    def persona(self, name: str, width: int = 1280) -> Page:
        page = self.person(width)
        page.goto("/demo/")
        send(page.get_by_role("button", name=f"Log in als {name}"))
        return page

    def register(self, page: Page, email: str) -> str:
        """Fill in the five steps and send; returns the reference."""
        page.goto("/initiatief-starten/")
        page.get_by_role("button", name="Begin met aanmelden").or_(
            page.get_by_role("link", name="Begin met aanmelden")
        ).click()
        page.get_by_label("Postcode, plaats of gemeente").fill("Kampen")
        self.next_step(page)
        page.get_by_label("Groep inwoners").check()
        page.get_by_label("Naam van de organisatie of groep").fill("Buren van de Burgwal")
        page.get_by_label("Uw naam").fill("Fenna Zandstra")
        page.get_by_label("Uw e-mailadres").fill(email)
        self.next_step(page)
        page.get_by_label("We hebben een pand, of weten er een dat misschien kan.").check()
        page.get_by_label("Wat voor pand is het?").select_option(label="Pastorie")
        for label, value in {
            "Straat": "Burgwal",
            "Huisnummer": self.number,
            "Postcode": "8261 ES",
            "Plaats": "Kampen",
            "Leeg vanaf": "2027-01-15",
            "Leeg tot": "2028-01-15",
            "Minste aantal": "4",
            "Meeste aantal": "8",
            "Slaapkamers": "5",
        }.items():
            field(page, label).fill(value)
        self.next_step(page)
        page.get_by_label("Uw plan in het kort").fill("Met acht buren stellen we de pastorie een jaar beschikbaar.")
        page.get_by_label("Naam van uw initiatief").fill(self.name)
        self.next_step(page)
        page.get_by_role("button", name="Aanmelding verzenden").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("verzonden")
        found = re.search(r"TG-\d{4}-[0-9A-Z]{5}", page.inner_text("main"))
        assert found
        return found.group()

    def next_step(self, page: Page) -> None:
        page.keyboard.press("Escape")
        send(page.get_by_role("button", name="Verder", exact=True))

    def mail(self, page: Page, *, to: str, subject: str) -> str:
        """The text of a mail once it was sent."""

        def arrived() -> bool:
            page.goto("/demo/postvak/")
            return page.locator("tr", has_text=to).filter(has_text=subject).count() > 0

        wait_for(f"the mail “{subject}” to {to}", arrived, seconds=60)
        with page.expect_navigation():
            page.locator("tr", has_text=to).filter(has_text=subject).get_by_role("link").first.click()
        return page.inner_text("main")

    def link(self, text: str, part: str) -> str:
        found = re.search(rf"https?://\S*{part}\S+", text)
        assert found, text
        return found.group()

    def open_dossier(self, page: Page) -> None:
        page.goto("/kampen/dossiers/")
        page.get_by_role("link", name=self.name).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.name)
        self.dossier_url = page.url.split("#")[0]

    def act(self, page: Page, path: str, button: str, fields: dict[str, str] | None = None, choose: str = "") -> None:
        """One action on its own address: fill, press, come back to the dossier."""
        page.goto(self.dossier_url + path)
        if choose:
            page.get_by_label(choose, exact=True).check()
        for label, value in (fields or {}).items():
            field(page, label).fill(value)
        page.get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_url(lambda url: not url.split("#")[0].endswith(path))

    def fill_agreement(self, page: Page) -> None:
        page.goto(self.dossier_url + "afspraken/")
        for index, (role, name, signs) in enumerate(
            [("gemeente", "Gemeente Kampen", "A. van der Meer"), ("eigenaar", "Kerkrentmeesters Burgwal", "B. Jansen")]
        ):
            party = page.locator(f"#partij-{index}")
            options = party.get_by_label("Rol").locator("option").all_inner_texts()
            party.get_by_label("Rol").select_option(label=next(text for text in options if role in text.lower()))
            party.get_by_label("Naam van de organisatie").fill(name)
            party.get_by_label("Straat en huisnummer").fill("Burgwal 1")
            party.get_by_label("Postcode en plaats").fill("8261 ES Kampen")
            party.get_by_label("Wie tekent").fill(signs)
            party.get_by_label("Functie").fill("voorzitter")
        for label, value in {
            "Minste aantal bewoners": "4",
            "Meeste aantal bewoners": "8",
            "Begint op": "2027-02-01",
            "Eindigt op": "2028-01-15",
            "Opzegtermijn in maanden": "2",
            "Verzekeraar van het pand": "Voorbeeld Verzekeringen",
            "Verzekeraar ingelicht op": "2026-11-20",
            "Waarvoor": "Energie",
            "Wie betaalt": "Gemeente Kampen",
            "Huisregels": "Na tien uur is het stil.",
        }.items():
            field(page, label).fill(value)
        page.locator("main form button.nl-button--primary").last.click()
        page.wait_for_url(lambda url: "afspraken" not in url.split("#")[0])
        page.goto(self.dossier_url + "pand/")
        page.get_by_label("bruikleen", exact=True).check()
        page.get_by_role("button", name="Bewaren").first.click()
        page.wait_for_url(lambda url: not url.split("#")[0].endswith("pand/"))

    def request_document(self, page: Page, name: str) -> None:
        page.goto(self.dossier_url)
        send(page.get_by_role("button", name=re.compile(rf"Maak het document.*{name}")).first)

    def await_document(self, page: Page, section: str) -> bytes:
        """Wait on the page itself, as a person would, and download the PDF."""
        page.goto(self.dossier_url)
        download = page.locator(section).get_by_role("link", name=re.compile("Download|PDF")).first
        try:
            expect(download).to_be_visible(timeout=LONG)
        except AssertionError as error:
            raise AssertionError(f"{page.locator(section).inner_text()}\n{self.site.logs()}") from error
        href = download.get_attribute("href")
        assert href
        response = page.request.get(href)
        assert response.status == 200
        return response.body()


def approve(journey: Journey) -> Page:
    """From a registered dossier to an approved one with its facts; returns Anna's page."""
    anna = journey.persona("Anna Veldkamp")
    journey.open_dossier(anna)
    journey.act(anna, "oppakken/", "Oppakken")
    journey.fill_agreement(anna)
    journey.act(
        anna,
        "pers/",
        "Bewaren",
        {"Contactpersoon voor de pers": "C. Woordvoerder", "E-mail voor de pers": "pers@voorbeeld.example"},
    )
    return anna


def decide(journey: Journey, anna: Page) -> Page:
    journey.act(anna, "advies/", "Advies uitbrengen", {"Toelichting": "Het pand past."}, choose="Akkoord geven")
    anna.goto(journey.dossier_url + "besluit/")
    expect(anna.get_by_role("button", name="Besluit vastleggen")).to_have_count(0)
    coen = journey.persona("Coen Terwal")
    coen.goto(journey.dossier_url + "besluit/")
    coen.get_by_label("Akkoord geven", exact=True).or_(coen.get_by_label("Akkoord", exact=True)).first.check()
    coen.locator("main form button.nl-button--primary").first.click()
    coen.wait_for_url(lambda url: "besluit/" not in url.split("#")[0])
    expect(coen.locator(".t-hero")).to_contain_text("akkoord")
    return coen
