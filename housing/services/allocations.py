"""The coupling by COA and its clock: 14 weeks from permit to home, as data in the terms `home-…`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from housing.models import CoaAllocation, Household
from housing.refusals import telling_refusals
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models.geography import Term


@dataclass(frozen=True, slots=True)
class HomeClock:
    """The last days for the three parts; `couple_by` only where the permit's day is known."""

    couple_by: date | None
    find_by: date
    move_by: date


class HomeTerms:
    """The three terms, read once, for many clocks. `clocks.term` asks the database each time."""

    def __init__(self) -> None:
        self._rules = list(Term.objects.filter(key__in=("home-couple", "home-find", "home-move")))

    def knows(self, day: date) -> bool:
        """Whether there were rules on that day."""
        return all(self._rule(key, day) is not None for key in ("home-couple", "home-find", "home-move"))

    def clock(self, *, allocated_on: date, permit_on: date | None) -> HomeClock:
        """As `home_clock`; for a day that it `knows`."""
        start = permit_on or allocated_on
        couple_by = self._count("home-couple", start, start) if permit_on else None
        find_by = self._count("home-find", couple_by or start, start)
        return HomeClock(couple_by, find_by, self._count("home-move", find_by, start))

    def _count(self, key: str, start: date, on: date) -> date:
        rule = self._rule(key, on)
        if rule is None:
            raise Term.DoesNotExist(key)
        return clocks.count(start, rule.length, rule.unit)

    def _rule(self, key: str, on: date) -> Term | None:
        fits = (
            rule
            for rule in self._rules
            if rule.key == key and rule.valid_from <= on and (rule.valid_until is None or rule.valid_until > on)
        )
        return next(fits, None)


def home_clock(*, allocated_on: date, permit_on: date | None) -> HomeClock:
    """Count by the rules of the day on which the clock began. Raises ValidationError for a day before there were rules."""
    try:
        return HomeTerms().clock(allocated_on=allocated_on, permit_on=permit_on)
    except Term.DoesNotExist as error:
        field = "permit_on" if permit_on else "allocated_on"
        raise ValidationError({field: _("Voor deze datum kennen wij geen termijnen. Controleer het jaar.")}) from error


def new_allocation(household: Household, *, allocated_on: date, permit_on: date | None) -> CoaAllocation:
    """An unsaved row with its clock."""
    clock = home_clock(allocated_on=allocated_on, permit_on=permit_on)
    return CoaAllocation(
        municipality_id=household.municipality_id,
        household=household,
        permit_on=permit_on,
        allocated_on=allocated_on,
        find_by=clock.find_by,
        move_by=clock.move_by,
    )


def record_allocation(
    *, access: Access, household: Household, allocated_on: date, permit_on: date | None = None
) -> CoaAllocation:
    """Record or correct the running coupling of a household. Only dates: COA's profile stays with COA."""
    access.require(Capability.HOUSEHOLD_WRITE, municipality=household.municipality)
    if permit_on is not None and permit_on > allocated_on:
        raise ValidationError({"permit_on": _("De vergunning ligt na de koppeling. Controleer de datums.")})
    running = (
        CoaAllocation.objects.select_for_update(of=("self",), no_key=True)
        .filter(household=household, ended_on__isnull=True)
        .first()
    )
    fresh = new_allocation(household, allocated_on=allocated_on, permit_on=permit_on)
    if running is not None:
        running.permit_on, running.allocated_on = fresh.permit_on, fresh.allocated_on
        running.find_by, running.move_by = fresh.find_by, fresh.move_by
        running.save()
        _tell(access, household, "correct")
        return running
    with telling_refusals():
        fresh.save(force_insert=True)
    _tell(access, household, "record")
    return fresh


def end_allocation(*, access: Access, household: Household, ended_on: date) -> None:
    """COA took the coupling back or it came to an end otherwise. Nothing happens where none is running."""
    access.require(Capability.HOUSEHOLD_WRITE, municipality=household.municipality)
    running = CoaAllocation.objects.filter(household=household, ended_on__isnull=True).first()
    if running is None:
        return
    if ended_on < running.allocated_on:
        raise ValidationError({"ended_on": _("Het einde ligt voor de koppeling. Kies een latere datum.")})
    running.ended_on = ended_on
    running.save(update_fields=["ended_on", "updated_at"])
    _tell(access, household, "end")


def _tell(access: Access, household: Household, verb: str) -> None:
    record_event(
        access=access,
        object_type="housing.CoaAllocation",
        object_id=household.pk,
        verb=verb,
        municipality=household.municipality,
        scope_id=household.pk,
        visibility=Visibility.HOUSEHOLD,
    )
