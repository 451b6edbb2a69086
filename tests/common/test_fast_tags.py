"""What is said once says the same as Django would, and nothing of one visitor reaches the next."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from thuisgevers.common.addresses import address
from thuisgevers.common.ids import uuid7
from thuisgevers.common.words import gettext


@pytest.mark.parametrize("slug", ["kampen", "s-hertogenbosch", "bergen-nh"])
def test_address_is_what_reverse_gives(slug: str) -> None:
    one, other = uuid7(), UUID(int=7)
    for name, parts in (
        ("initiatives:dossier_list", [slug]),
        ("initiatives:dossier_detail", [slug, one]),
        ("initiatives:dossier_document", [slug, other, "press-release"]),
        ("initiatives:my_dossier_answer", [one, other]),
        ("initiatives:my_initiatives", []),
        ("documents:document_show", [one]),
    ):
        assert address(name, *parts) == reverse(name, args=parts)


@pytest.mark.parametrize("part", ["a/b", "a b", "é", ""])
def test_address_refuses_what_reverse_refuses(part: str) -> None:
    with pytest.raises(NoReverseMatch):
        address("initiatives:dossier_list", part)


def test_once_renders_once_and_per_way_of_escaping() -> None:
    template = Template("{% once %}{{ word }}{% endonce %}")
    assert template.render(Context({"word": "<eerst>"})) == "&lt;eerst&gt;"
    assert template.render(Context({"word": "later"})) == "&lt;eerst&gt;"
    assert template.render(Context({"word": "<vrij>"}, autoescape=False)) == "<vrij>"


def test_translate_keeps_what_varies() -> None:
    assert Template('{% translate "Geen" %}').render(Context()) == "Geen"
    template = Template("{% translate word %}")
    assert [template.render(Context({"word": word})) for word in ("een", "twee")] == ["een", "twee"]
    kept = Template('{% translate "Kop" as kop %}{{ kop }}')
    assert [kept.render(Context()) for _ in range(2)] == ["Kop", "Kop"]


def test_words_are_kept_per_language() -> None:
    with override("nl"):
        assert gettext("Yes") == "Ja"
    with override(None):
        assert gettext("Yes") == "Yes"
    with override("nl"):
        assert gettext("Yes") == "Ja"


def test_icons_of_rows_are_not_kept() -> None:
    template = Template("{% icon name %}{% icon 'home' %}")
    first, second = (template.render(Context({"name": name})) for name in ("user", "flag"))
    assert "#user" in first
    assert "#flag" in second
    assert first.count("#home") == second.count("#home") == 1
