"""Every mail in the house: has a subject that names nobody, a known kind, and words that fit on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import loader
from django.template.base import VariableNode
from django.template.loader_tags import IncludeNode

from thuisgevers.notifications.enums import ReminderKind
from thuisgevers.notifications.services.wording import HEADING, SUBJECT_VARIABLES, VARIABLE

ROOT = Path(__file__).resolve().parents[2] / "templates"
MAILS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/mail/*.txt"))


def test_there_are_mails() -> None:
    assert len(MAILS) > 25


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_well_made(name: str) -> None:
    source = (ROOT / name).read_text()
    without_comments = re.sub(r"\{% comment %\}.*?\{% endcomment %\}\n?", "", source, flags=re.DOTALL).strip()
    headings: dict[str, str] = {}
    for line in without_comments.splitlines():
        found = HEADING.match(line)
        if not found:
            break
        headings[found[1]] = found[2]
    assert headings.get("Onderwerp"), "the first line is 'Onderwerp: …'"
    assert set(VARIABLE.findall(headings["Onderwerp"])) <= SUBJECT_VARIABLES, "a subject names nobody"
    if "Herinnering" in headings:
        assert headings["Herinnering"] in ReminderKind.values
    assert "<" not in re.sub(r"\{[%{].*?[%}]\}", "", without_comments), "Markdown only"
    template = loader.get_template(name).template  # type: ignore[attr-defined]
    assert not template.nodelist.get_nodes_by_type(IncludeNode), "values in an included part would not be made safe"
    for node in template.nodelist.get_nodes_by_type(VariableNode):
        filters = {function.__name__ for function, _arguments in node.filter_expression.filters}
        assert not filters & {"safe", "linebreaks", "linebreaksbr", "urlize"}, f"{node} makes HTML"
