"""A household goes to another municipality: its own yes, both sides' yes, and neither reads more than its side."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from housing.enums import HouseholdState, TransferState
from housing.models import (
    CoaAllocation,
    Household,
    HouseholdTransfer,
    PlacingAgreement,
    StatusHolder,
    TransferPackage,
)
from tests.factories import housing as make
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.municipalities.enums import Role
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

LIST = "/kampen/huishoudens/overdrachten/"
ZWOLLE = "/zwolle/huishoudens/overdrachten/"
WORD = {"asked_on": "2026-11-01", "asked_in": "ar", "interpreter": "ja", "is_agreed": "on"}


@pytest.fixture
def partners(cast: Cast) -> Cast:
    with seed():
        for own, other in ((cast.kampen, cast.zwolle), (cast.zwolle, cast.kampen)):
            PlacingAgreement.objects.create(
                municipality=own, partner=other, starts_on="2026-01-01", recorded_by=cast.coen
            )
    return cast


def offered(cast: Cast, client_as: Any) -> tuple[Household, HouseholdTransfer]:
    household = make.household(
        cast.kampen, needs='{"limits": ["step_free"], "wishes": [], "note": "Kanarienoot"}', import_key="Z-1"
    )
    make.allocation(household)
    with seed():
        StatusHolder.objects.create(
            municipality=cast.kampen, household=household, first_name="Kanariena", age_band="27_54", is_contact=True
        )
    answer = client_as(cast.anna).post(
        f"/kampen/huishoudens/{household.pk}/overdragen/", {**WORD, "to_municipality": "zwolle"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    with seed():
        return household, HouseholdTransfer.objects.get()


def test_the_receiver_sees_little_before_its_yes_and_everything_after(partners: Cast, client_as: Any) -> None:
    household, transfer = offered(partners, client_as)
    chaima = client_as(partners.chaima)
    for address in (ZWOLLE, f"{ZWOLLE}{transfer.pk}/"):
        page = chaima.get(address).content.decode()
        assert "3" in page
        for secret in ("Kanariena", "Kanarienoot", household.reference, "Z-1"):
            assert secret not in page
    with acting(user_id=partners.chaima.pk):
        assert not TransferPackage.objects.exists()
        assert not Household.objects.exists()
    answer = chaima.post(f"{ZWOLLE}{transfer.pk}/aannemen/")
    page = chaima.get(answer.headers["Location"]).content.decode()
    assert "Kanariena" in page
    assert "Kanarienoot" in page
    with seed():
        sent, got = Household.objects.get(pk=household.pk), Household.objects.get(municipality=partners.zwolle)
        transfer.refresh_from_db()
        events = set(AuditEvent.objects.values_list("municipality__name", "object_type", "verb"))
        dates = list(CoaAllocation.objects.order_by("created_at").values_list("allocated_on", "ended_on"))
        assert not TransferPackage.objects.exists()
    assert (sent.state, transfer.state, transfer.received_household_id) == (
        HouseholdState.TRANSFERRED,
        TransferState.ACCEPTED,
        got.pk,
    )
    assert (sent.closed_on, got.closed_on) == (timezone.localdate(), None)
    assert got.import_key == ""
    assert got.handler == partners.chaima
    assert dates[0][0] == dates[1][0]
    assert dates[0][1] is not None
    assert dates[1][1] is None
    assert ("Zwolle", "housing.Household", "receive") in events
    assert ("Kampen", "housing.Household", "transfer") in events
    assert client_as(partners.anna).get(f"/zwolle/huishoudens/{got.pk}/").status_code == 404


def test_nothing_goes_without_an_agreement_of_two_sides(cast: Cast, client_as: Any) -> None:
    household = make.household(cast.kampen)
    coen, anna = client_as(cast.coen), client_as(cast.anna)
    address = f"/kampen/huishoudens/{household.pk}/overdragen/"
    assert anna.post(f"{LIST}afspraken/", {"partner": "zwolle"}).status_code == 403
    assert coen.post(f"{LIST}afspraken/", {"partner": "zwolle"}).status_code == 302
    assert coen.post(f"{LIST}afspraken/", {"partner": "zwolle"}).status_code == 422
    assert coen.post(f"{LIST}afspraken/", {"partner": "urk"}).status_code == 422
    assert anna.post(address, {**WORD, "to_municipality": "zwolle"}).status_code == 422
    zwolle = person("Zina")
    member(zwolle, Role.CASE_COORDINATOR, municipality=cast.zwolle)
    assert client_as(zwolle).post(f"{ZWOLLE}afspraken/", {"partner": "kampen"}).status_code == 302
    assert anna.post(address, {**WORD, "to_municipality": "zwolle", "is_agreed": ""}).status_code == 422
    assert anna.post(address, {**WORD, "to_municipality": "zwolle"}).status_code == 302
    assert anna.post(address, {**WORD, "to_municipality": "zwolle"}).status_code == 422
    with seed():
        agreement = PlacingAgreement.objects.get(municipality=cast.kampen)
        theirs = PlacingAgreement.objects.get(municipality=cast.zwolle)
    assert coen.post(f"{LIST}afspraken/{theirs.pk}/einde/").status_code == 404
    assert coen.post(f"{LIST}afspraken/{agreement.pk}/einde/").status_code == 302


def test_a_no_has_a_reason_and_takes_the_package_away(partners: Cast, client_as: Any) -> None:
    household, transfer = offered(partners, client_as)
    chaima = client_as(partners.chaima)
    assert chaima.post(f"{ZWOLLE}{transfer.pk}/afwijzen/", {"reason": ""}).status_code == 422
    assert chaima.post(f"{ZWOLLE}{transfer.pk}/intrekken/").status_code == 403
    assert chaima.post(f"{ZWOLLE}{transfer.pk}/afwijzen/", {"reason": "Geen plek"}).status_code == 302
    assert "Geen plek" in client_as(partners.anna).get(f"{LIST}{transfer.pk}/").content.decode()
    with seed():
        assert not TransferPackage.objects.exists()
        assert Household.objects.get(pk=household.pk).state == HouseholdState.EXPECTED
    assert chaima.post(f"{ZWOLLE}{transfer.pk}/aannemen/").status_code == 403


def test_only_the_sender_withdraws(partners: Cast, client_as: Any) -> None:
    _household, transfer = offered(partners, client_as)
    anna = client_as(partners.anna)
    assert anna.post(f"{LIST}{transfer.pk}/aannemen/").status_code == 403
    assert anna.post(f"{LIST}{transfer.pk}/intrekken/").status_code == 302
    with seed():
        assert not TransferPackage.objects.exists()
    for who in (partners.bram, partners.els, partners.vince, partners.joke):
        assert client_as(who).get(f"{LIST}{transfer.pk}/").status_code in (403, 404)


def test_a_household_that_found_a_home_meanwhile_stays(partners: Cast, client_as: Any) -> None:
    household, transfer = offered(partners, client_as)
    make.placement(make.unit(partners.kampen), household, by=partners.anna, state="proposed")
    answer = client_as(partners.chaima).post(f"{ZWOLLE}{transfer.pk}/aannemen/", follow=True)
    assert "intussen een woning" in answer.content.decode()
    with seed():
        assert not Household.objects.filter(municipality=partners.zwolle).exists()
        assert HouseholdTransfer.objects.get().state == TransferState.OFFERED


def test_the_database_lets_no_side_speak_for_the_other_or_take_another_household(
    partners: Cast, client_as: Any
) -> None:
    _household, transfer = offered(partners, client_as)
    other = make.household(partners.kampen)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (partners.anna, {"state": TransferState.ACCEPTED}),
        (partners.chaima, {"state": TransferState.WITHDRAWN}),
        (partners.chaima, {"household": other}),
        (partners.chaima, {"municipality": partners.zwolle}),
    ]
    for who, change in changes:
        with pytest.raises(DatabaseError), transaction.atomic(), acting(user_id=who.pk):
            HouseholdTransfer.objects.filter(pk=transfer.pk).update(**change)
    with acting(user_id=partners.chaima.pk):
        assert not Household.objects.exists()
        assert not StatusHolder.objects.exists()


def test_lists_need_as_many_queries_for_one_as_for_three(partners: Cast, client_as: Any, count_queries: Any) -> None:
    offered(partners, client_as)
    chaima = client_as(partners.chaima)
    chaima.get(ZWOLLE)
    single = count_queries(lambda: chaima.get(ZWOLLE))
    with seed():
        for _ in range(2):
            HouseholdTransfer.objects.create(
                municipality=partners.kampen,
                to_municipality=partners.zwolle,
                household=make.household(partners.kampen),
                asked_by=partners.anna,
                asked_on="2026-11-01",
                asked_in="ar",
                interpreter=True,
                size=2,
            )
    assert count_queries(lambda: chaima.get(ZWOLLE)) == single


def mails(template: str) -> dict[str, OutgoingMessage]:
    with seed():
        rows = OutgoingMessage.objects.filter(template=f"housing/{template}").select_related("to_user", "municipality")
        return {row.to_user.display_name: row for row in rows if row.to_user is not None}


def test_the_receiver_hears_of_an_offer_and_the_sender_of_the_answer(partners: Cast, client_as: Any) -> None:
    zina, zeno = person("Zina"), person("Zeno")
    member(zina, Role.CASE_COORDINATOR, municipality=partners.zwolle)
    member(zeno, Role.VIEWER, municipality=partners.zwolle)
    household, transfer = offered(partners, client_as)
    sent = mails("transfer_offered")
    assert set(sent) == {"Chaima", "Zina"}
    message = sent["Chaima"]
    assert (message.municipality, message.about_id) == (partners.zwolle, transfer.pk)
    assert f"/zwolle/huishoudens/overdrachten/{transfer.pk}/" in unescape(message.body)
    for secret in ("Kanariena", "Kanarienoot", household.reference, "Z-1", "Anna"):
        assert secret not in message.subject + unescape(message.body)
    client_as(partners.chaima).post(f"{ZWOLLE}{transfer.pk}/afwijzen/", {"reason": "Kanariereden"})
    answered = mails("transfer_refused")
    assert set(answered) == {"Anna", "Coen"}
    assert f"/kampen/huishoudens/overdrachten/{transfer.pk}/" in unescape(answered["Anna"].body)
    assert "Kanariereden" not in answered["Anna"].subject + unescape(answered["Anna"].body)
    assert mails("transfer_accepted") == {}


def test_the_sender_hears_of_a_yes_and_never_from_the_link_more_than_its_side(partners: Cast, client_as: Any) -> None:
    _household, transfer = offered(partners, client_as)
    client_as(partners.chaima).post(f"{ZWOLLE}{transfer.pk}/aannemen/")
    assert set(mails("transfer_accepted")) == {"Anna", "Coen"}
    with seed():
        got = Household.objects.get(municipality=partners.zwolle)
    for message in mails("transfer_accepted").values():
        assert str(got.pk) not in unescape(message.body)
        assert got.reference not in message.subject + unescape(message.body)


def test_both_sides_hear_that_an_offer_was_taken_back(partners: Cast, client_as: Any) -> None:
    _household, transfer = offered(partners, client_as)
    assert client_as(partners.coen).post(f"{LIST}{transfer.pk}/intrekken/").status_code == 302
    told = mails("transfer_withdrawn")
    assert {name: row.municipality for name, row in told.items()} == {
        "Chaima": partners.zwolle,
        "Anna": partners.kampen,
    }


def test_an_answer_that_was_refused_tells_nobody(partners: Cast, client_as: Any) -> None:
    household, transfer = offered(partners, client_as)
    assert client_as(partners.anna).post(f"{LIST}{transfer.pk}/aannemen/").status_code == 403
    assert client_as(partners.chaima).post(f"{ZWOLLE}{transfer.pk}/intrekken/").status_code == 403
    make.placement(make.unit(partners.kampen), household, by=partners.anna, state="proposed")
    client_as(partners.chaima).post(f"{ZWOLLE}{transfer.pk}/aannemen/")
    assert [mails(f"transfer_{name}") for name in ("accepted", "refused", "withdrawn")] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("who", "may"), [("coen", True), ("anna", False), ("vince", False), ("chaima", False), ("bram", False)]
)
def test_only_a_coordinator_agrees_also_for_the_database(cast: Cast, who: str, may: bool) -> None:
    user = getattr(cast, who)
    row = PlacingAgreement(municipality=cast.kampen, partner=cast.zwolle, starts_on="2026-01-01", recorded_by=user)
    with transaction.atomic(), acting(user_id=user.pk):
        if may:
            row.save(force_insert=True)
        else:
            with pytest.raises(DatabaseError), transaction.atomic():
                row.save(force_insert=True)
    with seed():
        assert PlacingAgreement.objects.exists() == may
