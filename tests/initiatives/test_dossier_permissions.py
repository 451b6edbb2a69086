"""For every role: what a list may hold is exactly what its detail page lets through; and what the database adds to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from initiatives import permissions as p
from initiatives.enums import DossierState
from initiatives.models import Advice, Decision, Dossier, InformationRequest, Initiative, Note
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

PAIRS: list[tuple[type[Any], Callable[[Access], Any], Callable[[Access, Any], bool]]] = [
    (Initiative, p.viewable_initiatives, p.can_view_initiative),
    (Initiative, p.led_initiatives, p.can_lead_initiative),
    (Dossier, p.viewable_dossiers, p.can_view_dossier),
    (Dossier, p.handleable_dossiers, p.can_handle_dossier),
    (Dossier, p.assignable_dossiers, p.can_assign_dossier),
    (Dossier, p.decidable_dossiers, p.can_decide_dossier),
    (Dossier, p.withdrawable_dossiers, p.can_withdraw_dossier),
    (Dossier, p.editable_dossiers, p.can_edit_dossier),
    (InformationRequest, p.viewable_information_requests, p.can_view_information_request),
    (InformationRequest, p.answerable_information_requests, p.can_answer_information_request),
    (Decision, p.viewable_decisions, p.can_view_decision),
    (Note, p.viewable_notes, p.can_view_note),
    (Note, p.removable_notes, p.can_remove_note),
    (Advice, p.viewable_advices, p.can_view_advice),
]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """Dossiers in every state, in a municipality that takes part, in another one and in one that does not yet."""
    for place, author in ((cast.kampen, cast.anna), (cast.zwolle, cast.chaima), (cast.urk, cast.els)):
        for number, state in enumerate(DossierState):
            key = cast.initiative_id if place == cast.kampen and state == DossierState.IN_REVIEW else uuid7()
            initiative = make.initiative(place, id=key, name=f"{place.name} {number}")
            facts = {"advised_by": author, "advised_at": timezone.now()} if state == DossierState.ADVISED else {}
            held = make.building(place) if state == DossierState.APPROVED else None
            dossier = make.dossier(
                initiative, state=state, held=held, assignee=[None, author, cast.coen][number % 3], **facts
            )
            hang(dossier, author, cast)
    return cast


def hang(dossier: Dossier, author: Any, cast: Cast) -> None:
    common = {"municipality": dossier.municipality, "dossier": dossier}
    now = timezone.now()
    with seed():
        for facts in ({}, {"answered_at": now, "answered_by": cast.bram, "answer": "Ja"}, {"closed_at": now}):
            InformationRequest(
                initiative=dossier.initiative,
                question="Wat?",
                due_on=now.date(),
                asked_by=author,
                asked_at=now,
                **common,
                **facts,
            ).save(force_insert=True)
        Note(text="Intern", author=author, **common).save(force_insert=True)
        Note(text="Intern", author=cast.coen, **common).save(force_insert=True)
        Advice(outcome="approve", text="Doen", advised_by=author, advised_at=now, **common).save(force_insert=True)
        Decision(
            initiative=dossier.initiative,
            outcome="approve",
            advised_by=author,
            decided_by=cast.coen,
            decided_at=now,
            **common,
        ).save(force_insert=True)


def people(cast: Cast) -> dict[str, Any]:
    return {
        **{role.value: user for role, user in cast.by_role().items()},
        "elsewhere": cast.chaima,
        "nobody": cast.stranger,
    }


WHO = [*[role.value for role in Role if role != Role.PROPERTY_OWNER], "elsewhere", "nobody"]


@pytest.mark.parametrize("who", WHO)
def test_list_and_detail_agree_for_every_role(world: Cast, who: str) -> None:
    user = people(world)[who]
    with seed():
        access = Access.for_user(user, second_factor=True)
        for model, rows, may in PAIRS:
            everything = list(model.objects.select_related("municipality").order_by("pk"))
            assert everything, model
            listed = set(rows(access).values_list("pk", flat=True))
            allowed = {row.pk for row in everything if may(access, row)}
            assert listed == allowed, (who, rows.__name__, may.__name__)


@pytest.mark.parametrize("who", WHO)
def test_row_security_shows_no_more_and_no_less_than_the_code(world: Cast, who: str) -> None:
    user = people(world)[who]
    viewable: dict[Any, Callable[[Access], Any]] = {
        Dossier: p.viewable_dossiers,
        InformationRequest: p.viewable_information_requests,
        Note: p.viewable_notes,
        Advice: p.viewable_advices,
        Decision: p.viewable_decisions,
    }
    with seed():
        access = Access.for_user(user, second_factor=True)
        by_code = {model: set(rows(access).values_list("pk", flat=True)) for model, rows in viewable.items()}
    with transaction.atomic(), acting(user_id=user.pk):
        by_database = {model: set(model.objects.values_list("pk", flat=True)) for model in viewable}
    assert by_database == by_code


def test_officials_see_something_and_the_team_nothing_internal(world: Cast) -> None:
    """The two tests above would also agree on nothing at all."""
    with seed():
        anna = Access.for_user(world.anna, second_factor=True)
        bram = Access.for_user(world.bram, second_factor=True)
        assert p.viewable_dossiers(anna).count() == len(DossierState)
        assert p.viewable_dossiers(bram).count() == 1
        assert p.viewable_notes(anna).count() == 2 * len(DossierState)
        assert not p.viewable_notes(bram).exists()
        assert not p.viewable_advices(bram).exists()
        assert p.answerable_information_requests(bram).count() == 1
        assert p.decidable_dossiers(Access.for_user(world.coen, second_factor=True)).count() == 1
        assert not p.decidable_dossiers(anna).exists()
