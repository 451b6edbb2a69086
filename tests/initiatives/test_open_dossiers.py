"""`is_open` is kept by triggers: it says the same as state and announcement together, whoever changes them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from initiatives.enums import OPEN_DOSSIER_STATES, DossierState
from initiatives.models import Dossier, Initiative
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed

pytestmark = pytest.mark.django_db


def is_open(dossier: Dossier) -> bool:
    with seed():
        return Dossier.objects.values_list("is_open", flat=True).get(pk=dossier.pk)


@pytest.mark.parametrize("state", list(DossierState))
def test_open_follows_the_state(cast: Cast, state: DossierState) -> None:
    dossier = make.dossier(make.initiative(cast.kampen), state=DossierState.SUBMITTED, held=make.building(cast.kampen))
    assert is_open(dossier)
    with seed():
        Dossier.objects.filter(pk=dossier.pk).update(state=state)
    assert is_open(dossier) == (state in OPEN_DOSSIER_STATES or state == DossierState.APPROVED)


def test_open_cannot_be_set_by_hand(cast: Cast) -> None:
    dossier = make.dossier(make.initiative(cast.kampen))
    with seed():
        Dossier.objects.filter(pk=dossier.pk).update(is_open=False)
    assert is_open(dossier)


def test_announcing_closes_and_taking_it_back_opens(cast: Cast) -> None:
    dossier = make.dossier(make.initiative(cast.kampen), state=DossierState.APPROVED, held=make.building(cast.kampen))
    today = timezone.localdate()
    for announced_on in (today, None):
        with seed():
            Initiative.objects.filter(pk=dossier.initiative_id).update(
                council_told_on=today, neighbours_told_on=today, announced_on=announced_on
            )
        assert is_open(dossier) == (announced_on is None)


def test_announced_initiative_leaves_a_refused_dossier_closed(cast: Cast) -> None:
    dossier = make.dossier(make.initiative(cast.kampen), state=DossierState.REJECTED)
    today = timezone.localdate()
    with seed():
        for announced_on in (today, None):
            Initiative.objects.filter(pk=dossier.initiative_id).update(
                council_told_on=today, neighbours_told_on=today, announced_on=announced_on
            )
    assert not is_open(dossier)
