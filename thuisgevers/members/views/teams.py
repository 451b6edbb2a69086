"""`/mijn-initiatief/<id>/team/`: the people of one initiative. What it is called, a higher floor knows (slot)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.members.forms import EndMemberForm, HandOverLeadForm, InviteTeamMemberForm
from thuisgevers.members.permissions import (
    can_end_member,
    can_manage_team,
    running,
    viewable_team_members,
    viewable_teams,
)
from thuisgevers.members.queries import open_invitations, team_of
from thuisgevers.members.services.ending import (
    end_member,
    hand_over_lead,
    leaves_team_without_lead,
    must_hand_over_first,
)
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality, Scope

from .parts import attempt, posted, status_of


def _place(team: Scope) -> Municipality:
    """An initiative always has a municipality (a constraint holds it); its scope says so to the type checker here."""
    assert team.municipality is not None
    return team.municipality


def _team(request: Request, scope_id: UUID, *, manage: bool = False) -> Scope:
    team = request.access.get_or_404(viewable_teams(request.access).select_related("municipality"), pk=scope_id)
    if manage:
        request.access.require(Capability.TEAM_MANAGE, scope_id=team.pk)
    return team


@require_safe
@gate(permission=Capability.TEAM_READ)
def team_detail(request: Request, scope_id: UUID) -> HttpResponse:
    team = _team(request, scope_id)
    members = list(team_of(request.access, team))
    if not members:  # a team has people; whoever may see none of them sees no team
        raise Http404
    log_read(
        access=request.access,
        purpose="team",
        object_type="municipalities.Membership",
        object_ids=[one.pk for one in members],
        municipality=_place(team),
    )
    invitations = open_invitations(request.access, municipality=_place(team), scope_id=team.pk)
    context = {
        "team": team,
        "members": members,
        "invitations": list(invitations),
        "may_manage": can_manage_team(request.access, team),
        "own": [one for one in members if one.user_id == request.user.pk],
    }
    return render(request, "members/team_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.TEAM_MANAGE)
def team_invite(request: Request, scope_id: UUID) -> HttpResponse:
    team = _team(request, scope_id, manage=True)
    form = InviteTeamMemberForm(posted(request))

    def send() -> object:
        facts = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        return invite(access=request.access, municipality=_place(team), scope_id=team.pk, **facts)

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:team_detail", scope_id=team.pk)
    return render(request, "members/team_invite.html", {"form": form, "team": team}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.TEAM_READ)
def team_member_end(request: Request, scope_id: UUID, pk: UUID) -> HttpResponse:
    """Leave the team, or end somebody's role in it."""
    access, team = request.access, _team(request, scope_id)
    members = viewable_team_members(access).filter(running(), scope_id=team.pk).select_related("user")
    membership = access.get_or_404(members, pk=pk)
    if not can_end_member(access, membership):
        access.require(Capability.TEAM_MANAGE, scope_id=team.pk)
    is_own = membership.user_id == request.user.pk
    form = EndMemberForm(posted(request))
    del form.fields["last_day"]
    form.fields["reason"].required = not is_own
    if is_own:
        form.fields["reason"].help_text = _("Uw team en de gemeente lezen dit.")

    def end() -> object:
        return end_member(access=access, membership=membership, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, end):
        messages.success(request, _("U hebt het team verlaten.") if is_own else _("De rol is beëindigd."))
        return redirect("members:my_roles") if is_own else redirect("members:team_detail", scope_id=team.pk)
    context = {"form": form, "membership": membership, "team": team, "is_own": is_own}
    if is_own:
        context["hands_over_first"] = must_hand_over_first(membership)
        context["is_last_lead"] = leaves_team_without_lead(membership)
    return render(request, "members/team_member_end.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.TEAM_MANAGE)
def team_hand_over(request: Request, scope_id: UUID) -> HttpResponse:
    team = _team(request, scope_id, manage=True)
    members = [one for one in team_of(request.access, team) if one.role != Role.PIONEER]
    own = next((one for one in members if one.user_id == request.user.pk and one.role == Role.LEAD_VOLUNTEER), None)
    if own is None:
        raise Http404
    others = [one for one in members if one.user_id != request.user.pk]
    form = HandOverLeadForm(posted(request), team=others)

    def hand_over() -> object:
        facts = {"to": form.chosen(), "stay": form.cleaned_data["stay"]}
        return hand_over_lead(access=request.access, membership=own, **facts)

    if request.method == "POST" and attempt(form, hand_over):
        messages.success(request, _("%(name)s is nu trekker.") % {"name": form.chosen().user.display_name})
        stays = form.cleaned_data["stay"]
        return redirect("members:team_detail", scope_id=team.pk) if stays else redirect("members:my_roles")
    context = {"form": form, "team": team, "others": others}
    return render(request, "members/team_hand_over.html", context, status=status_of(form))
