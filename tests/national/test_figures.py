"""What the public may know of an initiative, and from when: the safety rules of every figure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from tests.factories.figures import initiatives
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today
from thuisgevers.national.enums import Phase
from thuisgevers.national.queries.figures import desk_figures, public_figures, published_names

pytestmark = pytest.mark.django_db


def shown(place: Municipality) -> dict[Phase, int]:
    return dict(public_figures().by_code[place.code].shown)


def test_counts_for_its_municipality_only_from_the_day_it_was_announced(cast: Cast) -> None:
    initiatives(cast.kampen, announced_on=None)
    initiatives(cast.kampen, announced_on=today() + timedelta(days=1))
    assert shown(cast.kampen) == {}
    assert public_figures().total[Phase.RUNNING] == 2
    initiatives(cast.kampen, announced_on=today())
    assert shown(cast.kampen) == {Phase.RUNNING: 1}


def test_public_figures_hold_nothing_hidden(cast: Cast) -> None:
    initiatives(cast.kampen, announced_on=None)
    initiatives(cast.kampen, state=InitiativeState.WITHDRAWN, announced_on=today())
    assert all(not place.hidden and place.unannounced == 0 for place in public_figures().places)
    desk = desk_figures().by_code[cast.kampen.code]
    assert (desk.unannounced, desk.hidden[Phase.WITHDRAWN]) == (1, 1)


@pytest.mark.parametrize("state", [InitiativeState.WITHDRAWN, InitiativeState.DRAFT])
def test_withdrawn_and_drafts_are_no_figure(cast: Cast, state: InitiativeState) -> None:
    initiatives(cast.kampen, state=state, announced_on=today())
    assert shown(cast.kampen) == {}
    assert public_figures().open_total == 0


def test_withdrawing_and_taking_back_the_announcement_show_at_once(cast: Cast) -> None:
    one, two = initiatives(cast.kampen, 2, announced_on=today())
    assert shown(cast.kampen) == {Phase.RUNNING: 2}
    with seed():
        Initiative.objects.filter(pk=one.pk).update(state=InitiativeState.WITHDRAWN)
        Initiative.objects.filter(pk=two.pk).update(announced_on=None)
    assert shown(cast.kampen) == {}


@pytest.mark.parametrize(
    ("team", "municipality", "announced", "expected"),
    [
        (True, True, 0, ["Het Witte Huis"]),
        (True, False, 0, []),
        (False, True, 0, []),
        (True, True, 1, []),
        (True, True, None, []),
    ],
)
def test_a_name_needs_both_and_the_announcement(
    cast: Cast, team: bool, municipality: bool, announced: int | None, expected: list[str]
) -> None:
    day = None if announced is None else today() + timedelta(days=announced)
    initiatives(cast.kampen, announced_on=day, name="Het Witte Huis", by_team=team, by_municipality=municipality)
    assert [one.name for one in published_names(cast.kampen)] == expected


@pytest.mark.parametrize(
    "change",
    [{"name_public_by_team": False}, {"name_public_by_municipality": False}, {"state": InitiativeState.WITHDRAWN}],
)
def test_either_takes_a_name_back_at_once(cast: Cast, change: dict[str, object]) -> None:
    (one,) = initiatives(cast.kampen, announced_on=today(), by_team=True, by_municipality=True)
    assert published_names(cast.kampen)
    with seed():
        Initiative.objects.filter(pk=one.pk).update(**change)
    assert published_names(cast.kampen) == []


def test_a_merged_municipality_counts_for_its_successor_from_the_date_on(cast: Cast) -> None:
    initiatives(cast.urk, announced_on=today(), name="Ons Huis", by_team=True, by_municipality=True)
    with seed():
        Municipality.objects.filter(pk=cast.urk.pk).update(valid_to=today() + timedelta(days=1), successor=cast.kampen)
    assert shown(cast.kampen) == {}
    with seed():
        Municipality.objects.filter(pk=cast.urk.pk).update(valid_to=today())
    figures = public_figures()
    assert figures.by_code[cast.kampen.code].shown[Phase.RUNNING] == 1
    assert cast.urk.code not in figures.by_code
    assert [one.name for one in published_names(cast.kampen)] == ["Ons Huis"]


def test_a_municipality_takes_part_from_its_date(cast: Cast) -> None:
    with seed():
        Municipality.objects.filter(pk=cast.zwolle.pk).update(participates_since=date(2999, 1, 1))
    figures = public_figures()
    assert not figures.by_code[cast.zwolle.code].participates
    assert figures.participating == 1
    assert figures.participating_provinces == 1
