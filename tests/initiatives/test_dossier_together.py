"""Two people at once: the second gets the fresh state, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState
from initiatives.models import InformationRequest
from initiatives.services.locking import StaleDossierError, version_of
from initiatives.services.questions import answer_information, ask_information, close_information
from initiatives.services.review import (
    suspend_dossier,
    take_up_dossier,
)
from tests.factories.people import Cast
from tests.initiatives.dossiers import by, fresh, in_state, mails, url
from tests.seeding import seed
from thuisgevers.common.conflicts import ConflictError


def test_second_official_keeps_the_text_and_sees_the_fresh_state(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    seen = version_of(dossier)
    by(cast.coen, lambda access: suspend_dossier(access=access, dossier=dossier, reason="Wacht op brandweer"))
    answer = client_as(cast.anna).post(
        url("ask_information", dossier),
        {
            "seen": seen,
            "question": "Wat vindt de buurt ervan?",
            "due_on": str(timezone.localdate() + timedelta(days=9)),
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Wat vindt de buurt ervan?" in page
    assert "opgeschort" in page and "Wacht op brandweer" in page
    assert "Naar het dossier" in page and "Vraag versturen</button>" not in page
    assert version_of(fresh(dossier)) in page
    with seed():
        assert not InformationRequest.objects.exists()


def test_stale_facts_are_refused_even_when_the_state_is_the_same(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    seen = version_of(dossier)
    anna, bram = client_as(cast.anna), client_as(cast.bram)
    mine = reverse("initiatives:my_dossier_initiative", args=[dossier.pk])
    assert bram.post(mine, {"seen": seen, "name": "Pastorie Nieuw", "place": "Zalk"}).status_code == 302
    late = anna.post(url("initiative", dossier), {"seen": seen, "name": "Pastorie Oud", "place": "Kampen"})
    assert late.status_code == 409
    assert "Pastorie Oud" in late.content.decode()
    assert fresh(dossier).initiative.name == "Pastorie Nieuw"
    again = anna.post(
        url("initiative", dossier), {"seen": version_of(fresh(dossier)), "name": "Pastorie Oud", "place": "Kampen"}
    )
    assert again.status_code == 302
    assert "pastorie oud" in fresh(dossier).initiative.search


def test_stale_version_raises_in_the_service(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.SUBMITTED)
    with pytest.raises(StaleDossierError):
        by(cast.anna, lambda access: take_up_dossier(access=access, dossier=dossier, seen="1.000000"))


def test_volunteer_who_answers_after_the_municipality_went_on_keeps_the_text(cast: Cast, client_as: Any) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW, assignee=cast.anna)
    question = by(
        cast.anna,
        lambda access: ask_information(
            access=access, dossier=dossier, question="Hoeveel kamers?", due_on=timezone.localdate() + timedelta(days=3)
        ),
    )
    by(cast.anna, lambda access: close_information(access=access, dossier=dossier, reason="We weten het al"))
    assert ("information_closed", "Bram") in mails()
    answer = client_as(cast.bram).post(
        reverse("initiatives:my_dossier_answer", args=[dossier.pk, question.pk]), {"answer": "Vier kamers."}
    )
    assert answer.status_code == 409
    assert "Vier kamers." in answer.content.decode()
    assert "zonder antwoord" in answer.content.decode()


def test_two_team_mates_answer_and_the_first_one_counts(cast: Cast) -> None:
    dossier = in_state(cast, DossierState.IN_REVIEW)
    due_on = timezone.localdate() + timedelta(days=3)
    question = by(
        cast.anna, lambda access: ask_information(access=access, dossier=dossier, question="Wat?", due_on=due_on)
    )
    by(cast.bram, lambda access: answer_information(access=access, question=question, answer="Dit."))
    with pytest.raises(ConflictError, match="net al beantwoord"):
        by(cast.vera, lambda access: answer_information(access=access, question=question, answer="Dat."))
    with seed():
        assert InformationRequest.objects.get().answer == "Dit."
