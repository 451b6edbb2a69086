"""A resident's report of something broken: what was written about it is read with the card with which it was made, and answered there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddies.models import ResidentReport
from housing.enums import DefectOutcome
from housing.models import DefectReport, DefectUpdate
from housing.services.defects import acknowledge_defect, add_message, close_defect, pass_on_defect
from tests.factories import welcome
from tests.factories.people import member, person
from tests.factories.welcome import Things, enter
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Role
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
BROKEN = reverse("buddies:welcome_broken")
WORDS = "De verwarming doet het niet KANARIE"


class Report:
    """Reported with the first card of the household."""

    def __init__(self, things: Things, inside: Client) -> None:
        self.things, self.client = things, inside
        # A team, so that somebody else than the municipality can have the ball.
        member(person("Trekker"), Role.LEAD_VOLUNTEER, municipality=things.cast.kampen, scope_id=things.initiative.pk)
        data = {"kind": "broken", "urgency": "this_week", "description": WORDS, "client_id": str(uuid7())}
        assert inside.post(BROKEN, data).status_code == 302
        with seed():
            self.row = DefectReport.objects.select_related("municipality").get()
        self.url = reverse("buddies:welcome_report", args=[self.row.pk])

    def page(self, client: Client | None = None) -> str:
        answer = (client or self.client).get(self.url)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def does(self, service: Any, **facts: Any) -> None:
        with welcome.acting_as(self.things.cast.anna) as access:
            service(access=access, defect=self.row, **facts)

    def write(self, text: str, key: Any = None) -> Any:
        return self.client.post(self.url, {"text": text, "client_id": str(key or uuid7())})

    def notes(self) -> list[tuple[str, int | None]]:
        with seed():
            return list(DefectUpdate.objects.filter(kind="note").order_by("at").values_list("text", "by_id"))


@pytest.fixture
def report(things: Things, inside: Client) -> Report:
    return Report(things, inside)


def test_answers_and_messages_stand_there_as_they_were_written_and_by_nobody(report: Report) -> None:
    assert report.url in report.client.get(BROKEN).content.decode()
    page = report.page()
    assert WORDS in page
    assert "U krijgt antwoord uiterlijk op" in page
    report.does(acknowledge_defect, text="De monteur komt morgen <om tien uur>.")
    report.does(pass_on_defect, to="municipality", text="Bellen jullie even, dit is intern GEHEIM")
    report.does(add_message, text="Hij belt eerst.")
    report.does(close_defect, outcome=DefectOutcome.REPAIRED, text="De ketel is vervangen.")
    assert "(<bdi>1</bdi>)" in report.client.get(reverse("buddies:welcome_home")).content.decode()
    page = report.page()
    for text in (
        "De monteur komt morgen &lt;om tien uur&gt;.",
        "Hij belt eerst.",
        "De ketel is vervangen.",
        "afgerond",
    ):
        assert text in page
    assert page.index("De monteur") < page.index("Hij belt") < page.index("De ketel")
    assert "GEHEIM" not in page
    assert "Anna" not in page
    assert "U krijgt antwoord" not in page


def test_the_frame_is_in_the_chosen_language_and_the_text_is_not(report: Report) -> None:
    report.does(acknowledge_defect, text="De monteur komt morgen.")
    page = str(report.client.get(f"{report.url}?taal=ar").content.decode())
    assert "جواب" in page
    assert "De monteur komt morgen." in page
    assert 'dir="rtl"' in page


def test_writing_back_is_once_a_line_without_a_name_and_who_acts_hears_it(report: Report) -> None:
    report.does(acknowledge_defect, text="De monteur komt morgen.")
    key = uuid7()
    for _time in range(2):
        assert report.write("Dan ben ik op school. <b>", key).status_code == 302
    assert report.notes() == [("Dan ben ik op school. <b>", None)]
    assert "Dan ben ik op school. &lt;b&gt;" in report.page()
    with seed():
        assert OutgoingMessage.objects.filter(template="housing/defect_message").count() >= 1
        assert not OutgoingMessage.objects.filter(template="housing/defect_message", body__contains="school").exists()
    empty = report.write("   ")
    assert empty.status_code == 422
    assert "Schrijf eerst iets op." in empty.content.decode()
    assert report.write("x" * 2001).status_code == 422
    assert len(report.notes()) == 1


def test_another_card_another_household_and_a_stranger_read_and_write_nothing(report: Report, things: Things) -> None:
    _card, code, pin = things.new_card("en")
    partner = Client(headers={"accept-language": "nl"})
    assert enter(partner, code, pin).status_code == 302
    listed = partner.get(BROKEN).content.decode()
    assert report.row.reference in listed, "that it was reported, is seen by the household"
    assert report.url not in listed
    assert partner.get(report.url).status_code == 404
    assert partner.post(report.url, {"text": "hoi", "client_id": str(uuid7())}).status_code == 404
    assert report.client.get(reverse("buddies:welcome_report", args=[uuid7()])).status_code == 404
    assert Client().get(report.url).status_code in (302, 403, 404)
    assert report.notes() == []
    with seed():
        # Told to be theirs by a row that lies: the household of the report decides as well.
        DefectReport.objects.filter(pk=report.row.pk).update(household_scope_id=uuid7())
    assert report.client.get(report.url).status_code == 404


def test_after_the_words_are_erased_there_is_nothing_to_read_or_answer(report: Report) -> None:
    report.does(close_defect, outcome=DefectOutcome.REPAIRED, text="klaar")
    with seed():
        assert ResidentReport.objects.count() == 1
        DefectReport.objects.filter(pk=report.row.pk).update(erased_on=timezone.localdate())
        assert not ResidentReport.objects.exists(), "nor does the card say any more that it was theirs"
    assert report.client.get(report.url).status_code == 404
    assert report.write("nog iets").status_code == 404
    assert report.notes() == []
