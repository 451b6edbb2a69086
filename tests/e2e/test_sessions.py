"""The national desk plans a series over the end of summer time; a visitor without an account comes to the session after it: asks,
confirms by mail, gets the appointment, and leaves again. The hour on the clock is the same wherever it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.looking import listen, persona_page, send
from tests.e2e.site import Site, wait_for

WHO, TITLE = "tess.sessie@voorbeeld.example", "Een avond na de zomertijd"


def end_of_summer_time() -> date:
    """The next last Sunday of October that is far enough away."""
    year = date.today().year + (date.today().month >= 10)
    last = date(year, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def plan_series(els: Page, first: date, last: date) -> None:
    els.goto("/landelijk/sessies/nieuw/")
    els.get_by_label("Titel").fill(TITLE)
    els.get_by_label("Dag", exact=True).fill(first.isoformat())
    els.get_by_label("Begint om").fill("19:30")
    els.get_by_label("Link naar de videovergadering").fill("https://video.example/kamer")
    els.locator("[name=repeat][value=weekly]").check()
    els.locator("[name=until]").fill(last.isoformat())
    send(els.locator("main form button[type=submit]").first)
    expect(els.get_by_text("De reeks van 2 sessies is gepland.")).to_be_visible()


def mail(page: Page, subject: str) -> str:
    """The text of the mail with this subject to her, once the workers sent it."""

    def rows() -> Locator:
        return page.locator("tr", has_text=WHO).filter(has_text=subject)

    def arrived() -> bool:
        page.goto("/demo/postvak/")
        return rows().count() > 0

    wait_for(f"the mail “{subject}”", arrived, seconds=150)
    with page.expect_navigation():
        rows().get_by_role("link").first.click()
    return page.inner_text("main")


def appointment(page: Page, link: Locator) -> Any:
    with page.expect_download() as downloaded:
        link.click()
    book: Any = icalendar.Calendar.from_ical(downloaded.value.path().read_bytes())
    [event] = book.walk("VEVENT")
    return event


def check_hour(event: Any, day: date) -> None:
    """Half past seven in Amsterdam, which is winter time by then."""
    starts: datetime = event["DTSTART"].dt
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert (starts.date(), starts.time(), starts.utcoffset()) == (day, time(19, 30), timedelta(hours=1))


def come_and_go(context: BrowserContext, problems: list[str], day: date) -> None:
    page = listen(context.new_page(), problems)
    page.set_default_timeout(60_000)
    page.goto("/sessies/")
    page.get_by_role("link", name=TITLE).nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.locator("main")).to_contain_text("19.30 uur")
    check_hour(appointment(page, page.get_by_role("link", name="Deze sessie (ics)")), day)
    page.get_by_label("Uw naam").fill("Tess Testpersoon")
    page.get_by_label("Uw e-mailadres").fill(WHO)
    send(page.get_by_role("button", name="Stuur mij de link"))
    assert "van 19.30 tot 20.30 uur" in mail(page, "Bevestig uw aanmelding")
    with page.expect_navigation():
        page.locator("main a[href*='/sessies/aanmelding/']").first.click()
    send(page.get_by_role("button", name="Ja, ik kom"))
    expect(page.get_by_role("heading", name="Er is een plaats voor u")).to_be_visible()
    expect(page.locator("main, aside").filter(has_text="19.30 uur").first).to_be_visible()
    here = page.url
    mine = appointment(page, page.get_by_role("link", name="Zet in mijn agenda"))
    check_hour(mine, day)
    assert "van 19.30 tot 20.30 uur" in mail(page, "U bent aangemeld")
    page.goto(here)
    send(page.get_by_role("button", name="Meld mij af"))
    expect(page.get_by_role("heading", name="U bent afgemeld")).to_be_visible()
    send(page.get_by_role("button", name="Ja, ik kom"))
    again = appointment(page, page.get_by_role("link", name="Zet in mijn agenda"))
    assert str(again["UID"]) == str(mine["UID"])
    assert int(again["SEQUENCE"]) > int(mine["SEQUENCE"])


def test_over_the_end_of_summer_time(site: Site, browser: Browser) -> None:
    problems: list[str] = []
    sunday = end_of_summer_time()
    before, after = sunday - timedelta(days=3), sunday + timedelta(days=4)
    facts: dict[str, Any] = {"base_url": site.url, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
    desk = browser.new_context(**facts)
    plan_series(listen(persona_page(desk, "els"), problems), before, after)
    desk.close()
    visitor = browser.new_context(**facts)
    come_and_go(visitor, problems, after)
    visitor.close()
    assert not problems
