"""Where somebody works: the places that a signed-in person can go to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from buddies.permissions.buddies import own_buddies
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import today


@dataclass(frozen=True, slots=True)
class Workplace:
    title: str
    text: str
    url: str
    icon: str


def workplaces(access: Access) -> list[Workplace]:
    """National desk, municipalities, own initiatives, properties and households: one query, and one more for who has none of these.

    Who receives signals beside other work finds them in the menu; who does nothing else starts there.
    """
    found = []
    if access.is_national(Capability.NATIONAL_FIGURES):
        found.append(
            Workplace(
                _("Landelijk overzicht"),
                _("Wat nu uw aandacht vraagt, in het hele land."),
                reverse("national:desk"),
                "layout-dashboard",
            )
        )
    found += [_of_municipality(access, place) for place in _municipalities(access)]
    if access.scope_ids(Capability.INITIATIVE_READ):
        found.append(
            Workplace(
                _("Mijn initiatief"),
                _("Het dossier, de vragen en de mensen van uw initiatief."),
                reverse("initiatives:my_initiatives"),
                "home-heart",
            )
        )
    if access.scope_ids(Capability.PROPERTY_WRITE) - access.scope_ids(Capability.INITIATIVE_READ):
        found.append(
            Workplace(
                _("Mijn pand"),
                _("De gegevens, bezichtigingen en bestanden van het pand dat u aanbiedt."),
                reverse("housing:my_properties"),
                "building",
            )
        )
    if access.scope_ids(Capability.CONTACT_LOG) or (not found and own_buddies(access).exists()):
        found.append(
            Workplace(
                _("Mijn maatjes"),
                _("Uw huishoudens, voorstellen en contactmomenten."),
                reverse("buddies:my_matches"),
                "heart-handshake",
            )
        )
    if not found and access.holds(Capability.SIGNAL_RECEIVE):
        found.append(
            Workplace(
                _("Zorgsignalen"),
                _("Wat u in vertrouwen kreeg."),
                reverse("buddies:signal_list"),
                "shield-lock",
            )
        )
    return found


def _municipalities(access: Access) -> list[Municipality]:
    """Those that exist today; rights on a municipality reach its predecessors, which need no door of their own."""
    ids = access.municipality_ids(Capability.DOSSIER_READ) | access.municipality_ids(Capability.MUNICIPALITY_JOIN)
    if not ids:
        return []
    rows = list(Municipality.objects.filter(pk__in=ids).order_by("sort_key", "id"))
    current = [row for row in rows if row.valid_to is None or row.valid_to > today()]
    return current or rows


def _of_municipality(access: Access, place: Municipality) -> Workplace:
    title = _("Gemeente %s") % place.name
    if not place.participates and access.may(Capability.MUNICIPALITY_JOIN, municipality=place):
        url = reverse("members:join", kwargs={"gemeente": place.slug})
        return Workplace(title, _("Uw gemeente aansluiten: dat gaat in vijf stappen."), url, "building-community")
    url = reverse("initiatives:dossier_list", kwargs={"gemeente": place.slug})
    return Workplace(title, _("De dossiers van uw gemeente: wat is de volgende stap?"), url, "folder")
