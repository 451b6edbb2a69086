"""What is wrong with a page as people with other eyes, hands and screens meet it: axe, overflow, small targets, the console."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Locator, Page

Cases = dict[str, list[tuple[str, str]]]
"""Who opens which addresses, per URL name."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {1280: 800, 390: 844, 320: 640}
LEAST_TARGET = 24
#: The dark scheme changes colours and nothing else (static/build/theme.mjs): after all rules ran in light, these are what is left.
ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]
#: At this width only what depends on room is asked. No colour, and nothing shown or hidden but the second line of the logo, changes
#: between it and 320 (tests/common/test_front_end.py): there everything is asked.
AS_NARROW = 390
ABOUT_ROOM = ["target-size", "scrollable-region-focusable"]

# Of what axe would fetch beforehand only media serve a rule that runs here; style sheets serve experimental ones.
RUN_AXE = """
async ([type, values]) => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);  // the new colours are drawn first
  const found = await axe.run(document, {runOnly: {type, values}, preload: {assets: ["media"]}, resultTypes: ["violations"],
    elementRef: false});
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.target.join(" ")
    + (rule.id === "color-contrast" ? ` (${node.any[0]?.message})` : "")).join(" | ")}`);
}
"""

# Besides axe: what sticks out of the screen, and marks in drawings that a finger would miss.
LOOK = """
(least) => {
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1
      && !one.closest("[popover]:not(:popover-open)")).slice(0, 3).map((one) => `${one.tagName}.${one.getAttribute("class")}`);
    found.push(`wider than the screen: ${root.scrollWidth} > ${root.clientWidth} ${wide.join(", ")}`);
  }
  const marks = [...document.querySelectorAll("svg a")].filter((one) => one.checkVisibility({checkVisibilityCSS: true}));
  for (const mark of marks) {
    const box = mark.getBoundingClientRect();
    if (box.width && (box.width < least - 0.05 || box.height < least - 0.05)) {
      found.push(`small target: ${mark.getAttribute("aria-label") || mark.getAttribute("href")} ${box.width.toFixed(1)}x${box.height.toFixed(1)}`);
    }
  }
  return found.slice(0, 8);
}
"""


# axe keeps the private fields of its colours, thousands a page, in weak maps, and these keep the collector of garbage busy: a quarter
# of the time. A page is looked at and left, so a field on the object itself does the same.
QUICK_MAPS = """
class FieldMap {
  constructor() { this.field = Symbol(); }
  has(key) { return this.field in key; }
  get(key) { return key[this.field]; }
  set(key, value) { key[this.field] = value; return this; }
  add(key) { return this.set(key, true); }
  delete(key) { return this.has(key) && delete key[this.field]; }
}
"""


@cache
def axe_script() -> str:
    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    return f"{{ {QUICK_MAPS} (function (WeakMap, WeakSet) {{ {script}\n }})(FieldMap, FieldMap); }}"


def complaints(page: Page, *, briefly: bool = False) -> list[str]:
    """Everything found at every width, light and dark; `briefly`: wide and narrow. Leaves the page light and wide."""
    widths = {1280: 800, 320: 640} if briefly else WIDTHS
    found: list[str] = []
    # What comes later must be there: axe keeps the page of the moment in which it began.
    page.wait_for_function("() => !document.querySelector('[hx-trigger=\"load\"]')")
    page.evaluate(axe_script())
    for width, height in widths.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            if (briefly and (scheme == "light") != (width == 1280)) or (scheme == "dark" and width == AS_NARROW):
                continue
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            again = scheme == "dark" and not briefly
            rules = ["rule", ABOUT_COLOURS] if again else ["rule", ABOUT_ROOM] if width == AS_NARROW else ["tag", TAGS]
            seen = page.evaluate(RUN_AXE, rules)
            if scheme == "light" or briefly:
                seen += page.evaluate(LOOK, LEAST_TARGET)
            found += [f"{width} {scheme} {one}" for one in seen]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def listen(page: Page, problems: list[str]) -> Page:
    """Notes what the console says: errors, refusals of the content security policy, exceptions."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            problems.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    return page


def report(found: dict[str, list[str]]) -> str:
    return json.dumps({where: what for where, what in found.items() if what}, indent=1, ensure_ascii=False)


def persona_page(context: Any, key: str) -> Page:
    """A signed-in page; nobody for an empty key."""
    page: Page = context.new_page()
    page.set_default_timeout(60_000)
    if key:
        page.goto("/demo/")
        send(page.locator(f"form[action$='/{key}/'] button"))
    return page


def send(button: Locator) -> None:
    """Press a button that posts, and wait for the answer: who opens another page before it takes the request back."""
    page = button.page
    with page.expect_response(lambda response: response.request.method == "POST"):
        button.click()
    page.wait_for_load_state()


def follow(link: Locator) -> None:
    """Press a link and wait for its page: what is asked of the page at once would be asked of the one before."""
    page = link.page
    with page.expect_response(lambda response: response.request.is_navigation_request()):
        link.click()
    page.wait_for_load_state()
