"""The public page of a support base."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..queries.support_public import public_support_of


@require_safe
@gate(public="answers that a team published, while team and municipality publish the name of the initiative")
def public_support(request: Request, pk: UUID) -> HttpResponse:
    found = public_support_of(pk)
    if found is None:
        raise Http404
    return render(request, "guidance/support_public.html", {"support": found})
