"""Registering a household and changing what is kept of it: facts, names, coupling, handler."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.forms.households import (
    AllocationForm,
    AssignForm,
    EndAllocationForm,
    HouseholdForm,
    RegisterForm,
    initial_of,
)
from housing.forms.people import PeopleFormSet, TakeOverForm, people_forms
from housing.models import CoaAllocation, Household
from housing.permissions.households import can_edit_household, editable_households, viewable_people
from housing.purposes import told
from housing.services.allocations import end_allocation, record_allocation
from housing.services.households import assign_household, edit_household, facts_of, register_household, version_of
from housing.services.people import differing_bands
from housing.services.people_editing import write_people
from housing.views.households import HANDLING_ROLES
from housing.views.households_acting import (
    UNPROCESSABLE,
    ActionPage,
    act,
    add_errors,
    form_page,
    note_read,
    one_household,
    page_url,
)
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.people import officials


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_add(request: Request) -> HttpResponse:
    request.access.require(Capability.HOUSEHOLD_WRITE, municipality=request.municipality)
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        dates = {name: form.cleaned_data[name] for name in ("allocated_on", "permit_on")}
        try:
            with transaction.atomic():
                household = register_household(
                    access=request.access,
                    municipality=request.municipality,
                    facts=form.facts(**dates),
                    handler=request.user,
                )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("Huishouden %(reference)s is ingevoerd.") % {"reference": household.reference}
            )  # fmt: skip
            return HttpResponseRedirect(
                reverse("housing:household_people", args=[request.municipality.slug, household.pk])
            )
    context = {
        "municipality": request.municipality,
        "form": form,
        "age_bands_told": told("age_bands"),
        "is_new": True,
        "back_url": reverse("housing:household_list", args=[request.municipality.slug]),
    }
    return render(request, "housing/household_form.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_edit(request: Request, pk: UUID) -> HttpResponse:
    household = _editable(request, pk)
    page = ActionPage(
        title=_("Gegevens van %(reference)s") % {"reference": household.reference},
        button=_("Bewaren"),
        done=_("De gegevens zijn bewaard."),
        purpose="household_edit",
        template="housing/household_form.html",
        context={"age_bands_told": told("age_bands"), "is_new": False},
    )
    initial = {**initial_of(facts_of(household)), "seen": version_of(household)}
    return act(
        request,
        household,
        lambda data: HouseholdForm(data, initial=initial),
        lambda form: edit_household(
            access=request.access, household=household, facts=form.facts(), seen=form.cleaned_data["seen"]
        ),
        page,
    )


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_people(request: Request, pk: UUID) -> HttpResponse:
    """The names. When they do not agree with the counts, the page says so and offers to take them over; both may be kept."""
    household = _editable(request, pk)
    people = list(viewable_people(request.access).filter(household=household))
    initial = [
        {
            "first_name": person.first_name,
            "age_band": person.age_band,
            "contact_language": person.contact_language,
            "is_contact": person.is_contact,
        }
        for person in people
    ]
    lines = max(household.size - len(people), 0) + 1
    is_post = request.method == "POST"
    formset: PeopleFormSet = people_forms(lines)(request.POST if is_post else None, initial=initial)
    take_over = TakeOverForm(request.POST if is_post else None)
    differing: list[str] = []
    if is_post and formset.is_valid() and take_over.is_valid():
        named = formset.people()
        wanted = bool(take_over.cleaned_data["take_over_counts"])
        differs = bool(named) and bool(differing_bands(household, named))
        if not differs or wanted or "keep" in request.POST:
            try:
                with transaction.atomic():
                    write_people(access=request.access, household=household, people=named, take_over_counts=wanted)
            except ValidationError as error:
                take_over.add_error("take_over_counts", error.messages)
            else:
                messages.success(request, _("De namen zijn bewaard."))
                return HttpResponseRedirect(page_url(household, "bewoners"))
        else:
            differing = differing_words(household, formset)
    note_read(request, household, "household_people")
    context = {
        "municipality": request.municipality,
        "household": household,
        "formset": formset,
        "take_over": take_over,
        "differing": differing,
        "first_name_told": told("first_name"),
        "back_url": page_url(household, "bewoners"),
    }
    return render(request, "housing/household_people.html", context, status=UNPROCESSABLE if is_post else 200)


def differing_words(household: Household, formset: PeopleFormSet) -> list[str]:
    """ "27 tot en met 54 jaar: 1 naam, 2 geteld", for every band in which names and counts differ."""
    from housing.enums import AgeBand
    from housing.services.people import counts_of

    named, counted = counts_of(formset.people()), household.age_bands
    return [
        _("%(band)s: %(named)s met naam, %(counted)s geteld")
        % {"band": AgeBand(band).label, "named": named.get(band, 0), "counted": counted.get(band, 0)}
        for band in differing_bands(household, formset.people())
    ]


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def household_assign(request: Request, pk: UUID) -> HttpResponse:
    household = _editable(request, pk)
    people = officials(request.municipality, HANDLING_ROLES)
    chosen = household.handler or request.user
    page = ActionPage(
        title=_("Wie behandelt %(reference)s?") % {"reference": household.reference},
        button=_("Bewaren"),
        icon="user-check",
        done=_("De behandelaar is bewaard. Kies opnieuw om dit ongedaan te maken."),
        purpose="household_assign",
    )
    return act(
        request,
        household,
        lambda data: AssignForm(data, people=people, initial={"handler": str(chosen.public_id)}),
        lambda form: assign_household(
            access=request.access, household=household, handler=form.cleaned_data["handler"]
        ),
        page,
    )  # fmt: skip


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def allocation_edit(request: Request, pk: UUID) -> HttpResponse:
    household = _editable(request, pk)
    running = CoaAllocation.objects.filter(household=household, ended_on__isnull=True).first()
    initial = {} if running is None else {"allocated_on": running.allocated_on, "permit_on": running.permit_on}
    page = ActionPage(
        title=_("Koppeling van %(reference)s") % {"reference": household.reference},
        lead=_(
            "Met deze datums loopt de termijn van 14 weken: 2 om te koppelen, 10 om te zoeken en 2 om te verhuizen."
        ),
        button=_("Bewaren"),
        icon="link",
        done=_("De koppeling is bewaard."),
        purpose="household_allocation",
        anchor="koppeling",
    )
    return act(
        request,
        household,
        lambda data: AllocationForm(data, initial=initial),
        lambda form: record_allocation(
            access=request.access,
            household=household,
            allocated_on=form.cleaned_data["allocated_on"],
            permit_on=form.cleaned_data["permit_on"],
        ),
        page,
    )


@form_page
@gate(permission=Capability.HOUSEHOLD_WRITE)
def allocation_end(request: Request, pk: UUID) -> HttpResponse:
    household = _editable(request, pk)
    page = ActionPage(
        title=_("Koppeling van %(reference)s beëindigen?") % {"reference": household.reference},
        lead=_("De termijn stopt. Het huishouden zelf blijft staan."),
        button=_("Beëindigen"),
        icon="link-off",
        is_danger=True,
        done=_("De koppeling is beëindigd. Leg een nieuwe vast als dit niet klopte."),
        purpose="household_allocation",
        anchor="koppeling",
    )
    return act(
        request,
        household,
        lambda data: EndAllocationForm(data, initial={"ended_on": timezone.localdate()}),
        lambda form: end_allocation(
            access=request.access, household=household, ended_on=form.cleaned_data["ended_on"]
        ),
        page,
    )  # fmt: skip


def _editable(request: Request, pk: UUID) -> Household:
    """The door of the forms: what left is only looked at."""
    household = one_household(request, pk)
    if not can_edit_household(request.access, household):
        request.access.get_or_404(editable_households(request.access), pk=pk)
    return household
