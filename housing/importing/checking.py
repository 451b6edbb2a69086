"""From a table to values and problems. Every problem names row, column and what to do, never what stood in the cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from housing.enums import AgeBand, ImportKind

from .cells import CellError, as_text, looks_like_bsn
from .columns import COLUMNS, Column, column_of, forbidden
from .reading import FORMULA, MOST_IN_CELL, FileRefused, Table

LARGEST_HOUSEHOLD = 30
#: A column in which so many cells could be a BSN refuses the file; a single one is a problem of its row.
_MANY = 5

type Problem = tuple[int, str, str]


@dataclass
class Checked:
    """`values` per row that is right, with its number; `columns` as (heading, name of the field)."""

    columns: list[tuple[str, str]]
    values: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    row_count: int = 0


def check_table(kind: str, table: Table) -> Checked:
    """Judge headings, then every cell, then every row. Raises FileRefused with the column named."""
    columns = map_columns(kind, table.headings)
    _refuse_numbers_of_people(columns, table)
    checked = Checked(
        columns=[(heading, column.name) for heading, column in zip(table.headings, columns, strict=True)],
        row_count=len(table.rows),
    )
    if not table.rows:
        raise FileRefused(_("Er staan geen rijen onder de namen van de kolommen."))
    width = len(columns)
    seen: Counter[str] = Counter()
    for number, cells in table.rows:
        problems: list[Problem] = []
        if any(cell not in (None, "") for cell in cells[width:]):
            problems.append((number, "", _("Er staat iets rechts van de laatste kolom. Haal dat weg.")))
        values: dict[str, Any] = {}
        for index, column in enumerate(columns):
            cell = cells[index] if index < len(cells) else None
            _read(column, cell, number, values, problems)
        _check_row(kind, number, values, seen, problems)
        if problems:
            checked.problems += problems
        else:
            checked.values.append((number, values))
    return checked


def map_columns(kind: str, headings: list[str]) -> list[Column]:
    """A column per heading. Anything forbidden, unknown, empty, twice or missing refuses the file."""
    found: list[Column] = []
    for heading in headings:
        what = forbidden(heading)
        if what is not None:
            raise FileRefused(
                _("De kolom “%(heading)s” gaat over %(what)s. Dat mogen wij niet bewaren. Haal de hele kolom weg.")
                % {"heading": heading, "what": what}
            )
    for heading in headings:
        column = column_of(kind, heading)
        if not heading:
            raise FileRefused(_("Er is een kolom zonder naam. Haal die weg of geef haar een naam uit het sjabloon."))
        if column is None:
            raise FileRefused(
                _("De kolom “%(heading)s” kennen wij niet. Haal haar weg, of gebruik een naam uit het sjabloon.")
                % {"heading": heading}
            )
        if column in found:
            raise FileRefused(_("De kolom “%(label)s” staat er twee keer in.") % {"label": column.label})
        found.append(column)
    missing = [column.label for column in COLUMNS[kind] if column.is_required and column not in found]
    if missing:
        raise FileRefused(_("Deze kolom ontbreekt: %(labels)s.") % {"labels": ", ".join(missing)})
    return found


def _refuse_numbers_of_people(columns: list[Column], table: Table) -> None:
    for index, column in enumerate(columns):
        if column.may_be_digits:
            continue
        cells = [as_text(row[index]) for _number, row in table.rows if index < len(row) and row[index] is not FORMULA]
        filled = [cell for cell in cells if cell]
        hits = sum(looks_like_bsn(cell) for cell in filled)
        if hits >= _MANY and hits * 2 >= len(filled):
            raise FileRefused(
                _("In de kolom “%(heading)s” lijken burgerservicenummers te staan. Haal die weg.")
                % {"heading": table.headings[index]}
            )


def _read(column: Column, cell: Any, number: int, values: dict[str, Any], problems: list[Problem]) -> None:
    if cell is FORMULA:
        problems.append((number, column.label, _("Hier staat een formule. Zet de uitkomst erin als gewone tekst.")))
        return
    if isinstance(cell, str) and len(cell) > MOST_IN_CELL:
        problems.append((number, column.label, _("Er staat te veel in deze cel.")))
        return
    if not column.may_be_digits and cell is not None and looks_like_bsn(as_text(cell)):
        problems.append((number, column.label, _("Dit kan een burgerservicenummer zijn. Haal het weg.")))
        return
    try:
        value = column.read(cell)
    except CellError as error:
        problems.append((number, column.label, str(error)))
        return
    if column.is_required and value in (None, ""):
        problems.append((number, column.label, _("Vul dit in.")))
        return
    values[column.name] = value


def _check_row(kind: str, number: int, values: dict[str, Any], seen: Counter[str], problems: list[Problem]) -> None:
    key = values.get("import_key")
    if key:
        seen[key] += 1
        if seen[key] > 1:
            problems.append(
                (
                    number,
                    _("Eigen nummer"),
                    _("Dit nummer staat al in een eerdere rij. Geef elke rij een eigen nummer."),
                )
            )
    if kind == ImportKind.HOUSEHOLDS:
        _check_household(number, values, problems)
    else:
        _check_property(number, values, problems)


def _check_household(number: int, values: dict[str, Any], problems: list[Problem]) -> None:
    bands = [f"people_{band}" for band in AgeBand.values]
    if not any(column == band for _row, column, _text in problems for band in bands):
        size = sum(values.get(band) or 0 for band in bands)
        if not problems and not 1 <= size <= LARGEST_HOUSEHOLD:
            problems.append(
                (
                    number,
                    _("aantallen per leeftijd"),
                    _("Vul in hoeveel mensen er zijn: minstens één, hoogstens dertig."),
                )
            )
    allocated, permit = values.get("allocated_on"), values.get("permit_on")
    if permit and not allocated:
        problems.append((number, _("Gekoppeld op"), _("Vul ook in wanneer het huishouden is gekoppeld.")))
    if permit and allocated and permit > allocated:
        problems.append((number, _("Vergunning op"), _("De vergunning ligt na de koppeling. Controleer de datums.")))


def _check_property(number: int, values: dict[str, Any], problems: list[Problem]) -> None:
    least, most = values.get("capacity_min"), values.get("capacity_max")
    if least and most and least > most:
        problems.append((number, _("Meeste aantal bewoners"), _("Het meeste aantal is lager dan het minste aantal.")))
    starts, ends = values.get("vacant_from"), values.get("vacant_until")
    if starts and ends and ends <= starts:
        problems.append((number, _("Leeg tot"), _("De einddatum ligt niet na de begindatum.")))
