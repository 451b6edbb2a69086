"""The worklist as a file: the same rows, columns and order as on the screen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from initiatives.queries.worklist import WorklistRow
from thuisgevers.common import spreadsheets

WIDTHS = (15, 38, 18, 20, 28, 18, 13, 24, 13)


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
        row.reference,
        row.name,
        row.place,
        row.state_label,
        row.step.title,
        row.ball,
        row.deadline.on.isoformat() if row.deadline.on else "",
        row.assignee,
        row.submitted_on.isoformat() if row.submitted_on else "",
    ]


def as_csv(rows: Iterable[WorklistRow]) -> bytes:
    return spreadsheets.as_csv(header(), (line(row) for row in rows))


def as_xlsx(rows: Iterable[WorklistRow]) -> bytes:
    return spreadsheets.as_xlsx(_("Dossiers"), header(), (line(row) for row in rows), WIDTHS)
