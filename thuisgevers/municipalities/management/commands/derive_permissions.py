"""`manage.py derive_permissions`: derive everybody's permissions anew from their roles.

What the code reads (guardian's rows) is written when a role is given. A release that gives a role another capability changes only
the tables that PostgreSQL reads, so that until this has run, or the person's role is tended by night, the code still refuses what
the database allows. Run with `DB_ROLE=owner` after every `migrate`. Goes in batches, each a transaction in which nobody gives or
ends a role; can be stopped and started again, and writes nothing where nothing changed.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.grants import derive_where_different
from thuisgevers.municipalities.models import Membership


class Command(BaseCommand):
    """See the module."""

    help = "Derive everybody's permissions anew from their roles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=100, help="people per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DB_ROLE != "owner":
            raise CommandError("Run this with DB_ROLE=owner: the application role does not see every role.")
        people = changed = last = 0
        while batch := self._next(after=last, most=options["batch"]):
            with transaction.atomic(), connection.cursor() as cursor:
                # Somebody whose role begins or ends meanwhile would be derived from what was.
                cursor.execute(f"LOCK TABLE {Membership._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
                changed += sum(bool(derive_where_different(user=user)) for user in batch)
            people += len(batch)
            last = batch[-1].pk
        self.stdout.write(f"permissions of {people} people looked at, of {changed} changed")

    def _next(self, *, after: int, most: int) -> list[User]:
        holders = Membership.objects.values("user_id")
        return list(User.objects.filter(pk__in=holders, pk__gt=after).order_by("pk")[:most])
