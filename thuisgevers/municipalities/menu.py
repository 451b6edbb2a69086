"""The main menu of whoever is signed in: what they can do, nothing that answers 403."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from .access import Access
from .enums import Capability
from .models import Municipality


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    icon: str
    current: bool


def main_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Uses the access the gate resolved; pages without a gate (allauth's) get the account only."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    access: Access = getattr(request, "access", None) or Access.nobody()
    items = [*_official_items(access), *_national_items(access), *_team_items(access)]
    items.append(("Kaart", _url("national:map"), "map"))
    items.append(("Mijn account", _url("accounts:account"), "user"))
    # The longest address that the page lies under: /landelijk/ is not the place of /landelijk/aanmeldingen/.
    here = max(
        (url for _label, url, _icon in items if url and url != "/" and request.path.startswith(url)),
        key=len,
        default="",
    )
    return {
        "main_menu": [
            MenuItem(label=label, url=url, icon=icon, current=bool(url) and url == here)
            for label, url, icon in items
            if url
        ]
    }


def _url(name: str, **kwargs: Any) -> str:
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def _official_items(access: Access) -> list[tuple[str, str, str]]:
    here = access.municipality
    ids = Access.municipality_ids(access, Capability.DOSSIER_READ)
    if here is None and len(ids) >= 1:
        here = Municipality.objects.filter(pk__in=ids).order_by("sort_key").first()
    if here is None or not access.may(Capability.DOSSIER_READ, municipality=here):
        return []
    items = [("Dossiers", _url("initiatives:dossier_list", gemeente=here.slug), "folder")]
    if access.may(Capability.MEMBER_READ, municipality=here):
        items.append(("Leden", _url("members:member_list", gemeente=here.slug), "users"))
    return items


def _national_items(access: Access) -> list[tuple[str, str, str]]:
    if not access.is_national(Capability.NATIONAL_FIGURES):
        return []
    return [
        ("Landelijk", _url("national:desk"), "layout-dashboard"),
        ("Aanmeldingen", _url("initiatives:national_queue"), "inbox"),
        ("Gemeenten", _url("members:municipality_list"), "building-community"),
    ]


def _team_items(access: Access) -> list[tuple[str, str, str]]:
    if not access.scope_ids(Capability.INITIATIVE_READ):
        return []
    return [("Mijn initiatief", _url("initiatives:my_initiatives"), "home-heart")]
