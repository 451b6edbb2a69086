"""The workspace of an initiative: what the team does in it, who sees it, and what bad input and two people at once do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import InitiativeState
from tests.factories.initiatives import dossier, initiative
from tests.factories.people import Cast
from tests.factories.plans import step_plan
from tests.factories.workspace import appointment, conversation, goods, message, support, task
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, Visibility
from thuisgevers.audit.timeline import timeline, told_events
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance import sentences_workspace
from thuisgevers.guidance.enums import SupportGroup, SupportKind, TaskKind
from thuisgevers.guidance.models import (
    Appointment,
    Conversation,
    ConversationMark,
    ConversationMessage,
    SupportEntry,
    WorkspaceTask,
)
from thuisgevers.guidance.permissions import workspace as rights
from thuisgevers.guidance.queries.workspace import board, conversation_lines, goods_needed
from thuisgevers.guidance.services.workspace.noting import version_of
from thuisgevers.guidance.services.workspace.support import SupportFacts, add_support
from thuisgevers.guidance.services.workspace.talking import (
    edit_message,
    mark_read,
    start_conversation,
    withdraw_message,
    write_message,
)
from thuisgevers.guidance.services.workspace.tasks import (
    TaskFacts,
    add_task,
    edit_task,
    finish_task,
    promise_goods,
    put_back_task,
    reopen_task,
    take_task,
)
from thuisgevers.guidance.states import APPOINTMENT, TASK
from thuisgevers.notifications.models import NotificationPreference, OutgoingMessage

pytestmark = pytest.mark.django_db

LONG = "é😀" * 1500


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(cast.kampen, id=cast.initiative_id, name="Huis aan de Dijk")


def again(row: Any) -> Any:
    with seed():
        return type(row).objects.select_related("municipality", "initiative").get(pk=row.pk)


def test_a_task_is_taken_put_back_finished_and_opened_again(cast: Cast, mine: Any) -> None:
    facts = TaskFacts(kind=TaskKind.JOB, title="Douche kitten")
    row = by(cast.pieter, lambda access: add_task(access=access, initiative=mine, facts=facts))
    taken = by(cast.vera, lambda access: take_task(access=access, task=row))
    assert (taken.state, taken.owner_id) == ("doing", cast.vera.pk)
    with pytest.raises(WrongStateError):
        by(cast.bram, lambda access: take_task(access=access, task=row))
    free = by(cast.bram, lambda access: put_back_task(access=access, task=row))
    assert (free.state, free.owner_id) == ("open", None)
    done = by(cast.joke, lambda access: finish_task(access=access, task=row))
    assert done.finished_at is not None
    back = by(cast.bram, lambda access: reopen_task(access=access, task=row))
    assert (back.state, back.finished_at) == ("open", None)
    with seed():
        events = AuditEvent.objects.filter(object_id=row.pk).order_by("at", "id")
        assert list(events.values_list("verb", flat=True)) == ["add", "take", "put_back", "finish", "reopen"]
        assert set(events.values_list("visibility", flat=True)) == {Visibility.WORKSPACE}


def test_goods_say_how_many_are_still_needed(cast: Cast, mine: Any) -> None:
    row = goods(mine, cast.bram, needed=4)
    by(cast.vera, lambda access: promise_goods(access=access, task=row, number=2))
    [card] = by(cast.vera, lambda access: goods_needed(access, mine))
    assert (card.needs, card.task.missing) == ("nog 2 van 4 nodig", 2)
    by(cast.vera, lambda access: promise_goods(access=access, task=row, number=3))
    assert by(cast.vera, lambda access: goods_needed(access, mine)) == []
    with pytest.raises(ValidationError):
        by(cast.vera, lambda access: promise_goods(access=access, task=row, number=-9))
    with pytest.raises(ValidationError):
        by(cast.vera, lambda access: promise_goods(access=access, task=task(mine, cast.bram), number=1))


def test_goods_without_a_number_are_refused(cast: Cast, mine: Any) -> None:
    facts = TaskFacts(kind=TaskKind.GOODS, title="Bedden")
    with pytest.raises(ValidationError) as refused:
        by(cast.bram, lambda access: add_task(access=access, initiative=mine, facts=facts))
    assert "needed" in refused.value.message_dict


def test_a_change_of_a_colleague_in_between_is_told(cast: Cast, mine: Any) -> None:
    row = task(mine, cast.bram)
    seen = version_of(again(row))
    facts = TaskFacts(kind=TaskKind.TASK, title="Tuin en schuur")
    by(cast.vera, lambda access: edit_task(access=access, task=row, facts=facts, seen=seen))
    with pytest.raises(ConflictError):
        by(cast.bram, lambda access: edit_task(access=access, task=row, facts=facts, seen=seen))


def test_messages_are_unread_until_they_are_read(cast: Cast, mine: Any) -> None:
    talk = by(
        cast.bram,
        lambda access: start_conversation(access=access, initiative=mine, subject="Klusdag", text="Wie komt er?"),
    )
    assert [line.unread for line in by(cast.bram, lambda access: conversation_lines(access, mine))] == [0]
    assert [line.unread for line in by(cast.vera, lambda access: conversation_lines(access, mine))] == [1]
    by(cast.vera, lambda access: mark_read(access=access, conversation=talk, seen_at=timezone.now()))
    by(
        cast.vera,
        lambda access: mark_read(access=access, conversation=talk, seen_at=timezone.now() - timedelta(days=1)),
    )
    assert [line.unread for line in by(cast.vera, lambda access: conversation_lines(access, mine))] == [0]
    by(cast.pieter, lambda access: write_message(access=access, conversation=talk, text="Ik neem taart mee."))
    [line] = by(cast.vera, lambda access: conversation_lines(access, mine))
    assert (line.unread, line.messages, line.last_by) == (1, 2, "Pieter")
    with seed():
        assert ConversationMark.objects.filter(conversation=talk, user=cast.vera).count() == 1


def test_a_message_goes_to_everybody_else_who_wants_mail(cast: Cast, mine: Any) -> None:
    with seed():
        NotificationPreference.objects.create(user=cast.joke, kind="conversation", frequency="none")
    talk = conversation(mine, cast.bram)
    by(cast.vera, lambda access: write_message(access=access, conversation=talk, text="<b>Hoi</b> [klik](http://x)"))
    with seed():
        rows = OutgoingMessage.objects.filter(template="guidance/conversation_message")
        states = dict(rows.values_list("to_user__display_name", "state"))
        body = rows.get(to_user=cast.bram).body or ""
    assert states == {"Bram": "queued", "Pieter": "queued", "Joke": "skipped"}
    assert "<b>" not in body
    assert "](http://x)" not in body


def test_own_messages_can_be_changed_for_a_while_and_withdrawn(cast: Cast, mine: Any) -> None:
    talk = conversation(mine, cast.bram)
    fresh, old = message(talk, cast.vera, "Vrijdag"), message(talk, cast.vera, "Lang geleden")
    with seed():
        ConversationMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=1))
    changed = by(cast.vera, lambda access: edit_message(access=access, message=fresh, text="Zaterdag"))
    assert (changed.text, changed.edited_at is None) == ("Zaterdag", False)
    with pytest.raises(ConflictError):
        by(cast.vera, lambda access: edit_message(access=access, message=again(old), text="Toch niet"))
    with pytest.raises(PermissionDenied):
        by(cast.bram, lambda access: withdraw_message(access=access, message=fresh))
    gone = by(cast.vera, lambda access: withdraw_message(access=access, message=again(old)))
    assert (gone.text, gone.withdrawn_at is None) == ("", False)
    with pytest.raises(ConflictError):
        by(cast.vera, lambda access: withdraw_message(access=access, message=again(old)))


def test_support_asks_for_an_answer_before_it_is_shared_and_keeps_days_in_order(cast: Cast, mine: Any) -> None:
    day = timezone.localdate()

    def facts(**more: Any) -> SupportFacts:
        held = {
            "kind": SupportKind.PROMISE,
            "group": SupportGroup.NEIGHBOURS,
            "happened_on": day,
            "text": "Stil na tien",
        }
        return SupportFacts(**{**held, **more})

    for wrong, field in (({"may_share": True}, "outcome"), ({"settled_on": day - timedelta(days=1)}, "settled_on")):
        with pytest.raises(ValidationError) as refused:
            by(cast.vera, lambda access, more=wrong: add_support(access=access, initiative=mine, facts=facts(**more)))
        assert field in refused.value.message_dict
    kept = by(cast.vera, lambda access: add_support(access=access, initiative=mine, facts=facts(settled_on=day)))
    assert kept.settled_on == day


def test_a_closed_initiative_can_be_read_and_not_changed(cast: Cast, mine: Any) -> None:
    row = task(mine, cast.bram)
    with seed():
        mine.state = InitiativeState.WITHDRAWN
        mine.save(update_fields=["state"])
    assert len(by(cast.bram, lambda access: board(access, mine))[0].cards) == 1
    with pytest.raises(PermissionDenied):
        by(cast.bram, lambda access: take_task(access=access, task=again(row)))


def test_every_event_is_told() -> None:
    told = told_events()
    edges = {f"{machine.label}.{edge.name}" for machine in (TASK, APPOINTMENT) for edge in machine.edges}
    assert edges <= told
    assert set(sentences_workspace.SENTENCES) <= told


def test_the_municipality_reads_nothing_of_it_in_the_log(cast: Cast, mine: Any) -> None:
    row = task(mine, cast.bram)
    by(cast.bram, lambda access: take_task(access=access, task=row))
    sees = {
        user.display_name: by(user, lambda access: len(timeline(access=access, scope_id=mine.pk, with_workspace=True)))
        for user in cast.by_role().values()
    }
    assert {name for name, number in sees.items() if number} == {"Bram", "Vera", "Joke", "Pieter"}
    with_rights = by(cast.anna, lambda access: AuditEvent.objects.filter(object_id=row.pk).count())
    assert with_rights == 0
    assert by(cast.bram, lambda access: timeline(access=access, scope_id=mine.pk)) == []


@pytest.mark.parametrize(
    ("rows", "predicate", "what"),
    [
        (rights.viewable_tasks, rights.can_view_task, WorkspaceTask),
        (rights.workable_tasks, rights.can_work_task, WorkspaceTask),
        (rights.viewable_conversations, rights.can_view_conversation, Conversation),
        (rights.writable_conversations, rights.can_write_conversation, Conversation),
        (rights.viewable_messages, rights.can_view_message, ConversationMessage),
        (rights.withdrawable_messages, rights.can_withdraw_message, ConversationMessage),
        (rights.editable_messages, rights.can_edit_message, ConversationMessage),
        (rights.viewable_appointments, rights.can_view_appointment, Appointment),
        (rights.workable_appointments, rights.can_work_appointment, Appointment),
        (rights.viewable_support, rights.can_view_support, SupportEntry),
        (rights.workable_support, rights.can_work_support, SupportEntry),
    ],
)
def test_lists_and_predicates_agree_for_every_role(cast: Cast, mine: Any, rows: Any, predicate: Any, what: Any) -> None:
    """And the database shows each person exactly those rows."""
    closed = initiative(cast.kampen, state=InitiativeState.COMPLETED)
    for place, author in ((mine, cast.bram), (closed, cast.bram), (initiative(cast.zwolle), cast.chaima)):
        task(place, author)
        conversation(place, author, "Hoi")
        appointment(place, author)
        support(place, author)
    with seed():
        everything = list(what.objects.select_related("municipality", "initiative").order_by("pk"))
    assert len(everything) == 3
    seen = set()
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        found = by(user, lambda access: set(rows(access).values_list("pk", flat=True)))
        allowed = by(user, lambda access: {row.pk for row in everything if predicate(access, row)})
        assert found == allowed, user.display_name
        seen |= found
        shown = by(user, lambda access: set(what.objects.values_list("pk", flat=True)))
        assert found <= shown
        assert shown <= {row.pk for row in everything if row.initiative_id == mine.pk}
    assert len(seen) == 1


def test_the_database_itself_refuses_others(cast: Cast, mine: Any) -> None:
    row = task(mine, cast.bram)
    talk = conversation(mine, cast.bram, "Hoi")
    for user in (cast.anna, cast.coen, cast.els, cast.gerrit, cast.karin, cast.daan, cast.chaima):
        assert by(user, lambda access: WorkspaceTask.objects.filter(pk=row.pk).update(title="x")) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            by(user, lambda access, who=user: _forge(mine, talk, who))
    with pytest.raises(DatabaseError), transaction.atomic():
        by(cast.vera, lambda access: _forge(mine, talk, cast.bram))
    assert by(cast.vera, lambda access: ConversationMessage.objects.filter(author=cast.bram).update(text="x")) == 0


def _forge(mine: Any, talk: Conversation, author: Any) -> None:
    ConversationMessage(
        municipality=mine.municipality, initiative=mine, conversation=talk, author=author, text="x"
    ).save(force_insert=True)


# The pages.

PARTS = ("home", "board", "goods", "conversations", "agenda", "files", "support", "support_summary", "timeline")


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_page_empty_and_filled(cast: Cast, client_as: Any, mine: Any, part: str) -> None:
    url = reverse(f"guidance:workspace_{part}", args=[mine.pk])
    assert client_as(cast.vera).get(url).status_code == 200
    goods(mine, cast.bram, owner=cast.vera, due_on=timezone.localdate())
    conversation(mine, cast.bram, "Hoi")
    appointment(mine, cast.bram, place="De zaal")
    support(mine, cast.bram, outcome="Achter de kerk", may_share=True)
    for user in (cast.bram, cast.joke, cast.pieter):
        assert client_as(user).get(url).status_code == 200
    assert client_as(cast.anna).get(url).status_code == 403


def test_bad_input_is_said_at_the_field_and_nothing_is_lost(cast: Cast, client_as: Any, mine: Any) -> None:
    browser = client_as(cast.bram)
    url = reverse("guidance:workspace_task_add", args=[mine.pk])
    answer = browser.post(url, {"kind": "goods", "title": "Bedden\x00 😀", "text": LONG, "due_on": "31-02-2027"})
    assert answer.status_code == 422
    assert {"text", "due_on", "needed"} <= set(answer.context["form"].errors)
    assert "😀" in answer.content.decode()
    answer = browser.post(url, {"kind": "goods", "title": "Bedden\x00 😀", "needed": "4", "owner": str(cast.vera.pk)})
    assert answer.status_code == 302
    with seed():
        row = WorkspaceTask.objects.get()
    assert (row.title, row.needed, row.owner_id) == ("Bedden 😀", 4, cast.vera.pk)
    stranger = browser.post(url, {"kind": "task", "title": "x", "owner": str(cast.anna.pk)})
    assert "owner" in stranger.context["form"].errors


def test_a_message_too_long_keeps_its_words_on_the_page(cast: Cast, client_as: Any, mine: Any) -> None:
    talk = conversation(mine, cast.bram, "Hoi")
    browser = client_as(cast.vera)
    url = reverse("guidance:conversation_detail", args=[talk.pk])
    answer = browser.post(url, {"text": "a" * 4001})
    assert answer.status_code == 422
    assert "a" * 4001 in answer.content.decode()
    answer = browser.post(url, {"text": "Tot <script>zaterdag</script>"}, follow=True)
    assert "<script>zaterdag" not in answer.content.decode()
    assert "zaterdag" in answer.content.decode()


def test_reading_marks_only_up_to_what_the_page_showed(cast: Cast, client_as: Any, mine: Any) -> None:
    talk = conversation(mine, cast.bram, "Hoi")
    browser = client_as(cast.vera)
    page = browser.get(reverse("guidance:conversation_detail", args=[talk.pk]))
    until = page.context["until"]
    message(talk, cast.bram, "En nog iets")
    url = reverse("guidance:conversation_seen", args=[talk.pk])
    assert browser.post(url, {"until": until}, headers={"HX-Request": "true"}).status_code == 204
    assert browser.post(url, {"until": "morgen"}).status_code == 400
    assert [line.unread for line in by(cast.vera, lambda access: conversation_lines(access, mine))] == [1]


def test_the_second_who_takes_a_task_sees_the_board_with_a_word(cast: Cast, client_as: Any, mine: Any) -> None:
    row = task(mine, cast.bram)
    url = reverse("guidance:task_take", args=[row.pk])
    assert client_as(cast.vera).post(url).status_code == 302
    late = client_as(cast.bram).post(url)
    assert late.status_code == 409
    assert "was u net voor" in late.content.decode()
    assert client_as(cast.bram).get(url).status_code == 405


QUERIES = {
    "home": 8,
    "board": 8,
    "goods": 8,
    "conversations": 8,
    "agenda": 10,
    "files": 11,
    "support": 8,
    "support_summary": 9,
    "timeline": 8,
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("part", PARTS)
def test_pages_ask_the_same_whatever_they_show(
    cast: Cast, client_as: Any, count_queries: Any, mine: Any, part: str, number: int
) -> None:
    step_plan(cast.kampen, initiative=mine)
    dossier(mine)
    for _each in range(number):
        goods(mine, cast.bram, owner=cast.vera)
        conversation(mine, cast.bram, "Hoi", "Nog iets")
        appointment(mine, cast.bram)
        support(mine, cast.bram, outcome="Ja", may_share=True)
    browser = client_as(cast.vera)
    url = reverse(f"guidance:workspace_{part}", args=[mine.pk])
    assert count_queries(lambda: browser.get(url)) == QUERIES[part]


@pytest.mark.parametrize("number", [1, 3])
def test_a_conversation_asks_the_same_whatever_was_written(
    cast: Cast, client_as: Any, count_queries: Any, mine: Any, number: int
) -> None:
    talk = conversation(mine, cast.bram, *["Hoi"] * number)
    browser = client_as(cast.vera)
    url = reverse("guidance:conversation_detail", args=[talk.pk])
    assert count_queries(lambda: browser.get(url)) == CONVERSATION_QUERIES


CONVERSATION_QUERIES = 10
