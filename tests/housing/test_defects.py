"""Reports about a property: who reports, who has the ball, which clock runs, and who never sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from housing.enums import DefectActor, DefectOutcome, DefectState, DefectUpdateKind, PlacementState
from housing.models import DefectReport, DefectUpdate, HouseholdCard, Placement, Property
from housing.permissions.defects import (
    can_handle_defect,
    can_reopen_defect,
    can_report_about,
    can_view_defect,
    can_write_defect,
    handleable_defects,
    reopenable_defects,
    reportable_properties,
    viewable_defects,
    writable_defects,
)
from housing.services.defects import (
    DefectFacts,
    acknowledge_defect,
    add_message,
    close_defect,
    pass_on_defect,
    reopen_defect,
    report_defect,
    report_defect_at_home,
    start_defect,
)
from housing.services.defects_telling import remind_or_escalate_defect
from housing.tasks.suitability import sweep_defects
from tests.factories.housing import household, placement, property_, unit
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.timeline import told_events
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import add_working_days, today
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


def by[Result](user: Any, do: Callable[[Access], Result]) -> Result:
    """Run a service as this person, as the gate would."""
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh(row: Any) -> Any:
    with seed():
        return type(row)._default_manager.get(pk=row.pk)


@pytest.fixture
def place(cast: Cast) -> Property:
    """Bram's team and Gerrit the owner have a role here."""
    return property_(cast.kampen, id=cast.property_id, initiative_scope_id=cast.initiative_id)


def facts(**fields: str) -> DefectFacts:
    return DefectFacts(**{"kind": "broken", "urgency": "this_week", "description": "De kraan lekt.", **fields})


def report(user: Any, place: Property, **fields: Any) -> DefectReport:
    client_id = fields.pop("client_id", None)
    return by(
        user,
        lambda access: report_defect(access=access, property=place, facts=facts(**fields), client_id=client_id),
    )


@pytest.fixture
def home(cast: Cast, place: Property) -> HouseholdCard:
    """Daan is the buddy of the household that lives here."""
    people = household(cast.kampen, id=cast.household_id)
    stay = placement(unit(cast.kampen, place), people, by=cast.anna)
    with seed():
        card = HouseholdCard.objects.filter(placement=stay).first()
        return card or HouseholdCard.objects.create(
            municipality=cast.kampen,
            placement=stay,
            property=place,
            initiative_scope_id=cast.initiative_id,
            household_scope_id=people.pk,
            size=3,
            unit_name="Woning 1",
            state=PlacementState.ACTIVE,
            move_in_on=stay.move_in_on,
            expected_end_on=stay.expected_end_on,
        )


def told(template: str) -> set[str]:
    with seed():
        rows = OutgoingMessage.objects.filter(template=f"housing/{template}")
        return set(rows.values_list("to_user__display_name", flat=True))


def kinds(defect: DefectReport) -> list[str]:
    with seed():
        return list(DefectUpdate.objects.filter(defect=defect).order_by("at", "id").values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["anna", "coen", "bram", "vera", "gerrit"])
def test_who_reports(cast: Cast, place: Property, name: str) -> None:
    made = report(getattr(cast, name), place)
    assert made.reference.startswith("M-")
    assert kinds(made) == [DefectUpdateKind.REPORTED]


@pytest.mark.parametrize("name", ["vince", "pieter", "karin", "els", "joke", "olga", "chaima", "daan", "stranger"])
def test_who_may_not_report(cast: Cast, place: Property, name: str) -> None:
    with pytest.raises(PermissionDenied):
        report(getattr(cast, name), place)


def test_the_same_report_sent_twice_is_one(cast: Cast, place: Property) -> None:
    number = uuid7()
    assert report(cast.vera, place, client_id=number).pk == report(cast.vera, place, client_id=number).pk


