"""Which tests go to the same worker, and which go first.

An installation of real processes and its browser are slow to start: each starts once. A long test that came last would run
alone while the other workers are done.

Told by the file: xdist's own groups do not reach it since pytest 9.1 (they were added to the id of an item, which no longer
can be written).
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

E2E = "tests/e2e/"
#: These look at the demo's pages, which all workers share; the others walk an installation with workers of its own.
LOOKING = (
    "test_accessibility.py",
    "test_keyboard.py",
    "test_guidance_journey.py",
    "test_welcome_page.py",
    "e2e/test_workspace.py",
)
#: Longest first; whatever else is left over in the end takes seconds. One worker makes the pages that others look at meanwhile.
LONG = (
    "tests/stack/test_demo.py",
    "tests/e2e/test_accessibility.py::test_pages[chromium-anna]",
    "tests/access/test_matrix.py::test_own_case",
    "tests/e2e/test_accessibility.py",
    "tests/access/test_matrix.py",
    "tests/benchmarks/",
    "tests/access/",
    "tests/stack/",
)


def long_first(items: list[pytest.Item]) -> None:
    """In place; tests of the same length keep the order that chance gave them."""
    items.sort(
        key=lambda item: next((place for place, path in enumerate(LONG) if item.nodeid.startswith(path)), len(LONG))
    )


def installation_of(nodeid: str) -> str:
    """The installation that a browser test has to itself; empty for every other test."""
    path = nodeid.partition("::")[0]
    return "site" if path.startswith(E2E) and not path.endswith(LOOKING) else ""


class ByInstallation(LoadScopeScheduling):
    """Tests of one installation in one piece, longest piece first; all others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return installation_of(nodeid) or nodeid
