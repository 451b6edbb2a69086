"""A visit that was handed in: the outcome, who signs, sends back or replaces it, and when to look again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from housing.enums import AssessmentState, PropertyState, SuitabilityOutcome
from housing.models import Assessment, Property
from housing.services.suitability import (
    IncompleteError,
    NotDraftError,
    drop_assessment,
    send_back_assessment,
    sign_assessment,
    submit_assessment,
)
from housing.services.suitability_telling import remind_of_expiry
from housing.tasks.suitability import sweep_assessments
from tests.factories.housing import property_
from tests.factories.people import Cast
from tests.housing.visits import TODAY, answer, by, fresh, start, submitted
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.transitions import ReasonMissingError, WrongStateError
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast: Cast) -> Property:
    return property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id)


def told(template: str) -> set[str]:
    with seed():
        return set(
            OutgoingMessage.objects.filter(template=f"housing/{template}").values_list(
                "to_user__display_name", flat=True
            )
        )


def test_nothing_is_handed_in_with_questions_open(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    answer(cast.bram, made, "smoke-alarms", "not_seen")
    with pytest.raises(IncompleteError) as refused:
        by(cast.bram, lambda access: submit_assessment(access=access, assessment=made))
    keys = [criterion.key for criterion in refused.value.missing]
    assert "smoke-alarms" in keys
    assert "storage" not in keys


def test_all_in_order_is_suitable(cast: Cast, place: Property) -> None:
    made = submitted(cast, place, storage="geen berging")
    assert (made.state, made.outcome) == (AssessmentState.SUBMITTED, SuitabilityOutcome.SUITABLE)
    assert told("assessment_submitted") == {"Anna", "Coen"}
    signed = by(cast.anna, lambda access: sign_assessment(access=access, assessment=made))
    assert signed.signed_by == cast.anna
    assert fresh(place).state == PropertyState.SUITABLE
    assert {"Bram", "Vera"} <= told("assessment_signed")


def test_one_compulsory_failure_is_unsuitable_and_says_why(cast: Cast, place: Property) -> None:
    made = submitted(cast, place, smoke_alarms="geen rookmelder op zolder")
    assert made.outcome == SuitabilityOutcome.UNSUITABLE
    by(cast.coen, lambda access: sign_assessment(access=access, assessment=made))
    assert fresh(place).state == PropertyState.UNSUITABLE
    with seed():
        event = AuditEvent.objects.get(object_id=place.pk, verb="find_unsuitable")
    assert event.reason == "Rookmelders: geen rookmelder op zolder"


def test_an_old_answer_sets_the_day_to_look_again(cast: Cast, place: Property) -> None:
    made = submitted(cast, place)
    signed = by(cast.anna, lambda access: sign_assessment(access=access, assessment=made))
    assert signed.valid_until is not None
    assert signed.valid_until >= date(TODAY.year + 1, TODAY.month, min(TODAY.day, 28))
    assert signed.remind_on == signed.valid_until - timedelta(days=30)


@pytest.mark.parametrize("name", ["bram", "vera", "gerrit", "vince", "els"])
def test_only_an_official_signs(cast: Cast, place: Property, name: str) -> None:
    made = submitted(cast, place)
    with pytest.raises((PermissionDenied, Property.DoesNotExist)):
        by(getattr(cast, name), lambda access: sign_assessment(access=access, assessment=made))
    assert fresh(made).state == AssessmentState.SUBMITTED


def test_signing_twice_is_told(cast: Cast, place: Property) -> None:
    made = submitted(cast, place)
    by(cast.anna, lambda access: sign_assessment(access=access, assessment=made))
    with pytest.raises(WrongStateError):
        by(cast.coen, lambda access: sign_assessment(access=access, assessment=made))
    assert fresh(made).signed_by_id == cast.anna.pk


def test_a_newer_round_replaces_the_older(cast: Cast, place: Property) -> None:
    first = submitted(cast, place)
    by(cast.anna, lambda access: sign_assessment(access=access, assessment=first))
    second = submitted(cast, place, heating="ketel stuk")
    by(cast.anna, lambda access: sign_assessment(access=access, assessment=second))
    assert fresh(first).state == AssessmentState.REPLACED
    assert fresh(place).state == PropertyState.UNSUITABLE


def test_a_property_with_residents_stays_open_and_the_coordinator_hears(cast: Cast) -> None:
    place = property_(cast.kampen, state=PropertyState.OPEN, initiative_scope_id=cast.initiative_id)
    made = submitted(cast, place, escape_route="achterdeur zit vast")
    by(cast.anna, lambda access: sign_assessment(access=access, assessment=made))
    assert fresh(place).state == PropertyState.OPEN
    assert told("assessment_open_unsuitable") == {"Coen"}


def test_send_back_needs_a_reason_and_opens_the_form_again(cast: Cast, place: Property) -> None:
    made = submitted(cast, place)
    with pytest.raises(ReasonMissingError):
        by(cast.anna, lambda access: send_back_assessment(access=access, assessment=made, reason=" "))
    by(cast.anna, lambda access: send_back_assessment(access=access, assessment=made, reason="Foto van de meterkast"))
    assert fresh(made).state == AssessmentState.DRAFT
    answer(cast.bram, made, "electricity", "failed", failure_reason="geen aardlek")


def test_nothing_is_written_after_handing_in(cast: Cast, place: Property) -> None:
    made = submitted(cast, place)
    with pytest.raises(NotDraftError):
        answer(cast.bram, made, "heating", "failed", failure_reason="te laat")


def test_dropped_makes_room_for_another(cast: Cast, place: Property) -> None:
    made = start(cast.bram, place)
    by(cast.bram, lambda access: drop_assessment(access=access, assessment=made, reason="Verkeerd pand"))
    assert start(cast.anna, place).pk != made.pk


def test_the_reminder_goes_once_to_who_signed(cast: Cast, place: Property) -> None:
    made = submitted(cast, place)
    by(cast.anna, lambda access: sign_assessment(access=access, assessment=made))
    sweep_assessments()
    assert told("assessment_expiring") == set()
    with seed():
        Assessment.objects.filter(pk=made.pk).update(remind_on=TODAY)
    sweep_assessments()
    assert told("assessment_expiring") == {"Anna"}
    assert remind_of_expiry(made.pk) is False
