"""Notes, and what follows approval: council and neighbours told, announced, the name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from initiatives.enums import NoteKind
from initiatives.forms.dossier import ConfirmForm, NameForm, NoteForm, ToldForm
from initiatives.models import Dossier
from initiatives.permissions import removable_notes
from initiatives.services.announcing import announce_initiative, publish_name, record_told
from initiatives.services.notes import add_note, remove_note, restore_note
from initiatives.views.dossier_acting import ActionPage, act, official_dossier, page_url
from initiatives.views.dossier_steps import form_page, step
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_note(request: Request, pk: UUID) -> HttpResponse:
    dossier = official_dossier(request, pk)
    page = ActionPage(
        title=_("Notitie bij dit dossier"),
        icon="note",
        visible=_("alleen de gemeente"),
        is_internal=True,
        button=_("Notitie bewaren"),
        done=_("De notitie is bewaard."),
        anchor="notities",
    )

    def do(form: Any) -> None:
        kind, text = NoteKind(form.cleaned_data["kind"]), form.cleaned_data["text"]
        add_note(access=request.access, dossier=dossier, kind=kind, text=text)

    return act(request, dossier, NoteForm, do, page)


@require_POST
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_note_remove(request: Request, pk: UUID, note_pk: UUID) -> HttpResponse:
    """Own notes only. Needs no confirmation: it can be put back on the same place."""
    dossier = official_dossier(request, pk)
    note = request.access.get_or_404(
        removable_notes(request.access).select_related("dossier"), pk=note_pk, dossier=dossier
    )
    remove_note(access=request.access, note=note)
    messages.success(request, _("De notitie is weggehaald. U kunt haar vandaag nog terugzetten."))
    return HttpResponseRedirect(page_url(dossier, is_official=True, anchor="notities"))


@require_POST
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_note_restore(request: Request, pk: UUID, note_pk: UUID) -> HttpResponse:
    dossier = official_dossier(request, pk)
    note = request.access.get_or_404(
        removable_notes(request.access).select_related("dossier"), pk=note_pk, dossier=dossier
    )
    restore_note(access=request.access, note=note)
    messages.success(request, _("De notitie staat er weer."))
    return HttpResponseRedirect(page_url(dossier, is_official=True, anchor="notities"))


def _told(dossier: Dossier) -> Mapping[str, Any]:
    initiative = dossier.initiative
    return {
        "council_told_on": initiative.council_told_on,
        "neighbours_told_on": initiative.neighbours_told_on,
    }


@step(Capability.INITIATIVE_ANNOUNCE, ToldForm, record_told, initial=_told)
def dossier_told(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="told",
        title=_("Wanneer zijn de raad en de buurt geïnformeerd?"),
        crumb=_("Raad en buurt"),
        lead=_("Pas als beide zijn ingevuld, kan het persbericht definitief worden en kunt u bekendmaken."),
        icon="speakerphone",
        visible=_("het initiatief en de gemeente"),
        button=_("Bewaren"),
        done=_("De data zijn bewaard."),
        anchor="besluit",
    )


@step(Capability.INITIATIVE_ANNOUNCE, ConfirmForm, announce_initiative)
def dossier_announce(request: Request, dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="announce",
        title=_("“%(name)s” bekendmaken?") % {"name": dossier.initiative.name},
        lead=_(
            "Vanaf nu telt het initiatief mee op de landelijke kaart, voor de gemeente %(place)s."
            " Plaats, pand en aantal bewoners staan daar niet op. Dit kunt u niet ongedaan maken."
        )
        % {"place": request.municipality.name},
        icon="world",
        button=_("Bekendmaken"),
        done=_("Het initiatief is bekendgemaakt en telt mee op de kaart."),
        anchor="besluit",
    )


def _publicity(dossier: Dossier) -> Mapping[str, Any]:
    return {"is_public": dossier.initiative.name_public_by_municipality}


@step(Capability.INITIATIVE_ANNOUNCE, NameForm, publish_name, initial=_publicity)
def dossier_name(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="name",
        title=_("Mag de naam openbaar zijn?"),
        crumb=_("Naam openbaar"),
        lead=_("De gemeente en het initiatief moeten allebei ja zeggen; elk kan dat weer terugnemen."),
        icon="eye",
        visible=_("het initiatief en de gemeente"),
        button=_("Bewaren"),
        done=_("Uw keuze is bewaard."),
        anchor="besluit",
    )
