"""Headers that Django lacks, the language, and requests that are refused before anything reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from .uploads import largest_request

Answer = Callable[[HttpRequest], HttpResponseBase]

#: Nothing that a page of ours uses, except passkeys and copying recovery codes.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "encrypted-media",
                "geolocation",
                "gyroscope",
                "hid",
                "idle-detection",
                "local-fonts",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "picture-in-picture",
                "screen-wake-lock",
                "serial",
                "usb",
                "xr-spatial-tracking",
            )
        ),
        "clipboard-write=(self)",
        "fullscreen=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
#: Not "cookies": the session is gone on the server already, and that would drop the message on the next page.
CLEAR_SITE_DATA = '"cache", "storage"'


@receiver(user_logged_out, dispatch_uid="common.remember_sign_out")
def remember_sign_out(*, request: HttpRequest | None, **_kwargs: Any) -> None:
    """However the session ended (button, everywhere, account closed): the answer clears the browser."""
    if request is not None:
        request.clears_site_data = True  # type: ignore[attr-defined]


class PrivacyHeadersMiddleware:
    """`no-store` on everything personal, Clear-Site-Data at sign-out, and what the browser may not do for us.

    Personal is a page of a session, a page behind a secret link, and a page that sets a cookie. The session is not opened
    for this: its cookie tells enough, so public pages stay without a query.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if self._is_personal(request, response):
            response.headers["Cache-Control"] = "no-store, private"
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if getattr(request, "clears_site_data", False):
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response

    @staticmethod
    def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
        match = request.resolver_match
        return (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or bool(response.cookies)
            or (match is not None and "token" in match.kwargs)
        )


class LanguageMiddleware:
    """Says which language is spoken. There is one; but while a thread has none made active, Django finds that out anew at every word,
    date and number (6 µs, two hundred times a page)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


class RequestLimitsMiddleware:
    """413 for a body above the limit, 400 for null bytes in the address; both before a view or form sees it.

    Null bytes in form fields are the forms' to answer, so that nothing typed is lost.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return self._page(request, "400.html", 400)
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return self._page(request, "400.html", 400)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and length > largest_request(request.path_info):
            response = self._page(request, "413.html", 413)
            response.headers["Connection"] = "close"  # the body stays unread
            return response
        return self.get_response(request)

    @staticmethod
    def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
        return HttpResponse(render_to_string(template, {}, request), status=status)


class RefusedMethodMiddleware:
    """405 as a page that says what to do: Django's answer to a wrong method has an empty body.

    Stands inside the middleware that knows the person, so that the page has their menu; the list of what is allowed stays.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", {}, request)
        return response
