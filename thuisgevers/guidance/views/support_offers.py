"""Experience that volunteers and officials offer each other ("we did this in Kampen"), without names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import SupportTopic
from ..forms.support import AskOfferForm, OfferForm
from ..permissions.support import own_offers
from ..queries.support_requests import offer, offers, places
from ..services.support.covering import offer_experience, withdraw_offer
from ..services.support.requests import ask_support
from .plans import UNPROCESSABLE
from .support_requests import detail_url, form_page

HOME = "guidance:support_mine"


@require_safe
@gate(permission=Capability.SUPPORT_ASK)
def offer_list(request: Request) -> HttpResponse:
    asked = request.GET.get("onderwerp", "")
    topic = asked if asked in SupportTopic.values else ""
    url = reverse("guidance:offer_list")
    context = {
        "offers": offers(topic),
        "crumbs": _crumbs(),
        "topics": [
            {"label": _("Alles"), "url": url, "current": not topic},
            *(
                {"label": capfirst(str(one.label)), "url": f"{url}?onderwerp={one}", "current": one == topic}
                for one in SupportTopic
            ),
        ],
    }
    return render(request, "guidance/offer_list.html", context)


@form_page
@gate(permission=Capability.SUPPORT_ASK)
def offer_add(request: Request) -> HttpResponse:
    form = OfferForm(
        request.POST if request.method == "POST" else None, places=places(request.access, Capability.SUPPORT_ASK)
    )

    def act() -> str:
        offer_experience(access=request.access, **form.facts())
        messages.success(request, _("Dank u. Anderen zien dit vanaf nu, zonder uw naam."))
        return reverse(HOME)

    words = {
        "title": _("Uw ervaring aanbieden"),
        "lead": _("Hebt u iets al eens gedaan? Dan kunnen anderen u er iets over vragen. U stopt wanneer u wilt."),
        "button": _("Aanbieden"),
        "visible_to": _("iedereen die om hulp vraagt of hulp geeft, zonder uw naam"),
    }
    return _form(request, form, act, words)


@form_page
@gate(permission=Capability.SUPPORT_ASK)
def offer_ask(request: Request, pk: UUID) -> HttpResponse:
    found = offer(pk)
    if found is None:
        raise Http404
    form = AskOfferForm(
        request.POST if request.method == "POST" else None, places=places(request.access, Capability.SUPPORT_ASK)
    )

    def act() -> str:
        made = ask_support(
            access=request.access,
            topic=SupportTopic(found.topic),
            offer_id=found.pk,
            **form.facts(),
        )
        messages.success(request, _("Uw vraag is verstuurd. U krijgt een mail zodra er antwoord is."))
        return detail_url(made)

    words = {
        "title": _("Vraag het in %(place)s") % {"place": found.place},
        "lead": found.text,
        "button": _("Versturen"),
        "visible_to": _("uw team, de vrijwilliger die u het vraagt en het landelijk team"),
    }
    return _form(request, form, act, words)


@require_POST
@gate(permission=Capability.SUPPORT_ASK)
def offer_withdraw(request: Request, pk: UUID) -> HttpResponse:
    row = request.access.get_or_404(own_offers(request.access).select_related("municipality"), pk=pk)
    withdraw_offer(access=request.access, offer=row)
    messages.success(request, _("Niemand ziet uw aanbod nog."))
    return HttpResponseRedirect(reverse(HOME))


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Hulp"), "url": reverse(HOME)}]


def _form(request: Request, form: Any, act: Any, words: dict[str, str]) -> HttpResponse:
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            try:
                with transaction.atomic():
                    url = act()
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                return HttpResponseRedirect(url)
    context = {
        **words,
        "form": form,
        "findings": findings,
        "crumbs": _crumbs(),
        "back_url": reverse("guidance:offer_list"),
    }
    return render(
        request, "guidance/support_form.html", context, status=UNPROCESSABLE if form.errors or findings else 200
    )
