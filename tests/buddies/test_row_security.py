"""The database alone: who reads which rows of buddies, and what it keeps true whatever the code says."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from buddies.models import Buddy, BuddyMatch, ContactMoment, HouseholdWish
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership

pytestmark = pytest.mark.django_db


class Things:
    """A match of Daan's in Kampen, one of somebody else there, and one in Zwolle."""

    def __init__(self, cast: Cast, initiative_in: Any) -> None:
        self.initiative = initiative_in(cast.kampen, cast.initiative_id)
        self.other = initiative_in(cast.kampen)
        self.zwolle = initiative_in(cast.zwolle)
        self.home = household(cast.kampen, id=cast.household_id)
        self.daan = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke)
        self.match = make.match(self.daan, self.home, cast.joke)
        self.stranger = make.buddy(cast.kampen, self.other.pk, user=person("Ander"))
        self.theirs = make.match(self.stranger, household(cast.kampen), cast.anna)
        self.far = make.buddy(cast.zwolle, self.zwolle.pk, user=person("Ver"))
        self.far_match = make.match(self.far, household(cast.zwolle), cast.chaima)


@pytest.fixture
def things(cast: Cast, initiative_in: Any) -> Things:
    return Things(cast, initiative_in)


@contextmanager
def _as(user: Any) -> Any:
    with transaction.atomic(), acting(user_id=user.pk):
        yield


def test_a_buddy_sees_their_own_row_and_matches_only(things: Things, cast: Cast) -> None:
    with _as(cast.daan):
        assert list(BuddyMatch.objects.values_list("pk", flat=True)) == [things.match.pk]
        assert list(Buddy.objects.values_list("pk", flat=True)) == [things.daan.pk]
        assert not HouseholdWish.objects.exists()


def test_a_coordinator_sees_the_initiative_and_a_handler_the_municipality(things: Things, cast: Cast) -> None:
    with _as(cast.joke):
        assert set(BuddyMatch.objects.values_list("pk", flat=True)) == {things.match.pk}
        assert set(Buddy.objects.values_list("pk", flat=True)) == {things.daan.pk}
    with _as(cast.anna):
        assert set(BuddyMatch.objects.values_list("pk", flat=True)) == {things.match.pk, things.theirs.pk}
    for nobody in (cast.bram, cast.vera, cast.vince, cast.els, cast.pieter, cast.karin, cast.olga, cast.gerrit):
        with _as(nobody):
            assert not BuddyMatch.objects.exists(), nobody
            assert not Buddy.objects.exists(), nobody
            assert not ContactMoment.objects.exists(), nobody


def test_a_moment_is_read_by_who_the_buddy_chose(things: Things, cast: Cast) -> None:
    mine, theirs, all_ = (make.moment(things.match, visibility=v) for v in ("me", "coordinator", "municipality"))
    for user, seen in (
        (cast.daan, {mine.pk, theirs.pk, all_.pk}),
        (cast.joke, {theirs.pk, all_.pk}),
        (cast.anna, {all_.pk}),
        (cast.chaima, set()),
        (cast.bram, set()),
    ):
        with _as(user):
            assert set(ContactMoment.objects.values_list("pk", flat=True)) == seen, user


def _write(cast: Cast, match: BuddyMatch, user: Any, **facts: Any) -> None:
    with _as(user):
        ContactMoment(
            municipality=match.municipality,
            match=match,
            initiative_id=match.initiative_id,
            household_scope_id=match.household_id,
            user=user,
            client_id=facts.pop("client_id", None) or uuid7(),
            happened_on=facts.pop("happened_on", None) or timezone.localdate(),
            kind="visit",
            minutes=60,
            visibility="me",
            **facts,
        ).save(force_insert=True)


