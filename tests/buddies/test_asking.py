"""A question from a buddy's pages to the question desk: it knows where it comes from, and nothing of the household."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from buddies.models import Buddy
from tests.factories import buddies as make
from tests.factories.welcome import Things
from tests.seeding import seed
from thuisgevers.guidance.enums import Audience, Desk
from thuisgevers.guidance.models import Question
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
ASKED = {"title": "Waar vindt een bewoner een fiets?", "text": "Liefst tweedehands.", "theme": "buddies"}
PAGE = reverse("buddies:ask_desk")


def test_the_pages_of_a_contact_lead_to_the_desk(things: Things, client_as: Any) -> None:
    daan = client_as(things.cast.daan)
    with_place = f'{PAGE}?plaats={things.cast.kampen.slug}"'
    assert with_place in daan.get(reverse("buddies:contact_add", args=[things.match.pk])).content.decode()
    assert with_place in daan.get(reverse("buddies:my_match", args=[things.match.pk])).content.decode()
    assert f'{PAGE}"' in daan.get(reverse("buddies:my_matches")).content.decode()
    assert f'{PAGE}"' in daan.get(reverse("buddies:log_shell")).content.decode()
    assert client_as(things.cast.joke).get(PAGE).status_code == 404, "who is no buddy asks elsewhere"


def test_a_question_of_a_buddy_says_where_and_not_about_whom(things: Things, client_as: Any) -> None:
    """As every question it goes to the pioneer of the initiative, and the answer comes back to who asked."""
    helper = things.cast.pieter
    daan = client_as(things.cast.daan)
    page = daan.get(PAGE).content.decode()
    assert "Kampen" in page
    assert page.count("checked") == 1, "the theme is chosen"
    assert daan.post(PAGE, {**ASKED, "title": "Fiets?"}).status_code == 422
    sent = daan.post(PAGE, ASKED)
    with seed():
        (row,) = Question.objects.all()
        held = str(model_to_dict(row))
    assert sent["Location"] == reverse("guidance:my_question", args=[row.pk])
    assert (row.municipality_id, row.initiative_id) == (things.cast.kampen.pk, things.initiative.pk)
    assert (row.audience, row.plan_id, row.step_key, row.theme) == (Audience.INITIATIVE, None, "", "buddies")
    assert (row.desk, row.helper_id) == (Desk.PIONEER, helper.pk)
    for secret in (things.home.pk, things.match.pk, things.stay.pk, things.home.reference):
        assert str(secret) not in held
    with seed():
        mail = OutgoingMessage.objects.get(template="guidance/question_routed")
    assert mail.to_user_id == helper.pk
    answer = {"text": "Bij de kringloop.", "sources": ""}
    assert client_as(helper).post(reverse("guidance:question_answer", args=[row.pk]), answer).status_code == 302
    assert "Bij de kringloop." in daan.get(sent["Location"]).content.decode()


def test_a_first_name_in_the_question_asks_for_a_second_look(things: Things, client_as: Any) -> None:
    with seed():
        things.stay.first_names = '["Samira"]'
        things.stay.save(update_fields=["first_names"])
    daan = client_as(things.cast.daan)
    named = {**ASKED, "title": "Hoe leert samira fietsen?"}
    answer = daan.post(PAGE, named)
    assert answer.status_code == 422
    assert "een naam in van iemand" in answer.content.decode()
    assert daan.post(PAGE, {**named, "has_seen_warning": "on"}).status_code == 302


def test_a_buddy_in_two_municipalities_says_which(things: Things, client_as: Any) -> None:
    zwolle = things.cast.zwolle
    make.buddy(zwolle, make.initiative(zwolle).pk, user=things.cast.daan)
    daan = client_as(things.cast.daan)
    page = daan.get(PAGE).content.decode()
    assert "Over welke gemeente" in page
    assert "Zwolle" in daan.get(f"{PAGE}?plaats={zwolle.slug}").content.decode()
    assert daan.post(f"{PAGE}?plaats={zwolle.slug}", ASKED).status_code == 302
    with seed():
        assert Question.objects.get().municipality_id == zwolle.pk
    with seed():
        Buddy.objects.update(state="left")
    assert daan.get(PAGE)["Location"] == reverse("guidance:question_ask")
