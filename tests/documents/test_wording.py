"""Edited text is merge fields only: no value becomes markup, and no unknown name is saved."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from thuisgevers.documents.composing import Imprint, compose_html
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import SPECIFICATIONS, Snapshot
from thuisgevers.documents.models import DocumentTemplate
from thuisgevers.documents.wording import markdown
from thuisgevers.documents.wording.check import check_wording
from thuisgevers.documents.wording.national import read_national_models
from thuisgevers.documents.wording.sections import Section, number_articles, read_sections

AGREEMENT = SPECIFICATIONS[DocumentKind.COOPERATION_AGREEMENT]
PRESS = SPECIFICATIONS[DocumentKind.PRESS_RELEASE]


def shown(text: str, **values: str) -> str:
    return markdown.render(text, value=values.__getitem__, blocks=frozenset({"blok"}), block=lambda name: f"<hr>{name}")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("**vet**", "**vet**"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("{{ ander }}", "{{ ander }}"),
        ("{% load x %}", "{% load x %}"),
        ("[klik](javascript:alert(1))", "[klik](javascript:alert(1))"),
        ("# kop", "# kop"),
        ("a & b", "a &amp; b"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("een\ntwee", "een<br>twee"),
        ("nul\x00bel\x07", "nulbel"),
        ("om\u202egekeerd", "omgekeerd"),
        ("\ue000blok\ue001", "blok"),
        ("😀 Łódź", "😀 Łódź"),
    ],
)
def test_value_is_printed_as_it_stands(value: str, printed: str) -> None:
    assert shown("Dit is {{ naam }}.", naam=value, ander="GEHEIM") == f"<p>Dit is {printed}.</p>\n"


@given(st.text())
def test_no_value_can_open_a_tag(value: str) -> None:
    rendered = shown("Naam: {{ naam }}", naam=value)
    inside = rendered.removeprefix("<p>").removesuffix("</p>\n").replace("<br>", "")
    assert "<" not in inside
    assert ">" not in inside.replace("&gt;", "")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>b</b>",
        "[link](http://voorbeeld.example)",
        "![beeld](file:///etc/passwd)",
        "<http://voorbeeld.example>",
        "[a]: http://voorbeeld.example\n\n[a]",
        "    <style>@import url(x)</style>",
        "```\n<script>\n```",
        "`<script>`",
    ],
)
def test_text_itself_has_no_links_images_or_html(text: str) -> None:
    rendered = shown(text)
    assert not any(f"<{tag}" in rendered for tag in ("script", "b ", "a", "img", "style", "code", "pre"))


def test_subset_that_editors_may_use() -> None:
    rendered = shown("### Kop\n\n**vet** en *schuin*\n\n- een\n- twee\n\n1. a\n2. b\n\n| a | b |\n| - | - |\n| 1 | 2 |")
    for tag in ("h3", "strong", "em", "ul", "ol", "li", "table", "th", "td"):
        assert f"<{tag}>" in rendered


def test_block_stands_alone_and_is_ours() -> None:
    assert shown("a\n\n{{ blok }}\n\nb") == "<p>a</p>\n<hr>blok\n<p>b</p>\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ iban }}", "Het veld “iban” bestaat niet"),
        ("{{ gemeente.users }}", "Het veld “gemeente.users” bestaat niet"),
        ("{{ __class__ }}", "is geen veld"),
        ("{{ gemeente|safe }}", "is geen veld"),
        ("{{ gemeente", "is geen veld"),
        ("{{ GEMEENTE }}", "is geen veld"),
        ("tekst {{ kosten_tabel }} tekst", "moet alleen op een regel staan"),
        ("{{ artikel.bestaat_niet }}", "verwijst naar een artikel"),
        ("# Te groot", "drie hekjes"),
        ("x" * 10_001, "langer dan"),
    ],
)
def test_unknown_names_are_refused_in_dutch(body: str, message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        check_wording(AGREEMENT, "Titel", [Section(body=body)])


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ([Section(body="a", when="is_rijk")], "voorwaarde “is_rijk”"),
        ([Section(body="a", unless="is_rijk")], "voorwaarde “is_rijk”"),
        ([Section(body="a", heading="{{ iban }}")], "veld “iban”"),
        ([Section(body="a", heading="A", key="x"), Section(body="a", heading="B", key="x")], "twee onderdelen"),
        ([Section(body="{{ artikel.x }}"), Section(body="a", heading="A", key="x", when="is_huur")], "niet altijd is"),
        ([Section(body="a", heading="x" * 201)], "langer dan"),
        ([Section(body="a")] * 81, "hoogstens"),
        ([], "minstens één"),
    ],
)
def test_sections_are_checked(sections: list[Section], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        check_wording(AGREEMENT, "Titel", sections)


def test_all_objections_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        check_wording(AGREEMENT, "", [Section(body="{{ iban }} {{ bsn }}", when="is_rijk")])
    assert len(refused.value.messages) == 4


@pytest.mark.parametrize("data", [[{"body": 1}], [{"tekst": "a"}], [{"body": "a", "style": "rood"}]])
def test_sections_of_another_shape_are_refused(data: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError):
        read_sections(data)


def test_template_cannot_be_saved_through_clean_with_a_wrong_field() -> None:
    template = DocumentTemplate(
        kind=DocumentKind.PRESS_RELEASE, version=9, title="T", sections=[{"body": "{{ adres_pand }}"}]
    )
    with pytest.raises(ValidationError, match="adres_pand"):
        template.clean()
    template.sections = "geen lijst"
    with pytest.raises(ValidationError, match="niet leesbaar"):
        template.clean()


def test_articles_are_numbered_over_what_is_shown() -> None:
    sections = [
        Section(body="", heading="Vooraf", style="plain"),
        Section(body="", heading="A", key="a"),
        Section(body="", heading="B", key="b", when="ja"),
        Section(body="meer van B"),
        Section(body="", heading="C", key="c"),
    ]
    assert number_articles(sections, {"ja": True}) == {"a": 1, "b": 2, "c": 3}
    assert number_articles(sections, {"ja": False}) == {"a": 1, "c": 2}


@pytest.mark.parametrize("model", read_national_models(), ids=lambda model: f"{model.kind}-{model.version}")
def test_national_models_are_valid(model: Any) -> None:
    check_wording(SPECIFICATIONS[model.kind], model.title, model.sections)


@pytest.mark.parametrize("model", read_national_models(), ids=lambda model: f"{model.kind}-{model.version}")
def test_national_models_hold_for_every_combination_of_conditions(model: Any) -> None:
    """No combination leaves a reference or a field without a value."""
    specification = SPECIFICATIONS[model.kind]
    names = list(specification.flags)
    for bits in range(2 ** len(names)):
        flags = {name: bool(bits >> i & 1) for i, name in enumerate(names)}
        snapshot = Snapshot(
            fields=dict.fromkeys(specification.fields, "w"),
            flags=flags,
            blocks={name: [] for name in specification.blocks},
        )
        html = compose_html(
            specification=specification,
            title=model.title,
            sections=model.sections,
            snapshot=snapshot,
            imprint=Imprint("TG", 1, 1, "vandaag"),
        )
        assert "{{" not in html


def test_no_model_asks_for_anything_about_residents() -> None:
    for specification in SPECIFICATIONS.values():
        for name in specification.fields:
            assert not any(word in name for word in ("bsn", "geboorte", "naam_bewoner", "nationaliteit", "geloof"))
    assert not {"adres_pand", "soort_pand", "bewoners", "bewoners_max"} & set(PRESS.fields)
