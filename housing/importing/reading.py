"""From bytes to rows of cells. What a file is, its bytes say and not its name; what is too large, or is not what it says, is refused
before it is unpacked.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
#: A workbook of 20,000 rows unpacks to about 30 MB; a bomb to gigabytes.
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 500
MOST_IN_CELL = 4000
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")


class FileRefused(Exception):
    """The whole file, with the sentence for the screen."""


class Formula:
    """A cell that computes. What it would say is not in the file, or not true; its row is refused."""


FORMULA = Formula()


@dataclass(frozen=True)
class Table:
    """Headings, and rows with the number a spreadsheet shows beside them."""

    headings: list[str]
    rows: list[tuple[int, list[Any]]]


def file_type(content: bytes) -> str:
    """`csv` or `xlsx`, by content. Raises FileRefused for everything else."""
    if not content.strip():
        raise FileRefused(_("Dit bestand is leeg. Kies een ander bestand."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("Dit bestand is te groot. Het mag 5 MB zijn; deel het op."))
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    if content.startswith(_OLD_EXCEL):
        raise FileRefused(
            _("Dit is een oud of beveiligd Excel-bestand. Bewaar het als .xlsx of .csv zonder wachtwoord.")
        )
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise FileRefused(_("Dit is geen Excel- of CSV-bestand, ook al heet het misschien zo."))
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in content:
        raise FileRefused(_("Dit is geen Excel- of CSV-bestand, ook al heet het misschien zo."))
    return "csv"


def read_table(content: bytes) -> Table:
    """The first sheet, or the lines. Empty rows are left out and counted all the same."""
    lines = _xlsx(content) if file_type(content) == "xlsx" else _csv(content)
    headings: list[str] = []
    rows: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(lines, start=1):
        if not headings:
            headings = [_heading(cell) for cell in cells]
            while headings and not headings[-1]:
                headings.pop()
            if len(headings) > MOST_COLUMNS:
                raise FileRefused(_("Er zijn te veel kolommen. Gebruik het sjabloon."))
            continue
        if all(cell is None or cell == "" for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise FileRefused(_("Er zijn te veel rijen. Een bestand mag 20.000 rijen hebben; deel het op."))
        rows.append((number, cells))
    if not headings:
        raise FileRefused(_("De eerste rij is leeg. Zet daar de namen van de kolommen."))
    return Table(headings, rows)


def _heading(cell: Any) -> str:
    return "" if cell is None or cell is FORMULA else str(cell).strip()[:80]


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            return
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            yield [_cell(cell) for cell in row]
    except Exception as error:  # a broken workbook fails in any of a dozen ways
        raise FileRefused(
            _("Dit Excel-bestand is beschadigd. Open het, bewaar het opnieuw en probeer het nog eens.")
        ) from error


def _cell(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, str):
        return value[: MOST_IN_CELL + 1]
    return value


def _check_archive(content: bytes) -> None:
    """What unpacking would cost, as the archive says and as it is: a lie shows while reading, and stops there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
                raise FileRefused(_("Dit is geen Excel-bestand, ook al heet het misschien zo."))
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefused(_("Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord."))
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileRefused(_("Dit bestand is uitgepakt te groot. Deel het op, of bewaar het als CSV."))
            if "xl/vbaProject.bin" in names:
                raise FileRefused(_("Dit bestand bevat macro's. Bewaar het als .xlsx zonder macro's."))
            left = MOST_UNPACKED
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise FileRefused(
                                _("Dit bestand is uitgepakt te groot. Deel het op, of bewaar het als CSV.")
                            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileRefused(
            _("Dit Excel-bestand is beschadigd. Open het, bewaar het opnieuw en probeer het nog eens.")
        ) from error


def _csv(content: bytes) -> Iterator[list[Any]]:
    text = decode(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    if first.casefold().startswith("sep="):
        text = text.lstrip("\r\n").split("\n", 1)[1] if "\n" in text else ""
        first = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [
                FORMULA if cell.lstrip().startswith(("=", "@")) else cell.strip()[: MOST_IN_CELL + 1] for cell in row
            ]
    except csv.Error as error:
        raise FileRefused(
            _("Dit CSV-bestand klopt niet: er staat ergens een aanhalingsteken te veel of te weinig.")
        ) from error


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16 where the bytes say so or are it, else what Windows writes in Western Europe. A guess by statistics is wrong
    more often on a short Dutch list of names than this rule is."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
