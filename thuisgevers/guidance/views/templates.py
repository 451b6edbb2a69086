"""The national step plans: versions, what they look like, and what is different between them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import Audience
from ..models import StepPlanTemplate
from ..permissions.templates import viewable_templates
from ..queries.learning import credits_of
from ..queries.templates import compare, phases_of, previous_version, versions
from ..queries.usage import usage
from ..services.templates import start_draft

PLACES = 50


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_list(request: Request) -> HttpResponse:
    return render(request, "guidance/template_list.html", {"audiences": versions(viewable_templates(request.access))})


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_usage(request: Request) -> HttpResponse:
    """Who follows which version: numbers only. Plans and initiatives are not the desk's to read."""
    found = usage(request.access)
    page = Paginator(found.places, PLACES).get_page(request.GET.get("pagina"))
    context = {"audiences": found.audiences, "page": page, "crumbs": crumbs()}
    return render(request, "guidance/template_usage.html", context)


@require_POST
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_draft(request: Request, audience: str) -> HttpResponse:
    if audience not in Audience.values:
        raise Http404
    draft = start_draft(access=request.access, audience=Audience(audience))
    return HttpResponseRedirect(reverse("guidance:template_edit", args=[draft.pk]))


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_detail(request: Request, pk: UUID) -> HttpResponse:
    """A version as its readers see it; of a draft, the preview."""
    template = request.access.get_or_404(viewable_templates(request.access).select_related("published_by"), pk=pk)
    context = {
        "template": template,
        "phases": phases_of(template),
        "previous": previous_version(template),
        "credits": credits_of(template),
        "crumbs": crumbs(),
        "title": title_of(template),
    }
    return render(request, "guidance/template_detail.html", context)


@require_safe
@gate(permission=Capability.TEMPLATE_MANAGE)
def template_compare(request: Request, pk: UUID) -> HttpResponse:
    """With the version before it."""
    template = request.access.get_or_404(viewable_templates(request.access), pk=pk)
    previous = previous_version(template)
    if previous is None:
        raise Http404
    context = {
        "template": template,
        "previous": previous,
        "found": compare(previous, template),
        "crumbs": [*crumbs(), {"label": title_of(template), "url": reverse("guidance:template_detail", args=[pk])}],
    }
    return render(request, "guidance/template_compare.html", context)


def crumbs() -> list[dict[str, str]]:
    return [{"label": _("Stappenplannen"), "url": reverse("guidance:template_list")}]


def title_of(template: StepPlanTemplate) -> str:
    return _("Stappenplan voor %(audience)s, versie %(number)d") % {
        "audience": template.get_audience_display(),
        "number": template.number,
    }