@pytest.mark.parametrize(
    ("fields", "acts", "heard"),
    [
        ({"urgency": "danger"}, DefectActor.MUNICIPALITY, {"Anna", "Coen"}),
        ({"kind": "broken"}, DefectActor.OWNER, {"Gerrit"}),
        ({"kind": "unsafe"}, DefectActor.OWNER, {"Gerrit"}),
        ({"kind": "nuisance"}, DefectActor.INITIATIVE, {"Bram"}),
    ],
)
def test_somebody_has_the_ball_and_hears(
    cast: Cast, place: Property, fields: dict[str, str], acts: str, heard: set[str]
) -> None:
    made = report(cast.vera, place, **fields)
    assert made.acts == acts
    assert told("defect_reported") == heard


def test_never_nobody(cast: Cast) -> None:
    lonely = property_(cast.kampen)
    assert report(cast.anna, lonely).acts == DefectActor.MUNICIPALITY
    assert report(cast.anna, lonely, acts="owner").acts == DefectActor.MUNICIPALITY


def test_danger_is_told_to_the_municipality_whoever_acts(cast: Cast, place: Property) -> None:
    report(cast.anna, place, urgency="danger", acts="owner")
    assert told("defect_reported") == {"Gerrit", "Coen"}


@pytest.mark.parametrize(("urgency", "days"), [("danger", 1), ("today", 1), ("this_week", 2), ("later", 5)])
def test_the_clock_follows_the_urgency(cast: Cast, place: Property, urgency: str, days: int) -> None:
    made = report(cast.vera, place, urgency=urgency)
    assert made.due_on == add_working_days(today(), days)
    assert made.remind_on is not None
    assert today() < made.remind_on <= made.due_on


def test_mail_says_nothing_of_what_was_written(cast: Cast, place: Property) -> None:
    report(cast.vera, place, description="Fatima Kanarie heeft het koud", urgency="danger")
    with seed():
        texts = [f"{mail.subject} {mail.body}" for mail in OutgoingMessage.objects.all()]
    assert texts
    assert not any("Kanarie" in text or place.address in text or "Kerkstraat" in text for text in texts)
    assert any("112" in text for text in texts)


