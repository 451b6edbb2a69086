"""One mail a week to who keeps the desk: how many answers must be looked at, and which."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import Desk
from thuisgevers.guidance.models import PublishedAnswer, Question
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from .keeping import due_for_review
from .routing import people_of

MOST_NAMED = 10


def tell_reviews() -> int:
    """Nothing where nothing is due. Run twice in a week it is one mail a person: the dedupe key holds the Monday. Returns how many
    answers are due."""
    with transaction.atomic(), acting():
        due = list(
            PublishedAnswer.objects.filter(due_for_review())
            .order_by("review_on", "title", "id")
            .values_list("title", "step_changed_at")
        )
        if not due:
            return 0
        monday = today() - timedelta(days=today().weekday())
        number = len(due)
        for person in people_of(Question(), Desk.NATIONAL):
            queue_message(
                template="guidance/answers_due",
                to=person.email,
                to_user=person,
                context={
                    "name": person.display_name,
                    "number": ngettext(
                        "Er wacht %d antwoord tot iemand het nakijkt.",
                        "Er wachten %d antwoorden tot iemand ze nakijkt.",
                        number,
                    )
                    % number,
                    "answers": [
                        {"title": title, "why": _why(changed is not None)} for title, changed in due[:MOST_NAMED]
                    ],
                    "more": max(0, number - MOST_NAMED),
                    "url": absolute_url(reverse("guidance:answer_desk")),
                },
                dedupe_key=f"answers_due:{monday}:{person.pk}",
            )
    return number


def _why(is_step_changed: bool) -> str:
    return _("de stap is gewijzigd") if is_step_changed else _("de datum is voorbij")
