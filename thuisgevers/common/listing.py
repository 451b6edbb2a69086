"""What lists and pages with many facts are made of; drawn by the tags in `templatetags/listing.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of `components/facts.html`."""

    label: Any
    value: Any
    wide: bool = False


@dataclass(frozen=True, slots=True)
class SelectBox:
    """A filter as a list to choose from; `chosen` is one of the values of `choices`."""

    name: str
    label: str
    choices: Iterable[Any]
    chosen: str


class Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count: the tabs needed it already. It holds no rows, only numbers."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__(range(total), per_page)
        self.count = total
