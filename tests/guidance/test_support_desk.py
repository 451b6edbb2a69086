"""Coverage, days away, the log, and handing everything over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories.initiatives import initiative
from tests.factories.people import Cast, make_cast, member, person
from tests.factories.plans import step_plan
from tests.factories.support import absence, log_entry, offer, support_request
from tests.housing.stays import by
from tests.housing.test_placement_races import as_, at_once
from tests.seeding import seed
from thuisgevers.guidance.models import SupportAbsence, SupportCoverage, SupportLogEntry, SupportOffer, SupportRequest
from thuisgevers.guidance.permissions import support as rights
from thuisgevers.guidance.queries.support_covering import hand_over_pack, helpers
from thuisgevers.guidance.services.support.handing_over import hand_over
from thuisgevers.guidance.services.support.requests import accept_request
from thuisgevers.guidance.services.support.retention import forget_support
from thuisgevers.members.permissions import running
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.municipalities.working_days import add_working_days, today

pytestmark = pytest.mark.django_db


def test_somebody_says_where_they_help_and_the_desk_sees_it(cast: Cast, client_as: Any) -> None:
    browser = client_as(cast.pieter)
    url = reverse("guidance:support_coverage")
    assert browser.post(url, {"max_open": "0", "themes": ["money"], "provinces": ["PV23"]}).status_code == 302
    assert browser.post(url, {"max_open": "3", "themes": ["building"]}).status_code == 302
    for wrong in ({"max_open": "51"}, {"max_open": "veel"}, {"max_open": "3", "themes": ["ruimtevaart"]}):
        assert browser.post(url, wrong).status_code == 422
    with seed():
        row = SupportCoverage.objects.get()
    assert (row.user, row.max_open, row.themes, row.provinces) == (cast.pieter, 3, ["building"], [])
    page = client_as(cast.els).get(reverse("guidance:support_national")).content.decode()
    assert "pand en veiligheid" in page
    assert "0 van 3" in page


def test_days_away(cast: Cast, client_as: Any) -> None:
    browser = client_as(cast.karin)
    url = reverse("guidance:support_away")
    first, last = today() + timedelta(days=5), today() + timedelta(days=9)
    typed = {"first_on": f"{first:%d-%m-%Y}", "last_on": f"{last:%d-%m-%Y}"}
    for _twice in range(2):
        assert browser.post(url, typed).status_code == 302
    wrong = {"first_on": f"{last:%d-%m-%Y}", "last_on": f"{first:%d-%m-%Y}"}
    answer = browser.post(url, wrong)
    assert answer.status_code == 422
    assert "voor de eerste dag" in answer.content.decode()
    with seed():
        [row] = SupportAbsence.objects.all()
    assert client_as(cast.pieter).post(reverse("guidance:support_back", args=[row.pk])).status_code == 404
    assert browser.post(reverse("guidance:support_back", args=[row.pk])).status_code == 302
    with seed():
        assert not SupportAbsence.objects.exists()


def test_the_log_is_shared_where_it_was_marked(cast: Cast, client_as: Any) -> None:
    initiative(cast.kampen, id=cast.initiative_id)
    browser = client_as(cast.pieter)
    url = reverse("guidance:support_log_add")
    typed = {"done_on": f"{today():%d-%m-%Y}", "kind": "call", "text": "Over de sleutel.", "minutes": "20"}
    assert browser.post(url, typed).status_code == 302
    assert browser.post(url, {**typed, "text": "Voor jullie.", "is_shared": "on"}).status_code == 302
    assert browser.post(url, {**typed, "minutes": "1441"}).status_code == 422
    tomorrow = today() + timedelta(days=1)
    assert browser.post(url, {**typed, "done_on": f"{tomorrow:%d-%m-%Y}"}).status_code == 422
    log = reverse("guidance:support_log")
    assert "Over de sleutel." in browser.get(log).content.decode()
    team = client_as(cast.vera).get(log).content.decode()
    assert "Voor jullie." in team
    assert "Over de sleutel." not in team
    for who in (cast.els, cast.anna, cast.karin, cast.chaima):
        assert not by(who, lambda _access: SupportLogEntry.objects.exists())
    [mine] = [one for one in by(cast.els, lambda access: helpers(access, today())) if one.user == cast.pieter]
    assert (mine.entries, mine.minutes) == (2, 40)


def test_who_reads_the_log_is_one_answer(cast: Cast) -> None:
    initiative(cast.kampen, id=cast.initiative_id)
    for shared in (True, False):
        row = log_entry(cast.kampen, cast.pieter, initiative_id=cast.initiative_id, is_shared=shared)
        for user in cast.by_role().values():
            listed, may, shown = by(
                user,
                lambda access: (
                    rights.viewable_log(access).filter(pk=row.pk).exists(),  # noqa: B023
                    rights.can_view_log_entry(access, row),  # noqa: B023
                    SupportLogEntry.objects.filter(pk=row.pk).exists(),  # noqa: B023
                ),
            )
            assert listed == may == shown, user


def _leaving(cast: Cast) -> Any:
    step_plan(
        cast.kampen, initiative=initiative(cast.kampen, id=cast.initiative_id), wished_on=add_working_days(today(), 90)
    )
    successor = person("Petra")
    member(successor, Role.PIONEER, municipality=cast.zwolle, scope_id=initiative(cast.zwolle).pk)
    for _one in range(2):
        support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    log_entry(cast.kampen, cast.pieter, initiative_id=cast.initiative_id)
    return successor


def test_the_pack_has_everything_that_is_open(cast: Cast, client_as: Any) -> None:
    _leaving(cast)
    [pack] = by(cast.pieter, lambda access: hand_over_pack(access, cast.pieter))
    assert (len(pack.requests), len(pack.steps), len(pack.entries)) == (2, 3, 1)
    page = client_as(cast.pieter).get(reverse("guidance:support_pack")).content.decode()
    assert "Samen gebeld" in page
    assert "Alles overdragen" not in page


def test_handing_over_is_one_act(cast: Cast, client_as: Any) -> None:
    successor = _leaving(cast)
    url = reverse("guidance:support_helper", args=[cast.pieter.public_id])
    browser = client_as(cast.els)
    assert "Samen gebeld" not in browser.get(url).content.decode()
    assert browser.post(url, {"to": "", "reason": ""}).status_code == 422
    typed = {"to": str(successor.public_id), "reason": "Pieter verhuist.", "ends_roles": "on"}
    assert browser.post(url, typed).status_code == 302
    with seed():
        assert {row.helper for row in SupportRequest.objects.all()} == {successor}
        held = Membership.objects.filter(running(), scope_id=cast.initiative_id, role=Role.PIONEER)
        assert {row.user for row in held} == {successor}
    assert browser.post(url, typed).status_code == 404, "Pieter helps nobody any more"
    assert by(successor, lambda access: rights.waiting_for(access).count()) == 2
    assert not by(cast.pieter, lambda _access: SupportRequest.objects.exists())


def test_only_the_national_desk_hands_over(cast: Cast) -> None:
    successor = _leaving(cast)
    for who in (cast.pieter, cast.coen, cast.bram):
        with pytest.raises(PermissionDenied):
            by(
                who,
                lambda access: hand_over(
                    access=access, leaver=cast.pieter, successor=successor, reason="x", ends_roles=True
                ),
            )


def test_a_liaison_is_handed_over_too(cast: Cast) -> None:
    successor = person("Kees")
    member(successor, Role.MUNICIPAL_LIAISON, municipality=cast.zwolle)
    support_request(cast.kampen, cast.anna, helper=cast.karin)
    absence(cast.karin)
    done = by(
        cast.els,
        lambda access: hand_over(
            access=access, leaver=cast.karin, successor=successor, reason="Vertrek", ends_roles=True
        ),
    )
    assert done == (1, 1)
    assert by(successor, lambda access: rights.waiting_for(access).count()) == 1


def test_words_are_forgotten_after_their_term_and_no_sooner(cast: Cast) -> None:
    initiative(cast.kampen, id=cast.initiative_id)
    facts: dict[str, Any] = {"initiative_id": cast.initiative_id}
    old, young = (support_request(cast.kampen, cast.bram, state="closed", **facts) for _one in range(2))
    waiting = support_request(cast.kampen, cast.bram, **facts)
    logged = log_entry(cast.kampen, cast.pieter, done_on=today() - timedelta(days=740), **facts)
    stopped = offer(cast.kampen, cast.vera, withdrawn_at=timezone.now() - timedelta(days=40), **facts)
    with seed():
        SupportAbsence.objects.create(
            user=cast.pieter, first_on=today() - timedelta(days=400), last_on=today() - timedelta(days=390)
        )
        past = SupportRequest.objects.filter(pk__in=[old.pk, waiting.pk])
        past.update(updated_at=timezone.now() - timedelta(days=740))
    assert forget_support() == 4
    assert forget_support() == 0
    with seed():
        asked = dict(SupportRequest.objects.values_list("pk", "question"))
        assert (asked[old.pk], bool(asked[young.pk]), bool(asked[waiting.pk])) == ("", True, True)
        assert SupportLogEntry.objects.get(pk=logged.pk).text == ""
        assert SupportOffer.objects.get(pk=stopped.pk).text == ""
        assert not SupportAbsence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_take_up_a_question_at_the_same_second(transactional_db: None) -> None:
    with transaction.atomic():
        cast = make_cast()
        initiative(cast.kampen, id=cast.initiative_id)
        row = support_request(cast.kampen, cast.bram, initiative_id=cast.initiative_id, helper=cast.pieter)
    acts = [as_(who, lambda access: accept_request(access=access, request=row)) for who in (cast.els, cast.pieter)]
    assert sorted(at_once(*acts)) == ["conflict", "won"]
