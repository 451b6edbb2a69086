"""Who sees and works in the workspace of an initiative: its team and its pioneers, and nobody of the municipality. The queryset and
the predicate side by side. Once an initiative is over its workspace can be read, and nothing in it changes."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from thuisgevers.attachments.enums import AttachmentState
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import (
    Appointment,
    Conversation,
    ConversationMark,
    ConversationMessage,
    ConversationMessageAttachment,
    SupportEntry,
    SupportPage,
    WorkspaceTask,
)

OVER = (InitiativeState.COMPLETED, InitiativeState.WITHDRAWN)
#: How long somebody may still change what they wrote; withdrawing has no term.
EDITABLE = timedelta(minutes=30)


def viewable_workspaces(access: Access) -> QuerySet[Initiative]:
    return access.rows(Initiative.objects.all(), Capability.WORKSPACE_READ, scope="id")


def can_view_workspace(access: Access, initiative: Initiative) -> bool:
    return access.may(Capability.WORKSPACE_READ, scope_id=initiative.pk)


def workable_workspaces(access: Access) -> QuerySet[Initiative]:
    return access.rows(Initiative.objects.exclude(state__in=OVER), Capability.WORKSPACE_WRITE, scope="id")


def can_work_workspace(access: Access, initiative: Initiative) -> bool:
    return initiative.state not in OVER and access.may(Capability.WORKSPACE_WRITE, scope_id=initiative.pk)


def viewable_tasks(access: Access) -> QuerySet[WorkspaceTask]:
    return WorkspaceTask.objects.filter(_readable(access))


def can_view_task(access: Access, task: WorkspaceTask) -> bool:
    return can_view_workspace(access, task.initiative)


def workable_tasks(access: Access) -> QuerySet[WorkspaceTask]:
    return WorkspaceTask.objects.filter(_workable(access))


def can_work_task(access: Access, task: WorkspaceTask) -> bool:
    return can_work_workspace(access, task.initiative)


def viewable_conversations(access: Access) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_readable(access))


def can_view_conversation(access: Access, conversation: Conversation) -> bool:
    return can_view_workspace(access, conversation.initiative)


def writable_conversations(access: Access) -> QuerySet[Conversation]:
    return Conversation.objects.filter(_workable(access))


def can_write_conversation(access: Access, conversation: Conversation) -> bool:
    return can_work_workspace(access, conversation.initiative)


def viewable_messages(access: Access) -> QuerySet[ConversationMessage]:
    return ConversationMessage.objects.filter(_readable(access))


def can_view_message(access: Access, message: ConversationMessage) -> bool:
    return can_view_workspace(access, message.initiative)


def withdrawable_messages(access: Access) -> QuerySet[ConversationMessage]:
    """One's own that are still there."""
    own = Q(pk__in=()) if access.user is None else Q(author=access.user)
    return ConversationMessage.objects.filter(_workable(access) & own, withdrawn_at__isnull=True)


def can_withdraw_message(access: Access, message: ConversationMessage) -> bool:
    is_own = access.user is not None and message.author_id == access.user.pk
    return is_own and message.withdrawn_at is None and can_work_workspace(access, message.initiative)


def editable_messages(access: Access) -> QuerySet[ConversationMessage]:
    """One's own of the last half hour."""
    return withdrawable_messages(access).filter(created_at__gt=timezone.now() - EDITABLE)


def can_edit_message(access: Access, message: ConversationMessage) -> bool:
    return can_withdraw_message(access, message) and message.created_at > timezone.now() - EDITABLE


def viewable_message_files(access: Access) -> QuerySet[ConversationMessageAttachment]:
    """Files at messages that are still there."""
    rows = ConversationMessageAttachment.objects.filter(
        access.where(Capability.WORKSPACE_READ, scope="scope_id"), message__withdrawn_at__isnull=True
    )
    return rows.exclude(attachment__state=AttachmentState.PURGED)


def can_view_message_file(access: Access, file: ConversationMessageAttachment) -> bool:
    is_there = file.attachment.state != AttachmentState.PURGED and file.message.withdrawn_at is None
    return is_there and can_view_workspace(access, file.message.initiative)


def removable_message_files(access: Access) -> QuerySet[ConversationMessageAttachment]:
    """At one's own messages."""
    return viewable_message_files(access).filter(message__in=withdrawable_messages(access).order_by().values("pk"))


def can_remove_message_file(access: Access, file: ConversationMessageAttachment) -> bool:
    return can_view_message_file(access, file) and can_withdraw_message(access, file.message)


def own_marks(access: Access) -> QuerySet[ConversationMark]:
    """How far one read oneself."""
    if access.user is None:
        return ConversationMark.objects.none()
    return ConversationMark.objects.filter(_readable(access), user=access.user)


def viewable_appointments(access: Access) -> QuerySet[Appointment]:
    return Appointment.objects.filter(_readable(access))


def can_view_appointment(access: Access, appointment: Appointment) -> bool:
    return can_view_workspace(access, appointment.initiative)


def workable_appointments(access: Access) -> QuerySet[Appointment]:
    return Appointment.objects.filter(_workable(access))


def can_work_appointment(access: Access, appointment: Appointment) -> bool:
    return can_work_workspace(access, appointment.initiative)


def viewable_support(access: Access) -> QuerySet[SupportEntry]:
    return SupportEntry.objects.filter(_readable(access))


def can_view_support(access: Access, entry: SupportEntry) -> bool:
    return can_view_workspace(access, entry.initiative)


def workable_support(access: Access) -> QuerySet[SupportEntry]:
    return SupportEntry.objects.filter(_workable(access))


def can_work_support(access: Access, entry: SupportEntry) -> bool:
    return can_work_workspace(access, entry.initiative)


def viewable_support_pages(access: Access) -> QuerySet[SupportPage]:
    return SupportPage.objects.filter(_readable(access))


def can_view_support_page(access: Access, page: SupportPage) -> bool:
    return access.may(Capability.WORKSPACE_READ, scope_id=page.initiative_id)


def can_publish_support(access: Access, initiative: Initiative) -> bool:
    """The lead, for the team. Taking it back stays possible once the initiative is over."""
    return access.may(Capability.TEAM_MANAGE, municipality=initiative.municipality, scope_id=initiative.pk)


def _readable(access: Access) -> Q:
    return access.where(Capability.WORKSPACE_READ, scope="initiative_id")


def _workable(access: Access) -> Q:
    return access.where(Capability.WORKSPACE_WRITE, scope="initiative_id") & ~Q(initiative__state__in=OVER)
