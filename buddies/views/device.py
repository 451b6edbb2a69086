"""What makes `/mijn-maatjes/` work without a network: the worker and the empty form (the same for everybody, nothing of anybody in it), and
what a phone asks and sends when the network is back."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.contact import ContactForm
from ..permissions.matches import own_matches
from ..queries.device import matches_to_keep
from ..services.contacts import log_contact_of
from .mine import CONFLICT, OWN, UNPROCESSABLE, key_of

SHELL = "the empty form of a contact: the same for everybody"
ENDED = "a phone whose session ended asks whether that was on purpose"
FILES = ("dist/phone.css", "dist/theme.js", "dist/maatjes.js", "dist/img/favicon.svg")
WORKER = "dist/maatjes_worker.js"
DEVICE = "buddies.device"


@require_safe
@gate(public=SHELL)
def log_shell(request: Request) -> HttpResponse:
    return HttpResponse(_shell())


@require_safe
@gate(public=SHELL)
def manifest(request: Request) -> JsonResponse:
    """What makes it an app on the home screen of a phone."""
    icons = [
        {"src": static("dist/img/maatjes-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("dist/img/maatjes-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("dist/img/maatjes-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    said = {
        "id": reverse("buddies:my_matches"),
        "name": _("Mijn maatjes"),
        "short_name": _("Maatjes"),
        "lang": "nl",
        "start_url": reverse("buddies:log_shell"),
        "scope": reverse("buddies:my_matches"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#02717a",
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
@gate(public=SHELL)
def worker(request: Request) -> HttpResponse:
    """Below the pages that it serves, so that it can serve no others. Changes when the form or one of its files does."""
    files = [static(name) for name in FILES]
    version = sha256(
        "|".join([_shell(), static(WORKER), *files, *(_print(name) for name in (WORKER, *FILES))]).encode()
    )
    shell = {"version": version.hexdigest()[:16], "page": reverse("buddies:log_shell"), "files": files}
    body = f"self.shell = {json.dumps(shell)};\nimportScripts({json.dumps(static(WORKER))});\n"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@gate(account=OWN)
def device(request: Request) -> JsonResponse:
    """One contact with the server: who, with whom, and the token with which a contact may be sent. That names were read is logged."""
    assert request.access.user is not None
    matches = matches_to_keep(request.access)
    log_read(
        access=request.access,
        purpose="own_matches_on_device",
        object_type="buddies.BuddyMatch",
        object_ids=[one["id"] for one in matches],  # type: ignore[misc]
    )
    said = {
        "person": str(request.access.user.public_id),
        "csrf": get_token(request),
        "device": _device_of(request),
        "matches": matches,
    }
    return JsonResponse(said)


@require_safe
@gate(public=ENDED)
def device_ended(request: Request) -> JsonResponse:
    """Whether the session of this phone was ended on purpose (signed out everywhere, account closed) while it would have gone on.
    Without a token that we signed, and after its own end, the answer is no: what was typed waits for signing in."""
    try:
        held: dict[str, Any] = signing.loads(request.headers.get("X-Device", ""), salt=DEVICE)
    except signing.BadSignature:
        return JsonResponse({"ended": False})
    is_over = held["until"] <= timezone.now().timestamp()
    is_there = is_over or UserSession.objects.filter(pk=held["session"]).exists()
    return JsonResponse({"ended": not is_there})


@require_POST
@gate(account=OWN)
def contact_send(request: Request, pk: UUID) -> JsonResponse:
    """One draft of a phone. 201 with a key that was seen before too: it is one contact. Refused: what is wrong, per field, in the
    words of the form."""
    form = ContactForm(request.POST)
    if form.is_valid() and (not form.findings or request.POST.get("has_seen_warning") == "on"):
        return _take(request, pk, form)
    request.access.get_or_404(own_matches(request.access).only("pk"), pk=pk)
    if form.errors:
        return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)
    said = {"message": _("Lees uw notitie nog eens."), "findings": [one.text for one in form.findings]}
    return JsonResponse(said, status=UNPROCESSABLE)


def _take(request: Request, pk: UUID, form: ContactForm) -> JsonResponse:
    try:
        log_contact_of(access=request.access, match_id=pk, client_id=key_of(request), facts=form.facts())
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=UNPROCESSABLE)
    except ConflictError as conflict:
        return JsonResponse({"message": conflict.message}, status=CONFLICT)
    return JsonResponse({"saved": True}, status=201)


def _shell() -> str:
    """Without the request, so that nothing of anybody can be in it. The date is the phone's to fill in."""
    return render_to_string("buddies/log_shell.html", {"form": ContactForm(initial={"happened_on": None})})


def _print(name: str) -> str:
    """Where names of files carry no fingerprint (at home, in tests) the file itself."""
    found = finders.find(name) if settings.WHITENOISE_USE_FINDERS else None
    return sha256(Path(found).read_bytes()).hexdigest() if isinstance(found, str) else ""


def _device_of(request: Request) -> str:
    """Signed and opaque for who holds it: which session, and until when that goes on by itself."""
    session = (
        UserSession.objects.filter(session_key=request.session.session_key or "").values_list("pk", flat=True).first()
    )
    if session is None:
        return ""
    held = {"session": session, "until": request.session.get_expiry_date().timestamp()}
    return signing.dumps(held, salt=DEVICE)
