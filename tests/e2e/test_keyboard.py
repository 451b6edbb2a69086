"""The journeys with Tab, Enter, Space and arrows alone; what has the focus can be seen at every stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.cases import TO_ASK, TO_TAKE_UP
from tests.e2e.looking import Cases, complaints, listen, persona_page
from tests.e2e.site import Site

FAR = 120

# What has the focus: its name as people hear it, and whether it, its label or (in a drawing) a shape in it is outlined.
FOCUS = """
() => {
  const it = document.activeElement;
  const label = it.closest("label, .t-choice, .t-tile") ?? it.labels?.[0];
  const drawn = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1) || style.boxShadow !== "none";
  };
  const stroked = (one) => [...one.querySelectorAll("circle, path, polygon, rect")].some(
    (shape) => getComputedStyle(shape).stroke !== "none" && parseFloat(getComputedStyle(shape).strokeWidth) > 1);
  const box = it.getBoundingClientRect();
  return {
    tag: it.tagName.toLowerCase(),
    type: it.getAttribute("type") ?? "",
    name: [it.getAttribute("aria-label"), it.labels?.length ? [...it.labels].map((one) => one.innerText).join(" ") : "",
      ["A", "BUTTON", "SUMMARY"].includes(it.tagName.toUpperCase()) ? it.innerText ?? it.textContent : ""].filter(Boolean).join(" ").replace(/\\s+/g, " ").trim(),
    seen: ["BODY", "MAIN"].includes(it.tagName) || drawn(it) || (label && drawn(label)) || (it.closest("svg") && stroked(it)),
    inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
  };
}
"""


class Keys:
    """A person without a mouse. Every stop must be visible, on the screen, and in reach."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, name: str, *, tag: str = "", exact: bool = False) -> None:
        """Tab until what has the focus carries this name."""
        pattern = re.compile(rf"^\s*{re.escape(name)}\s*$" if exact else re.escape(name), re.IGNORECASE)
        passed = []
        for _stop in range(FAR):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            passed.append(focus["name"][:40])
            assert focus["seen"], f"the focus on {focus} cannot be seen ({self.page.url})"
            if focus["tag"] not in {"body", "main"}:
                assert focus["inside"], f"{focus} has the focus outside the screen ({self.page.url})"
            if pattern.search(focus["name"]) and tag in {"", focus["tag"]}:
                return
        raise AssertionError(f"Tab does not reach {name} at {self.page.url}: {passed}")

    def fill(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.press("ControlOrMeta+a")
        self.type(text)

    def go(self, name: str, *, tag: str = "", exact: bool = False) -> None:
        """To a button or link, and Enter; the next page is there afterwards."""
        self.to(name, tag=tag, exact=exact)
        before = self.page.url
        self.press("Enter")
        self.page.wait_for_function(
            "(before) => location.href !== before && document.readyState === 'complete'", arg=before
        )


@pytest.fixture
def keys_of(looked_at: tuple[Site, Cases], browser: Browser) -> Iterator[Callable[[str], Keys]]:
    site, _cases = looked_at
    problems: list[str] = []
    contexts = []

    def make(who: str) -> Keys:
        context = browser.new_context(
            base_url=site.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
        )
        contexts.append(context)
        return Keys(listen(persona_page(context, who), problems))

    yield make
    for context in contexts:
        context.close()
    assert not problems


def test_skip_link_comes_first(keys_of: Callable[[str], Keys]) -> None:
    keys = keys_of("")
    keys.page.goto("/over/")
    keys.press("Tab")
    assert keys.page.evaluate(FOCUS)["name"] == "Naar de inhoud"
    keys.press("Enter")
    assert keys.page.evaluate("document.activeElement.id") == "inhoud"


def test_registering(keys_of: Callable[[str], Keys]) -> None:
    keys = keys_of("")
    page = keys.page
    page.goto("/")
    keys.go("Start een initiatief")
    keys.go("Begin met aanmelden")
    keys.to("Postcode, plaats of gemeente")
    keys.type("Kampen")
    expect(page.get_by_role("option").first).to_be_visible()
    keys.press("ArrowDown", "Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    keys.go("Verder", exact=True)
    keys.to("", tag="input")
    keys.press("ArrowDown")
    page.get_by_label("Groep inwoners").focus()
    keys.press("Space")
    keys.fill("Naam van de organisatie of groep", "Buren zonder muis")
    keys.fill("Uw naam", "Fenna Zandstra")
    keys.fill("Uw e-mailadres", "fenna@voorbeeld.example")
    keys.go("Verder", exact=True)
    keys.to("pand", tag="input")
    keys.press("Space")
    keys.to("Wat voor pand is het?", tag="select")
    keys.press("ArrowDown", "ArrowDown")
    keys.fill("Straat", "Burgwal")
    keys.fill("Huisnummer", "12")
    keys.fill("Postcode", "8261 ES")
    keys.fill("Plaats", "Kampen")
    keys.fill("Minste aantal", "4")
    keys.fill("Meeste aantal", "8")
    keys.go("Verder", exact=True)
    keys.to("vergunningen", tag="input")
    keys.press("Space")
    keys.fill("Uw plan in het kort", "Met acht buren stellen we de pastorie een jaar beschikbaar.")
    keys.fill("Naam van uw initiatief", "Thuis zonder muis")
    keys.go("Verder", exact=True)
    keys.go("Aanmelding verzenden")
    expect(page.get_by_role("heading", level=1)).to_contain_text("verzonden")


def test_taking_up_asking_and_answering(keys_of: Callable[[str], Keys]) -> None:
    anna = keys_of("anna")
    anna.page.goto("/kampen/dossiers/")
    anna.to("Zoek", tag="input")
    anna.type("opgepakt")
    anna.press("Enter")
    anna.page.wait_for_url("**zoek=**")
    expect(anna.page.locator(".t-worklist tbody tr")).to_have_count(1)
    anna.go(TO_TAKE_UP)
    anna.go("Oppakken")
    anna.go("Oppakken", tag="button")
    expect(anna.page.locator(".t-hero")).to_contain_text("in behandeling")

    anna.page.goto("/kampen/dossiers/")
    anna.go(TO_ASK)
    anna.go("Aanvulling vragen")
    anna.fill("Uw vraag", "Weet de buurt het al?")
    anna.go("Vraag versturen")
    expect(anna.page.locator("main")).to_contain_text("Weet de buurt het al?")

    bram = keys_of("bram")
    bram.page.goto("/mijn-initiatief/")
    bram.go("Open het dossier van De Oude Pastorie")
    bram.fill("Uw antwoord", "Een tweede keuken past in de bijkeuken.")
    bram.go("Antwoord versturen")
    expect(bram.page.locator("main")).to_contain_text("Een tweede keuken past in de bijkeuken.")


def test_map_with_arrows(keys_of: Callable[[str], Keys]) -> None:
    """One tab stop; arrows go to the neighbour, Enter opens it."""
    keys = keys_of("")
    keys.page.goto("/kaart/")
    stops = keys.page.locator('svg a[tabindex="0"]')
    expect(stops).to_have_count(1)
    keys.to("Kampen", tag="a") if "Kampen" in (stops.get_attribute("aria-label") or "") else _onto_the_map(keys)
    names = {keys.page.evaluate(FOCUS)["name"]}
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "End", "Home"):
        keys.press(key)
        focus = keys.page.evaluate(FOCUS)
        assert focus["seen"]
        assert focus["tag"] == "a"
        names.add(focus["name"])
    assert len(names) > 1
    keys.press("Enter")
    keys.page.wait_for_url(re.compile(r"/kaart/[a-z-]+/$"))


def test_calendar_of_homes_with_arrows(keys_of: Callable[[str], Keys]) -> None:
    """One tab stop; arrows go from stay to stay and from home to home, Enter opens the placement."""
    keys = keys_of("anna")
    keys.page.goto("/kampen/plaatsingen/kalender/")
    stops = keys.page.locator('[data-calendar] svg a[tabindex="0"]')
    expect(stops).to_have_count(1)
    first = stops.get_attribute("aria-label") or ""
    keys.to(first, tag="a")
    names: set[str] = set()
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "End", "Home"):
        keys.press(key)
        focus = keys.page.evaluate(FOCUS)
        assert focus["seen"] and focus["tag"] == "a", key
        names.add(focus["name"])
    assert len(names) > 1
    assert focus["name"].startswith(first), "Home is the first stay"
    expect(stops).to_have_count(1)
    keys.press("Enter")
    keys.page.wait_for_url(re.compile(r"/kampen/plaatsingen/[0-9a-f-]{36}/"))


