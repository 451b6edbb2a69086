"""One household beside all units, one unit beside all households, and the choice that a person makes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing.forms.matching import ChooseUnitForm
from housing.matching.planning import Choice
from housing.models import DwellingUnit, Household, MatchingRun
from housing.permissions.households import viewable_households
from housing.permissions.matching import viewable_runs
from housing.queries.matching_facts import matchable_units, viewable_homes
from housing.queries.matching_pairs import (
    PER_PAGE,
    PairPage,
    choice_for,
    choices_for_household,
    household_meta,
    household_page,
    own_first,
    told_reasons,
    unit_meta,
    unit_page,
    unit_title,
)
from housing.queries.matching_words import tell_limit
from housing.services.matching import choose_unit
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@gate(permission=Capability.MATCHING_PLAN)
def matching_household(request: Request, pk: UUID) -> HttpResponse:
    household = _one_household(request, pk)
    number, page = _paged(request, lambda first: household_page(request.access, household, first=first))
    _note(request, [household.pk], "matching_household")
    context = {
        "municipality": request.municipality,
        "household": household,
        "p": page,
        "number": number,
        "pages": _pages(page),
        "what": "units",
    }
    return render(request, "housing/matching_household.html", context)


@require_safe
@gate(permission=Capability.MATCHING_PLAN)
def matching_unit(request: Request, pk: UUID) -> HttpResponse:
    rows = viewable_homes(request.access, request.municipality).select_related("property")
    unit = request.access.get_or_404(rows, pk=pk)
    unit.municipality = request.municipality
    number, page = _paged(request, lambda first: unit_page(request.access, unit, first=first))
    _note(request, page.shown, "matching_unit")
    context = {
        "municipality": request.municipality,
        "unit": unit,
        "p": page,
        "number": number,
        "pages": _pages(page),
        "what": "households",
    }
    return render(request, "housing/matching_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MATCHING_PLAN)
def matching_choose(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    """The last look before a person proposes: the reasons, the days, and why this one when it is not the first."""
    household = _one_household(request, pk)
    rows = viewable_homes(request.access, request.municipality).select_related("property")
    unit = request.access.get_or_404(rows, pk=unit_pk)
    run = _plan(request)
    choices = choices_for_household(request.access, household, partners=False, run=run)
    choice = choice_for(request.access, household, unit, choices)
    first = own_first(choices, request.municipality)
    is_first = first is None or first.unit.id == unit.pk
    initial = {
        "move_in_on": choice.verdict.starts_on,
        "expected_end_on": choice.verdict.ends_on,
        "reason": _reason(choice, is_first=is_first, run=run),
    }
    form = ChooseUnitForm(request.POST if request.method == "POST" else None, is_first=is_first, initial=initial)
    status, conflict = 200, ""
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            with transaction.atomic():
                placement = choose_unit(
                    access=request.access,
                    household=household,
                    unit=unit,
                    **form.cleaned_data,
                    choice=choice,
                    first=first,
                    run=run,
                )
        except ConflictError as error:
            status, conflict = CONFLICT, error.message
        except ValidationError as error:
            _add(form, error)
            status = UNPROCESSABLE
        else:
            messages.success(request, _("Het voorstel staat klaar. Vraag nu het huishouden."))
            return HttpResponseRedirect(
                reverse("housing:placement_detail", args=[request.municipality.slug, placement.pk])
            )
    _note(request, [household.pk], "matching_choose")
    context = {
        "municipality": request.municipality,
        "household": household,
        "unit": unit,
        "unit_title": unit_title(unit),
        "unit_meta": unit_meta(choice.unit),
        "household_meta": household_meta(choice.household),
        "choice": choice,
        "reasons": told_reasons(choice),
        "limits": [tell_limit(limit, choice.household, choice.unit) for limit in choice.verdict.limits],
        "is_first": is_first,
        "first_sentence": ""
        if is_first or first is None
        else _("De eerste is %(unit)s. Een andere kiezen mag, met een reden.") % {"unit": _title(request, first)},
        "form": form,
        "conflict": conflict,
        "run": run,
        "back_url": reverse("housing:matching_household", args=[request.municipality.slug, household.pk]),
    }
    return render(request, "housing/matching_choose.html", context, status=status)


def _one_household(request: Request, pk: UUID) -> Household:
    household = request.access.get_or_404(viewable_households(request.access), pk=pk)
    household.municipality = request.municipality
    return household


def _plan(request: Request) -> MatchingRun | None:
    """The plan from which somebody came; an unknown one is left out, as it is only a link."""
    try:
        pk = UUID(request.GET.get("plan", ""))
    except ValueError:
        return None
    return viewable_runs(request.access).filter(municipality=request.municipality, pk=pk).first()


def _reason(choice: Choice, *, is_first: bool, run: MatchingRun | None) -> str:
    if run is not None:
        return _("Volgt het plan van %(day)s: de beste verdeling voor iedereen samen.") % {
            "day": dutch_date(run.created_at)
        }
    if is_first:
        return _("Eerste van de lijst, met %(score)s punten.") % {"score": choice.verdict.score}
    return ""


def _title(request: Request, choice: Choice) -> str:
    rows: list[DwellingUnit] = list(
        matchable_units(request.access, request.municipality).filter(pk=choice.unit.id).select_related("property")
    )
    return unit_title(rows[0]) if rows else ""


def _paged(request: Request, make: Callable[[int], PairPage]) -> tuple[int, PairPage]:
    """The page asked for; past the end, or not a number, the first."""
    given = request.GET.get("pagina", "1")
    number = max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    page = make((number - 1) * PER_PAGE)
    if number > 1 and not page.possible:
        return 1, make(0)
    return number, page


def _pages(page: PairPage) -> list[int]:
    return list(range(1, -(-page.number_possible // PER_PAGE) + 1))


def _note(request: Request, households: list[UUID], purpose: str) -> None:
    log_read(
        access=request.access,
        purpose=purpose,
        object_type="housing.Household",
        object_ids=households,
        municipality=request.municipality,
    )


def _add(form: ChooseUnitForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
