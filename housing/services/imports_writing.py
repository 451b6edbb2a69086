"""Rows of a checked file become households or properties: what is new is written in bulk, what changed one by one, what is the
same not at all. The caller's transaction makes it all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from housing.enums import AgeBand, HousingNeed, ImportKind, Language, PropertyState
from housing.importing.checking import Problem
from housing.models import CoaAllocation, Household, Property
from housing.needs import ContactDetails, Needs, read_contact, read_needs, write_contact, write_needs
from housing.services.allocations import HomeTerms
from housing.services.households import new_reference
from housing.services.properties import address_key
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import Municipality

CHUNK = 1000
_REFERENCE_TRIES = 8
_BANDS = tuple(f"people_{band}" for band in AgeBand.values)

type Row = tuple[int, dict[str, Any]]


@dataclass
class Plan:
    """What an import would do: numbers for the preview, and the rows to write."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)


class Tick(Protocol):
    """Called with the number of rows done; raises to stop."""

    def __call__(self, done: int, /) -> None: ...


def plan_import(kind: str, municipality: Municipality, rows: Sequence[Row]) -> Plan:
    """Compare with what is there, by own number. Reads only."""
    return (
        _plan_households(municipality, rows) if kind == ImportKind.HOUSEHOLDS else _plan_properties(municipality, rows)
    )


def write_plan(kind: str, municipality: Municipality, plan: Plan, *, handler_id: int | None, tick: Tick) -> None:
    """Write everything; `tick` is told after every thousand rows."""
    if kind == ImportKind.HOUSEHOLDS:
        _write_households(municipality, plan, handler_id, tick)
    else:
        _write_properties(municipality, plan, tick)


def _keys(rows: Iterable[Row]) -> list[str]:
    return [values["import_key"] for _number, values in rows]


def _plan_households(municipality: Municipality, rows: Sequence[Row]) -> Plan:
    found = {
        household.import_key: household
        for household in Household.objects.filter(municipality=municipality, import_key__in=_keys(rows))
    }
    running = {
        allocation.household_id: allocation
        for allocation in CoaAllocation.objects.filter(
            municipality=municipality,
            household__in=[household.pk for household in found.values()],
            ended_on__isnull=True,
        )
    }
    plan, terms = Plan(), HomeTerms()
    for number, values in rows:
        allocated = values.get("allocated_on")
        if allocated is not None and not terms.knows(values.get("permit_on") or allocated):
            plan.problems.append(
                (number, _("Gekoppeld op"), _("Voor deze datum kennen wij geen termijnen. Controleer het jaar."))
            )
            continue
        household = found.get(values["import_key"])
        if household is None:
            plan.new.append((number, values))
            continue
        if not _household_differs(household, running.get(household.pk), values):
            plan.same += 1
        elif not household.is_open:
            plan.problems.append(
                (
                    number,
                    _("Eigen nummer"),
                    _("Dit huishouden is al afgesloten. Haal de rij weg of geef een ander nummer."),
                )
            )
        else:
            plan.changed.append((household, values))
    return plan


def _household_differs(household: Household, allocation: CoaAllocation | None, values: dict[str, Any]) -> bool:
    """Whether a column that the file has says something else. A column the file has not, is left as it is."""
    for band in _BANDS:
        if band in values and (values[band] or 0) != getattr(household, band):
            return True
    if "languages" in values and list(values["languages"]) != list(household.languages):
        return True
    if "available_from" in values and values["available_from"] != household.available_from:
        return True
    if _needs(values, read_needs(household.needs)) != read_needs(household.needs):
        return True
    if _contact(values, read_contact(household.contact_details)) != read_contact(household.contact_details):
        return True
    allocated = values.get("allocated_on")
    if allocated is None:
        return False
    return allocation is None or (allocation.allocated_on, allocation.permit_on) != (allocated, values.get("permit_on"))


def _needs(values: dict[str, Any], now: Needs) -> Needs:
    limits = tuple(HousingNeed(need) for need in values["limits"]) if "limits" in values else now.limits
    wishes = tuple(HousingNeed(need) for need in values["wishes"]) if "wishes" in values else now.wishes
    return read_needs(write_needs(Needs(limits=limits, wishes=wishes, note=values.get("note", now.note))))


def _contact(values: dict[str, Any], now: ContactDetails) -> ContactDetails:
    return ContactDetails(phone=values.get("phone", now.phone), email=values.get("email", now.email))


