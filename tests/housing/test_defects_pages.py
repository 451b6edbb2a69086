"""The pages of reports: for officials, team, owner and buddy; with bad input and with two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from housing.enums import DefectState
from housing.models import DefectReport, HouseholdCard, Property
from tests.clients import ThuisClient
from tests.factories.housing import property_
from tests.factories.people import Cast
from tests.housing.test_defects import fresh, home, place, report
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

pytestmark = pytest.mark.django_db
__all__ = ["home", "place"]

ClientAs = Callable[..., ThuisClient]
GOOD = {"kind": "broken", "urgency": "today", "description": "De verwarming doet het niet."}


def url(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=["kampen", *args])


def mine(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=args)


def only() -> DefectReport:
    with seed():
        return DefectReport.objects.get()


def test_each_way_to_report(cast: Cast, place: Property, home: HouseholdCard, client_as: ClientAs) -> None:
    ways = {
        "anna": url("defect_report", place.pk),
        "vera": mine("my_property_defect", place.pk),
        "gerrit": mine("my_property_defect", place.pk),
        "daan": mine("my_home_defect", cast.household_id),
    }
    for name, where in ways.items():
        client = client_as(getattr(cast, name))
        page = client.get(where)
        assert page.status_code == 200
        text = page.content.decode()
        assert text.index("Bel 112") < text.index('name="kind"')
        done = client.post(where, {**GOOD, "client_id": str(uuid7())})
        assert done.status_code == 302
        shown = client.get(done.headers["Location"])
        assert shown.status_code == 200
        assert "De verwarming doet het niet." in shown.content.decode()
    with seed():
        assert DefectReport.objects.count() == 4


def test_sent_twice_is_one(cast: Cast, place: Property, client_as: ClientAs) -> None:
    vera, number = client_as(cast.vera), str(uuid7())
    first = vera.post(mine("my_property_defect", place.pk), {**GOOD, "client_id": number})
    again = vera.post(mine("my_property_defect", place.pk), {**GOOD, "client_id": number})
    assert first.headers["Location"] == again.headers["Location"] == mine("my_defect_detail", only().pk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "gestolen"}, "kind"),
        ({"urgency": ""}, "urgency"),
        ({"urgency": "gisteren"}, "urgency"),
        ({"description": "  "}, "description"),
        ({"description": "x" * 2001}, "description"),
        ({"unit": "geen-eenheid"}, "unit"),
        ({"client_id": "geen uuid"}, "client_id"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    cast: Cast, place: Property, home: HouseholdCard, client_as: ClientAs, change: dict[str, str], field: str
) -> None:
    page = client_as(cast.vera).post(mine("my_property_defect", place.pk), {**GOOD, **change})
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    if field != "description":
        assert "De verwarming doet het niet." in page.content.decode()
    with seed():
        assert not DefectReport.objects.exists()


def test_a_warning_is_shown_once_and_the_writer_decides(cast: Cast, place: Property, client_as: ClientAs) -> None:
    vera = client_as(cast.vera)
    data = {**GOOD, "description": "De vrouw is ziek, haar BSN is 111222333."}
    page = vera.post(mine("my_property_defect", place.pk), data)
    assert page.status_code == 422
    text = page.content.decode()
    assert "burgerservicenummer" in text
    assert 'name="has_seen_warning" value="on"' in text
    assert vera.post(mine("my_property_defect", place.pk), {**data, "has_seen_warning": "on"}).status_code == 302


def test_an_official_chooses_who_acts_and_others_cannot(cast: Cast, place: Property, client_as: ClientAs) -> None:
    client_as(cast.anna).post(url("defect_report", place.pk), {**GOOD, "acts": "initiative"})
    assert only().acts == "initiative"
    client_as(cast.vera).post(mine("my_property_defect", place.pk), {**GOOD, "acts": "initiative"})
    with seed():
        assert DefectReport.objects.exclude(acts="initiative").get().acts == "owner"


def test_all_steps_by_form(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = report(cast.vera, place)
    gerrit, vera = client_as(cast.gerrit), client_as(cast.vera)
    for name in ("my_defect_answer", "my_defect_start", "my_defect_pass_on", "my_defect_close"):
        assert gerrit.get(mine(name, made.pk)).status_code == 200
    assert gerrit.post(mine("my_defect_answer", made.pk), {"text": ""}).status_code == 422
    assert gerrit.post(mine("my_defect_answer", made.pk), {"text": "x", "due_on": "2020-01-01"}).status_code == 422
    assert gerrit.post(mine("my_defect_answer", made.pk), {"text": "Ik bel morgen."}).status_code == 302
    assert gerrit.post(mine("my_defect_answer", made.pk), {"text": "Nog eens."}).status_code == 409
    assert gerrit.post(mine("my_defect_start", made.pk), {}).status_code == 302
    assert gerrit.post(mine("my_defect_message", made.pk), {"text": "Monteur komt."}).status_code == 302
    assert gerrit.post(mine("my_defect_message", made.pk), {"text": ""}).status_code == 422
    assert gerrit.post(mine("my_defect_close", made.pk), {}).status_code == 422
    assert gerrit.post(mine("my_defect_close", made.pk), {"outcome": "not_repaired"}).status_code == 422
    assert gerrit.post(mine("my_defect_close", made.pk), {"outcome": "repaired"}).status_code == 302
    assert vera.get(mine("my_defect_reopen", made.pk)).status_code == 200
    assert vera.post(mine("my_defect_reopen", made.pk), {"text": "Nog koud."}).status_code == 302
    assert vera.post(mine("my_defect_reopen", made.pk), {"text": "Nog koud."}).status_code in {403, 409}
    anna = client_as(cast.anna)
    assert anna.post(url("defect_pass_on", made.pk), {"to": "municipality", "text": "Wij doen het."}).status_code == 302
    assert anna.post(url("defect_close", made.pk), {"outcome": "made_safe", "text": "Afgezet."}).status_code == 302
    assert fresh(made).state == DefectState.CLOSED
    shown = anna.get(url("defect_detail", made.pk)).content.decode()
    for words in ("Ik bel morgen.", "Monteur komt.", "Nog koud.", "Afgezet."):
        assert words in shown


def test_two_close_at_once_and_the_second_keeps_what_was_typed(
    cast: Cast, place: Property, client_as: ClientAs
) -> None:
    made = report(cast.vera, place)
    assert client_as(cast.anna).post(url("defect_close", made.pk), {"outcome": "repaired"}).status_code == 302
    page = client_as(cast.coen).post(url("defect_close", made.pk), {"outcome": "repaired", "text": "Slot vervangen"})
    assert page.status_code == 409
    assert "Slot vervangen" in page.content.decode()


def test_danger_stands_first_on_the_page(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = report(cast.vera, place, urgency="danger")
    text = client_as(cast.anna).get(url("defect_detail", made.pk)).content.decode()
    assert text.index("Bel 112") < text.index("De kraan lekt.")


def test_a_buddy_sees_no_address_and_only_own_reports(
    cast: Cast, place: Property, home: HouseholdCard, client_as: ClientAs
) -> None:
    other = report(cast.vera, place)
    daan = client_as(cast.daan)
    done = daan.post(mine("my_home_defect", cast.household_id), GOOD)
    text = daan.get(done.headers["Location"]).content.decode() + daan.get(mine("my_defects")).content.decode()
    assert place.street not in text
    assert other.reference not in text
    assert daan.get(mine("my_defect_detail", other.pk)).status_code == 404
    assert daan.get(mine("my_property_defect", place.pk)).status_code == 404
    assert daan.get(mine("my_home_defect", uuid7())).status_code == 404
    assert daan.get(url("defect_list")).status_code == 403


def test_an_outsider_finds_nothing(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = report(cast.vera, place)
    for name in ("chaima", "pieter", "joke", "olga", "stranger", "els"):
        client = client_as(getattr(cast, name))
        for where in (url("defect_list"), url("defect_detail", made.pk), mine("my_defect_detail", made.pk)):
            assert client.get(where).status_code in {403, 404}, (name, where)
    vince = client_as(cast.vince)
    assert vince.get(url("defect_detail", made.pk)).status_code == 200
    assert vince.post(url("defect_message", made.pk), {"text": "x"}).status_code == 403
    assert vince.get(url("defect_answer", made.pk)).status_code == 403


def test_the_list_searches_filters_sorts_and_exports(cast: Cast, place: Property, client_as: ClientAs) -> None:
    one = report(cast.vera, place)
    two = report(cast.anna, property_(cast.kampen, street="=SOM(A1)"), kind="nuisance", description="Muziek")
    anna = client_as(cast.anna)
    page = anna.get(url("defect_list")).content.decode()
    assert one.reference in page
    assert two.reference in page
    found = anna.post(url("defect_search"), {"zoek": "muziek", "lijst": "open"})
    assert "muziek" not in found.headers["Location"].lower()
    page = anna.get(found.headers["Location"]).content.decode()
    assert two.reference in page
    assert one.reference not in page
    page = anna.get(url("defect_list"), {"soort": "broken"}).content.decode()
    assert one.reference in page
    assert two.reference not in page
    for query in ({"lijst": "onzin", "soort": "x", "zet": "y", "sorteer": "-z", "pagina": "999", "zoek": "rommel"},):
        assert anna.get(url("defect_list"), query).status_code == 200
    for sort in ("dringend", "-termijn", "pand", "stand", "gemeld"):
        assert anna.get(url("defect_list"), {"sorteer": sort}).status_code == 200
    exported = anna.get(url("defect_export"), {"soort": "nuisance"}).content.decode()
    assert two.reference in exported
    assert one.reference not in exported
    assert "'=SOM(A1)" in exported
    assert "Muziek" not in exported
    assert "Geen meldingen gevonden" in anna.get(url("defect_list"), {"soort": "unsafe"}).content.decode()
    assert anna.post(url("defect_search"), {"zoek": "x" * 101}, follow=True).status_code == 200


def test_the_list_asks_the_same_for_one_and_three(
    cast: Cast, place: Property, client_as: ClientAs, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    report(cast.vera, place)
    anna = client_as(cast.anna)
    anna.get(url("defect_list"))
    one = count_queries(lambda: anna.get(url("defect_list")))
    for _number in range(2):
        report(cast.anna, property_(cast.kampen))
    assert count_queries(lambda: anna.get(url("defect_list"))) == one


def test_wrong_methods(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = report(cast.vera, place)
    anna = client_as(cast.anna)
    assert anna.post(url("defect_detail", made.pk)).status_code == 405
    assert anna.get(url("defect_search")).status_code == 405
    assert anna.get(url("defect_message", made.pk)).status_code == 405


def test_the_panel_of_a_property(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = report(cast.vera, place)
    page = client_as(cast.anna).get(reverse("housing:property_detail", args=["kampen", place.pk])).content.decode()
    assert url("defect_detail", made.pk) in page
    assert url("defect_report", place.pk) in page
