"""Searching answers, steps and rules: three questions to the database, whatever is typed.

The first turns words into stems, counts in how many entries each occurs and proposes known stems for those that occur nowhere
(trigrams); the second counts the proposals. The third takes the entries with one of the most telling stems and weighs them: a rare stem counts more than a
common one (as in BM25), one in the title more than one in the text, and a short title that says it all more than a long one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..enums import FindingKind
from ..searching import nearest, same_as, spellings, telling_words

MOST_FOUND = 12
#: Entries that are weighed; with more, the least telling words only count, they do not find.
MOST_WEIGHED = 400
SIMILAR = 0.6
"""How much a word of the same meaning counts."""
START, STOP = "\x02", "\x03"

_STEMS = """
SELECT place, lexeme, entries,
  CASE WHEN is_unknown AND length(lexeme) > 3 THEN guidance_near_words(lexeme) END,
  CASE WHEN is_unknown AND length(lexeme) > 7 THEN guidance_parts_of(lexeme) END
FROM (
  SELECT w.place, l.lexeme, coalesce(s.entries, 0) AS entries, s.lexeme IS NULL AND w.place <= %(typed)s AS is_unknown
  FROM unnest(%(words)s::text[]) WITH ORDINALITY w(word, place)
  CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('guidance_dutch', w.word))) l(lexeme)
  LEFT JOIN guidance_searchword s ON s.lexeme = l.lexeme
) stems"""
_COUNTS = "SELECT lexeme, entries FROM guidance_searchword WHERE lexeme = ANY(%s)"


@dataclass(slots=True)
class Word:
    """A typed word, or one of the same meaning behind it: the typed word it belongs to, how much it counts, and the stems that stand
    for it with the entries they occur in. Of words with the same origin the best counts, once."""

    origin: int
    weight: float = 1.0
    stems: dict[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        return sum(self.stems.values())


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the results. `title` and `snippet` are safe HTML with the words that were found in `<mark>`."""

    kind: str
    kind_label: str
    icon: str
    title: SafeString
    snippet: SafeString
    url: str
    target: str


_ICONS = {FindingKind.ANSWER: "message-check", FindingKind.STEP: "list-check", FindingKind.RULE: "scale"}


def search_desk(text: str, *, most: int = MOST_FOUND, kinds: Sequence[str] = ()) -> list[Finding]:
    """The best first; nothing for a text without a word in it."""
    words = read_words(text)
    if not words:
        return []
    sql, parameters = ranking(words, most=most, kinds=kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [_finding(*row) for row in cursor.fetchall()]


def read_words(text: str) -> list[Word]:
    """What is looked for: each typed word with its stems, and behind it the words of the same meaning."""
    typed = telling_words(text)
    if not typed:
        return []
    origin: dict[str, int] = {word: place for place, word in enumerate(typed)}
    for place, one in enumerate(typed):
        for other in same_as(one):
            origin.setdefault(other, place)
    asked = list(origin)
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, {"words": asked, "typed": len(typed)})
        rows = cursor.fetchall()
    words: dict[int, Word] = {}
    guessed: dict[int, list[str]] = {}
    for place, stem, entries, near, parts in rows:
        is_typed = place <= len(typed)
        word = words.setdefault(place, Word(origin[asked[place - 1]], 1.0 if is_typed else SIMILAR))
        guesses = spellings(stem)
        if entries:
            word.stems[stem] = entries
        elif is_typed:
            guesses += nearest(stem, [(one, 0) for one in near or []]) or list(parts or [])
        guessed.setdefault(place, []).extend(guesses)
    _count_guesses(words, guessed)
    return [word for word in words.values() if word.stems]


def _count_guesses(words: dict[int, Word], guessed: dict[int, list[str]]) -> None:
    wanted = sorted({one for guesses in guessed.values() for one in guesses})
    if not wanted:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [wanted])
        entries = dict(cursor.fetchall())
    for place, guesses in guessed.items():
        words[place].stems.update({one: entries[one] for one in guesses if one in entries})


