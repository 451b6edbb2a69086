"""Rows as a file that Dutch spreadsheets open well, in which no cell can act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

#: What a spreadsheet takes for the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def harmless(text: str) -> str:
    """Text that a spreadsheet shows and does not execute."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def as_csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark and semicolons, as Dutch spreadsheets expect."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, header: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """One sheet; `widths` in characters, one per column."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append(_cells(sheet, header, bold=True))
    for line in lines:
        sheet.append(_cells(sheet, [harmless(cell) for cell in line]))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_download(content: bytes, layout: str, *names: str) -> HttpResponse:
    """To keep as a file with today's date in its name; `layout` is `csv` or `xlsx`."""
    name = "-".join([*names, timezone.localdate().isoformat()])
    return HttpResponse(
        content,
        content_type={"csv": CSV, "xlsx": XLSX}[layout],
        headers={"Content-Disposition": f'attachment; filename="{name}.{layout}"'},
    )


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
