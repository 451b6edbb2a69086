"""`/account/rollen/`: my own roles, and putting them down."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.common.slots import filled_panels
from thuisgevers.members.forms import EndMemberForm
from thuisgevers.members.permissions import own_memberships
from thuisgevers.members.queries import not_over
from thuisgevers.members.services.ending import end_all_own, end_member
from thuisgevers.members.services.factor_resets import ask_for_help
from thuisgevers.municipalities.enums import ScopeKind
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Membership

from .parts import attempt, posted, status_of

OWN = "a person's own roles"


@require_safe
@gate(account=OWN)
def my_roles(request: Request) -> HttpResponse:
    held = own_memberships(request.access).filter(not_over()).select_related("municipality")
    memberships = list(held.order_by("starts_on", "id"))
    names: dict[UUID, str] = {}
    for _panel, found in filled_panels("members.own_teams", request.access, _teams(memberships)):
        names.update(found["names"])
    rows = [(one, names.get(one.scope_id, "") if one.scope_id else "") for one in memberships]
    return render(request, "members/my_roles.html", {"memberships": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@gate(account=OWN)
def my_role_end(request: Request, pk: UUID) -> HttpResponse:
    held = own_memberships(request.access).filter(not_over()).select_related("municipality", "user")
    membership = request.access.get_or_404(held, pk=pk)
    form = EndMemberForm(posted(request))
    del form.fields["last_day"]
    form.fields["reason"].required = False
    form.fields["reason"].help_text = _("Dit komt in het logboek te staan.")

    def end() -> object:
        return end_member(access=request.access, membership=membership, reason=form.cleaned_data["reason"])

    if request.method == "POST" and attempt(form, end):
        messages.success(request, _("U hebt deze rol neergelegd."))
        return redirect("members:my_roles")
    context = {"form": form, "membership": membership}
    return render(request, "members/my_role_end.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@gate(account=OWN)
def my_roles_end_all(request: Request) -> HttpResponse:
    """Before deleting the account."""
    held = own_memberships(request.access).filter(not_over()).select_related("municipality")
    form = EndMemberForm(posted(request))
    form.fields.clear()
    if request.method == "POST" and attempt(form, lambda: end_all_own(access=request.access)):
        messages.success(request, _("U hebt nu geen rol meer."))
        return redirect("accounts:account_close")
    memberships = list(held.order_by("starts_on", "id"))
    context = {"form": form, "memberships": memberships, "teams": _teams(memberships)}
    return render(request, "members/my_roles_end_all.html", context, status=status_of(form))


def _teams(memberships: Iterable[Membership]) -> list[UUID]:
    return [one.scope_id for one in memberships if one.scope_id is not None and one.scope == ScopeKind.INITIATIVE]


@require_POST
@gate(account="a person who lost the second factor has one factor only")
def factor_help(request: Request) -> HttpResponse:
    if ask_for_help(access=request.access):
        messages.success(request, _("Uw collega's krijgen een e-mail. Bel er zelf ook een: dat gaat sneller."))
    else:
        messages.info(request, _("Voor uw rollen is geen tweede stap nodig."))
    return redirect("accounts:second_factor")
