"""The database alone: to whom a signal goes, who sees which of its rows, and that a policy taken away is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from buddies.enums import SignalParty
from buddies.models import (
    BuddyMatch,
    SafeguardingSignal,
    SignalAddressee,
    SignalConcerned,
    SignalExclusion,
    SignalFile,
    SignalLog,
    SignalStep,
    SignalWarning,
)
from buddies.services.signals.raising import NobodyLeftError
from tests.database import WorkerDatabase
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, member, person
from tests.factories.signals import signal
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership

pytestmark = pytest.mark.django_db

CONTENT: tuple[Any, ...] = (SignalFile, SignalConcerned, SignalExclusion, SignalAddressee, SignalStep, SignalLog)
HISTORY = ("buddies_safeguardingsignalevent", "buddies_signalfileevent")


@contextmanager
def _as(user: User) -> Iterator[None]:
    with transaction.atomic(), acting(user_id=user.pk):
        yield


def _full(cast: Cast, by: User) -> SafeguardingSignal:
    """A signal with a row in every table."""
    made = signal(cast.kampen, by)
    with seed():
        SignalStep.objects.create(
            municipality=cast.kampen, signal=made, step="1", done_on=timezone.localdate(), note="x", by=cast.olga
        )
        SignalLog.objects.create(municipality=cast.kampen, signal=made, verb="start", by=cast.olga)
        SignalExclusion.objects.create(municipality=cast.kampen, signal=made, user=cast.vince, why="conflict")
    return made


def _seen(user: User) -> set[str]:
    """Tables of the lane in which this person sees anything at all."""
    with _as(user):
        found = {model._meta.db_table for model in (SafeguardingSignal, *CONTENT) if model.objects.exists()}
        with connection.cursor() as cursor:
            for table in HISTORY:
                cursor.execute(f"SELECT count(*) FROM {table}")
                if cursor.fetchone()[0]:
                    found.add(table)
    return found


def _leaks(cast: Cast) -> dict[str, set[str]]:
    """Who sees something of Daan's signal that they should not."""
    everybody = [*cast.by_role().values(), cast.chaima, cast.stranger]
    allowed = {cast.daan.pk: {"buddies_safeguardingsignal"}}
    return {
        user.display_name: more
        for user in everybody
        if user not in (cast.olga, cast.coen) and (more := _seen(user) - allowed.get(user.pk, set()))
    }


def test_only_the_addressees_see_anything_and_the_raiser_sees_that_it_was_received(cast: Cast) -> None:
    _full(cast, cast.daan)
    everything = {model._meta.db_table for model in (SafeguardingSignal, *CONTENT)} | set(HISTORY)
    assert _seen(cast.olga) == everything
    assert _seen(cast.coen) == everything
    assert _seen(cast.daan) == {"buddies_safeguardingsignal"}
    assert not _leaks(cast)
    assert not SignalFile.objects.exists(), "nobody at all sees nothing"


