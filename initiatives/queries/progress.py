"""How far a registration is and who has the ball, in words: for the status page, the volunteer's list and the sent page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import DossierState, InitiativeState
from ..models import Dossier, InformationRequest, Initiative

_DECIDED = (DossierState.APPROVED, DossierState.REJECTED)
_REVIEW = (DossierState.IN_REVIEW, DossierState.AWAITING_INFORMATION, DossierState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """As `components/steps.html` draws it."""

    title: str
    state: str
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """`is_ours` is true where the initiative itself must do something. `is_late` asks for an apology."""

    who: str
    title: str
    text: str
    deadline: Deadline | None
    steps: list[ProgressStep]
    is_ours: bool = False
    is_late: bool = False
    is_over: bool = False


def progress_of(
    initiative: Initiative, dossier: Dossier | None, question: InformationRequest | None = None
) -> Progress:
    """`dossier` is the latest one, `question` the oldest open question of the municipality. Reads nothing itself."""
    municipality = initiative.municipality
    them = (
        _("gemeente %(name)s") % {"name": municipality.name}
        if municipality.participates
        else _("de landelijke organisatie van de Thuisgevers")
    )
    steps = _steps(initiative, dossier)
    state = None if dossier is None else dossier.state
    if initiative.state == InitiativeState.WITHDRAWN or state == DossierState.WITHDRAWN:
        return Progress(
            who=_("niemand"),
            title=_("Het initiatief is ingetrokken"),
            text=_("Wilt u toch verder? Neem dan contact op met %(them)s.") % {"them": them},
            deadline=None,
            steps=steps,
            is_over=True,
        )
    if state == DossierState.APPROVED:
        return Progress(
            who=them,
            title=_("De gemeente is akkoord"),
            text=_("De gemeente neemt contact met u op over de samenwerkingsovereenkomst en de volgende stappen."),
            deadline=None,
            steps=steps,
            is_over=True,
        )
    if state == DossierState.REJECTED:
        return Progress(
            who=_("niemand"),
            title=_("De gemeente gaat niet verder met dit plan"),
            text=_("De reden staat in uw dossier. U kunt er ook over bellen met de gemeente."),
            deadline=None,
            steps=steps,
            is_over=True,
        )
    if state == DossierState.AWAITING_INFORMATION:
        due = question.due_on if question is not None else None if dossier is None else dossier.target_date
        return Progress(
            who=_("u"),
            title=_("De gemeente wacht op uw antwoord"),
            text=_("Er staat een vraag voor u klaar. In uw dossier kunt u die lezen en beantwoorden."),
            deadline=_deadline(due),
            steps=steps,
            is_ours=True,
            is_late=False,
        )
    due = _due(initiative, dossier)
    is_late = due is not None and due < today()
    if initiative.first_answered_at is None:
        title = (
            _("Uw eerste antwoord is te laat. Dat spijt ons")
            if is_late
            else _("U krijgt uiterlijk %(day)s antwoord") % {"day": dutch_date(due)}
            if due
            else _("U krijgt antwoord")
        )
        text = (
            _("%(them)s leest uw aanmelding en neemt contact met u op.") % {"them": them[:1].upper() + them[1:]}
            if not is_late
            else _("Wij hebben %(them)s en de coördinator hiervan op de hoogte gebracht.") % {"them": them}
        )
        return Progress(who=them, title=title, text=text, deadline=_deadline(due), steps=steps, is_late=is_late)
    title, text = {
        DossierState.SUSPENDED: (
            _("Uw dossier ligt even stil"),
            _("De gemeente wacht op iets anders en pakt het daarna weer op. De reden staat in uw dossier."),
        ),
        DossierState.ADVISED: (
            _("De gemeente neemt een besluit"),
            _("Er ligt een advies. Iemand anders bij de gemeente neemt het besluit."),
        ),
        DossierState.IN_REVIEW: (
            _("De gemeente bekijkt uw plan"),
            _("Als er iets ontbreekt, stelt de gemeente u een vraag per e-mail."),
        ),
    }.get(
        DossierState(state) if state else DossierState.SUBMITTED,
        (
            _("U hebt een eerste antwoord gekregen"),
            _("%(them)s gaat nu met uw plan aan de slag.") % {"them": them[:1].upper() + them[1:]},
        ),
    )
    if is_late:
        text = _("Dit duurt langer dan beloofd. Dat spijt ons. ") + text
    return Progress(who=them, title=title, text=text, deadline=_deadline(due), steps=steps, is_late=is_late)


def _due(initiative: Initiative, dossier: Dossier | None) -> date | None:
    if initiative.first_answered_at is None:
        return initiative.first_answer_due_on
    if dossier is None:
        return None
    if dossier.state == DossierState.SUSPENDED:
        return dossier.suspended_until
    return dossier.target_date


def _deadline(day: date | None) -> Deadline | None:
    if day is None:
        return None
    return Deadline(on=day, working_days_left=working_days_between(today(), day))


def _steps(initiative: Initiative, dossier: Dossier | None) -> list[ProgressStep]:
    state = None if dossier is None else dossier.state
    registered = initiative.registered_at
    is_answered = initiative.first_answered_at is not None
    stopped = state == DossierState.WITHDRAWN or initiative.state == InitiativeState.WITHDRAWN
    reached = 1
    if is_answered:
        reached = 2
    if state in _REVIEW:
        reached = max(reached, 2)
    if state == DossierState.ADVISED:
        reached = 3
    if state in _DECIDED:
        reached = 4
    answered_on = "" if not is_answered else dutch_date(initiative.first_answered_at)
    facts = [
        (_("Aangemeld"), "" if registered is None else dutch_date(timezone.localdate(registered))),
        (
            _("Eerste antwoord"),
            answered_on
            or (
                _("uiterlijk %(day)s") % {"day": dutch_date(initiative.first_answer_due_on)}
                if initiative.first_answer_due_on
                else ""
            ),
        ),
        (_("De gemeente bekijkt het plan"), ""),
        (
            _("Besluit"),
            _("akkoord")
            if state == DossierState.APPROVED
            else _("niet verder")
            if state == DossierState.REJECTED
            else "",
        ),
    ]
    now = {1: 1, 2: 2, 3: 3, 4: 4}[reached]
    result = []
    for number, (title, meta) in enumerate(facts):
        if number < now:
            step = "done"
        elif number == now:
            step = "stopped" if stopped else "now"
        else:
            step = "todo"
        result.append(ProgressStep(title=title, state=step, meta=meta))
    return result
