"""Copies the tables of `enums.py` into the database after every migrate, for the policies to read."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps

from .enums import (
    BEFORE_JOINING,
    LINK_CAPABILITIES,
    ROLE_CAPABILITIES,
    ROLE_SCOPES,
    WAITING_ONLY,
    Capability,
    Role,
    ScopeKind,
)


def role_rows() -> set[tuple[str, str, str]]:
    """(role, capability, reach) as the database should hold them."""
    return {
        (role.value, capability.value, _reach(role, capability))
        for role, capabilities in ROLE_CAPABILITIES.items()
        for capability in capabilities
    }


def _reach(role: Role, capability: Capability) -> str:
    """How far a role on a municipality or on the nation carries a capability."""
    if ROLE_SCOPES[role] == ScopeKind.NATION and capability in WAITING_ONLY:
        return "waiting"
    if ROLE_SCOPES[role] == ScopeKind.MUNICIPALITY and capability not in BEFORE_JOINING:
        return "joined"
    return "all"


def link_rows() -> set[tuple[str, str]]:
    """(purpose, capability) as the database should hold them."""
    return {
        (purpose.value, capability.value)
        for purpose, capabilities in LINK_CAPABILITIES.items()
        for capability in capabilities
    }


def fill_capabilities(sender: Any, apps: Apps, **kwargs: Any) -> None:
    """Runs after migrate, as owner. Writes nothing where nothing changed."""
    try:
        role_capability = apps.get_model("municipalities", "RoleCapability")
        link_capability = apps.get_model("municipalities", "LinkCapability")
    except LookupError:
        return
    if set(role_capability.objects.values_list("role", "capability", "reach")) != role_rows():
        role_capability.objects.all().delete()
        role_capability.objects.bulk_create(
            [role_capability(role=role, capability=capability, reach=reach) for role, capability, reach in role_rows()]
        )
    if set(link_capability.objects.values_list("purpose", "capability")) != link_rows():
        link_capability.objects.all().delete()
        link_capability.objects.bulk_create(
            [link_capability(purpose=purpose, capability=capability) for purpose, capability in link_rows()]
        )
