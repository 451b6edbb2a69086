"""The mailed link, and what a sender can still do with an invitation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import sign_in
from thuisgevers.members.enums import NATIONAL_TEAM
from thuisgevers.members.forms import AcceptInvitationForm
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import viewable_invitations
from thuisgevers.members.services.accepting import accept_invitation, decline_invitation, invited
from thuisgevers.members.services.inviting import resend_invitation, withdraw_invitation
from thuisgevers.municipalities.enums import OFFICIAL_ROLES, Capability, LinkPurpose, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from .parts import attempt, posted, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@gate(link=LinkPurpose.INVITATION)
def invitation_open(request: Request, token: str) -> HttpResponse:
    """Says who invites for what. Opening changes nothing; the button accepts and signs in."""
    invitation = invited(request.access)
    if invitation is None:
        return render(request, "municipalities/link_invalid.html", {"purpose": LinkPurpose.INVITATION}, status=404)
    form = AcceptInvitationForm(posted(request), initial={"display_name": _known_name(invitation)})
    people: list[User] = []

    def accept() -> None:
        name = form.cleaned_data["display_name"]
        people.append(accept_invitation(access=request.access, invitation=invitation, display_name=name))

    if request.method == "POST" and attempt(form, accept):
        sign_in(request, people[0], method="link")
        messages.success(request, _("Welkom. U bent nu %(role)s.") % {"role": Role(invitation.role).label})
        return redirect(_first_page(invitation))
    context = {"invitation": invitation, "form": form, "token": token, "role_label": Role(invitation.role).label}
    return render(request, "members/invitation_open.html", context, status=status_of(form))


@require_POST
@gate(link=LinkPurpose.INVITATION)
def invitation_decline(request: Request, token: str) -> HttpResponse:
    invitation = invited(request.access)
    if invitation is None:
        return render(request, "municipalities/link_invalid.html", {"purpose": LinkPurpose.INVITATION}, status=404)
    decline_invitation(access=request.access, invitation=invitation)
    return render(request, "members/invitation_declined.html")


@require_POST
@gate(permission=Capability.MEMBER_MANAGE)
def member_invitation_resend(request: Request, pk: UUID) -> HttpResponse:
    _resend(request, pk)
    return redirect("members:member_list", gemeente=request.municipality.slug)


@require_POST
@gate(permission=Capability.MEMBER_MANAGE)
def member_invitation_withdraw(request: Request, pk: UUID) -> HttpResponse:
    _withdraw(request, pk)
    return redirect("members:member_list", gemeente=request.municipality.slug)


@require_POST
@gate(permission=Capability.TEAM_MANAGE)
def team_invitation_resend(request: Request, scope_id: UUID, pk: UUID) -> HttpResponse:
    _resend(request, pk, scope_id)
    return redirect("members:team_detail", scope_id=scope_id)


@require_POST
@gate(permission=Capability.TEAM_MANAGE)
def team_invitation_withdraw(request: Request, scope_id: UUID, pk: UUID) -> HttpResponse:
    _withdraw(request, pk, scope_id)
    return redirect("members:team_detail", scope_id=scope_id)


@require_POST
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_team_invitation_resend(request: Request, pk: UUID) -> HttpResponse:
    """Of the national team: its coordinators, and pioneers whatever their initiative."""
    invitation = request.access.get_or_404(viewable_invitations(request.access), pk=pk, role__in=NATIONAL_TEAM)
    resend_invitation(access=request.access, invitation=invitation)
    messages.success(request, _("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."))
    return redirect("members:national_team")


@require_POST
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_team_invitation_withdraw(request: Request, pk: UUID) -> HttpResponse:
    invitation = request.access.get_or_404(viewable_invitations(request.access), pk=pk, role__in=NATIONAL_TEAM)
    withdraw_invitation(access=request.access, invitation=invitation)
    messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))
    return redirect("members:national_team")


@require_POST
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_invitation_resend(request: Request, pk: UUID) -> HttpResponse:
    _resend(request, pk)
    return redirect("members:municipality_detail", gemeente=request.municipality.slug)


@require_POST
@gate(permission=Capability.MUNICIPALITY_INVITE)
def national_invitation_withdraw(request: Request, pk: UUID) -> HttpResponse:
    _withdraw(request, pk)
    return redirect("members:municipality_detail", gemeente=request.municipality.slug)


def _resend(request: Request, pk: UUID, scope_id: UUID | None = None) -> None:
    invitation = request.access.get_or_404(viewable_invitations(request.access), pk=pk, scope_id=scope_id)
    resend_invitation(access=request.access, invitation=invitation)
    messages.success(request, _("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."))


def _withdraw(request: Request, pk: UUID, scope_id: UUID | None = None) -> None:
    invitation = request.access.get_or_404(viewable_invitations(request.access), pk=pk, scope_id=scope_id)
    withdraw_invitation(access=request.access, invitation=invitation)
    messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))


def _known_name(invitation: Invitation) -> str:
    user = User.objects.filter(email=invitation.email).first()
    return invitation.name if user is None or not user.display_name else user.display_name


def _first_page(invitation: Invitation) -> str:
    """Where the new role begins its work. Officials meet the second factor on the way: the gate leads there."""
    role, place = Role(invitation.role), invitation.municipality
    try:
        if place is None:
            return reverse("national:desk")
        if role == Role.PIONEER:
            return reverse("initiatives:my_initiatives")
        if role == Role.PROPERTY_OWNER:
            return reverse("housing:my_property", kwargs={"pk": invitation.scope_id})
        if invitation.scope_id is not None:
            return reverse("members:team_detail", kwargs={"scope_id": invitation.scope_id})
        if role == Role.CASE_COORDINATOR and not place.participates:
            return reverse("members:join", kwargs={"gemeente": place.slug})
        if role in OFFICIAL_ROLES:
            return reverse("initiatives:dossier_list", kwargs={"gemeente": place.slug})
    except NoReverseMatch:
        pass
    return reverse("members:my_roles")
