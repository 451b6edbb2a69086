"""The pages of households: who gets in, what is kept, what is logged, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from housing.enums import HouseholdState, HousingNeed
from housing.models import CoaAllocation, Household, StatusHolder
from housing.needs import ContactDetails, Needs, forbidden_grounds, read_contact, read_needs, write_needs
from housing.services.allocations import home_clock
from housing.services.households import HouseholdFacts, register_household
from housing.services.people import PersonFacts
from tests.factories import housing as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

pytestmark = pytest.mark.django_db

LIST = "/kampen/huishoudens/"
CANARY = "Kanariena"


def one(cast: Cast, **fields: Any) -> Household:
    return make.household(cast.kampen, **fields)


def url(household: Household, tail: str = "") -> str:
    return f"{LIST}{household.pk}/{tail}"


def fresh(household: Household) -> Household:
    with seed():
        return Household.objects.get(pk=household.pk)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "people_27_54": "2",
        "people_4_11": "1",
        "languages": ["ar", "nl"],
        "limits": ["step_free"],
        "wishes": ["own_kitchen", "step_free"],
        "note": "Graag begane grond.",
        "phone": "06 12345678",
        "email": "gezin@voorbeeld.example",
        "available_from": "2026-12-01",
        "allocated_on": "",
        "permit_on": "",
        **changes,
    }


def test_register_keeps_what_was_typed_and_starts_the_clock(cast: Cast, client_as: Any) -> None:
    permit, allocated = date(2026, 10, 1), date(2026, 10, 10)
    answer = client_as(cast.anna).post(
        f"{LIST}nieuw/", typed(allocated_on=allocated.isoformat(), permit_on=permit.isoformat())
    )
    assert answer.status_code == 302, answer.context["form"].errors
    with seed():
        household = Household.objects.get()
        allocation = CoaAllocation.objects.get()
        raw: Any = Household.objects.filter(pk=household.pk).values_list("needs", "contact_details").get()
    assert household.reference.startswith("HH-")
    assert household.size == 3
    assert household.handler == cast.anna
    assert read_needs(household.needs) == Needs(
        limits=(HousingNeed.STEP_FREE,), wishes=(HousingNeed.OWN_KITCHEN,), note="Graag begane grond."
    )
    assert read_contact(household.contact_details) == ContactDetails(
        phone="+31612345678", email="gezin@voorbeeld.example"
    )
    assert all(b"begane" not in bytes(value) and b"gezin" not in bytes(value) for value in raw)
    assert allocation.find_by == permit + timedelta(weeks=12)
    assert allocation.move_by == permit + timedelta(weeks=14)
    with seed():
        event = AuditEvent.objects.get(verb="register")
    assert (event.visibility, event.scope_id) == ("household", household.pk)


def test_clock_without_the_permit_counts_the_twelve_weeks_left(cast: Cast) -> None:
    clock = home_clock(allocated_on=date(2026, 10, 10), permit_on=None)
    assert (clock.couple_by, clock.move_by) == (None, date(2026, 10, 10) + timedelta(weeks=12))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people_27_54": "", "people_4_11": ""}, "people_0_3"),
        ({"people_27_54": "20", "people_18_26": "11"}, "people_0_3"),
        ({"people_27_54": "veel"}, "people_27_54"),
        ({"languages": ["klingon"]}, "languages"),
        ({"limits": ["religion"]}, "limits"),
        ({"phone": "12"}, "phone"),
        ({"available_from": "31-2-2027"}, "available_from"),
        ({"permit_on": "2026-10-01"}, "allocated_on"),
        ({"allocated_on": "2026-10-01", "permit_on": "2026-10-02"}, "permit_on"),
        ({"allocated_on": "2020-01-01"}, "allocated_on"),
        ({"allocated_on": "2099-01-01"}, "allocated_on"),
        ({"note": "Alleen bij christenen in de buurt"}, "note"),
        ({"note": "Liever geen Eritreeërs als buren"}, "note"),
        ({"note": "Alleen vrouwen in huis"}, "note"),
        ({"note": "x" * 301}, "note"),
        ({"note": "BSN 111222333"}, "note"),
        ({"note": "Zij is ziek en heeft een diagnose"}, "note"),
    ],
)
def test_bad_input_says_so_at_the_field_and_keeps_what_was_typed(
    cast: Cast, client_as: Any, changes: dict[str, Any], field: str
) -> None:
    answer = client_as(cast.anna).post(f"{LIST}nieuw/", typed(email="blijft@voorbeeld.example", **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "blijft@voorbeeld.example" in answer.content.decode()
    with seed():
        assert not Household.objects.exists()


def test_a_sensitive_note_is_asked_about_once_and_never_refused(cast: Cast, client_as: Any) -> None:
    anna = client_as(cast.anna)
    asked = anna.post(f"{LIST}nieuw/", typed(note="Dicht bij het ziekenhuis"))
    assert asked.status_code == 422
    assert "is_sure" in asked.content.decode()
    assert anna.post(f"{LIST}nieuw/", typed(note="Dicht bij het ziekenhuis", is_sure="on")).status_code == 302


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("Begane grond, dicht bij school", []),
        ("Spreekt Turks en een beetje Nederlands", []),
        ("Een terras graag", []),
        ("De taal Koerdisch", []),
        ("moslimgezin gezocht", ["religion"]),
        ("bij landgenoten", ["nationality"]),
        ("geen mannen", ["sex"]),
        ("zelfde afkomst", ["ethnicity"]),
    ],
)
def test_forbidden_grounds(text: str, grounds: list[str]) -> None:
    assert forbidden_grounds(text) == grounds


def test_needs_survive_writing_and_reading_and_old_words() -> None:
    assert write_needs(Needs()) == ""
    assert read_needs('{"limits": ["pets", "gone"], "wishes": "x"}') == Needs(limits=(HousingNeed.PETS,))
    assert read_needs("geen json").note == "geen json"


def test_list_and_detail_log_the_read_and_name_nobody_in_the_list(cast: Cast, client_as: Any) -> None:
    household = one(cast)
    with seed():
        StatusHolder.objects.create(municipality=cast.kampen, household=household, first_name=CANARY, age_band="27_54")
    anna = client_as(cast.anna)
    listed = anna.get(LIST)
    assert household.reference in listed.content.decode()
    assert CANARY not in listed.content.decode()
    assert CANARY in anna.get(url(household)).content.decode()
    with seed():
        reads = list(ReadEvent.objects.values_list("purpose", "object_ids"))
    assert sorted(reads) == [("household_list", [str(household.pk)]), ("household_page", [str(household.pk)])]


@pytest.mark.parametrize(
    "who", ["chaima", "bram", "els", "vera", "vince", "joke", "daan", "karin", "pieter", "olga", "gerrit"]
)
def test_nobody_else_reaches_a_household_by_any_address(cast: Cast, client_as: Any, who: str) -> None:
    household = one(cast, contact_details='{"phone": "0612345678", "email": "kanariena@voorbeeld.example"}')
    other = one(cast)
    with seed():
        StatusHolder.objects.create(municipality=cast.kampen, household=household, first_name=CANARY, age_band="27_54")
    visitor = client_as(getattr(cast, who))
    tails = (
        "", "wijzigen/", "bewoners/", "behandelaar/", "koppeling/", "koppeling/einde/", "splitsen/", "samenvoegen/",
        "ontkoppelen/", "terugdraaien/", "overdragen/",
    )  # fmt: skip
    for place in ("kampen", "zwolle"):
        for tail in tails:
            answer = visitor.get(f"/{place}/huishoudens/{household.pk}/{tail}")
            assert answer.status_code in (403, 404), (place, tail)
            assert CANARY not in answer.content.decode()
            assert household.reference not in answer.content.decode()
        for address in (f"/{place}/huishoudens/", f"/{place}/huishoudens/overdrachten/", f"/{place}/import/"):
            answer = visitor.get(address)
            assert household.reference not in answer.content.decode()
            assert other.reference not in answer.content.decode()
        found = visitor.post(f"/{place}/huishoudens/zoeken/", {"zoek": household.reference}, follow=True)
        assert str(household.pk) not in found.content.decode()
        merged = visitor.post(
            f"/{place}/huishoudens/{other.pk}/samenvoegen/",
            {
                "other": household.reference,
                "asked_on": "2026-11-01",
                "asked_in": "ar",
                "interpreter": "ja",
                "is_agreed": "on",
            },
        )
        assert merged.status_code in (403, 404)
    assert CANARY not in visitor.get("/mijn-initiatief/huishoudens/").content.decode()


def test_merging_with_a_household_of_elsewhere_is_as_unknown_as_one_that_never_was(cast: Cast, client_as: Any) -> None:
    foreign, own = make.household(cast.zwolle), one(cast)
    word = {"asked_on": "2026-11-01", "asked_in": "ar", "interpreter": "ja", "is_agreed": "on"}
    anna = client_as(cast.anna)
    answers = [
        anna.post(url(own, "samenvoegen/"), {**word, "other": reference})
        for reference in (foreign.reference, "HH-2026-34679")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"A", "B", "C"}),
        ({"lijst": "zoekt"}, {"A", "B"}),
        ({"lijst": "klok"}, {"A"}),
        ({"lijst": "woont"}, {"C"}),
        ({"lijst": "gesloten"}, {"D"}),
        ({"grootte": "5+"}, {"B"}),
        ({"lijst": "x", "grootte": "y", "sorteer": "needs", "pagina": "-3", "behandelaar": "1"}, {"A", "B", "C"}),
    ],
)
def test_tabs_filters_and_nonsense(cast: Cast, client_as: Any, query: dict[str, str], expected: set[str]) -> None:
    today = timezone.localdate()
    rows = {
        "A": one(cast),
        "B": one(cast, people_27_54=6),
        "C": one(cast, state=HouseholdState.PLACED),
        "D": one(cast, state=HouseholdState.CANCELLED, closed_on=today),
    }
    make.allocation(rows["A"], allocated_on=today - timedelta(weeks=10), move_by=today + timedelta(days=3))
    make.allocation(rows["B"], allocated_on=today, move_by=today + timedelta(weeks=12))
    make.household(cast.zwolle)
    answer = client_as(cast.anna).get(LIST, query)
    names = {row.pk: name for name, row in rows.items()}
    assert {names[row.pk] for row in answer.context["list"].rows} == expected
    tab = answer.context["filters"].tab
    assert answer.context["list"].counts[tab] == len(expected)


def test_the_clock_that_ends_first_stands_on_top(cast: Cast, client_as: Any) -> None:
    today = timezone.localdate()
    late, later, none = one(cast), one(cast), one(cast)
    make.allocation(later, move_by=today + timedelta(weeks=9))
    make.allocation(late, move_by=today + timedelta(weeks=1))
    rows = client_as(cast.anna).get(LIST).context["list"].rows
    assert [row.pk for row in rows] == [late.pk, later.pk, none.pk]


def test_search_goes_straight_to_the_household_and_leaves_no_words_in_an_address(cast: Cast, client_as: Any) -> None:
    household = one(cast, reference="HH-2026-7K4Q9", import_key="Z-12")
    one(cast, reference="HH-2026-AAAQ9")
    anna = client_as(cast.anna)
    for words in ("hh 2026 7k4q9", "7K4Q9", "Z-12"):
        assert anna.post(f"{LIST}zoeken/", {"zoek": words}).headers["Location"] == url(household)
    for words in ("", "bestaat niet", "%%%%%", "K4Q9'"):
        assert anna.post(f"{LIST}zoeken/", {"zoek": words}).headers["Location"] in (LIST, url(household))


def test_page_needs_as_many_queries_for_one_household_as_for_three(
    cast: Cast, client_as: Any, count_queries: Any
) -> None:
    first = one(cast)
    make.allocation(first)
    anna = client_as(cast.anna)
    anna.get(LIST)
    single = count_queries(lambda: anna.get(LIST))
    for _ in range(2):
        make.allocation(one(cast))
    assert count_queries(lambda: anna.get(LIST)) == single


def test_editing_keeps_a_colleagues_change_and_says_so(cast: Cast, client_as: Any) -> None:
    household = one(cast)
    anna, coen = client_as(cast.anna), client_as(cast.coen)
    seen = anna.get(url(household, "wijzigen/")).context["form"]["seen"].value()
    assert coen.post(url(household, "wijzigen/"), typed(seen=seen, note="Van Coen")).status_code == 302
    answer = anna.post(url(household, "wijzigen/"), typed(seen=seen, note="Van Anna"))
    assert answer.status_code == 409
    assert "Van Anna" in answer.content.decode()
    assert read_needs(fresh(household).needs).note == "Van Coen"
    again = answer.context["form"]["seen"].value()
    assert anna.post(url(household, "wijzigen/"), typed(seen=again, note="Van Anna")).status_code == 302


def people(*lines: tuple[str, str, str]) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(lines) + 1), "form-INITIAL_FORMS": "0"}
    for number, (name, band, contact) in enumerate(lines):
        data |= {f"form-{number}-first_name": name, f"form-{number}-age_band": band}
        if contact:
            data[f"form-{number}-is_contact"] = "on"
    return data


def test_names_that_differ_from_the_counts_are_asked_about_and_can_be_taken_over(cast: Cast, client_as: Any) -> None:
    household = one(cast, people_27_54=2, people_4_11=0)
    anna = client_as(cast.anna)
    lines = people(("Amal", "27_54", "x"), ("Noor", "4_11", ""))
    asked = anna.post(url(household, "bewoners/"), lines)
    assert asked.status_code == 422
    assert len(asked.context["differing"]) == 2
    assert anna.post(url(household, "bewoners/"), {**lines, "take_over_counts": "on"}).status_code == 302
    now = fresh(household)
    assert (now.people_27_54, now.people_4_11, now.size) == (1, 1, 2)
    assert anna.post(url(household, "bewoners/"), {**people(("Amal", "27_54", "")), "keep": "1"}).status_code == 302
    assert fresh(household).size == 2
    with seed():
        assert [person.first_name for person in StatusHolder.objects.all()] == ["Amal"]


@pytest.mark.parametrize(
    "lines",
    [
        people(("Amal", "27_54", "x"), ("Noor", "27_54", "x")),
        people(("Amal", "", "")),
        people(("", "27_54", "")),
        people(("<script>", "27_54", "")),
        {"form-TOTAL_FORMS": "geen", "form-INITIAL_FORMS": "0"},
    ],
)
def test_wrong_names_are_refused(cast: Cast, client_as: Any, lines: dict[str, str]) -> None:
    household = one(cast)
    assert client_as(cast.anna).post(url(household, "bewoners/"), lines).status_code == 422
    with seed():
        assert not StatusHolder.objects.exists()


def test_cancel_needs_a_reason_and_can_be_undone(cast: Cast, client_as: Any) -> None:
    household = one(cast)
    anna = client_as(cast.anna)
    assert anna.post(url(household, "ontkoppelen/"), {"reason": " "}).status_code == 422
    assert anna.post(url(household, "ontkoppelen/"), {"reason": "COA trok de koppeling in"}).status_code == 302
    assert fresh(household).state == HouseholdState.CANCELLED
    assert anna.get(url(household, "wijzigen/")).status_code == 404
    assert anna.post(url(household, "ontkoppelen/"), {"reason": "nog eens"}).status_code == 409
    assert anna.post(url(household, "terugdraaien/"), {"reason": "vergissing"}).status_code == 302
    now = fresh(household)
    assert (now.state, now.closed_on) == (HouseholdState.EXPECTED, None)


def test_allocation_is_corrected_ended_and_begun_anew(cast: Cast, client_as: Any) -> None:
    household = one(cast)
    anna = client_as(cast.anna)
    for day in ("2026-10-01", "2026-10-02"):
        assert anna.post(url(household, "koppeling/"), {"allocated_on": day}).status_code == 302
    assert anna.post(url(household, "koppeling/einde/"), {"ended_on": "2026-09-01"}).status_code == 422
    assert anna.post(url(household, "koppeling/einde/"), {"ended_on": "2026-11-01"}).status_code == 302
    assert anna.post(url(household, "koppeling/"), {"allocated_on": "2026-11-02"}).status_code == 302
    with seed():
        days = list(CoaAllocation.objects.order_by("allocated_on").values_list("allocated_on", "ended_on"))
    assert days == [(date(2026, 10, 2), date(2026, 11, 1)), (date(2026, 11, 2), None)]


def test_register_takes_a_reference_that_is_free(cast: Cast, monkeypatch: Any) -> None:
    one(cast, reference="HH-2026-AAAAA")
    made = iter(["HH-2026-AAAAA", "HH-2026-AAAAA", "HH-2026-CCCCC"])
    monkeypatch.setattr("housing.services.households.new_reference", lambda: next(made))
    with acting(user_id=cast.anna.pk):
        household = register_household(
            access=Access.for_user(cast.anna, second_factor=True),
            municipality=cast.kampen,
            facts=HouseholdFacts(age_bands={"18_26": 1}),
            people=[PersonFacts(first_name="Sami", age_band="18_26", is_contact=True)],
        )
    assert household.reference == "HH-2026-CCCCC"
