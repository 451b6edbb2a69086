"""The contact moment: once whatever is sent, refused at the field with nothing lost, read by who the buddy chose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from buddies.models import BuddyMatch, ContactMoment
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast, person
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

pytestmark = pytest.mark.django_db


class Pair:
    """Daan's active match, and the form that he fills in."""

    def __init__(self, cast: Cast, initiative_in: Any, client_as: Any) -> None:
        initiative_in(cast.kampen, cast.initiative_id)
        self.buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan)
        self.match = make.match(self.buddy, household(cast.kampen, id=cast.household_id), cast.joke)
        self.me, self.joke, self.anna = (client_as(one) for one in (cast.daan, cast.joke, cast.anna))
        self.url = reverse("buddies:contact_add", args=[self.match.pk])

    def form(self, **data: Any) -> dict[str, Any]:
        return {
            "client_id": str(uuid7()),
            "happened_on": timezone.localdate().isoformat(),
            "kind": "visit",
            "minutes": "60",
            "topics": ["language", "post"],
            "feeling": "good",
            "visibility": "coordinator",
            "note": "",
            "has_seen_warning": "",
        } | data

    def held(self) -> list[ContactMoment]:
        with seed():
            return list(ContactMoment.objects.order_by("created_at"))


@pytest.fixture
def pair(cast: Cast, initiative_in: Any, client_as: Any) -> Pair:
    return Pair(cast, initiative_in, client_as)


def test_three_answers_are_enough(pair: Pair) -> None:
    page = pair.me.get(pair.url).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert "checked" not in page, "who reads it has no answer beforehand"
    answer = pair.me.post(pair.url, pair.form(topics=[], feeling="", note=""))
    assert answer["Location"] == reverse("buddies:my_match", args=[pair.match.pk])
    assert len(pair.held()) == 1
    assert pair.me.get(answer["Location"]).status_code == 200


def test_sent_twice_is_one_moment(pair: Pair) -> None:
    form = pair.form(note="de eerste")
    assert pair.me.post(pair.url, form).status_code == 302
    assert pair.me.post(pair.url, {**form, "note": "nog eens"}).status_code == 302
    assert [one.note for one in pair.held()] == ["de eerste"]
    assert pair.me.post(pair.url, pair.form()).status_code == 302
    assert len(pair.held()) == 2


