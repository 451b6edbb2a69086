"""The register and the pages of one property: what they show to whom, in how many statements, and what bad input gets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.urls import reverse

from housing.enums import PropertyState
from housing.models import DwellingUnit, Property, PropertyContact, UnitClosure
from housing.permissions.owners import (
    answerable_properties,
    can_answer_for_property,
    can_own_property,
    owned_properties,
)
from housing.permissions.properties import (
    can_edit_closure,
    can_edit_property,
    can_edit_unit,
    can_handle_property,
    can_view_contact,
    can_view_property,
    can_view_unit,
    editable_closures,
    editable_properties,
    editable_units,
    handleable_properties,
    viewable_contacts,
    viewable_properties,
    viewable_units,
)
from housing.services.address_check import check_address
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.housing.described import described, url
from tests.seeding import seed
from thuisgevers.common.who import acting
from thuisgevers.members.models import Invitation
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_statements_for_three_of_everything_as_for_one(
    cast: Cast, client_as: Any, count_queries: Callable[..., int], rows: int
) -> None:
    place = described(cast)
    for _number in range(rows):
        make.unit(cast.kampen, place)
    client = client_as(cast.anna)
    page = url("property_detail", place.pk)
    client.get(page)
    assert count_queries(lambda: client.get(page)) == PAGE_QUERIES


PAGE_QUERIES = 24


def test_page_shows_the_contact_to_handlers_only(cast: Cast, client_as: Any) -> None:
    place = described(cast, initiative_scope_id=cast.initiative_id)
    page = url("property_detail", place.pk)
    for user, sees in (
        (cast.anna, True),
        (cast.bram, True),
        (cast.vera, False),
        (cast.vince, False),
        (cast.karin, False),
    ):
        text = client_as(user).get(page).content.decode()
        assert ("gm@voorbeeld.example" in text) is sees, user
        assert place.street in text
    assert client_as(cast.chaima).get(page).status_code == 404
    assert client_as(cast.els).get(page).status_code == 403


def test_adding_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.anna)
    wrong = client.post(
        url("property_add"),
        {"street": "Vloeddijk", "postcode": "0000 XX", "organisation": "nieuw", "contact_email": "geen adres"},
    )
    assert wrong.status_code == 422
    text = wrong.content.decode()
    for words in (
        "Kies een antwoord bij",
        "postcode in met vier cijfers",
        "Vul de naam van de organisatie in",
        "e-mailadres",
        "Vloeddijk",
    ):
        assert words in text, words
    done = client.post(url("property_add"), {"kind": "office", "street": "Vloeddijk", "house_number": "3"})
    assert done.status_code == 302
    with seed():
        assert Property.objects.get(street="Vloeddijk").kind == "office"


def test_editing_by_two_at_once_loses_nothing(cast: Cast, client_as: Any) -> None:
    place = described(cast)
    page = url("property_edit", place.pk)
    client = client_as(cast.anna)
    seen = client.get(page).context["form"]["seen"].value()
    typed = {"kind": "rectory", "street": "Nieuwe straat", "seen": seen}
    assert client.post(page, typed).status_code == 302
    late = client_as(cast.coen).post(page, {**typed, "street": "Van mij"})
    assert late.status_code == 409
    assert "Van mij" in late.content.decode()


@pytest.mark.parametrize(
    ("name", "state", "after"),
    [
        ("property_assess", "reported", "assessing"),
        ("property_use_again", "closed", "assessing"),
        ("property_assess_again", "unsuitable", "assessing"),
        ("property_close", "open", "closed"),
    ],
)
def test_steps_work_by_their_page_and_answer_409_when_too_late(
    cast: Cast, client_as: Any, name: str, state: str, after: str
) -> None:
    place = described(cast, state=state)
    client = client_as(cast.anna)
    assert client.get(url(name, place.pk)).status_code == 200
    assert client.post(url(name, place.pk), {}).status_code == 302
    with seed():
        assert Property.objects.get(pk=place.pk).state == after
    assert client.post(url(name, place.pk), {}).status_code == 409
    assert client.put(url(name, place.pk)).status_code == 405


def test_opening_what_is_not_ready_says_why(cast: Cast, client_as: Any) -> None:
    place = described(cast, state="suitable")
    answer = client_as(cast.anna).post(url("property_open", place.pk), {})
    assert answer.status_code == 422
    assert "toestemming van de eigenaar" in answer.content.decode()
    page = client_as(cast.anna).get(url("property_detail", place.pk)).content.decode()
    assert "Voor het open kan, ontbreekt nog" in page


def test_unit_form_tells_at_the_field_and_works(cast: Cast, client_as: Any) -> None:
    place = described(cast)
    client = client_as(cast.anna)
    typed = {
        "name": "Zolder",
        "capacity_min": "1",
        "capacity_max": "4",
        "bedrooms": "2",
        "lockable_bedrooms": "1",
        "kitchen": "own",
        "sanitary": "shared",
        "own_front_door": "ja",
        "step_free": "nee",
        "children_suitable": "ja",
        "pets_allowed": "nee",
    }
    wrong = client.post(url("unit_add", place.pk), {**typed, "capacity_min": "5", "lockable_bedrooms": "9"})
    assert wrong.status_code == 422
    assert "lager dan het minste" in wrong.content.decode() and "slot dan slaapkamers" in wrong.content.decode()
    assert client.post(url("unit_add", place.pk), typed).status_code == 302
    with seed():
        made = DwellingUnit.objects.get(property=place)
    assert client.post(url("unit_edit", place.pk, made.pk), {**typed, "name": "Vliering"}).status_code == 302
    assert client.post(url("unit_retire", place.pk, made.pk), {}).status_code == 302
    assert client.post(url("unit_restore", place.pk, made.pk)).status_code == 302
    day = {"kind": "repair", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}
    assert client.post(url("closure_add", place.pk, made.pk), day).status_code == 422
    assert client.post(url("closure_add", place.pk, made.pk), {**day, "ends_on": "2027-03-01"}).status_code == 302
    with seed():
        closure = UnitClosure.objects.get(unit=made)
    assert client.post(url("closure_edit", place.pk, closure.pk), {**day, "ends_on": ""}).status_code == 302
    assert client.post(url("unit_delete", place.pk, made.pk), {}).status_code == 422
    assert client.post(url("closure_remove", place.pk, closure.pk)).status_code == 302
    assert client.post(url("unit_delete", place.pk, made.pk), {}).status_code == 302


def test_unit_of_another_property_is_not_found(cast: Cast, client_as: Any) -> None:
    place, other = described(cast), described(cast)
    strange = make.unit(cast.kampen, other)
    assert client_as(cast.anna).get(url("unit_edit", place.pk, strange.pk)).status_code == 404


def test_owner_is_invited_looks_after_the_property_and_is_ended(cast: Cast, client_as: Any) -> None:
    place = described(cast)
    client = client_as(cast.anna)
    typed = {"name": "Gerda", "email": "gerda@voorbeeld.example"}
    assert client.post(url("owner_invite", place.pk), typed).status_code == 302
    assert client.post(url("owner_invite", place.pk), typed).status_code == 422
    with seed():
        invitation = Invitation.objects.get(scope_id=place.pk)
        assert OutgoingMessage.objects.filter(template="members/invitation").count() == 1
    assert client.post(url("owner_invitation_resend", place.pk, invitation.pk)).status_code == 302
    with seed():
        from thuisgevers.municipalities.enums import LinkPurpose
        from thuisgevers.municipalities.links import create_link

        token = create_link(
            purpose=LinkPurpose.INVITATION, object_id=invitation.pk, municipality=cast.kampen, valid_days=3
        )[1]
    from tests.clients import ThuisClient

    guest = ThuisClient()
    guest.get(reverse("members:invitation_open", args=[token]))
    accepted = guest.post(reverse("members:invitation_open", args=[token]), {"display_name": "Gerda", "name": "Gerda"})
    assert accepted.status_code in {200, 302}
    with seed():
        held = Membership.objects.select_related("user").get(role="property_owner", scope_id=place.pk)
    owner = client_as(held.user, second_factor=False)
    page = owner.get(reverse("housing:my_property", args=[place.pk]))
    assert page.status_code == 200 and place.street in page.content.decode()
    assert owner.get(reverse("housing:my_properties")).status_code == 302
    assert owner.get(url("property_detail", place.pk)).status_code == 404
    assert client.post(url("owner_end", place.pk, held.pk), {"reason": "verkocht"}).status_code == 302
    assert owner.get(reverse("housing:my_property", args=[place.pk])).status_code in {403, 404}


def test_official_of_elsewhere_cannot_make_an_owner_here(cast: Cast) -> None:
    """Also not with the code switched off: the database asks in which municipality the property lies."""
    from django.db import IntegrityError
    from django.db.utils import DatabaseError

    from thuisgevers.members.services.inviting import invite
    from thuisgevers.municipalities.enums import Role

    place = described(cast)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), acting(user_id=cast.chaima.pk):
        invite(
            access=Access.for_user(cast.chaima, second_factor=True),
            email="x@voorbeeld.example",
            name="X",
            role=Role.PROPERTY_OWNER,
            municipality=cast.zwolle,
            scope_id=place.pk,
        )


def test_querysets_and_predicates_agree_for_every_role(cast: Cast) -> None:
    for state in (PropertyState.OPEN, PropertyState.WITHDRAWN):
        for scope, key in ((None, None), (cast.initiative_id, cast.property_id if state == "open" else None)):
            place = described(cast, state=state, initiative_scope_id=scope, **({"id": key} if key else {}))
            room = make.unit(cast.kampen, place)
            with seed():
                UnitClosure.objects.create(
                    municipality=cast.kampen, unit=room, property=place, kind="repair", starts_on="2030-01-01"
                )
    described_there = make.property_(cast.zwolle)
    make.unit(cast.zwolle, described_there)
    pairs: list[tuple[Any, Any, Any]] = [
        (Property, viewable_properties, can_view_property),
        (Property, editable_properties, can_edit_property),
        (Property, handleable_properties, can_handle_property),
        (Property, answerable_properties, can_answer_for_property),
        (Property, owned_properties, can_own_property),
        (PropertyContact, viewable_contacts, can_view_contact),
        (DwellingUnit, viewable_units, can_view_unit),
        (DwellingUnit, editable_units, can_edit_unit),
        (UnitClosure, editable_closures, can_edit_closure),
    ]
    compared = 0
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger]:
        for narrowed in (None, cast.kampen):
            with transaction.atomic(), acting(user_id=user.pk):
                access = Access.for_user(user, second_factor=True)
                access = access if narrowed is None else access.narrowed(narrowed)
                with seed():
                    for model, listed, may in pairs:
                        if may is can_own_property and narrowed is not None:
                            continue
                        names = ["municipality"] if model is Property else ["property__municipality", "municipality"]
                        rows = model.objects.select_related(*names)
                        assert set(listed(access).values_list("pk", flat=True)) == {
                            row.pk for row in rows if may(access, row)
                        }, (user, listed.__name__, narrowed)
                        compared += 1
    assert compared > 100


class _Register(BaseHTTPRequestHandler):
    """Answers as PDOK's Locatieserver does, for one address."""

    def do_GET(self) -> None:
        words = parse_qs(urlsplit(self.path).query)["q"][0]
        docs: list[dict[str, Any]] = []
        if "8261" in words:
            docs = [
                {
                    "type": "adres",
                    "weergavenaam": "Vloeddijk 12, 8261GA Kampen",
                    "straatnaam": "Vloeddijk",
                    "huis_nlt": "12",
                    "postcode": "8261GA",
                    "adresseerbaarobject_id": "0166010000001234",
                }
            ]
        body = b"{kapot" if "9999" in words else json.dumps({"response": {"docs": docs}}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def register(settings: Any) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), _Register)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.PDOK_URL = f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    thread.join()


def test_address_is_checked_where_that_is_configured(cast: Cast, client_as: Any, register: None, settings: Any) -> None:
    good = {"kind": "office", "street": "Vloeddijk", "house_number": "12", "postcode": "8261 GA"}
    assert client_as(cast.anna).post(url("property_add"), good).status_code == 302
    with seed():
        assert Property.objects.get(street="Vloeddijk").bag_id == "0166010000001234"
    odd = {**good, "house_number": "99"}
    refused = client_as(cast.anna).post(url("property_add"), odd)
    assert refused.status_code == 422
    assert "Toch bewaren" in refused.content.decode() and "Vloeddijk 12" in refused.content.decode()
    assert client_as(cast.anna).post(url("property_add"), {**odd, "toch": "1"}).status_code == 302
    broken = check_address({"postcode": "9999 AA", "house_number": "1"})
    assert broken is not None and broken.is_fine
    settings.PDOK_URL = "http://127.0.0.1:9"
    away = check_address(odd)
    assert away is not None and away.is_fine
    settings.PDOK_URL = ""
    assert check_address(odd) is None
