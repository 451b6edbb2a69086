"""Asking and answering: by whom, with which mail, in which term, and who may see what of it."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.factories.plans import plan_step, step_plan
from tests.factories.questions import ASKED, fresh, link_to, published, question
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.audit.transitions import WrongStateError
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import Audience, Desk, QuestionState
from thuisgevers.guidance.models import AnswerProposal, PublishedAnswer, Question, QuestionMessage
from thuisgevers.guidance.permissions.questions import answerable_questions, can_answer, own_questions
from thuisgevers.guidance.services.questions import retention, routing
from thuisgevers.guidance.services.questions.answering import answer_question, close_question, pass_on
from thuisgevers.guidance.states import QUESTION
from thuisgevers.guidance.tasks.questions import sweep_question_mails, sweep_question_terms
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
TESS = {
    "title": "Hoeveel buddy's heb je nodig voor een gezin?",
    "text": "",
    "theme": "buddies",
    "municipality": "",
    "name": "Tess Testpersoon",
    "email": "Tess@Voorbeeld.example",
    "website": "",
}
LINK = re.compile(r"/vraagbaak/vraag/([\w-]+)/")


def mails(kind: str = "") -> list[OutgoingMessage]:
    with seed():
        rows = OutgoingMessage.objects.filter(template__startswith=f"guidance/question_{kind}")
        return list(rows.order_by("created_at", "id"))


def questions() -> list[Question]:
    with seed():
        return list(Question.objects.select_related("municipality").order_by("created_at", "id"))


def rights(user: Any) -> Access:
    return Access.for_user(user, second_factor=True)


def test_a_visitor_confirms_before_anybody_is_bothered(client: ThuisClient, cast: Cast) -> None:
    ask = reverse("guidance:question_ask")
    assert client.post(ask, TESS).status_code == 302
    [row] = questions()
    assert (row.state, row.desk, row.email) == (QuestionState.ASKED, "", "tess@voorbeeld.example")
    sweep_question_mails()
    sweep_question_mails()
    [mail] = mails()
    assert mail.template == "guidance/question_confirm"
    assert "Tess" not in mail.subject
    assert TESS["title"] not in html.unescape(mail.body or "")
    found = LINK.search(html.unescape(mail.body or ""))
    assert found
    here = reverse("guidance:question_open", args=[found[1]])
    assert client.get(here).status_code == 200
    assert questions()[0].state == QuestionState.ASKED, "opening a link changes nothing"
    assert client.post(here, {"act": "confirm"}).status_code == 302
    [row] = questions()
    assert (row.state, row.desk) == (QuestionState.ROUTED, Desk.NATIONAL)
    assert row.due_on is not None
    assert row.due_on > today()
    assert [one.to_user_id for one in mails("routed")] == [cast.els.pk]
    assert client.post(here, {"act": "confirm"}).status_code == 302
    assert len(mails("routed")) == 1
    with seed():
        assert list(AuditEvent.objects.filter(object_id=row.pk).values_list("verb", flat=True)) == ["route"]


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(client: ThuisClient) -> None:
    answer = client.post(reverse("guidance:question_ask"), {**TESS, "email": "geen adres", "theme": "onzin"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Tess Testpersoon" in text
    assert "onderwerp" in text
    assert questions() == []
    assert client.post(reverse("guidance:question_ask"), {**TESS, "website": "https://spam.example"}).status_code == 422


def test_words_about_residents_get_a_second_look(client: ThuisClient) -> None:
    about = {**TESS, "text": "Mevrouw is ziek en in het ziekenhuis geweest."}
    answer = client.post(reverse("guidance:question_ask"), about)
    assert answer.status_code == 422
    assert "Kijk nog even naar uw tekst" in answer.content.decode()
    assert client.post(reverse("guidance:question_ask"), {**about, "has_seen_warning": "on"}).status_code == 302


def test_one_address_is_not_flooded(client: ThuisClient) -> None:
    for _number in range(8):
        assert client.post(reverse("guidance:question_ask"), TESS).status_code == 302
    assert len(questions()) == 5


def test_the_search_text_comes_along(client: ThuisClient) -> None:
    answer = client.get(reverse("guidance:question_ask"), {"q": 'Wie "betaalt" <b>stroom</b>'})
    assert "Wie &quot;betaalt&quot; &lt;b&gt;stroom&lt;/b&gt;" in answer.content.decode()


def test_from_a_step_with_its_context_to_the_pioneer(client: ThuisClient, cast: Cast) -> None:
    team = initiative(cast.kampen, pk=cast.initiative_id)
    step = plan_step(step_plan(cast.kampen, initiative=team), "find-buddies")
    ask = reverse("guidance:step_ask", args=[step.pk])
    client.sign_in(cast.bram)
    assert ask in client.get(reverse("guidance:step_detail", args=[step.pk])).content.decode()
    assert client.get(ask).status_code == 200
    facts = {"title": "Hoe vinden wij buddy's in een dorp?", "text": "", "theme": "buddies"}
    assert client.post(ask, facts).status_code == 302
    [row] = questions()
    assert (row.audience, row.step_key, row.plan_id) == (Audience.INITIATIVE, "find-buddies", step.plan_id)
    assert (row.initiative_id, row.municipality, row.desk) == (team.pk, cast.kampen, Desk.PIONEER)
    assert [one.to_user_id for one in mails("routed")] == [cast.pieter.pk]
    client.sign_in(cast.chaima)
    assert client.get(ask).status_code == 404


def test_nobody_is_asked_an_own_question(cast: Cast) -> None:
    row = question(cast.karin, municipality=cast.kampen)
    assert routing.people_of(row, Desk.LIAISON) == []
    assert not can_answer(rights(cast.karin), row)
    own = question(cast.els)
    with acting(user_id=cast.els.pk), pytest.raises(PermissionDenied):
        answer_question(access=rights(cast.els), question=own, text="Ik weet het zelf.", sources=[])


def test_answer_mail_and_asking_on(client: ThuisClient, cast: Cast) -> None:
    row = question(cast.bram)
    client.sign_in(cast.els)
    answer = {"text": "Alleen als de vluchtweg goed is.", "sources": "Bbl | https://wetten.overheid.nl/"}
    assert client.get(reverse("guidance:question_answer", args=[row.pk])).status_code == 200
    assert client.post(reverse("guidance:question_answer", args=[row.pk]), answer).status_code == 302
    assert fresh(row).state == QuestionState.ANSWERED
    sweep_question_mails()
    [mail] = mails("answer")
    assert mail.to_user_id == cast.bram.pk
    assert answer["text"] not in html.unescape(mail.body or "")
    client.sign_in(cast.bram)
    mine = reverse("guidance:my_question", args=[row.pk])
    page = client.get(mine).content.decode()
    assert answer["text"] in page
    assert "https://wetten.overheid.nl/" in page
    assert client.post(mine, {"act": "add", "text": ""}).status_code == 422
    assert client.post(mine, {"act": "add", "text": "En als er geen raam is?"}).status_code == 302
    assert fresh(row).state == QuestionState.ROUTED
    assert len(mails("routed")) == 1
    assert client.post(mine, {"act": "withdraw"}).status_code == 302
    assert fresh(row).state == QuestionState.CLOSED
    assert client.post(mine, {"act": "add", "text": "Toch nog iets."}).status_code == 302
    assert fresh(row).state == QuestionState.CLOSED
    assert client.post(mine, {"act": "onzin"}).status_code == 404


def test_the_second_answer_is_refused_and_not_lost(client: ThuisClient, cast: Cast) -> None:
    row = question(cast.bram)
    client.sign_in(cast.els)
    here = reverse("guidance:question_answer", args=[row.pk])
    assert client.post(here, {"text": "De eerste.", "sources": ""}).status_code == 302
    late = client.post(here, {"text": "De tweede, met moeite geschreven.", "sources": ""})
    assert late.status_code == 409
    assert "met moeite geschreven" in late.content.decode()
    with seed():
        assert QuestionMessage.objects.filter(question=row, is_answer=True).count() == 1


def test_sources_are_checked(client: ThuisClient, cast: Cast) -> None:
    row = question()
    client.sign_in(cast.els)
    here = reverse("guidance:question_answer", args=[row.pk])
    for wrong in ("Regeling | javascript:alert(1)", "Regeling | http://onveilig.example", "\n".join(["a"] * 9)):
        assert client.post(here, {"text": "Antwoord.", "sources": wrong}).status_code == 422
    assert fresh(row).state == QuestionState.ROUTED


STATES = list(QuestionState)


@pytest.mark.parametrize("state", STATES)
def test_answering_goes_from_one_state_only(cast: Cast, state: QuestionState) -> None:
    row = question(cast.bram, state=state, **({"desk": ""} if state == QuestionState.ASKED else {}))
    with acting(user_id=cast.els.pk):
        if state == QuestionState.ROUTED:
            answer_question(access=rights(cast.els), question=row, text="Ja.", sources=[])
        else:
            with pytest.raises(WrongStateError):
                answer_question(access=rights(cast.els), question=row, text="Ja.", sources=[])


@pytest.mark.parametrize("state", STATES)
def test_closing_goes_from_open_states(cast: Cast, state: QuestionState) -> None:
    row = question(cast.bram, state=state)
    open_ = {edge.name: edge.sources for edge in QUESTION.edges}["close"]
    with acting(user_id=cast.els.pk):
        if state in open_:
            assert close_question(access=rights(cast.els), question=row, reason="Dubbel.").closed_at
        else:
            with pytest.raises(WrongStateError):
                close_question(access=rights(cast.els), question=row, reason="Dubbel.")


def test_passing_on_keeps_a_reader_and_begins_a_new_term(client: ThuisClient, cast: Cast) -> None:
    initiative(cast.kampen, pk=cast.initiative_id)
    row = question(
        cast.bram,
        desk=Desk.PIONEER,
        municipality=cast.kampen,
        initiative_id=cast.initiative_id,
        due_on=today() - timedelta(days=1),
    )
    client.sign_in(cast.pieter)
    here = reverse("guidance:question_pass_on", args=[row.pk])
    assert client.post(here, {"desk": "national", "reason": ""}).status_code == 422
    assert client.post(here, {"desk": "pioneer", "reason": "Naar mezelf."}).status_code == 422
    assert client.post(here, {"desk": "liaison", "reason": "Dit gaat over de gemeente."}).status_code == 302
    moved = fresh(row)
    assert (moved.desk, moved.passed_by_id) == (Desk.LIAISON, cast.pieter.pk)
    assert moved.due_on is not None
    assert moved.due_on > today()
    assert [one.to_user_id for one in mails("routed")] == [cast.karin.pk]
    assert client.get(reverse("guidance:question_manage", args=[row.pk])).status_code == 200
    assert client.get(reverse("guidance:question_answer", args=[row.pk])).status_code == 403
    with acting(user_id=cast.pieter.pk), pytest.raises(PermissionDenied):
        pass_on(access=rights(cast.pieter), question=moved, desk=Desk.NATIONAL, reason="Nog eens.")


def test_merging_tells_the_asker_where_it_stands(client: ThuisClient, cast: Cast) -> None:
    there = published(title="Mag een zolder verhuurd worden aan studenten?")
    row = question(cast.bram)
    client.sign_in(cast.els)
    here = reverse("guidance:question_merge", args=[row.pk])
    assert there.title in client.get(here).content.decode()
    assert client.post(here, {"target": str(row.pk)}).status_code == 422
    assert client.post(here, {"target": str(there.pk)}).status_code == 302
    assert fresh(row).merged_into_id == there.pk
    sweep_question_mails()
    [mail] = mails("merged")
    assert str(there.pk) in html.unescape(mail.body or "")


def test_reminder_and_escalation_once_each(cast: Cast) -> None:
    initiative(cast.kampen, pk=cast.initiative_id)
    facts: dict[str, Any] = {"desk": Desk.PIONEER, "municipality": cast.kampen, "initiative_id": cast.initiative_id}
    soon = question(cast.bram, remind_on=today(), **facts)
    late = question(cast.bram, due_on=today() - timedelta(days=1), **facts)
    question(cast.bram, **facts)
    question(cast.bram, state=QuestionState.ANSWERED, due_on=today() - timedelta(days=9))
    sweep_question_terms()
    sweep_question_terms()
    assert [(one.about_id, one.to_user_id) for one in mails("reminder")] == [(soon.pk, cast.pieter.pk)]
    assert [(one.about_id, one.to_user_id) for one in mails("late")] == [(late.pk, cast.els.pk)]
    assert fresh(late).escalated_at is not None


def test_who_sees_which_question(cast: Cast) -> None:
    initiative(cast.kampen, pk=cast.initiative_id)
    other = person("Piet Zwolle")
    member(other, Role.MUNICIPAL_LIAISON, municipality=cast.zwolle)
    pioneers = question(
        cast.bram, desk=Desk.PIONEER, municipality=cast.kampen, initiative_id=cast.initiative_id, title="Pionier"
    )
    liaisons = question(desk=Desk.LIAISON, municipality=cast.kampen, title="Kwartiermaker")
    national = question(title="Landelijk")
    waiting = question(state=QuestionState.ASKED, title="Onbevestigd")
    seen = {
        cast.pieter: {pioneers},
        cast.karin: {liaisons},
        cast.els: {pioneers, liaisons, national},
        other: set(),
        cast.anna: set(),
        cast.chaima: set(),
    }
    for user, expected in seen.items():
        with acting(user_id=user.pk):
            assert set(answerable_questions(rights(user))) == expected, user
            in_database = set(Question.objects.exclude(state=QuestionState.ASKED))
            assert in_database == expected, f"the database shows {user} something else"
            allowed = {row for row in (pioneers, liaisons, national) if can_answer(rights(user), row)}
            assert allowed == expected
    with acting(user_id=cast.bram.pk):
        assert set(own_questions(rights(cast.bram))) == {pioneers}
        assert set(Question.objects.all()) == {pioneers}
        assert set(QuestionMessage.objects.all()) == set()
    assert not Question.objects.exists()
    assert not QuestionMessage.objects.exists()
    assert not AnswerProposal.objects.exists()
    assert waiting.desk == ""


def test_the_public_table_holds_nobody() -> None:
    """What everybody may read has no column with a person or with the words of the asker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'guidance_publishedanswer'::regclass AND attnum > 0"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert not columns & {"asker_id", "name", "email", "proposed_by_id", "decided_by_id", "author_id"}
    assert PublishedAnswer.objects.exists()


