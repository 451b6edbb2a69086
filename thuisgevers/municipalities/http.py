"""The request as gated views know it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import AccessLink, Municipality


class Request(HttpRequest):
    """`access` is set by the gate; `municipality` only under `/<gemeente>/`, `link` only behind a link gate.

    `user` is a `User` behind every gate that needs a person, so the type says so.
    """

    access: Access
    municipality: Municipality
    link: AccessLink
    user: User
    htmx: HtmxDetails
