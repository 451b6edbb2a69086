"""The households of a municipality: the list, its search box, and one household. Every look at them is logged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from housing.enums import HouseholdState
from housing.forms.households import FindForm, ListForm
from housing.purposes import PURPOSES
from housing.queries.household_page import household_page
from housing.queries.households import (
    MOST_FOUND,
    SIZES,
    TABS,
    HouseholdFilters,
    described,
    find_by_first_name,
    find_by_reference,
    household_list,
)
from housing.views.households_acting import note_read, one_household
from thuisgevers.accounts.models import User
from thuisgevers.audit.services import log_read
from thuisgevers.common.listing import chip, lenient, tabs
from thuisgevers.common.words import gettext as _
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.people import officials

HANDLING_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


@require_safe
@gate(permission=Capability.HOUSEHOLD_READ)
def households(request: Request) -> HttpResponse:
    """One tab of the list. No names stand in it; that it was read is logged with the ids of its rows all the same."""
    request.access.require(Capability.HOUSEHOLD_READ, municipality=request.municipality)
    people = officials(request.municipality, HANDLING_ROLES)
    form, filters = _asked(request, people)
    found = household_list(request.access, filters)
    log_read(
        access=request.access,
        purpose="household_list",
        object_type="housing.Household",
        object_ids=[row.pk for row in found.rows],
        municipality=request.municipality,
    )
    context = {
        "municipality": request.municipality,
        "list": found,
        "page": found.page,
        "filters": filters,
        "form": form,
        "tabs": tabs(request, TABS, filters.tab, found.counts),
        "chips": _chips(request, filters, people),
        "clear_url": f"{request.path}?lijst={filters.tab}",
        "is_filtered": bool(filters.state or filters.size or filters.handler),
        "may_write": request.access.may(Capability.HOUSEHOLD_WRITE, municipality=request.municipality),
        "may_import": request.access.may(Capability.IMPORT_RUN, municipality=request.municipality),
    }
    return render(request, "housing/household_list.html", context)


@require_POST
@gate(permission=Capability.HOUSEHOLD_READ)
def household_search(request: Request) -> HttpResponse:
    """By reference or own number, straight to the household; by first name, to the households that have somebody of that name.
    Nothing that was typed stands in an address, nor on the page that answers. Changes nothing."""
    request.access.require(Capability.HOUSEHOLD_READ, municipality=request.municipality)
    back = HttpResponseRedirect(reverse("housing:household_list", args=[request.municipality.slug]))
    form = FindForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["zoek"]))
        return back
    found = find_by_reference(request.access, form.cleaned_data["zoek"])
    if len(found) == 1:
        return HttpResponseRedirect(
            reverse("housing:household_detail", args=[request.municipality.slug, found[0]])
        )  # fmt: skip
    if found:
        messages.info(request, _("Er zijn meer huishoudens die zo eindigen. Typ het hele kenmerk."))
    else:
        return _found_by_name(request, form.cleaned_data["zoek"]) or back
    return back


def _found_by_name(request: Request, first_name: str) -> HttpResponse | None:
    """That a household has somebody of this name is personal: logged like any look at it."""
    found = find_by_first_name(request.access, first_name)
    if not found:
        messages.info(
            request, _("Geen huishouden met dit kenmerk of eigen nummer, en niemand met deze voornaam, in uw gemeente.")
        )
        return None
    log_read(
        access=request.access,
        purpose="household_by_first_name",
        object_type="housing.Household",
        object_ids=found,
        municipality=request.municipality,
    )
    context = {
        "municipality": request.municipality,
        "rows": described(request.access, found),
        "is_cut_off": len(found) == MOST_FOUND,
        "most": MOST_FOUND,
    }
    return render(request, "housing/household_found.html", context)


@require_safe
@gate(permission=Capability.HOUSEHOLD_READ)
def household_detail(request: Request, pk: UUID) -> HttpResponse:
    household = one_household(request, pk)
    note_read(request, household, "household_page")
    context = {
        "municipality": request.municipality,
        "household": household,
        "p": household_page(request.access, household),
        "purposes": PURPOSES.values(),
    }
    return render(request, "housing/household_detail.html", context)


def _asked(request: Request, people: Sequence[User]) -> tuple[ListForm, HouseholdFilters]:
    """The filters in the address. What does not exist (any more) is left out."""
    form = lenient(partial(ListForm, people=people), request.GET)
    return form, form.filters()


def _chips(request: Request, filters: HouseholdFilters, people: Sequence[User]) -> list[dict[str, str]]:
    chips = []
    if filters.state:
        chips.append(chip(request, _("Stand: %(state)s") % {"state": HouseholdState(filters.state).label}, "stand"))
    if filters.size:
        chips.append(chip(request, SIZES[filters.size][0], "grootte"))
    if filters.handler is not None:
        names = {user.public_id: user.display_name for user in people}
        label = _("Behandelaar: %(name)s") % {"name": names.get(filters.handler, "")}
        chips.append(chip(request, label, "behandelaar"))
    return chips
