"""Mail about reports: a number, how urgent, and a link. Never what was written, nor where, nor who lives there."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import DefectActor, DefectUpdateKind, DefectUrgency
from housing.models import DefectReport, DefectUpdate
from housing.queries.people import OWNERS, TEAM, people_of
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

QUEUE = "defects"
HANDLERS = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


def tell_actor(*, access: Access, defect: DefectReport, template: str) -> None:
    """To who has the ball; danger is told to the municipality as well, whoever has it."""
    told = _tell(template, defect, _actors(defect), access.user)
    if defect.urgency == DefectUrgency.DANGER and defect.acts != DefectActor.MUNICIPALITY:
        rest = [user for user in officials(defect.municipality, HANDLERS) if user.pk not in told]
        _tell(template, defect, rest, access.user)


def tell_reporter(*, access: Access, defect: DefectReport, template: str) -> None:
    """To who reported it, unless they did this themselves or have the ball."""
    reporter = defect.reported_by
    if reporter is None or not reporter.is_active:
        return
    if reporter.pk not in {user.pk for user in _actors(defect)}:
        _tell(template, defect, [reporter], access.user)


def remind_or_escalate_defect(defect_id: UUID) -> str:
    """As the job that the row is: `"reminded"`, `"escalated"` or empty. Each happens once a clock and is told in the
    report's history.

    The reminder goes to who has the ball, the escalation to the coordinators (where there are none, to the handlers).
    """
    with transaction.atomic(), acting(job=f"{QUEUE}:{defect_id}"):
        row = (
            DefectReport.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("municipality")
            .filter(pk=defect_id)
            .first()
        )
        if row is None or not row.is_open or row.due_on is None:
            return ""
        day = today()
        if row.due_on < day and row.escalated_at is None:
            row.escalated_at = timezone.now()
            row.reminded_at = row.reminded_at or row.escalated_at
            row.save(update_fields=["escalated_at", "reminded_at", "updated_at"])
            _note(row, DefectUpdateKind.ESCALATED)
            coordinators = officials(row.municipality, [Role.CASE_COORDINATOR])
            _tell("defect_late", row, coordinators or officials(row.municipality, HANDLERS), None)
            return "escalated"
        if row.remind_on is not None and row.remind_on <= day and row.reminded_at is None:
            row.reminded_at = timezone.now()
            row.save(update_fields=["reminded_at", "updated_at"])
            _note(row, DefectUpdateKind.REMINDED)
            _tell("defect_reminder", row, _actors(row), None)
            return "reminded"
        return ""


def _note(row: DefectReport, kind: DefectUpdateKind) -> None:
    DefectUpdate(
        municipality_id=row.municipality_id, defect=row, kind=kind, by_label=_("het systeem"), to_actor=row.acts
    ).save(force_insert=True)


def _actors(defect: DefectReport) -> list[User]:
    match DefectActor(defect.acts):
        case DefectActor.OWNER:
            found = people_of(defect.property_id, OWNERS)
        case DefectActor.INITIATIVE:
            found = people_of(defect.initiative_scope_id, TEAM)
        case DefectActor.MUNICIPALITY:
            found = []
    return found or officials(defect.municipality, HANDLERS)


def _tell(template: str, defect: DefectReport, people: Iterable[User], doer: User | None) -> set[int]:
    """Who was told, the doer included."""
    official = {user.pk for user in officials(defect.municipality, HANDLERS)}
    told = set() if doer is None else {doer.pk}
    for user in people:
        if user.pk in told:
            continue
        told.add(user.pk)
        path = (
            reverse("housing:defect_detail", args=[defect.municipality.slug, defect.pk])
            if user.pk in official
            else reverse("housing:my_defect_detail", args=[defect.pk])
        )
        queue_message(
            template=f"housing/{template}",
            to=user.email,
            to_user=user,
            context={
                "name": user.display_name,
                "municipality": defect.municipality.name,
                "reference": defect.reference,
                "kind": str(defect.get_kind_display()).lower(),
                "urgency": str(defect.get_urgency_display()).lower(),
                "is_danger": defect.urgency == DefectUrgency.DANGER,
                "acts": str(defect.get_acts_display()),
                "due_on": defect.due_on,
                "url": absolute_url(path),
            },
            municipality=defect.municipality,
            about_id=defect.initiative_scope_id,
        )
    return told
