"""A real browser against real processes, started once for all tests that ask for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.database import template_database
from tests.e2e.looking import Cases
from tests.e2e.site import Site, looked_at_site, running_site
from tests.scheduling import E2E, installation_of

# The first page of an installation that has just started takes seconds where both cores are at work.
expect.set_options(timeout=20_000)

#: Chromium without windows, of the same source package: the same engine, and half of the processor time around it.
BROWSER = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every page is a new program to V8: optimizing it costs more than it runs, and axe fills a small nursery over and over.
    "--js-flags=--no-opt --min-semi-space-size=64 --max-semi-space-size=64",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(E2E):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(autouse=True)
def _one_installation(request: pytest.FixtureRequest) -> None:
    """A test that needs it elsewhere would make another worker start it."""
    used = {"site"}.intersection(request.fixturenames)
    assert used <= {installation_of(request.node.nodeid)}, "a file that tests/scheduling.py names cannot use `site`"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which(BROWSER)
    assert path, f"{BROWSER} is missing: apt-get install {BROWSER}"
    return {"executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site(template_database()) as running:
        yield running


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Cases]]:
    """The demo's stories behind a web server, and where to look."""
    folder = tmp_path_factory.getbasetemp()
    with looked_at_site(template_database(), folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) as found:
        yield found


@pytest.fixture
def browser_context_args(site: Site) -> dict[str, Any]:
    return {
        "base_url": site.url,
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test on any console error, CSP message or uncaught exception."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            problems.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert not problems


@pytest.fixture
def watch() -> Iterator[Callable[[Page], Page]]:
    """Every page of every person is held to a silent console."""
    problems: list[str] = []

    def follow(page: Page) -> Page:
        page.on(
            "console",
            lambda message: (
                problems.append(message.text) if message.type == "error" and "status of 4" not in message.text else None
            ),
        )
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield follow
    assert not problems
