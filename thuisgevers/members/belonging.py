"""Which things hang on an initiative, so that its leads give roles for them too.

The floors above own those things: each says once, when the application starts, how to find the ones of an initiative.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from thuisgevers.municipalities.enums import ScopeKind

#: From initiatives to the ids of their things, as rows of one column: it becomes a subquery.
ThingsOf = Callable[[Collection[UUID]], QuerySet[Any, Any]]
_THINGS: dict[ScopeKind, ThingsOf] = {}


def hang_on_initiative(kind: ScopeKind, things_of: ThingsOf) -> None:
    _THINGS[kind] = things_of


def belonging() -> dict[ScopeKind, ThingsOf]:
    """What is registered; for the documentation."""
    return dict(_THINGS)


def things_of_initiatives(kind: ScopeKind, initiatives: Collection[UUID]) -> QuerySet[Any, Any]:
    return _THINGS[kind](initiatives)
