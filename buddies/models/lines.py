"""What the radar would have to count every time, kept by triggers: the database writes these rows, nobody else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from thuisgevers.municipalities.models import TenantModel


class HomeLine(TenantModel):
    """One household card: whether people live there (or are about to), how many buddies and proposals the household has, how many of
    them both said yes, and whether the household said that it wants nobody. Without foreign keys, as triggers keep it."""

    card_id = models.UUIDField(unique=True, editable=False)
    initiative_scope_id = models.UUIDField(null=True, editable=False)
    household_id = models.UUIDField(db_index=True, editable=False)
    buddy_id = models.UUIDField(null=True, editable=False)
    is_living = models.BooleanField(default=False)
    said_no = models.BooleanField(default=False)
    open_matches = models.PositiveSmallIntegerField(default=0)
    move_in_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        verbose_name = "huishouden op de radar"
        ordering = ("move_in_on", "id")
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "move_in_on"],
                condition=Q(is_living=True, said_no=False, open_matches=0),
                name="homeline_without",
            ),
            models.Index(
                fields=["municipality", "ends_on"],
                condition=Q(is_living=True, buddy_id__isnull=False),
                name="homeline_ending",
            ),
        ]

    def __str__(self) -> str:
        return str(self.card_id)


class BuddyLoad(TenantModel):
    """How many households a buddy has, and whether that is more than agreed or comes on top of a pause."""

    subject_id = models.UUIDField(unique=True, editable=False)
    initiative_id = models.UUIDField(null=True, editable=False)
    open_matches = models.PositiveSmallIntegerField(default=0)
    is_over = models.BooleanField(default=False)
    is_away = models.BooleanField(default=False)
    since = models.DateField()

    class Meta:
        verbose_name = "last van een buddy"
        ordering = ("since", "id")
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "since", "subject_id"],
                condition=Q(is_over=True) | Q(is_away=True),
                name="buddyload_too_much",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject_id)
