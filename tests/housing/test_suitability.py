"""A visit from start to signature: what each verb does, refuses, and does once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from housing.enums import AssessmentState, CheckOutcome, PropertyState
from housing.models import Assessment, Property, SuitabilityCheck, SuitabilityCriterion
from housing.models.reference import load_criteria
from housing.permissions.suitability import (
    assessable_properties,
    can_assess_property,
    can_fill_assessment,
    can_sign_assessment,
    can_view_assessment,
    fillable_assessments,
    signable_assessments,
    viewable_assessments,
)
from housing.queries.suitability import criteria_on, summary_of
from housing.services.suitability import (
    Given,
    OtherAnswerError,
)
from tests.factories.housing import property_
from tests.factories.people import Cast
from tests.housing.visits import TODAY, answer, answer_all, by, fresh, start, submitted
from tests.seeding import seed
from thuisgevers.audit.timeline import told_events
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast: Cast) -> Property:
    return property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id)


def test_norms_come_with_a_source_and_are_loaded_once() -> None:
    assert load_criteria() == 0
    criteria = criteria_on(TODAY)
    assert len(criteria) >= 25
    assert all(criterion.source for criterion in criteria)
    groups = {criterion.group for criterion in criteria}
    assert {"use", "neighbourhood", "access", "space", "fire", "sanitary", "heating", "installations"} == groups


def test_the_application_cannot_change_norms() -> None:
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        SuitabilityCriterion.objects.update(norm="minder")


def test_start_moves_a_reported_property(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    assert made.state == AssessmentState.DRAFT
    assert fresh(place).state == PropertyState.ASSESSING
    assert fresh(made).initiative_scope_id == cast.initiative_id


def test_start_twice_with_the_same_number_is_one(cast: Cast, place: Property) -> None:
    number = uuid7()
    assert start(cast.bram, place, client_id=number).pk == start(cast.bram, place, client_id=number).pk


def test_only_one_round_is_open(cast: Cast, place: Property) -> None:
    start(cast.bram, place)
    with pytest.raises(ConflictError, match="loopt al een toets"):
        start(cast.anna, place)


@pytest.mark.parametrize("state", [PropertyState.CLOSED, PropertyState.WITHDRAWN])
def test_no_visit_of_a_closed_property(cast: Cast, state: str) -> None:
    with pytest.raises(ConflictError, match="Zet het eerst opnieuw in"):
        start(cast.anna, property_(cast.kampen, state=state))


def test_unsuitable_is_started_again_by_an_official_only(cast: Cast) -> None:
    place = property_(cast.kampen, state=PropertyState.UNSUITABLE, initiative_scope_id=cast.initiative_id)
    with pytest.raises(ConflictError, match="Vraag de gemeente"):
        start(cast.bram, place)
    start(cast.anna, place)
    assert fresh(place).state == PropertyState.ASSESSING


@pytest.mark.parametrize("name", ["vera", "gerrit", "vince", "pieter", "karin"])
def test_who_may_not_assess_is_refused(cast: Cast, name: str) -> None:
    place = property_(
        cast.kampen, id=cast.property_id, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id
    )
    with pytest.raises(PermissionDenied):
        start(getattr(cast, name), place)


def test_somebody_of_another_municipality_finds_nothing(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    with pytest.raises(PermissionDenied):
        start(cast.chaima, place)
    with pytest.raises(Assessment.DoesNotExist):
        answer(cast.chaima, made, "heating")
    assert by(cast.chaima, lambda access: viewable_assessments(access).count()) == 0
    assert by(cast.chaima, lambda _access: Assessment.objects.count() + SuitabilityCheck.objects.count()) == 0


@pytest.mark.parametrize(
    ("outcome", "fields", "field"),
    [
        ("misschien", {}, "outcome"),
        ("", {}, "outcome"),
        ("failed", {}, "failure_reason"),
        ("failed", {"failure_reason": "   "}, "failure_reason"),
        ("not_applicable", {}, "note"),
        ("failed", {"failure_reason": "x" * 401}, "failure_reason"),
        ("passed", {"note": "x" * 401}, "note"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(
    cast: Cast, place: Property, outcome: str, fields: dict[str, str], field: str
) -> None:
    made = start(cast.bram, place)
    with pytest.raises(ValidationError) as refused:
        answer(cast.bram, made, "smoke-alarms", outcome, **fields)
    assert list(refused.value.message_dict) == [field]


def test_the_database_wants_a_reason_itself(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    check = answer(cast.bram, made, "heating")
    with pytest.raises(IntegrityError, match="check_failure_reason"), seed(), transaction.atomic():
        SuitabilityCheck.objects.filter(pk=check.pk).update(outcome=CheckOutcome.FAILED)


def test_the_same_answer_sent_twice_is_one_row(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    given = Given(client_id=uuid7(), answered_at=timezone.now(), seen=0)
    first = answer(cast.bram, made, "heating", given=given)
    again = answer(cast.bram, made, "heating", "failed", failure_reason="anders", given=given)
    assert (first.pk, again.outcome, again.revision) == (again.pk, CheckOutcome.PASSED, 1)
    with seed():
        assert SuitabilityCheck.objects.filter(assessment=made).count() == 1


def test_of_one_person_the_later_answer_wins_in_whatever_order_they_come(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    now = timezone.now()
    answer(
        cast.bram,
        made,
        "heating",
        "failed",
        failure_reason="koud",
        given=Given(client_id=uuid7(), answered_at=now, seen=0),
    )
    older = Given(client_id=uuid7(), answered_at=now - timedelta(minutes=5), seen=0)
    assert answer(cast.bram, made, "heating", "passed", given=older).outcome == CheckOutcome.FAILED
    newer = Given(client_id=uuid7(), answered_at=now + timedelta(seconds=30), seen=0)
    assert answer(cast.bram, made, "heating", "passed", given=newer).outcome == CheckOutcome.PASSED


def test_a_clock_that_runs_ahead_does_not_win_for_ever(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    ahead = Given(client_id=uuid7(), answered_at=timezone.now() + timedelta(days=3), seen=0)
    assert answer(cast.bram, made, "heating", given=ahead).answered_at <= timezone.now()


def test_an_answer_of_a_colleague_is_not_replaced_unseen(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    theirs = answer(cast.anna, made, "heating", "failed", failure_reason="radiator lekt", given=Given(seen=0))
    mine = Given(client_id=uuid7(), answered_at=timezone.now() + timedelta(seconds=5), seen=0)
    with pytest.raises(OtherAnswerError) as refused:
        answer(cast.bram, made, "heating", "passed", given=mine)
    assert refused.value.theirs.failure_reason == "radiator lekt"
    assert fresh(theirs).outcome == CheckOutcome.FAILED
    seen = Given(client_id=uuid7(), answered_at=timezone.now(), seen=theirs.revision)
    assert answer(cast.bram, made, "heating", "passed", given=seen).revision == 2


def test_the_same_answer_as_a_colleague_is_no_clash(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    answer(cast.anna, made, "heating", given=Given(seen=0))
    assert answer(cast.bram, made, "heating", given=Given(client_id=uuid7(), seen=0)).revision == 1


def test_every_verb_reads_as_a_sentence() -> None:
    verbs = {"start", "submit", "send_back", "sign", "replace", "drop"}
    assert {f"housing.Assessment.{verb}" for verb in verbs} <= told_events()


@pytest.mark.parametrize("name", ["anna", "bram", "vera", "gerrit", "vince", "els", "chaima", "daan", "pieter", "joke"])
def test_lists_and_predicates_agree(cast: Cast, name: str) -> None:
    places = [
        property_(
            cast.kampen, id=cast.property_id, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id
        ),
        property_(cast.kampen, state=PropertyState.REPORTED),
        property_(cast.zwolle, state=PropertyState.REPORTED),
        property_(cast.kampen, state=PropertyState.CLOSED),
    ]
    rounds: list[UUID] = [
        start(cast.anna, places[0]).pk,
        start(cast.anna, places[1]).pk,
        submitted(
            cast, property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id)
        ).pk,
    ]
    with seed():
        rows = list(Assessment.objects.filter(pk__in=rounds).select_related("property", "municipality"))
        listed = list(Property.objects.select_related("municipality"))
    access = Access.for_user(getattr(cast, name), second_factor=True)
    with seed():
        for queryset, predicate in (
            (viewable_assessments, can_view_assessment),
            (fillable_assessments, can_fill_assessment),
            (signable_assessments, can_sign_assessment),
        ):
            found = set(queryset(access).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if predicate(access, row)}
        found = set(assessable_properties(access).values_list("pk", flat=True))
        assert found == {row.pk for row in listed if can_assess_property(access, row)}


def test_a_summary_asks_the_same_however_many_answers(
    cast: Cast, place: Property, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    made = start(cast.anna, place)

    def ask() -> int:
        with transaction.atomic(), acting(user_id=cast.anna.pk):
            return count_queries(lambda: summary_of(made))

    empty = ask()
    answer_all(cast.anna, made)
    assert ask() == empty == 2
