"""`/landelijk/team/`: the national coordinators and the pioneers, with their invitations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.members.forms import EndMemberForm, InviteNationalForm
from thuisgevers.members.permissions import viewable_national_team
from thuisgevers.members.queries import national_invitations, national_team_of, not_over
from thuisgevers.members.services.ending import end_member
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of


@require_safe
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_team(request: Request) -> HttpResponse:
    members = list(national_team_of(request.access))
    log_read(
        access=request.access,
        purpose="national_team",
        object_type="municipalities.Membership",
        object_ids=[one.pk for one in members],
    )
    context = {
        "coordinators": [one for one in members if one.role == Role.NATIONAL_COORDINATOR],
        "advisers": [one for one in members if one.role == Role.NATIONAL_ADVISER],
        "pioneers": [one for one in members if one.role == Role.PIONEER],
        "invitations": list(national_invitations(request.access)),
    }
    return render(request, "members/national_team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_team_invite(request: Request) -> HttpResponse:
    """A colleague at the national desk, or the national adviser. Pioneers are invited for an initiative, where initiatives are known."""
    form = InviteNationalForm(posted(request))

    def send() -> object:
        return invite(access=request.access, municipality=None, **form.facts())

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:national_team")
    return render(request, "members/national_team_invite.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_team_end(request: Request, pk: UUID) -> HttpResponse:
    """From today: who is the last coordinator is told to find a successor first."""
    members = viewable_national_team(request.access).filter(not_over()).select_related("user", "municipality")
    membership = request.access.get_or_404(members, pk=pk)
    form = EndMemberForm(posted(request))
    del form.fields["last_day"]
    form.fields["reason"].required = membership.user_id != request.user.pk

    def end() -> object:
        return end_member(access=request.access, membership=membership, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, end):
        messages.success(request, _("De rol is beëindigd."))
        own = membership.user_id == request.user.pk
        return redirect("members:my_roles" if own else "members:national_team")
    context = {"form": form, "membership": membership}
    return render(request, "members/national_team_end.html", context, status=status_of(form))
