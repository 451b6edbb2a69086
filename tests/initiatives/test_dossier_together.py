"""Two people at once, refusals that say why, and what each side is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import AdviceOutcome, DossierState, InitiativeState, NoteKind
from initiatives.models import Decision, Dossier, InformationRequest, Initiative, Note
from initiatives.services.deciding import advise_dossier, decide_dossier, send_back_dossier
from initiatives.services.locking import StaleDossierError, version_of
from initiatives.services.notes import add_note, remove_note
from initiatives.services.questions import answer_information, ask_information, close_information, remind_of_question
from initiatives.services.review import (
    assign_dossier,
    reopen_dossier,
    resume_dossier,
    suspend_dossier,
    take_up_dossier,
    withdraw_dossier,
)
from initiatives.states import DOSSIER
from initiatives.tasks import sweep_questions
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.notifications.models import OutgoingMessage


def in_state(cast: Cast, state: str, *, with_property: bool = True, **facts: Any) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    held = make.building(cast.kampen, initiative_id=initiative.pk) if with_property else None
    if state == DossierState.ADVISED:
        facts = {"advised_by": cast.anna, "advised_at": timezone.now(), **facts}
    return make.dossier(initiative, state=state, held=held, **facts)


def by(user: Any, do: Callable[[Access], Any]) -> Any:
    """Run a service as this person, as the gate would."""
    with transaction.atomic(), acting(user_id=user.pk):
        return do(Access.for_user(user, second_factor=True))


def fresh(dossier: Dossier) -> Dossier:
    with seed():
        return Dossier.objects.select_related("initiative", "municipality", "assignee").get(pk=dossier.pk)


def mails() -> set[tuple[str, str]]:
    with seed():
        rows = OutgoingMessage.objects.order_by("id").values_list("template", "to_user__display_name")
        return {(template.removeprefix("initiatives/"), name) for template, name in rows}


def url(name: str, dossier: Dossier, **kwargs: object) -> str:
    return reverse(f"initiatives:dossier_{name}", kwargs={"gemeente": "kampen", "pk": dossier.pk, **kwargs})


def test_second_official_keeps_the_text_and_sees_the_fresh_state(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    seen = version_of(dossier)
    by(cast.coen, lambda access: suspend_dossier(access=access, dossier=dossier, reason="Wacht op brandweer"))
    answer = client_as(cast.anna).post(
        url("ask_information", dossier),
        {
            "seen": seen,
            "question": "Wat vindt de buurt ervan?",
            "due_on": str(timezone.localdate() + timedelta(days=9)),
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Wat vindt de buurt ervan?" in page
    assert "opgeschort" in page and "Wacht op brandweer" in page
    assert version_of(fresh(dossier)) in page
    with seed():
        assert not InformationRequest.objects.exists()


def test_stale_facts_are_refused_even_when_the_state_is_the_same(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    seen = version_of(dossier)
    anna, bram = client_as(cast.anna), client_as(cast.bram)
    mine = reverse("initiatives:my_dossier_initiative", args=[dossier.pk])
    assert bram.post(mine, {"seen": seen, "name": "Pastorie Nieuw", "place": "Zalk"}).status_code == 302
    late = anna.post(url("initiative", dossier), {"seen": seen, "name": "Pastorie Oud", "place": "Kampen"})
    assert late.status_code == 409
    assert "Pastorie Oud" in late.content.decode()
    assert fresh(dossier).initiative.name == "Pastorie Nieuw"
    again = anna.post(
        url("initiative", dossier), {"seen": version_of(fresh(dossier)), "name": "Pastorie Oud", "place": "Kampen"}
    )
    assert again.status_code == 302
    assert "pastorie oud" in fresh(dossier).initiative.search


def test_stale_version_raises_in_the_service(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.SUBMITTED)
    with pytest.raises(StaleDossierError):
        by(cast.anna, lambda access: take_up_dossier(access=access, dossier=dossier, seen="1.000000"))


def test_volunteer_who_answers_after_the_municipality_went_on_keeps_the_text(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW, assignee=cast.anna)
    question = by(
        cast.anna,
        lambda access: ask_information(
            access=access, dossier=dossier, question="Hoeveel kamers?", due_on=timezone.localdate() + timedelta(days=3)
        ),
    )
    by(cast.anna, lambda access: close_information(access=access, dossier=dossier, reason="We weten het al"))
    assert ("information_closed", "Bram") in mails()
    answer = client_as(cast.bram).post(
        reverse("initiatives:my_dossier_answer", args=[dossier.pk, question.pk]), {"answer": "Vier kamers."}
    )
    assert answer.status_code == 409
    assert "Vier kamers." in answer.content.decode()
    assert "zonder antwoord" in answer.content.decode()


def test_two_team_mates_answer_and_the_first_one_counts(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    due_on = timezone.localdate() + timedelta(days=3)
    question = by(
        cast.anna, lambda access: ask_information(access=access, dossier=dossier, question="Wat?", due_on=due_on)
    )
    by(cast.bram, lambda access: answer_information(access=access, question=question, answer="Dit."))
    with pytest.raises(ConflictError, match="net al beantwoord"):
        by(cast.vera, lambda access: answer_information(access=access, question=question, answer="Dat."))
    with seed():
        assert InformationRequest.objects.get().answer == "Dit."


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


def test_notes_are_for_officials_and_removed_only_by_their_author(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    anna, coen, bram = client_as(cast.anna), client_as(cast.coen), client_as(cast.bram)
    assert anna.post(url("note", dossier), {"kind": "phone", "text": "Gebeld met de koster"}).status_code == 302
    assert anna.post(url("note", dossier), {"kind": "phone", "text": ""}).status_code == 422
    with seed():
        note = Note.objects.get()
    assert "Gebeld met de koster" in coen.get(url("detail", dossier)).content.decode()
    assert "Gebeld met de koster" not in bram.get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()
    assert coen.post(url("note_remove", dossier, note_pk=note.pk)).status_code == 404
    assert anna.post(url("note_remove", dossier, note_pk=note.pk)).status_code == 302
    assert "Gebeld met de koster" not in coen.get(url("detail", dossier)).content.decode()
    assert "Terugzetten" in anna.get(url("detail", dossier)).content.decode()
    assert anna.post(url("note_restore", dossier, note_pk=note.pk)).status_code == 302
    assert "Gebeld met de koster" in coen.get(url("detail", dossier)).content.decode()


def test_note_of_the_team_is_refused(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    with pytest.raises(PermissionDenied):
        by(cast.bram, lambda access: add_note(access=access, dossier=dossier, kind=NoteKind.INTERNAL, text="Hoi"))
    note = by(cast.anna, lambda access: add_note(access=access, dossier=dossier, kind=NoteKind.INTERNAL, text="Hoi"))
    with pytest.raises(PermissionDenied):
        by(cast.coen, lambda access: remove_note(access=access, note=note))


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


def test_pages_are_logged_and_foreign_dossiers_are_not_there(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    assert client_as(cast.anna).get(url("detail", dossier)).status_code == 200
    assert client_as(cast.chaima).get(url("detail", dossier)).status_code == 404
    assert client_as(cast.bram).get(url("detail", dossier)).status_code == 403
    assert client_as(cast.vince).get(url("detail", dossier)).status_code == 200
    assert client_as(cast.vince).get(url("advise", dossier)).status_code == 403
    with seed():
        readers = set(ReadEvent.objects.filter(purpose="dossier_page").values_list("reader__display_name", flat=True))
    assert readers == {"Anna", "Vince"}
    zwolle = reverse("initiatives:dossier_detail", args=["zwolle", dossier.pk])
    assert client_as(cast.chaima).get(zwolle).status_code == 404
    assert client_as(cast.anna).get(reverse("initiatives:my_dossier", args=[dossier.pk])).status_code == 404


def test_own_facts_are_closed_to_the_team_after_advice(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.ADVISED)
    bram = client_as(cast.bram)
    for name in ("initiative", "property", "agreement", "press"):
        answer = bram.get(reverse(f"initiatives:my_dossier_{name}", args=[dossier.pk]), follow=True)
        assert "De gegevens staan vast" in answer.content.decode(), name


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("ask_information", {"question": "x" * 4001, "due_on": "2031-01-01"}, "korter"),
        ("ask_information", {"question": "Wat?", "due_on": "2020-01-01"}, "datum vanaf"),
        ("ask_information", {"question": "\u202e\x00", "due_on": "gisteren"}, "Vul"),
        ("suspend", {"reason": "", "until": "2031-13-01"}, "datum"),
        ("property", {"kind": "kasteel"}, "antwoorden"),
        ("property", {"kind": "rectory", "capacity_min": "9", "capacity_max": "3"}, "lager"),
        ("property", {"kind": "rectory", "vacant_from": "2027-05-01", "vacant_until": "2027-04-01"}, "begindatum"),
        ("property", {"kind": "rectory", "postcode": "0000 XX"}, "postcode"),
        ("property", {"kind": "rectory", "bedrooms": "9999"}, "getal"),
        ("advise", {"outcome": "misschien", "text": "x"}, "antwoorden"),
        ("press", {"contact_email": "geen adres"}, "e-mailadres"),
        ("press", {"quote": "Mooi!"}, "wie dit zei"),
        ("assign", {"assignee": "iemand"}, "antwoorden"),
        ("agreement", {}, "kloppen nog niet"),
    ],
)
def test_bad_input_is_refused_in_words_and_keeps_what_was_typed(
    cast: Cast, client_as: Any, name: str, data: dict[str, str], message: str
) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    answer = client_as(cast.anna).post(url(name, dossier), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    with seed():
        assert not AuditEvent.objects.exists()


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
