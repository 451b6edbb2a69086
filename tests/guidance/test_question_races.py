"""Two people at the same second, in real transactions: the database lets one be first."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.people import make_cast, member, person
from tests.factories.questions import proposal, published, question
from tests.guidance.test_session_races import at_once
from tests.seeding import seed
from thuisgevers.guidance.enums import QuestionState
from thuisgevers.guidance.models import PublishedAnswer, QuestionMessage
from thuisgevers.municipalities.enums import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_answer_and_two_publish() -> None:
    with transaction.atomic():
        cast = make_cast()
        second, third = person("Tweede"), person("Derde")
        for one in (second, third):
            member(one, Role.NATIONAL_COORDINATOR)
        asked = question(cast.bram)
        answered = question(cast.bram, state=QuestionState.ANSWERED)
        proposal(third, answered)
        browsers = [ThuisClient().sign_in(one) for one in (cast.els, second)]
    answer = reverse("guidance:question_answer", args=[asked.pk])
    facts = {"text": "Ja, dat mag.", "sources": ""}
    codes = at_once([lambda b=one: b.post(answer, facts).status_code for one in browsers])
    assert set(codes) == {302, 409}
    publish = reverse("guidance:question_publish", args=[answered.pk])
    codes = at_once([lambda b=one: b.post(publish).status_code for one in browsers])
    assert set(codes) == {302, 409}
    with transaction.atomic(), seed():
        assert QuestionMessage.objects.filter(question=asked, is_answer=True).count() == 1
        assert PublishedAnswer.objects.filter(question=answered).count() == 1


def test_one_person_pressing_helpful_in_two_windows() -> None:
    with transaction.atomic():
        cast = make_cast()
        row = published()
        browsers = [ThuisClient().sign_in(cast.bram) for _window in range(2)]
    press = reverse("guidance:answer_helpful", args=[row.pk])
    assert set(at_once([lambda b=one: b.post(press).status_code for one in browsers])) == {302}
    with transaction.atomic(), seed():
        assert PublishedAnswer.objects.get(pk=row.pk).helpful in {0, 1}
