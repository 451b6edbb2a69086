"""Ideas and the guide: the national list with what a municipality made of it, kept by who guides buddies, read on a telephone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from buddies.models import ActivityIdea, LocalPlace
from buddies.queries.national_ideas import national_ideas
from buddies.services import ideas
from buddies.services.ideas import hide_national
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.people import Cast
from tests.factories.welcome import Things, acting_as
from tests.seeding import seed
from thuisgevers.common.ids import uuid7

pytestmark = pytest.mark.django_db
IDEAS, GUIDE = reverse("buddies:my_ideas"), reverse("buddies:my_guide")
IDEA = {
    "title": "Naar de IJssel",
    "text": "Kijken naar de boten.",
    "kind": "nature",
    "cost": "free",
    "place": "outside",
    "season": "all",
    "with_children": "ja",
    "little_dutch": "nee",
}
PLACE = {
    "kind": "library",
    "name": "De Bieb",
    "address": "Oudestraat 1, Kampen",
    "opening": "Elke dag.",
    "telephone": "038 331 2025",
    "url": "https://bieb.voorbeeld.example",
    "languages": ["ar"],
    "text": "",
}


def here(name: str, *args: Any) -> str:
    return reverse(f"buddies:{name}", args=["kampen", *args])


def test_the_national_list_is_whole() -> None:
    held = national_ideas()
    assert len(held) > 40
    assert all(one.title and one.text and len(one.title) <= 80 and len(one.text) <= 500 for one in held.values())
    assert len({one.title for one in held.values()}) == len(held)


def test_filters_leave_what_fits_and_one_press_leads_to_the_form(things: Things, client_as: Any) -> None:
    make.idea(things.cast.kampen, things.cast.joke, title="Schaatsen op de gracht", season="winter", cost="paid")
    make.idea(things.cast.zwolle, things.cast.joke, title="Zwolse markt")
    make.idea(things.cast.kampen, things.cast.joke, title="Verborgen uitje", hidden_on="2026-01-01")
    daan = client_as(things.cast.daan)
    page = daan.get(IDEAS).content.decode()
    assert "Schaatsen op de gracht" in page
    assert "Zwolse markt" not in page
    assert "Verborgen uitje" not in page
    assert f"{len(national_ideas()) + 1} ideeën" in page
    assert "Schaatsen op de gracht" not in daan.get(f"{IDEAS}?wanneer=summer").content.decode()
    assert "Schaatsen op de gracht" in daan.get(f"{IDEAS}?wanneer=winter&kosten=paid&soort=nature").content.decode()
    assert "Hier past geen idee bij" in daan.get(f"{IDEAS}?waar=home&kosten=paid&soort=sport").content.decode()
    assert daan.get(f"{IDEAS}?soort=bestaat-niet&kinderen=misschien").content.decode().count("Schaatsen op") == 2
    log = reverse("buddies:contact_add", args=[things.match.pk])
    assert f"{log}?wat=outing" in page
    form = daan.get(f"{log}?wat=outing").content.decode()
    assert form.count("checked") == 1
    assert daan.get(f"{log}?wat=skydiven").content.decode().count("checked") == 0


def test_who_guides_buddies_keeps_ideas(things: Things, client_as: Any) -> None:
    joke, daan = client_as(things.cast.joke), client_as(things.cast.daan)
    assert joke.post(here("idea_add"), {**IDEA, "title": ""}).status_code == 422
    assert joke.post(here("idea_add"), IDEA).status_code == 302
    again = joke.post(here("idea_add"), {**IDEA, "title": "naar de ijssel"})
    assert again.status_code == 422
    assert "staat er al" in again.content.decode()
    with seed():
        row = ActivityIdea.objects.get()
    assert joke.post(here("idea_edit", row.pk), {**IDEA, "title": "Naar de haven"}).status_code == 302
    assert "Naar de haven" in daan.get(IDEAS).content.decode()
    for _time in range(2):
        assert joke.post(here("idea_hide", row.pk)).status_code == 302
    assert "Naar de haven" not in daan.get(IDEAS).content.decode()
    assert "Naar de haven" in joke.get(here("idea_list")).content.decode()
    joke.post(here("idea_hide", row.pk), {"act": "toon"})
    assert "Naar de haven" in daan.get(IDEAS).content.decode()
    assert daan.get(here("idea_list")).status_code == 403
    elsewhere = make.idea(things.cast.zwolle, things.cast.chaima)
    assert joke.get(here("idea_edit", elsewhere.pk)).status_code == 404
    assert joke.post(here("idea_hide", elsewhere.pk)).status_code == 404


def test_a_national_idea_is_hidden_or_said_in_own_words(things: Things, client_as: Any) -> None:
    joke, daan = client_as(things.cast.joke), client_as(things.cast.daan)
    title = national_ideas()["library-card"].title
    one = here("national_idea", "library-card")
    for _time in range(2):
        assert joke.post(one).status_code == 302
    assert title not in daan.get(IDEAS).content.decode()
    joke.post(one, {"act": "toon"})
    assert title in daan.get(IDEAS).content.decode()
    own = f"{here('idea_add')}?van=library-card"
    assert title in joke.get(own).content.decode()
    joke.post(own, {**IDEA, "title": "Naar de Stadsbibliotheek"})
    page = daan.get(IDEAS).content.decode()
    assert "Naar de Stadsbibliotheek" in page
    assert title not in page
    assert joke.get(f"{here('idea_add')}?van=bestaat-niet").status_code == 404
    assert joke.post(here("national_idea", "bestaat-niet")).status_code == 404
    with seed():
        assert ActivityIdea.objects.count() == 1


def test_two_who_hide_the_same_idea_at_once(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first wrote: one row, and no fuss."""
    with acting_as(things.cast.joke) as access:
        facts: dict[str, Any] = {"municipality": things.cast.kampen, "key": "library-card", "is_hidden": True}
        hide_national(access=access, **facts)
        monkeypatch.setattr(ideas, "_of_national", lambda *_facts: None)
        hide_national(access=access, **facts)
        assert ActivityIdea.objects.get().hidden_on is not None


