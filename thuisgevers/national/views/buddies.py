"""`/landelijk/buddies/`: how it goes with buddies in the country."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..queries.buddies import buddies_in_the_country


@require_safe
@gate(permission=Capability.NATIONAL_FIGURES)
def buddies(request: Request) -> HttpResponse:
    """Totals and provinces; what counts fewer than five is not shown."""
    return render(request, "national/buddies.html", {"found": buddies_in_the_country()})