def test_the_same_form_for_another_household_is_refused(pair: Pair, cast: Cast) -> None:
    form = pair.form()
    pair.me.post(pair.url, form)
    other = make.match(pair.buddy, household(cast.kampen), cast.joke)
    answer = pair.me.post(reverse("buddies:contact_add", args=[other.pk]), form)
    assert answer.status_code == 409
    assert len(pair.held()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("happened_on", (timezone.localdate() + timedelta(days=1)).isoformat()),
        ("happened_on", "2019-01-01"),
        ("happened_on", "gisteren"),
        ("visibility", ""),
        ("kind", "skydiven"),
        ("minutes", "7"),
        ("topics", ["religie"]),
        ("note", "😀" * 5000),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(pair: Pair, field: str, value: Any) -> None:
    kept = "Samen naar de markt"
    form = pair.form(**({"note": kept} | {field: value}))
    answer = pair.me.post(pair.url, form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    body = answer.content.decode()
    assert form["client_id"] in body
    assert (kept if field != "note" else "😀" * 5000) in body
    assert not pair.held()


def test_a_concluded_match_takes_nothing_and_keeps_what_was_typed(pair: Pair) -> None:
    pair.joke.post(
        reverse("buddies:match_step", args=["kampen", pair.match.pk, "afronden"]), {"conclusion": "other", "thanks": ""}
    )
    answer = pair.me.post(pair.url, pair.form(note="Dit wil ik houden"))
    assert answer.status_code == 409
    assert "Dit wil ik houden" in answer.content.decode()
    assert "afgerond" in answer.content.decode()
    assert not pair.held()


def test_what_stands_with_a_concluded_match_stays_so(pair: Pair) -> None:
    assert pair.me.post(pair.url, pair.form()).status_code == 302
    (moment,) = pair.held()
    url = reverse("buddies:contact_edit", args=[moment.pk])
    page = reverse("buddies:my_match", args=[pair.match.pk])
    assert url in pair.me.get(page).content.decode()
    pair.joke.post(
        reverse("buddies:match_step", args=["kampen", pair.match.pk, "afronden"]), {"conclusion": "other", "thanks": ""}
    )
    assert url not in pair.me.get(page).content.decode()
    assert pair.me.get(url)["Location"] == page
    answer = pair.me.post(url, pair.form(note="Zelf getypt"))
    assert answer.status_code == 409
    assert "Zelf getypt" in answer.content.decode()


def test_words_on_health_or_belief_ask_for_a_second_look(pair: Pair) -> None:
    form = pair.form(note="Hij moest naar het ziekenhuis")
    first = pair.me.post(pair.url, form)
    assert first.status_code == 422
    assert "gezondheid" in first.content.decode()
    assert pair.me.post(pair.url, {**form, "has_seen_warning": "on"}).status_code == 302
    assert len(pair.held()) == 1


def test_changed_for_a_day_and_corrected_afterwards(pair: Pair) -> None:
    pair.me.post(pair.url, pair.form())
    moment = pair.held()[0]
    url = reverse("buddies:contact_edit", args=[moment.pk])
    assert pair.me.post(url, pair.form(minutes="120")).status_code == 302
    assert (pair.held()[0].minutes, pair.held()[0].corrected_at) == (120, None)
    with seed():
        ContactMoment.objects.update(created_at=timezone.now() - timedelta(days=2))
    refused = pair.me.post(url, pair.form(minutes="30"))
    assert refused.status_code == 422
    assert "correction" in refused.context["form"].errors
    assert pair.me.post(url, pair.form(minutes="30", correction="verkeerde duur")).status_code == 302
    held = pair.held()[0]
    assert (held.minutes, held.correction) == (30, "verkeerde duur")
    with seed():
        history = ContactMoment.pgh_event_model.objects.filter(pgh_obj_id=held.pk)  # type: ignore[attr-defined]
        assert [row.minutes for row in history.order_by("pgh_created_at", "pgh_id")] == [60, 120, 120, 30]


def test_a_note_is_read_by_who_the_buddy_chose(pair: Pair) -> None:
    for visibility in ("me", "coordinator", "municipality"):
        make.moment(pair.match, visibility=visibility, note=f"ZIE-{visibility}")
    url = reverse("buddies:match_detail", args=["kampen", pair.match.pk])
    seen = {who: who_sees(client.get(url)) for who, client in (("joke", pair.joke), ("anna", pair.anna))}
    assert seen == {"joke": {"coordinator", "municipality"}, "anna": {"municipality"}}
    own = pair.me.get(reverse("buddies:my_match", args=[pair.match.pk]))
    assert who_sees(own) == {"me", "coordinator", "municipality"}


def who_sees(answer: Any) -> set[str]:
    body = answer.content.decode()
    return {one for one in ("me", "coordinator", "municipality") if f"ZIE-{one}" in body}


def test_another_buddys_match_is_not_there(pair: Pair, cast: Cast, client_as: Any) -> None:
    other = client_as(person("Ander"))
    moment = make.moment(pair.match)
    for name, pk in (("my_match", pair.match.pk), ("contact_add", pair.match.pk), ("contact_edit", moment.pk)):
        assert other.get(reverse(f"buddies:{name}", args=[pk])).status_code == 404
    assert other.post(pair.url, pair.form()).status_code == 404
    assert pair.joke.post(pair.url, pair.form()).status_code == 404


def test_a_quiet_match_is_found_and_asked_once_a_week(pair: Pair, cast: Cast) -> None:
    make.moment(pair.match, happened_on=timezone.localdate() - timedelta(days=20))
    url = reverse("buddies:radar", args=["kampen"])
    page = pair.joke.get(f"{url}?lijst=stil").content.decode()
    assert pair.buddy.name in page
    ask = reverse("buddies:match_step", args=["kampen", pair.match.pk, "vragen"])
    assert [pair.joke.post(ask).status_code for _time in range(2)] == [302, 409]
    with seed():
        from thuisgevers.notifications.models import OutgoingMessage

        assert OutgoingMessage.objects.filter(template="buddies/match_nudge").count() == 1
    pair.me.post(pair.url, pair.form())
    assert pair.buddy.name not in pair.joke.get(f"{url}?lijst=stil").content.decode()


def test_the_radar_puts_the_most_urgent_first(pair: Pair, cast: Cast) -> None:
    today = timezone.localdate()
    make.moment(pair.match, happened_on=today - timedelta(days=16))
    long = make.buddy(cast.kampen, cast.initiative_id, user=person("Lang"), name="Lang Stil")
    match = make.match(long, household(cast.kampen), cast.joke)
    with seed():
        BuddyMatch.objects.filter(pk=match.pk).update(started_on=today - timedelta(days=120))
    ends = make.buddy(cast.kampen, cast.initiative_id, user=person("Vog"), name="Vog Bijna", vog_by=cast.joke)
    with seed():
        type(ends).objects.filter(pk=ends.pk).update(vog_valid_until=today + timedelta(days=30))
    make.buddy(cast.kampen, cast.initiative_id, state="applied", name="Nieuwe Aanmelding")
    body = pair.joke.get(reverse("buddies:radar", args=["kampen"])).content.decode()
    order = [body.index(name) for name in ("Lang Stil", pair.buddy.name, "Vog Bijna", "Nieuwe Aanmelding")]
    assert order == sorted(order)


def test_pages_ask_as_much_for_three_as_for_one(pair: Pair, cast: Cast, count_queries: Any) -> None:
    make.moment(pair.match, happened_on=timezone.localdate() - timedelta(days=25))
    radar, mine = reverse("buddies:radar", args=["kampen"]), reverse("buddies:my_matches")
    pair.joke.get(radar)
    pair.me.get(mine)
    first = [count_queries(lambda: pair.joke.get(radar)), count_queries(lambda: pair.me.get(mine))]
    for number in range(2):
        row = make.buddy(cast.kampen, cast.initiative_id, user=person(f"Stil {number}"))
        make.match(row, household(cast.kampen), cast.joke)
        make.match(pair.buddy, household(cast.kampen), cast.joke)
    second = [count_queries(lambda: pair.joke.get(radar)), count_queries(lambda: pair.me.get(mine))]
    assert second == first == [8, 9]
