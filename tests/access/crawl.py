"""Walks the URLconf with every actor: what each address answers to whom."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import transaction
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.seeding import as_committed
from thuisgevers.municipalities import gates

OWN_NAMESPACES = {
    "buddies",
    "initiatives",
    "housing",
    "attachments",
    "documents",
    "guidance",
    "members",
    "national",
    "notifications",
    "demo",
    "common",
    "accounts",
    "health",
}


@dataclass(frozen=True)
class Address:
    """One named URL with the names of its parameters."""

    name: str
    parameters: tuple[str, ...]

    @property
    def is_municipal(self) -> bool:
        return "gemeente" in self.parameters


def addresses() -> list[Address]:
    """Every named URL of our own apps, in URLconf order."""
    found: list[Address] = []

    def walk(patterns: list[URLPattern | URLResolver], namespace: str, parameters: tuple[str, ...]) -> None:
        for pattern in patterns:
            here = (*parameters, *pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, pattern.namespace or namespace, here)
            elif namespace in OWN_NAMESPACES:
                assert pattern.name, f"{pattern.pattern} has no name"
                found.append(Address(f"{namespace}:{pattern.name}", here))

    walk(get_resolver().url_patterns, "", ())
    assert len(found) > 40
    return found


def actors(cast: Cast) -> dict[str, Any]:
    """Everybody who tries: one person per role in Kampen, one of another municipality, one of nowhere, nobody."""
    people: dict[str, Any] = {role.value: user for role, user in cast.by_role().items()}
    people["other_municipality"] = cast.chaima
    people["stranger"] = cast.stranger
    people["anonymous"] = None
    return people


@dataclass
class Crawl:
    """Sends one request per actor and rolls it back; `mark` is a text that only a right answer may hold, `secrets`
    are texts that only the named actors may see, whatever the answer; `by_link` the one that a secret link shows to who holds it.

    `gates_once`: who was stopped at a gate is not asked again at addresses with the same gate. What a gate answers depends on the
    permission it names, the person and the municipality, and comes before anything is read; that each address names the right one
    is asked without this."""

    cast: Cast
    resolve: Callable[[Address], dict[str, Any] | None]
    mark: str
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    by_link: dict[str, str] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    sessions: dict[int, str] = field(default_factory=dict)
    gates_once: bool = False
    stopped: dict[tuple[object, ...], str] = field(default_factory=dict)
    #: Addresses that refuse to be opened before they look who asks: everybody else only presses there.
    presses: set[str] = field(default_factory=set)
    matches: dict[str, ResolverMatch] = field(default_factory=dict)
    handler: Any = None
    is_ready: bool = False

    def answers(self, address: Address) -> Iterator[tuple[str, str]]:
        """(actor, answer) where answer is ok, login, factor, or a status such as 403; leaks are collected."""
        parameters = self.resolve(address)
        url = reverse(address.name, kwargs=parameters or None)
        for actor, user in actors(self.cast).items():
            answer, body = self._ask(url, user)
            if self.mark in body and answer != "ok":
                self.leaks.append(f"{address.name} as {actor}: {answer} but shows the case")
            self.leaks += [
                f"{address.name} shows {actor} {secret}"
                for secret, readers in self.secrets.items()
                if secret in body and actor not in readers and self.by_link.get(address.name) != secret
            ]
            yield actor, answer

    def ask(self, address: Address, user: Any) -> tuple[str, str]:
        """(answer, body) for one actor."""
        return self._ask(reverse(address.name, kwargs=self.resolve(address) or None), user)

    def _ask(self, url: str, user: Any) -> tuple[str, str]:
        if url not in self.matches:
            self.matches[url] = resolve(url)
        match = self.matches[url]
        gate = getattr(match.func, "gate", None)
        here = (user and user.pk, gate and gate.permission, match.kwargs.get("gemeente"))
        if here in self.stopped:
            return self.stopped[here], ""
        client = self._client(user)
        if not self.is_ready:
            as_committed()  # what every request keeps is undone with it
            self.is_ready = True
        with _RolledBack(), _unlogged(), _refusals() as refused:
            response = None if match.view_name in self.presses else client.get(url)
            if response is None or response.status_code == 405:
                self.presses.add(match.view_name)
                response = client.post(url, {})
            answer = _name(response)
        if self.gates_once and refused:
            self.stopped[here] = answer
        return answer, response.getvalue().decode(errors="replace")

    def _client(self, user: Any) -> ThuisClient:
        """A browser of this person; signed in once, as signing in costs more than most pages. All ask one server: each would load
        the middleware anew."""
        client = ThuisClient(raise_request_exception=True)
        self.handler = client.handler = self.handler or client.handler
        if user is not None:
            if user.pk not in self.sessions:
                client.sign_in(user)
                self.sessions[user.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[user.pk]
        return client


@contextmanager
def _refusals() -> Iterator[list[str]]:
    """Notes when the gate itself refuses a signed-in person, before the view begins."""
    refuse, noted = gates._refuse, list[str]()

    def noting(*given: Any) -> Any:
        noted.append("refused")
        answer = refuse(*given)
        if answer is None:
            noted.clear()
        return answer

    with patch.object(gates, "_refuse", noting):
        yield noted


class _RolledBack:
    """A savepoint that is always undone: an action by one actor does not change the world of the next."""

    def __enter__(self) -> None:
        self.savepoint = transaction.savepoint_create()

    def __exit__(self, *exc: object) -> None:
        transaction.savepoint_rollback(self.savepoint)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Refusals are what is asked for: pytest need not keep the traceback of each."""
    logger = logging.getLogger("django.request")

    def only_errors(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR

    logger.addFilter(only_errors)
    try:
        yield
    finally:
        logger.removeFilter(only_errors)


def _name(response: Any) -> str:
    if response.status_code in {301, 302}:
        where = response.headers["Location"]
        if where.startswith("/account/inloggen"):
            return "login"
        if "tweede-stap" in where:
            return "factor"
        return "ok"
    if response.status_code in {200, 202, 204, 400, 409, 422, 303}:
        return "ok"
    return str(response.status_code)
