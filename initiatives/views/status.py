"""Behind the secret links in the mail of a registration: its status, and the account of its contact person."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.accounts.services.signing_in import confirm_mailbox, sign_in
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.links import use_link

from ..models import Initiative
from ..queries.registrations import progress_for_link


@require_safe
@gate(link=LinkPurpose.STATUS)
def status(request: Request, token: str) -> HttpResponse:
    """Who has the ball and by when; of the people and the building nothing."""
    initiative = request.access.get_or_404(Initiative.objects.select_related("municipality"), pk=request.link.object_id)
    context = {
        "initiative": initiative,
        "progress": progress_for_link(initiative),
        "national_email": settings.NATIONAL_EMAIL,
    }
    return render(request, "initiatives/status_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@gate(link=LinkPurpose.ACTIVATE)
def account_open(request: Request, token: str) -> HttpResponse:
    """A page with a button: mail scanners open links, people press. Works once; afterwards a code by mail does."""
    person = request.link.user
    if person is None or not person.is_active:
        raise Http404
    if request.link.used_at is not None:
        return render(request, "initiatives/account_opened.html", status=410)
    if request.method == "POST":
        if not use_link(request.link):
            return render(request, "initiatives/account_opened.html", status=410)
        confirm_mailbox(person)
        sign_in(request, person, method="link")
        return redirect("initiatives:my_initiatives")
    return render(request, "initiatives/account_open.html", {"token": token, "name": person.display_name})
