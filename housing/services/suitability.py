"""The verbs of a visit: start, answer, hand in, sign. Lock order: property, assessment, check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import AssessmentState, CheckOutcome, PropertyState, SuitabilityOutcome
from housing.models import OPEN_ASSESSMENTS, Assessment, Property, SuitabilityCheck, SuitabilityCriterion
from housing.permissions.properties import may_at
from housing.permissions.suitability import can_assess_property, can_fill_assessment
from housing.queries.suitability import criteria_on, summary_of
from housing.services.suitability_telling import tell_sent_back, tell_signed, tell_submitted, warn_open_property
from housing.states import ASSESSMENT, PROPERTY
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities import clocks, working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

#: How far ahead of ours a device's clock may run before we take ours.
CLOCK_SLACK = timedelta(minutes=2)


class IncompleteError(ConflictError):
    """Compulsory questions have no answer yet; `missing` are they."""

    def __init__(self, missing: list[SuitabilityCriterion]) -> None:
        super().__init__(
            _("Nog niet alle verplichte vragen hebben een antwoord. U kunt pas indienen als ze er alle staan.")
        )
        self.missing = missing


class NotDraftError(ConflictError):
    """The round was handed in, signed or dropped meanwhile: nothing more is written in it."""


class OtherAnswerError(ConflictError):
    """A colleague gave another answer that this device has not seen. `theirs` is what stands in the database."""

    def __init__(self, theirs: SuitabilityCheck) -> None:
        super().__init__(
            _("Een collega gaf hier intussen een ander antwoord. Kies welk antwoord klopt; er is nog niets vervangen.")
        )
        self.theirs = theirs


@dataclass(frozen=True, kw_only=True)
class Given:
    """Where an answer comes from: `client_id` names it, `answered_at` is the clock of the device, `seen` the revision that
    the device had seen (0: no answer yet; None: not compared)."""

    client_id: UUID | None = None
    answered_at: datetime | None = None
    seen: int | None = None


def start_assessment(
    *,
    access: Access,
    property: Property,
    visited_on: date,
    client_id: UUID | None = None,
) -> Assessment:
    """Begin a round through a property. A property that was reported is being assessed from now on; one that was found
    unsuitable again, when an official starts.

    The same `client_id` gives the same round. Raises ConflictError while another round is open, and for a property that is
    closed or withdrawn.
    """
    if access.user is None:
        raise TypeError("a visit is made by a person")
    if not may_at(access, Capability.PROPERTY_ASSESS, property):
        raise PermissionDenied
    with transaction.atomic():
        place = (
            Property.objects.select_for_update(of=("self",), no_key=True)
            .select_related("municipality")
            .get(pk=property.pk)
        )
        again = None if client_id is None else Assessment.objects.filter(client_id=client_id, property=place).first()
        if again is not None:
            return again
        if not can_assess_property(access, place):
            raise ConflictError(
                _("Dit pand is %(state)s. Zet het eerst opnieuw in; daarna kunt u het toetsen.")
                % {"state": place.get_state_display()}
            )
        if Assessment.objects.filter(property=place, state__in=OPEN_ASSESSMENTS).exists():
            raise ConflictError(_("Voor dit pand loopt al een toets. Werk daarin verder, of laat die eerst vervallen."))
        if place.state == PropertyState.REPORTED:
            transition(access=access, obj=place, machine=PROPERTY, name="start_visit")
        elif place.state == PropertyState.UNSUITABLE:
            if not access.may(Capability.DOSSIER_HANDLE, municipality=place.municipality):
                raise ConflictError(
                    _("Dit pand is niet geschikt bevonden. Vraag de gemeente om het opnieuw te beoordelen.")
                )
            transition(access=access, obj=place, machine=PROPERTY, name="assess_again")
        row = Assessment(
            municipality=place.municipality,
            property=place,
            initiative_scope_id=place.initiative_scope_id,
            visited_on=visited_on,
            visited_by=access.user,
            client_id=client_id or uuid7(),
        )
        row.save(force_insert=True)
        _note(access, row, "start")
        return row


def record_check(
    *,
    access: Access,
    assessment: Assessment,
    criterion: SuitabilityCriterion,
    outcome: str,
    failure_reason: str = "",
    note: str = "",
    valid_until: date | None = None,
    given: Given | None = None,
) -> SuitabilityCheck:
    """Write one answer down, once, however often it is sent.

    Of the same person the later answer wins, by the clock of the device. An answer of a colleague is replaced only by
    somebody who has seen it: else OtherAnswerError. Raises ValidationError at the field and NotDraftError.
    """
    if access.user is None:
        raise TypeError("an answer is given by a person")
    failure_reason, note = failure_reason.strip(), note.strip()
    check_answer(criterion, outcome, failure_reason, note)
    given = given or Given()
    now = timezone.now()
    moment = given.answered_at or now
    if moment > now + CLOCK_SLACK:
        moment = now
    with transaction.atomic():
        fresh = _locked(assessment)
        if not may_at(access, Capability.PROPERTY_ASSESS, fresh.property):
            raise PermissionDenied
        held = (
            SuitabilityCheck.objects.select_related("checked_by").filter(assessment=fresh, criterion=criterion).first()
        )
        if held is not None and given.client_id is not None and held.client_id == given.client_id:
            return held
        if fresh.state != AssessmentState.DRAFT:
            raise NotDraftError(
                _("Deze toets is al %(state)s. Uw antwoord is niet verstuurd; het staat nog op dit toestel.")
                % {"state": fresh.get_state_display()}
            )
        values = {
            "outcome": CheckOutcome(outcome),
            "failure_reason": failure_reason if outcome == CheckOutcome.FAILED else "",
            "note": note,
            "valid_until": valid_until or _old_from(criterion, outcome, fresh.visited_on),
            "checked_by": access.user,
            "checked_at": now,
            "answered_at": moment,
            "client_id": given.client_id or uuid7(),
        }
        if held is None:
            made = SuitabilityCheck(
                municipality=fresh.municipality,
                assessment=fresh,
                property_id=fresh.property_id,
                initiative_scope_id=fresh.initiative_scope_id,
                criterion=criterion,
                **values,
            )
            made.save(force_insert=True)
            return made
        if (held.outcome, held.failure_reason, held.note) == (outcome, values["failure_reason"], note):
            return held
        if held.checked_by_id == access.user.pk:
            if given.answered_at is not None and moment <= held.answered_at:
                return held
        elif given.seen is not None and given.seen != held.revision:
            raise OtherAnswerError(held)
        for name, value in values.items():
            setattr(held, name, value)
        held.revision += 1
        held.save()
        return held


def check_answer(criterion: SuitabilityCriterion, outcome: str, failure_reason: str, note: str) -> None:
    """The rules of one answer. Raises ValidationError at the field."""
    if outcome not in CheckOutcome.values:
        raise ValidationError({"outcome": _("Kies een antwoord.")})
    if outcome == CheckOutcome.FAILED and not failure_reason:
        raise ValidationError({"failure_reason": _("Schrijf op wat er niet in orde is.")})
    if outcome == CheckOutcome.NOT_APPLICABLE and criterion.is_compulsory and not note:
        raise ValidationError({"note": _("Schrijf kort op waarom dit hier niet van toepassing is.")})
    for field, text in (("failure_reason", failure_reason), ("note", note)):
        if len(text) > 400:
            raise ValidationError(
                {field: _("Maak dit korter: er passen 400 tekens in, dit zijn er %(n)s.") % {"n": len(text)}}
            )


def submit_assessment(*, access: Access, assessment: Assessment, remark: str = "") -> Assessment:
    """Hand the round in for signing. Raises IncompleteError while compulsory questions have no answer; the handlers of
    the municipality get a mail."""
    with transaction.atomic():
        fresh = _locked(assessment)
        summary = summary_of(fresh)
        if fresh.state == AssessmentState.DRAFT and summary.missing:
            raise IncompleteError(summary.missing)
        done = transition(
            access=access,
            obj=fresh,
            machine=ASSESSMENT,
            name="submit",
            may=can_fill_assessment,
            changes={
                "outcome": summary.outcome,
                "remark": remark.strip(),
                "submitted_by": access.user,
                "submitted_at": timezone.now(),
            },
        )
        tell_submitted(access=access, assessment=done)
        return done


def send_back_assessment(*, access: Access, assessment: Assessment, reason: str) -> Assessment:
    """Back to who made the visit, with what is missing."""
    with transaction.atomic():
        back = transition(
            access=access,
            obj=_locked(assessment),
            machine=ASSESSMENT,
            name="send_back",
            reason=reason,
            changes={"outcome": "", "submitted_by": None, "submitted_at": None},
        )
        tell_sent_back(access=access, assessment=back, reason=reason.strip())
        return back


def drop_assessment(*, access: Access, assessment: Assessment, reason: str) -> Assessment:
    """A round that will not be finished; its answers stay readable."""
    with transaction.atomic():
        fresh = _locked(assessment)
        return transition(
            access=access, obj=fresh, machine=ASSESSMENT, name="drop", reason=reason, may=can_fill_assessment
        )


def sign_assessment(*, access: Access, assessment: Assessment) -> Assessment:
    """An official takes responsibility for the result; it replaces the round that held before, and the property moves with it.

    A property that people live in stays open, whatever the result: the coordinators are told and decide.
    """
    if access.user is None:
        raise PermissionDenied
    with transaction.atomic():
        place = (
            Property.objects.select_for_update(of=("self",), no_key=True)
            .select_related("municipality")
            .get(pk=assessment.property_id)
        )
        fresh = _locked(assessment)
        access.require(Capability.PROPERTY_SIGN, municipality=place.municipality)
        summary = summary_of(fresh)
        if fresh.state == AssessmentState.SUBMITTED and summary.missing:
            raise IncompleteError(summary.missing)
        if fresh.state == AssessmentState.SUBMITTED:
            for before in Assessment.objects.filter(property=place, state=AssessmentState.SIGNED):
                transition(access=access, obj=before, machine=ASSESSMENT, name="replace")
        ends = [check.valid_until for check in summary.checks if check.valid_until is not None]
        valid_until = min(ends, default=None)
        signed = transition(
            access=access,
            obj=fresh,
            machine=ASSESSMENT,
            name="sign",
            changes={
                "outcome": summary.outcome,
                "signed_by": access.user,
                "signed_at": timezone.now(),
                "valid_until": valid_until,
                "remind_on": None if valid_until is None else _remind_on(valid_until),
                "reminded_at": None,
            },
            data={"outcome": str(summary.outcome)},
        )
        _move_property(access, place, signed, summary.failures)
        tell_signed(access=access, assessment=signed)
        return signed


def _move_property(access: Access, place: Property, signed: Assessment, failures: list[SuitabilityCheck]) -> None:
    if signed.outcome == SuitabilityOutcome.SUITABLE:
        if place.state == PropertyState.ASSESSING:
            transition(access=access, obj=place, machine=PROPERTY, name="find_suitable")
        return
    if place.state in {PropertyState.ASSESSING, PropertyState.SUITABLE}:
        reason = "; ".join(f"{check.criterion.title}: {check.failure_reason}" for check in failures)
        transition(access=access, obj=place, machine=PROPERTY, name="find_unsuitable", reason=reason)
    elif place.state == PropertyState.OPEN:
        warn_open_property(access=access, assessment=signed)


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("property", "property__municipality", "municipality")
        .get(pk=assessment.pk)
    )


def _old_from(criterion: SuitabilityCriterion, outcome: str, visited_on: date) -> date | None:
    """The first day on which a good answer is too old."""
    if outcome != CheckOutcome.PASSED or criterion.valid_months is None:
        return None
    return clocks.count(visited_on, criterion.valid_months, "months")


def _remind_on(valid_until: date) -> date:
    rule = clocks.term("suitability-reminder")
    return max(working_days.today(), valid_until - timedelta(days=rule.length))


def _note(access: Access, row: Assessment, verb: str) -> None:
    record_event(
        access=access,
        object_type="housing.Assessment",
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.timeline_scope_id,
    )


def criterion_for(assessment: Assessment, key: str) -> SuitabilityCriterion | None:
    """The criterion with this key as it held on the day of the visit."""
    return next((criterion for criterion in criteria_on(assessment.visited_on) if criterion.key == key), None)
