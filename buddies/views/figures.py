"""`/<gemeente>/buddies/cijfers/`: how it goes in numbers, for the municipality or one initiative, with what each number means."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.permissions import viewable_initiatives
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import BuddySettings
from ..permissions.matches import viewable_matches
from ..queries.figures import figures_of, months_of


@require_safe
@gate(permission=Capability.BUDDY_READ)
def figures(request: Request) -> HttpResponse:
    """Counts only; of a buddy coordinator those of the own initiatives. An initiative that is not theirs is not chosen."""
    place = request.municipality
    with_matches = viewable_matches(request.access).order_by().values("initiative_id").distinct()
    names = viewable_initiatives(request.access).filter(pk__in=with_matches).order_by("name", "id")
    initiatives: list[tuple[UUID, str]] = list(names.values_list("pk", "name"))
    asked = request.GET.get("initiatief", "")
    chosen = next(((pk, name) for pk, name in initiatives if str(pk) == asked), None)
    pk = None if chosen is None else chosen[0]
    settings = BuddySettings.objects.filter(municipality=place).values_list("quiet_weeks", flat=True).first()
    context = {
        "municipality": place,
        "figures": figures_of(place, pk),
        "months": months_of(place, pk),
        "initiatives": initiatives,
        "chosen": pk,
        "lead": _("Alle koppels die u kunt zien in %(place)s.") % {"place": place.name}
        if chosen is None
        else chosen[1],
        "weeks": settings or 2,
    }
    return render(request, "buddies/figures.html", context)