def test_a_link_opens_one_question(client: ThuisClient) -> None:
    mine, other = question(), question(title="Van een ander")
    page = client.get(reverse("guidance:question_open", args=[link_to(mine)]))
    assert ASKED in page.content.decode()
    assert "Van een ander" not in page.content.decode()
    assert client.get(reverse("guidance:question_open", args=["niets"])).status_code == 404
    with seed():
        assert ReadEvent.objects.filter(purpose="own_question").count() == 1
    assert fresh(other).state == QuestionState.ROUTED


def test_retention_by_the_database(cast: Cast) -> None:
    old, years = "now() - interval '27 weeks'", "now() - interval '110 weeks'"
    visitor = question(state=QuestionState.ANSWERED)
    account = question(cast.bram, state=QuestionState.ANSWERED)
    ancient = question(cast.bram, state=QuestionState.CLOSED)
    unconfirmed = question(state=QuestionState.ASKED)
    still = question()
    with seed(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE guidance_question SET answered_at = {old} WHERE id IN (%s, %s)", [visitor.pk, account.pk]
        )
        cursor.execute(f"UPDATE guidance_question SET closed_at = {years} WHERE id = %s", [ancient.pk])
        cursor.execute(
            f"UPDATE guidance_question SET created_at = {old} WHERE id IN (%s, %s)", [unconfirmed.pk, still.pk]
        )
    assert retention.forget_questions() == 3
    assert retention.forget_questions() == 0
    assert (fresh(visitor).title, fresh(visitor).email, fresh(ancient).title) == ("", "", "")
    assert fresh(account).title == ASKED
    assert fresh(still).title == ASKED
    with seed():
        assert not Question.objects.filter(pk=unconfirmed.pk).exists()
        assert [one.text for one in visitor.messages.all()] == [""]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_for_one_and_three(
    client: ThuisClient, cast: Cast, number: int, django_assert_num_queries: Any
) -> None:
    for _one in range(number):
        question(cast.bram, municipality=cast.kampen)
    client.sign_in(cast.els)
    client.get(reverse("guidance:question_desk"))
    with django_assert_num_queries(DESK_QUERIES):
        assert client.get(reverse("guidance:question_desk")).status_code == 200
    client.sign_in(cast.bram)
    client.get(reverse("guidance:my_questions"))
    with django_assert_num_queries(MINE_QUERIES):
        assert client.get(reverse("guidance:my_questions")).status_code == 200


DESK_QUERIES, MINE_QUERIES = 12, 12
