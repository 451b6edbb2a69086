"""The lane as it runs: the clock, mails, steps, leaving somebody out, closing and forgetting; and that nothing of it shows elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buddies.enums import MeldcodeStep, SignalOutcome, SignalParty, SignalState
from buddies.forms.signals import names_somebody
from buddies.models import SafeguardingSignal, SignalAddressee, SignalFile, SignalLog
from buddies.permissions.signals import can_view_signal, viewable_signals
from buddies.services.running import start_match
from buddies.services.signals import passing_on, receiving
from buddies.services.signals.clock import office_hours_after
from buddies.services.signals.raising import AlreadySentError, raise_signal
from buddies.tasks.signals import sweep_signal_clock, sweep_signal_mails
from tests.buddies.lane import being, row, told
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, member, person
from tests.factories.signals import facts, signal
from tests.seeding import as_committed, seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LINK_CAPABILITIES, Capability, LinkPurpose, Role
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import LinkCapability, Membership

pytestmark = pytest.mark.django_db

CANARY = "KANARIEVOGEL"


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),
        ("2026-11-23 16:30", 2, "2026-11-24 10:30"),
        ("2026-11-20 20:00", 8, "2026-11-23 17:00"),
        ("2026-12-24 16:00", 8, "2026-12-28 16:00"),
        ("2026-11-23 03:00", 24, "2026-11-25 17:00"),
    ],
)
def test_the_clock_counts_office_hours(since: str, hours: int, until: str) -> None:
    moment = timezone.make_aware(datetime.fromisoformat(since))
    assert timezone.localtime(office_hours_after(moment, hours)).strftime("%Y-%m-%d %H:%M") == until


def test_who_did_not_read_it_in_time_is_followed_by_the_next(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    second = person("Tweede")
    member(second, Role.CONFIDENTIAL_ADVISER, municipality=cast.kampen)
    made = signal(cast.kampen, cast.daan, people=[cast.bram.pk])
    sweep_signal_mails()
    assert told() == ["Coen", "Olga"]
    sweep_signal_clock()
    assert row(made).level == 1
    levels = []
    for _turn in range(3):
        with seed():
            SafeguardingSignal.objects.filter(pk=made.pk).update(acknowledge_by=timezone.now() - timedelta(minutes=1))
        sweep_signal_clock()
        sweep_signal_clock()
        sweep_signal_mails()
        levels.append((row(made).level, set(told())))
    assert levels == [
        (2, {"Coen", "Olga", "Tweede"}),
        (3, {"Coen", "Nadia", "Olga", "Tweede"}),
        (3, {"Coen", "Nadia", "Olga", "Tweede"}),
    ]
    assert len(told()) == 2 + 3 + 4 + 4, "who had it is asked again each time, once"
    assert row(made).acknowledge_by > timezone.now()


def test_it_never_goes_on_to_somebody_who_was_left_out(cast: Cast) -> None:
    second = person("Tweede")
    member(second, Role.CONFIDENTIAL_ADVISER, municipality=cast.kampen)
    made = signal(cast.kampen, cast.daan, parties=[], people=[second.pk])
    for _turn in range(3):
        with seed():
            SafeguardingSignal.objects.filter(pk=made.pk).update(acknowledge_by=timezone.now() - timedelta(minutes=1))
        sweep_signal_clock()
    sweep_signal_mails()
    assert "Tweede" not in told()
    assert row(made).level == 3


def test_the_whole_way_with_the_steps_of_the_reporting_code(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan)
    with being(cast.olga) as access:
        with pytest.raises(WrongStateError):
            receiving.take_step(
                access=access, signal=made, step=MeldcodeStep.OBSERVE, done_on=timezone.localdate(), text="te vroeg"
            )
        receiving.acknowledge_signal(access=access, signal=made)
        receiving.start_signal(access=access, signal=made)
        for step in MeldcodeStep:
            receiving.take_step(access=access, signal=made, step=step, done_on=timezone.localdate(), text="gedaan")
        with pytest.raises(ValidationError):
            receiving.take_step(
                access=access,
                signal=made,
                step=MeldcodeStep.TALK,
                done_on=timezone.localdate() + timedelta(days=1),
                text="later",
            )
    with being(cast.coen) as access, pytest.raises(PermissionDenied):
        receiving.close_signal(access=access, signal=row(made), outcome=SignalOutcome.HELP)
    with being(cast.olga) as access:
        receiving.close_signal(access=access, signal=row(made), outcome=SignalOutcome.HELP, text="klaar")
    assert row(made).state == SignalState.CLOSED
    assert told() == ["Daan", "Daan"], "whoever raised it hears twice that there is a message"
    with seed():
        assert SignalLog.objects.filter(signal=made).count() == 3 + len(MeldcodeStep)
        assert not AuditEvent.objects.filter(object_id=made.pk).exists(), "the log of the municipality knows nothing"


def test_the_database_closes_nothing_without_an_outcome(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan)
    now = timezone.now()
    with being(cast.olga), pytest.raises(Exception, match="outcome"), transaction.atomic():
        SafeguardingSignal.objects.filter(pk=made.pk).update(state="closed", closed_at=now, acknowledged_at=now)


def test_who_is_left_out_later_sees_nothing_at_once_and_the_next_one_gets_it(cast: Cast) -> None:
    made = signal(cast.kampen, cast.daan)
    with being(cast.coen) as access, pytest.raises(PermissionDenied):
        passing_on.leave_out(access=access, signal=made, person=cast.olga)
    with being(cast.olga) as access:
        passing_on.leave_out(access=access, signal=made, person=cast.coen)
        assert viewable_signals(access).count() == 1
    with being(cast.coen) as access:
        assert not viewable_signals(access).exists()
        assert not can_view_signal(access, made)
    with being(cast.olga) as access:
        passing_on.leave_out(access=access, signal=made, person=cast.olga)
        assert not viewable_signals(access).exists()
    with being(cast.nadia) as access:
        assert viewable_signals(access).get() == made
        with pytest.raises(ConflictError, match="niemand meer"):
            passing_on.leave_out(access=access, signal=made, person=cast.nadia)
    with being(cast.nadia) as access:
        assert viewable_signals(access).exists(), "the last one stays"


def test_no_match_starts_where_no_adviser_is_appointed_and_it_is_said_what_to_do(
    cast: Cast, initiative_in: Any
) -> None:
    initiative_in(cast.kampen, cast.initiative_id)
    buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke)
    match = make.match(buddy, household(cast.kampen, id=cast.household_id), cast.joke, state="accepted")
    with seed():
        Membership.objects.filter(user=cast.olga).update(ends_on=timezone.localdate())
    with being(cast.joke) as access, pytest.raises(ConflictError, match="vraag de gemeente om er een te benoemen"):
        start_match(access=access, match=match)


def test_somebody_without_an_account_raises_one_through_a_link(cast: Cast) -> None:
    home = household(cast.kampen)
    given = {**LINK_CAPABILITIES, LinkPurpose.BUDDY: frozenset({Capability.SIGNAL_RAISE})}
    with seed():
        link, _token = create_link(purpose=LinkPurpose.BUDDY, object_id=home.pk, municipality=cast.kampen, valid_days=9)
    said = facts(household_id=home.pk, language="ar", parties=[SignalParty.BUDDY])
    as_committed()
    with transaction.atomic(), acting(link_id=link.pk), pytest.raises(PermissionDenied):
        raise_signal(access=Access.for_link(link), municipality=cast.kampen, facts=said)
    with seed():
        LinkCapability.objects.create(purpose=LinkPurpose.BUDDY, capability=Capability.SIGNAL_RAISE)
    as_committed()
    with patch.dict(LINK_CAPABILITIES, given), transaction.atomic(), acting(link_id=link.pk):
        made = raise_signal(access=Access.for_link(link), municipality=cast.kampen, facts=said)
        assert not SafeguardingSignal.objects.exists(), "who shares the page sees nothing of it"
    with seed():
        file = SignalFile.objects.get(signal=made)
        assert (file.from_resident, file.language, made.raised_by_id) == (True, "ar", None)
        assert SignalAddressee.objects.filter(signal=made).count() == 2


def test_sent_twice_it_is_one(cast: Cast) -> None:
    key = uuid7()
    signal(cast.kampen, cast.daan, key=key)
    with pytest.raises(AlreadySentError):
        signal(cast.kampen, cast.daan, key=key)
    with seed():
        assert SafeguardingSignal.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("olga ruiten riep iets", True),
        ("Ik zag Olga op de trap.", True),
        ("ik zag olga.", True),
        ("Mevrouw Ruiten riep iets.", True),
        ("Er vielen ruiten stuk.", False),
        ("Ze kwamen van de markt.", False),
    ],
)
def test_a_first_name_alone_is_a_name_too(text: str, is_named: bool) -> None:
    assert names_somebody("Olga van de Ruiten", text) is is_named


def test_a_name_in_the_text_that_was_not_chosen_is_asked_about_once(cast: Cast, client: ThuisClient) -> None:
    client.sign_in(cast.daan)
    sent = {"kind": "boundary", "seen": "Coen zei iets.", "urgency": "soon", "parties": "other", "key": str(uuid7())}
    url = reverse("buddies:safety_raise")
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Misschien noemt u Coen (coördinator)" in answer.content.decode()
    assert client.post(url, sent | {"act": "verstuur"}).status_code == 422, "sending asks it too"
    read_again = client.post(url, sent | {"has_seen_warning": "on"})
    assert read_again.status_code == 200
    assert "Wie krijgt dit niet?" not in read_again.content.decode()
    read_again = client.post(url, sent | {"people": str(cast.coen.pk)})
    assert "Coen, en wie daar te dichtbij staat." in read_again.content.decode(), (
        "who does not get it is read again too"
    )
    assert client.post(url, sent | {"people": str(cast.coen.pk), "act": "verstuur"}).status_code == 302
    with seed():
        addressees = SignalAddressee.objects.filter(ended_at=None).values_list("user_id", flat=True)
        assert list(addressees) == [cast.olga.pk]


def test_the_list_asks_the_same_whatever_its_length(cast: Cast, client: ThuisClient) -> None:
    client.sign_in(cast.olga)
    url = reverse("buddies:signal_list")
    counts = []
    for more in (1, 2):
        for _one in range(more):
            signal(cast.kampen, cast.daan)
        as_committed()
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once(cast: Cast) -> None:
    """One confirms; the other is told, and nothing happens twice."""
    made = signal(cast.kampen, cast.daan)

    def confirm(user: User) -> str:
        try:
            with transaction.atomic(), acting(user_id=user.pk):
                access = Access.for_user(user, second_factor=True)
                receiving.acknowledge_signal(access=access, signal=made)
            return "done"
        except WrongStateError:
            return "told"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(confirm, [cast.olga, cast.coen]))
    assert answers == ["done", "told"]
    with seed():
        assert SignalLog.objects.filter(verb="acknowledge").count() == 1


def test_the_clock_moves_with_the_day(cast: Cast) -> None:
    friday = timezone.make_aware(datetime(2026, 11, 20, 16, 0))
    with time_machine.travel(friday, tick=False):
        made = signal(cast.kampen, cast.daan)
    assert timezone.localtime(made.acknowledge_by).strftime("%A %H:%M") == "Monday 16:00"
