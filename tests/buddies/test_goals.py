"""Goals of a household: theirs and their buddy's, nobody else's at any net, and gone with the match."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from buddies.models import HouseholdGoal
from buddies.services import goals
from buddies.services.goals import add_goal
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import person
from tests.factories.welcome import Things, acting_as
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

pytestmark = pytest.mark.django_db
THEIRS = reverse("buddies:welcome_goals")
GOAL = "Zelf naar de markt"


def held() -> list[HouseholdGoal]:
    with seed():
        return list(HouseholdGoal.objects.order_by("created_at", "id"))


def add(client: Any, things: Things, text: str = GOAL, **fields: str) -> Any:
    url = reverse("buddies:my_goals", args=[things.match.pk])
    return client.post(url, {"client_id": str(uuid7()), "text": text} | fields)


def add_theirs(inside: Client, things: Things, text: str = GOAL, **fields: str) -> Any:
    key = str(fields.pop("koppel", things.match.pk))
    return inside.post(THEIRS, {"koppel": key, f"{key}-client_id": str(uuid7()), f"{key}-text": text} | fields)


def test_a_buddy_keeps_five_with_the_household(things: Things, client_as: Any, count_queries: Any) -> None:
    daan = client_as(things.cast.daan)
    url = reverse("buddies:my_goals", args=[things.match.pk])
    for text in ("", "x" * 121):
        answer = add(daan, things, text)
        assert answer.status_code == 422
        assert "text" in answer.context["form"].errors
    doubtful = add(daan, things, "Naar het ziekenhuis durven")
    assert doubtful.status_code == 422
    assert "gezondheid" in doubtful.content.decode()
    key = str(uuid7())
    for _time in range(2):
        assert add(daan, things, client_id=key).status_code == 302
    assert [goal.text for goal in held()] == [GOAL]
    first = count_queries(lambda: daan.get(url))
    assert add(daan, things, "Naar het ziekenhuis durven", has_seen_warning="on").status_code == 302
    add(daan, things, "Fietsen")
    assert count_queries(lambda: daan.get(url)) == first == 11
    for text in ("Bellen met school", "Zwemmen"):
        add(daan, things, text)
    sixth = add(daan, things, "Nog een")
    assert sixth.status_code == 409
    assert "Wis er eerst een" in sixth.content.decode()
    daan.post(url, {"wis": str(held()[1].pk)})
    assert add(daan, things, "Nog een").status_code == 302
    assert {goal.place for goal in held()} == {1, 2, 3, 4, 5}, "what was erased made room"
    one = held()[0]
    for _time in range(2):
        daan.post(url, {"gelukt": str(one.pk)})
    assert held()[0].done_on is not None
    daan.post(url, {"toch-niet": str(one.pk)})
    assert held()[0].done_on is None
    assert daan.post(url, {"wis": "onzin"}).status_code == 404
    assert GOAL in daan.get(reverse("buddies:my_match", args=[things.match.pk])).content.decode()


def test_the_household_keeps_them_on_its_own_page(things: Things, inside: Client, client_as: Any) -> None:
    page = inside.get(f"{THEIRS}?taal=tr").content.decode()
    assert "Hedeflerimiz" in page
    assert "Daan" in page
    assert add_theirs(inside, things, " ").status_code == 422
    doubtful = add_theirs(inside, things, "Naar het ziekenhuis")
    assert doubtful.status_code == 422
    assert "Gerekli değil" in doubtful.content.decode()
    assert add_theirs(inside, things, "Mijn رخصة halen").status_code == 302
    daan = client_as(things.cast.daan)
    mine = reverse("buddies:my_goals", args=[things.match.pk])
    assert "Mijn رخصة halen" in daan.get(mine).content.decode()
    (goal,) = held()
    assert goal.user_id == things.cast.daan.pk, "the match says whose it is"
    inside.post(THEIRS, {"gelukt": str(goal.pk)})
    assert held()[0].done_on is not None
    assert "Mijn رخصة halen" in inside.get(reverse("buddies:welcome_kept")).content.decode()
    for number in range(4):
        add_theirs(inside, things, f"Doel {number}")
    other = make.match(
        make.buddy(things.cast.kampen, things.initiative.pk, user=person("Ander")),
        household(things.cast.kampen),
        things.cast.joke,
    )
    add_theirs(inside, things, "Van een ander", koppel=str(other.pk))
    inside.post(THEIRS, {"wis": str(goal.pk)})
    assert len(held()) == 4


def test_nobody_else_reads_a_goal(things: Things, client_as: Any) -> None:
    """Also not the second buddy of the same household, and not past the pages."""
    cast = things.cast
    second = person("Tweede Buddy")
    other = make.match(make.buddy(cast.kampen, things.initiative.pk, user=second), things.home, cast.joke, place=2)
    daan, joke = client_as(cast.daan), client_as(cast.joke)
    add(daan, things, "GEHEIMDOEL")
    for user in (cast.joke, cast.anna, cast.coen, cast.bram, cast.els, cast.olga, cast.chaima, second):
        with acting_as(user):
            assert not HouseholdGoal.objects.exists(), user.email
            assert not HouseholdGoal.objects.update(place=5), user.email
    with acting_as(cast.daan):
        assert HouseholdGoal.objects.count() == 1
    detail = joke.get(reverse("buddies:match_detail", args=["kampen", things.match.pk])).content.decode()
    assert "GEHEIMDOEL" not in detail
    assert client_as(second).get(reverse("buddies:my_goals", args=[things.match.pk])).status_code == 404
    assert client_as(second).get(reverse("buddies:my_goals", args=[other.pk])).status_code == 200
    with seed(), connection.cursor() as cursor:
        cursor.execute("SELECT position(convert_to('GEHEIM', 'UTF8') IN text) FROM buddies_householdgoal")
        assert cursor.fetchone() == (0,), "encrypted"
        cursor.execute("SELECT count(*) FROM audit_auditevent WHERE object_type LIKE '%%Goal%%'")
        assert cursor.fetchone() == (0,)
    for user, match in ((cast.joke, things.match), (second, things.match)):
        row = HouseholdGoal(
            municipality=cast.kampen, match=match, user=user, household_scope_id=things.home.pk, place=3, text="x"
        )
        row.client_id = uuid7()
        with acting_as(user), pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)


def test_who_stops_sharing_has_them_alone(things: Things, inside: Client, client_as: Any) -> None:
    daan = client_as(things.cast.daan)
    add(daan, things, "GEHEIMDOEL")
    inside.post(reverse("buddies:welcome_sharing"), {"delen": "nee"})
    mine = reverse("buddies:my_goals", args=[things.match.pk])
    page = daan.get(mine)
    assert page.status_code == 200
    assert "GEHEIMDOEL" not in page.content.decode()
    assert add(daan, things).status_code == 403
    with acting_as(things.cast.daan) as access:
        assert not HouseholdGoal.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            HouseholdGoal(
                municipality=things.cast.kampen, match=things.match, place=2, text="x", client_id=uuid7()
            ).save(force_insert=True)
        assert access.user == things.cast.daan
    assert "GEHEIMDOEL" in inside.get(THEIRS).content.decode()
    inside.post(reverse("buddies:welcome_sharing"), {"delen": "ja"})
    assert "GEHEIMDOEL" in daan.get(mine).content.decode()


def test_the_end_of_the_match_erases_them(things: Things, inside: Client, client_as: Any) -> None:
    daan, joke = client_as(things.cast.daan), client_as(things.cast.joke)
    add(daan, things)
    other = make.match(things.buddy, household(things.cast.kampen), things.cast.joke)
    with seed():
        HouseholdGoal.objects.create(
            municipality=things.cast.kampen, match=other, place=1, text="blijft", client_id=uuid7()
        )
    end = reverse("buddies:match_step", args=["kampen", things.match.pk, "afronden"])
    assert joke.post(end, {"conclusion": "other", "thanks": ""}).status_code == 302
    assert [goal.text for goal in held()] == ["blijft"]
    assert "U hebt nu geen buddy" in inside.get(f"{THEIRS}?taal=nl").content.decode()
    assert add(daan, things).status_code == 403
    add_theirs(inside, things)
    assert len(held()) == 1


def test_two_at_once_get_two_places(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one took the place between looking and writing."""
    with acting_as(things.cast.daan) as access:
        facts: dict[str, Any] = {"match_id": things.match.pk, "municipality_id": things.cast.kampen.pk}
        add_goal(access=access, text="eerst", client_id=uuid7(), **facts)
        look = goals._taken
        stale: list[dict[int, Any]] = [{}]
        monkeypatch.setattr(goals, "_taken", lambda match_id: stale.pop() if stale else look(match_id))
        add_goal(access=access, text="daarna", client_id=uuid7(), **facts)
    assert [(goal.text, goal.place) for goal in held()] == [("eerst", 1), ("daarna", 2)]
