"""The page of one dossier: who sees which part, and that it costs the same whatever hangs on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState
from initiatives.models import Advice, Decision, Dossier, InformationRequest, Note
from initiatives.queries.dossier_page import NEWEST
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent

#: Session, user, who (set and unset), municipality, rights, dossier, read log, parts, timeline, documents.
PAGE_QUERIES = 11


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    held = make.building(cast.kampen, initiative_id=initiative.pk)
    return make.dossier(initiative, state=DossierState.IN_REVIEW, held=held, assignee=cast.anna)


def page(dossier: Dossier) -> str:
    return reverse("initiatives:dossier_detail", args=["kampen", dossier.pk])


def hang(cast: Cast, dossier: Dossier, number: int) -> None:
    common: dict[str, Any] = {"municipality": cast.kampen, "dossier": dossier}
    now = timezone.now()
    with seed():
        for index in range(number):
            InformationRequest(
                initiative=dossier.initiative,
                question=f"Vraag {index}",
                due_on=now.date(),
                asked_by=cast.anna,
                asked_at=now,
                answer="Ja" if index else "",
                answered_by=cast.bram if index else None,
                answered_at=now if index else None,
                **common,
            ).save(force_insert=True)
            Note(text=f"Notitie {index}", author=cast.coen, **common).save(force_insert=True)
            Advice(outcome="approve", text=f"Advies {index}", advised_by=cast.anna, advised_at=now, **common).save(
                force_insert=True
            )
            Decision(
                initiative=dossier.initiative,
                outcome="reject",
                reason=f"Besluit {index}",
                advised_by=cast.anna,
                decided_by=cast.coen,
                decided_at=now,
                **common,
            ).save(force_insert=True)
            AuditEvent(
                municipality=cast.kampen,
                scope_id=dossier.initiative_id,
                object_type="initiatives.Dossier",
                object_id=dossier.pk,
                verb="suspend",
                reason=f"Reden {index}",
                actor=cast.anna,
                actor_label="Anna",
            ).save(force_insert=True)


def test_number_of_queries_is_the_same_for_one_and_fifty(
    cast: Cast, dossier: Dossier, client_as: Any, count_queries: Any
) -> None:
    anna = client_as(cast.anna)
    hang(cast, dossier, 1)
    anna.get(page(dossier))
    one = count_queries(lambda: anna.get(page(dossier)))
    hang(cast, dossier, 49)
    assert count_queries(lambda: anna.get(page(dossier))) == one
    assert one == PAGE_QUERIES


@pytest.mark.parametrize(
    ("who", "sees_internal", "may_act"),
    [("anna", True, True), ("coen", True, True), ("vince", True, False), ("karin", False, False)],
)
def test_each_official_sees_their_parts(
    cast: Cast, dossier: Dossier, client_as: Any, who: str, sees_internal: bool, may_act: bool
) -> None:
    hang(cast, dossier, 1)
    text = client_as(getattr(cast, who)).get(page(dossier)).content.decode()
    assert ("Notitie 0" in text) == sees_internal
    assert ("Advies 0" in text) == sees_internal
    assert ("/advies/" in text) == may_act
    assert "Vraag 0" in text
    assert "Besluit 0" in text


def test_the_team_sees_the_same_dossier_without_the_internal_parts(
    cast: Cast, dossier: Dossier, client_as: Any
) -> None:
    hang(cast, dossier, 1)
    address = reverse("initiatives:my_dossier", args=[dossier.pk])
    for who in (cast.bram, cast.vera, cast.pieter):
        text = client_as(who).get(address).content.decode()
        assert "Vraag 0" in text
        assert "Besluit 0" in text
        assert "Notitie 0" not in text
        assert "Advies 0" not in text


def test_what_people_typed_is_never_markup(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    evil = "<script>alert(1)</script>"
    anna, bram = client_as(cast.anna), client_as(cast.bram)
    with seed():
        Note(municipality=cast.kampen, dossier=dossier, text=evil, author=cast.anna).save(force_insert=True)
        InformationRequest(
            municipality=cast.kampen,
            dossier=dossier,
            initiative=dossier.initiative,
            question=evil,
            due_on=timezone.localdate(),
            asked_by=cast.anna,
            asked_at=timezone.now(),
        ).save(force_insert=True)
        dossier.initiative.name = dossier.initiative.summary = dossier.initiative.place = evil
        dossier.initiative.save(update_fields=["name", "summary", "place"])
        cast.anna.display_name = evil
        cast.anna.save(update_fields=["display_name"])
    for client, address in (
        (anna, page(dossier)),
        (anna, reverse("initiatives:dossier_list", args=["kampen"])),
        (bram, reverse("initiatives:my_dossier", args=[dossier.pk])),
    ):
        text = client.get(address).content.decode()
        assert evil not in text
        assert "&lt;script&gt;" in text


def test_lookalikes_come_as_a_part_and_as_a_page(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    other = make.initiative(cast.kampen, name="Andere groep, zelfde huis")
    make.dossier(other, held=make.building(cast.kampen))
    anna = client_as(cast.anna)
    address = reverse("initiatives:dossier_lookalikes", args=["kampen", dossier.pk])
    assert address in anna.get(page(dossier)).content.decode()
    whole = anna.get(address).content.decode()
    part = anna.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Andere groep, zelfde huis" in whole
    assert "Andere groep, zelfde huis" in part
    assert "<html" in whole
    assert "<html" not in part
    assert client_as(cast.karin).get(address).status_code == 403


def test_timeline_is_short_and_whole_as_a_part_and_as_a_page(cast: Cast, dossier: Dossier, client_as: Any) -> None:
    with seed():
        for number in range(NEWEST + 4):
            AuditEvent(
                municipality=cast.kampen,
                scope_id=dossier.initiative_id,
                object_type="initiatives.Dossier",
                object_id=dossier.pk,
                verb="take_up",
                reason=f"Regel-{number:02}.",
                visibility="internal" if number == 0 else "team",
                actor_label="Anna",
            ).save(force_insert=True)
    sides = (
        (
            client_as(cast.anna),
            page(dossier),
            reverse("initiatives:dossier_timeline", args=["kampen", dossier.pk]),
            True,
        ),
        (
            client_as(cast.bram),
            reverse("initiatives:my_dossier", args=[dossier.pk]),
            reverse("initiatives:my_dossier_timeline", args=[dossier.pk]),
            False,
        ),
    )
    for client, short, whole, sees_internal in sides:
        text = client.get(short).content.decode()
        assert text.count("t-timeline__meta") == NEWEST
        assert whole in text
        everything = client.get(whole).content.decode()
        part = client.get(whole, headers={"HX-Request": "true"}).content.decode()
        for answer in (everything, part):
            assert 'id="tijdlijn"' in answer
            assert "Regel-01." in answer
            assert ("Regel-00." in answer) == sees_internal
        assert "<html" in everything
        assert "<html" not in part
    assert client_as(cast.chaima).get(sides[0][2]).status_code == 404
    assert client_as(cast.chaima).get(sides[1][2]).status_code == 404
