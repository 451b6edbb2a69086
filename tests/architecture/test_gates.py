"""Net 1: no view without a gate. Views of others are listed here with a reason; a stale entry fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import Gate, gate

OTHERS = {
    "allauth": "signing in and out: allauth decides per view, reads no tenant row (nobody acts for the database)",
    "thuisgevers.accounts": "one's own account, a floor below the gates: signed in by LoginRequiredMiddleware, own row only",
    "django.views.static": "files of the development server",
    "thuisgevers.common.views": "liveness and readiness: no person, no rows",
}


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def all_views() -> list[tuple[str, URLPattern]]:
    found = list(walk(get_resolver().url_patterns))
    assert len(found) > 30
    return found


def test_every_view_has_a_gate_or_a_reason() -> None:
    ungated = [
        f"{route} ({pattern.callback.__module__}.{getattr(pattern.callback, '__qualname__', '')})"
        for route, pattern in all_views()
        if not isinstance(getattr(pattern.callback, "gate", None), Gate)
        and not any(pattern.callback.__module__.startswith(module) for module in OTHERS)
        and not any(
            getattr(getattr(pattern.callback, "view_class", None), "__module__", "").startswith(module)
            for module in OTHERS
        )
    ]
    assert not ungated, (
        "give these @gate(permission=…), @gate(link=…), @gate(account=…) or @gate(public=…): " + "; ".join(ungated)
    )


def test_no_stale_exceptions() -> None:
    modules = {pattern.callback.__module__ for _route, pattern in all_views()} | {
        getattr(getattr(pattern.callback, "view_class", None), "__module__", "") for _route, pattern in all_views()
    }
    stale = [name for name in OTHERS if name != "django.views.static" and not any(m.startswith(name) for m in modules)]
    assert not stale


def test_public_gates_say_why() -> None:
    for route, pattern in all_views():
        declared = getattr(pattern.callback, "gate", None)
        if isinstance(declared, Gate) and (declared.public or declared.account):
            assert len(declared.public or declared.account) > 12, f"{route}: say why in words"


@pytest.mark.parametrize(
    "wrong", [{}, {"permission": "dossier.raed"}, {"public": "x", "permission": Capability.DOSSIER_READ}]
)
def test_wrong_declarations_raise_at_import(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        gate(**wrong)  # type: ignore[arg-type]
