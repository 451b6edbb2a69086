"""`/account/mijn-gegevens/`: what is kept about whoever is signed in, to read and to take along (GDPR art. 15 and 20).

Stands on this floor and not with the account, because it is behind the gate and notes the reading. Other rights of a person (to have
something mended or erased) have pages of their own.
"""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.personal import Kept, kept_about
from thuisgevers.members.own_data import as_file, as_page
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

OWN = "a person's own data"


@require_safe
@gate(account=OWN)
def own_data(request: Request) -> HttpResponse:
    parts = as_page(_read(request, "own_data"))
    context = {
        "parts": [part for part in parts if not part.is_empty],
        "empty": [part.title for part in parts if part.is_empty],
        "made_at": timezone.now(),
    }
    return render(request, "members/own_data.html", context)


@require_safe
@reauthentication_required(app="thuisgevers.members")  # type: ignore[untyped-decorator]
@gate(account=OWN)
def own_data_file(request: Request) -> HttpResponse:
    """All of it in one file; whoever signed in long ago shows first that it is still them."""
    now = timezone.now()
    name = f"mijn-gegevens-{timezone.localdate(now).isoformat()}.json"
    return HttpResponse(
        as_file(_read(request, "own_data_file"), now),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
    )


def _read(request: Request, purpose: str) -> list[Kept]:
    person = request.access.user
    if person is None:
        raise TypeError("this page is for people who are signed in")
    log_read(access=request.access, purpose=purpose, object_type="accounts.User", object_ids=[person.public_id])
    return kept_about(request.access)
