"""A point of the radar looked at later, and brought back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.models import HouseholdCard
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import RadarKind, SnoozeReason
from ..forms.putting_off import PutOffForm
from ..models import Buddy, BuddyMatch
from ..permissions.buddies import viewable_buddies
from ..permissions.homes import buddyable_cards
from ..permissions.matches import viewable_matches
from ..queries.radar import subject_of
from ..queries.radar.put_off import put_off_points
from ..services.putting_off import bring_back, put_off

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.BUDDY_MANAGE)
def point_later(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Until when this point may wait, and why."""
    chosen, subject = _point(request, kind, pk)
    access, place = request.access, request.municipality
    form = PutOffForm(request.POST if request.method == "POST" else None)
    conflict, status = "", 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            until = timezone.localdate() + timedelta(weeks=form.cleaned_data["weeks"])
            try:
                put_off(
                    access=access,
                    subject=subject,
                    kind=chosen,
                    until=until,
                    reason=SnoozeReason(form.cleaned_data["reason"]),
                )
            except ValidationError as error:
                form.add_error(None, error)
            except ConflictError as error:
                conflict, status = error.message, CONFLICT
            else:
                messages.success(request, _("Uitgesteld. Bij “Uitgesteld” haalt u het punt in één keer terug."))
                return redirect("buddies:radar", gemeente=place.slug)
    context = {"municipality": place, "form": form, "conflict": conflict, "what": chosen.label}
    return render(request, "buddies/point_later.html", context, status=status)


@require_safe
@gate(permission=Capability.BUDDY_READ)
def points_later(request: Request) -> HttpResponse:
    """What was put off, and for whom it comes back when."""
    access, place = request.access, request.municipality
    points = put_off_points(access, place, timezone.localdate())
    for object_type, ids in (
        ("buddies.RadarSnooze", [one.row.pk for one in points]),
        ("buddies.Buddy", sorted({one.buddy_id for one in points if one.buddy_id is not None})),
    ):
        log_read(access=access, purpose="buddy_radar", object_type=object_type, object_ids=ids, municipality=place)
    context = {"municipality": place, "points": points, "may_manage": access.holds(Capability.BUDDY_MANAGE)}
    return render(request, "buddies/points_later.html", context)


@require_POST
@gate(permission=Capability.BUDDY_MANAGE)
def point_back(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """One press: the point stands on the list again."""
    chosen, subject = _point(request, kind, pk)
    bring_back(access=request.access, subject=subject, kind=chosen)
    messages.success(request, _("Het punt staat weer op de lijst."))
    return redirect("buddies:radar", gemeente=request.municipality.slug)


def _point(request: Request, kind: str, pk: UUID) -> tuple[RadarKind, Buddy | BuddyMatch | HouseholdCard]:
    """The door: what the point is about."""
    if kind not in RadarKind.values:
        raise Http404
    chosen, access = RadarKind(kind), request.access
    match subject_of(chosen):
        case "buddy":
            return chosen, access.get_or_404(viewable_buddies(access).select_related("municipality"), pk=pk)
        case "home":
            return chosen, access.get_or_404(buddyable_cards(access).select_related("municipality"), pk=pk)
        case _:
            return chosen, access.get_or_404(viewable_matches(access).select_related("municipality"), pk=pk)
