"""`python -m tests.e2e.pictures http://localhost:8000`: makes docs/screenshots anew from a running `make demo`.

Registers nothing and changes nothing; the wizard's draft is the only row it leaves. Needs Chromium and pdftoppm (poppler-utils).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import BROWSER, FLAGS
from tests.e2e.looking import persona_page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WIDTH = 1280


def save(name: str, image: bytes | Image.Image) -> None:
    """Every colour stays: a palette would turn the gradients into stripes."""
    picture = image if isinstance(image, Image.Image) else Image.open(io.BytesIO(image))
    picture.convert("RGB").save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png {(FOLDER / f'{name}.png').stat().st_size // 1024} kB")


def shoot(page: Page, name: str, path: str, *, height: int) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    close = page.locator(".t-messages [data-close-alert]")
    for _message in range(close.count()):
        close.first.click()
    save(name, page.screenshot())


def visitor(browser: Browser, url: str, key: str = "") -> Page:
    context = browser.new_context(
        base_url=url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": WIDTH, "height": 800},
        reduced_motion="reduce",
    )
    return persona_page(context, key)


def wizard(page: Page) -> None:
    page.goto("/initiatief-starten/")
    page.get_by_role("button", name="Begin met aanmelden").click()
    page.get_by_label("Postcode, plaats of gemeente").fill("Kampen")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_label("Groep inwoners").check()
    page.get_by_label("Naam van de organisatie of groep").fill("Buren van de Burgwal")
    page.get_by_label("Uw naam").fill("Fenna Zandstra")
    page.get_by_label("Uw e-mailadres").fill("fenna@voorbeeld.example")
    page.set_viewport_size({"width": WIDTH, "height": 1100})
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    save("wizard", page.screenshot())


def housing(page: Page) -> None:
    """Homes through the year, and beside each other three pages as a phone shows them."""
    shoot(page, "calendar", "/kampen/plaatsingen/kalender/", height=1000)
    page.set_viewport_size({"width": 390, "height": 844})
    shots = []
    page.goto("/kampen/toetsen/?lijst=bezig")
    page.locator("main tbody th a").first.click()
    page.get_by_role("link", name="Naar de vragen").click()
    page.locator("[data-visit-bar][data-kind=saved]").wait_for()
    page.evaluate("scrollTo(0, document.querySelector('.t-visit').offsetTop - 8)")
    shots.append(page.screenshot())
    for path in ("/kampen/panden/?lijst=bellen", "/kampen/plaatsingen/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        shots.append(page.screenshot())
    found = [Image.open(io.BytesIO(one)) for one in shots]
    gap = (WIDTH - sum(one.width for one in found)) // (len(found) + 1)
    sheet = Image.new("RGB", (WIDTH, found[0].height + 2 * gap), "#e9e6e1")
    for number, one in enumerate(found):
        sheet.paste(one, (gap + number * (one.width + gap), gap))
    save("phone", sheet)


def document(page: Page, name: str, dossier: str, section: str, *, pages: int) -> None:
    """The first pages of the PDF, side by side."""
    page.goto("/kampen/dossiers/?toon=gesloten")
    page.goto(f"/kampen/dossiers/?zoek={dossier}")
    page.get_by_role("link", name=dossier).first.click()
    page.wait_for_load_state()
    href = page.locator(section).get_by_role("link", name="Downloaden").first.get_attribute("href")
    assert href
    render = [str(shutil.which("pdftoppm")), "-r", "110", "-png", "-l"]
    found: list[Image.Image] = []
    pdf = page.request.get(href).body()
    for number in range(1, pages + 1):
        made = subprocess.run([*render, str(number), "-f", str(number)], input=pdf, check=True, capture_output=True)
        found.append(Image.open(io.BytesIO(made.stdout)))
    gap = 24
    sheet = Image.new("RGB", (sum(one.width + gap for one in found) + gap, found[0].height + 2 * gap), "#e9e6e1")
    for number, one in enumerate(found):
        sheet.paste(one, (gap + number * (one.width + gap), gap))
    width = WIDTH * pages // 2
    save(name, sheet.resize((width, round(sheet.height * width / sheet.width)), Image.Resampling.LANCZOS))


def main() -> None:
    url = sys.argv[1].rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(BROWSER), args=FLAGS)
        anybody = visitor(browser, url)
        shoot(anybody, "start", "/", height=1000)
        shoot(anybody, "map", "/kaart/", height=1240)
        shoot(anybody, "tiles", "/kaart/tegels/", height=1280)
        wizard(anybody)
        anna = visitor(browser, url, "anna")
        shoot(anna, "worklist", "/kampen/dossiers/", height=800)
        anna.get_by_role("link", name="De Oude Pastorie").click()
        anna.wait_for_load_state()
        shoot(anna, "dossier", anna.url, height=1300)
        document(anna, "agreement", "Boven de Bakkerij", "#document-cooperation_agreement", pages=2)
        document(anna, "press-release", "Boven de Bakkerij", "#document-press_release", pages=1)
        housing(anna)
        browser.close()


if __name__ == "__main__":
    main()
