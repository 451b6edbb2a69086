"""No registration falls silent: reminder, escalation, the national desk, and a municipality that joins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from initiatives.models import Dossier, Initiative
from initiatives.queries.registrations import national_queue
from initiatives.services.first_answers import mark_first_answered, welcome_waiting
from initiatives.services.registration_send import remind_on
from initiatives.tasks import sweep_first_answers
from tests.clients import ThuisClient
from tests.factories.initiatives import dossier, initiative
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today

from .test_register_journey import link_in, mails

ClientAs = Callable[..., ThuisClient]


def fresh(row: Initiative) -> Initiative:
    with seed():
        return Initiative.objects.select_related("municipality").get(pk=row.pk)


def due(row: Initiative, *, in_days: int, reminding: int = 0) -> None:
    with seed():
        Initiative.objects.filter(pk=row.pk).update(
            first_answer_due_on=today() + timedelta(days=in_days), remind_on=today() + timedelta(days=reminding)
        )


@pytest.mark.parametrize(
    ("due_on", "reminded_on"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 12, 28), date(2026, 12, 24)),
        (date(2027, 4, 28), date(2027, 4, 26)),
    ],
)
def test_reminder_is_on_the_working_day_before(due_on: date, reminded_on: date) -> None:
    assert remind_on(due_on) == reminded_on


def test_everybody_who_may_answer_is_reminded_once_when_nobody_has_it(cast: Cast) -> None:
    row = initiative(cast.kampen)
    dossier(row)
    due(row, in_days=1)

    sweep_first_answers()
    sweep_first_answers()

    assert {mail.to_user_id for mail in mails("first_answer_reminder")} == {cast.anna.pk, cast.coen.pk}
    assert fresh(row).reminded_at is not None
    assert fresh(row).escalated_at is None


def test_only_the_assignee_is_reminded_when_there_is_one(cast: Cast) -> None:
    row = initiative(cast.kampen)
    dossier(row, assignee=cast.anna)
    due(row, in_days=1)
    sweep_first_answers()
    assert [mail.to_user_id for mail in mails("first_answer_reminder")] == [cast.anna.pk]


def test_coordinators_hear_once_when_it_is_too_late(cast: Cast) -> None:
    row = initiative(cast.kampen)
    dossier(row, assignee=cast.anna)
    due(row, in_days=-1, reminding=-2)

    sweep_first_answers()
    sweep_first_answers()

    assert [mail.to_user_id for mail in mails("first_answer_late")] == [cast.coen.pk]
    assert mails("first_answer_reminder") == []
    assert fresh(row).escalated_at is not None


def test_national_desk_hears_when_municipality_takes_no_part(cast: Cast) -> None:
    row = initiative(cast.urk)
    dossier(row)
    due(row, in_days=-1, reminding=-2)
    sweep_first_answers()
    assert [mail.to_user_id for mail in mails("first_answer_late")] == [cast.els.pk]


def test_nothing_is_sent_when_answered_or_too_early(cast: Cast) -> None:
    early, answered = initiative(cast.kampen), initiative(cast.kampen, first_answered_at=timezone.now())
    dossier(early)
    dossier(answered)
    due(early, in_days=3, reminding=2)
    due(answered, in_days=-3)
    sweep_first_answers()
    assert mails("first_answer_reminder") == []
    assert mails("first_answer_late") == []


def test_first_answer_is_noted_once(cast: Cast) -> None:
    row = initiative(cast.kampen)
    with transaction.atomic(), acting(user_id=cast.anna.pk):
        access = Access.for_user(cast.anna, second_factor=True)
        assert mark_first_answered(access=access, initiative=row)
        assert not mark_first_answered(access=access, initiative=row)


def test_national_desk_answers_from_the_queue(cast: Cast, client_as: ClientAs) -> None:
    row = initiative(cast.urk, contact_email="tess@voorbeeld.example")
    dossier(row)
    initiative(cast.kampen, name="In Kampen")
    els = client_as(cast.els)

    queue = els.get("/landelijk/aanmeldingen/").content.decode()
    assert row.reference in queue
    assert "In Kampen" not in queue
    page = els.get(f"/landelijk/aanmeldingen/{row.pk}/").content.decode()
    assert "tess@voorbeeld.example" in page
    url = f"/landelijk/aanmeldingen/{row.pk}/"
    assert els.post(url, {"text": ""}).status_code == 422
    assert els.post(url, {"text": "Fijn dat u dit wilt. Wij bellen u morgen."}).status_code == 302

    [mail] = mails("first_answer")
    with seed():
        assert mail.to == "tess@voorbeeld.example"
    assert "Wij bellen u morgen" in (mail.body or "")
    assert fresh(row).first_answered_at is not None
    assert ThuisClient().get(link_in(mail, "/status/")).status_code == 200
    assert "Els" in els.get("/landelijk/aanmeldingen/").content.decode()
    second = els.post(url, {"text": "Nog een keer hetzelfde antwoord."})
    assert second.status_code == 409
    assert len(mails("first_answer")) == 1


def test_national_queue_is_closed_to_others(cast: Cast, client_as: ClientAs) -> None:
    row = initiative(cast.urk)
    kampen = initiative(cast.kampen)
    for user in (cast.anna, cast.coen, cast.bram, cast.stranger):
        assert client_as(user).get("/landelijk/aanmeldingen/").status_code in {403, 404}
        assert client_as(user).get(f"/landelijk/aanmeldingen/{row.pk}/").status_code in {403, 404}
    assert client_as(cast.els).get(f"/landelijk/aanmeldingen/{kampen.pk}/").status_code == 404
    assert ThuisClient().get("/landelijk/aanmeldingen/").status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_the_same_queries_for_any_number(
    cast: Cast, rows: int, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    for _number in range(rows):
        dossier(initiative(cast.urk, first_answered_at=timezone.now()))
    with transaction.atomic(), acting(user_id=cast.els.pk):
        access = Access.for_user(cast.els, second_factor=True)
        assert count_queries(lambda: national_queue(access)) == 2


def test_senders_hear_and_term_starts_anew_when_municipality_joins(cast: Cast) -> None:
    waiting = initiative(cast.urk, contact_email="tess@voorbeeld.example")
    held = dossier(waiting)
    due(waiting, in_days=-4, reminding=-5)
    with seed():
        Initiative.objects.filter(pk=waiting.pk).update(reminded_at=timezone.now(), escalated_at=timezone.now())
        Municipality.objects.filter(pk=cast.urk.pk).update(participates_since=today())
    urker = person("Ursula")
    member(urker, Role.CASE_COORDINATOR, municipality=cast.urk)
    place = Municipality.objects.get(pk=cast.urk.pk)
    with transaction.atomic(), acting(user_id=urker.pk):
        welcome_waiting(Access.for_user(urker, second_factor=True), place)

    row = fresh(waiting)
    assert row.first_answer_due_on is not None
    assert row.first_answer_due_on > today()
    assert row.reminded_at is None
    assert row.escalated_at is None
    with seed():
        assert Dossier.objects.get(pk=held.pk).target_date == row.first_answer_due_on
    [mail] = mails("municipality_joined")
    with seed():
        assert mail.to == "tess@voorbeeld.example"
