"""The public page of a support base: what the team chose, while team and municipality publish the name, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from initiatives.enums import InitiativeState
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.workspace import support
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.guidance.models import SupportEntry, SupportPage
from thuisgevers.guidance.permissions import workspace as rights
from thuisgevers.guidance.services.workspace.support_page import is_named, publish_support, withdraw_support
from thuisgevers.municipalities.working_days import today

pytestmark = pytest.mark.django_db

CANARY = "Kanariestraat"
NAMED: dict[str, Any] = {
    "name_public_by_team": True,
    "name_public_by_municipality": True,
    "council_told_on": today(),
    "neighbours_told_on": today(),
    "announced_on": today(),
}


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(
        cast.kampen, id=cast.initiative_id, name="Huis aan de Dijk", state=InitiativeState.RUNNING, **NAMED
    )


def chosen(mine: Any, by_whom: Any, **facts: Any) -> SupportEntry:
    return support(mine, by_whom, outcome="Achter de kerk.", may_share=True, **facts)


def page_of(mine: Any) -> SupportPage:
    with seed():
        return SupportPage.objects.get(initiative=mine)


def url(mine: Any) -> str:
    return reverse("guidance:public_support", args=[page_of(mine).pk])


def send(client: Any, mine: Any, act: str) -> Any:
    return client.post(reverse("guidance:workspace_support_publish", args=[mine.pk]), {"act": act})


def test_the_lead_publishes_and_takes_back(cast: Cast, client: Any, client_as: Any, mine: Any) -> None:
    chosen(mine, cast.vera, text="Waar parkeren de bewoners?")
    support(mine, cast.vera, text=CANARY, outcome=CANARY)
    bram = client_as(cast.bram)
    summary = reverse("guidance:workspace_support_summary", args=[mine.pk])
    assert "Zet op de website" in bram.get(summary).content.decode()
    for _twice in range(2):
        assert send(bram, mine, "publish").status_code == 302
    text = client.get(url(mine)).content.decode()
    assert "Waar parkeren de bewoners?" in text
    assert "Huis aan de Dijk" in text
    for hidden in (CANARY, "Vera", "Kampen", "november"):
        assert hidden not in text.split("<main")[1].split("</main>")[0], hidden
    assert "Haal van de website" in bram.get(summary).content.decode()
    assert "Haal van de website" not in client_as(cast.vera).get(summary).content.decode()
    for _twice in range(2):
        assert send(bram, mine, "withdraw").status_code == 302
    assert client.get(url(mine)).status_code == 404


@pytest.mark.parametrize(
    "taken_back",
    [
        {"name_public_by_team": False},
        {"name_public_by_municipality": False},
        {"announced_on": None, "name_public_by_municipality": False},
        {"announced_on": today() + timedelta(days=2)},
        {"state": InitiativeState.WITHDRAWN},
    ],
)
def test_it_goes_with_the_name_at_once(cast: Cast, client: Any, mine: Any, taken_back: dict[str, Any]) -> None:
    chosen(mine, cast.bram)
    by(cast.bram, lambda access: publish_support(access=access, initiative=mine))
    assert client.get(url(mine)).status_code == 200
    with seed():
        for name, value in taken_back.items():
            setattr(mine, name, value)
        mine.save(update_fields=[*taken_back])
    assert client.get(url(mine)).status_code == 404
    assert not is_named(mine)
    by(cast.bram, lambda access: withdraw_support(access=access, initiative=mine))


def test_what_changes_later_leaves_the_page_until_it_is_published_again(
    cast: Cast, client: Any, client_as: Any, mine: Any
) -> None:
    first, other = chosen(mine, cast.vera, text="Een?"), chosen(mine, cast.vera, text="Twee?")
    by(cast.bram, lambda access: publish_support(access=access, initiative=mine))
    chosen(mine, cast.vera, text="Drie?")
    with seed():
        first.text = CANARY
        first.save(update_fields=["text", "updated_at"])
    text = client.get(url(mine)).content.decode()
    assert "Twee?" in text
    assert "Drie?" not in text
    assert CANARY not in text
    summary = client_as(cast.bram).get(reverse("guidance:workspace_support_summary", args=[mine.pk])).content.decode()
    assert "2 antwoorden zijn daarna" in summary
    by(cast.bram, lambda access: publish_support(access=access, initiative=mine))
    assert "Drie?" in client.get(url(mine)).content.decode()
    with seed():
        other.may_share = False
        other.save(update_fields=["may_share", "updated_at"])
    assert "Twee?" not in client.get(url(mine)).content.decode()


def test_not_before_the_name_is_public_or_something_was_chosen(cast: Cast, client_as: Any, mine: Any) -> None:
    bram = client_as(cast.bram)
    answer = send(bram, mine, "publish")
    assert answer.status_code == 422
    assert "Kies eerst" in answer.content.decode()
    chosen(mine, cast.bram)
    with seed():
        mine.name_public_by_municipality = False
        mine.save(update_fields=["name_public_by_municipality"])
    answer = send(bram, mine, "publish")
    assert answer.status_code == 422
    assert "de gemeente de naam" in answer.content.decode()
    with seed():
        assert not SupportPage.objects.exists()


def test_nobody_but_the_lead(cast: Cast, client_as: Any, mine: Any) -> None:
    chosen(mine, cast.bram)
    for user in (cast.vera, cast.joke, cast.pieter, cast.anna, cast.coen, cast.els, cast.gerrit, cast.chaima):
        assert send(client_as(user), mine, "publish").status_code in (403, 404)
        with pytest.raises(PermissionDenied):
            by(user, lambda access: publish_support(access=access, initiative=mine))
        with pytest.raises(DatabaseError), transaction.atomic():
            by(user, lambda access, who=user: _forge(mine, who))
    by(cast.bram, lambda access: publish_support(access=access, initiative=mine))
    row = page_of(mine)
    seen = set()
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        found = by(user, lambda access: rights.viewable_support_pages(access).filter(pk=row.pk).exists())
        assert found == by(user, lambda access: rights.can_view_support_page(access, row)), user.display_name
        assert found == by(user, lambda _access: SupportPage.objects.filter(pk=row.pk).exists())
        if found:
            seen.add(user.display_name)
        changed = by(user, lambda _access: SupportPage.objects.filter(pk=row.pk).update(is_public=True))
        assert changed == int(user == cast.bram)
    assert seen == {"Bram", "Vera", "Joke", "Pieter"}


def _forge(mine: Any, who: Any) -> None:
    SupportPage(municipality=mine.municipality, initiative=mine, changed_by=who).save(force_insert=True)


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(cast: Cast, client: Any, count_queries: Any, mine: Any, number: int) -> None:
    for _index in range(number):
        chosen(mine, cast.bram)
    by(cast.bram, lambda access: publish_support(access=access, initiative=mine))
    here = url(mine)
    assert count_queries(lambda: client.get(here)) == 1
