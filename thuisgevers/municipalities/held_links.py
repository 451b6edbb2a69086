"""A secret link kept by the browser instead of by the address bar.

A token in every address of a journey would end up in histories, logs and screenshots, and one in the session would stand
readable in the session table, where only hashes of tokens may be. So it lies in a cookie of its own: signed, out of
reach of scripts, sent to that journey only.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse


class TamperedError(Exception):
    """The cookie is not one that we made."""


@dataclass(frozen=True)
class HeldLink:
    """`start` is the URL name to go to when there is none; `path` limits where the browser sends it. With `minutes` it ends that
    long after it was last given, whatever the browser says: the signature carries the time."""

    cookie: str
    path: str
    days: int
    start: str
    minutes: int = 0

    @property
    def salt(self) -> str:
        return f"held-link:{self.cookie}"

    @property
    def seconds(self) -> int:
        return self.minutes * 60 or self.days * 24 * 60 * 60


def held_token(request: HttpRequest, held: HeldLink) -> str | None:
    """The token in the cookie, None without one or with one that waited too long. Raises TamperedError for one with a wrong
    signature."""
    if held.cookie not in request.COOKIES:
        return None
    try:
        return request.get_signed_cookie(held.cookie, salt=held.salt, max_age=held.seconds if held.minutes else None)
    except SignatureExpired:
        return None
    except BadSignature as error:
        raise TamperedError from error


def hold_link(response: HttpResponse, held: HeldLink, token: str) -> HttpResponse:
    """Give the browser the token to keep; again on every save, so that it lives as long as what it opens."""
    response.set_signed_cookie(
        held.cookie,
        token,
        salt=held.salt,
        max_age=held.seconds,
        path=held.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_link(response: HttpResponse, held: HeldLink) -> HttpResponse:
    response.delete_cookie(held.cookie, path=held.path, samesite="Lax")
    return response