def _onto_the_map(keys: Keys) -> None:
    for _stop in range(FAR):
        keys.press("Tab")
        if keys.page.evaluate("!!document.activeElement.closest('svg')"):
            return
    raise AssertionError("Tab does not reach the map")


def test_menu_on_a_phone(keys_of: Callable[[str], Keys]) -> None:
    keys = keys_of("anna")
    keys.page.set_viewport_size({"width": 390, "height": 844})
    keys.page.goto("/kampen/dossiers/")
    keys.to("Menu", tag="button")
    keys.press("Enter")
    keys.to("Meer", tag="summary")
    keys.press("Enter")
    expect(keys.page.get_by_role("link", name="Leden")).to_be_visible()
    keys.go("Leden")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("Leden")


def test_the_plan_editor_with_keys_and_by_dragging(keys_of: Callable[[str], Keys]) -> None:
    """The plan for municipalities: others look at the draft of the other. The same order is reached with arrows and with a mouse."""
    keys = keys_of("els")
    page = keys.page
    page.goto("/landelijk/stappenplannen/")
    towns = page.locator("section").filter(has=page.get_by_role("heading", name="Voor gemeenten"))
    towns.get_by_role("button", name="Nieuwe versie maken").focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stappenplan voor gemeenten")
    parts, rows = page.locator("[data-sort-part]"), page.locator("[data-sort-url]")
    second = parts.nth(1).get_by_role("heading").inner_text()
    keys.to(f"Fase {second} omhoog", tag="button")
    keys.press("Enter")
    expect(parts.first.get_by_role("heading")).to_have_text(second)
    page.goto(page.url.split("#")[0])
    moved = rows.nth(1).locator("a").first.inner_text()
    keys.to(f"{moved} omhoog", tag="button")
    keys.press("Enter")
    expect(rows.first).to_contain_text(moved)
    page.goto(page.url.split("#")[0])
    keys.go("Stap toevoegen in")
    keys.to("Stap", tag="input")
    keys.type("Probeer het met toetsen")
    keys.fill("Hoeveel werkdagen duurt het meestal?", "4")
    keys.fill("Uitleg", "Met Tab en Enter.")
    keys.go("Bewaren", tag="button")
    expect(page.get_by_text("De stap is bewaard in het concept.")).to_be_visible()
    expect(parts.first).to_contain_text("Probeer het met toetsen")
    expect(rows.first).to_have_attribute("draggable", "true")
    rows.first.drag_to(rows.nth(1), source_position={"x": 12, "y": 12})
    expect(rows.nth(1)).to_contain_text(moved)
    page.set_viewport_size({"width": 1280, "height": 2600})  # both heads in sight
    heads = page.locator("[data-sort-part] > .t-card__head")
    page.goto(page.url.split("#")[0])
    expect(heads.first).to_have_attribute("draggable", "true")
    heads.first.drag_to(heads.nth(1), source_position={"x": 300, "y": 20})
    expect(parts.nth(1).get_by_role("heading")).to_have_text(second)


def test_confirming_without_leaving_the_page(keys_of: Callable[[str], Keys]) -> None:
    """The form of the confirmation page in a dialog: Escape gives the focus back, a mistake shows the page itself."""
    keys = keys_of("coen")
    page = keys.page
    page.goto("/kampen/leden/")
    keys.to("Beëindig behandelaar Anna")
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Anna Veldkamp is straks geen behandelaar meer")
    expect(dialog).to_be_visible()
    assert not complaints(page, briefly=True)
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    assert "Anna" in page.evaluate(FOCUS)["name"]
    keys.press("Enter")
    expect(dialog).to_be_visible()
    keys.go("Beëindig deze rol", tag="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Veldkamp is straks geen behandelaar meer")
    expect(page.get_by_role("link", name="Vul de reden in.")).to_be_visible()
