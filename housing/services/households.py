"""Registering and changing households. The least data that works; every change is told to handlers and coordinators only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import AgeBand, HouseholdState, Language
from housing.models import Household
from housing.needs import ContactDetails, Needs, read_contact, read_needs, write_contact, write_needs
from housing.permissions.households import can_edit_household
from housing.refusals import constraint_name, telling_refusals
from housing.services.allocations import record_allocation
from housing.services.cards import rewrite_cards
from housing.services.people import PersonFacts, new_people
from housing.states import HOUSEHOLD
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import reference
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

__all__ = [
    "ContactDetails",
    "HouseholdFacts",
    "Needs",
    "PersonFacts",
    "cancel_household",
    "edit_household",
    "facts_of",
    "lock_household",
    "read_contact",
    "read_needs",
    "register_household",
    "reopen_household",
    "write_contact",
    "write_needs",
]

REFERENCE_PREFIX = "HH"
LARGEST = 30
_REFERENCE_TRIES = 5


class StaleHouseholdError(ConflictError):
    """Somebody changed the household after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Een collega heeft dit huishouden net gewijzigd. Wat u invulde staat er nog."
                " Bekijk de nieuwste stand en bewaar opnieuw als het nog klopt."
            )
        )


@dataclass(frozen=True, kw_only=True)
class HouseholdFacts:
    """What is kept of a household. `age_bands` counts people per `AgeBand`; with `allocated_on` the clock of COA runs;
    `waiting_since` for who lived somewhere before."""

    age_bands: Mapping[str, int]
    languages: Sequence[str] = ()
    needs: Needs = field(default_factory=Needs)
    contact: ContactDetails = field(default_factory=ContactDetails)
    available_from: date | None = None
    allocated_on: date | None = None
    permit_on: date | None = None
    waiting_since: date | None = None
    import_key: str = ""

    @property
    def size(self) -> int:
        return sum(self.age_bands.values())


def new_reference() -> str:
    return reference(prefix=REFERENCE_PREFIX)


def apply_facts(household: Household, facts: HouseholdFacts) -> None:
    """Put the facts in the row's columns; nothing is saved."""
    set_bands(household, facts.age_bands)
    household.languages = [value for value in Language.values if value in set(facts.languages)]
    household.needs = write_needs(facts.needs)
    household.contact_details = write_contact(facts.contact)
    household.available_from = facts.available_from


def set_bands(household: Household, age_bands: Mapping[str, int]) -> None:
    for band in AgeBand.values:
        setattr(household, f"people_{band}", age_bands.get(band, 0))


def check_size(facts: HouseholdFacts) -> None:
    if not 1 <= facts.size <= LARGEST:
        raise ValidationError(_("Vul in hoeveel mensen er zijn: minstens één, hoogstens dertig."), code="size")


def register_household(
    *,
    access: Access,
    municipality: Municipality,
    facts: HouseholdFacts,
    people: Sequence[PersonFacts] = (),
    handler: User | None = None,
    split_from: Household | None = None,
) -> Household:
    """Write a new household with its people and, with `allocated_on`, its coupling; all or nothing."""
    access.require(Capability.HOUSEHOLD_WRITE, municipality=municipality)
    check_size(facts)
    with transaction.atomic():
        household = Household(
            municipality=municipality,
            handler=handler,
            import_key=facts.import_key,
            split_from=split_from,
            waiting_since=facts.waiting_since,
        )
        apply_facts(household, facts)
        _insert(household)
        rows = new_people(household, people)
        for row in rows:
            row.save(force_insert=True)
        _tell(access, household, "register")
        if facts.allocated_on is not None:
            record_allocation(
                access=access, household=household, allocated_on=facts.allocated_on, permit_on=facts.permit_on
            )
    return household


def facts_of(household: Household) -> HouseholdFacts:
    """What is kept now, without the coupling (a row of its own)."""
    return HouseholdFacts(
        age_bands=household.age_bands,
        languages=tuple(household.languages),
        needs=read_needs(household.needs),
        contact=read_contact(household.contact_details),
        available_from=household.available_from,
        waiting_since=household.waiting_since,
        import_key=household.import_key,
    )


def version_of(household: Household) -> str:
    """What a form remembers of the household it was made for."""
    return f"{household.updated_at.timestamp():.6f}"


def lock_household(*, household: Household, seen: str = "") -> Household:
    """The fresh row, locked until the transaction ends. Raises StaleHouseholdError when it is no longer what was `seen`."""
    fresh = (
        Household.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "handler")
        .get(pk=household.pk)
    )
    if seen and version_of(fresh) != seen:
        raise StaleHouseholdError
    return fresh


def edit_household(*, access: Access, household: Household, facts: HouseholdFacts, seen: str = "") -> Household:
    """Change what is kept. The household may not outgrow the dwelling it lives in (the database decides)."""
    check_size(facts)
    with transaction.atomic():
        fresh = lock_household(household=household, seen=seen)
        if not can_edit_household(access, fresh):
            raise PermissionDenied
        apply_facts(fresh, facts)
        with telling_refusals():
            fresh.save()
        _tell(access, fresh, "edit")
        rewrite_cards(fresh)
    return fresh


def set_age_bands(household: Household, age_bands: Mapping[str, int]) -> None:
    """Counts only, on a locked row; refused where the dwelling is too small then."""
    set_bands(household, age_bands)
    with telling_refusals():
        household.save()


def assign_household(*, access: Access, household: Household, handler: User | None) -> Household:
    """Give the household to a colleague, or to nobody."""
    with transaction.atomic():
        fresh = lock_household(household=household)
        if not can_edit_household(access, fresh):
            raise PermissionDenied
        fresh.handler = handler
        fresh.save(update_fields=["handler", "updated_at"])
        _tell(access, fresh, "assign")
    return fresh


def cancel_household(*, access: Access, household: Household, reason: str) -> Household:
    """The household does not come after all. Undone by `reopen_household`; nothing is removed."""
    return transition(
        access=access,
        obj=household,
        machine=HOUSEHOLD,
        name="cancel",
        reason=reason,
        may=lambda _access, fresh: not _refuse_while_placed(fresh),
        changes={"closed_on": timezone.localdate()},
    )


def reopen_household(*, access: Access, household: Household, reason: str) -> Household:
    return transition(
        access=access, obj=household, machine=HOUSEHOLD, name="reopen", reason=reason, changes={"closed_on": None}
    )


def open_placements(household: Household) -> int:
    """How many proposals, plans and stays are running."""
    return household.placements.filter(state__in=("proposed", "planned", "active")).count()


def _refuse_while_placed(household: Household) -> bool:
    if open_placements(household):
        raise ValidationError(
            {"reason": _("Er loopt nog een voorstel of plaatsing voor dit huishouden. Trek die eerst in.")}
        )
    return False


def is_editable(household: Household) -> bool:
    return household.state in (HouseholdState.EXPECTED, HouseholdState.PLACED)


def _insert(household: Household) -> None:
    """A random reference may exist: try again with another one."""
    for _attempt in range(_REFERENCE_TRIES - 1):
        household.reference = new_reference()
        try:
            with transaction.atomic():
                household.save(force_insert=True)
        except IntegrityError as error:
            if "reference" not in constraint_name(error):
                with telling_refusals():
                    raise
        else:
            return
    household.reference = new_reference()
    household.save(force_insert=True)


def _tell(access: Access, household: Household, verb: str) -> None:
    record_event(
        access=access,
        object_type="housing.Household",
        object_id=household.pk,
        verb=verb,
        municipality=household.municipality,
        scope_id=household.pk,
        visibility=Visibility.HOUSEHOLD,
    )
