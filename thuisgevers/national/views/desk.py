"""The national desk, and the door behind which everybody finds their own work."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import Phase
from ..queries.desk import national_desk
from ..queries.figures import desk_figures
from ..queries.housing import housing_by_province
from ..queries.workplaces import workplaces


@require_safe
@gate(permission=Capability.NATIONAL_FIGURES)
def desk(request: Request) -> HttpResponse:
    """What needs a national coordinator now, and the figures with what they mean."""
    figures = desk_figures()
    context = {
        "desk": national_desk(request.access),
        "figures": figures,
        "potential": figures.total[Phase.POTENTIAL],
        "running": figures.total[Phase.RUNNING],
        "completed": figures.total[Phase.COMPLETED],
        "withdrawn": figures.total[Phase.WITHDRAWN],
        "housing": figures.housing,
        "provinces": housing_by_province(),
        "unannounced": sum(place.unannounced for place in figures.places),
    }
    return render(request, "national/desk.html", context)


@require_safe
@gate(account="leads everybody to their own work; shows only which places the person may enter")
def landing(request: Request) -> HttpResponse:
    """One place of work: go there. Several: choose. None: explain, kindly."""
    places = workplaces(request.access)
    second_factor = f"{reverse('accounts:second_factor')}?{urlencode({'next': reverse('national:landing')})}"
    if request.access.withheld and not places:
        return redirect(second_factor)
    if len(places) == 1 and not request.access.withheld:
        return redirect(places[0].url)
    context = {"places": places, "second_factor_url": second_factor if request.access.withheld else ""}
    return render(request, "national/landing.html", context)
