"""What matching knows of a household and of a buddy, and nothing else. No names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """A household that wants a buddy. `digits` and `place` say where it lives, empty where nobody knows. `before` are buddies that
    it was proposed to or went with already."""

    id: UUID
    has_children: bool = False
    languages: frozenset[str] = frozenset()
    language_is_needed: bool = False
    moments: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    digits: str = ""
    place: str = ""
    before: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddyFacts:
    """Somebody who can be asked. `free` is how many households they can still take; `reach` near, place or municipality."""

    id: UUID
    is_available: bool = True
    free: int = 1
    has_household: bool = False
    children_ok: bool = True
    languages: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    reach: str = "municipality"
    digits: str = ""
    place: str = ""
    has_vog: bool = False
