"""A file that somebody added, and what the checks found. The row is also the job of the worker that checks it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from .enums import AttachmentKind, AttachmentState, Audience, MediaType

#: How long a removed file can be put back; the purge queue of migration 0002 says the same.
UNDO = timedelta(days=30)
WAITING = (AttachmentState.UPLOADED, AttachmentState.CHECKING)


@pghistory.track(exclude=["name", "caption"])
class Attachment(TenantModel):
    """One file. What it belongs to is a link row in the app that owns the thing (`AttachmentLink`).

    `scope_id` (an initiative) and `property_scope_id` (a property) say for whom outside the municipality it is readable.
    `storage_key` is random and set at the first claim: a second try overwrites what the first left behind. The row history
    leaves out name and caption, so that what is purged is gone.
    """

    kind = models.CharField(_("soort"), max_length=12, choices=AttachmentKind.choices)
    audience = models.CharField(_("wie mag het zien"), max_length=8, choices=Audience.choices, default=Audience.TEAM)
    scope_id = models.UUIDField(_("initiatief"), null=True, blank=True, db_index=True)
    property_scope_id = models.UUIDField(_("pand"), null=True, blank=True, db_index=True)
    name = models.CharField(_("bestandsnaam"), max_length=120, blank=True)
    caption = models.CharField(_("bijschrift"), max_length=200, blank=True)
    media_type = models.CharField(_("type"), max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(_("breedte in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("hoogte in pixels"), null=True, blank=True)
    page_count = models.PositiveIntegerField(_("bladzijden"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    storage_key = models.CharField(max_length=80, blank=True)
    thumbnail_key = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        _("stand"), max_length=8, choices=AttachmentState.choices, default=AttachmentState.UPLOADED, editable=False
    )
    refusal = models.CharField(_("waarom geweigerd"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("toegevoegd door")
    )
    client_id = models.UUIDField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(_("niet proberen voor"), null=True, blank=True)
    ready_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    removed_at = models.DateTimeField(_("verwijderd op"), null=True, blank=True)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        indexes: ClassVar = [
            models.Index(fields=["state", "id"], condition=Q(state__in=WAITING), name="attachment_waiting"),
            models.Index(
                fields=["updated_at"],
                condition=Q(state__in=[AttachmentState.REMOVED, AttachmentState.REFUSED]),
                name="attachment_to_purge",
            ),
        ]
        constraints: ClassVar = [
            # The sender's own number for one file: sent twice it is one row.
            models.UniqueConstraint(fields=["uploaded_by", "client_id"], name="attachment_sent_once"),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.READY)
                | (Q(sha256__regex="^[0-9a-f]{64}$", ready_at__isnull=False) & ~Q(storage_key="")),
                name="attachment_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.REFUSED) | ~Q(refusal=""), name="attachment_refused_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.CHECKING) | Q(claimed_at__isnull=False),
                name="attachment_checking_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttachmentState.REMOVED) | Q(removed_at__isnull=False),
                name="attachment_removed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_ready(self) -> bool:
        return self.state == AttachmentState.READY

    @property
    def is_image(self) -> bool:
        return self.media_type != MediaType.PDF

    @property
    def quarantine_key(self) -> str:
        """Where the file lies as it came in: named after the row, so that a file without a row can be told apart."""
        return f"quarantine/{self.pk}"


class AttachmentLink(TenantModel):
    """What a file belongs to: the app that owns the thing makes one concrete link with a foreign key to it.

    The scopes are copied from the file, for the policy. Migration: `attachments.policies.protect_link`.
    """

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+", verbose_name=_("bijlage"))
    scope_id = models.UUIDField(null=True, editable=False)
    property_scope_id = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def hang(cls, attachment: Attachment, **thing: Any) -> Self:
        """Tie a file to a thing (`hang(attachment, property=place)`). Sent twice, tied once. The caller came through the
        door of the thing."""
        link = cls.objects.filter(attachment=attachment).first()  # type: ignore[attr-defined]
        if link is not None:
            return link  # type: ignore[no-any-return]
        link = cls(
            municipality_id=attachment.municipality_id,
            attachment=attachment,
            scope_id=attachment.scope_id,
            property_scope_id=attachment.property_scope_id,
            **thing,
        )
        link.save(force_insert=True)
        return link
