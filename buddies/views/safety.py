"""`/veiligheid/`: for everybody with an account. 112 and Veilig Thuis first, then raising a signal and what became of one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

from ..enums import SignalParty, SignalState
from ..forms.signals import RaiseSignalForm
from ..permissions.signals import own_signals, own_warnings, raising_places
from ..queries.signal_people import homes_in_words, nameable_people, wheres_of
from ..queries.signals import SIGNAL_LOOKS
from ..services.signals.raising import raise_signal

OWN = "everybody may say that they worry about somebody's safety, and see what became of it"
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@gate(account=OWN)
def safety(request: Request) -> HttpResponse:
    """Whom to call, what happens with a message, one's own messages and requests to talk first."""
    own = list(own_signals(request.access).order_by("-created_at", "id")[:20])
    warnings = list(own_warnings(request.access).select_related("adviser", "municipality")[:20])
    _log(request, "own_signals", "buddies.SignalReceipt", [one.pk for one in own])
    _log(request, "signal_warnings", "buddies.SignalWarning", [one.pk for one in warnings])
    homes = homes_in_words(request.access, {one.household_scope_id for one in warnings})
    context = {
        "own": [(one, SIGNAL_LOOKS[SignalState(one.state)]) for one in own],
        "warnings": [(one, homes.get(one.household_scope_id, _("een huishouden"))) for one in warnings],
        "can_raise": bool(request.access.place_ids()),
        "receives": request.access.holds(Capability.SIGNAL_RECEIVE),
    }
    return render(request, "buddies/safety.html", context)


@require_safe
@gate(account=OWN)
def message_waiting(request: Request) -> HttpResponse:
    """Where the mail leads that says only that there is a message: its address says as little."""
    to_receivers = request.access.holds(Capability.SIGNAL_RECEIVE) or request.access.withheld
    return redirect("buddies:signal_list" if to_receivers else "buddies:safety")


@require_http_methods(["GET", "HEAD", "POST"])
@gate(account=OWN)
def safety_raise(request: Request) -> HttpResponse:
    """Fill in, read it again with who will read it, send. Nothing is kept before it is sent."""
    places = raising_places(request.access)
    place = _chosen(places, request)
    if place is None:
        return render(request, "buddies/safety_where.html", {"places": places})
    wheres = wheres_of(request.access, place)
    people = nameable_people(place, wheres)
    context: dict[str, Any] = {"place": place, "many": len(places) > 1}
    if request.method != "POST":
        form = RaiseSignalForm(wheres=wheres, people=people)
        return render(request, "buddies/safety_raise.html", context | {"form": form, "key": uuid7()})
    form = RaiseSignalForm(request.POST, wheres=wheres, people=people)
    context |= {"form": form, "key": _key(request)}
    act = request.POST.get("act", "")
    if not form.is_valid():
        return render(request, "buddies/safety_raise.html", context, status=UNPROCESSABLE)
    if act == "terug":
        return render(request, "buddies/safety_raise.html", context)
    if form.unticked and request.POST.get("has_seen_warning") != "on":
        return render(request, "buddies/safety_raise.html", context | {"unticked": form.unticked}, status=UNPROCESSABLE)
    if act != "verstuur":
        return render(request, "buddies/safety_confirm.html", context | _read_again(form, request.POST))
    try:
        signal = raise_signal(access=request.access, municipality=place, facts=form.facts(), key=context["key"])
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "buddies/safety_raise.html", context, status=UNPROCESSABLE)
    except ConflictError as conflict:
        again = _read_again(form, request.POST) | {"conflict": conflict.message}
        return render(request, "buddies/safety_confirm.html", context | again, status=CONFLICT)
    messages.success(request, _("Uw bericht is verstuurd. Het nummer is %(number)s.") % {"number": signal.reference})
    return redirect("buddies:safety")


def _chosen(places: list[Municipality], request: Request) -> Municipality | None:
    """The only one, or the one that was chosen."""
    if len(places) == 1:
        return places[0]
    wanted = request.GET.get("gemeente", "")
    return next((one for one in places if one.slug == wanted), None)


def _read_again(form: RaiseSignalForm, posted: QueryDict) -> dict[str, Any]:
    """The answers in words, and as hidden fields to be sent along."""
    cleaned = form.cleaned_data
    where = form.wheres.get(cleaned.get("where", ""))
    chosen = set(cleaned.get("people", []))
    about = [
        *(str(SignalParty(one).label) for one in cleaned["parties"]),
        *(one.name for one in form.named if str(one.pk) in chosen),
        *([cleaned["who_else"]] if cleaned["who_else"] else []),
    ]
    shut_out = _shut_out(form, chosen)
    rows = [
        {"label": _("Waar gaat het over?"), "value": capfirst(_label(form, "kind"))},
        *([{"label": _("Bij wie?"), "value": where.label}] if where else []),
        {"label": _("Wat hebt u gezien of gehoord?"), "value": cleaned["seen"]},
        {"label": _("Hoe snel moet iemand dit lezen?"), "value": capfirst(_label(form, "urgency"))},
        {"label": _("Over wie gaat het?"), "value": ", ".join(about)},
        *([{"label": _("Wie krijgt dit niet?"), "value": shut_out}] if shut_out else []),
    ]
    hidden = [(name, value) for name in form.fields for value in posted.getlist(name)]
    return {"rows": rows, "hidden": hidden}


def _shut_out(form: RaiseSignalForm, chosen: set[str]) -> str:
    """That whoever would receive it and was named does not; nothing where nobody who would is named."""
    named = [one.name for one in form.named if str(one.pk) in chosen]
    parties = set(form.cleaned_data["parties"])
    if not named and SignalParty.ADVISER in parties:
        named.append(_("de vertrouwenspersoon van de gemeente"))
    if SignalParty.OFFICIAL in parties:
        named.append(_("wie bij de gemeente werkt"))
    if not named:
        return ""
    return _(
        "%(names)s, en wie daar te dichtbij staat. Is er zo niemand over, dan leest de landelijke vertrouwenspersoon het."
    ) % {"names": capfirst(", ".join(named))}


def _label(form: RaiseSignalForm, name: str) -> str:
    field: Any = form.fields[name]
    return str(dict(field.choices)[form.cleaned_data[name]])


def _key(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def _log(request: Request, purpose: str, object_type: str, ids: list[UUID]) -> None:
    log_read(access=request.access, purpose=purpose, object_type=object_type, object_ids=ids)
