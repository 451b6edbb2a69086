"""A message goes by mail to the others of the workspace, each with an address of their own to answer to."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext

from thuisgevers.accounts.models import User
from thuisgevers.guidance.models import ConversationMessage
from thuisgevers.guidance.queries.workspace_people import people_of
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from .reply_address import reply_address


def mail_message(*, access: Access, message: ConversationMessage, files: int = 0) -> None:
    """Everybody but the writer; how often they hear is their own choice. The body goes once it was sent. Files do not go along: the
    mail says how many there are."""
    conversation = message.conversation
    url = absolute_url(reverse("guidance:conversation_detail", args=[conversation.pk]))
    for person in people_of(message.initiative_id):
        if access.user is not None and person.pk == access.user.pk:
            continue
        queue_message(
            template="guidance/conversation_message",
            to=person.email,
            to_user=person,
            municipality=message.municipality,
            about_id=message.initiative_id,
            context=_facts(access.user, message, url, files),
            reply_to=reply_address(conversation.pk, person),
        )


def _facts(author: User | None, message: ConversationMessage, url: str, files: int) -> dict[str, object]:
    return {
        "author": "" if author is None else author.display_name,
        "subject": message.conversation.subject,
        "initiative": message.initiative.name,
        "text": message.text,
        "files": ngettext("Er hoort %d bestand bij.", "Er horen %d bestanden bij.", files) % files if files else "",
        "url": url,
        "may_reply": bool(settings.REPLY_MAIL_ADDRESS),
    }
