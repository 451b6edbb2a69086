"""One property: its page, its facts, its owner's contact, and the steps of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.forms.properties import (
    AddPropertyForm,
    OptionalReasonForm,
    OwnerForm,
    PropertyActForm,
    PropertyForm,
    ReasonForm,
)
from housing.models import Property, PropertyAttachment
from housing.permissions.properties import can_handle_property, may_at, viewable_contacts
from housing.queries.owners import organisations_of
from housing.queries.property_page import FILE_AUDIENCES, FILE_KINDS, property_page
from housing.services.address_check import AddressCheck, check_address
from housing.services.properties import (
    PropertyFacts,
    assess_again,
    assess_property,
    clear_property,
    close_property,
    edit_contact,
    edit_property,
    open_property,
    register_property,
    use_again,
    withdraw_property,
)
from housing.services.property_events import version_of
from housing.views.property_acting import ActionPage, act, add_errors, form_page, note_read, one_property, page_url
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@require_safe
@gate(permission=Capability.PROPERTY_READ)
def property_detail(request: Request, pk: UUID) -> HttpResponse:
    place = one_property(request, pk)
    note_read(request, place, "property_page")
    add_url = reverse("housing:property_attachment_add", args=[place.municipality.slug, place.pk])
    page = property_page(request.access, place, add_file_url=add_url)
    context = {
        "p": page,
        "place": place,
        "municipality": place.municipality,
        "is_official": request.access.may(Capability.PROPERTY_READ, municipality=place.municipality),
    }
    return render(request, "housing/property_detail.html", context)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def property_add(request: Request) -> HttpResponse:
    """A property without an initiative; one of an initiative comes with its registration or its dossier."""
    request.access.require(Capability.PROPERTY_WRITE, municipality=request.municipality)
    organisations = organisations_of(request.access, request.municipality)
    form = AddPropertyForm(request.POST or None, organisations=organisations)
    check: AddressCheck | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        check = None if "toch" in request.POST else check_address(values)
        if check is None or check.is_fine:
            if check is not None and check.bag_id and not values["bag_id"]:
                values["bag_id"] = check.bag_id
            try:
                with transaction.atomic():
                    place = register_property(
                        access=request.access,
                        municipality=request.municipality,
                        facts=PropertyFacts.of(values),
                        organisation=form.chosen(),
                        contact=form.contact(),
                    )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("Het pand staat in het register. Voeg nu de wooneenheden toe."))
                return HttpResponseRedirect(page_url(place))
    context = {
        "form": form,
        "municipality": request.municipality,
        "check": check,
        "back_url": reverse("housing:property_list", args=[request.municipality.slug]),
    }
    is_refused = request.method == "POST"
    return render(request, "housing/property_add.html", context, status=422 if is_refused else 200)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def property_edit(request: Request, pk: UUID) -> HttpResponse:
    return edit_facts(request, _editable(request, one_property(request, pk)), is_owner=False)


def edit_facts(request: Request, place: Property, *, is_owner: bool) -> HttpResponse:
    """The same form for officials, the initiative and the owner."""
    initial = {name: getattr(place, name) for name in PropertyForm.base_fields if name != "seen"}
    page = ActionPage(
        title=_("Gegevens van het pand"),
        lead=_("Wat u nog niet weet, laat u leeg."),
        icon="home",
        visible=_("de gemeente, het initiatief en de eigenaar; nooit openbaar"),
        button=_("Bewaren"),
        done=_("De gegevens van het pand zijn bewaard."),
        anchor="gegevens",
        template="housing/property_form.html",
    )

    def do(form: Any) -> None:
        values = form.values()
        if "toch" not in request.POST and _moved(place, values):
            check = check_address(values)
            if check is not None and not check.is_fine:
                raise ValidationError({"street": check.sentence})
            if check is not None and check.bag_id and not values["bag_id"]:
                values["bag_id"] = check.bag_id
        edit_property(access=request.access, property=place, values=values, seen=form.cleaned_data["seen"])

    return act(
        request,
        place,
        lambda data: PropertyForm(data, initial={**initial, "seen": version_of(place)}),
        do,
        page,
        is_owner=is_owner,
    )


def _moved(place: Property, values: dict[str, Any]) -> bool:
    return any(getattr(place, name) != values.get(name) for name in ("street", "house_number", "postcode", "place"))


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def property_owner(request: Request, pk: UUID) -> HttpResponse:
    """The owner organisation and how it is reached."""
    place = _editable(request, one_property(request, pk))
    if not may_at(request.access, Capability.PROPERTY_CONTACT, place):
        raise PermissionDenied
    organisations = organisations_of(request.access, place.municipality, also=place.organisation)
    contact = viewable_contacts(request.access).filter(property=place).first()
    initial = {
        "seen": version_of(place),
        "organisation": str(place.organisation_id or ""),
        "contact_name": "" if contact is None else contact.name,
        "contact_email": "" if contact is None else contact.email,
        "contact_phone": "" if contact is None else contact.phone,
    }
    page = ActionPage(
        title=_("De eigenaar"),
        icon="user",
        visible=_("de behandelaars van de gemeente, de trekker en de eigenaar; versleuteld bewaard"),
        button=_("Bewaren"),
        done=_("De gegevens van de eigenaar zijn bewaard."),
        anchor="eigenaar",
        template="housing/property_owner.html",
    )

    def do(form: Any) -> None:
        chosen = form.chosen()
        place_now = place
        if chosen is not None:
            place_now = edit_property(
                access=request.access,
                property=place,
                values={},
                organisation=chosen,
                seen=form.cleaned_data["seen"],
            )
        edit_contact(
            access=request.access,
            property=place_now,
            contact=form.contact(),
            seen="" if chosen is not None else form.cleaned_data["seen"],
        )

    return act(request, place, lambda data: OwnerForm(data, initial=initial, organisations=organisations), do, page)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def property_attachment_add(request: Request, pk: UUID) -> HttpResponse:
    place = one_property(request, pk)
    return take_files(request, place, back=page_url(place, anchor="bijlagen"))


def take_files(request: Request, place: Property, *, back: str) -> HttpResponse:
    return add_files(
        request,
        municipality=place.municipality,
        scope_id=place.initiative_scope_id,
        property_scope_id=place.pk,
        kinds=FILE_KINDS,
        audiences=FILE_AUDIENCES,
        link=lambda attachment: PropertyAttachment.hang(attachment, property=place),
        back=back,
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_assess(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit pand beoordelen?"),
        lead=_("U gaat kijken of het pand geschikt is. Daarna kunt u een geschiktheidstoets beginnen."),
        icon="search",
        button=_("Beoordelen"),
        done=_("Het pand wordt nu beoordeeld. Begin een geschiktheidstoets als u gaat kijken."),
    )
    return _step(
        request, pk, PropertyActForm, page, lambda place, _form: assess_property(access=request.access, property=place)
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_clear(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Akkoord om dit pand open te stellen"),
        lead=_(
            "Heeft het pand een dossier, dan geeft het besluit dit akkoord vanzelf. Zonder dossier geeft u het hier,"
            " met de reden. Of het pand geschikt is, blijkt apart uit de toets."
        ),
        icon="circle-check",
        button=_("Akkoord geven"),
        done=_("Het akkoord is vastgelegd."),
    )
    return _step(
        request,
        pk,
        ReasonForm,
        page,
        lambda place, form: clear_property(access=request.access, property=place, reason=form.cleaned_data["reason"]),
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_open(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit pand openstellen?"),
        lead=_("Vanaf nu kunnen behandelaars er huishoudens plaatsen."),
        icon="door-enter",
        button=_("Openstellen"),
        done=_("Het pand is open. U kunt er nu bewoners plaatsen."),
    )
    return _step(
        request, pk, PropertyActForm, page, lambda place, _form: open_property(access=request.access, property=place)
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_close(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit pand sluiten?"),
        lead=_("Dat kan als er niemand meer woont en niemand is voorgesteld of gepland. De geschiedenis blijft."),
        icon="lock",
        button=_("Sluiten"),
        done=_("Het pand is gesloten. Later kunt u het opnieuw inzetten."),
    )
    return _step(
        request,
        pk,
        OptionalReasonForm,
        page,
        lambda place, form: close_property(access=request.access, property=place, reason=form.cleaned_data["reason"]),
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_use_again(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit pand opnieuw inzetten?"),
        lead=_(
            "Het pand wordt opnieuw beoordeeld: er komt een nieuwe toets en een nieuw akkoord."
            " Adres, wooneenheden en foto’s blijven staan."
        ),
        icon="refresh",
        button=_("Opnieuw inzetten"),
        done=_("Het pand wordt opnieuw beoordeeld."),
    )
    return _step(
        request, pk, PropertyActForm, page, lambda place, _form: use_again(access=request.access, property=place)
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def property_assess_again(request: Request, pk: UUID) -> HttpResponse:
    page = ActionPage(
        title=_("Dit pand opnieuw beoordelen?"),
        icon="search",
        button=_("Opnieuw beoordelen"),
        done=_("Het pand wordt opnieuw beoordeeld."),
    )
    return _step(
        request, pk, PropertyActForm, page, lambda place, _form: assess_again(access=request.access, property=place)
    )


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def property_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """By officials, or by the initiative whose property it is."""
    page = ActionPage(
        title=_("Dit pand intrekken?"),
        lead=_("Het pand telt niet meer mee. De gemeente kan het later opnieuw beoordelen."),
        icon="x",
        button=_("Intrekken"),
        done=_("Het pand is ingetrokken."),
        is_danger=True,
    )
    return _step(
        request,
        pk,
        ReasonForm,
        page,
        lambda place, form: withdraw_property(
            access=request.access, property=place, reason=form.cleaned_data["reason"]
        ),
        may=lambda access, place: may_at(access, Capability.PROPERTY_WRITE, place),
    )


def _step(
    request: Request,
    pk: UUID,
    form_class: type[PropertyActForm],
    page: ActionPage,
    do: Callable[[Property, Any], object],
    *,
    may: Callable[..., bool] = can_handle_property,
) -> HttpResponse:
    """A step in the life of a property. Refused for who only reads it; a step that does not fit the state any more answers
    with the fresh state (409)."""
    place = one_property(request, pk)
    if not may(request.access, place):
        raise PermissionDenied
    return act(
        request,
        place,
        lambda data: form_class(data, initial={"seen": version_of(place)}),
        lambda form: do(place, form),
        page,
    )


def _editable(request: Request, place: Property) -> Property:
    if not may_at(request.access, Capability.PROPERTY_WRITE, place):
        raise PermissionDenied
    return place
