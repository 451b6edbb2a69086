"""Registrations as their senders and the national desk see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.working_days import dutch_day, today, working_days_between

from ..enums import DossierState, HelpTopic, InitiativeState
from ..models import Dossier, InformationRequest, Initiative
from ..permissions import viewable_initiatives
from .progress import Progress, progress_of

WAITING_STATES = (InitiativeState.REGISTERED, InitiativeState.EXPLORING)


@dataclass(frozen=True, slots=True)
class MyInitiative:
    """One card of the volunteer's home."""

    initiative: Initiative
    dossier: Dossier | None
    progress: Progress
    role: str
    may_edit: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the national queue. `answered_by` is empty while nobody did."""

    initiative: Initiative
    waiting_days: int
    deadline: Deadline | None
    answered_by: str


def progress_for_link(initiative: Initiative) -> Progress:
    """For the status page: what the link may read of this one initiative. Three queries."""
    return progress_of(
        initiative, _latest([initiative.pk]).get(initiative.pk), _questions([initiative.pk]).get(initiative.pk)
    )


def my_initiatives(access: Access) -> list[MyInitiative]:
    """The initiatives of whose team the person is, newest first. The same number of queries for one or fifty."""
    scopes = access.scope_ids(Capability.INITIATIVE_READ)
    if not scopes or access.user is None:
        return []
    rows = list(
        viewable_initiatives(access)
        .filter(pk__in=scopes)
        .select_related("municipality", "organisation")
        .order_by("-registered_at", "-id")
    )
    ids = [row.pk for row in rows]
    dossiers, questions = _latest(ids), _questions(ids)
    roles = _roles(access, ids)
    return [
        MyInitiative(
            initiative=row,
            dossier=dossiers.get(row.pk),
            progress=progress_of(row, dossiers.get(row.pk), questions.get(row.pk)),
            role=roles.get(row.pk, ""),
            may_edit=access.may(Capability.INITIATIVE_WRITE, scope_id=row.pk),
        )
        for row in rows
    ]


def national_queue(access: Access) -> list[QueueRow]:
    """Registrations in municipalities that do not take part yet: unanswered first, then by who waits longest."""
    rows = list(
        national_registrations(access)
        .filter(state__in=WAITING_STATES)
        .order_by("first_answer_due_on", "registered_at", "id")
    )
    day = today()
    answered = _answerers([row.pk for row in rows if row.first_answered_at is not None])
    found = [
        QueueRow(
            initiative=row,
            waiting_days=0 if row.registered_at is None else working_days_between(dutch_day(row.registered_at), day),
            deadline=Deadline(
                on=row.first_answer_due_on,
                working_days_left=None
                if row.first_answer_due_on is None
                else working_days_between(day, row.first_answer_due_on),
                met_on=None if row.first_answered_at is None else timezone.localdate(row.first_answered_at),
            ),
            answered_by=answered.get(row.pk, ""),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.initiative.first_answered_at is not None)


def _answerers(ids: list[UUID]) -> dict[UUID, str]:
    """Who gave the first answer, as the log names them; readable for whoever reads the events of these initiatives."""
    rows = AuditEvent.objects.filter(scope_id__in=ids, verb="first_answer").order_by("-at", "-id")
    return {scope_id: label for scope_id, label in rows.values_list("scope_id", "actor_label") if scope_id is not None}


def _latest(ids: Iterable[UUID]) -> dict[UUID, Dossier]:
    rows = (
        Dossier.objects.filter(initiative_id__in=list(ids))
        .exclude(state=DossierState.DRAFT)
        .order_by("created_at", "id")
    )
    return {row.initiative_id: row for row in rows}


def _questions(ids: Iterable[UUID]) -> dict[UUID, InformationRequest]:
    """The oldest open question of each."""
    rows = InformationRequest.objects.filter(
        initiative_id__in=list(ids), answered_at__isnull=True, closed_at__isnull=True
    ).order_by("-asked_at", "-id")
    return {row.initiative_id: row for row in rows}


def _roles(access: Access, ids: list[UUID]) -> dict[UUID, str]:
    rows = Membership.objects.filter(user=access.user, scope_id__in=ids, starts_on__lte=today()).exclude(
        ends_on__lte=today()
    )
    return {
        scope_id: str(Role(role).label)
        for scope_id, role in rows.order_by("-role").values_list("scope_id", "role")
        if scope_id is not None
    }


def national_registrations(access: Access) -> QuerySet[Initiative]:
    """The door of the national queue's pages: municipalities that do not take part yet, and nothing else."""
    return (
        access.rows(Initiative.objects.all(), Capability.DOSSIER_HANDLE)
        .filter(municipality__participates_since__isnull=True)
        .select_related("municipality", "organisation")
    )


def waiting_registration(access: Access, initiative: Initiative) -> dict[str, Any]:
    """What the national desk sees of one registration."""
    dossier = (
        Dossier.objects.filter(initiative=initiative)
        .exclude(state=DossierState.DRAFT)
        .select_related("property")
        .order_by("-created_at", "-id")
        .first()
    )
    return {
        "initiative": initiative,
        "dossier": dossier,
        "building": None if dossier is None else dossier.property,
        "progress": progress_of(initiative, dossier),
        "phone": spoken_phone(initiative.contact_phone),
        "topics": [str(HelpTopic(topic).label) for topic in initiative.help_topics],
        "entries": timeline(access=access, scope_id=initiative.pk),
    }
