"""A newer version of the national plan, offered to a running one: step by step or all at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.plans import TakeOverForm
from ..permissions.plans import schedulable_plans
from ..queries.learning import credits_of
from ..queries.upgrades import offer_in_words, upgrade_offer
from ..services.upgrades import take_over
from .plans import UNPROCESSABLE, crumbs, plan_url


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.PLAN_WORK)
def plan_upgrade(request: Request, pk: UUID) -> HttpResponse:
    rows = schedulable_plans(request.access).select_related("municipality", "initiative", "template")
    plan = request.access.get_or_404(rows, pk=pk)
    offer = upgrade_offer(plan)
    form = TakeOverForm(request.POST if request.method == "POST" else None, offer=offer)
    if request.method == "POST" and offer is not None and form.is_valid():
        take_over(access=request.access, plan=plan, keys=form.chosen())
        messages.success(request, _("Overgenomen. Wat u al had gedaan, is bewaard."))
        return HttpResponseRedirect(plan_url(plan))
    context = {
        "newer_text": "" if offer is None else offer_in_words(plan, offer.newest),
        "plan": plan,
        "offer": offer,
        "form": form,
        "credits": [] if offer is None else credits_of(offer.newest.template),
        "crumbs": crumbs(plan),
    }
    return render(request, "guidance/plan_upgrade.html", context, status=UNPROCESSABLE if form.errors else 200)
