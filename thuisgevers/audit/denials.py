"""Refusals are remembered: the error handlers of the front door, with a row written past the request's rollback."""

from __future__ import annotations

import logging

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from thuisgevers.common import errors
from thuisgevers.common.ids import uuid7

logger = logging.getLogger(__name__)


def record_denial(request: HttpRequest, status: int) -> None:
    """Note who was refused what. Over a connection of its own, so that the refused request's rollback does not erase
    it; a failure here is logged and never changes the answer. Secret tokens in the path are cut off."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    if user is None or not user.is_authenticated or match is None or "token" in match.kwargs:
        return
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_denial (id, user_id, method, path, status, at) VALUES (%s, %s, %s, %s, %s, now())",
                [uuid7(), user.pk, (request.method or "")[:10], request.path[:300], status],
            )
    except DatabaseError:
        logger.exception("a denial could not be recorded")
    finally:
        connection.close()


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not allowed here."""
    record_denial(request, 403)
    return errors.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this person; the two look the same. Paths that match no view are not noted."""
    record_denial(request, 404)
    return errors.not_found(request, exception)
