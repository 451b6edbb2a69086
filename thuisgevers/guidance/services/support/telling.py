"""Mail about requests for help, and the clock: a reminder before the term, the national desk after it. No mail says what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ...enums import OPEN_SUPPORT
from ...models import SupportRequest

QUEUE = "support_requests"


def tell_helper(request: SupportRequest, template: str) -> None:
    """Whoever has to answer; the national coordinators where nobody has it."""
    _mail(request, template, national_desk() if request.helper is None else [request.helper])


def tell_asker(request: SupportRequest, template: str) -> None:
    _mail(request, template, [request.asked_by])


def national_desk() -> list[User]:
    return officials(None, [Role.NATIONAL_COORDINATOR])


def remind_or_escalate(request_id: UUID) -> str:
    """Run by the sweep as the job of this request: `"reminded"`, `"escalated"` or empty. Each happens once in a term."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{request_id}"):
        rows = SupportRequest.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=request_id, state__in=OPEN_SUPPORT).first()
        if row is None:
            return ""
        day = today()
        if row.due_on < day and row.escalated_at is None:
            return _note(row, "escalated_at", "escalate", "support_late", national_desk())
        if row.remind_on <= day <= row.due_on and row.reminded_at is None:
            people = national_desk() if row.helper is None else [row.helper]
            return _note(row, "reminded_at", "remind", "support_reminder", people)
        if row.reminded_at is None:
            # Late before anybody was reminded: the escalation says it all.
            SupportRequest.objects.filter(pk=row.pk).update(reminded_at=timezone.now())
        return ""


def _note(row: SupportRequest, field: str, verb: str, template: str, people: Sequence[User]) -> str:
    now = timezone.now()
    SupportRequest.objects.filter(pk=row.pk).update(**{field: now}, updated_at=now)
    record_event(
        access=Access.nobody(),
        object_type="guidance.SupportRequest",
        object_id=row.pk,
        verb=verb,
        municipality=row.municipality,
        scope_id=row.initiative_id,
    )
    _mail(row, template, people)
    return {"remind": "reminded", "escalate": "escalated"}[verb]


def _mail(request: SupportRequest, template: str, people: Sequence[User]) -> None:
    for person in people:
        queue_message(
            template=f"guidance/{template}",
            to=person.email,
            to_user=person,
            context={
                "name": person.display_name,
                "topic": request.get_topic_display(),
                "municipality": request.municipality.name,
                "due_on": request.due_on,
                "url": absolute_url(reverse("guidance:support_detail", args=[request.pk])),
            },
            municipality=request.municipality,
            about_id=request.pk,
        )
