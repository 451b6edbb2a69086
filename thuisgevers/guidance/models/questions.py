"""The question desk. What somebody asked and what came back is one world (`Question`, `QuestionMessage`), for the asker and for who
answers; what everybody may read is another (`PublishedAnswer`), written anew without persons by one and let through by
a second (`AnswerProposal`). No column of the first is ever readable through the second (migration 0021)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.enums import HelpTopic
from initiatives.models import Initiative
from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.common.models import BaseModel
from thuisgevers.municipalities.models import Municipality

from ..enums import AnswerState, Audience, Desk, ProposalState, QuestionNews, QuestionState
from .plans import StepPlan

LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 200, 3000, 6000


class Question(BaseModel):
    """What somebody asked, encrypted. `desk` is who answers: pioneers of the initiative, liaisons of the municipality or the national
    desk; `helper` the one of them, or of the province, who is asked. The row is also the job of its mails (`news`, `news_at`, `told_at`) and of its clock.

    A visitor (no `asker`) confirms by mail first; until then nobody is bothered with it and it goes after a week.
    """

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = EncryptedTextField(_("naam"), default="")
    email = EncryptedTextField(_("e-mailadres"), default="")
    title = EncryptedTextField(_("vraag"))
    text = EncryptedTextField(_("toelichting"), default="")
    theme = models.CharField(_("onderwerp"), max_length=16, choices=HelpTopic.choices)
    audience = models.CharField(_("voor wie"), max_length=16, choices=Audience.choices, blank=True)
    step_key = models.CharField(_("stap"), max_length=60, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(StepPlan, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("stand"), max_length=9, choices=QuestionState.choices, default=QuestionState.ASKED, editable=False
    )
    desk = models.CharField(_("bij wie"), max_length=8, choices=Desk.choices, blank=True, editable=False)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    routed_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField(_("antwoord uiterlijk"), null=True, editable=False)
    remind_on = models.DateField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, editable=False)
    closed_at = models.DateTimeField(_("gesloten op"), null=True, editable=False)
    close_reason = models.CharField(_("waarom gesloten"), max_length=300, blank=True)
    merged_into = models.ForeignKey("guidance.PublishedAnswer", models.PROTECT, null=True, related_name="+")
    news = models.CharField(max_length=10, choices=QuestionNews.choices, blank=True, editable=False)
    news_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="question_due"),
            models.Index(fields=["asker", "created_at"], name="question_asker"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(initiative__isnull=True) | Q(municipality__isnull=False), name="question_initiative_place"
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.ASKED)
                | Q(state=QuestionState.CLOSED)
                | (Q(due_on__isnull=False) & ~Q(desk="")),
                name="question_routed_has_term",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionState.CLOSED) | Q(closed_at__isnull=False), name="question_closed_at"
            ),
        ]

    def __str__(self) -> str:
        return f"vraag {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in {QuestionState.ASKED, QuestionState.ROUTED, QuestionState.ANSWERED}


class QuestionMessage(BaseModel):
    """An answer, or something that the asker added. Stays as it was written; `sources` are `{"label", "url"}`."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_answer = models.BooleanField(default=False)
    text = EncryptedTextField(_("bericht"))
    sources = models.JSONField(_("bronnen"), default=list, blank=True)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("bericht bij een vraag")
        verbose_name_plural = _("berichten bij vragen")

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class PublishedAnswer(BaseModel):
    """A question with its answer as everybody reads it. Holds no person: not who asked, not who answered.

    `key` names one that travels with the project; `review_on` is when somebody must look whether it still holds, earlier
    when the step that it explains changed (`step_changed_at`). Merged into another one its address leads there.
    """

    question = models.OneToOneField(Question, models.SET_NULL, null=True, related_name="published")
    key = models.SlugField(max_length=60, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where there is one
    title = models.CharField(_("vraag"), max_length=LONGEST_TITLE)
    text = models.TextField(_("toelichting"), max_length=LONGEST_TEXT, blank=True)
    answer = models.TextField(_("antwoord"), max_length=LONGEST_ANSWER)
    theme = models.CharField(_("onderwerp"), max_length=16, choices=HelpTopic.choices)
    audience = models.CharField(_("voor wie"), max_length=16, choices=Audience.choices, blank=True)
    step_key = models.CharField(_("stap"), max_length=60, blank=True)
    sources = models.JSONField(_("bronnen"), default=list, blank=True)
    state = models.CharField(
        _("stand"), max_length=9, choices=AnswerState.choices, default=AnswerState.PUBLISHED, editable=False
    )
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("gepubliceerd op"))
    reviewed_on = models.DateField(_("nagekeken op"), null=True)
    review_on = models.DateField(_("nakijken uiterlijk"), db_index=True)
    step_changed_at = models.DateTimeField(_("stap gewijzigd op"), null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    week_of = models.DateField(_("vraag van de week"), null=True)
    helpful = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-published_at", "id")
        verbose_name = _("gepubliceerd antwoord")
        verbose_name_plural = _("gepubliceerde antwoorden")
        indexes: ClassVar = [
            models.Index(fields=["-published_at"], name="answer_newest"),
            models.Index(fields=["audience", "step_key"], name="answer_step"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week_of"], name="answer_one_a_week"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=AnswerState.WITHDRAWN), name="answer_merged_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.state == AnswerState.PUBLISHED


class AnswerProposal(BaseModel):
    """The words for everybody, by one person; another one decides. For a question, or to replace a published answer."""

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="proposals")
    published = models.ForeignKey(PublishedAnswer, models.CASCADE, null=True, related_name="proposals")
    title = models.CharField(_("vraag"), max_length=LONGEST_TITLE)
    text = models.TextField(_("toelichting"), max_length=LONGEST_TEXT, blank=True)
    answer = models.TextField(_("antwoord"), max_length=LONGEST_ANSWER)
    theme = models.CharField(_("onderwerp"), max_length=16, choices=HelpTopic.choices)
    sources = models.JSONField(_("bronnen"), default=list, blank=True)
    review_on = models.DateField(_("nakijken uiterlijk"))
    state = models.CharField(
        _("stand"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN, editable=False
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("voorstel om te publiceren")
        verbose_name_plural = _("voorstellen om te publiceren")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="proposal_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=False) | Q(published__isnull=False), name="proposal_about_something"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_by__isnull=True)
                | Q(state__in=[ProposalState.TAKEN, ProposalState.REFUSED], decided_by__isnull=False),
                name="proposal_decided",
            ),
            models.UniqueConstraint(
                fields=["question"], condition=Q(state=ProposalState.OPEN), name="proposal_one_open_question"
            ),
            models.UniqueConstraint(
                fields=["published"], condition=Q(state=ProposalState.OPEN), name="proposal_one_open_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HelpfulMark(BaseModel):
    """Somebody found an answer helpful. A visitor's mark names nobody: only the visitor's own session knows its id."""

    published = models.ForeignKey(PublishedAnswer, models.CASCADE, related_name="marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("vond dit nuttig")
        constraints: ClassVar = [models.UniqueConstraint(fields=["published", "user"], name="helpful_once")]

    def __str__(self) -> str:
        return f"nuttig {self.published_id}"
