"""Asking for help and getting it: who it goes to, who reads it, the clock, and two people at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.factories.plans import plan_step, step_plan
from tests.factories.support import absence, coverage, offer, support_request
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.timeline import told_events
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.enums import SupportState, SupportTopic
from thuisgevers.guidance.models import StepPlan, SupportReply, SupportRequest
from thuisgevers.guidance.permissions import support as rights
from thuisgevers.guidance.queries.support_requests import offers
from thuisgevers.guidance.services.support.covering import offer_experience, withdraw_offer
from thuisgevers.guidance.services.support.requests import (
    accept_request,
    answer_request,
    ask_again,
    ask_support,
    close_request,
    pass_on,
    route,
    withdraw_request,
)
from thuisgevers.guidance.states import SUPPORT
from thuisgevers.guidance.tasks.support import sweep_support_requests
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import add_working_days, today
from thuisgevers.notifications.enums import ReminderKind
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
QUESTION = "Hoe leggen wij dit vast?"


@pytest.fixture
def plan(cast: Cast) -> StepPlan:
    return step_plan(cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id))


def ask(cast: Cast, who: Any = None, **facts: Any) -> SupportRequest:
    given = {"municipality": cast.kampen, "initiative_id": cast.initiative_id, "topic": SupportTopic.MONEY, **facts}
    return by(who or cast.bram, lambda access: ask_support(access=access, question=QUESTION, **given))


def mails(request: SupportRequest) -> list[tuple[str, str]]:
    with seed():
        rows = (
            OutgoingMessage.objects.filter(about_id=request.pk).select_related("to_user").order_by("created_at", "id")
        )
        return [(row.template.removeprefix("guidance/"), str(row.to_user)) for row in rows]


def test_a_question_from_a_step_goes_to_the_pioneer(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    step = plan_step(plan, "agreement")
    browser = client_as(cast.bram)
    assert "Vraag om hulp" in browser.get(reverse("guidance:step_detail", args=[step.pk])).content.decode()
    url = reverse("guidance:support_ask_step", args=[step.pk])
    answer = browser.post(url, {"topic": "money", "question": QUESTION})
    assert answer.status_code == 302
    with seed():
        row = SupportRequest.objects.get()
    assert (row.helper, row.step_title, row.state) == (cast.pieter, step.step.title, SupportState.ASKED)
    assert row.due_on == add_working_days(today(), cast.kampen.first_answer_days)
    assert mails(row) == [("support_asked", str(cast.pieter))]
    desk = client_as(cast.pieter).get(reverse("guidance:support_desk")).content.decode()
    assert "Geld en overeenkomst" in desk
    page = client_as(cast.vera).get(answer.url).content.decode()
    assert QUESTION in page


def test_a_question_of_a_municipality_goes_to_its_liaison(cast: Cast) -> None:
    assert ask(cast, cast.anna, initiative_id=None).helper == cast.karin


def test_bad_input_keeps_what_was_typed(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    url = reverse("guidance:support_ask_plan", args=[plan.pk])
    for typed in ({"topic": "", "question": "Te lang" + "x" * 2000}, {"topic": "ruimtevaart", "question": "kort"}):
        answer = client_as(cast.bram).post(url, typed)
        assert answer.status_code == 422
        assert typed["question"] in answer.content.decode()
    warned = client_as(cast.bram).post(url, {"topic": "money", "question": "Zijn bsn is 111222333."})
    assert warned.status_code == 422
    with seed():
        assert not SupportRequest.objects.exists()


def test_who_is_away_full_or_gone_is_passed_over(cast: Cast, plan: StepPlan) -> None:
    other = person("Petra")
    member(other, Role.PIONEER, municipality=cast.zwolle, scope_id=initiative(cast.zwolle).pk)
    find = lambda: by(cast.bram, lambda _a: route(cast.kampen, cast.initiative_id, "money"))  # noqa: E731
    assert find() == cast.pieter.pk
    away = absence(cast.pieter)
    assert find() is None, "Petra helps nobody else"
    coverage(other, provinces=["PV23"], themes=["money"])
    assert find() == other.pk
    with seed():
        away.delete()
    held = coverage(cast.pieter, max_open=1)
    support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    assert find() == other.pk
    with seed():
        type(held).objects.filter(pk=held.pk).update(max_open=5)
        cast.pieter.is_active = False
        cast.pieter.save()
    assert find() == other.pk


def test_the_theme_and_the_load_decide_between_equals(cast: Cast, plan: StepPlan) -> None:
    second = person("Petra")
    member(second, Role.PIONEER, municipality=cast.kampen, scope_id=cast.initiative_id)
    coverage(cast.pieter, themes=["building"])
    coverage(second, themes=["money"])
    assert by(cast.bram, lambda _a: route(cast.kampen, cast.initiative_id, "money")) == second.pk
    assert by(cast.bram, lambda _a: route(cast.kampen, cast.initiative_id, "building")) == cast.pieter.pk
    support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    assert by(cast.bram, lambda _a: route(cast.kampen, cast.initiative_id, "other")) == second.pk


def test_without_anybody_it_is_for_the_national_desk(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    absence(cast.pieter)
    row = ask(cast)
    assert row.helper is None
    assert mails(row) == [("support_asked", str(cast.els))]
    assert "Geld en overeenkomst" in client_as(cast.els).get(reverse("guidance:support_national")).content.decode()


def test_the_whole_way_there_and_back(cast: Cast, plan: StepPlan) -> None:
    row = ask(cast)
    row = by(cast.pieter, lambda access: accept_request(access=access, request=row))
    row = by(cast.pieter, lambda access: answer_request(access=access, request=row, text="Zo."))
    assert row.answered_at is not None
    row = by(cast.vera, lambda access: ask_again(access=access, request=row, text="En dan?"))
    assert (row.state, row.reminded_at) == (SupportState.ACCEPTED, None)
    row = by(cast.pieter, lambda access: answer_request(access=access, request=row, text="Dan dit."))
    row = by(cast.bram, lambda access: close_request(access=access, request=row))
    assert row.state == SupportState.CLOSED
    with seed():
        assert list(SupportReply.objects.order_by("created_at", "id").values_list("text", flat=True)) == [
            "Zo.",
            "En dan?",
            "Dan dit.",
        ]
        verbs = list(AuditEvent.objects.filter(object_id=row.pk).order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["ask", "accept", "answer", "ask_again", "answer", "close"]
    assert [template for template, _to in mails(row)] == [
        "support_asked",
        "support_accepted",
        "support_answered",
        "support_again",
        "support_answered",
    ]


def test_no_mail_says_what_was_asked(cast: Cast, plan: StepPlan) -> None:
    row = ask(cast)
    with seed():
        [mail] = OutgoingMessage.objects.filter(about_id=row.pk)
    assert QUESTION not in f"{mail.subject} {mail.body}"
    assert mail.reminder == ReminderKind.SUPPORT


def test_officials_do_not_read_what_a_team_asks(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    row = ask(cast)
    for who in (cast.anna, cast.coen, cast.karin, cast.vince, cast.chaima, cast.gerrit, cast.daan):
        assert client_as(who).get(reverse("guidance:support_detail", args=[row.pk])).status_code in {403, 404}
        assert not by(who, lambda _access: SupportRequest.objects.filter(pk=row.pk).exists())


@pytest.mark.parametrize("is_teams", [True, False])
def test_list_and_predicate_and_database_agree(cast: Cast, plan: StepPlan, is_teams: bool) -> None:
    row = support_request(
        cast.kampen, cast.bram if is_teams else cast.anna, initiative_id=cast.initiative_id if is_teams else None
    )
    seen = 0
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        listed, may, shown = by(
            user,
            lambda access: (
                rights.viewable_requests(access).exists(),
                rights.can_view_request(access, row),
                SupportRequest.objects.exists(),
            ),
        )
        assert listed == may == shown, user
        seen += listed
    assert seen == (5 if is_teams else 4)


def test_a_pioneer_of_the_province_sees_the_question_and_no_initiative(
    cast: Cast, client_as: Any, plan: StepPlan
) -> None:
    far = person("Petra")
    membership = member(far, Role.PIONEER, municipality=cast.zwolle, scope_id=initiative(cast.zwolle).pk)
    coverage(far, provinces=["PV23"])
    absence(cast.pieter)
    row = ask(cast)
    assert row.helper == far
    url = reverse("guidance:support_detail", args=[row.pk])
    page = client_as(far).get(url).content.decode()
    assert QUESTION in page
    assert plan.initiative is not None
    assert plan.initiative.name not in page
    with seed():
        membership.ends_on = membership.starts_on
        membership.save()
    assert not by(far, lambda _access: SupportRequest.objects.exists())


def test_two_take_up_the_same_question(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    row = ask(cast)
    url = reverse("guidance:support_accept", args=[row.pk])
    assert client_as(cast.els).post(url).status_code == 302
    late = client_as(cast.pieter).post(url)
    assert late.status_code == 409
    assert "Iemand was u net voor" in late.content.decode()
    assert "opgepakt" in late.content.decode()


def test_passing_on_keeps_the_term_and_reads_along(cast: Cast, client_as: Any, plan: StepPlan) -> None:
    other = person("Petra")
    member(other, Role.PIONEER, municipality=cast.zwolle, scope_id=initiative(cast.zwolle).pk)
    coverage(other, provinces=["PV23"])
    row = ask(cast)
    url = reverse("guidance:support_pass", args=[row.pk])
    assert client_as(cast.pieter).post(url, {"to": "collega", "reason": ""}).status_code == 422
    assert client_as(cast.pieter).post(url, {"to": "collega", "reason": "Ik weet dit niet."}).status_code == 302
    with seed():
        fresh = SupportRequest.objects.get(pk=row.pk)
    assert (fresh.helper, fresh.state, fresh.due_on) == (other, SupportState.ASKED, row.due_on)
    # Petra works elsewhere: giving it back does not lock her out of what she saw.
    by(other, lambda access: pass_on(access=access, request=fresh, reason="Toch niet.", to=None, to_desk=True))
    assert by(other, lambda access: rights.viewable_requests(access).exists())
    with seed():
        assert SupportRequest.objects.get(pk=row.pk).helper is None


def test_the_team_withdraws_and_nobody_else_does(cast: Cast, plan: StepPlan) -> None:
    row = ask(cast)
    with pytest.raises(PermissionDenied):
        by(cast.pieter, lambda access: withdraw_request(access=access, request=row))
    gone = by(cast.vera, lambda access: withdraw_request(access=access, request=row))
    assert gone.state == SupportState.WITHDRAWN
    with pytest.raises(WrongStateError):
        by(cast.pieter, lambda access: accept_request(access=access, request=row))


def test_the_clock_reminds_once_and_then_tells_the_desk_once(cast: Cast, plan: StepPlan) -> None:
    soon = support_request(
        cast.kampen,
        cast.bram,
        initiative_id=cast.initiative_id,
        helper=cast.pieter,
        due_on=add_working_days(today(), 1),
    )
    late = support_request(
        cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter, due_on=today() - timedelta(days=3)
    )
    later = support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    for _again in range(3):
        sweep_support_requests()
    assert mails(soon) == [("support_reminder", str(cast.pieter))]
    assert mails(late) == [("support_late", str(cast.els))]
    assert mails(later) == []
    assert by(cast.els, lambda access: list(rights.waiting_for(access))) == [late]


def test_every_edge_is_told(cast: Cast) -> None:
    assert {f"guidance.SupportRequest.{edge.name}" for edge in SUPPORT.edges} <= told_events()


def test_offered_experience_shows_the_municipality_and_can_be_taken_back(
    cast: Cast, client_as: Any, plan: StepPlan
) -> None:
    row = by(
        cast.vera,
        lambda access: offer_experience(
            access=access,
            municipality=cast.kampen,
            initiative_id=cast.initiative_id,
            topic="building",
            text="Wij bouwden een badkamer.",
        ),
    )
    browser = client_as(cast.chaima)
    page = browser.get(reverse("guidance:offer_list")).content.decode()
    assert "Wij bouwden een badkamer." in page
    assert "Kampen" in page
    assert cast.vera.display_name not in page
    step_plan(cast.zwolle)
    asked = browser.post(reverse("guidance:offer_ask", args=[row.pk]), {"question": "Wat kostte dat?"})
    assert asked.status_code == 302
    shown = browser.get(asked.url).content.decode()
    assert "een vrijwilliger elders" in shown
    assert cast.vera.display_name not in shown
    with seed():
        question = SupportRequest.objects.get()
    assert question.helper == cast.vera
    home = client_as(cast.vera).get(reverse("guidance:support_mine")).content.decode()
    assert "Aan u gevraagd" in home
    by(cast.vera, lambda access: answer_request(access=access, request=question, text="Negenduizend euro."))
    after = client_as(cast.chaima).get(asked.url).content.decode()
    assert "Negenduizend euro." in after
    assert cast.vera.display_name not in after
    by(cast.vera, lambda access: withdraw_offer(access=access, offer=row))
    assert by(cast.chaima, lambda _access: offers()) == []
    with pytest.raises(ConflictError):
        by(
            cast.chaima,
            lambda access: ask_support(
                access=access,
                municipality=cast.zwolle,
                initiative_id=None,
                topic=SupportTopic.BUILDING,
                question="Nog iets",
                offer_id=row.pk,
            ),
        )


def test_offers_are_for_who_asks_or_gives_help(cast: Cast, plan: StepPlan) -> None:
    offer(cast.kampen, cast.vera, initiative_id=cast.initiative_id)
    for who in (cast.vince, cast.gerrit, cast.daan, cast.olga, cast.stranger):
        assert by(who, lambda _access: offers()) == []
    assert len(by(cast.pieter, lambda _access: offers())) == 1


def test_the_database_refuses_what_the_code_would(cast: Cast, plan: StepPlan) -> None:
    def write(access: Any) -> None:
        SupportRequest(
            municipality=cast.kampen,
            initiative_id=cast.initiative_id,
            asked_by=access.user,
            topic="start",
            question="x",
            due_on=today(),
            remind_on=today(),
        ).save(force_insert=True)

    for who in (cast.anna, cast.pieter, cast.els, cast.chaima):
        with pytest.raises(DatabaseError), transaction.atomic():
            by(who, write)
    by(cast.vera, write)
    with seed():
        row = SupportRequest.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        by(
            cast.anna,
            lambda access: SupportReply(
                municipality=cast.kampen, initiative_id=cast.initiative_id, request=row, author=access.user, text="x"
            ).save(force_insert=True),
        )


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_whatever_their_length(
    cast: Cast, client_as: Any, count_queries: Any, plan: StepPlan, number: int
) -> None:
    for _one in range(number):
        support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    for who, name, expected in (
        (cast.bram, "support_mine", MINE_QUERIES),
        (cast.pieter, "support_desk", DESK_QUERIES),
        (cast.els, "support_national", NATIONAL_QUERIES),
    ):
        browser = client_as(who)
        url = reverse(f"guidance:{name}")
        counted = count_queries(lambda: browser.get(url))  # noqa: B023
        assert counted == expected, name


MINE_QUERIES = 8
DESK_QUERIES = 10
NATIONAL_QUERIES = 13
