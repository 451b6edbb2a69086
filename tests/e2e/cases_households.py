"""Where to look at households, transfers, cards and imports. Made beside the demo's stories."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

LIST_TABS = "open zoekt klok woont mijn gesloten"


def add_household_pages(pages: Any) -> None:
    """One household with everything, one that was cancelled, a transfer both ways, and imports in four states."""
    from django.utils import timezone

    from housing.enums import ImportState, PlacementState
    from housing.models import HouseholdTransfer, Placement, Property, StatusHolder
    from housing.name_index import name_index
    from housing.services.cards import write_card
    from tests.factories.handing_over import agreement, import_job, transfer
    from tests.factories.housing import allocation, household, placement, property_, unit
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.enums import Role
    from thuisgevers.municipalities.models import Membership, Municipality

    with seed():
        kampen, zwolle = (Municipality.objects.get(slug=slug, valid_to__isnull=True) for slug in ("kampen", "zwolle"))
        people = {key: User.objects.get(email__startswith=f"{key}@") for key in ("anna", "bram", "coen")}
        team = Membership.objects.filter(user=people["bram"], role=Role.LEAD_VOLUNTEER)[0]
    needs = '{"limits": ["step_free"], "wishes": ["own_kitchen"], "note": "Graag begane grond."}'
    full = household(
        kampen, needs=needs, contact_details='{"phone": "+31612345678", "email": ""}', handler=people["anna"]
    )
    allocation(full, allocated_on=timezone.localdate() - timedelta(weeks=9))
    gone = household(kampen, state="cancelled", closed_on=timezone.localdate())
    offered, coming = household(kampen), household(zwolle)
    agreement(kampen, zwolle, people["coen"])
    agreement(zwolle, kampen, people["coen"])
    sent = transfer(offered, zwolle, people["anna"])
    got: HouseholdTransfer = transfer(coming, kampen, people["anna"], languages=["ar"])
    home = unit(kampen, property_(kampen, initiative_scope_id=team.scope_id), name="Bovenwoning")
    with seed():
        Property.objects.filter(pk=home.property_id).update(initiative_scope_id=team.scope_id)
        for name, band in (("Amal", "27_54"), ("Noor", "4_11")):
            StatusHolder.objects.create(
                municipality=kampen,
                household=full,
                first_name=name,
                age_band=band,
                is_contact=name == "Amal",
                name_index=name_index(name, municipality_id=kampen.pk),
            )
    lived = placement(home, household(kampen), by=people["anna"], state=PlacementState.PLANNED)
    with seed():
        write_card(Placement.objects.select_related("unit", "household").get(pk=lived.pk))
    place = {"gemeente": "kampen"}
    for tab in LIST_TABS.split():
        pages.add("anna", "housing:household_list", query=f"?lijst={tab}", **place)
    pages.add("anna", "housing:household_add", **place)
    pages.add("anna", "housing:household_detail", pk=gone.pk, **place)
    pages.add("anna", "housing:household_reopen", pk=gone.pk, **place)
    for name in "detail edit people assign split merge cancel".split():
        pages.add("anna", f"housing:household_{name}", pk=full.pk, **place)
    for name in ("allocation_edit", "allocation_end", "transfer_offer"):
        pages.add("anna", f"housing:{name}", pk=full.pk, **place)
    pages.add("coen", "housing:transfer_list", **place)
    for one in (sent, got):
        pages.add("anna", "housing:transfer_detail", pk=one.pk, **place)
    pages.add("bram", "housing:card_list")
    pages.add("anna", "housing:import_list", **place)
    problems = [[number, "Talen", "Kies uit: Nederlands, Engels."] for number in range(2, 62)]
    for facts in (
        {},
        {"problems": problems, "problem_count": 60, "columns": [["Taal", "languages"]]},
        {"state": ImportState.REFUSED, "refusal": "De kolom “BSN” gaat over het burgerservicenummer."},
        {"state": ImportState.IMPORTING},
        {"state": ImportState.DONE},
    ):
        pages.add("anna", "housing:import_detail", pk=import_job(kampen, people["anna"], **facts).pk, **place)
