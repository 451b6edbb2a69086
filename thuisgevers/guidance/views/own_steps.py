"""What a municipality adds to the national plans: its coordinators write it, everybody with a plan there follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import Audience
from ..forms.own_steps import OwnStepForm
from ..models import TemplateStep
from ..permissions.templates import own_steps
from ..queries.own_steps import as_it_is_now, national_steps, own_steps_page
from ..services.own_steps import add_own_step, change_own_step, withdraw_own_step

UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.PLAN_EXTEND)
def own_step_list(request: Request) -> HttpResponse:
    context = {
        "municipality": request.municipality,
        "audiences": own_steps_page(request.access, request.municipality),
        "crumbs": _crumbs(request)[:1],
    }
    return render(request, "guidance/own_step_list.html", context)


@form_page
@gate(permission=Capability.PLAN_EXTEND)
def own_step_add(request: Request, audience: str) -> HttpResponse:
    if audience not in Audience.values:
        raise Http404
    chosen = Audience(audience)
    form = OwnStepForm(
        request.POST if request.method == "POST" else None, audience=chosen, national=national_steps(chosen)
    )
    return _form(
        request,
        form,
        lambda: add_own_step(
            access=request.access, municipality=request.municipality, audience=chosen, facts=form.facts()
        ),
        {
            "title": _("Stap toevoegen voor %(audience)s") % {"audience": chosen.label},
            "lead": _("Wie hier begint, krijgt de stap meteen. Lopende plannen krijgen hem aangeboden."),
            "button": _("Toevoegen"),
        },
        done=_("De stap is toegevoegd. Lopende plannen krijgen hem aangeboden."),
    )


@form_page
@gate(permission=Capability.PLAN_EXTEND)
def own_step_edit(request: Request, pk: UUID) -> HttpResponse:
    step = _step(request, pk)
    if step.pk != pk:
        return HttpResponseRedirect(reverse("guidance:own_step_edit", args=[request.municipality.slug, step.pk]))
    audience = Audience(step.template.audience)
    form = OwnStepForm(
        request.POST if request.method == "POST" else None,
        audience=audience,
        national=national_steps(audience),
        step=step,
    )
    return _form(
        request,
        form,
        lambda: change_own_step(access=request.access, step=step, facts=form.facts()),
        {"title": _("“%(title)s” wijzigen") % {"title": step.title}, "button": _("Bewaren")},
        done=_("De stap is gewijzigd. Lopende plannen krijgen het verschil aangeboden."),
    )


@form_page
@gate(permission=Capability.PLAN_EXTEND)
def own_step_withdraw(request: Request, pk: UUID) -> HttpResponse:
    step = _step(request, pk)
    return _form(
        request,
        None,
        lambda: withdraw_own_step(access=request.access, step=step),
        {
            "title": _("“%(title)s” intrekken?") % {"title": step.title},
            "lead": _(
                "Nieuwe plannen krijgen de stap niet meer. In lopende plannen beslist het team; wat gedaan is, blijft."
            ),
            "button": _("Intrekken"),
            "is_danger": True,
        },
        done=_("De stap is ingetrokken."),
    )


def _step(request: Request, pk: UUID) -> TemplateStep:
    """Shown as it is now; what was sent is about the step as the person saw it, so that who was later is told. 404 where it was
    withdrawn."""
    rows = own_steps(request.access).filter(template__town=request.municipality)
    rows = rows.select_related("template", "template__town")
    seen = request.access.get_or_404(rows, pk=pk)
    now = as_it_is_now(seen)
    if now is None:
        raise Http404
    return seen if request.method == "POST" else now


def _crumbs(request: Request) -> list[dict[str, str]]:
    slug = request.municipality.slug
    return [
        {"label": _("Stappenplan"), "url": reverse("guidance:municipal_plan", args=[slug])},
        {"label": _("Eigen stappen"), "url": reverse("guidance:own_step_list", args=[slug])},
    ]


def _form(request: Request, form: Any, act: Callable[[], object], words: dict[str, Any], *, done: str) -> HttpResponse:
    url, status = _crumbs(request)[1]["url"], 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act()
        except ConflictError as conflict:
            messages.error(request, conflict.message)
            status = CONFLICT
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(url)
    if form is not None and form.errors:
        status = UNPROCESSABLE
    context = {
        "lead": "",
        "found": None,
        "is_danger": False,
        **words,
        "form": form,
        "back_url": url,
        "crumbs": _crumbs(request),
    }
    return render(request, "guidance/template_form.html", context, status=status)
