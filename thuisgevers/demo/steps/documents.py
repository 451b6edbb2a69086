"""Steps that fill, make and sign documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from initiatives.services import facts
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.documents.services import finalise_document, mark_sent, mark_signed, render_document, request_document
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import add_working_days, today

from ..clock import on
from ..stage import Stage
from .step import HANDLER, Step, as_part


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says, in days after the moment at which it is filled in."""

    residents: tuple[int, int]
    parties: tuple[facts.PartyLine, ...]
    costs: tuple[facts.CostLine, ...]
    house_rules: str
    insurer: str
    starts_in: int = 30
    months: int = 12
    notice_months: int = 2
    group: str = ""

    def values(self) -> dict[str, Any]:
        starts_on = _first_of_month(today() + timedelta(days=self.starts_in))
        ends_on = _first_of_month(starts_on + timedelta(days=31 * self.months)) - timedelta(days=1)
        return {
            "residents_min": self.residents[0],
            "residents_max": self.residents[1],
            "statutory_group": self.group,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "notice_months": self.notice_months,
            "insurer_name": self.insurer,
            "insurer_informed_on": add_working_days(today(), -3),
            "house_rules": self.house_rules,
        }


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def fill_agreement(terms: Terms, *, by: str = HANDLER, after: int = 2) -> Step:
    return Step(
        after=after,
        do=as_part(
            by,
            lambda s, a: facts.edit_agreement(
                access=a, dossier=s.dossier(), values=terms.values(), parties=terms.parties, costs=terms.costs
            ),
        ),
    )


def fill_press(values: dict[str, Any], *, by: str = HANDLER, after: int = 1, embargo_days: int | None = None) -> Step:
    """`embargo_days` are working days from this step; the embargo ends in the morning of the last one."""

    def act(stage: Stage, access: Access) -> None:
        until = None if embargo_days is None else on(add_working_days(today(), embargo_days), 10)
        facts.edit_press(access=access, dossier=stage.dossier(), values={**values, "embargo_until": until})

    return Step(after=after, do=as_part(by, act))


def make_document(kind: DocumentKind, *, by: str = HANDLER, after: int = 1, is_rendered: bool = True) -> Step:
    """Ask for a document; `is_rendered` also does the worker's part, else a worker finds it waiting."""

    def act(stage: Stage, access: Access) -> None:
        dossier = stage.dossier()
        made = request_document(
            access=access,
            kind=kind,
            subject_id=dossier.initiative_id,
            municipality=dossier.municipality,
            dossier_id=dossier.pk,
        )
        stage.documents[kind] = made.pk

    def do(stage: Stage) -> None:
        as_part(by, act)(stage)
        if is_rendered:
            render_document(stage.documents[kind])

    return Step(after=after, do=do)


def _document(kind: DocumentKind, act: Callable[..., Any], *, by: str, after: int) -> Step:
    """Does nothing where the document could not be made (a machine without the built front end has no fonts)."""

    def do(stage: Stage, access: Access) -> None:
        document = Document.objects.select_related("template", "municipality").get(pk=stage.documents[kind])
        if document.state not in {DocumentState.FAILED, DocumentState.REQUESTED}:
            act(access=access, document=document)

    return Step(after=after, do=as_part(by, do))


def finalise(kind: DocumentKind, *, by: str = HANDLER, after: int = 1) -> Step:
    return _document(kind, finalise_document, by=by, after=after)


def note_sent(kind: DocumentKind, *, by: str = HANDLER, after: int = 1) -> Step:
    return _document(kind, mark_sent, by=by, after=after)


def note_signed(kind: DocumentKind, *, by: str = HANDLER, after: int = 5) -> Step:
    return _document(kind, mark_signed, by=by, after=after)
