"""The verbs of a report about a property: report, answer, pass on, work, close, reopen. Each writes one line of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import DefectActor, DefectKind, DefectOutcome, DefectUpdateKind, DefectUrgency
from housing.models import DefectReport, DefectUpdate, DwellingUnit, HouseholdCard, Property
from housing.permissions.defects import (
    can_handle_defect,
    can_reopen_defect,
    can_report_about,
    can_report_for,
    can_write_defect,
)
from housing.queries.people import OWNERS, TEAM, people_of
from housing.services.defects_telling import tell_actor, tell_reporter
from housing.states import DEFECT
from thuisgevers.audit.services import actor_label, record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.municipalities import clocks, working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

MOST_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class DefectFacts:
    """What somebody reports. `acts` is chosen by who may handle reports; otherwise it follows from the kind."""

    kind: str
    urgency: str
    description: str
    acts: str = ""


def report_defect(
    *,
    access: Access,
    property: Property,
    facts: DefectFacts,
    unit: DwellingUnit | None = None,
    client_id: UUID | None = None,
) -> DefectReport:
    """Report something about a property; who has the ball gets a mail. The same `client_id` is the same report."""
    if not can_report_about(access, property):
        raise PermissionDenied
    return _report(
        access=access,
        municipality=property.municipality,
        facts=facts,
        client_id=client_id,
        where={
            "property_id": property.pk,
            "unit": unit,
            "initiative_scope_id": property.initiative_scope_id,
        },
    )


def report_defect_at_home(
    *, access: Access, card: HouseholdCard, facts: DefectFacts, client_id: UUID | None = None
) -> DefectReport:
    """A buddy reports something about the home of the household. Nobody but the buddy finds it back through the household."""
    if not can_report_for(access, card.household_scope_id):
        raise PermissionDenied
    return _report(
        access=access,
        municipality=card.municipality,
        facts=facts,
        client_id=client_id,
        where={
            "property_id": card.property_id,
            "initiative_scope_id": card.initiative_scope_id,
            "household_scope_id": card.household_scope_id,
        },
    )


def _report(
    *,
    access: Access,
    municipality: Municipality,
    facts: DefectFacts,
    client_id: UUID | None,
    where: dict[str, Any],
) -> DefectReport:
    if access.user is None:
        raise TypeError("a report is made by a person")
    with transaction.atomic():
        again = (
            None
            if client_id is None
            else DefectReport.objects.filter(client_id=client_id, reported_by=access.user).first()
        )
        if again is not None:
            return again
        row = prepared_defect(municipality=municipality, facts=facts, client_id=client_id, where=where)
        row.reported_by = access.user
        _number(row)
        _tell_history(access, row, DefectUpdateKind.REPORTED, to_actor=row.acts)
        record_event(
            access=access,
            object_type=DEFECT.label,
            object_id=row.pk,
            verb="report",
            municipality=municipality,
            scope_id=row.timeline_scope_id,
            to_state=row.state,
        )
        tell_actor(access=access, defect=row, template="defect_reported")
        return row


def prepared_defect(
    *, municipality: Municipality, facts: DefectFacts, client_id: UUID | None, where: dict[str, Any]
) -> DefectReport:
    """A report as it is before it is saved: who has the ball, its clock, and a number to quote on the telephone."""
    today = working_days.today()
    due_on = _answer_by(facts.urgency, today)
    return DefectReport(
        municipality=municipality,
        reference=new_number(),
        kind=DefectKind(facts.kind),
        urgency=DefectUrgency(facts.urgency),
        description=facts.description.strip(),
        acts=_who_acts(facts, where["property_id"], where["initiative_scope_id"]),
        due_on=due_on,
        remind_on=_remind_on(today, due_on),
        client_id=client_id or uuid7(),
        **where,
    )


def new_number() -> str:
    return f"M{reference()[2:]}"


def acknowledge_defect(*, access: Access, defect: DefectReport, text: str, due_on: date | None = None) -> DefectReport:
    """The first answer: what happens, and by when it should be done. The reporter gets a mail."""
    with transaction.atomic():
        fresh = _locked(defect)
        due = due_on or _done_by(fresh.urgency)
        done = transition(
            access=access,
            obj=fresh,
            machine=DEFECT,
            name="acknowledge",
            may=can_handle_defect,
            changes={"answered_at": timezone.now(), **_clock(due)},
        )
        _tell_history(access, done, DefectUpdateKind.ACKNOWLEDGED, _said(text))
        tell_reporter(access=access, defect=done, template="defect_answered")
        return done


def start_defect(*, access: Access, defect: DefectReport, text: str = "", due_on: date | None = None) -> DefectReport:
    """Somebody is at it. Counts as the first answer where there was none."""
    with transaction.atomic():
        fresh = _locked(defect)
        changes: dict[str, Any] = {}
        if fresh.answered_at is None or fresh.waits_for_answer:
            changes = {"answered_at": timezone.now(), **_clock(due_on or _done_by(fresh.urgency))}
        elif due_on is not None:
            changes = _clock(due_on)
        done = transition(
            access=access, obj=fresh, machine=DEFECT, name="start", may=can_handle_defect, changes=changes
        )
        _tell_history(access, done, DefectUpdateKind.STARTED, text.strip())
        tell_reporter(access=access, defect=done, template="defect_started")
        return done


def pass_on_defect(*, access: Access, defect: DefectReport, to: str, text: str) -> DefectReport:
    """Give the ball to another; they get a mail and the same clock, from today."""
    with transaction.atomic():
        fresh = _locked(defect)
        if not can_handle_defect(access, fresh):
            raise PermissionDenied
        if not fresh.is_open:
            raise ConflictError(_("Deze melding is intussen afgerond. Heropen haar eerst."))
        if to == fresh.acts:
            raise ValidationError({"to": _("Die is al aan zet. Kies een ander.")})
        if to not in possible_actors(fresh):
            raise ValidationError({"to": _("Daar is niemand met een account. Kies een ander, of bel eerst.")})
        fresh.acts = DefectActor(to)
        if fresh.waits_for_answer:
            today = working_days.today()
            fresh.due_on = _answer_by(fresh.urgency, today)
        for name, value in _clock(fresh.due_on).items():
            setattr(fresh, name, value)
        fresh.save(update_fields=["acts", "due_on", "remind_on", "reminded_at", "escalated_at", "updated_at"])
        _tell_history(access, fresh, DefectUpdateKind.PASSED_ON, _said(text), to_actor=fresh.acts)
        record_event(
            access=access,
            object_type=DEFECT.label,
            object_id=fresh.pk,
            verb="pass_on",
            municipality=fresh.municipality,
            scope_id=fresh.timeline_scope_id,
        )
        tell_actor(access=access, defect=fresh, template="defect_passed_on")
        return fresh


def close_defect(*, access: Access, defect: DefectReport, outcome: str, text: str = "") -> DefectReport:
    """End it, with how it ended. "Not repaired" needs a reason. The reporter gets a mail and may reopen it."""
    if outcome not in DefectOutcome.values:
        raise ValidationError({"outcome": _("Kies hoe het is afgelopen.")})
    if outcome in {DefectOutcome.NOT_REPAIRED, DefectOutcome.ELSEWHERE} and not text.strip():
        raise ValidationError({"text": _("Schrijf op waarom, zodat de melder het begrijpt.")})
    with transaction.atomic():
        fresh = _locked(defect)
        now = timezone.now()
        done = transition(
            access=access,
            obj=fresh,
            machine=DEFECT,
            name="close",
            may=can_handle_defect,
            changes={
                "outcome": outcome,
                "closed_at": now,
                "answered_at": fresh.answered_at or now,
                "remind_on": None,
                "due_on": None,
            },
        )
        said = str(DefectOutcome(outcome).label)
        _tell_history(access, done, DefectUpdateKind.CLOSED, f"{said}\n{text.strip()}".strip())
        tell_reporter(access=access, defect=done, template="defect_closed")
        return done


def reopen_defect(*, access: Access, defect: DefectReport, text: str) -> DefectReport:
    """It is not over: a new clock for an answer. Not after the unit is somebody else's business: the right says so."""
    with transaction.atomic():
        fresh = _locked(defect)
        today = working_days.today()
        again = transition(
            access=access,
            obj=fresh,
            machine=DEFECT,
            name="reopen",
            may=can_reopen_defect,
            changes={
                "outcome": "",
                "closed_at": None,
                "answered_at": None,
                "due_on": _answer_by(fresh.urgency, today),
                **_clock(_answer_by(fresh.urgency, today)),
            },
        )
        _tell_history(access, again, DefectUpdateKind.REOPENED, _said(text))
        tell_actor(access=access, defect=again, template="defect_reopened")
        return again


