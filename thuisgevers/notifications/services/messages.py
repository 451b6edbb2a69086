"""Putting mail in the queue. Nothing is sent here: a worker does that after commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.audit.transitions import transition
from thuisgevers.common.encryption import blind_index
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import Municipality
from thuisgevers.notifications.enums import Frequency, MessageState, ReminderKind
from thuisgevers.notifications.models import Digest, NotificationPreference, OutgoingMessage
from thuisgevers.notifications.permissions import can_retry_message
from thuisgevers.notifications.services.wording import fill_in, with_footer
from thuisgevers.notifications.states import MESSAGE

SECRET_LIFETIME = timedelta(days=2)
PLAIN_LIFETIME = timedelta(days=14)
PREFERENCES_LINK_DAYS = 60
DIGEST_TIME = time(7, 30)
TASK = "thuisgevers.notifications.tasks.send_message"


def queue_message(
    *,
    template: str,
    to: str,
    context: Mapping[str, Any],
    to_user: User | None = None,
    municipality: Municipality | None = None,
    about_id: UUID | None = None,
    secret: bool = False,
    expires_at: datetime | None = None,
    dedupe_key: str | None = None,
    appendix: str = "",
    calendar: str | None = None,
    reply_to: str = "",
) -> OutgoingMessage:
    """Write one mail to the queue and wake a worker after commit.

    `template` is `<app>/<name>` (see `wording`). `secret` says that it carries a code or a secret link: it expires in two
    days unless told otherwise. A `dedupe_key` that was used before adds nothing; the row that is returned is
    then not in the database. Reminders follow the reader's own choice: at once, in the daily mail, or not at all.
    `appendix` is Markdown from bodies that were filled in before (the daily mail); `calendar` an iCalendar text that goes
    along as an appointment. `reply_to` is where an answer goes; not in the daily mail, which answers to many things at once.
    Anybody may call this, also without the right to read the row, so nothing is read back.
    """
    wording = fill_in(template, context, appendix=appendix)
    now = timezone.now()
    message = OutgoingMessage(
        municipality=municipality,
        about_id=about_id,
        to_user=to_user,
        to=normal_email(to),
        to_index=blind_index(to, purpose="outgoing_message.to"),
        template=template,
        reminder=wording.reminder or "",
        subject=wording.subject,
        is_secret=secret,
        expires_at=expires_at or now + (SECRET_LIFETIME if secret else PLAIN_LIFETIME),
        dedupe_key=dedupe_key,
        reply_to=reply_to,
    )
    frequency = _wanted(to_user, wording.reminder)
    if frequency == Frequency.NONE:
        message.state = MessageState.SKIPPED
    else:
        message.body = with_footer(wording, preferences_url=_preferences_url(to_user, wording.reminder))
        message.calendar = calendar  # type: ignore[assignment]
    if frequency == Frequency.DAILY and to_user is not None:
        message.digest = _next_digest(to_user, now)
    OutgoingMessage.objects.bulk_create([message], ignore_conflicts=dedupe_key is not None)
    if message.state == MessageState.QUEUED and message.digest is None:
        wake(TASK, str(message.pk))
    return message


def queue_for_people(
    people: Iterable[User],
    *,
    template: str,
    context: Mapping[str, Any],
    municipality: Municipality | None,
    about_id: UUID | None = None,
    except_for: User | None = None,
    dedupe: str = "",
) -> None:
    """The same mail to each of them, with their own `name` in it; not to who did it (`except_for`), nor to an account that is
    closed. `dedupe` holds once per person."""
    for user in people:
        if not user.is_active or (except_for is not None and user.pk == except_for.pk):
            continue
        queue_message(
            template=template,
            to=user.email,
            to_user=user,
            context={"name": user.display_name, **context},
            municipality=municipality,
            about_id=about_id,
            dedupe_key=f"{dedupe}:{user.pk}" if dedupe else None,
        )


def retry_message(*, access: Access, message: OutgoingMessage) -> OutgoingMessage:
    """Put a failed message back in the queue. Raises WrongStateError when a colleague already did."""
    fresh = transition(
        access=access,
        obj=message,
        machine=MESSAGE,
        name="retry",
        may=can_retry_message,
        changes={"attempts": 0, "next_attempt_at": timezone.now(), "error": ""},
    )
    wake(TASK, str(fresh.pk))
    return fresh


def absolute_url(path: str) -> str:
    """A path of this site as it stands in a mail."""
    return urljoin(f"{settings.BASE_URL}/", path.lstrip("/"))


def _wanted(user: User | None, kind: ReminderKind | None) -> Frequency:
    if user is None or kind is None:
        return Frequency.IMMEDIATELY
    chosen = NotificationPreference.objects.filter(user=user, kind=kind).values_list("frequency", flat=True).first()
    return Frequency(chosen) if chosen else Frequency.IMMEDIATELY


def _preferences_url(user: User | None, kind: ReminderKind | None) -> str:
    """Reminders carry a secret link to the choice, so that nobody has to sign in to be left in peace."""
    if user is None:
        return ""
    if kind is None:
        return absolute_url(reverse("notifications:preferences"))
    _link, token = create_link(
        purpose=LinkPurpose.PREFERENCES,
        object_id=user.public_id,
        municipality=None,
        valid_days=PREFERENCES_LINK_DAYS,
        user=user,
    )
    return absolute_url(reverse("notifications:preferences_by_link", kwargs={"token": token}))


def _next_digest(user: User, now: datetime) -> Digest:
    here = timezone.localtime(now)
    day = here.date() if here.time() < DIGEST_TIME else here.date() + timedelta(days=1)
    due_at = timezone.make_aware(datetime.combine(day, DIGEST_TIME))
    digest = Digest(id=Digest.id_for(user, day), user=user, due_at=due_at)
    Digest.objects.bulk_create([digest], ignore_conflicts=True)
    return digest