def ranking(words: Sequence[Word], *, most: int, kinds: Sequence[str] = ()) -> tuple[str, list[Any]]:
    """The last question and its values. Stems come from PostgreSQL's own dictionary and are quoted all the same."""
    groups: dict[int, list[str]] = {}
    values: list[Any] = []
    for word in sorted(words, key=lambda one: one.origin):
        telling = word.weight * math.log(1 + 20_000 / (1 + min(word.entries, 20_000)))
        groups.setdefault(word.origin, []).append(
            "CASE WHEN document @@ %s::tsquery THEN"
            " CASE WHEN document @@ %s::tsquery THEN %s WHEN document @@ %s::tsquery THEN %s ELSE %s END ELSE 0 END"
        )
        anywhere, heading, middle = _any(word.stems), _any(word.stems, "A"), _any(word.stems, "B")
        values += [anywhere, heading, telling * 2.2, middle, telling * 1.4, telling]
    score = " + ".join(f"greatest({', '.join(parts)})" for parts in groups.values())
    only = " AND kind = ANY(%s)" if kinds else ""
    # The empty vector added below unpacks a stored one once, instead of at each comparison.
    query = _any({stem: 1 for word in finding_words(words) for stem in word.stems})
    everything = _any({stem: 1 for word in words for stem in word.stems})
    options = f"StartSel={START},StopSel={STOP},HighlightAll=true"
    cut = f"StartSel={START},StopSel={STOP},MaxWords=38,MinWords=18,MaxFragments=1"
    sql = f"""
SELECT kind, target, ts_headline('guidance_dutch', title, %s::tsquery, '{options}'),
  ts_headline('guidance_dutch', left(body, 4000), %s::tsquery, '{cut}')
FROM (
  SELECT kind, target, title, body,
    ({score}) * (CASE kind WHEN 'answer' THEN 1.15 WHEN 'step' THEN 1 ELSE 0.8 END) / (1 + 0.03 * title_length) AS score
  FROM (SELECT kind, target, title, body, title_length, document || ''::tsvector AS document FROM guidance_searchentry
        WHERE document @@ %s::tsquery{only} LIMIT {MOST_WEIGHED * 2}) near
  ORDER BY score DESC, title, target LIMIT {int(most)}
) best ORDER BY score DESC, title, target"""  # noqa: S608 - only numbers and constants are written in
    return sql, [everything, everything, *values, query, *([list(kinds)] if kinds else [])]


def finding_words(words: Sequence[Word]) -> list[Word]:
    """The most telling words, as long as they do not find too much; the most telling one always."""
    chosen: list[Word] = []
    total = 0
    for word in sorted(words, key=lambda one: one.entries):
        total += word.entries
        if chosen and total > MOST_WEIGHED:
            break
        chosen.append(word)
    return chosen


def _any(stems: dict[str, int], weight: str = "") -> str:
    quoted = ("'" + stem.replace("\\", "\\\\").replace("'", "''") + "'" for stem in stems)
    return " | ".join(f"{one}:{weight}" if weight else one for one in quoted)


def _finding(kind: str, target: str, title: str, snippet: str) -> Finding:
    found = FindingKind(kind)
    return Finding(
        kind=kind,
        kind_label=str(found.label),
        icon=_ICONS[found],
        title=marked(title),
        snippet=marked(snippet),
        url=url_of(found, target),
        target=target,
    )


def marked(text: str) -> SafeString:
    """Text with PostgreSQL's marks as HTML: everything is escaped first, then our two marks become `<mark>`."""
    html = str(escape(text)).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped above


def url_of(kind: FindingKind, target: str) -> str:
    match kind:
        case FindingKind.ANSWER:
            return reverse("guidance:answer_detail", args=[target])
        case FindingKind.STEP:
            audience, _slash, key = target.partition("/")
            return reverse("guidance:method_step", args=[audience, key])
        case FindingKind.RULE:
            return reverse("guidance:method_rule", args=[target.replace("/", "-", 1)])
