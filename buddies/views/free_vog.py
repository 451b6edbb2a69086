"""Where a VOG costs nothing: the organisations here, and the conditions of one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.models import Initiative
from initiatives.permissions import viewable_initiatives
from thuisgevers.common.addresses import address
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.free_vog import FreeVogForm
from ..permissions.free_vog import can_edit_free_vog
from ..queries.free_vog import TO_DO, facts_of, free_vog_of, what_next, words_of
from ..services.free_vog import record_free_vog
from ..services.intake import open_initiatives
from ..vog import FreeVog

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.BUDDY_READ)
def free_vog(request: Request) -> HttpResponse:
    """The municipality itself and the initiatives whose buddies one may read."""
    place, access = request.municipality, request.access
    teams = [
        (pk, name)
        for pk, name in open_initiatives(access)
        if access.may(Capability.BUDDY_READ, municipality=place, scope_id=pk)
    ]
    here, others = free_vog_of(access, place, [pk for pk, _name in teams])
    own = (_("De gemeente zelf"), here, address("buddies:free_vog_here", place.slug))
    lines = [(name, others[pk], address("buddies:free_vog_of", place.slug, pk)) for pk, name in teams]
    context = {
        "municipality": place,
        "lines": [(name, free, words_of(free), what_next(free), url) for name, free, url in [own, *lines]],
    }
    return render(request, "buddies/free_vog.html", context)


@form_page
@gate(permission=Capability.BUDDY_READ)
def free_vog_here(request: Request) -> HttpResponse:
    return _conditions(request, None)


@form_page
@gate(permission=Capability.BUDDY_READ)
def free_vog_edit(request: Request, pk: UUID) -> HttpResponse:
    initiative: Initiative = request.access.get_or_404(viewable_initiatives(request.access), pk=pk)
    if not request.access.may(Capability.BUDDY_READ, municipality=request.municipality, scope_id=initiative.pk):
        raise PermissionDenied
    return _conditions(request, initiative)


def _conditions(request: Request, initiative: Initiative | None) -> HttpResponse:
    """Read by who reads the buddies, changed by who looks after them; of the municipality by who makes the rules there."""
    place, access = request.municipality, request.access
    pk = None if initiative is None else initiative.pk
    may_edit = can_edit_free_vog(access, place, pk)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    facts = facts_of(access, place, pk)
    held = {fact.condition: fact.is_met for fact in facts}
    form = FreeVogForm(request.POST if request.method == "POST" else None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            record_free_vog(
                access=access, place=place, initiative_id=pk, met=form.met(), seen_on=form.cleaned_data["seen_on"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        except ConflictError as conflict:
            messages.error(request, conflict.message)
            return redirect(request.path)
        else:
            messages.success(request, _("Bewaard."))
            return redirect("buddies:free_vog", gemeente=place.slug)
    free = FreeVog.of(held.items())
    context = {
        "municipality": place,
        "title": _("De gemeente zelf") if initiative is None else initiative.name,
        "form": form,
        "may_edit": may_edit,
        "free": free,
        "words": words_of(free),
        "facts": facts,
        "to_do": [(one.label, TO_DO[one]) for one in TO_DO if one in free.unmet],
    }
    return render(request, "buddies/free_vog_edit.html", context, status=UNPROCESSABLE if form.errors else 200)
