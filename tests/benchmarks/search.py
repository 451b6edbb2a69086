"""Searching the question desk among 20,000 answers, and how often the first hit is the right one.

The answers are made of sentences of the national ones in other orders with words of their own, so that common words are as common as
they are in real texts. They are written to the search table at once (the triggers that keep it are not what is measured).
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tests.benchmarks.measuring import backend_clock
from tests.guidance.question_set import WAYS, hits, read_questions
from tests.seeding import seed
from thuisgevers.common.ids import uuid7
from thuisgevers.guidance.queries.question_search import search_desk
from thuisgevers.guidance.reference import read_answers
from thuisgevers.guidance.services.questions.retention import count_words

LIMIT_MS = 50.0
ANSWERS = 20_000
BATCH = 1000
INSERT = """
INSERT INTO guidance_searchentry (id, kind, target, title, body, title_length, document)
SELECT id, 'answer', id::text, title, body, greatest(1, length(to_tsvector('guidance_dutch', title))),
  setweight(to_tsvector('guidance_dutch', title), 'A') || setweight(to_tsvector('guidance_dutch', body), 'C')
FROM unnest(%s::uuid[], %s::text[], %s::text[]) made(id, title, body)
"""
PARTS = ("ba", "kor", "lem", "dri", "fos", "gul", "hin", "jap", "mop", "nes", "pra", "rit", "sol", "tuk", "vem", "wol")


@dataclass(frozen=True)
class WayResult:
    """How often the expected answer came first, and among the first three."""

    name: str
    first: int
    three: int


@dataclass(frozen=True)
class SearchResult:
    """Milliseconds of SQL for one search: CPU of the backend and time on the wall. `ways` compares on the national answers."""

    answers: int
    questions: int
    cpu_p95_ms: float
    cpu_median_ms: float
    wall_p95_ms: float
    ways: list[WayResult]

    @property
    def holds(self) -> bool:
        ours, *others = self.ways
        return self.cpu_p95_ms <= LIMIT_MS and all(ours.first > other.first for other in others)


def build_answers(*, answers: int = ANSWERS) -> None:
    """Answers to be found, and their words counted."""
    dice = random.Random(1945)
    held = read_answers()
    sentences = [one for row in held for one in row["answer"].split(". ") if one]
    titles = [row["title"].split() for row in held]
    with seed(), connection.cursor() as cursor:
        for start in range(0, answers, BATCH):
            size = min(BATCH, answers - start)
            cursor.execute(
                INSERT,
                [
                    [uuid7() for _number in range(size)],
                    [" ".join([*dice.sample(dice.choice(titles), 3), *_words(dice, 3)]) for _number in range(size)],
                    [". ".join([*dice.sample(sentences, 5), " ".join(_words(dice, 12))]) for _number in range(size)],
                ],
            )
    count_words()


def _words(dice: random.Random, number: int) -> list[str]:
    return ["".join(dice.choices(PARTS, k=dice.choice((2, 3, 3, 4)))) for _word in range(number)]


def measure_search(*, rounds: int, answers: int = ANSWERS) -> SearchResult:
    """First hits on the national answers alone, then the time among all. Each of the questions is asked `rounds` times."""
    ways = [WayResult(name, hits(way), hits(way, within=3)) for name, way in WAYS.items()]
    build_answers(answers=answers)
    questions = [text for _key, text in read_questions()]
    cpu, wall = [], []
    spent = _Spent()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    clock = backend_clock(pid) or time.perf_counter
    for text in questions[:5]:
        search_desk(text)
    for _round in range(rounds):
        for text in questions:
            spent.seconds, before = 0.0, clock()
            with connection.execute_wrapper(spent):
                search_desk(text)
            cpu.append((clock() - before) * 1000)
            wall.append(spent.seconds * 1000)
    return SearchResult(
        answers=answers,
        questions=len(questions),
        cpu_p95_ms=_p95(cpu),
        cpu_median_ms=statistics.median(cpu),
        wall_p95_ms=_p95(wall),
        ways=ways,
    )


class _Spent:
    """Adds up how long statements took."""

    seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - start


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
