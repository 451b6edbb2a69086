"""What is kept about one person: each floor tells its own part, in `AppConfig.ready()`, for the page and the file with which
somebody sees and takes along their own data (GDPR art. 15 and 20).

A section reads with the `access` of the person concerned, so policies and permissions decide what is in it. It never holds a secret,
nor anything about others that this person may not see at that moment; safeguarding signals have no section on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .slots import AlreadyRegistered

type Value = str | int | bool | date | datetime | list[str] | None
type Row = Mapping[str, Value]
#: How many rows of what only grows (mails, acts) a section gives, newest first.
MOST = 1000


@dataclass(frozen=True)
class Section:
    """One registration. `words` names every key of a row, in the order of the page; the keys are those of the file and stay as they
    are, so that a program can read it."""

    key: str
    title: Any
    words: Mapping[str, Any]
    read: Callable[[Any], Iterable[Row]]
    order: int
    note: Any = ""


@dataclass(frozen=True)
class Kept:
    """A section with what it found."""

    section: Section
    rows: list[Row]


_sections: dict[str, Section] = {}


def register(
    key: str,
    title: Any,
    words: Mapping[str, Any],
    read: Callable[[Any], Iterable[Row]],
    *,
    order: int,
    note: Any = "",
) -> None:
    """`read(access)` gives the rows of the person of that access."""
    if key in _sections:
        raise AlreadyRegistered(f"the section {key} is registered twice")
    _sections[key] = Section(key, title, words, read, order, note)


def sections() -> list[Section]:
    """All registrations, in order; printed in docs/."""
    return sorted(_sections.values(), key=lambda one: (one.order, one.key))


def kept_about(access: Any) -> list[Kept]:
    """Everything, section by section, also those without rows: that nothing is kept is an answer too."""
    return [Kept(section, list(section.read(access))) for section in sections()]
