"""What a team keeps in its workspace: tasks, conversations, appointments and its support base. For the team and its pioneer alone:
officials, owners and residents have no right on any of these tables."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from thuisgevers.municipalities.models import TenantModel

from ..enums import AppointmentState, SupportGroup, SupportKind, TaskKind, TaskState

MOST_GOODS = 999


class WorkspaceModel(TenantModel):
    """A row of one initiative's workspace."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class WorkspaceTask(WorkspaceModel):
    """Something to do, goods to find or a job. Goods say how many are needed and how many were promised."""

    kind = models.CharField(_("soort"), max_length=8, choices=TaskKind.choices)
    title = models.CharField(_("wat"), max_length=120)
    text = models.TextField(_("toelichting"), max_length=2000, blank=True)
    state = models.CharField(
        _("stand"), max_length=8, choices=TaskState.choices, default=TaskState.OPEN, editable=False
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("aantal nodig"), null=True, blank=True)
    promised = models.PositiveSmallIntegerField(_("aantal toegezegd"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("taak")
        indexes: ClassVar = [models.Index(fields=["initiative", "state", "due_on"], name="workspacetask_board")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=TaskKind.GOODS, needed__gte=1, needed__lte=MOST_GOODS)
                | (~Q(kind=TaskKind.GOODS) & Q(needed__isnull=True, promised=0)),
                name="workspacetask_goods_count",
            ),
            models.CheckConstraint(condition=Q(promised__lte=MOST_GOODS), name="workspacetask_promised"),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, finished_at__isnull=False)
                | (~Q(state=TaskState.DONE) & Q(finished_at__isnull=True)),
                name="workspacetask_finished_at",
            ),
        ]

    def __str__(self) -> str:
        return f"taak {self.pk}"

    @property
    def missing(self) -> int:
        """How many goods nobody promised yet."""
        return max(0, (self.needed or 0) - self.promised)


class Conversation(WorkspaceModel):
    """One subject. `last_at` is when the newest message was written, also when it was withdrawn later."""

    subject = models.CharField(_("onderwerp"), max_length=120)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    last_at = models.DateTimeField(_("laatste bericht"))

    class Meta:
        ordering = ("-last_at", "-id")
        verbose_name = _("gesprek")
        indexes: ClassVar = [models.Index(fields=["initiative", "-last_at"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"gesprek {self.pk}"


class ConversationMessage(WorkspaceModel):
    """`mail_key` is a fingerprint of the Message-ID of the mail it came from, so that a mail read twice is one message.
    A withdrawn message keeps its place and loses its text."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("bericht"), max_length=4000, blank=True)
    mail_key = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("bericht in een gesprek")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "mail_key"], condition=~Q(mail_key=""), name="conversationmessage_mail_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(text=""), name="conversationmessage_withdrawn_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class ConversationMark(WorkspaceModel):
    """Until when somebody read a conversation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        verbose_name = _("gelezen tot")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "user"], name="conversationmark_once"),
        ]

    def __str__(self) -> str:
        return f"gelezen {self.pk}"


class Appointment(WorkspaceModel):
    """In the agenda of the team. `sequence` grows with every change, for calendars that subscribed."""

    title = models.CharField(_("wat"), max_length=120)
    starts_at = models.DateTimeField(_("begin"))
    ends_at = models.DateTimeField(_("einde"))
    place = models.CharField(_("waar"), max_length=200, blank=True)
    text = models.TextField(_("toelichting"), max_length=2000, blank=True)
    state = models.CharField(
        _("stand"), max_length=10, choices=AppointmentState.choices, default=AppointmentState.PLANNED, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("starts_at", "id")
        verbose_name = _("afspraak")
        indexes: ClassVar = [models.Index(fields=["initiative", "starts_at"], name="appointment_agenda")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"afspraak {self.pk}"


class SupportEntry(WorkspaceModel):
    """A talk, a question or a promise about the plan. It says which group was spoken with, never who: the neighbourhood is small.
    `may_share` puts it in the summary that the team can pass on, and may make public (`SupportPage`)."""

    kind = models.CharField(_("soort"), max_length=8, choices=SupportKind.choices)
    group = models.CharField(_("met wie"), max_length=16, choices=SupportGroup.choices)
    happened_on = models.DateField(_("wanneer"))
    text = models.TextField(_("wat is er gezegd"), max_length=2000)
    outcome = models.TextField(_("antwoord of uitkomst"), max_length=2000, blank=True)
    settled_on = models.DateField(_("afgehandeld op"), null=True, blank=True)
    may_share = models.BooleanField(_("in de samenvatting"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-happened_on", "-id")
        verbose_name = _("draagvlak")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(settled_on__gte=F("happened_on")),
                name="supportentry_settled_after",
            ),
        ]

    def __str__(self) -> str:
        return f"draagvlak {self.pk}"


class SupportPage(WorkspaceModel):
    """That the lead made the summary public, and when: what was chosen or changed later waits for the next time. The page shows
    only while team and municipality publish the name (`initiatives.PublishedName`); its id stands in the address."""

    is_public = models.BooleanField(_("openbaar"), default=False)
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        verbose_name = _("openbare pagina van het draagvlak")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative"], name="supportpage_once"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False), name="supportpage_public_since"
            ),
        ]

    def __str__(self) -> str:
        return f"pagina {self.pk}"
