"""Checks that the log is whole; run as owner (`DB_ROLE=owner manage.py verify_audit`)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thuisgevers.audit.chain import broken_links, root


class Command(BaseCommand):
    help = "Checks the chain of every municipality's log; ends with an error where one breaks."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = broken_links()
        for link in broken:
            self.stderr.write(f"broken: chain {link.chain}, position {link.position}, event {link.event}")
        fingerprint, length = root()
        if broken:
            raise CommandError(f"{len(broken)} broken link(s) in {length} events")
        self.stdout.write(f"whole: {length} events, root {fingerprint}")
