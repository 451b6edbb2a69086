"""A document on an open page: waiting, its worker dead, and then ready by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from tests.database import ROOT
from tests.e2e.looking import complaints, send
from tests.e2e.site import Site
from thuisgevers.demo.personas import PERSONAS

ANNA = next(one for one in PERSONAS if one.name.startswith("Anna"))


def waiting_document(site: Site) -> str:
    command = [sys.executable, "-m", "tests.documents.seed_site", ANNA.email]
    made = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True, text=True)
    return made.stdout.strip().splitlines()[-1]


def test_page_follows_the_document_until_it_is_ready(site: Site, page: Page, tmp_path: Path) -> None:
    site.kill("documents")
    path = f"/documenten/{waiting_document(site)}/"
    page.goto("/demo/")
    send(page.get_by_role("button", name=f"Log in als {ANNA.name}"))
    page.goto(path)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert not complaints(page, briefly=True)
    page.wait_for_timeout(2000)  # at least one question that is answered with "nothing new"
    expect(page.get_by_role("progressbar")).to_be_visible()

    site.start_documents_worker()
    expect(page.locator("#t-live")).to_contain_text("Samenwerkingsovereenkomst, versie 1, is klaar.", timeout=90_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Downloaden").click()
    download.value.save_as(tmp_path / "document.pdf")
    assert download.value.suggested_filename == "samenwerkingsovereenkomst-TG-2026-7K4Q9-v1.pdf"
    with pikepdf.open(tmp_path / "document.pdf") as pdf:
        assert len(pdf.pages) >= 4
    assert not complaints(page, briefly=True)

    # The row was made without a dossier, so making it final is refused, on the card, with the words for it.
    page.get_by_role("button", name="Definitief maken").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("Dit kan nu niet")).to_be_visible()
    expect(page.get_by_role("button", name="Definitief maken")).to_be_visible()
