"""`/mijn-pand/`: the owner's own pages. Who lives there is never on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.enums import AnswerChannel, AvailabilityAnswer
from housing.forms.availability import AnswerForm
from housing.forms.properties import ContactForm, TakeBackForm
from housing.models import PropertyContact
from housing.permissions.owners import owned_properties
from housing.permissions.properties import can_edit_property, viewable_contacts
from housing.queries.property_looks import ASKED_STATES, LOOKS
from housing.queries.property_page import property_page, title_of
from housing.services.availability import answer_availability, undo_answer
from housing.services.properties import edit_contact, take_back_property
from housing.services.property_events import version_of
from housing.services.property_telling import tell_officials
from housing.views.properties import edit_facts, take_files
from housing.views.property_acting import ActionPage, act, form_page, my_property_of, note_read, page_url, press
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

ANCHOR = "beschikbaar"


@require_safe
@gate(account="the properties of which this person is the owner; nobody else's, and none is fine too")
def my_properties(request: Request) -> HttpResponse:
    """With one property straight to it."""
    rows = list(owned_properties(request.access).select_related("municipality").order_by("place", "street", "id"))
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("housing:my_property", args=[rows[0].pk]))
    cards = [{"place": place, "title": title_of(place), "look": LOOKS[place.state]} for place in rows]
    return render(request, "housing/my_property_list.html", {"cards": cards})


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def my_property(request: Request, pk: UUID) -> HttpResponse:
    place = my_property_of(request, pk)
    note_read(request, place, "my_property")
    add_url = reverse("housing:my_property_attachment_add", args=[place.pk])
    page = property_page(request.access, place, add_file_url=add_url)
    context = {
        "p": page,
        "place": place,
        "municipality": place.municipality,
        "is_asked": place.state in ASKED_STATES,
        "answer_form": AnswerForm(),
        "newest": page.asks[0] if page.asks else None,
    }
    return render(request, "housing/my_property.html", context)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_property_edit(request: Request, pk: UUID) -> HttpResponse:
    return edit_facts(request, my_property_of(request, pk), is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def my_property_contact(request: Request, pk: UUID) -> HttpResponse:
    """Where the monthly question goes, and whom the municipality calls."""
    place = my_property_of(request, pk)
    held = viewable_contacts(request.access).filter(property=place).first() or PropertyContact()
    initial = {
        "seen": version_of(place),
        "contact_name": held.name,
        "contact_email": held.email,
        "contact_phone": held.phone,
    }
    page = ActionPage(
        title=_("Uw contactgegevens"),
        icon="user",
        visible=_("u, de behandelaars van de gemeente en de trekker; versleuteld bewaard"),
        button=_("Bewaren"),
        done=_("Uw contactgegevens zijn bewaard."),
        anchor="eigenaar",
    )

    def do(form: Any) -> None:
        seen = form.cleaned_data["seen"]
        edit_contact(access=request.access, property=place, contact=form.contact(), seen=seen)

    return act(request, place, lambda data: ContactForm(data, initial=initial), do, page, is_owner=True)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def my_property_attachment_add(request: Request, pk: UUID) -> HttpResponse:
    place = my_property_of(request, pk)
    return take_files(request, place, back=page_url(place, is_owner=True, anchor="bijlagen"))


@require_POST
@gate(permission=Capability.PROPERTY_CONTACT)
def my_property_answer(request: Request, pk: UUID) -> HttpResponse:
    """One of the three buttons on the owner's own page."""
    place = my_property_of(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        note_read(request, place, "my_property")
        add_url = reverse("housing:my_property_attachment_add", args=[place.pk])
        page = property_page(request.access, place, add_file_url=add_url)
        context = {
            "p": page,
            "place": place,
            "municipality": place.municipality,
            "is_asked": True,
            "answer_form": form,
            "newest": page.asks[0] if page.asks else None,
        }
        return render(request, "housing/my_property.html", context, status=422)
    answer_availability(
        access=request.access,
        property=place,
        answer=AvailabilityAnswer(form.cleaned_data["answer"]),
        channel=AnswerChannel.PAGE,
        later_on=form.cleaned_data["later_on"],
    )
    messages.success(request, _("Dank u. Uw antwoord is bewaard."))
    return HttpResponseRedirect(page_url(place, is_owner=True, anchor=ANCHOR))


@require_POST
@gate(permission=Capability.PROPERTY_CONTACT)
def my_property_undo(request: Request, pk: UUID) -> HttpResponse:
    place = my_property_of(request, pk)
    return press(
        request,
        place,
        lambda: undo_answer(access=request.access, property=place),
        done=_("Uw antwoord is teruggenomen. U kunt opnieuw antwoorden."),
        anchor=ANCHOR,
        is_owner=True,
    )


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_property_take_back(request: Request, pk: UUID) -> HttpResponse:
    """The owner no longer offers the property."""
    place = my_property_of(request, pk)
    if not can_edit_property(request.access, place):
        messages.info(request, _("Dit pand is al ingetrokken."))
        return HttpResponseRedirect(page_url(place, is_owner=True))
    page = ActionPage(
        title=_("Dit pand niet meer aanbieden?"),
        lead=_("Wonen er nog mensen, dan kan het niet: overleg dan eerst met de gemeente."),
        icon="x",
        visible=_("de gemeente en het initiatief"),
        button=_("Niet meer aanbieden"),
        done=_("Het pand wordt niet meer aangeboden. De gemeente krijgt bericht. Dank u wel."),
        is_danger=True,
    )

    def do(form: Any) -> None:
        reason = form.cleaned_data["reason"]
        take_back_property(access=request.access, property=place, reason=reason)
        tell_officials(access=request.access, place=place, template="property_taken_back", context={"reason": reason})

    return act(
        request,
        place,
        lambda data: TakeBackForm(data, initial={"seen": version_of(place)}),
        do,
        page,
        is_owner=True,
    )
