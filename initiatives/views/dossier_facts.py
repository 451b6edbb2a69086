"""Editing the facts of a dossier: the same forms for officials and for the team, each behind its own door."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.forms.facts import AgreementForm, CostRows, InitiativeForm, PartyRows, PressForm, PropertyForm
from initiatives.models import AgreementFacts, AgreementParty, Dossier, PressFacts
from initiatives.permissions import can_edit_dossier
from initiatives.services.facts import edit_agreement, edit_initiative, edit_press, edit_property
from initiatives.services.locking import version_of
from initiatives.views.dossier_acting import ActionPage, act, official_dossier, page_url, show, team_dossier
from initiatives.views.dossier_steps import form_page
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_initiative(request: Request, pk: UUID) -> HttpResponse:
    return _initiative(request, official_dossier(request, pk), is_official=True)


@form_page
@gate(permission=Capability.INITIATIVE_WRITE)
def my_dossier_initiative(request: Request, pk: UUID) -> HttpResponse:
    return _initiative(request, team_dossier(request, pk), is_official=False)


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_property(request: Request, pk: UUID) -> HttpResponse:
    return _property(request, official_dossier(request, pk), is_official=True)


@form_page
@gate(permission=Capability.INITIATIVE_WRITE)
def my_dossier_property(request: Request, pk: UUID) -> HttpResponse:
    return _property(request, team_dossier(request, pk), is_official=False)


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_agreement(request: Request, pk: UUID) -> HttpResponse:
    return _agreement(request, official_dossier(request, pk), is_official=True)


@form_page
@gate(permission=Capability.INITIATIVE_WRITE)
def my_dossier_agreement(request: Request, pk: UUID) -> HttpResponse:
    return _agreement(request, team_dossier(request, pk), is_official=False)


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def dossier_press(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, official_dossier(request, pk), is_official=True)


@form_page
@gate(permission=Capability.INITIATIVE_WRITE)
def my_dossier_press(request: Request, pk: UUID) -> HttpResponse:
    return _press(request, team_dossier(request, pk), is_official=False)


def _closed(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse | None:
    """Too late to change facts: back to the page, with why."""
    if can_edit_dossier(request.access, dossier):
        return None
    why = (
        _("Dit dossier is gesloten. Heropen het eerst als er iets moet veranderen.")
        if is_official
        else _(
            "De gegevens staan vast, omdat er een advies of besluit ligt. Klopt er iets niet? Bel of mail de gemeente."
        )
    )
    messages.info(request, why)
    return HttpResponseRedirect(page_url(dossier, is_official=is_official))


def _initiative(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    initiative = dossier.initiative
    initial = {
        "seen": version_of(dossier),
        **{name: getattr(initiative, name) for name in ("name", "place", "summary", "help_topics")},
    }
    page = ActionPage(
        title=_("Gegevens van het initiatief"),
        crumb=_("Gegevens"),
        icon="home-heart",
        visible=_("het initiatief en de gemeente"),
        button=_("Bewaren"),
        done=_("De gegevens zijn bewaard."),
        anchor="initiatief",
    )
    return _edit(request, dossier, InitiativeForm, initial, edit_initiative, page, is_official=is_official)


def _property(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    held = dossier.property
    fields = [name for name in PropertyForm.base_fields if name != "seen"]
    initial = {"seen": version_of(dossier), "place": dossier.initiative.place}
    if held is not None:
        initial |= {name: getattr(held, name) for name in fields}
    page = ActionPage(
        title=_("Het pand"),
        crumb=_("Pand"),
        lead=_("Wat u nog niet weet, laat u leeg."),
        icon="home",
        visible=_("het initiatief en de gemeente; nooit openbaar"),
        button=_("Bewaren"),
        done=_("De gegevens van het pand zijn bewaard."),
        anchor="pand",
        template="initiatives/dossier_property.html",
    )
    return _edit(request, dossier, PropertyForm, initial, edit_property, page, is_official=is_official)


def _press(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    facts = PressFacts.objects.filter(dossier=dossier).first() or PressFacts()
    initial = {name: getattr(facts, name) for name in PressForm.base_fields if hasattr(facts, name)}
    if facts.embargo_until is not None:
        here = timezone.localtime(facts.embargo_until)
        initial |= {"embargo_on": here.date(), "embargo_time": here.time()}
    page = ActionPage(
        title=_("Gegevens voor het persbericht"),
        crumb=_("Persbericht"),
        lead=_("Het bericht noemt nooit het adres, de plaats of het aantal bewoners."),
        icon="speakerphone",
        visible=_("het initiatief en de gemeente; na bekendmaking de pers"),
        button=_("Bewaren"),
        done=_("De gegevens voor het persbericht zijn bewaard."),
        anchor="pers",
        template="initiatives/dossier_press.html",
    )
    initial["seen"] = version_of(dossier)
    return _edit(request, dossier, PressForm, initial, edit_press, page, is_official=is_official)


def _edit(
    request: Request,
    dossier: Dossier,
    form_class: Any,
    initial: dict[str, Any],
    service: Callable[..., object],
    page: ActionPage,
    *,
    is_official: bool,
) -> HttpResponse:
    closed = _closed(request, dossier, is_official=is_official)
    if closed is not None:
        return closed
    return act(
        request,
        dossier,
        lambda data: form_class(data, initial=initial),
        lambda form: service(
            access=request.access,
            dossier=dossier,
            values=form.values(),  # type: ignore[attr-defined]
            seen=form.cleaned_data["seen"],
        ),
        page,
        is_official=is_official,
    )


def _agreement(request: Request, dossier: Dossier, *, is_official: bool) -> HttpResponse:
    """One form with rows of parties and costs. The buttons that add or take away a row save nothing and lose nothing."""
    closed = _closed(request, dossier, is_official=is_official)
    if closed is not None:
        return closed
    facts = AgreementFacts.objects.filter(dossier=dossier).first()
    is_row_button = request.method == "POST" and ("rij_erbij" in request.POST or "rij_weg" in request.POST)
    if is_row_button:
        typed = _with_row_change(request.POST)
        parties = PartyRows(prefix="partij", initial=_typed_rows(typed, "partij"))
        costs = CostRows(prefix="kosten", initial=_typed_rows(typed, "kosten"))
    else:
        sent = request.POST if request.method == "POST" else None
        parties = PartyRows(sent, prefix="partij", initial=_party_rows(dossier))
        costs = CostRows(sent, prefix="kosten", initial=_cost_rows(facts))
    page = ActionPage(
        title=_("Afspraken voor de samenwerkings\u00adovereenkomst"),
        crumb=_("Afspraken"),
        lead=_("Wat u nog niet weet, laat u leeg. Het document kan pas worden gemaakt als alles er staat."),
        icon="signature",
        visible=_("het initiatief en de gemeente"),
        button=_("Bewaren"),
        done=_("De afspraken zijn bewaard."),
        anchor="afspraken",
        template="initiatives/dossier_agreement.html",
        context={"parties": parties, "costs": costs},
    )

    def make(data: Any) -> AgreementForm:
        return AgreementForm(data, initial=_agreement_initial(dossier, facts))

    if is_row_button:
        form = AgreementForm(initial={name: request.POST.get(name, "") for name in AgreementForm.base_fields})
        return show(request, dossier, form, page, is_official=is_official)

    def do(form: forms.Form) -> None:
        edit_agreement(
            access=request.access,
            dossier=dossier,
            values=form.values(),  # type: ignore[attr-defined]
            parties=parties.lines(),  # type: ignore[attr-defined]
            costs=costs.lines(),  # type: ignore[attr-defined]
            seen=form.cleaned_data["seen"],
        )

    if request.method == "POST" and not (parties.is_valid() and costs.is_valid()):
        form = make(request.POST)
        form.is_valid()
        wrong = [
            (field.auto_id, str(error))
            for row in (*parties.forms, *costs.forms)
            for field in row
            for error in field.errors
        ]
        return show(request, dossier, form, page, is_official=is_official, status=422, row_errors=wrong)
    return act(request, dossier, make, do, page, is_official=is_official)


def _agreement_initial(dossier: Dossier, facts: AgreementFacts | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"seen": version_of(dossier)}
    if facts is not None:
        return initial | {name: getattr(facts, name) for name in AgreementForm.base_fields if hasattr(facts, name)}
    held = dossier.property
    if held is None:
        return initial
    return initial | {
        "residents_min": held.capacity_min,
        "residents_max": held.capacity_max,
        "starts_on": held.vacant_from,
        "ends_on": held.vacant_until,
        "statutory_group": held.statutory_group,
    }


def _party_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """The saved parties, or a first proposal: the municipality and the owner."""
    names = ("role", "name", "address", "postcode_and_place", "kvk_number", "represented_by", "represented_as")
    rows = list(AgreementParty.objects.filter(dossier=dossier).order_by("position").values(*names))
    if rows:
        return [dict(row) for row in rows]
    organisation = dossier.initiative.organisation
    owner: dict[str, Any] = {"role": "owner"}
    if organisation is not None:
        owner |= {"name": organisation.name, "kvk_number": organisation.kvk_number}
    return [{"role": "municipality", "name": f"gemeente {dossier.municipality.name}"}, owner]


def _cost_rows(facts: AgreementFacts | None) -> list[dict[str, Any]]:
    rows = []
    for line in [] if facts is None else facts.costs:
        try:
            amount: Any = Decimal(line["amount"]) if line.get("amount") else None
        except InvalidOperation:
            amount = None
        rows.append({**line, "amount": amount})
    return rows or [{}]


def _with_row_change(posted: Any) -> Any:
    """The posted rows with one added or taken away, if a row button was pressed (`rij_erbij=partij`, `rij_weg=kosten-2`)."""
    data = posted.copy()
    prefix = data.get("rij_erbij", "")
    if prefix in {"partij", "kosten"}:
        data[f"{prefix}-TOTAL_FORMS"] = str(_total(data, prefix) + 1)
    prefix, _dash, position = data.get("rij_weg", "").partition("-")
    if prefix in {"partij", "kosten"} and position.isascii() and position.isdigit():
        total, gone = _total(data, prefix), int(position)
        if gone < total:
            _shift(data, prefix, gone, total)
    return data


def _typed_rows(data: Any, prefix: str) -> list[dict[str, Any]]:
    """Rows as typed, for a formset that shows them without judging them yet."""
    names = {key.split("-", 2)[2] for key in data if key.startswith(f"{prefix}-") and key.count("-") >= 2}
    return [
        {name: data.get(f"{prefix}-{row}-{name}", "") for name in names if not name.isupper()}
        for row in range(_total(data, prefix))
    ]


def _total(data: Any, prefix: str) -> int:
    text = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    return min(int(text), 20) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _shift(data: Any, prefix: str, gone: int, total: int) -> None:
    fields = {key.split("-", 2)[2] for key in data if key.startswith(f"{prefix}-0-")}
    for row in range(gone, total):
        for name in fields:
            data.pop(f"{prefix}-{row}-{name}", None)
            if row + 1 < total and f"{prefix}-{row + 1}-{name}" in data:
                data[f"{prefix}-{row}-{name}"] = data[f"{prefix}-{row + 1}-{name}"]
    data[f"{prefix}-TOTAL_FORMS"] = str(total - 1)
