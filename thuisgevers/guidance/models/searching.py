"""What the question desk searches: one row for each published answer, step of the newest national plan and rule. Triggers keep it
(migration 0021), so it cannot lag behind; all of it is public, so no policy stands between a word and its index."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from ..enums import FindingKind


class SearchEntry(models.Model):
    """`target` finds the thing: the id of an answer, `audience/key` of a step, `kind/key` of a rule. `document` holds stems with
    weights: A the title, B the explanation of a question, C the answer."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8, choices=FindingKind.choices)
    target = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=240)
    body = models.TextField(blank=True)
    title_length = models.PositiveSmallIntegerField(default=1)
    document = SearchVectorField()

    class Meta:
        ordering = ("title",)
        verbose_name = "vindbaar"
        indexes: ClassVar = [GinIndex(fields=["document"], name="searchentry_document", fastupdate=False)]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A stem that occurs, and in how many entries: for typing errors (trigrams) and to know which words are telling."""

    lexeme = models.CharField(max_length=100, primary_key=True)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("lexeme",)
        verbose_name = "woordstam"
        indexes: ClassVar = [GinIndex(fields=["lexeme"], name="searchword_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.lexeme
