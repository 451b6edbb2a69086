"""Signing in as a persona and reading the mail that would have gone out. Exists in demo mode only."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thuisgevers.accounts.models import User
from thuisgevers.accounts.services.signing_in import sign_in
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.notifications.models import DemoMail

from .personas import PERSONAS, persona
from .welcome import CODE, MAKER, PIN

LOCAL_ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?(?=/)")
WHY = "demo mode only: every person and every mail here is invented"


@require_GET
@gate(public=WHY)
def persona_list(request: Request) -> HttpResponse:
    """A button per persona; those whose account was deleted in this demo are left out."""
    known = set(User.objects.filter(email__in=[one.email for one in PERSONAS]).values_list("email", flat=True))
    context = {
        "personas": [one for one in PERSONAS if one.email in known],
        "resident": {"code": CODE, "pin": f"{PIN[:3]} {PIN[3:]}"} if MAKER in known else None,
    }
    return render(request, "demo/persona_list.html", context)


@require_POST
@gate(public=WHY)
def persona_sign_in(request: Request, key: str) -> HttpResponse:
    """Sign in without a code; the session says that its second factor is the demo's."""
    chosen = persona(key)
    user = None if chosen is None else User.objects.filter(email=chosen.email, is_active=True).first()
    if chosen is None or user is None:
        raise Http404
    sign_in(request, user, method="demo", second_factor=True)
    messages.success(request, _("U bent nu %(name)s (%(role)s).") % {"name": chosen.name, "role": chosen.role.label})
    return redirect("national:landing")


@require_GET
@gate(public=WHY)
def mailbox(request: Request) -> HttpResponse:
    """What would have been mailed, newest first."""
    page = Paginator(DemoMail.objects.order_by("-sent_at", "-id"), 25).get_page(request.GET.get("pagina"))
    return render(request, "demo/mailbox.html", {"page": page})


@require_GET
@gate(public=WHY)
def mail_detail(request: Request, pk: str) -> HttpResponse:
    mail = DemoMail.objects.filter(pk=pk).first()
    if mail is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"mail": mail, "text": with_this_address(mail.text)})


def with_this_address(text: str) -> str:
    """Links as they work now: the demo that wrote this mail may have run at another port."""
    return LOCAL_ADDRESS.sub(lambda _found: settings.BASE_URL, text)
