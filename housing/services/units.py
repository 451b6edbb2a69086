"""Dwelling units and the periods in which nobody can live in them. What a change would do to people who live there or
are planned to is judged by the database; its refusal comes back as a sentence at the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import Facility
from housing.models import DwellingUnit, Property, UnitClosure
from housing.permissions.properties import can_edit_property
from housing.refusals import telling_refusals
from housing.services.property_events import lock_property, note, touch
from thuisgevers.municipalities.access import Access


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """One dwelling unit as a form or an import gives it."""

    name: str
    capacity_max: int
    capacity_min: int = 1
    bedrooms: int = 1
    lockable_bedrooms: int = 0
    own_front_door: bool = False
    step_free: bool = False
    kitchen: str = Facility.SHARED
    sanitary: str = Facility.SHARED
    pets_allowed: bool = False
    children_suitable: bool = True
    floor_area: int | None = None
    available_from: date | None = None
    available_until: date | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> UnitFacts:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


def add_unit(*, access: Access, property: Property, facts: UnitFacts) -> DwellingUnit:
    """Add a dwelling unit. Raises ValidationError at a field, for instance for a name that is taken."""
    with transaction.atomic():
        place = _open(access, property)
        unit = DwellingUnit(municipality=place.municipality, property=place, **asdict(facts))
        with telling_refusals():
            unit.save(force_insert=True)
        return _told(access, place, unit, "add_unit")


def edit_unit(*, access: Access, unit: DwellingUnit, facts: UnitFacts) -> DwellingUnit:
    """Change it. Refused where it would push out who lives there or is planned to."""
    with transaction.atomic():
        place = _open(access, unit.property)
        fresh = _lock(unit)
        for name, value in asdict(facts).items():
            setattr(fresh, name, value)
        with telling_refusals():
            fresh.save()
        return _told(access, place, fresh, "edit_unit")


def retire_unit(*, access: Access, unit: DwellingUnit) -> DwellingUnit:
    """No longer in use; what happened there stays. Refused while somebody lives there or is planned to."""
    with transaction.atomic():
        place = _open(access, unit.property)
        fresh = _lock(unit)
        fresh.retired_on = timezone.localdate()
        with telling_refusals():
            fresh.save(update_fields=["retired_on", "updated_at"])
        return _told(access, place, fresh, "retire_unit")


def restore_unit(*, access: Access, unit: DwellingUnit) -> DwellingUnit:
    """In use again."""
    with transaction.atomic():
        place = _open(access, unit.property)
        fresh = _lock(unit)
        fresh.retired_on = None
        fresh.save(update_fields=["retired_on", "updated_at"])
        return _told(access, place, fresh, "restore_unit")


def delete_unit(*, access: Access, unit: DwellingUnit) -> None:
    """Only what never happened goes away: a unit with any placement or closure is retired instead. The database holds it
    too."""
    with transaction.atomic():
        place = _open(access, unit.property)
        fresh = _lock(unit)
        refusal = ValidationError(
            _(
                "Deze wooneenheid heeft al een geschiedenis en blijft daarom bewaard. U kunt haar wel buiten gebruik stellen."
            ),
            code="history",
        )
        try:
            with transaction.atomic():
                _delete_now(fresh)
        except IntegrityError as error:
            raise refusal from error
        note(access, place, "delete_unit", data={"name": unit.name})
        touch(place)


def add_closure(
    *, access: Access, unit: DwellingUnit, kind: str, starts_on: date, ends_on: date | None, note_text: str = ""
) -> UnitClosure:
    """Nobody can live there from `starts_on`; `ends_on` is the first day on which it can be lived in again."""
    _check_days(starts_on, ends_on)
    with transaction.atomic():
        place = _open(access, unit.property)
        row = UnitClosure(
            municipality=place.municipality,
            unit=_lock(unit),
            property=place,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            note=note_text,
        )
        with telling_refusals():
            row.save(force_insert=True)
        _told(access, place, row.unit, "add_closure")
        return row


def edit_closure(
    *, access: Access, closure: UnitClosure, kind: str, starts_on: date, ends_on: date | None, note_text: str = ""
) -> UnitClosure:
    _check_days(starts_on, ends_on)
    with transaction.atomic():
        place = _open(access, closure.property)
        closure.kind, closure.starts_on, closure.ends_on, closure.note = kind, starts_on, ends_on, note_text
        with telling_refusals():
            closure.save(update_fields=["kind", "starts_on", "ends_on", "note", "updated_at"])
        _told(access, place, closure.unit, "edit_closure")
        return closure


def remove_closure(*, access: Access, closure: UnitClosure) -> None:
    """It did not happen after all; the history keeps what was planned."""
    with transaction.atomic():
        place = _open(access, closure.property)
        unit = closure.unit
        closure.delete()
        _told(access, place, unit, "remove_closure")


def _delete_now(unit: DwellingUnit) -> None:
    """By the database alone: foreign keys refuse, also for rows that this person may not see (Django would look for those
    first). They are checked at commit otherwise; the person should hear it now."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM housing_dwellingunit WHERE id = %s", [unit.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("Deze dag ligt niet na het begin. Kies een latere dag.")})


def _open(access: Access, place: Property) -> Property:
    fresh = lock_property(place)
    if not can_edit_property(access, fresh):
        raise PermissionDenied
    return fresh


def _lock(unit: DwellingUnit) -> DwellingUnit:
    return DwellingUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _told(access: Access, place: Property, unit: DwellingUnit, verb: str) -> DwellingUnit:
    note(access, place, verb, data={"unit": str(unit.pk), "name": unit.name})
    touch(place)
    return unit
