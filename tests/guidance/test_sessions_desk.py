"""National coordinators plan, change, call off, note who came and publish; nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.factories.sessions import VIDEO, fresh, registration, session
from tests.seeding import seed
from thuisgevers.audit.models import ReadEvent
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import InspirationSession, SessionVideo
from thuisgevers.guidance.services.sessions.planning import version_of
from thuisgevers.guidance.tasks.sessions import sweep_session_mails, sweep_session_places
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


def typed(**more: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=10)
    return {
        "title": "Inspiratieavond",
        "summary": "Vertel hoe het gaat.",
        "host": "",
        "day": day.isoformat(),
        "hour": "19.30",
        "minutes": "60",
        "place": "online",
        "location": "",
        "video_url": VIDEO,
        "capacity": "25",
        "repeat": "once",
        "until": "",
        **more,
    }


@pytest.fixture
def els(cast: Cast, client_as: Any) -> ThuisClient:
    browser: ThuisClient = client_as(cast.els)
    return browser


def all_sessions() -> list[InspirationSession]:
    with seed():
        return list(InspirationSession.objects.order_by("starts_at"))


def test_plan_a_weekly_series(els: ThuisClient) -> None:
    until = (timezone.localdate() + timedelta(days=10 + 21)).isoformat()
    answer = els.post(reverse("guidance:session_add"), typed(repeat="weekly", until=until), follow=True)
    assert "De reeks van 4 sessies is gepland." in answer.content.decode()
    rows = all_sessions()
    assert len(rows) == 4
    assert len({row.series_id for row in rows}) == 1
    assert {timezone.localtime(row.starts_at).strftime("%H:%M") for row in rows} == {"19:30"}
    with seed():
        assert {video.url for video in SessionVideo.objects.all()} == {VIDEO}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Vul een titel in."),
        ({"hour": "25:00"}, "een tijd in, zoals 14:30"),
        ({"day": "2020-01-01"}, "een datum vanaf"),
        ({"capacity": "0"}, "een getal in van 1 tot en met 1.000"),
        ({"minutes": "abc"}, "een heel getal in van 15 tot en met 480"),
        ({"place": "on_site"}, "Vul het adres in waar de sessie is."),
        ({"video_url": "http://onveilig.example/"}, "begint met https://"),
        ({"video_url": "javascript:alert(1)"}, "begint met https://"),
        ({"repeat": "weekly"}, "Vul in tot en met welke dag de reeks loopt."),
        ({"repeat": "weekly", "until": "2099-01-01"}, "Plan hooguit 60 weken tegelijk"),
    ],
)
def test_wrong_input_is_said_at_the_field(els: ThuisClient, wrong: dict[str, str], message: str) -> None:
    answer = els.post(reverse("guidance:session_add"), typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message.replace("1.000", "1000") in page.replace("1.000", "1000")
    assert "Vertel hoe het gaat." in page
    assert all_sessions() == []


def test_fewer_places_than_were_given_is_refused_and_more_lets_people_in(els: ThuisClient) -> None:
    row = session(capacity=2)
    for number in range(2):
        registration(row, f"in{number}@voorbeeld.example")
    waits = registration(row, "wacht@voorbeeld.example", state=RegistrationState.WAITING)
    where = reverse("guidance:session_edit", args=[row.pk])
    here = timezone.localtime(row.starts_at)
    as_it_was = {"title": row.title, "day": f"{here:%Y-%m-%d}", "hour": f"{here:%H:%M}"}
    answer = els.post(where, typed(**as_it_was, capacity="1", seen=version_of(fresh(row))))
    assert answer.status_code == 422
    assert "Er zijn al meer plaatsen vergeven" in answer.content.decode()
    assert els.post(where, typed(**as_it_was, capacity="3", seen=version_of(fresh(row)))).status_code == 302
    sweep_session_places()
    assert fresh(waits).state == RegistrationState.CONFIRMED


def test_two_coordinators_at_once(els: ThuisClient) -> None:
    row = session()
    where = reverse("guidance:session_edit", args=[row.pk])
    seen = version_of(fresh(row))
    assert els.post(where, typed(title="Eerst", seen=seen)).status_code == 302
    answer = els.post(where, typed(title="Daarna", seen=seen))
    assert answer.status_code == 409
    assert "Een collega heeft deze sessie net gewijzigd" in answer.content.decode()
    assert "Daarna" in answer.content.decode()
    assert fresh(row).title == "Eerst"


def test_words_alone_are_not_mailed(els: ThuisClient) -> None:
    row = session()
    registration(row)
    here = timezone.localtime(row.starts_at)
    same = {"title": row.title, "day": f"{here:%Y-%m-%d}", "hour": f"{here:%H:%M}"}
    where = reverse("guidance:session_edit", args=[row.pk])
    with seed():
        InspirationSession.objects.filter(pk=row.pk).update(
            starts_at=here.replace(second=0, microsecond=0),
            ends_at=here.replace(second=0, microsecond=0) + timedelta(hours=1),
        )
    els.post(where, typed(**same, summary="Andere woorden", seen=version_of(fresh(row))))
    assert fresh(row).summary == "Andere woorden"
    sweep_session_mails()
    with seed():
        assert not OutgoingMessage.objects.exists()


def test_call_off_needs_a_reason_and_mails_everybody(els: ThuisClient) -> None:
    row = session()
    registration(row)
    where = reverse("guidance:session_cancel", args=[row.pk])
    assert els.post(where, {"reason": " "}).status_code == 422
    assert els.post(where, {"reason": "De spreker is ziek."}).status_code == 302
    assert els.post(where, {"reason": "Nog eens."}).status_code == 409
    sweep_session_mails()
    with seed():
        assert [mail.template for mail in OutgoingMessage.objects.all()] == ["guidance/session_off"]
    page = ThuisClient().get(reverse("guidance:session_detail", args=[row.pk])).content.decode()
    assert "De spreker is ziek." in page
    assert "Stuur mij de link" not in page


def test_attendance_and_report(els: ThuisClient, client: ThuisClient) -> None:
    row = session(starts_at=timezone.now() - timedelta(hours=2))
    came, missed = registration(row), registration(row, "miste@voorbeeld.example")
    els.post(reverse("guidance:session_attendance", args=[row.pk]), {"present": [str(came.pk)]})
    assert (fresh(came).has_attended, fresh(missed).has_attended) == (True, False)
    assert els.post(reverse("guidance:session_attendance", args=[row.pk]), {"present": ["x"]}).status_code == 400
    report = reverse("guidance:session_report", args=[row.pk])
    without = els.post(report, {"notes": "Goede avond.", "recording_url": "https://video.example/opname"})
    assert without.status_code == 422
    assert "Zonder toestemming" in without.content.decode()
    both = {"notes": "Goede <b>avond</b>.", "recording_url": "https://video.example/opname", "agreed": "on"}
    assert els.post(report, both).status_code == 302
    page = client.get(reverse("guidance:session_detail", args=[row.pk])).content.decode()
    assert "Goede &lt;b&gt;avond&lt;/b&gt;." in page
    assert "https://video.example/opname" in page


def test_not_before_it_began(els: ThuisClient) -> None:
    row = session()
    assert els.post(reverse("guidance:session_attendance", args=[row.pk])).status_code == 409
    assert els.post(reverse("guidance:session_report", args=[row.pk]), {"notes": "x"}).status_code == 409


def test_who_reads_the_list_of_people_is_written_down(els: ThuisClient, cast: Cast) -> None:
    row = session()
    person = registration(row)
    page = els.get(reverse("guidance:session_manage", args=[row.pk])).content.decode()
    assert "tess@voorbeeld.example" in page
    with seed():
        [read] = ReadEvent.objects.filter(purpose="session_attendance")
        assert read.reader == cast.els
        assert read.object_ids == [str(person.pk)]


def test_only_the_national_team(cast: Cast, client_as: Any) -> None:
    row = session()
    names = ("session_manage", "session_edit", "session_cancel", "session_report")
    places = [reverse(f"guidance:{name}", args=[row.pk]) for name in names]
    for who in (cast.anna, cast.bram, cast.pieter, cast.karin):
        for where in [reverse("guidance:session_desk"), reverse("guidance:session_add"), *places]:
            assert client_as(who).get(where).status_code == 403
    assert "tweede-stap" in client_as(cast.els, second_factor=False).get(places[0]).headers["Location"]
