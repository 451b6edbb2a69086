"""The small forms that move a dossier: each on its own address, each works without script.

A step is the words on its page; which form it takes and which service it calls stand above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives.enums import DossierState
from initiatives.forms.dossier import (
    AdviseForm,
    AskInformationForm,
    AssignForm,
    ConfirmForm,
    DecideForm,
    DossierForm,
    ReasonForm,
    SuspendForm,
    WithdrawForm,
)
from initiatives.models import Dossier
from initiatives.permissions import viewable_advices
from initiatives.queries.team import colleagues
from initiatives.services.deciding import advise_dossier, decide_dossier, send_back_dossier
from initiatives.services.locking import version_of
from initiatives.services.questions import ask_information, close_information
from initiatives.services.review import (
    assign_dossier,
    reopen_dossier,
    resume_dossier,
    suspend_dossier,
    take_up_dossier,
    withdraw_dossier,
)
from initiatives.views.dossier_acting import ActionPage, act, official_dossier
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

form_page = require_http_methods(["GET", "HEAD", "POST"])

Words = Callable[[Request, Dossier], ActionPage]
View = Callable[..., HttpResponse]


def nothing_yet(_dossier: Dossier) -> Mapping[str, Any]:
    return {}


def step(
    permission: Capability,
    form_class: type[DossierForm],
    service: Callable[..., object],
    *,
    initial: Callable[[Dossier], Mapping[str, Any]] = nothing_yet,
) -> Callable[[Words], View]:
    """Makes a page of its words: a form made for the version of the dossier on the page, whose fields are the service's
    arguments, behind the gate and the door of the municipality."""

    def decorate(words: Words) -> View:
        @form_page
        @gate(permission=permission)
        @wraps(words)
        def view(request: Request, pk: UUID) -> HttpResponse:
            dossier = official_dossier(request, pk)
            first = {"seen": version_of(dossier), **initial(dossier)}
            return act(
                request,
                dossier,
                lambda data: form_class(data, initial=first),
                lambda form: service(access=request.access, dossier=dossier, **form.cleaned_data),
                words(request, dossier),
            )

        return view

    return decorate


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_assign(request: Request, pk: UUID) -> HttpResponse:
    dossier = official_dossier(request, pk)
    people = colleagues(request.municipality)
    current = "" if dossier.assignee is None else str(dossier.assignee.public_id)
    initial = {"seen": version_of(dossier), "assignee": current or str(request.user.public_id)}
    page = ActionPage(
        name="assign",
        title=_("Aan wie geeft u dit dossier?"),
        lead=_("De nieuwe behandelaar krijgt een bericht."),
        icon="user-check",
        button=_("Toewijzen"),
        done=_("Het dossier is toegewezen. Wijs het opnieuw toe om dit ongedaan te maken."),
        refused=_(
            "Dit dossier staat op naam van een collega. Alleen die collega of de coördinator kan het overdragen."
        ),
    )
    return act(
        request,
        dossier,
        lambda data: AssignForm(data, people=people, me=request.user, initial=initial),
        lambda form: assign_dossier(access=request.access, dossier=dossier, **form.cleaned_data),
        page,
    )


@step(Capability.DOSSIER_HANDLE, ConfirmForm, take_up_dossier)
def dossier_take_up(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="take_up",
        title=_("Dit dossier oppakken?"),
        lead=_("U wordt behandelaar als er nog niemand is. Het initiatief krijgt bericht dat u ermee bezig bent."),
        icon="player-play",
        button=_("Oppakken"),
        done=_("U hebt het dossier opgepakt. Het initiatief heeft bericht gekregen."),
    )


@step(Capability.DOSSIER_HANDLE, ConfirmForm, resume_dossier)
def dossier_resume(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="resume",
        title=_("Verdergaan met dit dossier?"),
        lead=_("Het initiatief krijgt bericht dat het dossier weer in behandeling is."),
        icon="player-play",
        button=_("Hervatten"),
        done=_("Het dossier is weer in behandeling."),
    )


def _answer_term(_dossier: Dossier) -> Mapping[str, Any]:
    return {"due_on": clocks.deadline("dossier-answer", timezone.localdate())}


@step(Capability.DOSSIER_HANDLE, AskInformationForm, ask_information, initial=_answer_term)
def dossier_ask_information(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="ask_information",
        title=_("Wat wilt u van het initiatief weten?"),
        lead=_("Zolang het initiatief niet antwoordt, ligt het dossier bij hen."),
        icon="message-question",
        visible=_("het initiatief en de gemeente"),
        button=_("Vraag versturen"),
        done=_("De vraag is verstuurd. U krijgt bericht als er antwoord is."),
        anchor="vragen",
    )


@step(Capability.DOSSIER_HANDLE, ReasonForm, close_information)
def dossier_close_information(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="close_information",
        title=_("Verdergaan zonder antwoord?"),
        lead=_("De vraag wordt gesloten en het dossier komt terug in behandeling. Het initiatief leest uw reden."),
        icon="arrow-right",
        visible=_("het initiatief en de gemeente"),
        button=_("Verder zonder antwoord"),
        done=_("Het dossier is weer in behandeling."),
        anchor="vragen",
    )


@step(Capability.DOSSIER_HANDLE, SuspendForm, suspend_dossier)
def dossier_suspend(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="suspend",
        title=_("Waarom zet u dit dossier stil?"),
        lead=_("Het initiatief leest de reden en de datum."),
        icon="player-pause",
        visible=_("het initiatief en de gemeente"),
        button=_("Opschorten"),
        done=_("Het dossier is opgeschort."),
    )


@step(Capability.DOSSIER_ADVISE, AdviseForm, advise_dossier)
def dossier_advise(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="advise",
        title=_("Wat adviseert u?"),
        lead=_("Een collega besluit. De coördinator krijgt bericht dat er een advies ligt."),
        icon="clipboard-check",
        visible=_("alleen de gemeente"),
        is_internal=True,
        button=_("Advies uitbrengen"),
        done=_("Uw advies ligt klaar. Een collega neemt nu het besluit."),
        anchor="besluit",
    )


@step(Capability.DOSSIER_DECIDE, DecideForm, decide_dossier)
def dossier_decide(request: Request, dossier: Dossier) -> ActionPage:
    is_own_advice = dossier.state == DossierState.ADVISED and dossier.advised_by_id == request.user.pk
    advice = viewable_advices(request.access).filter(dossier=dossier).select_related("advised_by").first()
    return ActionPage(
        name="decide",
        title=_("Wat is het besluit?"),
        lead=_("Het initiatief krijgt meteen bericht van het besluit."),
        icon="gavel",
        visible=_("het initiatief en de gemeente"),
        button=_("Besluit vastleggen"),
        done=_("Het besluit is vastgelegd en het initiatief heeft bericht gekregen."),
        refused=_("U gaf zelf het advies. Wie adviseert, mag niet ook besluiten. Vraag een collega.")
        if is_own_advice
        else "",
        anchor="besluit",
        context={"advice": advice},
    )


@step(Capability.DOSSIER_DECIDE, ReasonForm, send_back_dossier)
def dossier_send_back(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="send_back",
        title=_("Wat moet er nog gebeuren voor een besluit?"),
        lead=_("Het dossier gaat terug naar de behandelaar. Het initiatief merkt hier niets van."),
        icon="arrow-back-up",
        visible=_("alleen de gemeente"),
        is_internal=True,
        button=_("Terug naar behandeling"),
        done=_("Het dossier ligt weer bij de behandelaar."),
    )


@step(Capability.DOSSIER_WITHDRAW, WithdrawForm, withdraw_dossier)
def dossier_withdraw(_request: Request, dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="withdraw",
        title=_("Dossier %(reference)s intrekken?") % {"reference": dossier.initiative.reference},
        lead=_("De beoordeling van “%(name)s” stopt. Het initiatief leest de reden. Heropenen kan later.")
        % {"name": dossier.initiative.name},
        icon="x",
        visible=_("het initiatief en de gemeente"),
        is_danger=True,
        button=_("Intrekken"),
        done=_("Het dossier is ingetrokken. U kunt het weer heropenen."),
    )


@step(Capability.DOSSIER_HANDLE, ReasonForm, reopen_dossier)
def dossier_reopen(_request: Request, _dossier: Dossier) -> ActionPage:
    return ActionPage(
        name="reopen",
        title=_("Waarom gaat dit dossier weer open?"),
        lead=_("Het initiatief leest de reden."),
        icon="arrow-back-up",
        visible=_("het initiatief en de gemeente"),
        button=_("Heropenen"),
        done=_("Het dossier is weer in behandeling."),
    )
