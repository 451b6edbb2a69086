"""The menus of whoever is signed in: what they can do, nothing that answers 403."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch

from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import has_second_factor
from thuisgevers.common.addresses import address
from thuisgevers.common.who import acting

from .access import Access
from .enums import Capability
from .models import Municipality

#: Places of a municipality in the order of how often they are opened: words, address, icon, and the right it asks. An
#: address that is not there (yet) is left out.
MUNICIPAL = (
    ("Dossiers", "initiatives:dossier_list", "folder", Capability.DOSSIER_READ),
    ("Panden", "housing:property_list", "building", Capability.PROPERTY_READ),
    ("Huishoudens", "housing:household_list", "users-group", Capability.HOUSEHOLD_READ),
    ("Plaatsingen", "housing:placement_list", "home-check", Capability.PLACEMENT_READ),
    ("Meldingen", "housing:defect_list", "tool", Capability.DEFECT_READ),
    ("Toetsen", "housing:assessment_list", "clipboard-check", Capability.PROPERTY_ASSESS),
    ("Buddy’s", "buddies:radar", "users", Capability.BUDDY_READ),
    ("Matchen", "housing:matching_list", "heart-handshake", Capability.MATCHING_PLAN),
    ("Stappenplan", "guidance:municipal_plan", "list-check", Capability.PLAN_READ),
    ("Taakstelling", "housing:quota_page", "target", Capability.QUOTA_READ),
    ("Importeren", "housing:import_list", "file-import", Capability.IMPORT_RUN),
    ("Leden", "members:member_list", "users", Capability.MEMBER_READ),
)
#: What fits beside the logo on a screen of 1280; the rest is under "Meer".
ON_THE_BAR = 5


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    icon: str
    current: bool


def main_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Uses the access the gate resolved; pages without a gate (the account's, allauth's) ask for it here."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    access = getattr(request, "access", None) or _access_of(request, user)
    items = [
        ("Deze week", _url("guidance:this_week"), "calendar-week"),
        *_official_items(access),
        *_national_items(access),
        *_team_items(access),
    ]
    if access.holds(Capability.SIGNAL_RECEIVE):
        items.append(("Zorgsignalen", _url("buddies:signal_list"), "shield-lock"))
    if access.holds(Capability.SUPPORT_GIVE):
        items.append(("Hulpvragen", _url("guidance:support_desk"), "lifebuoy"))
    elif access.holds(Capability.SUPPORT_ASK):
        items.append(("Hulp", _url("guidance:support_mine"), "lifebuoy"))
    if not access.is_national(Capability.SESSION_MANAGE):
        items.append(("Inspiratiesessies", _url("guidance:session_list"), "calendar-event"))
    items.append(("Vraagbaak", _url("guidance:question_search"), "message-question"))
    items.append(("Kaart", _url("national:map"), "map"))
    own = [
        ("Mijn account", _url("accounts:account"), "user"),
        ("Mijn rollen", _url("members:my_roles"), "id-badge-2"),
        ("Herinneringen", _url("notifications:preferences"), "bell"),
        ("Beveiliging", _url("mfa_index"), "shield-lock"),
    ]
    menu = _menu(request.path, items)
    split = len(menu) if len(menu) <= ON_THE_BAR + 1 else ON_THE_BAR
    return {
        "main_menu": menu[:split],
        "more_menu": menu[split:],
        "more_is_current": any(item.current for item in menu[split:]),
        "account_menu": _menu(request.path, own),
    }


def _access_of(request: HttpRequest, user: User) -> Access:
    """The same menu everywhere, whoever serves the page. Nobody's where the database is away: an error page has a menu too."""
    try:
        with transaction.atomic(), acting(user_id=user.pk):
            return Access.for_user(user, second_factor=has_second_factor(request))
    except DatabaseError:
        return Access.nobody()


def _menu(path: str, items: list[tuple[str, str, str]]) -> list[MenuItem]:
    """The longest address that the page lies under is the current one: /landelijk/ is not the place of
    /landelijk/aanmeldingen/."""
    here = max((url for _label, url, _icon in items if url and path.startswith(url)), key=len, default="")
    return [MenuItem(label=label, url=url, icon=icon, current=url == here) for label, url, icon in items if url]


#: The menu of a municipality has thirty addresses, the same on every page.
_address = lru_cache(maxsize=4096)(address)


def _url(name: str, *, gemeente: str = "") -> str:
    try:
        return _address(name, gemeente) if gemeente else _address(name)
    except NoReverseMatch:
        return ""


def _official_items(access: Access) -> list[tuple[str, str, str]]:
    here = access.municipality
    ids = Access.municipality_ids(access, Capability.DOSSIER_READ)
    if here is None and len(ids) >= 1:
        here = Municipality.objects.filter(pk__in=ids).order_by("sort_key").first()
    if here is None or not access.may(Capability.DOSSIER_READ, municipality=here):
        return []
    return [
        (label, _url(name, gemeente=here.slug), icon)
        for label, name, icon, capability in MUNICIPAL
        if access.may(capability, municipality=here)
    ]


def _national_items(access: Access) -> list[tuple[str, str, str]]:
    if not access.is_national(Capability.NATIONAL_FIGURES):
        return []
    return [
        ("Landelijk", _url("national:desk"), "layout-dashboard"),
        ("Aanmeldingen", _url("initiatives:national_queue"), "inbox"),
        ("Gemeenten", _url("members:municipality_list"), "building-community"),
        ("Stappenplannen", _url("guidance:template_list"), "list-check"),
        ("Inspiratiesessies", _url("guidance:session_desk"), "calendar-event"),
        ("Hulp", _url("guidance:support_national"), "lifebuoy"),
    ]


def _team_items(access: Access) -> list[tuple[str, str, str]]:
    """Of an initiative, and of a property that somebody owns without being in the initiative's team."""
    teams = access.scope_ids(Capability.INITIATIVE_READ)
    items = []
    if teams:
        items.append(("Mijn initiatief", _url("initiatives:my_initiatives"), "home-heart"))
    if access.scope_ids(Capability.PROPERTY_WRITE) - teams:
        items.append(("Mijn pand", _url("housing:my_properties"), "building"))
    if access.scope_ids(Capability.CONTACT_LOG):
        items.append(("Mijn maatjes", _url("buddies:my_matches"), "heart-handshake"))
    if access.scope_ids(Capability.BUDDY_MANAGE):
        here = (
            access.municipality or Municipality.objects.filter(pk__in=access.place_ids()).order_by("sort_key").first()
        )
        if here is not None:
            items.append(("Buddy’s", _url("buddies:radar", gemeente=here.slug), "users"))
    if access.scope_ids(Capability.DEFECT_REPORT):
        items.append(("Mijn meldingen", _url("housing:my_defects"), "tool"))
    return items
