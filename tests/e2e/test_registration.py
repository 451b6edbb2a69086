"""Registering as people do it: by keyboard, with the back button, on a phone, stopping halfway, without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import complaints
from tests.e2e.site import Site, wait_for

START = "/initiatief-starten/"


def choose_place(page: Page, text: str = "Gemeente Kampen") -> None:
    page.get_by_label("Postcode, plaats of gemeente").fill(text)
    page.keyboard.press("Escape")
    go_on(page)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder", exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def say_who(page: Page, email: str) -> None:
    page.get_by_label("Vereniging").check()
    page.get_by_label("Naam van de organisatie of groep").fill("Dorpsbelang Testwijk")
    page.get_by_label("Uw naam").fill("Tess Testpersoon")
    page.get_by_label("Uw e-mailadres").fill(email)
    go_on(page)


def test_every_step_reads_well_and_back_keeps_the_answers(page: Page) -> None:
    page.goto(START)
    found = complaints(page)
    page.get_by_role("button", name="Begin met aanmelden").click()
    found += complaints(page)
    choose_place(page, "Nergenshuizen")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    found += complaints(page)
    choose_place(page)
    heading(page, "Wie bent u?")
    found += complaints(page)
    say_who(page, "tess@voorbeeld.example")
    heading(page, "Is er al een pand?")

    page.go_back()
    heading(page, "Wie bent u?")
    expect(page.get_by_label("Uw naam")).to_have_value("Tess Testpersoon")
    go_on(page)

    expect(page.get_by_label("Straat")).to_be_hidden()
    page.get_by_label("We hebben een pand").check()
    expect(page.get_by_label("Straat")).to_be_visible()
    found += complaints(page)
    page.get_by_label("De gemeente en de Thuisgevers denken mee").check()
    go_on(page)
    heading(page, "Uw plan")
    found += complaints(page)
    go_on(page)
    heading(page, "Controleer")
    found += complaints(page)
    page.get_by_role("link", name="Wijzig Contactpersoon").click()
    page.get_by_label("Uw naam").fill("Tess de Tester")
    page.get_by_role("button", name="Bewaren en terug naar controleren").click()
    heading(page, "Controleer")
    expect(page.locator("main")).to_contain_text("Tess de Tester")
    page.get_by_role("button", name="Aanmelding verzenden").click()
    heading(page, "verzonden")
    found += complaints(page)

    page.go_back()
    heading(page, "verzonden")
    assert found == []


def test_suggestions_work_by_keyboard_alone(page: Page) -> None:
    page.goto(START)
    page.get_by_role("button", name="Begin met aanmelden").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Postcode, plaats of gemeente")
    box.focus()
    page.keyboard.type("Kampe")
    option = page.get_by_role("option").filter(has_text="Kampen").first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile("Kampen"))
    page.keyboard.press("Enter")
    heading(page, "Wie bent u?")


def test_half_a_step_is_there_again_and_link_in_the_mail_opens_it_elsewhere(
    page: Page, browser: Browser, site: Site
) -> None:
    email = "halverwege@voorbeeld.example"
    page.goto(START)
    page.get_by_role("button", name="Begin met aanmelden").click()
    choose_place(page)
    page.get_by_label("Uw naam").fill("Halve Test")
    expect(page.locator("[data-keep-status]")).to_contain_text("Bewaard om")
    page.reload()
    expect(page.get_by_label("Uw naam")).to_have_value("Halve Test")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    page.get_by_role("button", name="Bewaar en ga later verder").click()
    page.get_by_label("Uw e-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij de link").click()
    heading(page, "onderweg")

    phone = browser.new_page(base_url=site.url, viewport={"width": 390, "height": 844})
    found: list[str] = []

    def arrived() -> bool:
        phone.goto("/demo/postvak/")
        row = phone.get_by_role("row").filter(has_text=email).first
        if not row.count():
            return False
        row.get_by_role("link").first.click()
        link = re.search(r"https?://\S*initiatief-starten/verder/\S+", phone.locator("main").inner_text())
        if link:
            found.append(link.group())
        return bool(found)

    wait_for("the link", arrived)
    phone.goto(found[0])
    heading(phone, "Wie bent u?")
    assert phone.url.endswith("/wie/")
    expect(phone.get_by_label("Uw naam")).to_have_value("Halve Test")
    phone.close()


def test_everything_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    page.goto(START)
    page.get_by_role("button", name="Begin met aanmelden").click()
    page.get_by_label("Postcode, plaats of gemeente").fill("Gemeente Kampen")
    go_on(page)
    say_who(page, "zonder@voorbeeld.example")
    page.get_by_label("De gemeente en de Thuisgevers denken mee").check()
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Aanmelding verzenden").click()
    heading(page, "verzonden")
    context.close()
