"""Dwelling units of a property and their closures: for officials, the initiative and the owner, each behind its own door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.forms.properties import PropertyActForm
from housing.forms.units import ClosureForm, UnitForm
from housing.models import DwellingUnit, Property, UnitClosure
from housing.permissions.properties import editable_closures, editable_units, may_at
from housing.services.units import (
    UnitFacts,
    add_closure,
    add_unit,
    delete_unit,
    edit_closure,
    edit_unit,
    remove_closure,
    restore_unit,
    retire_unit,
)
from housing.views.property_acting import ActionPage, act, form_page, my_property_of, one_property, press
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

NEW_UNIT = {
    "capacity_min": 1,
    "bedrooms": 1,
    "lockable_bedrooms": 0,
    "kitchen": "shared",
    "sanitary": "shared",
    "own_front_door": False,
    "step_free": False,
    "children_suitable": True,
    "pets_allowed": False,
}


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def unit_add(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, one_property(request, pk), is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_unit_add(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, my_property_of(request, pk), is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def unit_edit(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    return _edit(request, one_property(request, pk), unit_pk, is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_unit_edit(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    return _edit(request, my_property_of(request, pk), unit_pk, is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def unit_retire(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    """Out of use, with a confirmation that names the unit; put back with one press."""
    place = _editable(request, one_property(request, pk))
    unit = _unit(request, place, unit_pk)
    page = ActionPage(
        title=_("%(name)s buiten gebruik stellen?") % {"name": unit.name},
        lead=_("Er kan niemand meer worden geplaatst. Wat er gebeurde, blijft bewaard. U kunt dit terugdraaien."),
        icon="archive",
        button=_("Buiten gebruik stellen"),
        done=_("De wooneenheid is buiten gebruik."),
        anchor="wooneenheden",
        is_danger=True,
    )
    return act(request, place, PropertyActForm, lambda _form: retire_unit(access=request.access, unit=unit), page)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def unit_restore(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    place = _editable(request, one_property(request, pk))
    unit = _unit(request, place, unit_pk)
    return press(
        request,
        place,
        lambda: restore_unit(access=request.access, unit=unit),
        done=_("De wooneenheid is weer in gebruik."),
        anchor="wooneenheden",
    )


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def unit_delete(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    """Only for what never happened; a unit with a history says so."""
    place = _editable(request, one_property(request, pk))
    unit = _unit(request, place, unit_pk)
    page = ActionPage(
        title=_("%(name)s verwijderen?") % {"name": unit.name},
        lead=_("Dat kan alleen als er nooit iemand is geplaatst of voorgesteld, en er geen sluiting was."),
        icon="trash",
        button=_("Verwijderen"),
        done=_("De wooneenheid is verwijderd."),
        anchor="wooneenheden",
        is_danger=True,
    )
    return act(request, place, PropertyActForm, lambda _form: delete_unit(access=request.access, unit=unit), page)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def closure_add(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    return _close(request, one_property(request, pk), unit_pk, is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_closure_add(request: Request, pk: UUID, unit_pk: UUID) -> HttpResponse:
    return _close(request, my_property_of(request, pk), unit_pk, is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def closure_edit(request: Request, pk: UUID, closure_pk: UUID) -> HttpResponse:
    return _change_closure(request, one_property(request, pk), closure_pk, is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def my_closure_edit(request: Request, pk: UUID, closure_pk: UUID) -> HttpResponse:
    return _change_closure(request, my_property_of(request, pk), closure_pk, is_owner=True)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def closure_remove(request: Request, pk: UUID, closure_pk: UUID) -> HttpResponse:
    return _open_again(request, one_property(request, pk), closure_pk, is_owner=False)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def my_closure_remove(request: Request, pk: UUID, closure_pk: UUID) -> HttpResponse:
    return _open_again(request, my_property_of(request, pk), closure_pk, is_owner=True)


def _close(request: Request, place: Property, unit_pk: UUID, *, is_owner: bool) -> HttpResponse:
    _editable(request, place)
    unit = _unit(request, place, unit_pk)

    def do(form: Any) -> None:
        add_closure(access=request.access, unit=unit, **_closure_values(form))

    title = _("%(name)s een tijd sluiten") % {"name": unit.name}
    return act(request, place, ClosureForm, do, _closure_page(title), is_owner=is_owner)


def _change_closure(request: Request, place: Property, pk: UUID, *, is_owner: bool) -> HttpResponse:
    _editable(request, place)
    closure = _closure(request, place, pk)
    initial = {name: getattr(closure, name) for name in ClosureForm.base_fields}

    def do(form: Any) -> None:
        edit_closure(access=request.access, closure=closure, **_closure_values(form))

    title = _("Sluiting van %(name)s wijzigen") % {"name": closure.unit.name}
    page = _closure_page(title, closure_pk=closure.pk)
    return act(request, place, lambda data: ClosureForm(data, initial=initial), do, page, is_owner=is_owner)


def _open_again(request: Request, place: Property, pk: UUID, *, is_owner: bool) -> HttpResponse:
    _editable(request, place)
    closure = _closure(request, place, pk)
    return press(
        request,
        place,
        lambda: remove_closure(access=request.access, closure=closure),
        done=_("De sluiting is weggehaald."),
        anchor="wooneenheden",
        is_owner=is_owner,
    )


def _add(request: Request, place: Property, *, is_owner: bool) -> HttpResponse:
    _editable(request, place)

    def do(form: Any) -> None:
        add_unit(access=request.access, property=place, facts=_facts(form))

    page = _unit_page(_("Wooneenheid toevoegen"), _("De wooneenheid is toegevoegd."))
    return act(request, place, lambda data: UnitForm(data, initial=NEW_UNIT), do, page, is_owner=is_owner)


def _edit(request: Request, place: Property, unit_pk: UUID, *, is_owner: bool) -> HttpResponse:
    _editable(request, place)
    unit = _unit(request, place, unit_pk)
    initial = {name: getattr(unit, name) for name in UnitForm.base_fields}

    def do(form: Any) -> None:
        edit_unit(access=request.access, unit=unit, facts=_facts(form))

    page = _unit_page(_("%(name)s wijzigen") % {"name": unit.name}, _("De wooneenheid is bewaard."))
    return act(request, place, lambda data: UnitForm(data, initial=initial), do, page, is_owner=is_owner)


def _unit_page(title: str, done: str) -> ActionPage:
    return ActionPage(
        title=title,
        lead=_("Een wooneenheid is het deel waarin één huishouden woont."),
        icon="door",
        visible=_("de gemeente, het initiatief en de eigenaar"),
        button=_("Bewaren"),
        done=done,
        anchor="wooneenheden",
        template="housing/unit_form.html",
    )


def _closure_page(title: str, *, closure_pk: UUID | None = None) -> ActionPage:
    return ActionPage(
        title=title,
        lead=_("In deze periode kan er niemand wonen. Is er iemand geplaatst, dan zeggen wij dat."),
        icon="calendar-off",
        button=_("Bewaren"),
        done=_("De sluiting is bewaard."),
        anchor="wooneenheden",
        template="housing/closure_form.html",
        context={"closure_pk": closure_pk},
    )


def _facts(form: Any) -> UnitFacts:
    return UnitFacts.of(form.cleaned_data)


def _closure_values(form: Any) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values["note_text"] = values.pop("note")
    return values


def _editable(request: Request, place: Property) -> Property:
    if not may_at(request.access, Capability.PROPERTY_WRITE, place):
        raise PermissionDenied
    return place


def _unit(request: Request, place: Property, pk: UUID) -> DwellingUnit:
    """A unit of this very property; a withdrawn property has none that can be changed."""
    unit = request.access.get_or_404(
        editable_units(request.access).select_related("property__municipality"), pk=pk, property=place
    )
    unit.property = place
    return unit


def _closure(request: Request, place: Property, pk: UUID) -> UnitClosure:
    rows = editable_closures(request.access).select_related("unit")
    closure = request.access.get_or_404(rows, pk=pk, property=place)
    closure.property = place
    return closure
