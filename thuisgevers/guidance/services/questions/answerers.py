"""Mail to who answers: a new question, a term that nearly ends, one that ended. Nothing of the question itself is in a mail."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import Desk, QuestionState
from thuisgevers.guidance.models import Question
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from .routing import answerers_of, people_of, place_for

CLOCK = "question_clock"


def tell_answerers(question: Question, template: str, *, people: list[User] | None = None) -> None:
    for person in answerers_of(question) if people is None else people:
        queue_message(
            template=f"guidance/{template}",
            to=person.email,
            to_user=person,
            context={
                "name": person.display_name,
                "theme": question.get_theme_display(),
                "due_on": question.due_on,
                "url": absolute_url(reverse("guidance:question_manage", args=[question.pk])),
            },
            municipality=question.municipality,
            about_id=question.pk,
            dedupe_key=f"{template}:{question.pk}:{question.due_on}:{question.desk}:{person.pk}",
        )


def keep_term(question_id: UUID) -> str:
    """Run as the job of a question that waits: `"rerouted"`, `"reminded"`, `"escalated"` or empty. Who is away until the term ends, or
    helps no more, cannot answer in time: it goes to the next, within the same term. The reminder goes to whom it lies with, the
    escalation to the national desk, which may answer it too. Each of these two happens once for a term."""
    with transaction.atomic(), acting(job=f"{CLOCK}:{question_id}"):
        rows = Question.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=question_id, state=QuestionState.ROUTED).first()
        if row is None or row.due_on is None:
            return ""
        now = timezone.now()
        if row.helper_id is not None and row.due_on >= today() and _cannot_answer(row):
            return _reroute(row)
        if row.due_on < today():
            if row.escalated_at is not None:
                return ""
            row.escalated_at, row.reminded_at = now, row.reminded_at or now
            row.save(update_fields=["escalated_at", "reminded_at", "updated_at"])
            tell_answerers(row, "question_late", people=people_of(row, Desk.NATIONAL))
            return "escalated"
        if row.reminded_at is not None or row.remind_on is None or row.remind_on > today():
            return ""
        row.reminded_at = now
        row.save(update_fields=["reminded_at", "updated_at"])
        tell_answerers(row, "question_reminder")
        return "reminded"


def _cannot_answer(row: Question) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_cannot_answer(%s, %s)", [row.helper_id, row.due_on])
        return bool(cursor.fetchone()[0])


def _reroute(row: Question) -> str:
    place = place_for(row)
    row.desk, row.helper_id = place.desk, place.helper
    row.save(update_fields=["desk", "helper", "updated_at"])
    record_event(
        access=Access.nobody(),
        object_type="guidance.Question",
        object_id=row.pk,
        verb="reroute",
        municipality=row.municipality,
        scope_id=row.initiative_id,
    )
    tell_answerers(row, "question_routed")
    return "rerouted"
