"""Sixty questions as people type them, each with the national answer it should find first, and the three ways of searching that are
compared: ours, words without stems, and plain ILIKE."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from thuisgevers.guidance.enums import FindingKind
from thuisgevers.guidance.models import PublishedAnswer
from thuisgevers.guidance.queries.question_search import search_desk
from thuisgevers.guidance.searching import words_of

QUESTIONS = Path(__file__).with_name("questions.json")
#: In unstemmed search and in ILIKE all entries are looked through as in ours, with the same words; only answers are counted.
UNSTEMMED = """
SELECT target FROM guidance_searchentry, to_tsquery('simple', %s) query
WHERE kind = 'answer' AND to_tsvector('simple', title || ' ' || body) @@ query
ORDER BY ts_rank(setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body), query) DESC, title LIMIT %s
"""
PLAIN = """
SELECT target FROM guidance_searchentry
WHERE kind = 'answer' AND (title ILIKE ANY (%(like)s::text[]) OR body ILIKE ANY (%(like)s::text[]))
ORDER BY (SELECT count(*) FROM unnest(%(like)s::text[]) one WHERE title ILIKE one OR body ILIKE one) DESC, title LIMIT %(most)s
"""
type Search = Callable[[str, int], list[str]]


def read_questions() -> list[tuple[str, str]]:
    """(key of the expected answer, what was typed)."""
    return [(row["answer"], row["question"]) for row in json.loads(QUESTIONS.read_text(encoding="utf-8"))]


def ours(text: str, most: int) -> list[str]:
    return [found.target for found in search_desk(text, most=most, kinds=[FindingKind.ANSWER])]


def unstemmed(text: str, most: int) -> list[str]:
    """PostgreSQL's full text search with the configuration `simple`: the same words, as they stand."""
    words = words_of(text)
    return _targets(UNSTEMMED, [" | ".join(words), most]) if words else []


def plain(text: str, most: int) -> list[str]:
    """ILIKE for each word, the entry with most of them first."""
    like = [f"%{word}%" for word in words_of(text)]
    return _targets(PLAIN, {"like": like, "most": most}) if like else []


WAYS: Mapping[str, Search] = {"ours": ours, "unstemmed": unstemmed, "ILIKE": plain}


def hits(search: Search, *, within: int = 1) -> int:
    """For how many of the questions the expected answer is among the first `within`."""
    ids = {key: str(pk) for key, pk in PublishedAnswer.objects.filter(key__isnull=False).values_list("key", "pk")}
    return sum(ids[key] in search(text, within) for key, text in read_questions())


def _targets(sql: str, values: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
