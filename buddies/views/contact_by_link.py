"""`/contact-vastleggen/<token>/`: what the mail that asks how it goes opens. Opening changes nothing (mail scanners follow links); the
button does, once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.contact import ContactForm
from ..models import BuddyMatch
from ..queries.by_link import first_names
from ..services.contact_by_link import log_by_link, nudged_match

UNPROCESSABLE, CONFLICT, GONE = 422, 409, 410


@require_http_methods(["GET", "HEAD", "POST"])
@gate(link=LinkPurpose.CONTACT)
def contact_by_link(request: Request, token: str) -> HttpResponse:
    """Used, or the match ended: a page that says so and how to go on."""
    row = nudged_match(request.access)
    if row is None:
        is_used = request.link.used_at is not None
        return render(request, "buddies/contact_link_over.html", {"is_used": is_used}, status=200 if is_used else GONE)
    if request.method != "POST":
        return _page(request, row, ContactForm())
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=UNPROCESSABLE)
    if form.findings and request.POST.get("has_seen_warning") != "on":
        return _page(request, row, form, warn=True, status=UNPROCESSABLE)
    try:
        log_by_link(access=request.access, facts=form.facts())
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, row, form, status=UNPROCESSABLE)
    except ConflictError as conflict:
        form.add_error(None, conflict.message)
        return _page(request, row, form, status=CONFLICT)
    return redirect("buddies:contact_by_link", token=token)


def _page(
    request: Request, row: BuddyMatch, form: ContactForm, *, warn: bool = False, status: int = 200
) -> HttpResponse:
    """With the first name and nothing else of the household; that it was read is logged."""
    names = first_names()
    log_read(access=request.access, purpose="contact_link", object_type="buddies.BuddyMatch", object_ids=[row.pk])
    context = {
        "names": names,
        "form": form,
        "findings": form.findings if warn else [],
        "ends_on": request.link.expires_at,
    }
    return render(request, "buddies/contact_by_link.html", context, status=status)
