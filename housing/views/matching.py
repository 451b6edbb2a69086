"""Plans for a whole municipality: ask, follow, stop, read; and the weights of wishes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.enums import MatchingRule
from housing.forms.matching import ProposalsForm, RequestRunForm, WeightsForm
from housing.models import MatchingRun
from housing.permissions.matching import viewable_runs, viewable_weights
from housing.queries.matching_facts import chosen_weights, partner_pairs
from housing.queries.matching_runs import TABS, count_waiting, run_lines, run_page
from housing.queries.matching_words import PHASE_WORDS, WISH_WORDS
from housing.services.matching import cancel_run, choose_weights, request_run, retry_run
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

UNPROCESSABLE, CONFLICT = 422, 409
MOST_VERSIONS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MATCHING_PLAN)
def matching_list(request: Request) -> HttpResponse:
    """The plans so far, and the form that asks for a new one."""
    municipality = request.municipality
    partners = bool(partner_pairs(municipality))
    form = RequestRunForm(request.POST if request.method == "POST" else None, has_partners=partners)
    status, conflict = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            run = request_run(access=request.access, municipality=municipality, **form.conditions())
        except ConflictError as error:
            status, conflict = CONFLICT, error.message
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else _add(form, error)
            status = UNPROCESSABLE
        else:
            return HttpResponseRedirect(_run_url(run))
    elif request.method == "POST":
        status = UNPROCESSABLE
    context = {
        "municipality": municipality,
        "form": form,
        "runs": run_lines(request.access, municipality),
        "waiting": count_waiting(request.access, municipality),
        "chosen": chosen_weights(request.access, municipality),
        "conflict": conflict,
        "may_weigh": request.access.may(Capability.MATCHING_WEIGH, municipality=municipality),
    }
    return render(request, "housing/matching_list.html", context, status=status)


@require_safe
@gate(permission=Capability.MATCHING_PLAN)
def matching_run(request: Request, pk: UUID) -> HttpResponse:
    """One plan. While it is being worked out htmx asks for the card with `?stand=`; 204 as long as nothing changed."""
    run = _one_run(request, pk)
    if run.is_waiting or request.htmx:
        return _card(request, run)
    chosen = ProposalsForm(request.GET).chosen()
    page = run_page(request.access, run, **chosen)
    log_read(
        access=request.access,
        purpose="matching_run",
        object_type="housing.Household",
        object_ids=page.shown,
        municipality=request.municipality,
    )
    base = _run_url(run)
    tabs = [
        {
            "label": label,
            "url": f"{base}?toon={key}",
            "current": key == chosen["tab"],
            "count": page.counts[key],
        }
        for key, label in TABS.items()
    ]
    context = {
        "municipality": request.municipality,
        "run": run,
        "p": page,
        "tabs": tabs,
        "tab": chosen["tab"],
        "everything": chosen["everything"],
        "all_url": f"{base}?toon={chosen['tab']}&alles=ja",
        "weights": [
            (words.label, run.weights.get(wish.value, 0))
            for wish, words in WISH_WORDS.items()
            if wish.value in run.weights
        ],
    }
    return render(request, "housing/matching_run.html", context)


@require_POST
@gate(permission=Capability.MATCHING_PLAN)
def matching_cancel(request: Request, pk: UUID) -> HttpResponse:
    run = _one_run(request, pk)
    cancel_run(access=request.access, run=run)
    messages.success(request, _("Het plan is gestopt. U kunt een nieuw plan maken."))
    return HttpResponseRedirect(reverse("housing:matching_list", args=[request.municipality.slug]))


@require_POST
@gate(permission=Capability.MATCHING_PLAN)
def matching_retry(request: Request, pk: UUID) -> HttpResponse:
    run = _one_run(request, pk)
    return HttpResponseRedirect(_run_url(retry_run(access=request.access, run=run)))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MATCHING_PLAN)
def matching_weights(request: Request) -> HttpResponse:
    """What counts and how heavily, with every earlier choice. Who plans reads it; the coordinator changes it."""
    municipality = request.municipality
    may_weigh = request.access.may(Capability.MATCHING_WEIGH, municipality=municipality)
    if request.method == "POST":
        request.access.require(Capability.MATCHING_WEIGH, municipality=municipality)
    chosen = chosen_weights(request.access, municipality)
    initial = {"seen": chosen.version, "rule": chosen.rule.value}
    form = WeightsForm(request.POST if request.method == "POST" else None, weights=chosen.weights, initial=initial)
    status, conflict = 200, ""
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                with transaction.atomic():
                    choose_weights(
                        access=request.access,
                        municipality=municipality,
                        weights=form.weights(),
                        rule=MatchingRule(form.cleaned_data["rule"]),
                        reason=form.cleaned_data["reason"],
                        seen=form.cleaned_data["seen"],
                    )
            except ConflictError as error:
                status, conflict = CONFLICT, error.message
                typed = request.POST.copy()
                typed["seen"] = str(chosen_weights(request.access, municipality).version)
                form = WeightsForm(typed, weights=chosen.weights)
                form.is_valid()
            else:
                messages.success(request, _("De gewichten zijn bewaard. Nieuwe plannen gebruiken ze."))
                return HttpResponseRedirect(reverse("housing:matching_weights", args=[municipality.slug]))
    versions = viewable_weights(request.access).filter(municipality=municipality).select_related("set_by")
    context = {
        "municipality": municipality,
        "form": form,
        "may_weigh": may_weigh,
        "chosen": chosen,
        "rows": [(words, chosen.weights[wish]) for wish, words in WISH_WORDS.items()],
        "rule": MatchingRule(chosen.rule.value).label,
        "versions": list(versions[:MOST_VERSIONS]),
        "conflict": conflict,
    }
    return render(request, "housing/matching_weights.html", context, status=status)


def _one_run(request: Request, pk: UUID) -> MatchingRun:
    run = request.access.get_or_404(viewable_runs(request.access).select_related("requested_by"), pk=pk)
    run.municipality = request.municipality
    return run


def _run_url(run: MatchingRun) -> str:
    return reverse("housing:matching_run", args=[run.municipality.slug, run.pk])


def _card(request: Request, run: MatchingRun) -> HttpResponse:
    stand = f"{run.state}-{run.phase}-{run.progress}"
    if request.htmx and request.GET.get("stand") == stand:
        return HttpResponse(status=204)
    if request.htmx and not run.is_waiting:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = _run_url(run)
        return answer
    context = {
        "municipality": request.municipality,
        "run": run,
        "stand": stand,
        "phase": str(PHASE_WORDS.get(run.phase, PHASE_WORDS[""])),
        "is_news": request.GET.get("fase") != run.phase,
    }
    template = "housing/matching_progress.html#card" if request.htmx else "housing/matching_progress.html"
    return render(request, template, context)


def _add(form: RequestRunForm, error: ValidationError) -> None:
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
