"""`/landelijk/team/pionier/`: the national desk asks somebody to help one initiative on its way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuisgevers.members.services.inviting import invite
from thuisgevers.members.views.parts import attempt, posted, status_of
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.pioneer import InvitePioneerForm


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.MUNICIPALITY_INVITE)
def pioneer_invite(request: Request) -> HttpResponse:
    """For the initiative with the reference that is filled in; the link gives that team's pages and nothing else."""
    form = InvitePioneerForm(posted(request), access=request.access)

    def send() -> object:
        initiative = form.initiative()
        return invite(
            access=request.access,
            municipality=initiative.municipality,
            scope_id=initiative.pk,
            role=Role.PIONEER,
            **form.facts(),
        )

    if request.method == "POST" and attempt(form, send):
        messages.success(request, _("De uitnodiging is onderweg naar %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("members:national_team")
    return render(request, "initiatives/pioneer_invite.html", {"form": form}, status=status_of(form))