def _put_household(household: Household, values: dict[str, Any]) -> None:
    for band in _BANDS:
        if band in values:
            setattr(household, band, values[band] or 0)
    if "languages" in values:
        household.languages = [value for value in Language.values if value in values["languages"]]
    if "available_from" in values:
        household.available_from = values["available_from"]
    household.needs = write_needs(_needs(values, read_needs(household.needs)))
    household.contact_details = write_contact(_contact(values, read_contact(household.contact_details)))


def _write_households(municipality: Municipality, plan: Plan, handler_id: int | None, tick: Tick) -> None:
    terms, done = HomeTerms(), 0
    for chunk in _chunks(plan.new):
        made: list[Household] = []
        allocations: list[CoaAllocation] = []
        for _number, values in chunk:
            household = Household(
                id=uuid7(), municipality_id=municipality.pk, handler_id=handler_id, import_key=values["import_key"]
            )
            _put_household(household, values)
            made.append(household)
            allocated = values.get("allocated_on")
            if allocated is not None:
                allocations.append(_allocation(household, allocated, values.get("permit_on"), terms))
        _insert_with_references(made)
        CoaAllocation.objects.bulk_create(allocations)
        done += len(chunk)
        tick(done)
    for household, values in plan.changed:
        _put_household(household, values)
        household.save()
        allocated = values.get("allocated_on")
        if allocated is not None:
            running = CoaAllocation.objects.filter(household=household, ended_on__isnull=True).first()
            fresh = _allocation(household, allocated, values.get("permit_on"), terms)
            if running is not None:
                fresh.pk, fresh.created_at = running.pk, running.created_at
            fresh.save(force_insert=running is None, force_update=running is not None)
        done += 1
        if done % CHUNK == 0:
            tick(done)


def _allocation(household: Household, allocated: date, permit: date | None, terms: HomeTerms) -> CoaAllocation:
    clock = terms.clock(allocated_on=allocated, permit_on=permit)
    return CoaAllocation(
        municipality_id=household.municipality_id,
        household_id=household.pk,
        permit_on=permit,
        allocated_on=allocated,
        find_by=clock.find_by,
        move_by=clock.move_by,
    )


def _insert_with_references(households: list[Household]) -> None:
    """References are random, so a few of thousands exist already: those are tried again with another one. An own number that a
    colleague wrote meanwhile never gets in; that raises, and everything is taken back."""
    waiting = households
    for _attempt in range(_REFERENCE_TRIES):
        for household in waiting:
            household.reference = new_reference()
        Household.objects.bulk_create(waiting, ignore_conflicts=True)
        there = set(
            Household.objects.filter(pk__in=[household.pk for household in waiting]).values_list("pk", flat=True)
        )
        waiting = [household for household in waiting if household.pk not in there]
        if not waiting:
            return
    raise SomebodyElseWrote


class SomebodyElseWrote(Exception):
    """Between the check and the import somebody added the same own number."""


def _plan_properties(municipality: Municipality, rows: Sequence[Row]) -> Plan:
    found = {
        row.import_key: row for row in Property.objects.filter(municipality=municipality, import_key__in=_keys(rows))
    }
    plan = Plan()
    for number, values in rows:
        row = found.get(values["import_key"])
        if row is None:
            plan.new.append((number, values))
        elif all(getattr(row, name) == value for name, value in values.items()):
            plan.same += 1
        elif row.state in (PropertyState.CLOSED, PropertyState.WITHDRAWN):
            plan.problems.append(
                (
                    number,
                    _("Eigen nummer"),
                    _("Dit pand is gesloten of ingetrokken. Haal de rij weg of geef een ander nummer."),
                )
            )
        else:
            plan.changed.append((row, values))
    return plan


def _write_properties(municipality: Municipality, plan: Plan, tick: Tick) -> None:
    done = 0
    for chunk in _chunks(plan.new):
        Property.objects.bulk_create(
            [
                Property(
                    municipality_id=municipality.pk,
                    address_key=address_key(values["postcode"], values["house_number"]),
                    **values,
                )
                for _number, values in chunk
            ]
        )
        done += len(chunk)
        tick(done)
    for row, values in plan.changed:
        for name, value in values.items():
            setattr(row, name, value)
        row.address_key = address_key(row.postcode, row.house_number)
        row.save()
        done += 1
        if done % CHUNK == 0:
            tick(done)


def _chunks(rows: list[Row]) -> Iterable[list[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
