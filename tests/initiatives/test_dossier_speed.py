"""The dossier asks the same number of questions whatever hangs on it, for officials and for the team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState
from initiatives.models import Dossier, InformationRequest, Note
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

type Count = Callable[[Callable[[], object]], int]

#: Session, user, who (set and unset), rights; dossier with what it belongs to, read log, its parts, timeline,
#: documents; officials also the municipality of the address.
OFFICIAL_QUERIES = 11
TEAM_QUERIES = 10


def hang(cast: Cast, dossier: Dossier, number: int) -> None:
    now = timezone.now()
    with seed():
        for index in range(number):
            base: dict[str, Any] = {"municipality": cast.kampen, "dossier": dossier}
            Note.objects.create(**base, text=f"Notitie {index}", author=cast.coen)
            InformationRequest.objects.create(
                **base,
                initiative_id=dossier.initiative_id,
                question=f"Vraag {index}?",
                due_on=now.date(),
                asked_by=cast.anna,
                asked_at=now - timedelta(hours=index),
                answer="Antwoord",
                answered_by=cast.bram,
                answered_at=now,
            )
            AuditEvent.objects.create(
                municipality=cast.kampen,
                scope_id=dossier.initiative_id,
                object_type="initiatives.Dossier",
                object_id=dossier.pk,
                verb="take_up",
                actor=cast.anna,
                actor_label="Anna",
            )


@pytest.mark.parametrize("side", ["official", "team"])
def test_number_of_queries_is_the_same_for_one_and_fifty(
    cast: Cast, client_as: Any, count_queries: Count, side: str
) -> None:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    dossier = make.dossier(
        initiative, state=DossierState.IN_REVIEW, held=make.building(cast.kampen), assignee=cast.anna
    )
    if side == "official":
        client, expected = client_as(cast.anna), OFFICIAL_QUERIES
        url = reverse("initiatives:dossier_detail", args=["kampen", dossier.pk])
    else:
        client, expected = client_as(cast.bram), TEAM_QUERIES
        url = reverse("initiatives:my_dossier", args=[dossier.pk])
    hang(cast, dossier, 1)
    assert client.get(url).status_code == 200
    assert count_queries(lambda: client.get(url)) == expected
    hang(cast, dossier, 49)
    assert count_queries(lambda: client.get(url)) == expected
