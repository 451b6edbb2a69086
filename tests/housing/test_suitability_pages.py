"""The pages of a visit: with and without script, with bad input, with two people at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from housing.enums import AssessmentState, CheckOutcome, PropertyState
from housing.models import Assessment, Property, SuitabilityCheck
from housing.queries.suitability import criteria_on
from tests.clients import ThuisClient
from tests.factories.housing import property_
from tests.factories.people import Cast
from tests.housing.visits import answer, answer_all, start, submitted
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ClientAs = Callable[..., ThuisClient]


@pytest.fixture
def place(cast: Cast) -> Property:
    return property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id)


def url(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=["kampen", *args])


def filled(client: ThuisClient, made: Assessment) -> dict[str, str]:
    """What a browser without script would send back unchanged."""
    page = client.get(url("assessment_visit", made.pk))
    data = {}
    for part in page.context["parts"]:
        for form in part.forms:
            key = form.criterion.key
            data[f"v-{key}-seen"], data[f"v-{key}-was"] = form.shown_seen, form.shown_was
            for name in ("outcome", "failure_reason", "note"):
                data[f"v-{key}-{name}"] = form[name].value() or ""
    return data


def sent(client: ThuisClient, made: Assessment, *answers: dict[str, Any]) -> Any:
    body = json.dumps({"answers": [sample(**one) for one in answers]})
    return client.post(url("assessment_sync", made.pk), body, content_type="application/json")


def sample(**fields: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid7()),
        "key": "heating",
        "outcome": "passed",
        "failure_reason": "",
        "note": "",
        "answered_at": timezone.now().isoformat(),
        "seen": 0,
        **fields,
    }


def stored(made: Assessment, key: str = "heating") -> SuitabilityCheck:
    with seed():
        return SuitabilityCheck.objects.get(assessment=made, criterion__key=key)


def test_from_start_to_signature_without_script(cast: Cast, place: Property, client_as: ClientAs) -> None:
    bram, anna = client_as(cast.bram), client_as(cast.anna)
    page = bram.get(url("assessment_start", place.pk))
    assert page.status_code == 200
    answered = bram.post(
        url("assessment_start", place.pk), {"visited_on": TODAY.isoformat(), "client_id": str(uuid7())}
    )
    with seed():
        made = Assessment.objects.get(property=place)
    assert answered.headers["Location"] == url("assessment_visit", made.pk)
    data = filled(bram, made)
    for criterion in criteria_on(TODAY):
        data[f"v-{criterion.key}-outcome"] = "passed"
    done = bram.post(url("assessment_visit", made.pk), {**data, "daarna": "indienen", "remark": "Zolder is leeg."})
    assert done.headers["Location"] == url("assessment_detail", made.pk)
    page = anna.get(url("assessment_detail", made.pk))
    assert b"Zolder is leeg." in page.content
    assert anna.post(url("assessment_sign", made.pk)).status_code == 422
    assert anna.post(url("assessment_sign", made.pk), {"akkoord": "on"}).status_code == 302
    with seed():
        place.refresh_from_db()
    assert place.state == PropertyState.SUITABLE
    assert bram.get(url("assessment_detail", made.pk)).status_code == 200


def test_a_second_start_leads_to_the_running_one(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = start(cast.bram, place)
    assert client_as(cast.anna).get(url("assessment_start", place.pk)).url == url("assessment_detail", made.pk)
    refused = client_as(cast.anna).post(url("assessment_start", place.pk), {"visited_on": TODAY.isoformat()})
    assert refused.status_code == 409


@pytest.mark.parametrize("day", ["", "31-2-2026", "morgen", (TODAY + timedelta(days=2)).isoformat(), "0000-00-00"])
def test_a_bad_day_is_told_at_the_field(cast: Cast, place: Property, client_as: ClientAs, day: str) -> None:
    page = client_as(cast.bram).post(url("assessment_start", place.pk), {"visited_on": day})
    assert page.status_code == 422
    assert page.context["form"].errors["visited_on"]


def test_nothing_typed_is_lost_when_one_answer_is_refused(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    data = filled(bram, made)
    data |= {"v-heating-outcome": "failed", "v-water-outcome": "passed", "v-water-note": "lauw"}
    page = bram.post(url("assessment_visit", made.pk), data)
    assert page.status_code == 422
    assert "Schrijf op wat er niet in orde is" in page.content.decode()
    assert 'value="lauw"' in page.content.decode()
    with seed():
        assert not SuitabilityCheck.objects.filter(assessment=made).exists()


def test_handing_in_too_early_keeps_the_answers_and_lists_the_rest(
    cast: Cast, place: Property, client_as: ClientAs
) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    data = filled(bram, made) | {"v-heating-outcome": "passed", "daarna": "indienen"}
    page = bram.post(url("assessment_visit", made.pk), data)
    assert page.status_code == 422
    assert '<a href="#vraag-smoke-alarms">' in page.content.decode()
    assert stored(made).outcome == CheckOutcome.PASSED


def test_a_form_sends_only_what_was_changed(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    answer(cast.bram, made, "heating")
    data = filled(bram, made)
    answer(cast.anna, made, "heating", "failed", failure_reason="ketel stuk")
    assert bram.post(url("assessment_visit", made.pk), data | {"v-water-outcome": "passed"}).status_code == 302
    assert stored(made).outcome == CheckOutcome.FAILED


def test_a_form_shows_both_answers_and_a_second_sending_decides(
    cast: Cast, place: Property, client_as: ClientAs
) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    data = filled(bram, made) | {"v-heating-outcome": "passed", "v-heating-note": "warm zat"}
    answer(cast.anna, made, "heating", "failed", failure_reason="ketel stuk")
    page = bram.post(url("assessment_visit", made.pk), data)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "ketel stuk" in shown
    assert "warm zat" in shown
    assert stored(made).outcome == CheckOutcome.FAILED
    form = next(form for part in page.context["parts"] for form in part.forms if form.criterion.key == "heating")
    data |= {"v-heating-seen": form.shown_seen, "v-heating-was": form.shown_was}
    assert bram.post(url("assessment_visit", made.pk), data).status_code == 302
    assert (stored(made).outcome, stored(made).note) == (CheckOutcome.PASSED, "warm zat")


def test_sensitive_words_are_pointed_out(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = start(cast.bram, place)
    answer(cast.bram, made, "heating", note="bewoner is ziek en heeft diabetes")
    page = client_as(cast.bram).get(url("assessment_visit", made.pk)).content.decode()
    assert "gezondheid" in page


def test_a_phone_sends_what_it_kept_once(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    kept = [sample(), sample(key="water", outcome="failed", failure_reason="geen druk")]
    for _attempt in range(3):
        reply = sent(bram, made, *kept)
        assert reply.status_code == 200
    assert [result["status"] for result in reply.json()["results"]] == ["saved", "saved"]
    assert reply.json()["answered"] == 2
    assert stored(made).revision == 1
    with seed():
        assert SuitabilityCheck.objects.filter(assessment=made).count() == 2


def test_a_phone_is_told_of_a_colleague_with_both_answers(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = start(cast.bram, place)
    answer(cast.anna, made, "heating", "failed", failure_reason="ketel stuk")
    reply = sent(client_as(cast.bram), made, sample(note="warm"), sample(key="water"))
    assert reply.status_code == 409
    by_key = {result["key"]: result for result in reply.json()["results"]}
    assert by_key["heating"]["status"] == "conflict"
    assert by_key["heating"]["theirs"]["failure_reason"] == "ketel stuk"
    assert by_key["heating"]["theirs"]["by"] == "Anna"
    assert by_key["water"]["status"] == "saved"
    assert stored(made).outcome == CheckOutcome.FAILED


def test_a_phone_that_comes_too_late_is_told_and_keeps_its_answers(
    cast: Cast, place: Property, client_as: ClientAs
) -> None:
    made = submitted(cast, place)
    reply = sent(client_as(cast.bram), made, sample(outcome="failed", failure_reason="toch koud"))
    assert reply.status_code == 409
    assert reply.json()["results"][0]["status"] == "over"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": "failed"}, "failure_reason"),
        ({"outcome": "wel"}, "outcome"),
        ({"outcome": "not_applicable"}, "note"),
        ({"key": "bestaat-niet"}, "outcome"),
        ({"note": "x" * 401}, "note"),
    ],
)
def test_a_wrong_answer_of_a_phone_is_told_at_its_field(
    cast: Cast, place: Property, client_as: ClientAs, fields: dict[str, str], field: str
) -> None:
    reply = sent(client_as(cast.bram), start(cast.bram, place), sample(**fields))
    assert reply.status_code == 422
    assert list(reply.json()["results"][0]["errors"]) == [field]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        "null",
        '{"answers": 3}',
        '{"answers": [3]}',
        json.dumps({"answers": [{**sample(), "client_id": "geen uuid"}]}),
        json.dumps({"answers": [{**sample(), "answered_at": "gisteren"}]}),
        json.dumps({"answers": [{**sample(), "answered_at": "2026-11-22T10:00:00"}]}),
        json.dumps({"answers": [{**sample(), "seen": -1}]}),
        json.dumps({"answers": [{**sample(), "seen": True}]}),
        json.dumps({"answers": [{"key": "heating"}]}),
        json.dumps({"answers": [sample()] * 201}),
        "[" * 5000,
    ],
)
def test_what_is_not_an_answer_is_refused_as_a_whole(
    cast: Cast, place: Property, client_as: ClientAs, body: str
) -> None:
    made = start(cast.bram, place)
    reply = client_as(cast.bram).post(url("assessment_sync", made.pk), body, content_type="application/json")
    assert reply.status_code == 400
    with seed():
        assert not SuitabilityCheck.objects.exists()


def test_a_session_that_ended_leads_to_signing_in(cast: Cast, place: Property, client: ThuisClient) -> None:
    made = start(cast.bram, place)
    reply = sent(client, made, sample())
    assert reply.status_code == 302
    with seed():
        assert not SuitabilityCheck.objects.exists()


def test_the_page_of_a_round_that_is_over(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, bram = submitted(cast, place), client_as(cast.bram)
    assert bram.get(url("assessment_visit", made.pk)).url == url("assessment_detail", made.pk)
    assert bram.post(url("assessment_visit", made.pk), {}).status_code == 409


def test_back_and_drop_by_form(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, anna = submitted(cast, place), client_as(cast.anna)
    assert anna.post(url("assessment_send_back", made.pk), {"reason": ""}).status_code == 422
    assert anna.post(url("assessment_send_back", made.pk), {"reason": "Foto mist"}).status_code == 302
    assert anna.post(url("assessment_send_back", made.pk), {"reason": "Foto mist"}).status_code == 409
    assert client_as(cast.bram).post(url("assessment_drop", made.pk), {"reason": "Fout pand"}).status_code == 302
    with seed():
        made.refresh_from_db()
    assert made.state == AssessmentState.DROPPED


def test_who_reads_along_may_not_write(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made = start(cast.bram, place)
    for name in ("vera", "vince", "pieter", "karin"):
        reader = client_as(getattr(cast, name))
        assert reader.get(url("assessment_detail", made.pk)).status_code == 200
        for action in ("assessment_visit", "assessment_sign", "assessment_drop"):
            assert reader.post(url(action, made.pk), {}).status_code == 403
        assert sent(reader, made, sample()).status_code == 403
    for name in ("chaima", "daan", "joke", "olga", "stranger"):
        outsider = client_as(getattr(cast, name))
        assert outsider.get(url("assessment_detail", made.pk)).status_code in {403, 404}
        assert sent(outsider, made, sample()).status_code in {403, 404}


def test_photos_of_a_question_have_a_page(cast: Cast, place: Property, client_as: ClientAs) -> None:
    made, bram = start(cast.bram, place), client_as(cast.bram)
    assert bram.get(url("assessment_photos", made.pk, "smoke-alarms")).status_code == 200
    assert bram.get(url("assessment_photos", made.pk, "bestaat-niet")).status_code == 404


def test_the_list_has_its_tabs_and_the_same_queries_for_one_and_three(
    cast: Cast, place: Property, client_as: ClientAs, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    submitted(cast, place)
    anna = client_as(cast.anna)
    page = anna.get(url("assessment_list"))
    assert place.address in page.content.decode()
    anna.get(url("assessment_list"))
    one = count_queries(lambda: anna.get(url("assessment_list")))
    for _number in range(2):
        submitted(cast, property_(cast.kampen, state=PropertyState.REPORTED, initiative_scope_id=cast.initiative_id))
    assert count_queries(lambda: anna.get(url("assessment_list"))) == one
    for tab in ("bezig", "verloopt", "klaar", "onzin"):
        assert anna.get(url("assessment_list"), {"lijst": tab}).status_code == 200


def test_the_panel_of_a_property_says_what_holds(cast: Cast, place: Property, client_as: ClientAs) -> None:
    page = client_as(cast.anna).get(reverse("housing:property_detail", args=["kampen", place.pk]))
    assert url("assessment_start", place.pk) in page.content.decode()
    made = start(cast.bram, place)
    answer_all(cast.bram, made)
    page = client_as(cast.anna).get(reverse("housing:property_detail", args=["kampen", place.pk]))
    assert url("assessment_detail", made.pk) in page.content.decode()
