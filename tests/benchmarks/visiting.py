"""Requests through Django's WSGI handler in this process, without a test client around it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from tests.clients import ThuisClient
from thuisgevers.accounts.models import User

_CSRF = "k" * 32


def session_cookies(user: User) -> str:
    """The `Cookie` header of a browser in which this person signed in with a second factor."""
    client = ThuisClient().sign_in(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


class Visitor:
    """A browser of one person, or of nobody. `handler` is the whole application unless told otherwise."""

    def __init__(self, user: User | None = None, handler: WSGIHandler | None = None) -> None:
        self.handler = handler or WSGIHandler()
        self.cookies = "" if user is None else session_cookies(user)

    def get(self, path: str) -> bytes:
        """The body of a page; anything but 200 is an error, as it would be measured as a fast page."""
        return self._ask("GET", path)

    def post(self, path: str, body: bytes) -> bytes:
        """A form that is taken: anything but a 2xx is an error."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, sent: bytes = b"") -> bytes:
        address, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver",
            "HTTP_ACCEPT": "text/html",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(sent),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = self.cookies
        if method == "POST":
            environ |= {
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(sent)),
                "HTTP_COOKIE": f"{self.cookies}; {settings.CSRF_COOKIE_NAME}={_CSRF}",
                "HTTP_X_CSRFTOKEN": _CSRF,
            }
        answered: list[str] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], info: Any = None, /
        ) -> Callable[[bytes], object]:
            answered.append(status)
            return BytesIO().write

        response = self.handler(environ, start_response)
        body = b"".join(response)
        response.close()
        if not answered or not answered[0].startswith("2"):
            raise RuntimeError(f"{path} answered {answered}")
        return body


def without_middleware() -> WSGIHandler:
    """Django with our URLs and nothing around the view."""
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


def statements(call: Callable[[], object]) -> list[tuple[str, Any]]:
    """What a call sends to PostgreSQL, savepoints left out."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return seen
