"""Search text that may stand in an address: sealed for one person, one list and one municipality, good for a day.

So the back button, paging and the export work as everywhere, while no name, telephone number or address reaches a log.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseRedirect, QueryDict
from django.utils import timezone

from thuisgevers.common.encryption import CannotOpen, seal, unseal
from thuisgevers.municipalities.http import Request

LIFETIME = timedelta(days=1)


def _place(request: Request, of_list: str) -> str:
    return f"{of_list}|search|{request.user.pk}"


def seal_search(request: Request, text: str, *, of_list: str = "worklist") -> str:
    stamp = int(timezone.now().timestamp())
    sealed = seal(f"{stamp}|{text}", place=_place(request, of_list), tenant=str(request.municipality.pk))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_search(request: Request, token: str, *, of_list: str = "worklist") -> str | None:
    """The text, or None for a token that is too old, altered, of another list, or somebody else's."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        place, tenant = _place(request, of_list), str(request.municipality.pk)
        stamp, _bar, text = unseal(sealed, place=place, tenant=tenant).partition("|")
        age = timezone.now().timestamp() - int(stamp)
    except (CannotOpen, binascii.Error, ValueError):
        return None
    return text if 0 <= age <= LIFETIME.total_seconds() + 1 else None


def back_with_search(
    request: Request, form: Form, *, url: str, kept: Iterable[str], of_list: str = "worklist"
) -> HttpResponseRedirect:
    """To the list at `url` with the words of the field `zoek` sealed, and the other filters as they were."""
    query = QueryDict(mutable=True)
    for name in kept:
        if name != "zoek" and request.POST.get(name):
            query[name] = request.POST[name][:60]
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["zoek"]))
    elif form.cleaned_data["zoek"]:
        query["zoek"] = seal_search(request, form.cleaned_data["zoek"], of_list=of_list)
    return HttpResponseRedirect(f"{url}?{query.urlencode()}" if query else url)


def searched(request: Request, *, of_list: str = "worklist") -> str | None:
    """The words that this address carries, empty where it carries none; None where they are too old or not for this list."""
    token = request.GET.get("zoek", "")
    return open_search(request, token, of_list=of_list) if token else ""
