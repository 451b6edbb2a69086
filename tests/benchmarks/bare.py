"""Control (a), the bare page: a view behind the same middleware and gate that returns a string made beforehand.

Signed in, with Access resolved and the municipality narrowed, exactly as the page beside it; and the same string once
more from Django without any middleware, so that a slow middleware cannot flatter the rest.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from buddies.models import BuddyMatch
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

pages: dict[str, str] = {}
"""The HTML by name, put here by the harness before it measures."""


@gate(permission=Capability.DOSSIER_READ)
def bare_page(request: Request, name: str) -> HttpResponse:
    request.access.require(Capability.DOSSIER_READ, municipality=request.municipality)
    return HttpResponse(pages[name])


@gate(account="the control of pages that show a person's own things")
def bare_own_page(request: Request, name: str) -> HttpResponse:
    return HttpResponse(pages[name])


@gate(public="the control of the benchmark's public pages")
def bare_public_page(request: Request, name: str) -> HttpResponse:
    return HttpResponse(pages[name])


matches: dict[str, BuddyMatch] = {}
"""The match by name, for which the control of saving writes."""

_INSERT = """
INSERT INTO buddies_contactmoment (id, created_at, updated_at, municipality_id, match_id, initiative_id, household_scope_id, user_id,
  client_id, happened_on, kind, minutes, topics, feeling, visibility, note, correction)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'visit', 60, '{language,post}', '', 'coordinator', %s, '')
"""


@gate(account="the control of saving a contact")
def bare_saving(request: Request, name: str) -> HttpResponse:
    """The same row, by one INSERT; nothing is looked at."""
    match, now = matches[name], timezone.now()
    row: list[Any] = [
        uuid7(),
        now,
        now,
        match.municipality_id,
        match.pk,
        match.initiative_id,
        match.household_id,
        match.user_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*row, request.POST["client_id"], timezone.localdate(), request.POST["note"].encode()])
    return HttpResponse(status=201)


@transaction.non_atomic_requests
def bare_view(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(pages[name])


urlpatterns = [
    path("kaal/<slug:name>/", bare_public_page, name="bare_public_page"),
    path("eigen/<slug:name>/", bare_own_page, name="bare_own_page"),
    path("bewaren/<slug:name>/", bare_saving, name="bare_saving"),
    path("zonder/<slug:name>/", bare_view, name="bare_view"),
    path("<slug:gemeente>/kaal/<slug:name>/", bare_page, name="bare_page"),
    path("", include("thuisgevers.urls")),
]
