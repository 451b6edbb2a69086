"""`render_pdf`: only bundled files, the same bytes every time, and a file that everybody can read."""

from __future__ import annotations

import base64
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.rendering import FontsMissing, RenderingFailed, fonts, render_pdf

from ..factories.documents import AGREEMENT, example_html, example_pdf, metadata, with_facts

PAGE = '<!DOCTYPE html><html lang="nl"><head><title>x</title>{head}</head><body><h1>x</h1>{body}</body></html>'


class Trap(http.server.BaseHTTPRequestHandler):
    """Notes every visit; `/away` sends the visitor on to a local file."""

    visits: list[str] = []

    def do_GET(self) -> None:
        self.visits.append(self.path)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def trap() -> Iterator[str]:
    Trap.visits = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def hostile_pages(secret: str, trap: str) -> dict[str, str]:
    """Every way we know in which a document can ask for something."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{secret}" width="9" height="9"/></svg>'
    nested = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return {
        "image of a local file": PAGE.format(head="", body=f'<img alt="x" src="{secret}">'),
        "image over http": PAGE.format(head="", body=f'<img alt="x" src="{trap}/beeld.png">'),
        "image that redirects to a file": PAGE.format(head="", body=f'<img alt="x" src="{trap}/away">'),
        "stylesheet link": PAGE.format(head=f'<link rel="stylesheet" href="{trap}/stijl.css">', body=""),
        "css import": PAGE.format(head=f'<style>@import url("{trap}/stijl.css");</style>', body=""),
        "css import of a file": PAGE.format(head=f'<style>@import "{secret}";</style>', body=""),
        "css background": PAGE.format(head=f"<style>h1 {{ background: url({secret}) }}</style>", body=""),
        "font": PAGE.format(
            head=f'<style>@font-face {{ font-family: y; src: url("{trap}/y.woff") }} h1 {{ font-family: y }}</style>',
            body="",
        ),
        "attachment": PAGE.format(head=f'<link rel="attachment" href="{secret}">', body=""),
        "attachment by a link in the text": PAGE.format(head="", body=f'<a rel="attachment" href="{secret}">x</a>'),
        "image inside inline svg": PAGE.format(head="", body=svg.replace("<svg ", "<svg width='9' height='9' ")),
        "image inside svg inside a data address": PAGE.format(head="", body=f'<img alt="x" src="{nested}">'),
        "object": PAGE.format(head="", body=f'<object data="{secret}">x</object>'),
        "embed": PAGE.format(head="", body=f'<embed src="{secret}">'),
        "list marker": PAGE.format(
            head=f"<style>li {{ list-style-image: url({secret}) }}</style>", body="<ul><li>x</li></ul>"
        ),
        "generated content": PAGE.format(head=f"<style>h1::before {{ content: url({secret}) }}</style>", body=""),
        "relative address": PAGE.format(head="", body='<img alt="x" src="../settings/database.py">'),
        "base address": PAGE.format(head='<base href="file:///etc/">', body='<img alt="x" src="hostname">'),
        "bundled name with a way out": PAGE.format(head="", body='<img alt="x" src="asset:../models.py">'),
        "bundled name that does not exist": PAGE.format(head="", body='<img alt="x" src="asset:logo.png">'),
        "ftp": PAGE.format(head="", body='<img alt="x" src="ftp://127.0.0.1/x">'),
        "capital letters": PAGE.format(head="", body=f'<img alt="x" src="{secret.replace("file", "FILE")}">'),
    }


NAMES = sorted(hostile_pages("file:///x", "http://x"))


@pytest.mark.parametrize("name", NAMES)
def test_render_stops_when_a_document_asks_for_anything_else(name: str, tmp_path: Path, trap: str) -> None:
    secret = tmp_path / "geheim.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(RenderingFailed):
        render_pdf(hostile_pages(secret.as_uri(), trap)[name], metadata=metadata())
    assert Trap.visits == []


def test_the_attacks_are_real_when_weasyprint_fetches_by_itself(tmp_path: Path, trap: str) -> None:
    """Otherwise the test above could pass for another reason."""
    secret = tmp_path / "geheim.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    pages = hostile_pages(secret.as_uri(), trap)
    HTML(string=pages["css import"]).render()
    HTML(string=pages["image over http"]).render()
    assert Trap.visits == ["/stijl.css", "/beeld.png"]
    attached = HTML(string=pages["attachment"]).write_pdf()
    with pikepdf.open(__import__("io").BytesIO(attached)) as pdf:
        assert len(pdf.attachments) == 1


def test_render_accepts_bundled_files_and_data() -> None:
    pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    html = PAGE.format(head='<link rel="stylesheet" href="asset:document.css">', body=f'<img alt="x" src="{pixel}">')
    assert render_pdf(html, metadata=metadata()).page_count == 1


def test_an_image_without_a_description_is_a_failure() -> None:
    with pytest.raises(RenderingFailed, match="alt"):
        render_pdf(PAGE.format(head="", body='<img src="asset:mark.svg">'), metadata=metadata())


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_same_input_gives_the_same_bytes(kind: DocumentKind) -> None:
    assert example_pdf(kind) == example_pdf(kind)


@pytest.mark.slow
def test_another_process_gives_the_same_bytes() -> None:
    """Two workers that both make a document make one document; and no clock or hash seed leaks into it."""
    code = (
        "import tests.environment, django; django.setup()\n"
        "from tests.factories.documents import example_pdf; from thuisgevers.documents.enums import DocumentKind\n"
        "import hashlib; print(hashlib.sha256(example_pdf(DocumentKind.COOPERATION_AGREEMENT).content).hexdigest())"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "thuisgevers.settings", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = hashlib.sha256(example_pdf(DocumentKind.COOPERATION_AGREEMENT).content).hexdigest()
    assert result.stdout.strip().splitlines()[-1] == here


def test_names_outside_latin_1_use_the_extended_cuts() -> None:
    parties = (*AGREEMENT.parties[:2], with_facts(AGREEMENT.parties[2], represented_by="Małgorzata Yıldız-Dąbrowska"))
    pdf = example_pdf(DocumentKind.COOPERATION_AGREEMENT, with_facts(AGREEMENT, parties=parties))
    with pikepdf.open(__import__("io").BytesIO(pdf.content)) as opened:
        names = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert any("Extended" in name for name in names)
    assert all("Thuisgevers-Sans" in name for name in names), "a system font stepped in"


def test_missing_fonts_are_named_with_what_to_do(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "font_folders", lambda: iter([tmp_path]))
    with pytest.raises(FontsMissing, match="npm run build"):
        fonts.find_font_file("latin", "normal")


def test_font_file_is_found_with_a_hash_in_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hashed = tmp_path / "source-sans-3-latin-wght-normal.3f2a9c1d.woff2"
    hashed.touch()
    (tmp_path / "source-sans-3-latin-ext-wght-normal.woff2").touch()
    monkeypatch.setattr(fonts, "font_folders", lambda: iter([tmp_path]))
    assert fonts.find_font_file("latin", "normal") == hashed


def test_page_is_escaped_html() -> None:
    parties = (*AGREEMENT.parties[:1], with_facts(AGREEMENT.parties[1], name="<script>alert(1)</script> & Zn"))
    html = example_html(DocumentKind.COOPERATION_AGREEMENT, with_facts(AGREEMENT, parties=parties))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Zn" in html
