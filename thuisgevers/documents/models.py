"""Model texts and the documents made of them. The document row is also the job of the worker that makes it."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import TenantModel

from .enums import DocumentKind, DocumentState, TemplateStatus
from .kinds import SPECIFICATIONS, KindSpecification
from .wording.check import check_wording
from .wording.sections import Section, read_sections

BEING_MADE = (DocumentState.REQUESTED, DocumentState.RENDERING)
HAS_FILE = (DocumentState.READY, DocumentState.FINAL, DocumentState.SENT, DocumentState.SIGNED)


class DocumentTemplate(BaseModel):
    """A national model text. A published version never changes: a document that names it can be made again.

    `sections` is data (see `wording.sections`); `clean()` refuses fields and conditions that the kind does not have.
    """

    kind = models.CharField(gettext_lazy("soort"), max_length=40, choices=DocumentKind.choices)
    version = models.PositiveSmallIntegerField(gettext_lazy("versie"))
    title = models.CharField(gettext_lazy("titel"), max_length=200)
    note = models.TextField(gettext_lazy("toelichting"), blank=True)
    sections = models.JSONField(gettext_lazy("onderdelen"), default=list)
    status = models.CharField(max_length=12, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT)
    published_at = models.DateTimeField(gettext_lazy("gepubliceerd op"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "-version")
        verbose_name = gettext_lazy("modeldocument")
        constraints = (
            models.UniqueConstraint(fields=["kind", "version"], name="documenttemplate_version_once"),
            models.CheckConstraint(
                condition=~Q(status=TemplateStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="documenttemplate_published_has_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    @property
    def specification(self) -> KindSpecification:
        return SPECIFICATIONS[DocumentKind(self.kind)]

    @property
    def parsed_sections(self) -> list[Section]:
        return read_sections(self.sections)

    def clean(self) -> None:
        try:
            sections = self.parsed_sections
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(
                {"sections": _("De onderdelen zijn niet leesbaar: %(error)s") % {"error": error}}
            ) from error
        if self.kind in SPECIFICATIONS:
            check_wording(self.specification, self.title, sections)


@pghistory.track(exclude=["context"])
class Document(TenantModel):
    """One version of one document about one initiative.

    `context` and `template` are fixed when it is requested: whoever renders it, and however often, gets the same file.
    The file itself lies in private storage under its `sha256`. The row history leaves out `context`: it never changes.
    """

    kind = models.CharField(gettext_lazy("soort"), max_length=40, choices=DocumentKind.choices)
    subject_id = models.UUIDField(gettext_lazy("initiatief"))
    dossier_id = models.UUIDField(gettext_lazy("dossier"), null=True, blank=True)
    reference = models.CharField(gettext_lazy("kenmerk"), max_length=20)
    version = models.PositiveIntegerField(gettext_lazy("versie"))
    state = models.CharField(
        gettext_lazy("stand"), max_length=12, choices=DocumentState.choices, default=DocumentState.REQUESTED
    )
    template = models.ForeignKey(
        DocumentTemplate, models.PROTECT, related_name="documents", verbose_name=gettext_lazy("model")
    )
    context = models.JSONField()
    title = models.CharField(gettext_lazy("titel"), max_length=300)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("aangevraagd door")
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(gettext_lazy("wat er misging"), max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    byte_size = models.PositiveIntegerField(null=True, blank=True)
    page_count = models.PositiveSmallIntegerField(null=True, blank=True)
    ready_at = models.DateTimeField(gettext_lazy("klaar op"), null=True, blank=True)
    final_at = models.DateTimeField(gettext_lazy("vastgesteld op"), null=True, blank=True)
    sent_on = models.DateField(gettext_lazy("verstuurd op"), null=True, blank=True)
    signed_on = models.DateField(gettext_lazy("ondertekend op"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "-version")
        verbose_name = gettext_lazy("document")
        verbose_name_plural = gettext_lazy("documenten")
        indexes: ClassVar = [
            models.Index(fields=["subject_id"]),
            models.Index(fields=["state", "id"], condition=Q(state__in=BEING_MADE), name="document_waiting"),
        ]
        constraints = (
            models.UniqueConstraint(
                fields=["municipality", "subject_id", "kind", "version"], name="document_version_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "subject_id", "kind"],
                condition=Q(state__in=BEING_MADE),
                name="document_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HAS_FILE) | Q(sha256__regex="^[0-9a-f]{64}$", byte_size__gt=0, page_count__gt=0),
                name="document_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.FAILED) | ~Q(error=""), name="document_failed_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.RENDERING) | Q(claimed_at__isnull=False),
                name="document_rendering_is_claimed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} v{self.version}"

    @property
    def is_being_made(self) -> bool:
        return self.state in BEING_MADE

    @property
    def has_file(self) -> bool:
        return self.state in HAS_FILE

    @property
    def specification(self) -> KindSpecification:
        return SPECIFICATIONS[DocumentKind(self.kind)]

    @property
    def filename(self) -> str:
        """What a reader's computer calls it; only letters, digits and hyphens in it."""
        return f"{DocumentKind(self.kind).label}-{self.reference}-v{self.version}.pdf"
