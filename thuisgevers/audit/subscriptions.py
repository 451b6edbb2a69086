"""The register for floors above: what else must happen when a thing changes state, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from thuisgevers.municipalities.access import Access

Handler = Callable[[Access, Any], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(event: str, handler: Handler) -> None:
    """Call `handler(access, obj)` after `<app>.<Model>.<edge>`; its errors undo the transition. For AppConfig.ready()."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def announce(event: str, access: Access, obj: Any) -> None:
    """Run the handlers of an event, in the order in which they subscribed."""
    for handler in _handlers.get(event, ()):
        handler(access, obj)


def subscriptions() -> dict[str, list[str]]:
    """Which event calls what, for docs/ and its test."""
    return {
        event: [f"{h.__module__}.{h.__qualname__}" for h in held] for event, held in sorted(_handlers.items()) if held
    }
