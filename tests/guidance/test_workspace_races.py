"""Two people at the same second in a workspace, in real transactions."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, make_cast
from tests.factories.workspace import conversation, goods, task
from tests.housing.test_placement_races import as_, at_once
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.guidance.models import ConversationMark, ConversationMessage, WorkspaceTask
from thuisgevers.guidance.services.workspace.talking import write_message
from thuisgevers.guidance.services.workspace.tasks import promise_goods, take_task


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    with transaction.atomic():
        return make_cast()


def test_one_of_three_gets_the_task(cast: Cast) -> None:
    with transaction.atomic():
        row = task(initiative(cast.kampen, id=cast.initiative_id), cast.bram)
    people = (cast.bram, cast.vera, cast.joke)
    outcomes = at_once(*[as_(who, lambda access: take_task(access=access, task=row)) for who in people])
    assert sorted(outcomes) == ["conflict", "conflict", "won"]
    with transaction.atomic(), seed():
        [event] = AuditEvent.objects.filter(object_id=row.pk, verb="take")
        assert WorkspaceTask.objects.get(pk=row.pk).owner_id == event.actor_id


def test_promises_at_once_all_count(cast: Cast) -> None:
    with transaction.atomic():
        row = goods(initiative(cast.kampen, id=cast.initiative_id), cast.bram, needed=9)
    people = (cast.bram, cast.vera, cast.joke, cast.pieter)
    outcomes = at_once(*[as_(who, lambda access: promise_goods(access=access, task=row, number=2)) for who in people])
    assert outcomes == ["won"] * 4
    with transaction.atomic(), seed():
        assert WorkspaceTask.objects.get(pk=row.pk).promised == 8


def test_the_same_mail_read_twice_at_once_is_one_message(cast: Cast) -> None:
    with transaction.atomic():
        talk = conversation(initiative(cast.kampen, id=cast.initiative_id), cast.bram)
    act = as_(
        cast.vera, lambda access: write_message(access=access, conversation=talk, text="Ik kom", mail_key="k" * 64)
    )
    assert at_once(act, act, act) == ["won"] * 3
    with transaction.atomic(), seed():
        assert ConversationMessage.objects.filter(conversation=talk).count() == 1
        assert ConversationMark.objects.filter(conversation=talk, user=cast.vera).count() == 1
