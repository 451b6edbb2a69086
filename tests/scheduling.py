"""Which tests go to the same worker. An installation of real processes and its browser are slow to start: each starts once.

Told by the file: xdist's own groups do not reach it since pytest 9.1 (they were added to the id of an item, which no longer
can be written).
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

E2E = "tests/e2e/"
#: These look at the demo's pages; the others walk an installation with workers. Two workers have one each.
LOOKING = ("test_accessibility.py", "test_keyboard.py", "test_step_plans.py")


def installation_of(nodeid: str) -> str:
    """The installation that a browser test needs; empty for every other test."""
    path = nodeid.partition("::")[0]
    if not path.startswith(E2E):
        return ""
    return "looked_at" if path.endswith(LOOKING) else "site"


class ByInstallation(LoadScopeScheduling):
    """Tests of one installation in one piece, longest piece first; all others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return installation_of(nodeid) or nodeid
