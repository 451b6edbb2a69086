"""`manage.py make_encryption_key 2026b`: a line for ENCRYPTION_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thuisgevers.common.encryption import make_key, parse_keys


class Command(BaseCommand):
    """Prints a new key and keeps it nowhere."""

    help = "Print a new encryption key. Put it in front of ENCRYPTION_KEYS, restart, then run rotate_encryption."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key_id", help="a short name, such as 2026b")

    def handle(self, *args: Any, **options: Any) -> None:
        entry = f"{options['key_id']}:{make_key()}"
        parse_keys([entry])
        self.stdout.write(entry)