def test_from_report_to_closed_and_open_again(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    by(cast.gerrit, lambda access: acknowledge_defect(access=access, defect=made, text="Ik bel de loodgieter."))
    assert fresh(made).due_on == add_working_days(today(), 5)
    assert told("defect_answered") == {"Vera"}
    by(cast.gerrit, lambda access: start_defect(access=access, defect=made))
    by(cast.gerrit, lambda access: close_defect(access=access, defect=made, outcome=DefectOutcome.REPAIRED))
    row = fresh(made)
    assert (row.state, row.outcome, row.due_on) == (DefectState.CLOSED, DefectOutcome.REPAIRED, None)
    by(cast.vera, lambda access: reopen_defect(access=access, defect=made, text="Hij lekt weer."))
    row = fresh(made)
    assert (row.state, row.outcome, row.closed_at, row.answered_at) == (DefectState.REOPENED, "", None, None)
    assert row.due_on == add_working_days(today(), 2)
    assert kinds(made) == ["reported", "acknowledged", "started", "closed", "reopened"]


@pytest.mark.parametrize(
    ("outcome", "text", "field"),
    [("", "", "outcome"), ("klaar", "", "outcome"), ("not_repaired", " ", "text"), ("elsewhere", "", "text")],
)
def test_closing_asks_how_it_ended(cast: Cast, place: Property, outcome: str, text: str, field: str) -> None:
    made = report(cast.vera, place)
    with pytest.raises(ValidationError) as refused:
        by(cast.anna, lambda access: close_defect(access=access, defect=made, outcome=outcome, text=text))
    assert list(refused.value.message_dict) == [field]
    with pytest.raises(IntegrityError, match="defect_outcome"), seed(), transaction.atomic():
        DefectReport.objects.filter(pk=made.pk).update(state=DefectState.CLOSED, closed_at=timezone.now())


def test_closed_twice_is_told(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    by(cast.gerrit, lambda access: close_defect(access=access, defect=made, outcome="repaired"))
    with pytest.raises(WrongStateError):
        by(cast.anna, lambda access: close_defect(access=access, defect=made, outcome="repaired"))
    with pytest.raises(ConflictError):
        by(cast.anna, lambda access: pass_on_defect(access=access, defect=made, to="initiative", text="Kijk even"))


def test_passing_on_moves_the_ball_and_the_clock(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    with seed():
        DefectReport.objects.filter(pk=made.pk).update(
            due_on=today() - timedelta(days=9), reminded_at=timezone.now(), escalated_at=timezone.now()
        )
    by(cast.anna, lambda access: pass_on_defect(access=access, defect=made, to="initiative", text="Kunnen jullie?"))
    row = fresh(made)
    assert (row.acts, row.reminded_at, row.escalated_at) == (DefectActor.INITIATIVE, None, None)
    assert row.due_on == add_working_days(today(), 2)
    assert told("defect_passed_on") == {"Bram", "Vera"}


@pytest.mark.parametrize(
    ("to", "text", "field"), [("owner", "x", "to"), ("buurman", "x", "to"), ("initiative", "", "text")]
)
def test_passing_on_is_checked(cast: Cast, place: Property, to: str, text: str, field: str) -> None:
    made = report(cast.vera, place)
    with pytest.raises(ValidationError) as refused:
        by(cast.anna, lambda access: pass_on_defect(access=access, defect=made, to=to, text=text))
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("name", ["vera"])
def test_reporting_is_not_handling(cast: Cast, place: Property, name: str) -> None:
    made = report(cast.vera, place)
    with pytest.raises(PermissionDenied):
        by(cast.vera, lambda access: acknowledge_defect(access=access, defect=made, text="Doe ik zelf"))
    with pytest.raises(PermissionDenied):
        by(cast.vera, lambda access: pass_on_defect(access=access, defect=made, to="municipality", text="x"))


def test_a_message_reaches_the_other_side(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    by(cast.vera, lambda access: add_message(access=access, defect=made, text="Het wordt erger."))
    assert told("defect_message") == {"Gerrit"}
    with pytest.raises(ValidationError):
        by(cast.vera, lambda access: add_message(access=access, defect=made, text=" "))


def test_a_buddy_reports_from_the_home_and_sees_only_that(cast: Cast, place: Property, home: HouseholdCard) -> None:
    other = report(cast.vera, place)
    made = by(cast.daan, lambda access: report_defect_at_home(access=access, card=home, facts=facts()))
    assert made.household_scope_id == cast.household_id
    assert fresh(made).initiative_scope_id == cast.initiative_id
    assert by(cast.daan, lambda access: list(viewable_defects(access).values_list("pk", flat=True))) == [made.pk]
    assert by(cast.daan, lambda _access: list(DefectReport.objects.values_list("pk", flat=True))) == [made.pk]
    assert by(cast.daan, lambda _access: DefectUpdate.objects.filter(defect=other).count()) == 0
    by(cast.gerrit, lambda access: close_defect(access=access, defect=made, outcome="repaired"))
    assert told("defect_closed") == {"Daan"}
    by(cast.daan, lambda access: reopen_defect(access=access, defect=made, text="Nog nat"))


def test_a_buddy_reports_nothing_elsewhere(cast: Cast, place: Property, home: HouseholdCard) -> None:
    stranger = household(cast.kampen)
    stay = placement(unit(cast.kampen, place), stranger, by=cast.anna)
    with seed():
        elsewhere = HouseholdCard.objects.filter(placement=stay).first() or HouseholdCard(
            municipality=cast.kampen, property=place, household_scope_id=stranger.pk, placement=stay
        )
    with pytest.raises(PermissionDenied):
        by(cast.daan, lambda access: report_defect_at_home(access=access, card=elsewhere, facts=facts()))
    other = property_(cast.kampen)
    home.property = other
    with pytest.raises((ProgrammingError, IntegrityError), match="row-level security"):
        by(cast.daan, lambda access: report_defect_at_home(access=access, card=home, facts=facts()))


def test_after_the_stay_a_buddy_reports_nothing_more(cast: Cast, place: Property, home: HouseholdCard) -> None:
    with seed():
        HouseholdCard.objects.filter(pk=home.pk).update(state=PlacementState.ENDED)
        Placement.objects.filter(pk=home.placement_id).exists()
    with pytest.raises((ProgrammingError, IntegrityError), match="row-level security"):
        by(cast.daan, lambda access: report_defect_at_home(access=access, card=home, facts=facts()))


def test_history_is_only_added_to(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    with pytest.raises(ProgrammingError, match="permission denied"):
        by(cast.anna, lambda _access: DefectUpdate.objects.filter(defect=made).update(text="anders"))


def test_who_only_reads_adds_no_line_past_the_code(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    line = DefectUpdate(municipality=cast.kampen, defect=made, kind="note", text="ik was hier", by=cast.vince)
    with pytest.raises(ProgrammingError, match="row-level security"):
        by(cast.vince, lambda _access: line.save(force_insert=True))


def test_reminder_then_escalation_each_once(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    sweep_defects()
    assert told("defect_reminder") == set()
    with seed():
        DefectReport.objects.filter(pk=made.pk).update(remind_on=today())
    sweep_defects()
    sweep_defects()
    assert told("defect_reminder") == {"Gerrit"}
    with seed():
        DefectReport.objects.filter(pk=made.pk).update(due_on=today() - timedelta(days=1))
    sweep_defects()
    sweep_defects()
    assert told("defect_late") == {"Coen"}
    assert kinds(made) == ["reported", "reminded", "escalated"]
    assert remind_or_escalate_defect(made.pk) == ""


def test_after_an_answer_the_second_clock_is_watched_too(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    by(cast.gerrit, lambda access: acknowledge_defect(access=access, defect=made, text="Komt goed."))
    with seed():
        DefectReport.objects.filter(pk=made.pk).update(due_on=today() - timedelta(days=1))
    assert remind_or_escalate_defect(made.pk) == "escalated"


def test_a_closed_report_is_left_alone(cast: Cast, place: Property) -> None:
    made = report(cast.vera, place)
    by(cast.gerrit, lambda access: close_defect(access=access, defect=made, outcome="nothing_found"))
    assert remind_or_escalate_defect(made.pk) == ""


def test_every_verb_reads_as_a_sentence() -> None:
    verbs = {"report", "acknowledge", "pass_on", "start", "close", "reopen"}
    assert {f"housing.DefectReport.{verb}" for verb in verbs} <= told_events()


@pytest.mark.parametrize(
    "name", ["anna", "bram", "vera", "gerrit", "vince", "els", "chaima", "daan", "pieter", "joke", "stranger"]
)
def test_lists_and_predicates_agree_and_so_does_the_database(
    cast: Cast, place: Property, home: HouseholdCard, name: str
) -> None:
    report(cast.vera, place)
    closed = report(cast.bram, place)
    by(cast.anna, lambda access: close_defect(access=access, defect=closed, outcome="repaired"))
    by(cast.daan, lambda access: report_defect_at_home(access=access, card=home, facts=facts()))
    report(cast.anna, property_(cast.kampen))
    report(cast.chaima, property_(cast.zwolle))
    with seed():
        rows = list(DefectReport.objects.select_related("municipality"))
        places = list(Property.objects.select_related("municipality"))
    user = getattr(cast, name)
    access = Access.for_user(user, second_factor=True)
    with seed():
        for queryset, predicate in (
            (viewable_defects, can_view_defect),
            (handleable_defects, can_handle_defect),
            (reopenable_defects, can_reopen_defect),
            (writable_defects, can_write_defect),
        ):
            found = set(queryset(access).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if predicate(access, row)}
        found = set(reportable_properties(access).values_list("pk", flat=True))
        assert found == {row.pk for row in places if can_report_about(access, row)}
    with transaction.atomic(), acting(user_id=user.pk):
        known = set(DefectReport.objects.values_list("pk", flat=True))
    assert known == {row.pk for row in rows if can_view_defect(access, row)}
