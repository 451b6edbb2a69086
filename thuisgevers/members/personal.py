"""Which roles a person has, had or asked for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from thuisgevers.common.personal import Row, register
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

from .enums import GrantState
from .models import GrantRequest
from .permissions import own_memberships


def roles_of(access: Access) -> Iterator[Row]:
    rows = own_memberships(access).order_by("-starts_on", "-id")
    for role, place, starts_on, ends_on, confirmed_on in rows.values_list(
        "role", "municipality__name", "starts_on", "ends_on", "confirmed_on"
    ):
        yield {
            "role": str(Role(role).label),
            "municipality": place,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "confirmed_on": confirmed_on,
        }


def asked_roles_of(access: Access) -> Iterator[Row]:
    rows = GrantRequest.objects.filter(user=access.user).order_by("-created_at", "-id")
    for role, place, starts_on, ends_on, reason, state in rows.values_list(
        "role", "municipality__name", "starts_on", "ends_on", "reason", "state"
    ):
        yield {
            "role": str(Role(role).label),
            "municipality": place,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "reason": reason,
            "state": str(GrantState(state).label),
        }


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {
        "role": _("Rol"),
        "municipality": _("Gemeente"),
        "starts_on": _("Vanaf"),
        "ends_on": _("Tot"),
        "confirmed_on": _("Bevestigd bij de jaarlijkse controle"),
    }
    register("roles", _("Uw rollen, nu en eerder"), words, roles_of, order=30)
    words = {
        "role": _("Rol"),
        "municipality": _("Gemeente"),
        "starts_on": _("Vanaf"),
        "ends_on": _("Tot en met"),
        "reason": _("Uw reden"),
        "state": _("Stand"),
    }
    register("asked_roles", _("Rollen waar u om vroeg"), words, asked_roles_of, order=40)
