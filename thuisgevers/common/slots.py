"""Panels that a higher floor hangs on a page of a lower one (buddies on the household page), filled in `AppConfig.ready()`.

The page names the place (`"household.detail"`) and never knows who fills it. A panel is shown only to those who hold its
permission for the object, and reads its own data with the same `access`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


class Asks(Protocol):
    """The part of Access that a panel needs; Access itself lives two floors up."""

    def may(self, capability: Any, /, *, municipality: Any = None, scope_id: Any = None) -> bool: ...


@dataclass(frozen=True)
class Panel:
    """One registration. `query(access, obj)` returns the template's context, or None to show nothing."""

    page: str
    name: str
    permission: Any
    query: Callable[[Any, Any], Mapping[str, Any] | None]
    template: str
    order: int = 0


class AlreadyRegistered(ValueError):
    """Two apps gave a panel the same name on the same page."""


_panels: dict[str, dict[str, Panel]] = {}


def register(
    page: str,
    panel: str,
    permission: Any,
    query: Callable[[Any, Any], Mapping[str, Any] | None],
    template: str,
    *,
    order: int = 0,
) -> None:
    """`permission=None` is for pages that show a person their own things only."""
    shelf = _panels.setdefault(page, {})
    if panel in shelf:
        raise AlreadyRegistered(f"{panel} on {page} is registered twice")
    shelf[panel] = Panel(page, panel, permission, query, template, order)


def panels(page: str | None = None) -> list[Panel]:
    """All registrations, in order; printed in docs/ and checked by a test."""
    shelves = _panels.values() if page is None else [_panels.get(page, {})]
    return sorted((panel for shelf in shelves for panel in shelf.values()), key=lambda p: (p.page, p.order, p.name))


def filled_panels(page: str, access: Asks | None, obj: Any) -> list[tuple[Panel, Mapping[str, Any]]]:
    """The panels this person may see, with their data."""
    filled: list[tuple[Panel, Mapping[str, Any]]] = []
    for panel in panels(page):
        if panel.permission is not None and not _may(access, panel.permission, obj):
            continue
        data = panel.query(access, obj)
        if data is not None:
            filled.append((panel, data))
    return filled


def render_slot(page: str, access: Asks | None, obj: Any, context: Context) -> SafeString:
    """Everything that hangs on this place, one after the other. A panel sees its own data and what every page has (the request, the
    menus, `csrf_token`), taken over from the page and not made again; nothing else of the page."""
    parts = (
        (_template(panel.template).render(_fresh(context, {"access": access, "object": obj, **data})),)
        for panel, data in filled_panels(page, access, obj)
    )
    return format_html_join("", "{}", parts)


def _fresh(context: Context, data: dict[str, Any]) -> Context:
    """Django's `RequestContext` keeps what its processors gave at this index."""
    index = getattr(context, "_processors_index", None)
    fresh = context.new({} if index is None else context.dicts[index])
    if index is not None:
        fresh._processors_index = 1  # type: ignore[attr-defined]  # noqa: SLF001 - so that a panel may have a slot too
    fresh.update(data)
    return fresh


def _template(name: str) -> Template:
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    return template


def _may(access: Asks | None, permission: Any, obj: Any) -> bool:
    if access is None:
        return False
    municipality = getattr(obj, "municipality", None)
    scopes = {getattr(obj, name, None) for name in ("initiative_id", "initiative_scope_id", "public_id", "pk")} - {None}
    return any(access.may(permission, municipality=municipality, scope_id=scope_id) for scope_id in scopes or {None})
