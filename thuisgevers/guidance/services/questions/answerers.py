"""Mail to who answers: a new question, a term that nearly ends, one that ended. Nothing of the question itself is in a mail."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import Desk, QuestionState
from thuisgevers.guidance.models import Question
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from .routing import people_of

CLOCK = "question_clock"


def tell_answerers(question: Question, template: str, *, people: list[User] | None = None) -> None:
    for person in people_of(question, question.desk) if people is None else people:
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
    """Run as the job of a question that waits: `"reminded"`, `"escalated"` or empty. The reminder goes to whom it lies with, the
    escalation to the national desk, which may answer it too. Each happens once for a term."""
    with transaction.atomic(), acting(job=f"{CLOCK}:{question_id}"):
        rows = Question.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("municipality").filter(pk=question_id, state=QuestionState.ROUTED).first()
        if row is None or row.due_on is None:
            return ""
        now = timezone.now()
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