@pytest.mark.django_db(transaction=True)
def test_a_policy_that_lets_everybody_in_turns_the_check_red(cast: Cast, worker_database: WorkerDatabase) -> None:
    """Mutants: each table open to all, and the function that names the addressees without the question who was left out."""
    _full(cast, cast.daan)
    assert not _leaks(cast)
    with psycopg.connect(worker_database.environment()["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for model in (SafeguardingSignal, *CONTENT):
            table = model._meta.db_table
            kept = owner.execute(
                "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = 'app_read'", [table]
            )
            row = kept.fetchone()
            assert row is not None
            owner.execute(f"ALTER POLICY app_read ON {table} USING (true)")
            assert _leaks(cast), table
            owner.execute(f"ALTER POLICY app_read ON {table} USING ({row[0]})")
        assert not _leaks(cast)
        with seed():
            SignalExclusion.objects.create(
                municipality=cast.kampen, signal=SafeguardingSignal.objects.get(), user=cast.coen, why="conflict"
            )
        assert not _seen(cast.coen)
        row = owner.execute("SELECT prosrc FROM pg_proc WHERE proname = 'buddies_signals_mine'").fetchone()
        assert row is not None
        owner.execute("SET ROLE definer")
        owner.execute(
            "CREATE OR REPLACE FUNCTION buddies_signals_mine() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = pg_catalog, public AS $$ {row[0].replace('NOT EXISTS', 'true OR EXISTS')} $$"
        )
        assert _seen(cast.coen)


def test_who_is_left_out_sees_nothing_even_as_an_addressee(cast: Cast) -> None:
    made = _full(cast, cast.daan)
    with seed():
        SignalExclusion.objects.create(municipality=cast.kampen, signal=made, user=cast.coen, why="conflict")
    assert not _seen(cast.coen)
    with seed():
        Membership.objects.filter(user=cast.olga).update(ends_on=timezone.localdate())
    assert not _seen(cast.olga), "the role ended"


def test_nobody_makes_themselves_an_addressee_or_writes_into_a_signal_of_others(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan)
    attempts: list[Callable[[], Any]] = [
        lambda: SignalAddressee(municipality=cast.kampen, signal=made, user=cast.els, role="x").save(force_insert=True),
        lambda: SignalLog(municipality=cast.kampen, signal=made, verb="x", by=cast.els).save(force_insert=True),
        lambda: SignalConcerned(municipality=cast.kampen, signal=made, user=cast.olga).save(force_insert=True),
        lambda: connection.cursor().execute("SELECT buddies_leave_out(%s, %s)", [made.pk, cast.olga.pk]),
        lambda: connection.cursor().execute("SELECT buddies_pass_signal_on(%s)", [made.pk]),
    ]
    for user in (cast.els, cast.daan, cast.anna):
        for attempt in attempts:
            with _as(user), pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
                attempt()
    with _as(cast.olga), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SignalAddressee(municipality=cast.kampen, signal=made, user=cast.els, role="x").save(force_insert=True)


def _addressees(made: SafeguardingSignal) -> set[int]:
    with seed():
        return set(SignalAddressee.objects.filter(signal=made, ended_at=None).values_list("user_id", flat=True))


def _invited(user: User, by: User, role: Role = Role.CONFIDENTIAL_ADVISER) -> None:
    with seed():
        Membership.objects.filter(user=user, role=role).update(granted_by=by)


def test_it_goes_to_the_adviser_and_the_coordinator(cast: Cast) -> None:
    assert _addressees(signal(cast.kampen, cast.daan)) == {cast.olga.pk, cast.coen.pk}


def test_about_the_adviser_it_goes_to_another_adviser(cast: Cast) -> None:
    second = person("Tweede vertrouwenspersoon")
    member(second, Role.CONFIDENTIAL_ADVISER, municipality=cast.kampen)
    made = signal(cast.kampen, cast.daan, parties=[], people=[cast.olga.pk])
    assert _addressees(made) == {second.pk, cast.coen.pk}


def test_about_the_coordinator_who_invited_the_adviser_it_goes_to_the_nation(cast: Cast) -> None:
    _invited(cast.olga, cast.coen)
    made = signal(cast.kampen, cast.daan, parties=[], people=[cast.coen.pk])
    assert _addressees(made) == {cast.nadia.pk}
    with seed():
        why = dict(SignalExclusion.objects.filter(signal=made).values_list("user_id", "why"))
    assert (why[cast.coen.pk], why[cast.olga.pk]) == ("concerned", "invited")


def test_who_invited_whom_it_concerns_does_not_get_it_either(cast: Cast) -> None:
    _invited(cast.vera, cast.coen, Role.VOLUNTEER)
    assert _addressees(signal(cast.kampen, cast.daan, parties=[], people=[cast.vera.pk])) == {cast.olga.pk}


@pytest.mark.parametrize(
    ("party", "who"),
    [
        (SignalParty.OFFICIAL, {"olga"}),
        (SignalParty.ADVISER, {"coen", "nadia"}),
        (SignalParty.VOLUNTEER, {"olga", "coen"}),
        (SignalParty.OTHER, {"olga", "coen"}),
        (SignalParty.NATIONAL, {"olga", "coen"}),
    ],
)
def test_whom_a_party_leaves_out(cast: Cast, party: SignalParty, who: set[str]) -> None:
    assert _addressees(signal(cast.kampen, cast.daan, parties=[party])) == {getattr(cast, one).pk for one in who}


def test_where_nobody_independent_is_left_nothing_is_kept(cast: Cast) -> None:
    _invited(cast.nadia, cast.olga, Role.NATIONAL_ADVISER)
    with pytest.raises(NobodyLeftError):
        signal(cast.kampen, cast.daan, parties=[SignalParty.ADVISER])
    with seed():
        assert not SafeguardingSignal.objects.exists()


def test_without_an_adviser_it_goes_to_the_nation_and_follows_who_is_appointed(cast: Cast) -> None:
    made = signal(cast.zwolle, cast.chaima)
    assert _addressees(made) == {cast.nadia.pk}
    new = person("Nieuw in Zwolle")
    member(new, Role.CONFIDENTIAL_ADVISER, municipality=cast.zwolle)
    assert _addressees(made) == {cast.nadia.pk, new.pk}
    with seed():
        Membership.objects.filter(user=new).update(ends_on=timezone.localdate())
    assert _addressees(made) == {cast.nadia.pk}


def test_a_later_invitation_by_whom_it_concerns_leaves_out_too(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan, parties=[], people=[cast.bram.pk])
    assert cast.coen.pk in _addressees(made)
    _invited(cast.coen, cast.bram, Role.CASE_COORDINATOR)
    assert _addressees(made) == {cast.olga.pk}


def test_somebody_of_elsewhere_cannot_raise_one_here(cast: Cast) -> None:
    for user in (cast.chaima, cast.stranger):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            signal(cast.kampen, user)


def test_a_warning_is_read_by_who_is_warned_and_says_nothing(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan)
    with seed():
        SignalWarning.objects.create(
            municipality=cast.kampen, signal=made, user=cast.anna, adviser=cast.olga, household_scope_id=made.pk
        )
    with _as(cast.anna):
        assert SignalWarning.objects.count() == 1
        assert not SafeguardingSignal.objects.exists()
    with _as(cast.vince):
        assert not SignalWarning.objects.exists()


def test_no_match_becomes_active_where_no_adviser_is_appointed(cast: Cast, initiative_in: Any) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    row = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke)
    match = make.match(row, household(cast.kampen, id=cast.household_id), cast.joke, state="accepted")
    with seed():
        Membership.objects.filter(user=cast.olga).update(ends_on=timezone.localdate())
    started = {"state": "active", "started_on": timezone.localdate() - timedelta(days=1)}
    with _as(cast.joke), pytest.raises(DatabaseError, match="no confidential adviser"), transaction.atomic():
        BuddyMatch.objects.filter(pk=match.pk).update(**started)
    with seed():
        Membership.objects.filter(user=cast.olga).update(ends_on=None)
    with _as(cast.joke):
        assert BuddyMatch.objects.filter(pk=match.pk).update(**started) == 1
