"""A few worries about somebody's safety, raised and handled through the services: one that ended well, one that is being handled, one
that waits to be read, and one about a coordinator, which therefore went to the nation. Nothing happens today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from buddies.enums import MatchState, MeldcodeStep, SignalKind, SignalOutcome, SignalParty, SignalUrgency
from buddies.models import BuddyMatch, SafeguardingSignal, SignalAddressee, SignalExclusion
from buddies.services.signals.raising import SignalFacts, raise_signal
from buddies.services.signals.receiving import acknowledge_signal, close_signal, start_signal, take_step
from buddies.services.signals.telling import tell_addressee
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.municipalities.working_days import add_working_days

from .clock import at, on
from .invented import MAIL_DOMAIN
from .stage import being

Do = Callable[[SafeguardingSignal, User], object]


def seed_signals(today: date) -> int:
    """How many there are now; none where the personas are not there."""
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")}
    if not {"daan", "joke", "bram", "olga"} <= people.keys():
        return 0
    kampen = Municipality.objects.get(name="Kampen", valid_to__isnull=True)
    _ended_well(kampen, people, today)
    _being_handled(kampen, people, today)
    _waiting(kampen, people, today)
    _about_a_coordinator(people, today)
    return SafeguardingSignal.objects.count()


def _ended_well(place: Municipality, people: dict[str, User], today: date) -> None:
    own = BuddyMatch.objects.filter(user=people["daan"], state=MatchState.ACTIVE).order_by("started_on", "id").first()
    raised = _raise(
        place,
        people["daan"],
        _day(today, 31, 20),
        SignalFacts(
            kind=SignalKind.VIOLENCE,
            urgency=SignalUrgency.SOON,
            seen="Op de trap hoorde ik schreeuwen en glas breken. Een week later zat er een gat in de deur van de woonkamer.",
            parties=[SignalParty.HOUSEHOLD],
            where="het gezin van wie ik buddy ben",
            household_id=None if own is None else own.household_id,
            initiative_id=None if own is None else own.initiative_id,
        ),
    )
    olga = people["olga"]
    _act(raised, olga, _day(today, 30, 9), _read)
    _act(raised, olga, _day(today, 30, 9, 20), _take_up)
    _step(
        raised,
        olga,
        _day(today, 30, 10),
        MeldcodeStep.OBSERVE,
        "Met de melder op een rij gezet wat er is gezien en wanneer.",
    )
    _step(
        raised,
        olga,
        _day(today, 29, 11),
        MeldcodeStep.CONSULT,
        "Zonder namen overlegd met Veilig Thuis: eerst zelf praten.",
    )
    _step(
        raised,
        olga,
        _day(today, 26, 14),
        MeldcodeStep.TALK,
        "Gesprek met tolk. Er is ruzie over geld, niemand is geslagen.",
    )
    _step(
        raised, olga, _day(today, 25, 9), MeldcodeStep.WEIGH, "Geen acute onveiligheid. Met Veilig Thuis doorgenomen."
    )
    _step(
        raised,
        olga,
        _day(today, 25, 10),
        MeldcodeStep.DECIDE,
        "Niet melden; het maatschappelijk werk helpt, zij willen dat zelf.",
    )
    _act(
        raised,
        olga,
        _day(today, 9, 15),
        lambda signal, user: _close(signal, user, SignalOutcome.HELP, "De hulp loopt en het is rustig."),
    )


def _being_handled(place: Municipality, people: dict[str, User], today: date) -> None:
    raised = _raise(
        place,
        people["joke"],
        _day(today, 8, 16),
        SignalFacts(
            kind=SignalKind.BOUNDARY,
            urgency=SignalUrgency.SOON,
            seen="Een vrijwilliger ging drie keer zonder afspraak naar binnen met de reservesleutel.",
            parties=[SignalParty.VOLUNTEER],
        ),
    )
    _act(raised, people["olga"], _day(today, 7, 10), _read)
    _act(raised, people["olga"], _day(today, 7, 10, 15), _take_up)
    _step(
        raised,
        people["olga"],
        _day(today, 6, 13),
        MeldcodeStep.OBSERVE,
        "Data en tijden genoteerd. De sleutel is ingeleverd.",
    )


def _waiting(place: Municipality, people: dict[str, User], today: date) -> None:
    _raise(
        place,
        people["bram"],
        _day(today, 1, 16),
        SignalFacts(
            kind=SignalKind.HOME,
            urgency=SignalUrgency.CALM,
            seen="De deur naar de brandtrap zit al twee weken op slot. De sleutel hangt er niet meer bij.",
            parties=[SignalParty.OTHER],
        ),
    )


def _about_a_coordinator(people: dict[str, User], today: date) -> None:
    """The adviser was invited by that coordinator, so that the national one gets it."""
    held = Membership.objects.filter(
        municipality__name="Zwolle",
        municipality__valid_to__isnull=True,
        role=Role.CASE_COORDINATOR,
        ends_on__isnull=True,
    )
    coordinator = held.select_related("municipality", "user").order_by("starts_on", "id").first()
    if coordinator is None or coordinator.municipality is None or not {"chaima", "nadia"} <= people.keys():
        return
    raised = _raise(
        coordinator.municipality,
        people["chaima"],
        _day(today, 5, 11),
        SignalFacts(
            kind=SignalKind.BOUNDARY,
            urgency=SignalUrgency.CALM,
            seen="In het overleg zei mijn coördinator dat een gezin beter geen vragen kan stellen als het wil blijven.",
            people=[coordinator.user_id],
        ),
    )
    _act(raised, people["nadia"], _day(today, 4, 9), _read)


def _raise(place: Municipality, by: User, moment: datetime, facts: SignalFacts) -> SafeguardingSignal:
    """Raised, and its addressees told. What the database dates by its own clock is put on that moment."""
    with at(moment):
        with being(by) as access:
            signal = raise_signal(access=access, municipality=place, facts=facts)
        for table in (SignalAddressee, SignalExclusion):
            table._default_manager.filter(signal=signal).update(created_at=moment, updated_at=moment)
        for pk in SignalAddressee.objects.filter(signal=signal).order_by("user_id").values_list("pk", flat=True):
            tell_addressee(pk)
    return signal


def _act(signal: SafeguardingSignal, user: User, moment: datetime, do: Do) -> None:
    with at(moment):
        do(SafeguardingSignal.objects.select_related("municipality").get(pk=signal.pk), user)


def _read(signal: SafeguardingSignal, user: User) -> None:
    with being(user) as access:
        acknowledge_signal(access=access, signal=signal)


def _take_up(signal: SafeguardingSignal, user: User) -> None:
    with being(user) as access:
        start_signal(access=access, signal=signal)


def _close(signal: SafeguardingSignal, user: User, outcome: SignalOutcome, text: str) -> None:
    with being(user) as access:
        close_signal(access=access, signal=signal, outcome=outcome, text=text)


def _step(signal: SafeguardingSignal, user: User, moment: datetime, step: MeldcodeStep, text: str) -> None:
    with at(moment), being(user) as access:
        take_step(access=access, signal=signal, step=step, done_on=moment.date(), text=text)


def _day(today: date, back: int, hour: int, minute: int = 0) -> datetime:
    return on(add_working_days(today, -back), hour, minute)