def test_a_moment_is_written_by_the_buddy_of_the_match_about_the_past_and_once(things: Things, cast: Cast) -> None:
    key = uuid7()
    _write(cast, things.match, cast.daan, client_id=key)
    with pytest.raises(IntegrityError, match="contact_once"):
        _write(cast, things.match, cast.daan, client_id=key)
    with pytest.raises(DatabaseError, match="past"):
        _write(cast, things.match, cast.daan, happened_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(DatabaseError, match="by the buddy"):
        _write(cast, things.theirs, cast.daan)
    with pytest.raises(DatabaseError, match="by the buddy"):
        _write(cast, things.match, cast.joke)


def test_after_the_end_nothing_is_written(things: Things, cast: Cast) -> None:
    with seed():
        Membership.objects.filter(user=cast.daan).update(ends_on=timezone.localdate())
    with pytest.raises(ProgrammingError, match="row-level security"):
        _write(cast, things.match, cast.daan)


def test_contacts_are_counted_and_own_notes_go_with_the_match(things: Things, cast: Cast) -> None:
    day = timezone.localdate() - timedelta(days=2)
    mine = make.moment(things.match, visibility="me", note="alleen voor mij", happened_on=day)
    shared = make.moment(things.match, visibility="coordinator", note="gedeeld", happened_on=day - timedelta(days=9))
    with seed():
        match = BuddyMatch.objects.get(pk=things.match.pk)
        assert (match.contacts, match.last_contact_on) == (2, day)
        BuddyMatch.objects.filter(pk=match.pk).update(state="concluded", conclusion="other", ended_on=day)
        assert ContactMoment.objects.get(pk=mine.pk).note == ""
        assert ContactMoment.objects.get(pk=shared.pk).note == "gedeeld"


def test_nobody_says_of_themselves_that_the_vog_was_seen(things: Things, cast: Cast) -> None:
    with _as(cast.daan), pytest.raises(DatabaseError, match="somebody else"), transaction.atomic():
        Buddy.objects.filter(pk=things.daan.pk).update(vog_valid_until=timezone.localdate() + timedelta(days=4000))
    with _as(cast.daan):
        assert Buddy.objects.filter(pk=things.daan.pk).update(max_matches=2) == 1


def _grant(user: Any, thing: Any, place: Any) -> None:
    Membership(
        user=user,
        role=Role.BUDDY,
        scope="household",
        scope_id=thing,
        municipality=place,
        starts_on=timezone.localdate(),
    ).save(force_insert=True)


def test_the_role_of_buddy_is_given_with_a_yes_of_both_sides_only(things: Things, cast: Cast) -> None:
    newcomer = person("Nieuw")
    row = make.buddy(cast.kampen, cast.initiative_id, user=newcomer)
    home = household(cast.kampen)
    match = make.match(row, home, cast.joke, state="proposed")
    for who in (newcomer, cast.joke):
        with _as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _grant(newcomer, home.pk, cast.kampen)
    with seed():
        BuddyMatch.objects.filter(pk=match.pk).update(
            state="accepted",
            buddy_answer="yes",
            household_answer="yes",
            asked_by=cast.joke,
            asked_on=timezone.localdate(),
            interpreter=False,
        )
    with _as(newcomer):
        _grant(newcomer, home.pk, cast.kampen)
    with _as(cast.joke):
        assert Membership.objects.filter(user=newcomer, scope_id=home.pk).update(ends_on=timezone.localdate()) == 1
    with _as(cast.bram):
        assert not Membership.objects.filter(role=Role.BUDDY).exists()


def test_two_buddies_for_a_household_and_not_three(things: Things, cast: Cast) -> None:
    second, third = (make.buddy(cast.kampen, cast.initiative_id, user=person(f"Extra {n}")) for n in (1, 2))
    make.match(second, things.home, cast.joke, place=2)
    with pytest.raises(IntegrityError, match="match_place_once"), transaction.atomic():
        make.match(third, things.home, cast.joke, place=2)


def test_another_municipality_cannot_be_tied(things: Things, cast: Cast) -> None:
    make.match(things.far, things.home, cast.chaima, place=2, state="proposed")
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="_tenant"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_forgetting_takes_what_is_past_its_term(things: Things, cast: Cast) -> None:
    old = timezone.now() - timedelta(days=8)
    with seed():
        late = make.buddy(cast.kampen, None, state="requested")
        Buddy.objects.filter(pk=late.pk).update(created_at=old)
        Buddy.objects.filter(pk=things.stranger.pk).update(
            state="left", ended_on=timezone.localdate() - timedelta(days=29)
        )
    from buddies.services.retention import forget_buddies

    assert forget_buddies() == 2
    with seed():
        assert not Buddy.objects.filter(pk=late.pk).exists()
        gone = Buddy.objects.get(pk=things.stranger.pk)
        assert (gone.name, gone.email, gone.phone, gone.email_index) == ("", "", "", None)
    assert forget_buddies() == 0


def test_a_municipal_coordinator_of_zwolle_reads_nothing_of_kampen(things: Things, cast: Cast) -> None:
    other = person("Zwollenaar")
    member(other, Role.CASE_COORDINATOR, municipality=cast.zwolle)
    with _as(other):
        assert set(Buddy.objects.values_list("pk", flat=True)) == {things.far.pk}
