"""Where to look at properties: what officials, the owner and the holder of a mailed link see. Made beside the demo's stories."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

OWNER = "gerrit"
STEPS = "edit owner assess clear open close use_again assess_again withdraw"


def add_property_pages(pages: Any) -> None:
    """One full property in Kampen: units, a closure, viewings, consent, answers and calls."""
    from django.utils import timezone

    from housing.models import AvailabilityAsk, OwnerCall, OwnerConsent, Property, PropertyContact, UnitClosure, Viewing
    from initiatives.models import Initiative
    from tests.factories.housing import unit
    from tests.factories.people import member
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.enums import LinkPurpose, Role
    from thuisgevers.municipalities.links import create_link
    from thuisgevers.municipalities.models import Municipality

    now = timezone.now()
    with seed():
        kampen = Municipality.objects.get(slug="kampen", valid_to__isnull=True)
        pastorie = Initiative.objects.get(municipality=kampen, name="De Oude Pastorie")
        place = Property.objects.filter(municipality=kampen, initiative_scope_id=pastorie.pk).order_by("id")[0]
        people = {key: User.objects.get(email__startswith=f"{key}@") for key in ("anna", "gerrit", "pieter")}
        PropertyContact.objects.get_or_create(
            municipality=kampen,
            property=place,
            defaults={"name": "Gerrit Molenaar", "email": "gerrit.molenaar@voorbeeld.example", "phone": "+31612345678"},
        )
    rooms = [unit(kampen, place, name=name) for name in ("Begane grond", "Zolder", "Oude keuken")]
    role = member(people["pieter"], Role.PROPERTY_OWNER, municipality=kampen, scope_id=place.pk)
    member(people["gerrit"], Role.PROPERTY_OWNER, municipality=kampen, scope_id=place.pk)
    facts: dict[str, Any] = {"municipality": kampen, "property": place}
    with seed():
        rooms[2].retired_on = now.date()
        rooms[2].save(update_fields=["retired_on"])
        closure = UnitClosure.objects.create(
            **facts, unit=rooms[1], kind="repair", starts_on=now.date() + timedelta(days=700)
        )
        proposed, asked = (
            Viewing.objects.create(
                **facts,
                starts_at=now + timedelta(days=9 + number),
                side=side,
                proposed_by=people[who],
                note="Bij de voordeur",
            )
            for number, (side, who) in enumerate((("official", "anna"), ("owner", "gerrit")))
        )
        OwnerConsent.objects.create(
            **facts, given_by="G. Molenaar", given_as="scriba", given_on=now.date(), document_follows=True
        )
        for months, answer in ((2, ""), (3, "later"), (4, "still")):
            day = (now - timedelta(days=31 * months)).date()
            AvailabilityAsk.objects.create(
                **facts,
                month=day.replace(day=1),
                asked_at=now - timedelta(days=31 * months),
                answer=answer,
                answered_at=now - timedelta(days=31 * months) if answer else None,
                later_on=day + timedelta(days=20) if answer == "later" else None,
                channel="link" if answer else "",
            )
        OwnerCall.objects.create(**facts, called_at=now, called_by=people["anna"], was_reached=False, note="Voicemail")
        token = create_link(purpose=LinkPurpose.AVAILABILITY, object_id=place.pk, municipality=kampen, valid_days=9)[1]
    here = {"gemeente": "kampen", "pk": place.pk}
    for query in ("", "?lijst=bellen", "?stand=open&eigenaar=stil&soort=office", "?lijst=voorbij"):
        pages.add("anna", "housing:property_list", query=query, gemeente="kampen")
    pages.add("anna", "housing:property_add", gemeente="kampen")
    pages.add("anna", "housing:property_detail", **here)
    pages.add("bram", "housing:property_detail", **here)
    for name in STEPS.split():
        pages.add("anna", f"housing:property_{name}", **here)
    for name in "consent_add consent_withdraw owner_call owner_invite unit_add viewing_propose".split():
        pages.add("anna", f"housing:{name}", **here)
    for name in "unit_edit unit_retire unit_delete closure_add".split():
        pages.add("anna", f"housing:{name}", **here, unit_pk=rooms[0].pk)
    pages.add("anna", "housing:closure_edit", **here, closure_pk=closure.pk)
    pages.add("anna", "housing:owner_end", **here, membership_pk=role.pk)
    for name in "viewing_decline viewing_cancel".split():
        pages.add("anna", f"housing:{name}", **here, viewing_pk=asked.pk)
    pages.add(OWNER, "housing:my_properties")
    for name in "my_property my_property_edit my_property_take_back my_consent_add my_consent_withdraw".split():
        pages.add(OWNER, f"housing:{name}", pk=place.pk)
    for name in "my_unit_add my_viewing_propose my_property_contact".split():
        pages.add(OWNER, f"housing:{name}", pk=place.pk)
    pages.add(OWNER, "housing:my_closure_add", pk=place.pk, unit_pk=rooms[0].pk)
    pages.add(OWNER, "housing:my_closure_edit", pk=place.pk, closure_pk=closure.pk)
    pages.add(OWNER, "housing:my_unit_edit", pk=place.pk, unit_pk=rooms[0].pk)
    for name in "my_viewing_decline my_viewing_cancel".split():
        pages.add(OWNER, f"housing:{name}", pk=place.pk, viewing_pk=proposed.pk)
    pages.add("", "housing:availability_open", token=token)
