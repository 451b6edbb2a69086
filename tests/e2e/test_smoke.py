"""The installation runs: pages come, the workers beat, nothing complains."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from playwright.sync_api import Page, expect

from tests.e2e.site import Site, wait_for


def test_ready_tells_of_every_part(site: Site) -> None:
    def is_ready() -> bool:
        try:
            with urllib.request.urlopen(f"{site.url}/healthz/ready/", timeout=5) as response:
                return bool(json.load(response))
        except urllib.error.HTTPError:
            return False

    wait_for("readiness", is_ready, seconds=60)


def test_start_page_and_persona(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/demo/")
    page.get_by_role("button", name="Log in als Anna Veldkamp").click()
    expect(page.get_by_role("navigation").first).to_contain_text("Dossiers")
