"""The parts of docs/ that are drawn from the code: state diagrams, roles, gates, registers. A test compares them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import module_has_submodule

from thuisgevers.audit.subscriptions import subscriptions
from thuisgevers.audit.transitions import Machine, machines
from thuisgevers.common.personal import sections as personal_sections
from thuisgevers.common.slots import panels
from thuisgevers.documents.kinds import registered_kinds
from thuisgevers.members.belonging import belonging
from thuisgevers.municipalities.enums import (
    BEFORE_JOINING,
    ROLE_CAPABILITIES,
    ROLE_SCOPES,
    WAITING_ONLY,
    Capability,
    Role,
)
from thuisgevers.municipalities.gates import Gate

MADE = "<!-- Made by `manage.py write_docs`; change the code, not this file. -->\n"


def documents() -> dict[str, str]:
    """File name below docs/ and its text."""
    return {"states.md": states(), "access.md": access(), "registers.md": registers()}


def _load_tables() -> None:
    """Tables of edges register when imported; which were depends on what ran before, so import them all."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "states"):
            import_module(f"{app.name}.states")


def states() -> str:
    _load_tables()
    parts = [
        MADE,
        "# States\n",
        "Each arrow is an edge of a table in `<app>/states.py`; the engine refuses all others.\n",
    ]
    for machine in machines().values():
        parts.append(f"\n## {machine.label}\n\n{_diagram(machine)}\n{_edges(machine)}")
    return "\n".join(parts)


def _diagram(machine: Machine) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in machine.states]
    for edge in machine.edges:
        lines += [f"    {source} --> {edge.target} : {edge.label}" for source in edge.sources]
    return "\n".join([*lines, "```", ""])


def _edges(machine: Machine) -> str:
    rows = ["| Transition | On screen | Asks | Reason |", "| --- | --- | --- | --- |"]
    for edge in machine.edges:
        asks = edge.permission.value if edge.permission else "the service says who"
        rows.append(f"| `{edge.name}` | {edge.label} | {asks} | {'compulsory' if edge.reason_required else ''} |")
    return "\n".join(rows) + "\n"


def access() -> str:
    rows = [
        MADE,
        "# Who may what\n",
        "Roles give capabilities; `*` reaches only municipalities that do not take part yet. A role on a municipality gives"
        f" no more than {', '.join(f'`{held.value}`' for held in Capability if held in BEFORE_JOINING)} until that"
        " municipality takes part.\n",
    ]
    roles = list(Role)
    rows.append("| Capability | " + " | ".join(role.value.replace("_", " ") for role in roles) + " |")
    rows.append("| --- |" + " --- |" * len(roles))
    rows.append("| *held for* | " + " | ".join(ROLE_SCOPES[role].value for role in roles) + " |")
    rows += [
        f"| `{capability.value}` | " + " | ".join(_held(role, capability) for role in roles) + " |"
        for capability in Capability
    ]
    rows.append("\n## Gates\n\nWhat every address asks before its view runs.\n")
    rows.append("| Address | Name | Gate |\n| --- | --- | --- |")
    rows += [f"| `/{route}` | `{name}` | {_told(gate)} |" for route, name, gate in gates()]
    return "\n".join(rows) + "\n"


def _held(role: Role, capability: Capability) -> str:
    if capability not in ROLE_CAPABILITIES[role]:
        return ""
    return "yes*" if role == Role.NATIONAL_COORDINATOR and capability in WAITING_ONLY else "yes"


def _told(gate: Gate) -> str:
    if gate.permission:
        return f"permission `{gate.permission.value}`"
    if gate.link:
        return f"link `{gate.link.value}`"
    return f"signed in: {gate.account}" if gate.account else f"public: {gate.public}"


def gates() -> Iterator[tuple[str, str, Gate]]:
    """(route, name, gate) of every gated address."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str, Gate]]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route, pattern.namespace or space)
                continue
            gate = getattr(pattern.callback, "gate", None)
            if isinstance(gate, Gate):
                yield route, f"{space}:{pattern.name}", gate

    yield from walk(get_resolver().url_patterns, "", "")


def registers() -> str:
    rows = [
        MADE,
        "# Registers\n",
        "The five ways in which a floor reaches a higher one. Filled in `AppConfig.ready()`.\n",
    ]
    rows.append("## `audit.subscribe`: what else happens in an event's transaction\n\n| Event | Calls |\n| --- | --- |")
    rows += [
        f"| `{event}` | {', '.join(f'`{name}`' for name in called)} |" for event, called in subscriptions().items()
    ]
    rows.append("\n## `common.slots`: panels on pages of lower floors\n\n| Page | Panel | Asks |\n| --- | --- | --- |")
    rows += [f"| `{panel.page}` | `{panel.name}` | {panel.permission or 'own things only'} |" for panel in panels()]
    rows.append("\n## `documents.kinds`: who fills a document\n\n| Kind | Facts | Missing |\n| --- | --- | --- |")
    rows += [
        f"| `{kind.kind.value}` | `{kind.facts.__module__}.{kind.facts.__name__}` | `{kind.missing.__module__}.{kind.missing.__name__}` |"
        for kind in registered_kinds().values()
    ]
    rows.append("\n## `members.belonging`: what hangs on an initiative\n\n| Thing | Found by |\n| --- | --- |")
    rows += [f"| {kind.label} | `{found.__module__}.{found.__name__}` |" for kind, found in belonging().items()]
    rows.append(
        "\n## `common.personal`: what somebody's own data holds\n\n| Section | Read by | Keys |\n| --- | --- | --- |"
    )
    rows += [
        f"| `{one.key}` | `{one.read.__module__}.{one.read.__name__}` | {', '.join(f'`{key}`' for key in one.words)} |"
        for one in personal_sections()
    ]
    return "\n".join(rows) + "\n"
