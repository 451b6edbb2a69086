"""What lists and pages with many facts are made of; drawn by the tags in `templatetags/listing.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict


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


def lenient[Filled: BaseForm](form: Callable[[QueryDict], Filled], query: QueryDict) -> Filled:
    """The filters of an address as a valid form: what does not exist (any more) is left out, never an error."""
    known = query.copy()
    filled = form(known)
    if not filled.is_valid():
        for name in filled.errors:
            known.pop(name, None)
        filled = form(known)
        filled.full_clean()
    return filled


def query_with(request: HttpRequest, **changes: str) -> str:
    """The query of this address on its first page, with other filters; an empty value takes its filter away."""
    query = request.GET.copy()
    query.pop("pagina", None)
    for name, value in changes.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return query.urlencode()


def tabs(
    request: HttpRequest, labels: Mapping[str, Any], current: str, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """For `components/tabs.html`: one list after the other, with how much stands in each."""
    return [
        {
            "label": label,
            "url": f"?{query_with(request, lijst=tab)}",
            "current": tab == current,
            "count": counts[tab],
        }
        for tab, label in labels.items()
    ]


def chip(request: HttpRequest, label: Any, filter_name: str) -> dict[str, Any]:
    """A filter in force, with the address without it."""
    return {"label": label, "url": f"?{query_with(request, **{filter_name: ''})}"}
