"""`manage.py demo_personas`: who one can be in the demo, as a table for the terminal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thuisgevers.demo.personas import PERSONAS


class Command(BaseCommand):
    help = "Prints the address of the demo and a table of its personas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--table-only", action="store_true", help="without the address, for who prints that itself")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in demo mode: set DEMO=1.")
        if not options["table_only"]:
            self.stdout.write(f"De Thuisgevers: {settings.BASE_URL}/  (sign in: {settings.BASE_URL}/demo/)\n\n")
        rows = [("Naam", "Rol", "Gemeente", "Wat u kunt proberen")]
        rows += [(one.name, str(one.role.label), one.municipality_name, one.does) for one in PERSONAS]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)]
            self.stdout.write("  ".join([*cells, row[3]]).rstrip())