def add_message(*, access: Access, defect: DefectReport, text: str) -> DefectUpdate:
    """A message between who reported and who acts; the other side gets a mail."""
    with transaction.atomic():
        fresh = DefectReport.objects.select_related("municipality", "reported_by").get(pk=defect.pk)
        if not can_write_defect(access, fresh):
            raise PermissionDenied
        line = _tell_history(access, fresh, DefectUpdateKind.NOTE, _said(text))
        tell_actor(access=access, defect=fresh, template="defect_message")
        tell_reporter(access=access, defect=fresh, template="defect_message")
        return line


def possible_actors(defect: DefectReport) -> list[str]:
    """Who could have the ball: the municipality always, the others where somebody holds the role."""
    found = [DefectActor.MUNICIPALITY.value]
    if people_of(defect.initiative_scope_id, TEAM):
        found.insert(0, DefectActor.INITIATIVE.value)
    if people_of(defect.property_id, OWNERS):
        found.insert(0, DefectActor.OWNER.value)
    return found


def _who_acts(facts: DefectFacts, property_id: UUID, initiative_id: UUID | None) -> DefectActor:
    """Danger is for the municipality, what is broken for the owner, the rest for the team; never for nobody."""
    if facts.acts:
        wanted = DefectActor(facts.acts)
    elif facts.urgency == DefectUrgency.DANGER:
        wanted = DefectActor.MUNICIPALITY
    elif facts.kind in {DefectKind.BROKEN, DefectKind.UNSAFE}:
        wanted = DefectActor.OWNER
    else:
        wanted = DefectActor.INITIATIVE
    if wanted == DefectActor.OWNER and not people_of(property_id, OWNERS):
        wanted = DefectActor.INITIATIVE
    if wanted == DefectActor.INITIATIVE and not people_of(initiative_id, TEAM):
        wanted = DefectActor.MUNICIPALITY
    return wanted


