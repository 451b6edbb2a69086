"""Where a VOG costs nothing: conditions as facts with who looked and when, free derived, and said before a VOG is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from buddies.enums import FreeVogCondition as C
from buddies.models import FreeVogFact
from buddies.permissions.free_vog import can_view_free_vog, viewable_free_vog
from buddies.vog import FreeVog
from tests.factories import buddies as make
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ALL = {one.value: "ja" for one in C}
NOTHING = {one.value: "onbekend" for one in C}


def test_free_is_every_condition_and_the_next_is_what_fails_first() -> None:
    nothing = FreeVog.of(())
    assert (nothing.is_free, nothing.is_known, nothing.next) == (False, False, C.VULNERABLE)
    ready = FreeVog.of((one.value, True) for one in C if one != C.ADMITTED)
    assert (ready.is_free, ready.can_apply, ready.next) == (False, True, C.ADMITTED)
    assert FreeVog.of((one.value, True) for one in C).is_free
    half = FreeVog.of([(C.VULNERABLE.value, True), (C.EHERKENNING.value, False)])
    assert half.next == C.EHERKENNING, "what somebody saw to fail goes before what nobody looked at"


@pytest.fixture
def buddy(cast: Cast, initiative_in: Any) -> Any:
    initiative_in(cast.kampen, cast.initiative_id)
    return make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, name="Daan")


def urls(cast: Cast, buddy: Any) -> tuple[str, str, str]:
    return (
        reverse("buddies:free_vog_of", args=["kampen", cast.initiative_id]),
        reverse("buddies:buddy_step", args=["kampen", buddy.pk, "vog"]),
        reverse("buddies:buddy_detail", args=["kampen", buddy.pk]),
    )


def test_a_coordinator_goes_into_it_and_sees_it_before_asking_a_vog(cast: Cast, buddy: Any, client_as: Any) -> None:
    conditions, step, detail = urls(cast, buddy)
    joke = client_as(cast.joke)
    for page in (step, detail):
        assert "Nog niet nagegaan of een VOG hier gratis is" in joke.get(page).content.decode()
    day = TODAY - timedelta(days=3)
    answers = {**NOTHING, C.VULNERABLE.value: "ja", C.REGISTERED.value: "nee", "seen_on": day.isoformat()}
    assert joke.post(conditions, answers).status_code == 302
    for page in (step, detail):
        text = joke.get(page).content.decode()
        assert "Een VOG is hier nog niet gratis" in text
        assert "Een kerk heeft een eigen nummer nodig" in text, "and what to do first"
    with seed():
        fact = FreeVogFact.objects.get(condition=C.REGISTERED)
        assert (fact.is_met, fact.seen_by, fact.seen_on, FreeVogFact.objects.count()) == (False, cast.joke, day, 2)
    page = client_as(cast.anna).get(conditions).content.decode()
    assert "Joke" in page
    assert client_as(cast.anna).post(conditions, {**ALL, "seen_on": TODAY.isoformat()}).status_code == 302
    with seed():
        first = FreeVogFact.objects.get(condition=C.VULNERABLE)
        assert (first.seen_by, first.seen_on) == (cast.joke, day), "what stays the same keeps who looked first"
        assert FreeVogFact.objects.get(condition=C.REGISTERED).seen_by == cast.anna
    assert "Een VOG is hier gratis" in joke.get(step).content.decode()
    assert joke.post(conditions, {**NOTHING, "seen_on": TODAY.isoformat()}).status_code == 302
    with seed():
        assert not FreeVogFact.objects.exists(), "taken away again"


def test_a_day_ahead_and_another_answer_are_refused_at_the_field(cast: Cast, buddy: Any, client_as: Any) -> None:
    conditions, _step, _detail = urls(cast, buddy)
    joke = client_as(cast.joke)
    ahead = joke.post(conditions, {**ALL, "seen_on": (TODAY + timedelta(days=1)).isoformat()})
    assert ahead.status_code == 422
    assert "tot en met" in ahead.content.decode()
    for wrong in ({C.POLICY.value: "misschien"}, {C.POLICY.value: ""}):
        assert joke.post(conditions, {**ALL, **wrong, "seen_on": TODAY.isoformat()}).status_code == 422
    with seed():
        assert not FreeVogFact.objects.exists()


def test_the_municipality_asks_them_itself(cast: Cast, buddy: Any, client_as: Any) -> None:
    here = reverse("buddies:free_vog_here", args=["kampen"])
    assert client_as(cast.joke).post(here, {**ALL, "seen_on": TODAY.isoformat()}).status_code == 403
    assert client_as(cast.coen).post(here, {**ALL, "seen_on": TODAY.isoformat()}).status_code == 302
    joke = client_as(cast.joke)
    assert "Een VOG is gratis via de gemeente" in joke.get(urls(cast, buddy)[1]).content.decode()
    assert "Coen" in joke.get(here).content.decode()


def test_others_read_and_write_none(cast: Cast, buddy: Any, initiative_in: Any, client_as: Any) -> None:
    conditions, _step, _detail = urls(cast, buddy)
    other = initiative_in(cast.kampen)
    stranger = person("Ander")
    member(stranger, Role.BUDDY_COORDINATOR, municipality=cast.kampen, scope_id=other.pk)
    with seed():
        FreeVogFact.objects.create(
            municipality=cast.kampen,
            initiative_id=cast.initiative_id,
            condition=C.POLICY,
            is_met=True,
            seen_by=cast.joke,
            seen_on=TODAY,
        )
    assert client_as(stranger).get(conditions).status_code in (403, 404)
    for user in (stranger, cast.bram, cast.chaima, cast.daan):
        with transaction.atomic(), acting(user_id=user.pk):
            assert not FreeVogFact.objects.exists(), user
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), acting(user_id=user.pk):
            FreeVogFact(
                municipality=cast.kampen,
                initiative_id=cast.initiative_id,
                condition=C.ADMITTED,
                is_met=True,
                seen_by=user,
                seen_on=TODAY,
            ).save(force_insert=True)


def test_the_list_asks_the_same_whatever_its_length(
    cast: Cast, buddy: Any, initiative_in: Any, client_as: Any, count_queries: Callable[..., int]
) -> None:
    anna, url = client_as(cast.anna), reverse("buddies:free_vog", args=["kampen"])
    anna.get(url)
    one = count_queries(lambda: anna.get(url))
    for _number in range(3):
        initiative_in(cast.kampen)
    assert count_queries(lambda: anna.get(url)) == one == 8
    assert "De gemeente zelf" in anna.get(url).content.decode()


def test_what_is_listed_is_what_may_be_opened(cast: Cast, buddy: Any, initiative_in: Any) -> None:
    other = initiative_in(cast.kampen)
    with seed():
        rows = [
            FreeVogFact.objects.create(
                municipality=place,
                initiative_id=team,
                condition=C.POLICY,
                is_met=True,
                seen_by=cast.joke,
                seen_on=TODAY,
            )
            for place, team in (
                (cast.kampen, cast.initiative_id),
                (cast.kampen, other.pk),
                (cast.kampen, None),
                (cast.zwolle, None),
            )
        ]
    for user in (cast.joke, cast.anna, cast.coen, cast.bram, cast.daan, cast.chaima, cast.els, cast.vince, cast.olga):
        with transaction.atomic(), acting(user_id=user.pk):
            access = Access.for_user(user, second_factor=True)
            listed = set(viewable_free_vog(access).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if can_view_free_vog(access, row)}, user
