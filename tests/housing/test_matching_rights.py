"""Who plans, who weighs, what a plan keeps of that, and what two municipalities see of each other's homes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse

from housing.enums import MatchingRule, PropertyState
from housing.matching.codes import DEFAULT_WEIGHTS, WISHES, Wish
from housing.models import MatchingProposal, MatchingRun, MatchingWeights, PlacingAgreement
from housing.permissions import matching as p
from housing.queries.matching_facts import partner_pairs, partner_units
from housing.services import matching_solving
from housing.services.matching import (
    WeightsChangedError,
    cancel_run,
    choose_weights,
)
from tests.factories import matching as make
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.housing.plans import TODAY, asked, by, proposals
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

pytestmark = pytest.mark.django_db


def weights(**changed: int) -> dict[Wish, int]:
    return {wish: changed.get(wish.value, DEFAULT_WEIGHTS[wish]) for wish in WISHES}


def chosen(cast: Cast, seen: int = 0, **fields: Any) -> MatchingWeights:
    facts = {"weights": weights(pets=9), "rule": MatchingRule.HOUSEHOLDS, "reason": "Meer huisdieren"} | fields
    return by(cast.coen, lambda a: choose_weights(access=a, municipality=cast.kampen, seen=seen, **facts))


def test_weights_are_versions_and_a_plan_keeps_those_it_was_made_with(cast: Cast) -> None:
    before = asked(cast)
    first = chosen(cast)
    assert (first.version, first.pets) == (1, 9)
    second = chosen(cast, seen=1, weights=weights(pets=0))
    assert second.version == 2
    by(cast.anna, lambda a: cancel_run(access=a, run=before))
    after = asked(cast)
    assert (before.weights["pets"], before.weights_version, before.rule) == (3, 0, "people")
    assert (after.weights["pets"], after.weights_version, after.rule) == (0, 2, "households")
    with seed():
        event = AuditEvent.objects.get(object_id=first.pk)
    assert event.data["changed"] == {"pets": [3, 9]}
    assert event.reason == "Meer huisdieren"


def test_only_the_coordinator_weighs_and_nobody_overwrites_a_colleague(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        by(
            cast.anna,
            lambda a: choose_weights(
                access=a,
                municipality=cast.kampen,
                weights=weights(),
                rule=MatchingRule.PEOPLE,
                reason="x",
                seen=0,
            ),
        )
    chosen(cast)
    with pytest.raises(WeightsChangedError):
        chosen(cast, seen=0)


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "  "},
        {"weights": {Wish.PETS: 3}},
        {"weights": {**dict.fromkeys(WISHES, 1), Wish.PETS: 11}},
        {"weights": {**dict.fromkeys(WISHES, 1), "religion": 3}},
    ],
)
def test_weights_outside_the_closed_list_are_refused(cast: Cast, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        chosen(cast, **given)
    with seed():
        assert not MatchingWeights.objects.exists()


def agree(cast: Cast, ours: bool = True, theirs: bool = True, ends_on: date | None = None) -> None:
    with seed():
        for here, there, said in ((cast.kampen, cast.zwolle, ours), (cast.zwolle, cast.kampen, theirs)):
            if said:
                PlacingAgreement.objects.create(
                    municipality=here,
                    partner=there,
                    starts_on=TODAY - timedelta(days=9),
                    ends_on=ends_on,
                    recorded_by=cast.coen,
                )


@pytest.mark.parametrize(
    ("agreed", "number"),
    [
        ({}, 1),
        ({"ours": False}, 0),
        ({"theirs": False}, 0),
        ({"ends_on": TODAY}, 0),
    ],
)
def test_units_of_a_partner_are_offered_only_where_both_agreed(cast: Cast, agreed: dict[str, Any], number: int) -> None:
    agree(cast, **agreed)
    away = unit(cast.zwolle, capacity_max=5)
    placement(away, household(cast.zwolle), by=cast.chaima, expected_end_on=TODAY + timedelta(days=30))
    unit(cast.zwolle, property_(cast.zwolle, state=PropertyState.SUITABLE))
    unit(cast.urk)
    found = by(cast.anna, lambda _a: partner_units(cast.kampen))
    assert len(found) == number
    if number:
        assert (found[0].id, found[0].municipality_id, found[0].capacity_max) == (away.pk, cast.zwolle.pk, 5)
        assert found[0].occupied == ((TODAY, TODAY + timedelta(days=30)),)
        assert by(cast.anna, lambda _a: partner_pairs(cast.kampen)) == {frozenset({cast.kampen.pk, cast.zwolle.pk})}


@pytest.mark.parametrize("who", ["bram", "daan", "els", "vince", "gerrit", "chaima", "stranger"])
def test_nobody_else_learns_of_units_elsewhere(cast: Cast, who: str) -> None:
    agree(cast)
    unit(cast.zwolle)
    assert by(getattr(cast, who), lambda _a: partner_units(cast.kampen)) == []
    assert by(getattr(cast, who), lambda _a: partner_pairs(cast.kampen)) == frozenset()


def test_place_at_a_partner_is_a_transfer_and_not_a_placement(cast: Cast, client_as: Any) -> None:
    agree(cast)
    away = unit(cast.zwolle)
    people = household(cast.kampen)
    run = asked(cast, with_partners=True)
    assert matching_solving.solve_run(run.pk)
    [row] = proposals(run)
    assert (row.unit, row.partner_unit_id, row.partner_id) == (None, away.pk, cast.zwolle.pk)
    page = client_as(cast.anna).get(reverse("housing:matching_run", args=["kampen", run.pk])).content.decode()
    assert "Overdragen aan Zwolle" in page
    assert reverse("housing:transfer_offer", args=["kampen", people.pk]) in page
    assert "Kerkstraat" not in page


WHO = [*[role.value for role in Role], "elsewhere", "nobody"]


@pytest.mark.parametrize("who", WHO)
def test_list_and_detail_and_policies_agree_for_every_role(cast: Cast, who: str) -> None:
    for place, user in ((cast.kampen, cast.anna), (cast.zwolle, cast.chaima)):
        run = make.run(place, user)
        make.proposal(run, household(place), unit(place))
        with seed():
            MatchingWeights.objects.create(municipality=place, version=1, reason="x", set_by=user)
    people = {role.value: user for role, user in cast.by_role().items()}
    user = (people | {"elsewhere": cast.chaima, "nobody": cast.stranger})[who]
    pairs: tuple[tuple[Any, Any, Any], ...] = (
        (MatchingRun, p.viewable_runs, p.can_view_run),
        (MatchingProposal, p.viewable_proposals, p.can_view_proposal),
        (MatchingWeights, p.viewable_weights, p.can_view_weights),
    )
    for model, rows, may in pairs:
        with seed():
            access = Access.for_user(user, second_factor=True)
            listed = set(rows(access).values_list("pk", flat=True))
            allowed = {row.pk for row in model.objects.select_related("municipality") if may(access, row)}
        assert listed == allowed
        with transaction.atomic(), acting(user_id=user.pk):
            assert set(model.objects.values_list("pk", flat=True)) == listed


def test_finished_plans_and_weights_cannot_be_rewritten_by_the_application(cast: Cast) -> None:
    for table in ("housing_matchingproposal", "housing_matchingweights"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('app', %s, 'UPDATE') OR has_table_privilege('app', %s, 'DELETE')",
                [table, table],
            )
            assert cursor.fetchone() == (False,)
