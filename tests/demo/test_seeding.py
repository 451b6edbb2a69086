"""A part of the demo data made for real, and seen as its personas see it, under the application's own role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from housing.models import FollowOnHousing, Household, HouseholdCard, HousingFigure, Placement
from initiatives.enums import DossierState
from initiatives.models import Decision, Dossier, Initiative, Note
from tests.clients import ThuisClient
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.chain import broken_links
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common import tasks
from thuisgevers.demo.personas import PERSONAS, persona
from thuisgevers.demo.seeding import is_seeded, seed_demo
from thuisgevers.demo.views import with_this_address
from thuisgevers.documents.models import Document
from thuisgevers.members.models import Invitation
from thuisgevers.municipalities.models import Membership, Municipality
from thuisgevers.notifications.models import DemoMail, OutgoingMessage

PLACES = frozenset({"Kampen", "Zwolle", "Hattem", "Assen"})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the wake-ups that reached the broker."""
    names: list[str] = []

    def note(name: str, args: tuple[Any, ...], queue: str) -> bool:
        names.append(name)
        return True

    monkeypatch.setattr(tasks, "publish", note)
    return names


@pytest.fixture
def seeded(db: None, settings: Any, tmp_path: Path, sent: list[str]) -> None:
    settings.DEMO = True
    settings.DOCUMENT_STORAGE_DIR = tmp_path / "documents"
    with seed():
        summary = seed_demo(only=PLACES)
        assert summary is not None
        assert summary.initiatives >= 20
        assert summary.municipalities == len(PLACES)


@pytest.mark.timeout(400)
def test_demo_is_made_once_and_means_what_it_says(
    seeded: None, sent: list[str], client_as: Callable[..., ThuisClient], client: ThuisClient
) -> None:
    with seed():
        _check_rows()
        _check_people()
        before = (AuditEvent.objects.count(), OutgoingMessage.objects.count(), User.objects.count())
        assert is_seeded()
        assert seed_demo() is None
        assert before == (AuditEvent.objects.count(), OutgoingMessage.objects.count(), User.objects.count())
    assert not sent
    _check_pages(client_as, client)


def _check_rows() -> None:
    states = Counter(Dossier.objects.filter(municipality__name="Kampen").values_list("state", flat=True))
    wanted = set(DossierState) - {DossierState.DRAFT, DossierState.WITHDRAWN}
    assert wanted <= set(states)
    assert Initiative.objects.filter(announced_on__isnull=False).count() >= 5
    assert Note.objects.exists()
    assert all(one.advised_by_id != one.decided_by_id for one in Decision.objects.all())
    kinds = Counter(Document.objects.values_list("kind", flat=True))
    assert kinds == {"cooperation_agreement": 2, "press_release": 2}
    assert not Document.objects.filter(state__in=["requested", "rendering"]).exists()
    now = timezone.now()
    assert AuditEvent.objects.filter(at__lt=now - timedelta(days=60)).exists()
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    assert not broken_links()
    moments = list(
        AuditEvent.objects.filter(municipality__name="Kampen").order_by("position").values_list("at", flat=True)
    )
    assert moments == sorted(moments)
    assert DemoMail.objects.count() == OutgoingMessage.objects.count() > 100
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {"sent"}
    assert Invitation.objects.filter(state="open").count() >= 2
    late = Initiative.objects.get(name="Erfgenoten")
    assert late.escalated_at is not None
    assert late.first_answered_at is None
    assert Municipality.objects.get(name="Assen").participates_since is None
    assert Municipality.objects.get(name="Kampen").sender_name == "Gemeente Kampen"
    _check_homes()


def _check_homes() -> None:
    """Two years of stays in Kampen and Zwolle, nobody where nobody takes part, and a card for each stay."""
    stays = Placement.objects.filter(municipality__name="Kampen")
    assert {"active", "ended"} <= set(stays.values_list("state", flat=True))
    assert not Household.objects.exclude(municipality__participates_since__isnull=False).exists()
    oldest = Placement.objects.order_by("move_in_on").values_list("move_in_on", flat=True)[0]
    assert oldest < timezone.localdate() - timedelta(days=500)
    assert HouseholdCard.objects.count() == Placement.objects.count()
    assert HousingFigure.objects.filter(people_now__gt=0).exists()
    moved_in = Placement.objects.filter(state__in=["active", "ended"])
    assert FollowOnHousing.objects.count() == moved_in.count()
    buddy = Membership.objects.get(role="buddy", user__email__startswith="daan@")
    assert moved_in.filter(household_id=buddy.scope_id, property__initiative_scope_id__isnull=False).exists()


def _check_people() -> None:
    held = set(Membership.objects.values_list("user__email", "role"))
    assert {(one.email, one.role) for one in PERSONAS} <= held


def _user(key: str) -> User:
    one = persona(key)
    assert one is not None
    return User.objects.get(email=one.email)


def _check_pages(client_as: Callable[..., ThuisClient], client: ThuisClient) -> None:
    worklist = client_as(_user("anna")).get("/kampen/dossiers/")
    assert worklist.status_code == 200
    assert "De Oude Pastorie" in worklist.content.decode()
    assert client_as(_user("chaima")).get("/kampen/dossiers/").status_code == 404
    own = client_as(_user("bram")).get("/mijn-initiatief/").content.decode()
    assert "De Oude Pastorie" in own
    assert "Onder Eén Dak" in own
    assert "Kloostertuin" not in own
    listed = client.get("/demo/").content.decode()
    assert all(one.name in listed for one in PERSONAS)
    assert "TG-" in client.get("/demo/postvak/").content.decode()


def test_seeding_is_refused_outside_the_demo(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo")
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_personas")
    with seed():
        assert not is_seeded()


def test_seeding_is_refused_as_the_application(db: None, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="DB_ROLE=owner"):
        call_command("seed_demo")


def test_personas_are_printed_with_and_without_the_address(settings: Any) -> None:
    settings.DEMO = True
    settings.BASE_URL = "http://localhost:8123"
    out, table = StringIO(), StringIO()
    call_command("demo_personas", stdout=out)
    call_command("demo_personas", "--table-only", stdout=table)
    assert "http://localhost:8123/demo/" in out.getvalue()
    assert "http" not in table.getvalue()
    lines = table.getvalue().splitlines()
    assert len(lines) == len(PERSONAS) + 1
    assert all(one.name in table.getvalue() for one in PERSONAS)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Open http://localhost:8000/a/b/.", "Open http://localhost:9000/a/b/."),
        ("Open http://127.0.0.1/a/", "Open http://localhost:9000/a/"),
        ("Open https://voorbeeld.example/a/", "Open https://voorbeeld.example/a/"),
    ],
)
def test_links_in_old_mail_follow_the_demo_to_another_port(settings: Any, kept: str, shown: str) -> None:
    settings.BASE_URL = "http://localhost:9000"
    assert with_this_address(kept) == shown
