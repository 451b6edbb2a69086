"""What a person asked, wrote and promised: to the question desk, to who helps, in the workspace of a team, for a session.

Of the workspace what can still be read: after somebody left the team, that stays with the team. What others answered is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.enums import HelpTopic
from thuisgevers.common.personal import MOST, Row, register
from thuisgevers.municipalities.access import Access

from .enums import QuestionState, RegistrationState, SupportState, SupportTopic, TaskState
from .models import (
    ConversationMessage,
    Question,
    QuestionMessage,
    SessionRegistration,
    SupportReply,
    SupportRequest,
    WorkspaceTask,
)


def questions_of(access: Access) -> Iterator[Row]:
    for one in Question.objects.filter(asker=access.user).order_by("-created_at", "-id"):
        yield {
            "asked_at": one.created_at,
            "title": one.title,
            "text": one.text,
            "topic": str(HelpTopic(one.theme).label),
            "state": str(QuestionState(one.state).label),
            "answered_at": one.answered_at,
        }


def question_messages_of(access: Access) -> Iterator[Row]:
    for one in QuestionMessage.objects.filter(author=access.user).order_by("-created_at", "-id")[:MOST]:
        yield {"written_at": one.created_at, "is_answer": one.is_answer, "text": one.text}


def support_requests_of(access: Access) -> Iterator[Row]:
    rows = SupportRequest.objects.filter(asked_by=access.user).order_by("-created_at", "-id")
    for at, topic, question, state in rows.values_list("created_at", "topic", "question", "state"):
        yield {
            "asked_at": at,
            "topic": str(SupportTopic(topic).label),
            "question": question,
            "state": str(SupportState(state).label),
        }


def support_replies_of(access: Access) -> Iterator[Row]:
    rows = SupportReply.objects.filter(author=access.user).order_by("-created_at", "-id")
    for at, is_answer, text in rows.values_list("created_at", "is_answer", "text")[:MOST]:
        yield {"written_at": at, "is_answer": is_answer, "text": text}


def messages_of(access: Access) -> Iterator[Row]:
    rows = ConversationMessage.objects.filter(author=access.user, withdrawn_at__isnull=True)
    found = rows.order_by("-created_at", "-id").values_list("created_at", "initiative__name", "text")
    for at, initiative, text in found[:MOST]:
        yield {"written_at": at, "initiative": initiative, "text": text}


def tasks_of(access: Access) -> Iterator[Row]:
    """Made by this person or theirs to do; the explanation only where they wrote it."""
    person = access.user
    if person is None:
        return
    rows = WorkspaceTask.objects.filter(Q(created_by=person) | Q(owner=person)).order_by("-created_at", "-id")
    for made_by, owner, title, text, state, due_on, initiative in rows.values_list(
        "created_by", "owner", "title", "text", "state", "due_on", "initiative__name"
    )[:MOST]:
        yield {
            "initiative": initiative,
            "title": title,
            "text": text if made_by == person.pk else "",
            "made_by_me": made_by == person.pk,
            "mine_to_do": owner == person.pk,
            "state": str(TaskState(state).label),
            "due_on": due_on,
        }


def sessions_of(access: Access) -> Iterator[Row]:
    rows = SessionRegistration.objects.filter(user=access.user).select_related("session")
    for one in rows.order_by("-session__starts_at", "-id"):
        yield {
            "session": one.session.title,
            "starts_at": one.session.starts_at,
            "state": str(RegistrationState(one.state).label),
            "name": one.name,
            "email": one.email,
            "question": one.question,
            "attended": one.has_attended,
            "score": one.score,
            "remarks": one.remarks,
        }


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {
        "asked_at": _("Gesteld op"),
        "title": _("Vraag"),
        "text": _("Toelichting"),
        "topic": _("Onderwerp"),
        "state": _("Stand"),
        "answered_at": _("Beantwoord op"),
    }
    register("questions", _("Vragen aan de vraagbaak"), words, questions_of, order=120)
    words = {"written_at": _("Geschreven op"), "is_answer": _("Als antwoord"), "text": _("Wat u schreef")}
    register("question_messages", _("Wat u schreef bij vragen"), words, question_messages_of, order=130)
    register("support_replies", _("Wat u schreef bij hulpvragen"), words, support_replies_of, order=150)
    words = {"asked_at": _("Gesteld op"), "topic": _("Onderwerp"), "question": _("Vraag"), "state": _("Stand")}
    register("support_requests", _("Hulpvragen die u stelde"), words, support_requests_of, order=140)
    words = {"written_at": _("Geschreven op"), "initiative": _("Initiatief"), "text": _("Wat u schreef")}
    note = _("Van teams waar u nu in zit. Wat u schreef in een team dat u verliet, blijft bij dat team.")
    register("messages", _("Berichten in gesprekken van uw team"), words, messages_of, order=160, note=note)
    words = {
        "initiative": _("Initiatief"),
        "title": _("Taak"),
        "text": _("Toelichting"),
        "made_by_me": _("Door u gemaakt"),
        "mine_to_do": _("Voor u"),
        "state": _("Stand"),
        "due_on": _("Uiterlijk"),
    }
    register("tasks", _("Taken in de werkruimte"), words, tasks_of, order=170)
    words = {
        "session": _("Sessie"),
        "starts_at": _("Begint op"),
        "state": _("Stand"),
        "name": _("Naam bij de aanmelding"),
        "email": _("E-mailadres bij de aanmelding"),
        "question": _("Uw vraag vooraf"),
        "attended": _("U was erbij"),
        "score": _("Uw cijfer"),
        "remarks": _("Uw opmerkingen"),
    }
    register("sessions", _("Inspiratiesessies"), words, sessions_of, order=180)
