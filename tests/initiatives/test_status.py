"""The status page behind the secret link: who has the ball, by when, and nothing about people or buildings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from initiatives.enums import DossierState, InitiativeState
from initiatives.models import Initiative
from tests.clients import ThuisClient
from tests.factories.initiatives import building, dossier, initiative
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import AccessLink

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def status_url(row: Initiative, *, purpose: LinkPurpose = LinkPurpose.STATUS) -> str:
    with seed():
        _link, token = create_link(purpose=purpose, object_id=row.pk, municipality=row.municipality, valid_days=10)
    return f"/status/{token}/"


def page(row: Initiative) -> str:
    response = ThuisClient().get(status_url(row))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    body: str = response.content.decode()
    return body


def test_status_tells_who_and_when_and_nothing_personal(cast: Cast) -> None:
    row = initiative(cast.kampen, contact_email="tess@voorbeeld.example", contact_name="Tess Testpersoon")
    dossier(row, held=building(cast.kampen, initiative_id=row.pk, street="Geheimestraat"), assignee=cast.anna)

    body = page(row)

    assert row.reference in body
    assert "emeente Kampen leest uw aanmelding" in body
    for secret in ("Tess", "tess@", "+316", "06 1234", "Geheimestraat", "8271", "Diaconie", "Anna", "IJsselmuiden, "):
        assert secret not in body, secret


def test_status_says_sorry_when_it_is_late(cast: Cast) -> None:
    row = initiative(cast.kampen, first_answer_due_on=date(2026, 1, 5))
    dossier(row)
    body = page(row)
    assert "Sorry" in body
    assert "te laat" in body
    assert "mailto:" in body


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (DossierState.SUBMITTED, "eerste antwoord gekregen"),
        (DossierState.IN_REVIEW, "bekijkt uw plan"),
        (DossierState.AWAITING_INFORMATION, "wacht op uw antwoord"),
        (DossierState.SUSPENDED, "ligt even stil"),
        (DossierState.ADVISED, "neemt een besluit"),
        (DossierState.APPROVED, "is akkoord"),
        (DossierState.REJECTED, "gaat niet verder"),
        (DossierState.WITHDRAWN, "is ingetrokken"),
    ],
)
def test_status_follows_the_dossier(cast: Cast, state: str, text: str) -> None:
    row = initiative(cast.kampen, state=InitiativeState.EXPLORING, first_answered_at=timezone.now())
    dossier(row, state=state, held=building(cast.kampen, initiative_id=row.pk))
    assert text in page(row)


def test_deadline_counts_working_days(cast: Cast) -> None:
    friday = datetime(2026, 11, 20, 10, tzinfo=AMSTERDAM)
    with time_machine.travel(friday, tick=False):
        row = initiative(cast.kampen, registered_on=friday.date())
        dossier(row)
        assert row.first_answer_due_on == date(2026, 11, 27)
        body = page(row)
    assert "27 november 2026" in body
    assert "nog 5 werkdagen" in body


def test_link_opens_only_its_own_initiative_and_purpose(cast: Cast) -> None:
    row, other = initiative(cast.kampen), initiative(cast.kampen, name="Ander initiatief")
    dossier(row)
    dossier(other)
    assert "Ander initiatief" not in page(row)
    client = ThuisClient()
    wrong = status_url(row, purpose=LinkPurpose.ACTIVATE)
    assert client.get(wrong).status_code == 404
    assert client.get("/status/TG-2026-7K4Q9/").status_code == 404
    assert client.get(f"/status/{row.pk}/").status_code == 404
    assert client.post(status_url(row)).status_code == 405


def test_expired_and_revoked_links_say_what_to_do(cast: Cast) -> None:
    row = initiative(cast.kampen)
    url = status_url(row)
    with seed():
        AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expired = ThuisClient().get(url)
    assert expired.status_code == 410
    assert "Log in" in expired.content.decode()
    with seed():
        AccessLink.objects.update(revoked_at=timezone.now())
    assert ThuisClient().get(url).status_code == 404
