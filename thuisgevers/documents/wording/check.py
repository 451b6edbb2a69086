"""What may stand in a template text; the words of refusal are for the person who edits it."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown_it.token import Token

from thuisgevers.documents.kinds import KindSpecification
from thuisgevers.documents.wording import markdown
from thuisgevers.documents.wording.sections import Section

MOST_SECTIONS = 80
LONGEST_BODY = 10_000
LONGEST_LINE = 200


def check_wording(specification: KindSpecification, title: str, sections: Sequence[Section]) -> None:
    """Raise one ValidationError with everything that is wrong; nothing is corrected silently."""
    messages = list(_objections(specification, title, sections))
    if messages:
        raise ValidationError([ValidationError(message) for message in dict.fromkeys(messages)])


def _objections(specification: KindSpecification, title: str, sections: Sequence[Section]) -> Iterator[str]:
    if not title.strip():
        yield _("Vul een titel in.")
    if not sections:
        yield _("Een model heeft minstens één onderdeel.")
    if len(sections) > MOST_SECTIONS:
        yield _("Een model heeft hoogstens %(most)s onderdelen.") % {"most": MOST_SECTIONS}
    keys = [section.key for section in sections if section.key]
    for key in {key for key in keys if keys.count(key) > 1}:
        yield _("De naam “%(key)s” is aan twee onderdelen gegeven.") % {"key": key}
    yield from _line_objections(specification, title, set())
    always = {section.key for section in sections if section.key and section.is_article and not section.when}
    always -= {section.key for section in sections if section.unless}
    for section in sections:
        yield from _line_objections(specification, section.heading, always)
        for flag in (section.when, section.unless):
            if flag and flag not in specification.flags:
                yield _("De voorwaarde “%(flag)s” bestaat niet. U kunt kiezen uit: %(known)s.") % {
                    "flag": flag,
                    "known": ", ".join(specification.flags),
                }
        if len(section.body) > LONGEST_BODY:
            yield _("Een onderdeel is langer dan %(most)s tekens.") % {"most": LONGEST_BODY}
            continue
        yield from _token_objections(specification, markdown.parse(section.body), always)


def _line_objections(specification: KindSpecification, line: str, articles: set[str]) -> Iterator[str]:
    if len(line) > LONGEST_LINE:
        yield _("Een titel of kop is langer dan %(most)s tekens.") % {"most": LONGEST_LINE}
    names = markdown.FIELD.findall(line)
    if line.count("{{") != len(names):
        yield _stray(line)
    for name in names:
        yield from _field_objections(specification, name, articles, may_be_block=False)


def _token_objections(specification: KindSpecification, tokens: Sequence[Token], articles: set[str]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "merge_field" | "merge_block":
                is_block = token.type == "merge_block"
                yield from _field_objections(specification, token.content, articles, may_be_block=is_block)
            case "stray_braces":
                yield _stray(token.content)
            case "heading_open" if token.tag != "h3":
                yield _("Gebruik voor een tussenkop drie hekjes: ### Tussenkop.")
        if token.children:
            yield from _token_objections(specification, token.children, articles)


def _field_objections(
    specification: KindSpecification, name: str, articles: set[str], *, may_be_block: bool
) -> Iterator[str]:
    if name.startswith("artikel."):
        if name.removeprefix("artikel.") not in articles:
            yield _("“%(name)s” verwijst naar een artikel dat er niet is, of niet altijd is.") % {"name": name}
    elif name in specification.blocks:
        if not may_be_block:
            yield _("“%(name)s” moet alleen op een regel staan, met een lege regel ervoor en erna.") % {"name": name}
    elif name not in specification.fields:
        yield _("Het veld “%(name)s” bestaat niet. U kunt kiezen uit: %(known)s.") % {
            "name": name,
            "known": ", ".join([*specification.fields, *specification.blocks]),
        }


def _stray(text: str) -> str:
    return _("“%(text)s” is geen veld. Schrijf een veld zo: {{ gemeente }}.") % {"text": text[:40]}
