"""Searching the question desk: finds what people mean, and minds nothing that is typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.questions import fresh, published
from tests.guidance.question_set import WAYS, hits, read_questions
from tests.seeding import seed
from thuisgevers.guidance.enums import AnswerState
from thuisgevers.guidance.models import PublishedAnswer, SearchEntry, SearchWord
from thuisgevers.guidance.queries.question_search import search_desk
from thuisgevers.guidance.searching import distance, nearest, same_as, spellings, telling_words, words_of
from thuisgevers.guidance.services.questions.retention import count_words

HERE = "guidance:question_search"


def first(text: str) -> str:
    found = search_desk(text)
    return "" if not found else str(found[0].title).replace("<mark>", "").replace("</mark>", "")


def test_words_have_no_syntax() -> None:
    assert words_of("Wie & !betaalt | (de:* huur) <-> 'stroom' \\ \x00") == ["wie", "betaalt", "de", "huur", "stroom"]
    assert words_of("& | ! ( ) : * <-> -- ;") == []
    assert len(words_of("woord " * 400 + " ".join(f"w{n}" for n in range(99)))) == 12
    assert telling_words("hoe krijg je een huis") == ["huis"]
    assert telling_words("hoe en wat") == ["hoe", "en", "wat"], "nothing else to look for"
    assert "buddy" in same_as("maatjes")
    assert spellings("begin") == ["beginn"]
    assert "huiz" in spellings("huis")


def test_slips_of_the_keyboard() -> None:
    assert distance("pastorei", "pastorie") == 1
    assert distance("huis", "samenwerkingsovereenkomst") == 4
    assert nearest("rookmelders", [("rookmelder", 1), ("rookmelding", 1)]) == ["rookmelder"]
    assert nearest("zon", [("zoen", 1), ("regen", 1)]) == ["zoen"]
    assert nearest("vergunning", [("verzekering", 1)]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("doorstroomlokatie", "Wat is een doorstroomlocatie?"),
        ("leegstandwed", "Wat is de Leegstandwet en hebben wij die nodig?"),
        ("gebruiksmeldingen", "Moeten wij een gebruiksmelding doen voor brandveilig gebruik?"),
        ("PASTORIEËN", "Mogen statushouders in een leegstaande pastorie wonen?"),
    ],
)
def test_stems_accents_and_slips(text: str, title: str) -> None:
    assert first(text) == title


@pytest.mark.django_db
def test_steps_and_rules_are_found_and_can_be_opened(client: ThuisClient) -> None:
    found = search_desk("werkgroep vormen trekker") + search_desk("slaapkamer op slot eigen huishouden")
    assert {one.kind for one in found} == {"answer", "step", "rule"}
    for one in found:
        assert client.get(one.url).status_code == 200, one.url
    assert client.get("/vraagbaak/stap/initiative/bestaat-niet/").status_code == 404
    assert client.get("/vraagbaak/stap/anders/working-group/").status_code == 404
    assert client.get("/vraagbaak/regel/anders-iets/").status_code == 404


@pytest.mark.django_db
def test_a_better_first_hit_than_without_stems_and_than_ilike() -> None:
    """The table in docs/question-desk.md; made by `make bench`."""
    questions = read_questions()
    assert len(questions) == 60
    ours, unstemmed, plain = (hits(way) for way in WAYS.values())
    assert ours >= 45
    assert ours > unstemmed + 10
    assert ours > plain + 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * 2000,
        "woord " * 400,
        "& | ! ( ) : *",
        "' OR 1=1 --",
        "\x01\x02\x7f",
        "%",
        "\\",
        "🏠",
        "<script>",
        "a:*b",
        "''",
    ],
)
def test_whatever_is_typed(client: ThuisClient, text: str) -> None:
    answer = client.get(reverse(HERE), {"q": text})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in page
    said = (
        "Hier staat geen woord in",
        "Maak uw zoektekst korter",
        "Nog geen antwoord gevonden",
        "resultaten",
        "resultaat",
    )
    assert any(one in page for one in said)


@pytest.mark.django_db
def test_nothing_found_leads_to_asking_with_the_text(client: ThuisClient) -> None:
    page = client.get(reverse(HERE), {"q": "xylofoonkwispel & zo"}).content.decode()
    assert "Nog geen antwoord gevonden" in page
    assert "/vraagbaak/stellen/?q=xylofoonkwispel%20%26%20zo" in page


@pytest.mark.django_db
def test_marks_are_safe(client: ThuisClient) -> None:
    published(title="Mag <b>zolder</b> & vliering?", answer="<script>alert(1)</script> De zolder mag.")
    page = client.get(reverse(HERE), {"q": "zolder vliering"}).content.decode()
    assert "&lt;b&gt;<mark>zolder</mark>&lt;/b&gt; &amp; <mark>vliering</mark>" in page
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_what_is_withdrawn_is_found_no_more() -> None:
    row = published(title="Mag een xylofoon in de gang?")
    assert first("xylofoon") == row.title
    with seed():
        PublishedAnswer.objects.filter(pk=row.pk).update(state=AnswerState.WITHDRAWN)
    assert first("xylofoon") == ""
    assert SearchWord.objects.filter(lexeme="xylofon").exists()
    count_words()
    assert not SearchWord.objects.filter(lexeme="xylofon").exists()
    with seed():
        PublishedAnswer.objects.filter(pk=row.pk).update(state=AnswerState.PUBLISHED)
    assert first("xylofoon") == fresh(row).title
    assert SearchEntry.objects.filter(target=str(row.pk)).count() == 1
