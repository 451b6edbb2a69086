"""`/<gemeente>/leden/`: who works here, in which role and until when."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.audit.timeline import municipality_timeline
from thuisgevers.members.forms import EndMemberForm, InviteColleagueForm
from thuisgevers.members.permissions import can_end_member, viewable_factor_resets, viewable_members
from thuisgevers.members.queries import (
    asked_grants,
    former_members,
    latest_agreement,
    members_of,
    members_to_review,
    not_over,
    open_invitations,
)
from thuisgevers.members.services.ending import end_member
from thuisgevers.members.services.inviting import invite
from thuisgevers.members.services.reviewing import confirm_member
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.queries import delivery

from .parts import attempt, posted, status_of


@require_safe
@gate(permission=Capability.MEMBER_READ)
def member_list(request: Request) -> HttpResponse:
    access, place = request.access, request.municipality
    members = list(members_of(access, place))
    log_read(
        access=access,
        purpose="members",
        object_type="municipalities.Membership",
        object_ids=[one.pk for one in members],
        municipality=place,
    )
    context = {
        "municipality": place,
        "members": members,
        "former": list(former_members(access, place)),
        "may_manage": access.may(Capability.MEMBER_MANAGE, municipality=place),
        "may_join": access.may(Capability.MUNICIPALITY_JOIN, municipality=place),
        "grants": list(asked_grants(access, place)),
        "resets": list(viewable_factor_resets(access)),
        "invitations": list(open_invitations(access, municipality=place)),
        "review_count": members_to_review(access, place).count(),
        "agreement": latest_agreement(place),
        "may_see_mail": access.may(Capability.MESSAGE_READ, municipality=place),
        "failed_mail": delivery(access).failed,
        "log": municipality_timeline(access=access, municipality=place, limit=20),
    }
    return render(request, "members/member_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_MANAGE)
def member_invite(request: Request) -> HttpResponse:
    place = request.municipality
    form = InviteColleagueForm(posted(request))

    def send() -> object:
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return invite(access=request.access, municipality=place, **facts)

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:member_list", gemeente=place.slug)
    context = {"form": form, "municipality": place}
    return render(request, "members/member_invite.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MEMBER_READ)
def member_end(request: Request, pk: UUID) -> HttpResponse:
    """A confirmation that names person and role. Officials may end their own role, coordinators everybody's."""
    access, place = request.access, request.municipality
    membership = access.get_or_404(viewable_members(access).filter(not_over()).select_related("user"), pk=pk)
    if not can_end_member(access, membership):
        access.require(Capability.MEMBER_MANAGE, municipality=place)
    form = EndMemberForm(posted(request))
    if membership.user_id == request.user.pk:
        form.fields["reason"].required = False
        del form.fields["last_day"]

    def end() -> object:
        facts = {"on": _first_day_without(form.cleaned_data.get("last_day")), "reason": form.cleaned_data["reason"]}
        return end_member(access=access, membership=membership, **facts)

    if request.method == "POST" and attempt(form, end):
        messages.success(request, _("De rol is beëindigd."))
        if membership.user_id == request.user.pk:
            return redirect("members:my_roles")
        return redirect("members:member_list", gemeente=place.slug)
    context = {"form": form, "membership": membership, "municipality": place}
    return render(request, "members/member_end.html", context, status=status_of(form))


@require_safe
@gate(permission=Capability.MEMBER_MANAGE)
def member_review(request: Request) -> HttpResponse:
    """Every role that nobody looked at for a year."""
    place = request.municipality
    members = list(members_to_review(request.access, place))
    return render(request, "members/member_review.html", {"municipality": place, "members": members})


@require_POST
@gate(permission=Capability.MEMBER_MANAGE)
def member_confirm(request: Request, pk: UUID) -> HttpResponse:
    membership = request.access.get_or_404(viewable_members(request.access).select_related("user"), pk=pk)
    confirm_member(access=request.access, membership=membership)
    words = {"name": membership.user.display_name, "role": membership.get_role_display()}
    messages.success(request, _("%(name)s blijft %(role)s.") % words)
    return redirect("members:member_review", gemeente=request.municipality.slug)


def _first_day_without(last_day: date | None) -> date | None:
    return None if last_day is None else last_day + timedelta(days=1)
