"""One household becomes two, or two become one. Only because the household itself asked; that is recorded as a fact.

No history moves: what happened stays where it happened, and both files point at each other (`split_from`, `merged_into`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import AgeBand, HouseholdState
from housing.models import CoaAllocation, Household, Placement, StatusHolder
from housing.permissions.households import can_edit_household
from housing.refusals import telling_refusals
from housing.services.cards import rewrite_cards, write_card
from housing.services.households import (
    LARGEST,
    facts_of,
    lock_household,
    open_placements,
    register_household,
    set_age_bands,
)
from housing.states import HOUSEHOLD
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities.access import Access

_RUNNING = ("proposed", "planned", "active")


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnWord:
    """The household itself asked for it or agreed: when, in which language, with an interpreter or not."""

    asked_on: date
    asked_in: str
    interpreter: bool

    def as_data(self) -> dict[str, object]:
        return {
            "asked_on": self.asked_on.isoformat(),
            "asked_in": self.asked_in,
            "interpreter": self.interpreter,
        }


def split_household(
    *,
    access: Access,
    household: Household,
    leaving: Mapping[str, int],
    people: Collection[UUID],
    word: OwnWord,
    seen: str = "",
) -> Household:
    """Make a household of those who leave: `leaving` counts them per band, `people` are ids of their names. Running
    placements and the coupling stay with those who remain; the new one gets the same dates of the coupling, because COA's
    clock did not begin anew, and who leaves a home looks for one again from today. Returns the new household."""
    with transaction.atomic():
        fresh = lock_household(household=household, seen=seen)
        if not can_edit_household(access, fresh):
            raise PermissionDenied
        staying = {band: fresh.age_bands.get(band, 0) - leaving.get(band, 0) for band in AgeBand.values}
        if any(number < 0 for number in staying.values()):
            raise ValidationError(_("Er kunnen niet meer mensen weggaan dan er zijn. Controleer de aantallen."))
        if not any(leaving.values()) or not any(staying.values()):
            raise ValidationError(_("In beide huishoudens moet minstens één persoon blijven."))
        allocation = CoaAllocation.objects.filter(household=fresh, ended_on__isnull=True).first()
        made = register_household(
            access=access,
            municipality=fresh.municipality,
            facts=replace(
                facts_of(fresh),
                age_bands=dict(leaving),
                import_key="",
                allocated_on=None if allocation is None else allocation.allocated_on,
                permit_on=None if allocation is None else allocation.permit_on,
                waiting_since=timezone.localdate() if fresh.state == HouseholdState.PLACED else fresh.waiting_since,
            ),
            handler=fresh.handler,
            split_from=fresh,
        )
        _move_people(fresh, made, people)
        set_age_bands(fresh, staying)
        _tell(access, fresh, "split", {**word.as_data(), "into": str(made.pk)})
        rewrite_cards(fresh)
    return made


def merge_households(
    *, access: Access, household: Household, other: Household, word: OwnWord, seen: str = ""
) -> Household:
    """Take `other` into `household`, which keeps its reference. Refused while both have a proposal, plan or stay: nobody can
    live in two homes. A placement of `other` moves along; the database refuses what does not fit.

    Locks in the order of ids, so that two merges the other way round do not wait for each other forever.
    """
    if household.pk == other.pk:
        raise ValidationError({"other": _("Dit is het huishouden zelf. Vul het kenmerk van het andere in.")})
    with transaction.atomic():
        for row in sorted((household, other), key=lambda row: row.pk):
            lock_household(household=row, seen=seen if row.pk == household.pk else "")
        kept, gone = lock_household(household=household), lock_household(household=other)
        if not can_edit_household(access, kept):
            raise PermissionDenied
        if not can_edit_household(access, gone):
            raise ValidationError({"other": _("Dit huishouden is al afgesloten en kan niet meer samengaan.")})
        if open_placements(kept) and open_placements(gone):
            raise ValidationError(
                {
                    "other": _(
                        "Beide huishoudens hebben een woning of een voorstel. Beëindig of trek er eerst één in, en voeg ze dan samen."
                    )
                }
            )
        together = {
            band: kept.age_bands.get(band, 0) + gone.age_bands.get(band, 0)
            for band in AgeBand.values
        }  # fmt: skip
        if sum(together.values()) > LARGEST:
            raise ValidationError({"other": _("Samen zijn dit meer dan dertig mensen. Dat is geen huishouden meer.")})
        moved = list(
            Placement.objects.select_for_update(of=("self",), no_key=True).filter(household=gone, state__in=_RUNNING)
        )
        kept.languages = sorted({*kept.languages, *gone.languages})
        if kept.available_from and gone.available_from:
            kept.available_from = max(kept.available_from, gone.available_from)
        if HouseholdState.PLACED not in (kept.state, gone.state):
            waits = [day for day in (kept.waiting_since, gone.waiting_since) if day is not None]
            kept.waiting_since = min(waits, default=None)
        set_age_bands(kept, together)
        _move_people(gone, kept, None)
        with telling_refusals():
            for placement in moved:
                placement.household = kept
                placement.save(update_fields=["household", "updated_at"])
        if moved and kept.state == HouseholdState.EXPECTED and gone.state == HouseholdState.PLACED:
            kept = transition(access=access, obj=kept, machine=HOUSEHOLD, name="place")
        _move_or_end_allocation(gone, kept)
        transition(
            access=access,
            obj=gone,
            machine=HOUSEHOLD,
            name="merge",
            changes={"merged_into": kept, "closed_on": timezone.localdate()},
            data={"into": str(kept.pk)},
        )
        _tell(access, kept, "take_in", {**word.as_data(), "other": str(gone.pk)})
        for placement in Placement.objects.select_related("unit", "household").filter(
            household=kept, state__in=_RUNNING
        ):
            write_card(placement)
    return kept


def _move_people(source: Household, target: Household, ids: Collection[UUID] | None) -> None:
    """Names go along (`ids`, or all of them). The one to speak with stays one."""
    people = StatusHolder.objects.filter(household=source)
    if ids is not None:
        people = people.filter(pk__in=ids)
    has_contact = StatusHolder.objects.filter(household=target, is_contact=True).exists()
    for person in people:
        person.household = target
        person.is_contact = person.is_contact and not has_contact
        has_contact = has_contact or person.is_contact
        person.save()


def _move_or_end_allocation(gone: Household, kept: Household) -> None:
    """The clock that ends first goes on; the other one ends with the household that went up in this one."""
    theirs = CoaAllocation.objects.filter(household=gone, ended_on__isnull=True).first()
    if theirs is None:
        return
    ours = CoaAllocation.objects.filter(household=kept, ended_on__isnull=True).first()
    today = timezone.localdate()
    if ours is not None and ours.move_by <= theirs.move_by:
        theirs.ended_on = max(today, theirs.allocated_on)
        theirs.save(update_fields=["ended_on", "updated_at"])
        return
    if ours is not None:
        ours.ended_on = max(today, ours.allocated_on)
        ours.save(update_fields=["ended_on", "updated_at"])
    theirs.household = kept
    theirs.save(update_fields=["household", "updated_at"])


def _tell(access: Access, household: Household, verb: str, data: dict[str, object]) -> None:
    record_event(
        access=access,
        object_type="housing.Household",
        object_id=household.pk,
        verb=verb,
        municipality=household.municipality,
        scope_id=household.pk,
        visibility=Visibility.HOUSEHOLD,
        data=data,
    )