def _answer_by(urgency: str, start: date) -> date:
    return clocks.deadline(f"defect-answer-{urgency.replace('_', '-')}", start)


def _done_by(urgency: str) -> date:
    return clocks.deadline(f"defect-done-{urgency.replace('_', '-')}", working_days.today())


def _remind_on(today: date, due_on: date) -> date:
    """A working day before, or on the day itself where that is today."""
    return max(working_days.add_working_days(due_on, -1), min(due_on, working_days.add_working_days(today, 1)))


def _clock(due_on: date | None) -> dict[str, Any]:
    """A new clock, with nothing sent yet."""
    return {
        "due_on": due_on,
        "remind_on": None if due_on is None else _remind_on(working_days.today(), due_on),
        "reminded_at": None,
        "escalated_at": None,
    }


def _said(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("Schrijf in een paar woorden wat u wilt zeggen.")})
    return text.strip()


def _number(row: DefectReport) -> None:
    """Save; a number that exists already is drawn again."""
    for attempt in range(MOST_TRIES):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if attempt == MOST_TRIES - 1 or "reference" not in str(error):
                raise
            row.reference = new_number()
        else:
            return


def _locked(defect: DefectReport) -> DefectReport:
    return (
        DefectReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "reported_by")
        .get(pk=defect.pk)
    )


def _tell_history(
    access: Access, defect: DefectReport, kind: DefectUpdateKind, text: str = "", *, to_actor: str = ""
) -> DefectUpdate:
    line = DefectUpdate(
        municipality_id=defect.municipality_id,
        defect=defect,
        kind=kind,
        text=text,
        to_actor=to_actor,
        by=access.user,
        by_label=actor_label(access)[:150],
    )
    line.save(force_insert=True)
    return line
