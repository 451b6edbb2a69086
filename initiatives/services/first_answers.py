"""No registration falls silent: the first answer, the reminder before it is due, and the escalation after."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.clocks import first_answer_due
from thuisgevers.municipalities.enums import Capability, LinkPurpose, Role
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..enums import DossierState, InitiativeState
from ..models import Dossier, Initiative
from .registration_send import STATUS_DAYS, remind_on, tell_first_answerers

WAITING_STATES = (InitiativeState.REGISTERED, InitiativeState.EXPLORING)


class AlreadyAnsweredError(ConflictError):
    """A colleague answered while this page was open."""


def mark_first_answered(*, access: Access, initiative: Initiative) -> bool:
    """Note that the sender heard something from a person, for whichever act that was (a question, a call, a decision).

    Stops reminder and escalation. Nothing happens the second time; returns whether this was the first.
    """
    fresh = _locked(initiative)
    if fresh.first_answered_at is not None:
        return False
    access.require(Capability.DOSSIER_HANDLE, municipality=fresh.municipality)
    fresh.first_answered_at = timezone.now()
    fresh.save(update_fields=["first_answered_at", "updated_at"])
    initiative.first_answered_at = fresh.first_answered_at
    record_event(
        access=access,
        object_type="initiatives.Initiative",
        object_id=fresh.pk,
        verb="first_answer",
        municipality=fresh.municipality,
        scope_id=fresh.pk,
    )
    return True


def give_first_answer(*, access: Access, initiative: Initiative, text: str) -> None:
    """From the national desk: mail the sender what was written, with a fresh status link, and note the answer.

    Raises AlreadyAnsweredError when a colleague was first; then nothing is mailed.
    """
    access.require(Capability.DOSSIER_HANDLE, municipality=initiative.municipality)
    if not mark_first_answered(access=access, initiative=initiative):
        raise AlreadyAnsweredError(
            "Een collega heeft deze aanmelding intussen al beantwoord. Uw antwoord is niet verstuurd."
        )
    queue_message(
        template="initiatives/first_answer",
        to=initiative.contact_email,
        context={
            "reference": initiative.reference,
            "name": initiative.contact_name,
            "municipality": initiative.municipality.name,
            "text": text,
            "sender": "" if access.user is None else access.user.display_name,
            "status_url": _status_url(initiative),
        },
        municipality=initiative.municipality,
        about_id=initiative.pk,
        secret=True,
        expires_at=timezone.now() + timedelta(days=7),
    )


def remind_or_escalate(initiative: Initiative) -> str:
    """Run by the sweep as the job of this row: `"reminded"`, `"escalated"` or empty. Each happens once and is recorded.

    The reminder goes to the assignee, else to all who may answer; the escalation to the coordinators, and to the national
    coordinators where the municipality has none or does not take part.
    """
    fresh = _locked(initiative)
    day = today()
    if fresh.first_answered_at is not None or fresh.state not in WAITING_STATES or fresh.first_answer_due_on is None:
        return ""
    dossier = (
        Dossier.objects.filter(initiative=fresh)
        .exclude(state=DossierState.DRAFT)
        .select_related("assignee")
        .order_by("-created_at")
        .first()
    )
    if dossier is None:
        return ""
    facts: dict[str, object] = {"due_on": fresh.first_answer_due_on}
    if fresh.first_answer_due_on < day:
        if fresh.escalated_at is not None:
            return ""
        fresh.escalated_at = timezone.now()
        fresh.reminded_at = fresh.reminded_at or fresh.escalated_at
        fresh.save(update_fields=["escalated_at", "reminded_at", "updated_at"])
        coordinators = officials(fresh.municipality, [Role.CASE_COORDINATOR]) if fresh.municipality.participates else []
        tell_first_answerers(
            initiative=fresh,
            dossier=dossier,
            template="first_answer_late",
            context=facts,
            people=coordinators or officials(None, [Role.NATIONAL_COORDINATOR]),
            dedupe=f"first-answer-late:{fresh.first_answer_due_on}",
        )
        return "escalated"
    if fresh.reminded_at is not None or fresh.remind_on is None or fresh.remind_on > day:
        return ""
    fresh.reminded_at = timezone.now()
    fresh.save(update_fields=["reminded_at", "updated_at"])
    assignee = dossier.assignee
    tell_first_answerers(
        initiative=fresh,
        dossier=dossier,
        template="first_answer_reminder",
        context=facts,
        people=[assignee] if assignee is not None and assignee.is_active else None,
        dedupe=f"first-answer-reminder:{fresh.first_answer_due_on}",
    )
    return "reminded"


def welcome_waiting(access: Access, municipality: Municipality) -> None:
    """The municipality joined: its waiting registrations get a new term, counted from today, and their senders are told.

    Subscribed to `members.Municipality.joined`; runs in that transaction, with the rights of whoever accepted.
    """
    due_on = first_answer_due(municipality, today())
    waiting = (
        Initiative.objects.select_for_update(of=("self",), no_key=True)
        .filter(municipality=municipality, state__in=WAITING_STATES)
        .order_by("registered_at", "id")
    )
    for initiative in waiting:
        if initiative.first_answered_at is None:
            initiative.first_answer_due_on = due_on
            initiative.remind_on = remind_on(due_on)
            initiative.reminded_at = None
            initiative.escalated_at = None
            initiative.save(
                update_fields=["first_answer_due_on", "remind_on", "reminded_at", "escalated_at", "updated_at"]
            )
            Dossier.objects.filter(initiative=initiative, state=DossierState.SUBMITTED).update(target_date=due_on)
        queue_message(
            template="initiatives/municipality_joined",
            to=initiative.contact_email,
            context={
                "reference": initiative.reference,
                "name": initiative.contact_name,
                "municipality": municipality.name,
                "due_on": due_on,
                "status_url": _status_url(initiative),
            },
            municipality=municipality,
            about_id=initiative.pk,
            secret=True,
            expires_at=timezone.now() + timedelta(days=7),
            dedupe_key=f"joined:{initiative.pk}",
        )


def _status_url(initiative: Initiative) -> str:
    _link, token = create_link(
        purpose=LinkPurpose.STATUS,
        object_id=initiative.pk,
        municipality=initiative.municipality,
        valid_days=STATUS_DAYS,
    )
    return absolute_url(reverse("initiatives:status", args=[token]))


def _locked(initiative: Initiative) -> Initiative:
    return (
        Initiative.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=initiative.pk)
    )
