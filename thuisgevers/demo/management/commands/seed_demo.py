"""`manage.py seed_demo`: invented data for the demo. Runs with DB_ROLE=owner; a second run changes nothing."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from thuisgevers.demo.seeding import seed_demo


class Command(BaseCommand):
    help = "Makes the invented data of the demo. Refuses outside demo mode; does nothing when the data is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in demo mode: set DEMO=1. Invented people do not belong among real ones.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            [(role,)] = cursor.fetchall()
        if role == "app":
            raise CommandError("Set DB_ROLE=owner: the first national coordinator cannot be made by the application.")
        started = time.monotonic()
        summary = seed_demo()
        if summary is None:
            self.stdout.write("The demo data is there already.")
            return
        self.stdout.write(
            f"{summary.initiatives} initiatives in {summary.municipalities} municipalities, {summary.joined} of which take"
            f" part; {summary.acts} acts and {summary.mails} mails in {time.monotonic() - started:.0f} s."
        )
