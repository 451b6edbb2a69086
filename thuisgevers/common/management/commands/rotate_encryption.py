"""`manage.py rotate_encryption`: write every encrypted value anew with the active key.

Run with `DB_ROLE=owner`: the application role sees no tenant rows without a person. Goes in batches with a lock per row,
can be stopped and started again, and changes nothing that has the active key already or was erased. A key may leave
ENCRYPTION_KEYS once this command reports that nothing is left.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from thuisgevers.common.encryption import (
    CannotOpen,
    EncryptedTextField,
    Sealed,
    active_key_id,
    key_id_of,
    seal,
    unseal,
)


def encrypted_fields() -> list[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted column in the house."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


class Command(BaseCommand):
    """See the module."""

    help = "Encrypt every value anew that was encrypted with an older key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500)
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DB_ROLE != "owner" and not options["dry_run"]:
            raise CommandError("Run this with DB_ROLE=owner: the application role does not see every row.")
        unreadable = 0
        for model, field in encrypted_fields():
            changed, failed = self._rotate(model, field, batch=options["batch"], dry_run=options["dry_run"])
            unreadable += failed
            verb = "would change" if options["dry_run"] else "changed"
            self.stdout.write(f"{model._meta.db_table}.{field.column}: {changed} {verb}, {failed} cannot be opened")
        if unreadable:
            raise CommandError(
                f"{unreadable} values cannot be opened with the keys that are configured; keep the old ones."
            )

    def _rotate(
        self, model: type[models.Model], field: EncryptedTextField, *, batch: int, dry_run: bool
    ) -> tuple[int, int]:
        changed = failed = 0
        last: Any = None
        rows = model._base_manager.filter(**{f"{field.attname}__isnull": False}).order_by("pk")
        while True:
            page = rows if last is None else rows.filter(pk__gt=last)
            # The rows of history are append-only, and the new ciphertext of an old value is no event.
            with transaction.atomic(), pgtrigger.ignore():
                chosen = list(page.select_for_update(of=("self",), no_key=True)[:batch])
                for row in chosen:
                    last = row.pk
                    sealed = row.__dict__[field.attname]
                    if not sealed:
                        continue
                    try:
                        if key_id_of(sealed) == active_key_id():
                            continue
                        place = field.place_of(row)
                        fresh = Sealed(seal(unseal(sealed, **place), **place))
                    except CannotOpen:
                        failed += 1
                        continue
                    changed += 1
                    if not dry_run:
                        model._base_manager.filter(pk=row.pk).update(**{field.attname: fresh})
            if len(chosen) < batch:
                return changed, failed
