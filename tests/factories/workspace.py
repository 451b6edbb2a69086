"""What stands in a workspace, written past the policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.factories.attachments import attachment
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.attachments.enums import Audience
from thuisgevers.guidance.models import (
    Appointment,
    Conversation,
    ConversationMessage,
    ConversationMessageAttachment,
    SupportEntry,
    SupportPage,
    WorkspaceTask,
)


def task(initiative: Any, by: User, **facts: Any) -> WorkspaceTask:
    return _made(WorkspaceTask, initiative, created_by=by, **{"kind": "task", "title": "Tuin opruimen", **facts})


def goods(initiative: Any, by: User, **facts: Any) -> WorkspaceTask:
    return task(initiative, by, **{"kind": "goods", "title": "Bedden", "needed": 4, **facts})


def conversation(initiative: Any, by: User, *texts: str, subject: str = "Klusdag") -> Conversation:
    """With a message for each text."""
    made: Conversation = _made(Conversation, initiative, started_by=by, subject=subject, last_at=timezone.now())
    for text in texts:
        message(made, by, text)
    return made


def message(talk: Conversation, by: User, text: str, **facts: Any) -> ConversationMessage:
    made: ConversationMessage = _made(
        ConversationMessage, talk.initiative, conversation=talk, author=by, text=text, **facts
    )
    with seed():
        talk.last_at = made.created_at
        talk.save(update_fields=["last_at"])
    return made


def message_file(said: ConversationMessage, **facts: Any) -> ConversationMessageAttachment:
    """A file of the author of the message, ready unless told otherwise."""
    row = attachment(said.municipality, said.author, scope_id=said.initiative_id, audience=Audience.PRIVATE, **facts)
    with seed():
        return ConversationMessageAttachment.hang(row, message=said)


def appointment(initiative: Any, by: User, **facts: Any) -> Appointment:
    starts_at = facts.pop("starts_at", timezone.now() + timedelta(days=3))
    ends_at = facts.pop("ends_at", starts_at + timedelta(hours=2))
    return _made(
        Appointment, initiative, created_by=by, starts_at=starts_at, ends_at=ends_at, **{"title": "Klusdag", **facts}
    )


def support(initiative: Any, by: User, **facts: Any) -> SupportEntry:
    held = {
        "kind": "question",
        "group": "neighbours",
        "happened_on": timezone.localdate() - timedelta(days=4),
        "text": "Waar parkeren de bewoners?",
        **facts,
    }
    return _made(SupportEntry, initiative, created_by=by, **held)


def support_page(initiative: Any, by: User) -> SupportPage:
    """Public, with one answer; the name is not looked at."""
    support(initiative, by, outcome="Achter de kerk is plaats.", may_share=True)
    with seed():
        page, _is_new = SupportPage.objects.update_or_create(
            initiative=initiative,
            defaults={
                "municipality": initiative.municipality,
                "changed_by": by,
                "is_public": True,
                "published_at": timezone.now(),
            },
        )
    return page


def _made(model: Any, initiative: Any, **facts: Any) -> Any:
    with seed():
        row = model(municipality=initiative.municipality, initiative=initiative, **facts)
        row.save(force_insert=True)
        return row


@dataclass(frozen=True)
class WorkspaceThings:
    """What an address about a workspace can name, for one case."""

    task_id: UUID
    conversation_id: UUID
    message_id: UUID
    file_id: UUID
    appointment_id: UUID
    support_id: UUID


def workspace_things(case: Any, author: User) -> WorkspaceThings:
    """Every free text carries the mark of the case."""
    talk = conversation(case.initiative, author, subject=f"{case.mark} gesprek")
    said = message(talk, author, f"{case.mark} bericht")
    return WorkspaceThings(
        task_id=goods(case.initiative, author, title=f"{case.mark} bedden", text=f"{case.mark} boven").pk,
        conversation_id=talk.pk,
        message_id=said.pk,
        file_id=message_file(said, name=f"{case.mark}.jpg").pk,
        appointment_id=appointment(case.initiative, author, title=f"{case.mark} klusdag", place=f"{case.mark} zaal").pk,
        support_id=support(
            case.initiative, author, text=f"{case.mark} parkeren?", outcome=f"{case.mark} achter", may_share=True
        ).pk,
    )
