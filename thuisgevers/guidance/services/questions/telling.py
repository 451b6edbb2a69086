"""Mail to the asker: the question is the job. Whatever is news is told once; a lost wake-up loses nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import QuestionNews
from thuisgevers.guidance.models import Question
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.notifications.services.messages import absolute_url, queue_message

QUEUE = "question_mails"
CONFIRM_DAYS, FOLLOW_DAYS = 7, 182
CONFIRM_LIFETIME, NEWS_LIFETIME = timedelta(days=2), timedelta(days=14)


def tell_asker(question_id: UUID) -> str:
    """Send what is due to one asker; the kind of news, empty when there is nothing (any more)."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{question_id}"):
        rows = Question.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        row = rows.select_related("asker").filter(pk=question_id, news_at__isnull=False).first()
        if row is None or row.news_at is None or (row.told_at is not None and row.told_at >= row.news_at):
            return ""
        if row.email:
            _mail(row)
        row.told_at = timezone.now()
        row.save(update_fields=["told_at", "updated_at"])
        return row.news


def _mail(row: Question) -> None:
    is_confirm = row.news == QuestionNews.CONFIRM
    merged = row.merged_into
    queue_message(
        template=f"guidance/question_{row.news}",
        to=row.email,
        to_user=row.asker,
        context={
            "name": row.name,
            "url": _own_page(row, days=CONFIRM_DAYS if is_confirm else FOLLOW_DAYS),
            "answer_url": "" if merged is None else absolute_url(reverse("guidance:answer_detail", args=[merged.pk])),
        },
        about_id=row.pk,
        secret=row.asker is None,
        expires_at=timezone.now() + (CONFIRM_LIFETIME if is_confirm else NEWS_LIFETIME),
    )


def _own_page(row: Question, *, days: int) -> str:
    if row.asker_id is not None:
        return absolute_url(reverse("guidance:my_question", args=[row.pk]))
    _link, token = create_link(purpose=LinkPurpose.QUESTION, object_id=row.pk, municipality=None, valid_days=days)
    return absolute_url(reverse("guidance:question_open", args=[token]))
