"""To whom a question goes: theme, municipality and province, weeks away and load; and what happens when that person cannot answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, member, person
from tests.factories.questions import fresh, published, question
from tests.factories.support import absence, coverage, support_request
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.guidance.enums import Audience, Desk
from thuisgevers.guidance.models import Question, SupportAbsence
from thuisgevers.guidance.permissions.questions import answerable_questions, can_answer
from thuisgevers.guidance.services.questions.answering import pass_on
from thuisgevers.guidance.services.questions.asking import Asked, ask_question
from thuisgevers.guidance.services.questions.reviewing import tell_reviews
from thuisgevers.guidance.services.questions.routing import Cover, Place, choose_desk
from thuisgevers.guidance.services.support.handing_over import hand_over
from thuisgevers.guidance.tasks.questions import sweep_question_terms
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.working_days import today
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(cast.kampen, id=cast.initiative_id)


def asked(cast: Cast, mine: Any = None, *, theme: str = "buddies", who: Any = None) -> Question:
    words = Asked(
        title="Hoe pakken wij dit aan?",
        theme=theme,
        audience=Audience.INITIATIVE,
        municipality=cast.kampen,
        initiative_id=None if mine is None else mine.pk,
    )
    made: Question = by(who or cast.bram, lambda access: ask_question(access=access, asked=words))
    return fresh(made)


def lies_with(row: Question) -> tuple[str, int | None]:
    return row.desk, row.helper_id


def told(template: str = "question_routed") -> list[int | None]:
    with seed():
        rows = OutgoingMessage.objects.filter(template=f"guidance/{template}").order_by("created_at", "id")
        return list(rows.values_list("to_user_id", flat=True))


def away(user: Any, **when: int) -> SupportAbsence:
    return absence(user, **when)


def test_the_choice_is_a_table() -> None:
    both = Cover(pioneers=(1,), liaisons=(2, 3), near_pioneers=(4,), near_liaisons=(5,))
    assert choose_desk("buddies", "initiative", both) == Place(Desk.PIONEER, 1)
    assert choose_desk("permits", "initiative", both) == Place(Desk.LIAISON, 2)
    assert choose_desk("buddies", "municipality", both) == Place(Desk.LIAISON, 2)
    assert choose_desk("permits", "initiative", Cover(pioneers=(1,), near_liaisons=(5,))) == Place(Desk.PIONEER, 1)
    assert choose_desk("buddies", "initiative", Cover(near_pioneers=(4,), near_liaisons=(5,))) == Place(Desk.PIONEER, 4)
    assert choose_desk("money", "", Cover(near_pioneers=(4,), near_liaisons=(5,))) == Place(Desk.LIAISON, 5)
    assert choose_desk("money", "", Cover()) == Place(Desk.NATIONAL)


def test_by_theme_to_the_people_of_the_place(cast: Cast, mine: Any) -> None:
    assert lies_with(asked(cast, mine)) == (Desk.PIONEER, cast.pieter.pk)
    assert lies_with(asked(cast, mine, theme="permits")) == (Desk.LIAISON, cast.karin.pk)
    assert told() == [cast.pieter.pk, cast.karin.pk]


def test_who_knows_the_theme_and_is_least_busy_comes_first(cast: Cast, mine: Any) -> None:
    petra = person("Petra")
    member(petra, Role.PIONEER, municipality=cast.kampen, scope_id=mine.pk)
    coverage(petra, themes=["buddies"])
    coverage(cast.pieter, themes=["building"])
    assert asked(cast, mine).helper_id == petra.pk
    assert asked(cast, mine, theme="furnishing").helper_id == cast.pieter.pk
    for _number in range(3):
        support_request(cast.kampen, cast.bram, initiative_id=mine.pk, helper=cast.pieter)
    assert asked(cast, mine, theme="agreement").helper_id == petra.pk, "neither chose money: the least busy"


def test_away_or_full_means_the_next(cast: Cast, mine: Any) -> None:
    gone = away(cast.pieter)
    assert lies_with(asked(cast, mine)) == (Desk.LIAISON, cast.karin.pk)
    away(cast.karin)
    assert lies_with(asked(cast, mine)) == (Desk.NATIONAL, None)
    with seed():
        gone.delete()
    coverage(cast.pieter, max_open=1)
    assert lies_with(asked(cast, mine)) == (Desk.PIONEER, cast.pieter.pk)
    assert lies_with(asked(cast, mine)) == (Desk.NATIONAL, None), "Pieter has one already"


def test_somebody_of_the_province_where_the_place_has_nobody(cast: Cast, mine: Any) -> None:
    petra, far = person("Petra"), person("Ver Weg")
    other = initiative(cast.zwolle)
    for one in (petra, far):
        member(one, Role.PIONEER, municipality=cast.zwolle, scope_id=other.pk)
    coverage(petra, provinces=[cast.kampen.province_code])
    coverage(far, provinces=["PV20"])
    away(cast.pieter)
    away(cast.karin)
    row = asked(cast, mine)
    assert lies_with(row) == (Desk.PIONEER, petra.pk)
    for user, sees in ((petra, True), (far, False), (cast.pieter, True), (cast.chaima, False), (cast.karin, False)):
        found = by(
            user,
            lambda access: (
                answerable_questions(access).filter(pk=row.pk).exists(),
                can_answer(access, row),
                Question.objects.filter(pk=row.pk).exists(),
            ),
        )
        assert found == (sees,) * 3, user.display_name
    with seed():
        Membership.objects.filter(user=petra).delete()
    assert by(petra, lambda _access: Question.objects.filter(pk=row.pk).exists()) is False, "who helps no more"


def test_the_page_of_somebody_from_the_province_names_no_initiative(cast: Cast, client_as: Any, mine: Any) -> None:
    petra = person("Petra")
    member(petra, Role.PIONEER, municipality=cast.zwolle, scope_id=initiative(cast.zwolle).pk)
    row = question(cast.bram, helper=petra, desk=Desk.PIONEER, municipality=cast.kampen, initiative=mine)
    for name in ("question_manage", "question_answer", "question_pass_on"):
        answer = client_as(petra).get(_url(name, row))
        assert answer.status_code == 200
        assert mine.name not in answer.content.decode()
    assert client_as(petra).post(_url("question_answer", row), {"text": "Zo.", "sources": ""}).status_code == 302
    assert "Petra" in client_as(cast.els).get(_url("question_manage", row)).content.decode()


def _url(name: str, row: Question) -> str:
    return reverse(f"guidance:{name}", args=[row.pk])


def test_nobody_gets_an_own_question(cast: Cast, mine: Any) -> None:
    assert lies_with(asked(cast, mine, who=cast.pieter)) == (Desk.LIAISON, cast.karin.pk)


def test_a_question_moves_on_when_its_helper_is_away_until_the_term_ends(cast: Cast, mine: Any) -> None:
    row, other = asked(cast, mine), asked(cast, mine)
    short = away(cast.pieter, days=1)
    sweep_question_terms()
    assert fresh(row).helper_id == cast.pieter.pk, "back before the term ends"
    with seed():
        short.delete()
    away(cast.pieter, days=30)
    for _twice in range(2):
        sweep_question_terms()
    for one in (row, other):
        assert lies_with(fresh(one)) == (Desk.LIAISON, cast.karin.pk)
        assert fresh(one).due_on == row.due_on, "the promise stays"
    assert told() == [cast.pieter.pk] * 2 + [cast.karin.pk] * 2
    with seed():
        assert AuditEvent.objects.filter(object_id=row.pk, verb="reroute").count() == 1


def test_a_question_moves_on_when_its_helper_stopped(cast: Cast, mine: Any) -> None:
    row = asked(cast, mine)
    with seed():
        Membership.objects.filter(user=cast.pieter).update(ends_on=today())
    sweep_question_terms()
    assert lies_with(fresh(row)) == (Desk.LIAISON, cast.karin.pk)


def test_passing_on_goes_to_one_who_is_there(cast: Cast, mine: Any) -> None:
    petra = person("Petra")
    member(petra, Role.MUNICIPAL_LIAISON, municipality=cast.kampen)
    away(cast.karin)
    row = asked(cast, mine)
    moved = by(
        cast.pieter, lambda access: pass_on(access=access, question=row, desk=Desk.LIAISON, reason="Weet ik niet.")
    )
    assert lies_with(moved) == (Desk.LIAISON, petra.pk)


def test_who_leaves_hands_over_what_waits(cast: Cast, mine: Any) -> None:
    row, petra = asked(cast, mine), person("Petra")
    by(
        cast.els,
        lambda access: hand_over(
            access=access, leaver=cast.pieter, successor=petra, reason="Verhuisd", ends_roles=True
        ),
    )
    assert fresh(row).helper_id == petra.pk


def test_one_mail_a_week_says_what_must_be_looked_at(cast: Cast) -> None:
    assert tell_reviews() == 0
    assert told("answers_due") == []
    old = published(title="Wie betaalt de stroom?", review_on=today() - timedelta(days=2))
    published(title="Dit klopt nog", review_on=today() + timedelta(days=20))
    for number in range(11):
        published(title=f"Vraag {number:02d}?", review_on=today() - timedelta(days=1))
    for _twice in range(2):
        assert tell_reviews() == 12
    assert told("answers_due") == [cast.els.pk]
    with seed():
        mail = OutgoingMessage.objects.get(template="guidance/answers_due")
    body = mail.body or ""
    assert mail.reminder == "review"
    assert old.title.rstrip("?") in body
    assert "En nog 2 andere" in body
    assert "Dit klopt nog" not in body
