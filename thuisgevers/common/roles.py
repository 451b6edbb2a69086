"""The database role that the application may not be: superuser, one that bypasses row level security, or an owner.

With such a role the policies would not bind and nobody would notice. So the first connection of every process is
asked, whatever started it (web, worker, beat, shell); only commands that run with `DB_ROLE=owner` (migrations) are let through.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

QUESTION = """
    SELECT rolname, rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname = 'public')
    FROM pg_roles AS r WHERE rolname = session_user
"""


@dataclass(frozen=True)
class RoleFacts:
    """What PostgreSQL says of the role that signed in."""

    name: str
    is_superuser: bool
    bypasses_rls: bool
    owns_tables: bool

    @property
    def objection(self) -> str:
        """Why this role may not serve the application; empty when it may."""
        if self.is_superuser:
            return f"database role {self.name} is a superuser"
        if self.bypasses_rls:
            return f"database role {self.name} bypasses row level security"
        if self.owns_tables:
            return f"database role {self.name} owns tables"
        return ""


def read_role(connection: BaseDatabaseWrapper) -> RoleFacts:
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        return RoleFacts(*cursor.fetchone())


_accepted: set[tuple[str, str]] = set()


def refuse_privileged(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """On the first connection of the process. Raises, so that nothing is served."""
    if settings.DB_ROLE == "owner":
        return
    key = (str(connection.settings_dict["HOST"]), str(connection.settings_dict["USER"]))
    if key in _accepted:
        return
    objection = read_role(connection).objection
    if objection:
        connection.close()
        raise ImproperlyConfigured(f"Refused to start: {objection}. Connect as the role app; see docs/deploy.")
    _accepted.add(key)


@checks.register(checks.Tags.database)
def check_role(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """For `manage.py check --database default`: the same refusal as a readable line."""
    if settings.DB_ROLE == "owner":
        return []
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        try:
            objection = read_role(connections[alias]).objection
        except ImproperlyConfigured as error:
            objection = str(error)
        if objection:
            found.append(checks.Error(objection, hint="Connect as the role app.", id="common.E010"))
    return found
