"""What the small forms of a dossier share: show, check, do, and when somebody was first, show what is new and keep
what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.models import Dossier
from initiatives.queries.actions import actions_for
from initiatives.queries.dossier_page import deadline_of, shown_dossiers, step_of
from initiatives.queries.next_step import LOOKS
from initiatives.services.locking import version_of
from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.audit.timeline import timeline
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.sensitive import Finding
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

UNPROCESSABLE, CONFLICT = 422, 409

type Rows = Callable[[Access], QuerySet[Dossier]]


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    """The words around a form. `name` is the action as `queries.actions` knows it; empty where it is always possible.
    `crumb` is what the breadcrumb calls it where the button does not."""

    title: str
    button: str
    done: str
    name: str = ""
    crumb: str = ""
    lead: str = ""
    icon: str = ""
    visible: str = ""
    is_internal: bool = False
    is_danger: bool = False
    anchor: str = ""
    refused: str = ""
    template: str = "initiatives/dossier_action.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def official_dossier(request: Request, pk: UUID, rows: Rows = shown_dossiers) -> Dossier:
    """The door of the municipal pages: only who may read dossiers in the whole municipality, not through a team."""
    request.access.require(Capability.DOSSIER_READ, municipality=request.municipality)
    return _in(request.municipality, request.access.get_or_404(rows(request.access), pk=pk))


def team_dossier(request: Request, pk: UUID, rows: Rows = shown_dossiers) -> Dossier:
    """The door of the team's pages: only dossiers of initiatives on which the person has a role."""
    mine = (
        rows(request.access)
        .select_related("municipality")
        .filter(initiative_id__in=sorted(request.access.scope_ids(Capability.DOSSIER_READ)))
    )
    dossier = request.access.get_or_404(mine, pk=pk)
    return _in(dossier.municipality, dossier)


def _in(municipality: Municipality, dossier: Dossier) -> Dossier:
    """The gate narrowed the access to this municipality, and the composite key says that the initiative lies in it too:
    neither is read again."""
    dossier.municipality = municipality
    if Dossier.initiative.is_cached(dossier):
        dossier.initiative.municipality = municipality
    return dossier


def page_url(dossier: Dossier, *, is_official: bool, anchor: str = "") -> str:
    if is_official:
        url = reverse("initiatives:dossier_detail", args=[dossier.municipality.slug, dossier.pk])
    else:
        url = reverse("initiatives:my_dossier", args=[dossier.pk])
    return f"{url}#{anchor}" if anchor else url


def act(
    request: Request,
    dossier: Dossier,
    make_form: Callable[[Any], forms.Form],
    do: Callable[[forms.Form], object],
    page: ActionPage,
    *,
    is_official: bool = True,
) -> HttpResponse:
    """GET shows the form, POST does it. 422 with the errors or a question about the text, 409 with the fresh dossier; nothing
    typed is lost."""
    back = page_url(dossier, is_official=is_official, anchor=page.anchor)
    if request.method != "POST":
        if not _is_possible(request, dossier, page):
            messages.info(request, page.refused or _not_now(dossier))
            return HttpResponseRedirect(back)
        return show(request, dossier, make_form(None), page, is_official=is_official)
    form = make_form(request.POST)
    if not form.is_valid():
        return show(request, dossier, form, page, is_official=is_official, status=UNPROCESSABLE)
    findings = second_look(request, form)
    if findings:
        return show(request, dossier, form, page, is_official=is_official, status=UNPROCESSABLE, findings=findings)
    try:
        with transaction.atomic():
            do(form)
    except ConflictError as conflict:
        return conflicted(request, dossier, make_form, page, conflict.message, is_official=is_official)
    except ValidationError as error:
        add_errors(form, error)
        return show(request, dossier, form, page, is_official=is_official, status=UNPROCESSABLE)
    messages.success(request, page.done)
    return HttpResponseRedirect(back)


def conflicted(
    request: Request,
    dossier: Dossier,
    make_form: Callable[[Any], forms.Form],
    page: ActionPage,
    message: str,
    *,
    is_official: bool = True,
) -> HttpResponse:
    """Somebody was first: the fresh dossier beside the form, which keeps its text and is made for the fresh version. Where the
    action is no longer possible, the text stays to be copied and no button pretends."""
    fresh = _in(dossier.municipality, request.access.get_or_404(shown_dossiers(request.access), pk=dossier.pk))
    typed = request.POST.copy()
    typed["seen"] = version_of(fresh)
    form = make_form(typed)
    form.is_valid()
    is_over = not _is_possible(request, fresh, page)
    if is_over:
        message = _("Een collega of het initiatief heeft dit dossier net gewijzigd. Daardoor kan dit nu niet meer.")
        if form.visible_fields():
            message += " " + _("Wat u invulde staat er nog: kopieer het als u het nodig hebt.")
    return show(request, fresh, form, page, is_official=is_official, status=CONFLICT, conflict=message, is_over=is_over)


def show(
    request: Request,
    dossier: Dossier,
    form: forms.Form,
    page: ActionPage,
    *,
    is_official: bool = True,
    status: int = 200,
    conflict: str = "",
    findings: Sequence[Finding] = (),
    row_errors: Sequence[tuple[str, str]] = (),
    is_over: bool = False,
) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="dossier_action",
        object_type="initiatives.Dossier",
        object_ids=[dossier.pk],
        municipality=dossier.municipality,
    )
    context = {
        "dossier": dossier,
        "initiative": dossier.initiative,
        "municipality": dossier.municipality,
        "form": form,
        "page": page,
        "look": LOOKS[dossier.state],
        "step": step_of(dossier),
        "deadline": deadline_of(dossier),
        "conflict": conflict,
        "findings": findings,
        "row_errors": row_errors,
        "is_over": is_over,
        "news": timeline(access=request.access, scope_id=dossier.initiative_id, limit=3) if conflict else [],
        "back_url": page_url(dossier, is_official=is_official, anchor=page.anchor),
        "is_official": is_official,
        **page.context,
    }
    return render(request, page.template, context, status=status)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """A refusal by a service, at its field where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _is_possible(request: Request, dossier: Dossier, page: ActionPage) -> bool:
    return not page.name or page.name in {action.name for action in actions_for(request.access, dossier)}


def _not_now(dossier: Dossier) -> str:
    return _("Dit kan nu niet: de stand van dit dossier is “%(state)s”.") % {"state": dossier.get_state_display()}
