from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.municipalities.models import TenantModel

from ..enums import ImportKind, ImportState

KEPT_FOR = timedelta(hours=24)


def a_day_from_now() -> datetime:
    return timezone.now() + KEPT_FOR


class ImportJob(TenantModel):
    """One file that is checked and, after a yes, imported; also the job of the worker that does it.

    The file itself is in `content`, encrypted, and gone once it was imported, refused or stopped, or after a day. What stays
    holds no values of cells: numbers, column names, and which cell had which problem. No row history, for the same reason.
    """

    kind = models.CharField(_("wat"), max_length=12, choices=ImportKind.choices)
    state = models.CharField(
        _("stand"), max_length=12, choices=ImportState.choices, default=ImportState.WAITING, editable=False
    )
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    file_name = models.CharField(_("bestand"), max_length=120)
    file_type = models.CharField(max_length=8)
    byte_size = models.PositiveIntegerField()
    content = EncryptedTextField(blank=True, default="")
    keeps_file = models.BooleanField(default=True)
    keeps_until = models.DateTimeField(default=a_day_from_now)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    row_count = models.PositiveIntegerField(_("rijen"), default=0)
    new_count = models.PositiveIntegerField(_("nieuw"), default=0)
    changed_count = models.PositiveIntegerField(_("gewijzigd"), default=0)
    same_count = models.PositiveIntegerField(_("ongewijzigd"), default=0)
    problem_count = models.PositiveIntegerField(_("fouten"), default=0)
    #: `[row, column, sentence]` each; rows as a spreadsheet counts them.
    problems = models.JSONField(default=list)
    #: `[heading in the file, name of our field]` each.
    columns = models.JSONField(default=list)
    refusal = models.CharField(_("waarom geweigerd"), max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "id")
        verbose_name = _("import")
        indexes: ClassVar = [models.Index(fields=["municipality", "-created_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def can_start(self) -> bool:
        return (
            self.state == ImportState.CHECKED and self.problem_count == 0 and bool(self.new_count + self.changed_count)
        )

    @property
    def is_busy(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.CHECKING, ImportState.QUEUED, ImportState.IMPORTING)
