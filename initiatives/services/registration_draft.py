"""A registration while it is being filled in. Everything here runs as the register link, which opens this draft only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, LinkPurpose
from thuisgevers.municipalities.links import create_link, revoke_links
from thuisgevers.municipalities.models import AccessLink
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..models import RegistrationDraft

KEPT_DAYS = 30
WARNED_AFTER_DAYS = 23
#: Of one field; more than any field takes, so that too long an answer comes back whole, and not without end.
LONGEST_ANSWER = 20_000


class DraftGoneError(ConflictError):
    """The draft was removed while this page was open."""


class StepAnswers(TypedDict):
    """`typed` is what was typed, also when refused; `is_sent` tells whether the step was sent or only kept."""

    typed: dict[str, str | list[str]]
    is_sent: bool
    is_valid: bool


Answers = dict[str, StepAnswers]


@transaction.atomic
def start_registration() -> tuple[RegistrationDraft, str]:
    """A new, empty draft and the token that opens it. Its id becomes the initiative's."""
    future_id = uuid7()
    link, token = create_link(
        purpose=LinkPurpose.REGISTER, object_id=future_id, municipality=None, valid_days=KEPT_DAYS
    )
    with acting(link_id=link.id):
        draft = RegistrationDraft(id=future_id, touched_at=timezone.now(), answers="{}")
        draft.save(force_insert=True)
    return draft, token


def read_answers(draft: RegistrationDraft) -> Answers:
    answers: Answers = json.loads(draft.answers or "{}")
    return answers


def save_step(
    *,
    access: Access,
    draft: RegistrationDraft,
    step: str,
    typed: Mapping[str, str | list[str]],
    is_sent: bool,
    is_valid: bool = False,
) -> RegistrationDraft:
    """Keep what was typed in one step, right or wrong, and give draft and link another thirty days.

    Locks the row, so that two tabs do not undo each other's steps. A registration that was sent is left as it is.
    """
    access.require(Capability.INITIATIVE_REGISTER, scope_id=draft.pk)
    fresh = lock_draft(draft)
    if fresh.sent_at is not None:
        return fresh
    answers = read_answers(fresh)
    answers[step] = StepAnswers(typed=_cut(typed), is_sent=is_sent, is_valid=is_valid)
    fresh.answers = json.dumps(answers, ensure_ascii=False)
    fresh.touched_at = timezone.now()
    fresh.warned_at = None
    fresh.save(update_fields=["answers", "touched_at", "warned_at", "updated_at"])
    _prolong(access.link)
    return fresh


def mail_return_link(*, access: Access, draft: RegistrationDraft, email: str, token: str) -> None:
    """Mail the link with which this draft is opened again, elsewhere or later, and remember where to warn."""
    access.require(Capability.INITIATIVE_REGISTER, scope_id=draft.pk)
    fresh = lock_draft(draft)
    fresh.email = email
    fresh.touched_at = timezone.now()
    fresh.warned_at = None
    fresh.save(update_fields=["email", "touched_at", "warned_at", "updated_at"])
    _prolong(access.link)
    until = timezone.localdate() + timedelta(days=KEPT_DAYS)
    queue_message(
        template="initiatives/draft_link",
        to=email,
        context={"url": return_url(token), "until": until},
        about_id=draft.pk,
        secret=True,
        expires_at=timezone.now() + timedelta(days=2),
    )


def discard_draft(*, access: Access, draft: RegistrationDraft) -> None:
    """Throw away what was typed and end every link to it. Not after sending: then it is the municipality's case."""
    access.require(Capability.INITIATIVE_REGISTER, scope_id=draft.pk)
    fresh = lock_draft(draft)
    if fresh.sent_at is not None:
        return
    fresh.delete()
    revoke_links(purpose=LinkPurpose.REGISTER, object_id=draft.pk)


def lock_draft(draft: RegistrationDraft) -> RegistrationDraft:
    """The fresh row, held until the end of the transaction. Raises DraftGoneError when another tab threw it away."""
    fresh = RegistrationDraft.objects.select_for_update(no_key=True).filter(pk=draft.pk).first()
    if fresh is None:
        raise DraftGoneError(_("Deze aanmelding is intussen gewist. U kunt opnieuw beginnen."))
    return fresh


def _cut(typed: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
    return {
        name: [one[:LONGEST_ANSWER] for one in value][:100] if isinstance(value, list) else value[:LONGEST_ANSWER]
        for name, value in typed.items()
    }


def _prolong(link: AccessLink | None) -> None:
    if link is not None:
        link.expires_at = timezone.now() + timedelta(days=KEPT_DAYS)
        link.save(update_fields=["expires_at", "updated_at"])


def warn_about_draft(draft: RegistrationDraft) -> bool:
    """Run by the sweep as the job of this row: say once, with a fresh link, that the draft will be removed. Drafts without
    an address are marked too, so that the sweep does not meet them again. Returns whether a mail was queued."""
    if draft.sent_at is not None or draft.warned_at is not None:
        return False
    draft.warned_at = timezone.now()
    draft.save(update_fields=["warned_at", "updated_at"])
    if not draft.email:
        return False
    removed_on = timezone.localdate(draft.touched_at) + timedelta(days=KEPT_DAYS)
    days_left = max(1, (removed_on - timezone.localdate()).days)
    _made, token = create_link(
        purpose=LinkPurpose.REGISTER, object_id=draft.pk, municipality=None, valid_days=days_left
    )
    queue_message(
        template="initiatives/draft_warning",
        to=draft.email,
        context={"url": return_url(token), "removed_on": removed_on},
        about_id=draft.pk,
        secret=True,
        expires_at=timezone.now() + timedelta(days=days_left),
    )
    return True


def is_stale(draft: RegistrationDraft) -> bool:
    """Whether nobody touched it for thirty days, or it was sent more than a day ago."""
    now = timezone.now()
    if draft.sent_at is not None:
        return draft.sent_at < now - timedelta(days=1)
    return draft.touched_at < now - timedelta(days=KEPT_DAYS)


def return_url(token: str) -> str:
    return absolute_url(reverse("initiatives:register_return", args=[token]))
