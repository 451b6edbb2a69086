"""One HTML page of a template text and a snapshot: a pure function, so a document can be made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from thuisgevers.documents.kinds import KindSpecification, Snapshot
from thuisgevers.documents.wording import markdown
from thuisgevers.documents.wording.sections import Section, number_articles


@dataclass(frozen=True)
class Imprint:
    """What stands in the margins: which document this is, and which version of it."""

    reference: str
    version: int
    template_version: int
    drawn_up_on: str


@dataclass(frozen=True)
class Article:
    """A section as the page shows it; `number` is 0 where the kind does not number."""

    number: int
    heading: SafeString
    body: SafeString


def compose_title(specification: KindSpecification, title: str, snapshot: Snapshot) -> str:
    """The title as plain text, for the page and for the file's own properties."""
    if own := snapshot.fields.get(specification.title_field, ""):
        return own
    return markdown.FIELD.sub(lambda found: snapshot.fields[found[1]], title)


def compose_html(
    *,
    specification: KindSpecification,
    title: str,
    sections: Sequence[Section],
    snapshot: Snapshot,
    imprint: Imprint,
) -> str:
    """The complete page. Raises KeyError for a field that the snapshot does not have."""
    shown = [section for section in sections if section.is_shown(snapshot.flags)]
    values = {
        **snapshot.fields,
        **{f"artikel.{key}": str(number) for key, number in number_articles(shown, snapshot.flags).items()},
    }
    context = {
        "title": compose_title(specification, title, snapshot),
        "articles": _articles(specification, shown, values, snapshot),
        "fields": snapshot.fields,
        "flags": snapshot.flags,
        "blocks": snapshot.blocks,
        "imprint": imprint,
    }
    return render_to_string(specification.page, context)


def _articles(
    specification: KindSpecification,
    sections: Sequence[Section],
    values: Mapping[str, str],
    snapshot: Snapshot,
) -> list[Article]:
    """Sections with a heading start an article; the ones without continue it."""

    def block(name: str) -> str:
        return render_to_string(
            f"documents/pdf/blocks/{name}.html", {"block": snapshot.blocks[name], "fields": snapshot.fields}
        )

    blocks = frozenset(specification.blocks)
    articles: list[Article] = []
    count = 0
    for heading, bodies in _joined(sections):
        if specification.numbered and heading.is_article:
            count += 1
        number = count if specification.numbered and heading.is_article else 0
        line = markdown.render_line(heading.heading, value=values.__getitem__)
        body = markdown.render("\n\n".join(bodies), value=values.__getitem__, blocks=blocks, block=block)
        # Safe: both escape every value, and the rest went through nh3.
        articles.append(Article(number, mark_safe(line), mark_safe(body)))  # noqa: S308
    return articles


def _joined(sections: Sequence[Section]) -> list[tuple[Section, list[str]]]:
    joined: list[tuple[Section, list[str]]] = []
    for section in sections:
        if section.heading or not joined:
            joined.append((section, []))
        joined[-1][1].append(section.body)
    return joined
