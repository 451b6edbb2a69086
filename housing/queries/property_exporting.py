"""The register as a file: the same rows, columns and order as on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from housing.queries.properties import PropertyRow
from thuisgevers.common import spreadsheets

WIDTHS = (30, 11, 20, 22, 30, 18, 30, 11, 9, 26, 26, 18, 18)


def header() -> list[str]:
    return [
        _("Adres"),
        _("Postcode"),
        _("Plaats"),
        _("Soort"),
        _("Eigenaar"),
        _("Stand"),
        _("Volgende stap"),
        _("Wooneenheden"),
        _("Mensen"),
        _("Leeg"),
        _("Antwoord eigenaar"),
        _("Initiatief"),
        _("BAG-nummer"),
    ]


def line(row: PropertyRow) -> list[str]:
    return [
        row.title,
        row.postcode,
        row.place,
        row.kind,
        row.organisation,
        row.state_label,
        row.step,
        str(row.units),
        row.room,
        row.vacancy,
        row.owner,
        _("ja") if row.has_initiative else _("nee"),
        row.bag_id,
    ]


def as_csv(rows: Iterable[PropertyRow]) -> bytes:
    return spreadsheets.as_csv(header(), (line(row) for row in rows))


def as_xlsx(rows: Iterable[PropertyRow]) -> bytes:
    return spreadsheets.as_xlsx(_("Panden"), header(), (line(row) for row in rows), WIDTHS)
