"""What everybody reads: four eyes, withdrawing and merging, looking again when a step changes, helpful, the feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.factories.plans import draft_template
from tests.factories.questions import ASKED, fresh, proposal, published, question
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.guidance.enums import AnswerState, Audience, Desk, ProposalState, QuestionState
from thuisgevers.guidance.models import AnswerProposal, HelpfulMark, PublishedAnswer
from thuisgevers.guidance.services.questions.keeping import choose_of_the_week, merge_answers
from thuisgevers.guidance.services.questions.publishing import let_through
from thuisgevers.guidance.services.templates import publish_template
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.working_days import today

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Mag een zolder worden verhuurd?",
    "text": "",
    "answer": "Alleen als de vluchtweg goed is.",
    "theme": "property",
    "sources": "Bbl | https://wetten.overheid.nl/",
}


def words(**more: str) -> dict[str, str]:
    return {**WORDS, "review_on": (today() + timedelta(days=60)).isoformat(), **more}


def rights(user: Any) -> Access:
    return Access.for_user(user, second_factor=True)


def test_proposed_by_one_published_by_another(client: ThuisClient, cast: Cast) -> None:
    initiative(cast.kampen, pk=cast.initiative_id)
    row = question(
        cast.bram,
        state=QuestionState.ANSWERED,
        desk=Desk.PIONEER,
        municipality=cast.kampen,
        initiative_id=cast.initiative_id,
        audience=Audience.INITIATIVE,
        step_key="property-facts",
    )
    client.sign_in(cast.pieter)
    propose, publish = (reverse(f"guidance:question_{name}", args=[row.pk]) for name in ("propose", "publish"))
    assert ASKED in client.get(propose).content.decode(), "begins with what was asked, to take the persons out"
    assert client.post(propose, words(review_on="gisteren")).status_code == 422
    assert client.post(propose, words()).status_code == 302
    assert client.post(propose, words(answer="Beter gezegd.")).status_code == 302, "the proposer may write it again"
    assert client.post(publish).status_code == 403
    assert fresh(row).state == QuestionState.ANSWERED
    client.sign_in(cast.els)
    assert client.post(propose, words()).status_code == 409
    answer = client.post(publish)
    assert answer.status_code == 302
    assert client.post(publish).status_code == 409
    assert fresh(row).state == QuestionState.PUBLISHED
    public = ThuisClient().get(answer.headers["Location"]).content.decode()
    assert "Beter gezegd." in public
    assert ASKED not in public
    assert "Bram" not in public
    assert "Verzamel de gegevens" in public, "the step that it explains"
    found = ThuisClient().get(reverse("guidance:question_search"), {"q": "zolder verhuren"}).content.decode()
    assert answer.headers["Location"] in found


def test_sent_back_with_a_reason(client: ThuisClient, cast: Cast) -> None:
    initiative(cast.kampen, pk=cast.initiative_id)
    row = question(
        cast.bram,
        state=QuestionState.ANSWERED,
        desk=Desk.PIONEER,
        municipality=cast.kampen,
        initiative_id=cast.initiative_id,
    )
    held = proposal(cast.pieter, row)
    client.sign_in(cast.els)
    back = reverse("guidance:question_send_back", args=[row.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "De plaatsnaam staat er nog in."}).status_code == 302
    assert fresh(held).state == ProposalState.REFUSED
    client.sign_in(cast.pieter)
    page = client.get(reverse("guidance:question_manage", args=[row.pk])).content.decode()
    assert "De plaatsnaam staat er nog in." in page


def test_the_database_wants_four_eyes_too(cast: Cast) -> None:
    row = question(cast.bram, state=QuestionState.ANSWERED)
    held = proposal(cast.els, row)
    with seed(), pytest.raises(IntegrityError, match="proposal_four_eyes"), transaction.atomic():
        AnswerProposal.objects.filter(pk=held.pk).update(decided_by=cast.els, state=ProposalState.TAKEN)
    made = PublishedAnswer(
        question=row,
        title="Zonder tweede",
        answer="Zo maar.",
        theme="property",
        published_at=row.created_at,
        review_on=today(),
    )
    with acting(user_id=cast.els.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        made.save(force_insert=True)
    with acting(user_id=cast.els.pk), pytest.raises(PermissionDenied):
        let_through(access=rights(cast.els), proposal=held)


def test_withdrawn_and_published_again(client: ThuisClient, cast: Cast) -> None:
    row = question(cast.bram, state=QuestionState.PUBLISHED)
    there = published(row)
    client.sign_in(cast.els)
    withdraw = reverse("guidance:answer_withdraw", args=[there.pk])
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "De regel is gewijzigd."}).status_code == 302
    assert (fresh(there).state, fresh(row).state) == (AnswerState.WITHDRAWN, QuestionState.ANSWERED)
    address = reverse("guidance:answer_detail", args=[there.pk])
    assert ThuisClient().get(address).status_code == 404
    assert client.get(address).status_code == 200
    second = person("Tweede Landelijk")
    member(second, Role.NATIONAL_COORDINATOR)
    again = proposal(second, row)
    with acting(user_id=cast.els.pk):
        back = let_through(access=rights(cast.els), proposal=again)
    assert back.pk == there.pk
    assert ThuisClient().get(address).status_code == 200


def test_merged_addresses_lead_on(cast: Cast) -> None:
    one, two, three = (published(title=f"Vraag nummer {number}") for number in range(3))
    els = rights(cast.els)
    with acting(user_id=cast.els.pk):
        merge_answers(access=els, answer=one, into=two)
        merge_answers(access=els, answer=two, into=three)
        with pytest.raises(ConflictError):
            merge_answers(access=els, answer=one, into=three)
    for row in (one, two):
        answer = ThuisClient().get(reverse("guidance:answer_detail", args=[row.pk]))
        assert answer.status_code == 301
        assert answer.headers["Location"] == reverse("guidance:answer_detail", args=[three.pk])


def test_review_falls_due_when_the_step_changes(client: ThuisClient, cast: Cast) -> None:
    about = published(audience=Audience.INITIATIVE, step_key="find-buddies", title="Over buddy's vinden")
    other = published(audience=Audience.INITIATIVE, step_key="insurer", title="Over de verzekeraar")
    town = published(audience=Audience.MUNICIPALITY, step_key="find-buddies", title="Van een ander plan")
    draft = draft_template()
    with seed():
        draft.steps.filter(key="find-buddies").update(help_text="Vraag het voortaan in de kerk.")
        draft.steps.filter(key="insurer").update(days=44)
    with acting(user_id=cast.els.pk):
        publish_template(access=rights(cast.els), template=draft, change_note="Buddy's anders.")
    assert fresh(about).step_changed_at is not None
    assert fresh(other).step_changed_at is None
    assert fresh(town).step_changed_at is None
    assert "Vraag het voortaan in de kerk." in client.get("/vraagbaak/stap/initiative/find-buddies/").content.decode()
    client.sign_in(cast.els)
    page = client.get(reverse("guidance:answer_desk")).content.decode()
    assert "Over buddy's vinden" in page.replace("&#x27;", "'")
    assert "de stap is gewijzigd" in page
    assert "Over de verzekeraar" not in page
    review = reverse("guidance:answer_review", args=[about.pk])
    assert client.post(review, {"review_on": today().isoformat()}).status_code == 422
    assert client.post(review, {"review_on": (today() + timedelta(days=30)).isoformat()}).status_code == 302
    assert fresh(about).step_changed_at is None


def test_overdue_review_is_on_the_list(client: ThuisClient, cast: Cast) -> None:
    published(title="Te oud geworden", review_on=today() - timedelta(days=1))
    published(title="Nog lang goed", review_on=today() + timedelta(days=1))
    client.sign_in(cast.els)
    page = client.get(reverse("guidance:answer_desk")).content.decode()
    assert "Te oud geworden" in page
    assert "Nog lang goed" not in page
    assert "Nog lang goed" in client.get(reverse("guidance:answer_desk") + "?toon=alle&pagina=2").content.decode() + (
        client.get(reverse("guidance:answer_desk") + "?toon=alle&pagina=3").content.decode()
    )


def test_a_revision_needs_another(client: ThuisClient, cast: Cast) -> None:
    there = published()
    second = person("Tweede Landelijk")
    member(second, Role.NATIONAL_COORDINATOR)
    client.sign_in(cast.els)
    assert client.post(reverse("guidance:answer_revise", args=[there.pk]), words(answer="Nieuw.")).status_code == 302
    decide = reverse("guidance:answer_decide", args=[there.pk])
    assert client.get(decide).status_code == 200
    assert client.post(decide, {"act": "take"}).status_code == 403
    assert fresh(there).answer != "Nieuw."
    client.sign_in(second)
    assert client.post(decide, {"act": "back", "reason": ""}).status_code == 422
    assert client.post(decide, {"act": "take"}).status_code == 302
    assert client.post(decide, {"act": "take"}).status_code == 409
    assert fresh(there).answer == "Nieuw."


def test_helpful_once_and_undone(client: ThuisClient, cast: Cast) -> None:
    there = published()
    press = reverse("guidance:answer_helpful", args=[there.pk])
    visitor, other = ThuisClient(), ThuisClient()
    assert visitor.post(press).status_code == 302
    assert fresh(there).helpful == 1
    assert 'aria-pressed="true"' in visitor.get(reverse("guidance:answer_detail", args=[there.pk])).content.decode()
    assert other.post(press).status_code == 302
    client.sign_in(cast.bram)
    client.post(press)
    assert fresh(there).helpful == 3
    for browser in (visitor, client):
        browser.post(press)
    assert fresh(there).helpful == 1
    with seed():
        [mark] = HelpfulMark.objects.all()
        assert mark.user_id is None
        names = {field.name for field in HelpfulMark._meta.fields}
    assert names == {"id", "created_at", "updated_at", "published", "user"}
    with acting(user_id=cast.bram.pk):
        assert not HelpfulMark.objects.exists()


def test_question_of_the_week(client: ThuisClient, cast: Cast) -> None:
    one, two = published(title="Eerst gekozen"), published(title="Daarna gekozen")
    with acting(user_id=cast.els.pk):
        choose_of_the_week(access=rights(cast.els), answer=one)
        choose_of_the_week(access=rights(cast.els), answer=two)
        choose_of_the_week(access=rights(cast.els), answer=two)
    assert fresh(one).week_of is None
    page = client.get(reverse("guidance:question_search")).content.decode()
    assert "Vraag van de week" in page
    assert "Daarna gekozen" in page.split("Nieuwste antwoorden", maxsplit=1)[0]
    with acting(user_id=cast.pieter.pk), pytest.raises(PermissionDenied):
        choose_of_the_week(access=rights(cast.pieter), answer=one)


def test_the_feed_is_atom_and_names_nobody(client: ThuisClient, cast: Cast) -> None:
    published(question(cast.bram, state=QuestionState.PUBLISHED), title="Voor <iedereen> & meer")
    answer = client.get(reverse("guidance:answer_feed"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    space = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{space}entry")
    assert entries[0].findtext(f"{space}title") == "Voor <iedereen> & meer"
    assert len(entries) == 30
    assert ASKED not in answer.content.decode()
    assert "Bram" not in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_for_one_and_three(client: ThuisClient, number: int, django_assert_num_queries: Any) -> None:
    for one in range(number):
        row = published(title=f"Kwispelstaart nummer {one}")
    with django_assert_num_queries(SEARCH_PAGE_QUERIES):
        assert client.get(reverse("guidance:question_search")).status_code == 200
    with django_assert_num_queries(SEARCH_QUERIES):
        assert client.get(reverse("guidance:question_search"), {"q": "kwispelstaart"}).status_code == 200
    with django_assert_num_queries(ANSWER_QUERIES):
        assert client.get(reverse("guidance:answer_detail", args=[row.pk])).status_code == 200


SEARCH_PAGE_QUERIES, SEARCH_QUERIES, ANSWER_QUERIES = 6, 7, 5