def test_the_guide_is_kept_and_read_by_buddies_and_residents(things: Things, client_as: Any, inside: Client) -> None:
    joke, daan = client_as(things.cast.joke), client_as(things.cast.daan)
    assert "nog leeg" in daan.get(GUIDE).content.decode()
    bad = joke.post(here("place_add"), {**PLACE, "telephone": "12", "url": "javascript:alert(1)"})
    assert set(bad.context["form"].errors) == {"telephone", "url"}
    assert joke.post(here("place_add"), PLACE).status_code == 302
    assert joke.post(here("place_add"), {**PLACE, "name": "DE BIEB"}).status_code == 422
    make.place(things.cast.zwolle, things.cast.chaima, name="Zwolse bieb")
    page = daan.get(GUIDE).content.decode()
    assert "De Bieb" in page
    assert "Zwolse" not in page
    turkish = inside.get(f"{reverse('buddies:welcome_guide')}?taal=tr").content.decode()
    assert "De Bieb" in turkish
    assert "Kütüphane" in turkish
    assert "العربية" in turkish, "languages by their own names"
    assert "Zwolse" not in turkish
    with seed():
        row = LocalPlace.objects.get(name="De Bieb")
    joke.post(here("place_hide", row.pk))
    assert "De Bieb" not in inside.get(reverse("buddies:welcome_guide")).content.decode()
    assert "De Bieb" not in daan.get(GUIDE).content.decode()
    assert joke.post(here("place_hide", row.pk), {"act": "toon"}).status_code == 302
    assert "De Bieb" in inside.get(reverse("buddies:welcome_guide")).content.decode()


def test_the_database_alone_holds_who_reads_and_writes(things: Things, cast: Cast) -> None:
    mine, theirs = make.idea(cast.kampen, cast.joke), make.idea(cast.zwolle, cast.chaima)
    make.place(cast.kampen, cast.joke)
    for user, seen in (
        (cast.joke, {mine.pk}),
        (cast.daan, {mine.pk}),
        (cast.anna, {mine.pk}),
        (cast.chaima, {theirs.pk}),
        (cast.vince, set()),
        (cast.bram, set()),
    ):
        with acting_as(user):
            assert {row.pk for row in ActivityIdea.objects.all()} == seen, user.email
            assert LocalPlace.objects.count() == len(seen & {mine.pk})
    facts = {"title": "x", "kind": "nature", "cost": "free", "place": "home", "changed_by": cast.joke}
    for user, place in ((cast.daan, cast.kampen), (cast.joke, cast.zwolle)):
        with acting_as(user), pytest.raises(DatabaseError), transaction.atomic():
            ActivityIdea(id=uuid7(), municipality=place, **facts).save(force_insert=True)
    with acting_as(cast.daan):
        assert ActivityIdea.objects.update(title="gewist") == 0


def test_pages_ask_as_much_for_three_as_for_one(things: Things, client_as: Any, count_queries: Any) -> None:
    joke, daan = client_as(things.cast.joke), client_as(things.cast.daan)
    pages = [(daan, IDEAS), (daan, GUIDE), (joke, here("idea_list")), (joke, here("place_list"))]

    def counts() -> list[int]:
        return [count_queries(lambda who=who, page=page: who.get(page)) for who, page in pages]

    make.idea(things.cast.kampen, things.cast.joke)
    make.place(things.cast.kampen, things.cast.joke)
    first = counts()
    for _number in range(2):
        make.idea(things.cast.kampen, things.cast.joke)
        make.place(things.cast.kampen, things.cast.joke)
        make.match(things.buddy, household(things.cast.kampen), things.cast.joke)
    assert counts() == first == [8, 7, 7, 7]
