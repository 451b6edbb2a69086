"""The volunteer's home and what the team decides about its own initiative."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from initiatives.contact_index import email_index, phone_index
from initiatives.models import Initiative
from initiatives.queries.duplicates import likely_duplicates
from initiatives.queries.registrations import my_initiatives
from tests.clients import ThuisClient
from tests.factories.initiatives import building, dossier, initiative, organisation
from tests.factories.people import Cast, member
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

ClientAs = Callable[..., ThuisClient]
HOME = "/mijn-initiatief/"
QUERIES_OF_OWN_ROLES = 11


def fresh(row: Initiative) -> Initiative:
    with seed():
        found = Initiative.objects.get(pk=row.pk)
        assert found.contact_email
        return found


def test_home_shows_own_initiatives_only(cast: Cast, client_as: ClientAs) -> None:
    mine = initiative(cast.kampen, id=cast.initiative_id, name="Mijn pastorie")
    held = dossier(mine)
    dossier(initiative(cast.kampen, name="Andermans pastorie"))

    body = client_as(cast.bram).get(HOME).content.decode()

    assert "Mijn pastorie" in body
    assert "trekker" in body
    assert f"{HOME}{held.pk}/" in body
    assert "Andermans" not in body


def test_home_says_what_to_do_when_there_is_none(cast: Cast, client_as: ClientAs) -> None:
    body = client_as(cast.stranger).get(HOME).content.decode()
    assert "Start een initiatief" in body
    assert ThuisClient().get(HOME).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_the_same_queries_for_any_number(
    cast: Cast, rows: int, client_as: ClientAs, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    dossier(initiative(cast.kampen, id=cast.initiative_id))
    for _number in range(rows - 1):
        row = initiative(cast.kampen)
        dossier(row)
        member(cast.bram, Role.LEAD_VOLUNTEER, municipality=cast.kampen, scope_id=row.pk)
    with acting(user_id=cast.bram.pk):
        access = Access.for_user(cast.bram, second_factor=False)
        assert len(my_initiatives(access)) == rows
        assert count_queries(lambda: my_initiatives(access)) == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_own_roles_say_which_initiative(
    cast: Cast, rows: int, client_as: ClientAs, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    """Before somebody puts one of several roles down; in one query for any number."""
    initiative(cast.kampen, id=cast.initiative_id, name="Pastorie 0")
    for number in range(1, rows):
        row = initiative(cast.kampen, name=f"Pastorie {number}")
        member(cast.bram, Role.LEAD_VOLUNTEER, municipality=cast.kampen, scope_id=row.pk)
    bram = client_as(cast.bram)
    with django_assert_num_queries(QUERIES_OF_OWN_ROLES):
        page = bram.get("/account/rollen/").content.decode()
    everything = bram.get("/account/rollen/neerleggen/").content.decode()
    for number in range(rows):
        assert f"Pastorie {number}" in page
        assert f"Pastorie {number}" in everything


def test_contact_is_changed_and_found_again(cast: Cast, client_as: ClientAs) -> None:
    row = initiative(cast.kampen, id=cast.initiative_id)
    dossier(row)
    url = f"{HOME}{row.pk}/contact/"
    bram = client_as(cast.bram)
    assert "06 12345678" in bram.get(url).content.decode()
    refused = bram.post(url, {"contact_name": "Nieuwe Naam", "contact_email": "geen", "contact_phone": ""})
    assert refused.status_code == 422
    assert "Nieuwe Naam" in refused.content.decode()
    saved = bram.post(
        url, {"contact_name": "Nieuwe Naam", "contact_email": "Nieuw@Voorbeeld.example", "contact_phone": "0201234567"}
    )
    assert saved.status_code == 302
    after = fresh(row)
    assert after.contact_email_index == email_index("nieuw@voorbeeld.example")
    assert after.contact_phone_index == phone_index("020-1234567")
    assert "nieuwe naam" in after.search
    with seed():
        assert AuditEvent.objects.filter(scope_id=row.pk, verb="edit_contact").count() == 1


def test_name_consent_is_given_and_taken_back(cast: Cast, client_as: ClientAs) -> None:
    row = initiative(cast.kampen, id=cast.initiative_id)
    url = f"{HOME}{row.pk}/naam/"
    bram = client_as(cast.bram)
    assert bram.get(url).status_code == 200
    assert bram.post(url, {}).status_code == 422
    assert bram.post(url, {"is_public": "ja"}).status_code == 302
    assert fresh(row).name_public_by_team
    assert bram.post(url, {"is_public": "nee"}).status_code == 302
    assert not fresh(row).name_public_by_team


@pytest.mark.parametrize("slug", ["contact", "naam"])
def test_only_the_lead_edits(cast: Cast, client_as: ClientAs, slug: str) -> None:
    row = initiative(cast.kampen, id=cast.initiative_id)
    other = initiative(cast.kampen)
    url = f"{HOME}{row.pk}/{slug}/"
    for user in (cast.vera, cast.joke, cast.stranger, cast.daan, cast.vince, cast.pieter, cast.chaima, cast.anna):
        assert client_as(user).get(url).status_code in {403, 404}, user
        assert client_as(user).post(url, {"is_public": "ja"}).status_code in {403, 404}, user
    assert client_as(cast.bram).get(f"{HOME}{other.pk}/{slug}/").status_code == 404


def test_duplicates_tell_why_and_stay_within_the_municipality(cast: Cast) -> None:
    mine = initiative(cast.kampen, contact_email="a@voorbeeld.example", contact_phone="")
    dossier(mine, held=building(cast.kampen))
    same_address = initiative(
        cast.kampen,
        contact_email="b@voorbeeld.example",
        contact_phone="",
        organisation=organisation(cast.kampen, name="Iets heel anders"),
    )
    dossier(same_address, held=building(cast.kampen))
    alike = initiative(
        cast.kampen,
        contact_email="c@voorbeeld.example",
        contact_phone="",
        organisation=organisation(cast.kampen, name="Diakonie IJsselmuiden"),
    )
    initiative(cast.zwolle, contact_email="a@voorbeeld.example")
    initiative(
        cast.kampen,
        contact_email="d@voorbeeld.example",
        contact_phone="",
        organisation=organisation(cast.kampen, name="Stichting Wonen"),
    )
    with acting(user_id=cast.anna.pk):
        found = likely_duplicates(Access.for_user(cast.anna, second_factor=True), mine)
        assert {one.initiative.pk: one.reasons for one in found} == {
            same_address.pk: ("zelfde adres",),
            alike.pk: ("organisatie lijkt op elkaar",),
        }
    with acting(user_id=cast.bram.pk):
        assert likely_duplicates(Access.for_user(cast.bram, second_factor=True), mine) == []
