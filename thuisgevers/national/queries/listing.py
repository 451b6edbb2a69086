"""The list beside the map: the same figures as rows, sorted and exported. Works on figures that were already read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from thuisgevers.municipalities.geo.places import search_places

from ..enums import OPEN_PHASES, Phase
from ..filters import MapFilter
from .figures import Figures, Place

_ORDERS: dict[str, Callable[[Place], int | str]] = {
    "provincie": lambda place: place.province_name,
    "voorbereiding": lambda place: place.shown[Phase.POTENTIAL],
    "actief": lambda place: place.shown[Phase.RUNNING],
    "afgerond": lambda place: place.shown[Phase.COMPLETED],
    "samen": lambda place: place.count(),
    "verborgen": lambda place: place.unannounced,
    "ingetrokken": lambda place: place.hidden[Phase.WITHDRAWN],
    "doet-mee": lambda place: place.participates,
}


def listed_places(figures: Figures, wanted: MapFilter) -> list[Place]:
    """The rows of the list. A village finds its municipality: only when no municipality is called so, two more queries."""
    rows = [place for place in figures.places if wanted.matches(place)]
    if wanted.text and not rows:
        codes = tuple(hit.municipality.code for hit in search_places(wanted.text))
        rows = [place for place in figures.places if codes and replace(wanted, text="", codes=codes).matches(place)]
    if wanted.phase is not None:
        rows = [place for place in rows if place.count((wanted.phase,))]
    elif not (wanted.with_all or wanted.text or wanted.codes):
        rows = [
            place for place in rows if place.participates or any(place.shown.values()) or any(place.hidden.values())
        ]
    order = _ORDERS.get(wanted.sort.lstrip("-"))
    if order is not None:
        rows.sort(key=order, reverse=wanted.sort.startswith("-"))
    elif wanted.sort.startswith("-"):
        rows.reverse()
    return rows


def as_csv(rows: Sequence[Place], *, with_hidden: bool) -> bytes:
    """Exactly the rows that are shown, for a Dutch spreadsheet program (semicolons, byte order mark)."""
    head = [
        _("CBS-code"),
        _("Gemeente"),
        _("Provincie"),
        _("Doet mee"),
        _("In voorbereiding"),
        _("Actief"),
        _("Afgerond"),
    ]
    if with_hidden:
        head += [_("Nog niet bekendgemaakt"), _("Ingetrokken")]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for place in rows:
        row: list[object] = [
            place.code,
            place.name,
            place.province_name,
            _("ja") if place.participates else _("nee"),
            *(place.shown[phase] for phase in (*OPEN_PHASES, Phase.COMPLETED)),
        ]
        writer.writerow([*row, place.unannounced, place.hidden[Phase.WITHDRAWN]] if with_hidden else row)
    return text.getvalue().encode("utf-8-sig")
