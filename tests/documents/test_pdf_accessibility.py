"""Both documents are files that a screen reader can walk: checked in the PDF itself."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds.cooperation_agreement import PartyRole

from ..factories.documents import AGREEMENT, PRESS, example_pdf, with_facts


def elements(node: Any) -> Iterator[Any]:
    """All structure elements below a node of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def tags(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot.K))


@pytest.fixture(params=list(DocumentKind))
def pdf(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(example_pdf(request.param).content)) as opened:
        yield opened


def test_file_says_that_it_is_tagged_dutch_and_titled(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert str(pdf.docinfo["/Title"])
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])


def test_headings_lists_and_figures_are_tagged(pdf: pikepdf.Pdf) -> None:
    found = tags(pdf)
    assert found["/H1"] == 1
    assert found["/H2"] >= 4
    assert found["/P"] >= 5
    figures = [element for element in elements(pdf.Root.StructTreeRoot.K) if element.S == "/Figure"]
    assert figures
    assert all(str(figure.Alt) for figure in figures)


def test_no_heading_stands_inside_a_heading(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf.Root.StructTreeRoot.K):
        if str(element.S) in {"/H1", "/H2", "/H3"}:
            inside = Counter(str(child.S) for child in elements(element.K))
            assert not {"/H1", "/H2", "/H3"} & set(inside)


def test_table_cells_point_at_their_headers(pdf: pikepdf.Pdf) -> None:
    found = tags(pdf)
    assert found["/Table"] >= 1
    assert found["/TH"] >= 4
    cells = [element for element in elements(pdf.Root.StructTreeRoot.K) if element.S == "/TD"]
    headers = {str(e.ID) for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/TH" and "/ID" in e}
    assert cells
    for cell in cells:
        named = [str(name) for name in cell.A.Headers]
        assert named
        assert set(named) <= headers


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
    assert fonts
    for font in fonts.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert "/ToUnicode" in font


def test_agreement_numbers_its_members_on_across_a_table() -> None:
    pdf = pikepdf.open(io.BytesIO(example_pdf(DocumentKind.COOPERATION_AGREEMENT).content))
    assert tags(pdf)["/Lbl"] > 40
    assert 4 <= len(pdf.pages) <= 7


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_agreement_has_a_signature_for_every_party(parties: int) -> None:
    facts = with_facts(AGREEMENT, parties=AGREEMENT.parties[:parties], volunteers_by=PartyRole.OWNER)
    with pikepdf.open(io.BytesIO(example_pdf(DocumentKind.COOPERATION_AGREEMENT, facts).content)) as pdf:
        by_party = tags(pdf)["/H3"]
    with_four = 4 + 2 + 2  # signatures, tasks of municipality and owner, of diaconate and foundation
    assert by_party == {2: 2 + 2, 3: 3 + 3, 4: with_four}[parties]


def test_press_release_with_one_quote_is_one_page() -> None:
    assert len(PRESS.quotes) == 1
    assert example_pdf(DocumentKind.PRESS_RELEASE, PRESS).page_count == 1
    two = with_facts(PRESS, quotes=PRESS.quotes * 2, named_partners=("de Diaconie Voorbeeldkerk",))
    assert example_pdf(DocumentKind.PRESS_RELEASE, two).page_count <= 2
