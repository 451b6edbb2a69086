"""Advice, decision and what comes before and after: who may, in which state, and what each side is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import AdviceOutcome, DossierState, InitiativeState
from initiatives.models import Decision, Dossier, Initiative
from initiatives.services.deciding import advise_dossier, decide_dossier, send_back_dossier
from initiatives.services.questions import ask_information, remind_of_question
from initiatives.services.review import (
    assign_dossier,
    reopen_dossier,
    resume_dossier,
    suspend_dossier,
    withdraw_dossier,
)
from initiatives.states import DOSSIER
from initiatives.tasks import sweep_questions
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.initiatives.dossiers import by, fresh, in_state, mails, url
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access


def test_adviser_may_not_decide_and_the_database_agrees(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    by(
        cast.anna,
        lambda access: advise_dossier(access=access, dossier=dossier, outcome=AdviceOutcome.APPROVE, text="Doen"),
    )
    with pytest.raises(ValidationError, match="U gaf zelf het advies"):
        by(cast.anna, lambda access: decide_dossier(access=access, dossier=dossier, outcome=AdviceOutcome.APPROVE))
    with seed(), pytest.raises(IntegrityError, match="decision_four_eyes"), transaction.atomic():
        Decision(
            municipality=cast.kampen,
            dossier=dossier,
            initiative=dossier.initiative,
            outcome=AdviceOutcome.APPROVE,
            advised_by=cast.anna,
            decided_by=cast.anna,
            decided_at=timezone.now(),
        ).save(force_insert=True)


def test_adviser_is_sent_back_from_the_decision_form_with_why(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.ADVISED)
    answer = client_as(cast.anna).get(url("decide", dossier), follow=True)
    assert "U gaf zelf het advies" in answer.content.decode()


@pytest.mark.parametrize("outcome", AdviceOutcome)
def test_advice_needs_a_property_only_to_approve(cast: Cast, outcome: AdviceOutcome) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW, with_property=False)

    def advise(access: Access) -> Dossier:
        return advise_dossier(access=access, dossier=dossier, outcome=outcome, text="Zo")

    if outcome == AdviceOutcome.REJECT:
        assert by(cast.anna, advise).state == DossierState.ADVISED
    else:
        with pytest.raises(ValidationError, match="nog geen pand"):
            by(cast.anna, advise)


def test_approval_without_property_is_refused_with_words_and_by_the_database(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.ADVISED, with_property=False)
    with pytest.raises(ValidationError, match="nog geen pand"):
        by(cast.coen, lambda access: decide_dossier(access=access, dossier=dossier, outcome=AdviceOutcome.APPROVE))
    with seed(), pytest.raises(IntegrityError, match="dossier_approved_has_property"), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.APPROVED)


def test_rejection_needs_a_reason_that_the_team_reads(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.ADVISED)
    coen = client_as(cast.coen)
    assert coen.post(url("decide", dossier), {"outcome": "reject", "reason": " "}).status_code == 422
    assert coen.post(url("decide", dossier), {"outcome": "reject", "reason": "Te gehorig"}).status_code == 302
    page = client_as(cast.bram).get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()
    assert "Te gehorig" in page
    assert {("dossier_rejected", "Bram"), ("dossier_rejected", "Vera")} <= mails()


def test_dossier_is_sent_back_without_the_team_noticing(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.ADVISED)
    by(cast.coen, lambda access: send_back_dossier(access=access, dossier=dossier, reason="Brandweer ontbreekt"))
    assert mails() == {("dossier_sent_back", "Anna")}
    page = client_as(cast.bram).get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()
    assert "Brandweer ontbreekt" not in page


def test_withdrawn_and_rejected_can_be_reopened_unless_another_is_open(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    by(
        cast.bram,
        lambda access: withdraw_dossier(access=access, dossier=dossier, reason="Verhuisd", stop_initiative=True),
    )
    gone = fresh(dossier)
    assert (gone.state, gone.initiative.state) == (DossierState.WITHDRAWN, InitiativeState.WITHDRAWN)
    assert ("dossier_withdrawn_by_team", "Coen") in mails()
    by(cast.anna, lambda access: reopen_dossier(access=access, dossier=dossier, reason="Toch weer"))
    back = fresh(dossier)
    assert (back.state, back.initiative.state) == (DossierState.IN_REVIEW, InitiativeState.EXPLORING)
    by(cast.anna, lambda access: withdraw_dossier(access=access, dossier=dossier, reason="Nog eens"))
    make.dossier(back.initiative, state=DossierState.SUBMITTED)
    with pytest.raises(ConflictError, match="ander dossier open"):
        by(cast.anna, lambda access: reopen_dossier(access=access, dossier=dossier, reason="Weer"))


def test_suspended_dossier_is_resumed_with_a_new_term(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    until = timezone.localdate() + timedelta(days=30)
    by(cast.anna, lambda access: suspend_dossier(access=access, dossier=dossier, reason="Wacht", until=until))
    assert fresh(dossier).target_date == until
    resumed = by(cast.anna, lambda access: resume_dossier(access=access, dossier=dossier))
    assert resumed.suspended_until is None
    assert {("dossier_suspended", "Bram"), ("dossier_resumed", "Bram")} <= mails()


@pytest.mark.parametrize(
    ("who", "held_by", "is_allowed"),
    [
        ("anna", None, True),
        ("anna", "anna", True),
        ("anna", "coen", False),
        ("coen", "anna", True),
        ("vince", None, False),
    ],
)
def test_assigning_is_for_who_holds_it_or_coordinates(
    cast: Cast, who: str, held_by: str | None, is_allowed: bool
) -> None:
    holder = getattr(cast, held_by) if held_by else None
    dossier = in_state(cast, DossierState.IN_REVIEW, assignee=holder)
    to = cast.anna if held_by != "anna" else cast.coen

    def assign(access: Access) -> Dossier:
        return assign_dossier(access=access, dossier=dossier, assignee=to)

    if is_allowed:
        assert by(getattr(cast, who), assign).assignee == to
        assert (("dossier_assigned", to.display_name) in mails()) == (to.display_name.lower() != who)
    elif who == "vince":
        with pytest.raises(Dossier.DoesNotExist):
            by(cast.vince, assign)
    else:
        with pytest.raises(PermissionDenied):
            by(getattr(cast, who), assign)


def test_dossier_cannot_be_given_to_an_outsider(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    with pytest.raises(ValidationError):
        by(cast.anna, lambda access: assign_dossier(access=access, dossier=dossier, assignee=cast.chaima))
    posted = client_as(cast.anna).post(url("assign", dossier), {"assignee": str(cast.chaima.public_id)})
    assert posted.status_code == 422


def test_reminder_goes_out_once_also_when_the_asker_left(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    question = by(
        cast.anna,
        lambda access: ask_information(
            access=access, dossier=dossier, question="Wat?", due_on=timezone.localdate() + timedelta(days=1)
        ),
    )
    with seed():
        cast.anna.is_active = False
        cast.anna.save(update_fields=["is_active"])
    with transaction.atomic():
        sweep_questions()
    assert {("information_reminder", "Bram"), ("information_reminder", "Vera")} <= mails()
    assert remind_of_question(question.pk) is False


@pytest.mark.parametrize("state", DossierState)
@pytest.mark.parametrize("edge", [edge for edge in DOSSIER.edges if edge.name != "submit"], ids=lambda edge: edge.name)
def test_engine_allows_each_step_only_from_its_states(cast: Cast, state: str, edge: Any) -> None:
    from thuisgevers.audit.transitions import transition

    dossier = in_state(cast, state)
    actor = cast.bram if edge.name == "complete_information" else cast.coen

    def step(access: Access) -> Any:
        return transition(access=access, obj=dossier, machine=DOSSIER, name=edge.name, reason="Omdat het moet")

    if state in edge.sources:
        assert by(actor, step).state == edge.target
        with seed():
            event = AuditEvent.objects.get(verb=edge.name)
        assert (event.from_state, event.to_state, event.actor) == (state, edge.target, actor)
    else:
        with pytest.raises(WrongStateError):
            by(actor, step)


def test_announcing_needs_both_dates_and_approval(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.APPROVED)
    anna = client_as(cast.anna)
    today = timezone.localdate()
    assert anna.post(url("told", dossier), {"council_told_on": str(today + timedelta(days=1))}).status_code == 422
    assert anna.post(url("told", dossier), {"council_told_on": str(today)}).status_code == 302
    assert anna.post(url("announce", dossier)).status_code == 422
    with seed():
        Initiative.objects.filter(pk=cast.initiative_id).update(state=InitiativeState.EXPLORING)
    assert (
        anna.post(url("told", dossier), {"council_told_on": str(today), "neighbours_told_on": str(today)}).status_code
        == 302
    )
    assert anna.post(url("announce", dossier)).status_code == 302
    assert anna.post(url("announce", dossier)).status_code == 409
    gone = anna.post(url("told", dossier), {"council_told_on": str(today), "neighbours_told_on": ""})
    assert gone.status_code == 422
    assert anna.post(url("name", dossier), {"is_public": "ja"}).status_code == 302
    with seed():
        initiative = Initiative.objects.get(pk=cast.initiative_id)
    assert initiative.name_public_by_municipality
    assert initiative.announced_on == today
    assert isinstance(initiative.announced_on, date)
