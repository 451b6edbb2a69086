"""The worklist as a file: the same rows, columns and order as on the screen. No cell can act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from initiatives.queries.worklist import WorklistRow

#: What a spreadsheet takes for the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """Text that a spreadsheet shows and does not execute."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def header() -> list[str]:
    return [
        _("Kenmerk"),
        _("Initiatief"),
        _("Plaats"),
        _("Stand"),
        _("Volgende stap"),
        _("Aan zet"),
        _("Termijn"),
        _("Behandelaar"),
        _("Ingediend op"),
    ]


def line(row: WorklistRow) -> list[str]:
    return [
        harmless(cell)
        for cell in (
            row.reference,
            row.name,
            row.place,
            row.state_label,
            row.step.title,
            row.ball,
            row.deadline.on.isoformat() if row.deadline.on else "",
            row.assignee,
            row.submitted_on.isoformat() if row.submitted_on else "",
        )
    ]


def as_csv(rows: Iterable[WorklistRow]) -> bytes:
    """With a byte order mark and semicolons, as Dutch spreadsheets expect."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header())
    writer.writerows(line(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[WorklistRow]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Dossiers"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (15, 38, 18, 20, 28, 18, 13, 24, 13), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(_cells(sheet, header(), bold=True))
    for row in rows:
        sheet.append(_cells(sheet, line(row)))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(sheet: Any, texts: Sequence[str], *, bold: bool = False) -> list[Any]:
    """Cells of the type text, so that nothing is guessed from their contents."""
    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells
