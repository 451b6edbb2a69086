"""A property from reported to closed and in use again: what is needed, who may, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from housing.enums import PropertyState
from housing.models import DwellingUnit, Organisation, Property, PropertyContact
from housing.queries.opening import missing_to_open
from housing.services.owners import record_consent, withdraw_consent
from housing.services.properties import (
    ContactFacts,
    OrganisationFacts,
    PropertyFacts,
    UnitFacts,
    add_unit,
    clear_property,
    close_property,
    edit_property,
    open_property,
    register_property,
    take_back_property,
    use_again,
    withdraw_property,
)
from housing.services.property_events import StalePropertyError, version_of
from housing.states import PROPERTY
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


def as_(user: Any) -> Any:
    """The person's access, and the database told who it is."""
    return Access.for_user(user, second_factor=True)


def doing(user: Any, verb: Any, **what: Any) -> Any:
    with transaction.atomic(), acting(user_id=user.pk):
        return verb(access=as_(user), **what)


def registered(cast: Cast, **facts: Any) -> Property:
    facts = {"kind": "rectory", "street": "Dorpsweg", "house_number": "12", "postcode": "8271 BP", **facts}
    return doing(cast.anna, register_property, municipality=cast.kampen, facts=PropertyFacts(**facts))


def fresh(place: Property) -> Property:
    with seed():
        return Property.objects.get(pk=place.pk)


def suitable(cast: Cast, **fields: Any) -> Property:
    return make.property_(cast.kampen, state=PropertyState.SUITABLE, **fields)


def test_registered_with_new_owner_and_encrypted_contact(cast: Cast) -> None:
    place = doing(
        cast.anna,
        register_property,
        municipality=cast.kampen,
        facts=PropertyFacts(kind="office", postcode="8261 AA", house_number="1 a"),
        organisation=OrganisationFacts(name="Stichting Kantoor", kind="foundation"),
        contact=ContactFacts(name="Gerrit", email="gerrit@voorbeeld.example", phone="+31612345678"),
    )
    with seed():
        held = fresh(place)
        assert held.state == PropertyState.REPORTED
        assert held.address_key == "8261aa1a"
        assert held.ask_on is not None and held.ask_on > date.today()
        assert Organisation.objects.get(pk=held.organisation_id).name_key == "stichting kantoor"
        assert PropertyContact.objects.get(property=place).email == "gerrit@voorbeeld.example"
        assert AuditEvent.objects.filter(object_id=place.pk, verb="report").exists()


def test_nobody_registers_elsewhere(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        doing(cast.chaima, register_property, municipality=cast.kampen, facts=PropertyFacts(kind="office"))
    with pytest.raises(PermissionDenied):
        doing(cast.vince, register_property, municipality=cast.kampen, facts=PropertyFacts(kind="office"))


def test_end_before_start_is_told_at_the_field(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        registered(cast, vacant_from=date(2027, 5, 1), vacant_until=date(2027, 5, 1))
    assert "vacant_until" in refused.value.message_dict


def test_stale_form_is_refused_and_fresh_one_saved(cast: Cast) -> None:
    place = registered(cast)
    seen = version_of(place)
    doing(cast.anna, edit_property, property=place, values={"bedrooms": 3}, seen=seen)
    with pytest.raises(StalePropertyError):
        doing(cast.coen, edit_property, property=place, values={"bedrooms": 4}, seen=seen)
    assert fresh(place).bedrooms == 3


def test_opening_names_everything_that_is_missing(cast: Cast) -> None:
    place = suitable(cast)
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, open_property, property=place)
    assert len(refused.value.messages) == 3
    doing(cast.anna, clear_property, property=place, reason="Besluit van het college van 3 november")
    doing(cast.anna, record_consent, property=place, given_by="Gerrit", given_on=date(2026, 11, 1))
    doing(cast.anna, add_unit, property=place, facts=UnitFacts(name="Begane grond", capacity_max=4))
    assert doing(cast.anna, open_property, property=place).state == PropertyState.OPEN


@pytest.mark.parametrize("state", [PropertyState.REPORTED, PropertyState.ASSESSING, PropertyState.CLOSED])
def test_only_a_suitable_property_opens(cast: Cast, state: str) -> None:
    place = make.property_(cast.kampen, state=state)
    refusal = WrongStateError if state == PropertyState.CLOSED else ValidationError
    with pytest.raises(refusal):
        doing(cast.anna, open_property, property=place)


def test_clearing_starts_the_assessment_and_says_nothing_about_suitability(cast: Cast) -> None:
    place = registered(cast)
    cleared = doing(cast.coen, clear_property, property=place, reason="Akkoord")
    assert (cleared.state, cleared.cleared_at is not None) == (PropertyState.ASSESSING, True)
    again = doing(cast.coen, clear_property, property=place, reason="Akkoord")
    assert again.cleared_at == cleared.cleared_at


def test_clearing_is_for_officials(cast: Cast) -> None:
    place = make.property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id)
    with pytest.raises(PermissionDenied):
        doing(cast.bram, clear_property, property=place, reason="graag")


def test_closing_waits_for_residents(cast: Cast) -> None:
    place = make.property_(cast.kampen)
    room = make.unit(cast.kampen, place)
    make.placement(room, make.household(cast.kampen), by=cast.anna)
    for verb, words in ((close_property, {}), (withdraw_property, {"reason": "verkocht"})):
        with pytest.raises(ValidationError) as refused:
            doing(cast.anna, verb, property=place, **words)
        assert "wonen" in refused.value.messages[0]
    assert fresh(place).state == PropertyState.OPEN


def test_owner_and_initiative_cannot_withdraw_over_residents_they_cannot_see(cast: Cast) -> None:
    place = make.property_(cast.kampen, id=cast.property_id, initiative_scope_id=cast.initiative_id)
    make.placement(make.unit(cast.kampen, place), make.household(cast.kampen), by=cast.anna)
    with pytest.raises(ValidationError):
        doing(cast.bram, withdraw_property, property=place, reason="nee")
    with pytest.raises(ValidationError):
        doing(cast.gerrit, take_back_property, property=place, reason="nee")


def test_owner_takes_back_an_empty_property(cast: Cast) -> None:
    place = make.property_(cast.kampen, id=cast.property_id)
    assert doing(cast.gerrit, take_back_property, property=place, reason="verkocht").state == PropertyState.WITHDRAWN
    other = make.property_(cast.kampen)
    with pytest.raises((PermissionDenied, Property.DoesNotExist)):
        doing(cast.gerrit, take_back_property, property=other, reason="verkocht")


def test_used_again_needs_a_new_decision_and_keeps_units(cast: Cast) -> None:
    place = suitable(cast)
    doing(cast.anna, clear_property, property=place, reason="Besluit")
    doing(cast.anna, record_consent, property=place, given_by="Gerrit", given_on=date(2026, 11, 1))
    doing(cast.anna, add_unit, property=place, facts=UnitFacts(name="Zolder", capacity_max=2))
    doing(cast.anna, open_property, property=place)
    doing(cast.anna, close_property, property=place, reason="verbouwing")
    again = doing(cast.anna, use_again, property=place)
    assert (again.state, again.cleared_at) == (PropertyState.ASSESSING, None)
    with seed():
        assert DwellingUnit.objects.filter(property=place).count() == 1
        assert [fact.part for fact in missing_to_open(fresh(place))] == ["geschiktheid", "stap-kop"]


def test_consent_is_copied_and_withdrawing_tells_officials(cast: Cast) -> None:
    place = make.property_(cast.kampen, initiative_scope_id=cast.initiative_id)
    doing(cast.bram, record_consent, property=place, given_by="Gerrit", given_on=date(2026, 11, 1))
    assert fresh(place).consented_on == date(2026, 11, 1)
    with pytest.raises(ValidationError):
        doing(cast.bram, record_consent, property=place, given_by="Gerrit", given_on=date(2026, 11, 2))
    with pytest.raises(ValidationError):
        doing(cast.bram, withdraw_consent, property=place, reason=" ")
    doing(cast.bram, withdraw_consent, property=place, reason="Het bestuur wil niet meer")
    assert fresh(place).consented_on is None
    with seed():
        mail = OutgoingMessage.objects.get(template="housing/consent_withdrawn")
        assert mail.to_user == cast.coen
        assert place.street not in mail.subject


def test_volunteer_and_viewer_change_nothing(cast: Cast) -> None:
    place = make.property_(cast.kampen, initiative_scope_id=cast.initiative_id)
    for user in (cast.vera, cast.vince):
        with pytest.raises((PermissionDenied, Property.DoesNotExist)):
            doing(user, edit_property, property=place, values={"bedrooms": 9})
        with pytest.raises((PermissionDenied, Property.DoesNotExist)):
            doing(user, add_unit, property=place, facts=UnitFacts(name="x", capacity_max=2))


def test_every_state_offers_only_its_own_transitions(cast: Cast) -> None:
    """Every state × every edge: what the table does not allow is refused, what it allows goes there."""
    edges = [edge for edge in PROPERTY.edges if edge.permission is not None]
    assert len(edges) >= 8
    for state in PropertyState.values:
        for edge in edges:
            place = make.property_(cast.kampen, state=state)
            with transaction.atomic(), acting(user_id=cast.coen.pk):
                if state in edge.sources:
                    done = transition(
                        access=as_(cast.coen), obj=place, machine=PROPERTY, name=edge.name, reason="omdat"
                    )
                    assert done.state == edge.target
                else:
                    with pytest.raises(WrongStateError):
                        transition(access=as_(cast.coen), obj=place, machine=PROPERTY, name=edge.name, reason="omdat")


def test_vacancy_does_not_shrink_below_a_stay(cast: Cast) -> None:
    until = date.today() + timedelta(days=800)
    place = make.property_(cast.kampen, vacant_until=until)
    make.placement(make.unit(cast.kampen, place), make.household(cast.kampen), by=cast.anna)
    with pytest.raises(ValidationError) as refused:
        doing(cast.anna, edit_property, property=place, values={"vacant_until": date.today() + timedelta(days=30)})
    assert "vacant_until" in refused.value.message_dict
