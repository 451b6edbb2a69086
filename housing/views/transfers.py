"""Households that come and go between municipalities, and with whom a municipality places for each other."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.forms.households import ReasonForm
from housing.forms.transfers import AgreementForm, OfferForm
from housing.models import HouseholdTransfer
from housing.permissions.households import editable_households
from housing.permissions.transfers import (
    can_answer_transfer,
    can_withdraw_transfer,
    endable_agreements,
    viewable_transfers,
)
from housing.queries.transfers import line_of, partners_of, placing_partners, transfers_of
from housing.services.households_splitting import OwnWord
from housing.services.transfers import (
    accept_transfer,
    agree_to_place,
    end_agreement,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from housing.views.households_acting import UNPROCESSABLE, ActionPage, act, add_errors, form_page
from thuisgevers.audit.services import log_read
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality


@require_safe
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_list(request: Request) -> HttpResponse:
    request.access.require(Capability.HOUSEHOLD_TRANSFER, municipality=request.municipality)
    return _list_page(request, _agreement_form(request))


@require_POST
@gate(permission=Capability.TRANSFER_AGREE)
def agreement_add(request: Request) -> HttpResponse:
    request.access.require(Capability.TRANSFER_AGREE, municipality=request.municipality)
    form = _agreement_form(request, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                agree_to_place(
                    access=request.access, municipality=request.municipality, partner=form.cleaned_data["partner"]
                )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Vastgelegd. De afspraak telt zodra de andere gemeente hetzelfde vastlegt."))
            return HttpResponseRedirect(_list_url(request))
    return _list_page(request, form, status=UNPROCESSABLE)


@require_POST
@gate(permission=Capability.TRANSFER_AGREE)
def agreement_end(request: Request, pk: UUID) -> HttpResponse:
    agreement = request.access.get_or_404(
        endable_agreements(request.access).select_related("municipality", "partner"), pk=pk
    )
    end_agreement(access=request.access, agreement=agreement)
    messages.success(request, _("De afspraak is beëindigd. Leg hem opnieuw vast om dit ongedaan te maken."))
    return HttpResponseRedirect(_list_url(request))


@form_page
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_offer(request: Request, pk: UUID) -> HttpResponse:
    household = request.access.get_or_404(
        editable_households(request.access).select_related("handler", "municipality"), pk=pk
    )
    partners = placing_partners(request.access, request.municipality)
    page = ActionPage(
        title=_("%(reference)s overdragen") % {"reference": household.reference},
        lead=_(
            "Alleen als het huishouden dat zelf wil. De andere gemeente ziet eerst alleen grootte, talen en wat de woning"
            " moet hebben. Neemt zij het huishouden aan, dan gaan alle gegevens mee en sluit het dossier hier."
        ),
        button=_("Aanbieden"),
        icon="transfer-out",
        done=_("Het huishouden is aangeboden. U kunt dit intrekken zolang er geen antwoord is."),
        purpose="transfer_offer",
        template="housing/transfer_offer.html",
        context={"has_partners": bool(partners)},
    )
    return act(
        request,
        household,
        lambda data: OfferForm(data, partners=partners),
        lambda form: offer_transfer(
            access=request.access,
            household=household,
            to_municipality=form.cleaned_data["to_municipality"],
            word=OwnWord(
                asked_on=form.cleaned_data["asked_on"],
                asked_in=form.cleaned_data["asked_in"],
                interpreter=bool(form.cleaned_data["interpreter"]),
            ),
        ),
        page,
        target=lambda made: reverse("housing:transfer_detail", args=[request.municipality.slug, made.pk]),
    )


@require_safe
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_detail(request: Request, pk: UUID) -> HttpResponse:
    return _detail_page(request, _transfer(request, pk), ReasonForm())


@require_POST
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_accept(request: Request, pk: UUID) -> HttpResponse:
    transfer = _transfer(request, pk)
    try:
        with transaction.atomic():
            household = accept_transfer(access=request.access, transfer=transfer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(_detail_url(request, transfer))
    messages.success(request, _("Het huishouden is overgenomen. Alle gegevens staan er al."))
    return HttpResponseRedirect(reverse("housing:household_detail", args=[request.municipality.slug, household.pk]))


@require_POST
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_refuse(request: Request, pk: UUID) -> HttpResponse:
    transfer = _transfer(request, pk)
    if not can_answer_transfer(request.access, transfer):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail_page(request, transfer, form, status=UNPROCESSABLE)
    refuse_transfer(access=request.access, transfer=transfer, reason=form.cleaned_data["reason"])
    messages.success(request, _("U neemt dit huishouden niet aan. De andere gemeente leest uw reden."))
    return HttpResponseRedirect(_detail_url(request, transfer))


@require_POST
@gate(permission=Capability.HOUSEHOLD_TRANSFER)
def transfer_withdraw(request: Request, pk: UUID) -> HttpResponse:
    transfer = _transfer(request, pk)
    withdraw_transfer(access=request.access, transfer=transfer)
    messages.success(request, _("Het aanbod is ingetrokken. U kunt het huishouden opnieuw aanbieden."))
    return HttpResponseRedirect(_detail_url(request, transfer))


def _transfer(request: Request, pk: UUID) -> HouseholdTransfer:
    """The door: transfers of which the municipality in the address is one of the two sides."""
    rows = viewable_transfers(request.access).select_related("municipality", "to_municipality")
    return request.access.get_or_404(rows, pk=pk)


def _detail_page(request: Request, transfer: HouseholdTransfer, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="transfer_page",
        object_type="housing.HouseholdTransfer",
        object_ids=[transfer.pk],
        municipality=request.municipality,
    )
    is_sender = transfer.municipality_id == request.municipality.pk
    context = {
        "municipality": request.municipality,
        "transfer": transfer,
        "line": line_of(transfer, request.municipality),
        "is_sender": is_sender,
        "form": form,
        "may_answer": can_answer_transfer(request.access, transfer),
        "may_withdraw": can_withdraw_transfer(request.access, transfer),
    }
    return render(request, "housing/transfer_detail.html", context, status=status)


def _list_page(request: Request, form: AgreementForm, *, status: int = 200) -> HttpResponse:
    coming, going = transfers_of(request.access, request.municipality)
    log_read(
        access=request.access,
        purpose="transfer_list",
        object_type="housing.HouseholdTransfer",
        object_ids=[line.transfer.pk for line in (*coming, *going)],
        municipality=request.municipality,
    )
    context = {
        "municipality": request.municipality,
        "coming": coming,
        "going": going,
        "partners": partners_of(request.access, request.municipality),
        "form": form,
        "may_agree": request.access.may(Capability.TRANSFER_AGREE, municipality=request.municipality),
    }
    return render(request, "housing/transfer_list.html", context, status=status)


def _agreement_form(request: Request, data: QueryDict | None = None) -> AgreementForm:
    places = Municipality.objects.filter(participates_since__isnull=False).exclude(pk=request.municipality.pk)
    return AgreementForm(data, places=list(places))


def _list_url(request: Request) -> str:
    return reverse("housing:transfer_list", args=[request.municipality.slug])


def _detail_url(request: Request, transfer: HouseholdTransfer) -> str:
    return reverse("housing:transfer_detail", args=[request.municipality.slug, transfer.pk])
