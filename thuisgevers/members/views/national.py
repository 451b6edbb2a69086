"""`/landelijk/gemeenten/`: which municipalities take part, where people wait, and inviting a first coordinator."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.common.cleaning import clean_line
from thuisgevers.members.forms import InvitePersonForm
from thuisgevers.members.queries import (
    MunicipalityFilter,
    latest_agreement,
    listed_municipalities,
    members_of,
    open_invitations,
    provinces,
    waiting_counts,
)
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of

PAGE_SIZE = 50
STATES = {
    "doet-mee": gettext_lazy("Doet mee"),
    "nog-niet": gettext_lazy("Doet nog niet mee"),
    "wacht": gettext_lazy("Er wacht een aanmelding"),
}


@require_safe
@gate(permission=Capability.MUNICIPALITY_INVITE)
def municipality_list(request: Request) -> HttpResponse:
    known = provinces()
    wanted = MunicipalityFilter(
        text=clean_line(request.GET.get("q", ""))[:80],
        province=request.GET.get("provincie", "") if request.GET.get("provincie") in known else "",
        state=request.GET.get("stand", "") if request.GET.get("stand") in STATES else "",
    )
    page = Paginator(listed_municipalities(request.access, wanted), PAGE_SIZE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "wanted": wanted,
        "provinces": known,
        "states": STATES,
        "waiting": waiting_counts(list(page)),
        "chips": _chips(wanted, known),
    }
    return render(request, "members/municipality_list.html", context)


@require_safe
@gate(permission=Capability.MUNICIPALITY_INVITE)
def municipality_detail(request: Request) -> HttpResponse:
    place = request.municipality
    context = {
        "municipality": place,
        "waiting": waiting_counts([place]).get(place.pk, 0),
        "members": list(members_of(request.access, place)),
        "invitations": list(open_invitations(request.access, municipality=place)),
        "agreement": latest_agreement(place),
    }
    return render(request, "members/municipality_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def municipality_invite(request: Request) -> HttpResponse:
    """A case coordinator, who then arranges everything else."""
    place = request.municipality
    form = InvitePersonForm(posted(request))

    def send() -> object:
        return invite(access=request.access, municipality=place, role=Role.CASE_COORDINATOR, **form.cleaned_data)

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:municipality_detail", gemeente=place.slug)
    context = {"form": form, "municipality": place}
    return render(request, "members/municipality_invite.html", context, status=status_of(form))


def _chips(wanted: MunicipalityFilter, known: dict[str, str]) -> list[dict[str, str]]:
    in_force = {"q": wanted.text, "provincie": wanted.province, "stand": wanted.state}
    labels = {
        "q": _("Zoekt op: %(text)s") % {"text": wanted.text},
        "provincie": known.get(wanted.province, ""),
        "stand": str(STATES.get(wanted.state, "")),
    }
    base = reverse("members:municipality_list")
    return [
        {"label": labels[key], "url": f"{base}?{urlencode({k: v for k, v in in_force.items() if v and k != key})}"}
        for key, value in in_force.items()
        if value
    ]
