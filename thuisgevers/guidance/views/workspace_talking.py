"""Conversations of a team, one per subject."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.attachments.services import FileRefused
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.workspace import EditMessageForm, MessageForm, StartConversationForm
from ..models import Conversation, ConversationMessage
from ..permissions.workspace import (
    can_edit_message,
    can_withdraw_message,
    can_write_conversation,
    viewable_conversations,
    viewable_messages,
)
from ..queries.workspace import MOST_MESSAGES, conversation_lines, messages_of, seen_until
from ..queries.workspace_message_files import files_by_message
from ..services.workspace.talking import edit_message, mark_read, start_conversation, withdraw_message, write_message
from .workspace_parts import UNPROCESSABLE, form_answer, form_page, read, shell, workspace

NO_CONTENT = 204


@require_safe
@gate(permission=Capability.WORKSPACE_READ)
def workspace_conversations(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk)
    read(request, initiative, "conversations")
    context = {
        **shell(request, initiative, "conversations"),
        "lines": conversation_lines(request.access, initiative),
    }
    return render(request, "guidance/workspace_conversations.html", context)


@takes_files
@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def workspace_conversation_add(request: Request, pk: UUID) -> HttpResponse:
    initiative = workspace(request, pk, to_work=True)
    is_sent = request.method == "POST"
    form = StartConversationForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    back_url = reverse("guidance:workspace_conversations", args=[pk])
    return form_answer(
        request,
        initiative,
        form,
        lambda: start_conversation(access=request.access, initiative=initiative, **form.cleaned_data),
        title=_("Begin een gesprek"),
        lead=_("Iedereen van het team en de pionier leest mee. De gemeente en de eigenaar niet."),
        button=_("Plaatsen"),
        back_url=back_url,
        part=(_("Gesprekken"), back_url),
        done=_("Het gesprek is begonnen. De anderen krijgen bericht."),
        done_url=lambda made: _url(made.pk),
        extra={"takes_files": True},
    )


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.WORKSPACE_READ)
def conversation_detail(request: Request, pk: UUID) -> HttpResponse:
    """The conversation with a field to write in below it."""
    conversation = _conversation(request, pk)
    if request.method != "POST":
        return _page(request, conversation, MessageForm())
    if not can_write_conversation(request.access, conversation):
        raise PermissionDenied
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, conversation, form, status=UNPROCESSABLE)
    findings = second_look(request, form)
    if findings:
        form.ask_files_again()
        return _page(request, conversation, form, status=UNPROCESSABLE, findings=findings)
    try:
        with transaction.atomic():
            written = write_message(access=request.access, conversation=conversation, **form.cleaned_data)
    except FileRefused as refused:
        form.add_error("files", refused)
        return _page(request, conversation, form, status=UNPROCESSABLE)
    messages.success(request, _("Uw bericht is geplaatst."))
    return HttpResponseRedirect(f"{_url(pk)}#bericht-{written.pk}" if written else _url(pk))


@require_POST
@gate(permission=Capability.WORKSPACE_READ)
def conversation_seen(request: Request, pk: UUID) -> HttpResponse:
    """Read up to the moment that the page showed. With script the page says so itself; the button does the same."""
    conversation = _conversation(request, pk)
    until = _moment(request.POST.get("until", ""))
    if until is None:
        return HttpResponseBadRequest()
    mark_read(access=request.access, conversation=conversation, seen_at=min(until, conversation.last_at))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=NO_CONTENT)
    return HttpResponseRedirect(reverse("guidance:workspace_conversations", args=[conversation.initiative_id]))


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def message_edit(request: Request, pk: UUID) -> HttpResponse:
    message = _own(request, pk)
    form = EditMessageForm(request.POST if request.method == "POST" else None, initial={"text": message.text})
    return form_answer(
        request,
        message.initiative,
        form,
        lambda: edit_message(access=request.access, message=message, text=form.cleaned_data["text"]),
        title=_("Bericht wijzigen"),
        lead=_("Dit kan een halfuur lang. De mail die al is verstuurd verandert niet."),
        back_url=_message_url(message),
        part=(message.conversation.subject, _url(message.conversation_id)),
        done=_("Het bericht is gewijzigd."),
    )


@form_page
@gate(permission=Capability.WORKSPACE_WRITE)
def message_withdraw(request: Request, pk: UUID) -> HttpResponse:
    message = _own(request, pk)
    if request.method == "POST":
        withdraw_message(access=request.access, message=message)
        messages.success(request, _("Het bericht is ingetrokken."))
        return HttpResponseRedirect(_message_url(message))
    context = {
        "initiative": message.initiative,
        "message": message,
        "back_url": _message_url(message),
        "crumbs": [{"label": message.conversation.subject, "url": _url(message.conversation_id)}],
    }
    return render(request, "guidance/workspace_withdraw.html", context)


def _conversation(request: Request, pk: UUID) -> Conversation:
    rows = viewable_conversations(request.access).select_related("municipality", "initiative")
    return request.access.get_or_404(rows.select_related("municipality", "initiative__municipality"), pk=pk)


def _own(request: Request, pk: UUID) -> ConversationMessage:
    rows = viewable_messages(request.access).select_related("municipality", "initiative", "conversation")
    message = request.access.get_or_404(rows, pk=pk)
    if not can_withdraw_message(request.access, message):
        raise PermissionDenied
    return message


def _page(
    request: Request,
    conversation: Conversation,
    form: MessageForm,
    *,
    status: int = 200,
    findings: list[Any] | None = None,
) -> HttpResponse:
    read(request, conversation.initiative, "conversation")
    seen_at = seen_until(request.access, conversation)
    me = None if request.access.user is None else request.access.user.pk
    rows = messages_of(request.access, conversation)
    files = files_by_message(request.access, rows)
    context = {
        **shell(request, conversation.initiative, "conversations"),
        "conversation": conversation,
        "lines": [
            {
                "message": row,
                "files": files.get(row.pk, []),
                "is_own": row.author_id == me,
                "is_new": row.author_id != me
                and row.withdrawn_at is None
                and (seen_at is None or row.created_at > seen_at),
                "may_edit": can_edit_message(request.access, row),
                "may_withdraw": can_withdraw_message(request.access, row),
            }
            for row in rows
        ],
        "has_more": len(rows) == MOST_MESSAGES,
        "until": conversation.last_at.isoformat(),
        "is_unread": seen_at is None or seen_at < conversation.last_at,
        "form": form,
        "findings": findings or [],
        "may_write": can_write_conversation(request.access, conversation),
    }
    return render(request, "guidance/workspace_conversation.html", context, status=status)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and is_aware(moment) else None


def _url(pk: UUID) -> str:
    return reverse("guidance:conversation_detail", args=[pk])


def _message_url(message: ConversationMessage) -> str:
    return f"{_url(message.conversation_id)}#bericht-{message.pk}"
