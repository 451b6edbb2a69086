"""What officials see and press: ranked lists with reasons, the choice with its reason, plans, weights; and bad input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.enums import HouseholdState, MatchingState, PlacementState, PropertyState
from housing.matching.codes import WISHES
from housing.models import MatchingRun, MatchingWeights, Placement
from tests.factories import matching as make
from tests.factories.housing import allocation, household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def at(name: str, *args: Any) -> str:
    return reverse(f"housing:matching_{name}", args=["kampen", *args])


CONDITIONS = {
    "starts_on": TODAY.isoformat(),
    "latest_on": (TODAY + timedelta(weeks=12)).isoformat(),
    "shortest_weeks": "26",
    "wished_weeks": "52",
}


def test_household_page_ranks_homes_and_says_why_not(cast: Cast, client_as: Any) -> None:
    people = household(cast.kampen)
    allocation(people, move_by=TODAY)
    best = unit(cast.kampen, name="Past precies", capacity_max=3)
    roomy = unit(cast.kampen, name="Ruim", capacity_max=6)
    unit(cast.kampen, name="Klein", capacity_max=2)
    unit(cast.kampen, property_(cast.kampen, state=PropertyState.SUITABLE), name="Nog dicht")
    answer = client_as(cast.anna).get(at("household", people.pk))
    page = answer.context["p"]
    assert [line.title.split(",")[0] for line in page.possible] == ["Past precies", "Ruim"]
    assert [line.rank for line in page.possible] == [1, 2]
    assert page.possible[0].score - page.possible[1].score == 9 * 5
    assert {line.title.split(",")[0] for line in page.nearest} == {"Klein", "Nog dicht"}
    text = answer.content.decode()
    assert "Te klein: het huishouden heeft 3 mensen, hier passen er hoogstens 2." in text
    assert "Stel het pand open." in text
    assert at("choose", people.pk, best.pk) in text
    assert at("choose", people.pk, roomy.pk) in text
    with seed():
        read = ReadEvent.objects.get(purpose="matching_household")
    assert read.object_ids == [str(people.pk)]


def test_unit_page_ranks_households_of_this_municipality_only(cast: Cast, client_as: Any) -> None:
    home = unit(cast.kampen)
    hurried, easy = household(cast.kampen), household(cast.kampen)
    allocation(hurried, move_by=TODAY)
    away, gone = household(cast.zwolle), household(cast.kampen, state=HouseholdState.CANCELLED)
    large = household(cast.kampen, people_27_54=9)
    answer = client_as(cast.anna).get(at("unit", home.pk))
    page = answer.context["p"]
    assert [line.title for line in page.possible] == [hurried.reference, easy.reference]
    assert [line.title for line in page.nearest] == [large.reference]
    text = answer.content.decode()
    assert away.reference not in text
    assert gone.reference not in text


def test_unit_that_is_not_open_yet_says_so(cast: Cast, client_as: Any) -> None:
    home = unit(cast.kampen, property_(cast.kampen, state=PropertyState.ASSESSING))
    people = household(cast.kampen)
    page = client_as(cast.anna).get(at("unit", home.pk)).context["p"]
    assert page.number_possible == 0
    answer = client_as(cast.anna).get(at("choose", people.pk, home.pk))
    assert "Nog niet opengesteld." in answer.content.decode()
    assert "move_in_on" not in answer.content.decode()


def test_first_choice_comes_with_a_reason_and_is_logged(cast: Cast, client_as: Any) -> None:
    people, home = household(cast.kampen), unit(cast.kampen)
    client = client_as(cast.anna)
    form = client.get(at("choose", people.pk, home.pk)).context["form"]
    assert form.initial["move_in_on"] == TODAY
    assert form.initial["reason"].startswith("Eerste van de lijst")
    data = {key: str(value) for key, value in form.initial.items()}
    answer = client.post(at("choose", people.pk, home.pk), data)
    with seed():
        made = Placement.objects.get()
        event = AuditEvent.objects.get(verb="choose_unit")
    assert answer.url == reverse("housing:placement_detail", args=["kampen", made.pk])
    assert (made.state, made.unit_id, made.household_id) == (PlacementState.PROPOSED, home.pk, people.pk)
    assert made.choice_reason == data["reason"]
    assert (event.data["rank"], event.data["first"], event.data["unit"]) == (1, str(home.pk), str(home.pk))


def test_another_than_the_first_needs_a_reason(cast: Cast, client_as: Any) -> None:
    people = household(cast.kampen)
    first, other = unit(cast.kampen, capacity_max=3), unit(cast.kampen, capacity_max=6)
    client = client_as(cast.anna)
    data = {"move_in_on": TODAY, "expected_end_on": TODAY + timedelta(days=300), "reason": " "}
    answer = client.post(at("choose", people.pk, other.pk), data)
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert first.name in answer.content.decode()
    with seed():
        assert not Placement.objects.exists()
    client.post(at("choose", people.pk, other.pk), data | {"reason": "Dicht bij de school"})
    with seed():
        assert Placement.objects.get().choice_reason == "Dicht bij de school"
        event = AuditEvent.objects.get(verb="choose_unit")
    assert (event.data["rank"], event.data["first"]) == (2, str(first.pk))


def test_choice_that_somebody_else_just_made_is_told_at_the_field(cast: Cast, client_as: Any) -> None:
    people, home = household(cast.kampen), unit(cast.kampen)
    placement(home, household(cast.kampen), by=cast.coen, state=PlacementState.PROPOSED)
    data = {"move_in_on": TODAY, "expected_end_on": TODAY + timedelta(days=300), "reason": "Mooi huis"}
    answer = client_as(cast.anna).post(at("choose", people.pk, home.pk), data)
    assert answer.status_code == 422
    assert "Er woont in deze periode iemand, of er is al een voorstel." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"move_in_on": ""}, "move_in_on"),
        ({"move_in_on": "31-2-2027"}, "move_in_on"),
        ({"move_in_on": (TODAY - timedelta(days=1)).isoformat()}, "move_in_on"),
        ({"expected_end_on": TODAY.isoformat()}, "expected_end_on"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_bad_input_of_the_choice_is_refused_at_its_field(
    cast: Cast, client_as: Any, change: dict[str, str], field: str
) -> None:
    people, home = household(cast.kampen), unit(cast.kampen)
    data = {
        "move_in_on": TODAY.isoformat(),
        "expected_end_on": (TODAY + timedelta(days=300)).isoformat(),
        "reason": "Dicht bij de school",
        **change,
    }
    answer = client_as(cast.anna).post(at("choose", people.pk, home.pk), data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    if field != "reason":
        assert "Dicht bij de school" in answer.content.decode()


def test_plan_is_asked_for_followed_and_read(cast: Cast, client_as: Any) -> None:
    from housing.services.matching_solving import solve_run

    people, home = household(cast.kampen), unit(cast.kampen)
    left = household(cast.kampen, people_27_54=9)
    client = client_as(cast.anna)
    answer = client.post(at("list"), CONDITIONS)
    with seed():
        run = MatchingRun.objects.get()
    assert answer.url == at("run", run.pk)
    waiting = client.get(answer.url).content.decode()
    assert "staat in de rij" in waiting
    assert "aria-live" in waiting or 'role="status"' in waiting
    part = client.get(f"{answer.url}?stand=requested--0", headers={"HX-Request": "true"})
    assert part.status_code == 204
    assert solve_run(run.pk)
    done = client.get(f"{answer.url}?stand=requested--0", headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == answer.url
    page = client.get(answer.url).content.decode()
    assert "1 van de 2 huishoudens" in page
    assert "Bewezen" in page
    assert people.reference in page
    assert home.name in page
    assert f"{at('choose', people.pk, home.pk)}?plan={run.pk}" in page
    without = client.get(f"{answer.url}?toon=zonder").content.decode()
    assert left.reference in without
    assert "1 woning: te klein voor dit huishouden" in without
    chosen = client.get(f"{at('choose', people.pk, home.pk)}?plan={run.pk}")
    assert chosen.context["form"].initial["reason"].startswith("Volgt het plan van")


def test_stale_proposals_are_shown_apart_and_cannot_be_pressed(cast: Cast, client_as: Any) -> None:
    run = make.run(cast.kampen, cast.anna)
    people, home = household(cast.kampen), unit(cast.kampen)
    make.proposal(run, people, home)
    placement(home, household(cast.kampen), by=cast.anna, state=PlacementState.PLANNED)
    client = client_as(cast.anna)
    assert people.reference not in client.get(at("run", run.pk)).content.decode()
    page = client.get(f"{at('run', run.pk)}?toon=verouderd").content.decode()
    assert "intussen bezet" in page
    assert at("choose", people.pk, home.pk) not in page


@pytest.mark.parametrize("query", ["?toon=onzin", "?pagina=99", "?pagina=x", "?toon=zonder&alles=ja", "?alles=nee"])
def test_strange_addresses_of_a_plan_still_answer(cast: Cast, client_as: Any, query: str) -> None:
    run = make.run(cast.kampen, cast.anna)
    make.proposal(run, household(cast.kampen), unit(cast.kampen))
    make.proposal(run, household(cast.kampen))
    assert client_as(cast.anna).get(f"{at('run', run.pk)}{query}").status_code == 200


def test_page_of_a_plan_asks_the_same_for_one_and_for_three(
    cast: Cast, client_as: Any, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    run = make.run(cast.kampen, cast.anna)
    client = client_as(cast.anna)

    def ask(name: str, *args: Any) -> int:
        return count_queries(lambda: client.get(at(name, *args)))

    homes, people = [], []
    for number in (1, 2, 3):
        homes.append(unit(cast.kampen))
        people.append(household(cast.kampen))
        make.proposal(run, people[-1], homes[-1])
        if number == 1:
            before = [ask("run", run.pk), ask("household", people[0].pk), ask("unit", homes[0].pk), ask("list")]
    after = [ask("run", run.pk), ask("household", people[0].pk), ask("unit", homes[0].pk), ask("list")]
    assert before == after == QUERIES


QUERIES = [10, 17, 16, 10]


@pytest.mark.parametrize("state", list(MatchingState))
def test_every_state_of_a_plan_has_a_page(cast: Cast, client_as: Any, state: MatchingState) -> None:
    run = make.run(cast.kampen, cast.anna, state=state, error="Het ging mis." if state == "failed" else "")
    answer = client_as(cast.anna).get(at("run", run.pk))
    assert answer.status_code == 200
    assert client_as(cast.anna).get(at("list")).status_code == 200


def test_stop_and_retry_buttons(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.anna)
    run = make.run(cast.kampen, cast.anna, state=MatchingState.SOLVING)
    assert client.get(at("cancel", run.pk)).status_code == 405
    assert client.post(at("cancel", run.pk)).url == at("list")
    assert client.post(at("cancel", run.pk)).status_code == 409
    failed = make.run(cast.kampen, cast.anna, state=MatchingState.FAILED, error="x")
    assert client.post(at("retry", failed.pk)).url == at("run", failed.pk)
    assert client.post(at("retry", failed.pk)).status_code == 409


def test_second_plan_at_once_is_refused_with_words_and_nothing_typed_is_lost(cast: Cast, client_as: Any) -> None:
    make.run(cast.kampen, cast.coen, state=MatchingState.SOLVING)
    answer = client_as(cast.anna).post(at("list"), CONDITIONS | {"wished_weeks": "40"})
    assert answer.status_code == 409
    assert "Er wordt al een plan gemaakt" in answer.content.decode()
    assert 'value="40"' in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"latest_on": (TODAY + timedelta(days=500)).isoformat()}, "latest_on"),
        ({"starts_on": (TODAY + timedelta(days=100)).isoformat()}, "latest_on"),
        ({"shortest_weeks": "0"}, "shortest_weeks"),
        ({"shortest_weeks": "veel"}, "shortest_weeks"),
        ({"wished_weeks": "10"}, "wished_weeks"),
        ({"wished_weeks": "999999999999"}, "wished_weeks"),
    ],
)
def test_bad_conditions_of_a_plan_are_refused_at_their_field(
    cast: Cast, client_as: Any, change: dict[str, str], field: str
) -> None:
    answer = client_as(cast.anna).post(at("list"), CONDITIONS | change)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_coordinator_weighs_handler_reads(cast: Cast, client_as: Any) -> None:
    handler, coordinator = client_as(cast.anna), client_as(cast.coen)
    assert "<form" not in handler.get(at("weights")).content.decode().split("<main")[1]
    data = {wish.value: "4" for wish in WISHES} | {"seen": "0", "rule": "people", "reason": "Alles even zwaar"}
    assert handler.post(at("weights"), data).status_code == 403
    assert coordinator.post(at("weights"), data).url == at("weights")
    with seed():
        assert MatchingWeights.objects.get().weights == dict.fromkeys(WISHES, 4)
    assert "Alles even zwaar" in handler.get(at("weights")).content.decode()
    late = coordinator.post(at("weights"), data | {"reason": "Te laat"})
    assert late.status_code == 409
    assert "Te laat" in late.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"pets": "11"}, "pets"), ({"clock": ""}, "clock"), ({"reason": ""}, "reason"), ({"rule": "religion"}, "rule")],
)
def test_bad_weights_are_refused_at_their_field(cast: Cast, client_as: Any, change: dict[str, str], field: str) -> None:
    data = {wish.value: "4" for wish in WISHES} | {"seen": "0", "rule": "people", "reason": "Zo"} | change
    answer = client_as(cast.coen).post(at("weights"), data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_forbidden_ground_in_the_form_is_simply_not_there(cast: Cast, client_as: Any) -> None:
    data = {wish.value: "4" for wish in WISHES} | {"seen": "0", "rule": "people", "reason": "Zo", "religion": "10"}
    client_as(cast.coen).post(at("weights"), data)
    with seed():
        row = MatchingWeights.objects.values().get()
    assert "religion" not in row


@pytest.mark.parametrize("who", ["bram", "vera", "daan", "els", "vince", "karin", "pieter", "olga", "joke", "gerrit"])
def test_nobody_but_handlers_and_coordinators_matches(cast: Cast, client_as: Any, who: str) -> None:
    run = make.run(cast.kampen, cast.anna)
    people, home = household(cast.kampen), unit(cast.kampen)
    client = client_as(getattr(cast, who))
    for url in (
        at("list"),
        at("weights"),
        at("run", run.pk),
        at("household", people.pk),
        at("unit", home.pk),
        at("choose", people.pk, home.pk),
    ):
        answer = client.get(url)
        assert answer.status_code in {403, 404}
        assert people.reference not in answer.content.decode()


def test_other_municipality_and_unknown_things_are_not_found(cast: Cast, client_as: Any) -> None:
    run = make.run(cast.kampen, cast.anna)
    people, home = household(cast.kampen), unit(cast.kampen)
    stranger = client_as(cast.chaima)
    here = client_as(cast.anna)
    for url in (at("run", run.pk), at("household", people.pk), at("unit", home.pk), at("choose", people.pk, home.pk)):
        assert stranger.get(url).status_code == 404
        assert stranger.get(url.replace("/kampen/", "/zwolle/")).status_code == 404
    for url in (at("run", uuid4()), at("household", uuid4()), at("unit", uuid4()), at("choose", people.pk, uuid4())):
        assert here.get(url).status_code == 404
    theirs = unit(cast.zwolle)
    assert here.get(at("choose", people.pk, theirs.pk)).status_code == 404


def test_panel_on_the_household_page_shows_the_best_few(cast: Cast, client_as: Any) -> None:
    people = household(cast.kampen)
    for _number in range(5):
        unit(cast.kampen)
    page = client_as(cast.anna).get(reverse("housing:household_detail", args=["kampen", people.pk])).content.decode()
    assert "Woningen die passen" in page
    assert page.count(">Voorstellen<") == 3
    placement(unit(cast.kampen), people, by=cast.anna, state=PlacementState.PROPOSED)
    page = client_as(cast.anna).get(reverse("housing:household_detail", args=["kampen", people.pk])).content.decode()
    assert "Woningen die passen" not in page
