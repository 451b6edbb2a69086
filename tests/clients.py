"""The test client: signs in with a second factor, and holds every GET to reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone

WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?", re.IGNORECASE)
MAY_BE_WRITTEN_BY_GET = {"audit_readevent", "django_session", "usersessions_usersession", "audit_denial"}


class WroteOnGetError(AssertionError):
    pass


def _only_reads(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    # Of a SELECT nothing is written by its words; it is most of what is asked, and long.
    for table in () if sql.startswith("SELECT ") else WRITES.findall(sql):
        if table.lower() not in MAY_BE_WRITTEN_BY_GET and "FOR UPDATE" not in sql.upper():
            raise WroteOnGetError(f"a GET wrote to {table}: {sql[:300]}")
    return execute(sql, params, many, context)


class ThuisClient(Client):
    """A GET may add a ReadEvent and touch the session, nothing else."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(_only_reads):
            return super().get(*args, **kwargs)

    def sign_in(self, user: Any, *, second_factor: bool = True) -> ThuisClient:
        assert isinstance(user, get_user_model())
        self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = self.session
        methods: list[dict[str, Any]] = [{"method": "code", "at": timezone.now().timestamp()}]
        if second_factor:
            methods.append({"method": "mfa", "type": "totp", "at": timezone.now().timestamp()})
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return self
