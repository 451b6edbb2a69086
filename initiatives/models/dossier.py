from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from housing.models import Property
from thuisgevers.documents.kinds.cooperation_agreement import PartyRole
from thuisgevers.municipalities.models import TenantModel

from ..enums import OPEN_DOSSIER_STATES, AdviceOutcome, DossierState, NoteKind
from .initiative import Initiative

_person = settings.AUTH_USER_MODEL


@pghistory.track()
class Dossier(TenantModel):
    """One assessment of one initiative, with at most one property, by one municipality.

    `target_date` is when the next answer is due, from whoever has the ball. At most one dossier of an initiative is open.
    The row is the root of everything on its page: whoever changes a part of it touches `updated_at` (see
    `services.locking`), so that two officials at once notice each other.
    """

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="dossiers", verbose_name=_("initiatief"))
    property = models.ForeignKey(
        Property, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pand")
    )
    state = models.CharField(
        _("stand"), max_length=24, choices=DossierState.choices, default=DossierState.DRAFT, editable=False
    )
    #: Somebody still has to do something: under review, or approved and not announced. Kept by triggers (migration 0012),
    #: because it depends on the initiative and the worklist of a large municipality must not join ten thousand rows to know.
    is_open = models.BooleanField(_("staat open"), default=False, editable=False)
    assignee = models.ForeignKey(
        _person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("behandelaar")
    )
    submitted_at = models.DateTimeField(_("ingediend op"), null=True, editable=False)
    target_date = models.DateField(_("streefdatum"), null=True, blank=True)
    suspended_until = models.DateField(_("opgeschort tot"), null=True, blank=True)
    advised_by = models.ForeignKey(_person, models.PROTECT, null=True, related_name="+", verbose_name=_("adviseur"))
    advised_at = models.DateTimeField(_("geadviseerd op"), null=True, editable=False)

    class Meta:
        ordering = ("target_date", "id")
        verbose_name = _("dossier")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "target_date"]),
            models.Index(fields=["municipality", "assignee", "target_date"]),
            models.Index(
                fields=["municipality", "target_date", "id"],
                include=["initiative", "state", "assignee"],
                condition=Q(is_open=True),
                name="dossier_open_by_date",
            ),
            models.Index(
                fields=["municipality", "initiative", "state"], condition=Q(is_open=False), name="dossier_not_open"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(state__in=[DossierState.DRAFT, *OPEN_DOSSIER_STATES]),
                name="dossier_one_open",
                violation_error_message=_("Van dit initiatief is al een ander dossier open."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DossierState.APPROVED) | Q(property__isnull=False),
                name="dossier_approved_has_property",
                violation_error_message=_("Akkoord kan pas als het dossier een pand heeft."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.state}"


class Advice(TenantModel):
    """What the one official tells the other who decides. A row of its own, because rows cannot hide columns: the
    initiative's side reads the dossier and has no policy here. One per round of review."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="advices")
    outcome = models.CharField(_("advies"), max_length=8, choices=AdviceOutcome.choices)
    text = models.TextField(_("toelichting bij het advies"), max_length=8000, blank=True)
    advised_by = models.ForeignKey(_person, models.PROTECT, related_name="+")
    advised_at = models.DateTimeField(_("geadviseerd op"))

    class Meta:
        ordering = ("-advised_at", "id")
        verbose_name = _("advies")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


class Decision(TenantModel):
    """Two people decided: who advised may not decide. One per round of review; a reopened dossier may get another."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decisions")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    outcome = models.CharField(_("besluit"), max_length=8, choices=AdviceOutcome.choices)
    reason = models.TextField(_("motivering"), max_length=8000, blank=True)
    advised_by = models.ForeignKey(_person, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(_person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("besloten op"))

    class Meta:
        ordering = ("-decided_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(advised_by=F("decided_by")),
                name="decision_four_eyes",
                violation_error_message=_("Wie het advies gaf, mag niet zelf besluiten. Vraag een collega."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


@pghistory.track()
class InformationRequest(TenantModel):
    """A question of the municipality to the initiative and its answer; both sides see both."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="information_requests")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    question = models.TextField(_("vraag"), max_length=4000)
    due_on = models.DateField(_("graag antwoord voor"))
    asked_by = models.ForeignKey(_person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd op"))
    answer = models.TextField(_("antwoord"), max_length=8000, blank=True)
    answered_by = models.ForeignKey(_person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord op"), null=True)
    closed_at = models.DateTimeField(_("gesloten zonder antwoord op"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("asked_at", "id")
        verbose_name = _("vraag om aanvulling")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None


@pghistory.track()
class Note(TenantModel):
    """What officials write to each other; never shown to the initiative's side (no policy gives it rows)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes")
    kind = models.CharField(_("soort"), max_length=8, choices=NoteKind.choices, default=NoteKind.INTERNAL)
    text = models.TextField(_("notitie"), max_length=8000)
    author = models.ForeignKey(_person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"


@pghistory.track()
class AgreementFacts(TenantModel):
    """What the cooperation agreement needs besides the dossier itself. One row per dossier, filled by the municipality
    or the trekker; the parties are rows of their own."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="agreement_facts")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    residents_min = models.PositiveSmallIntegerField(
        _("minste aantal bewoners"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    residents_max = models.PositiveSmallIntegerField(
        _("meeste aantal bewoners"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    statutory_group = models.CharField(_("statutaire doelgroep"), max_length=120, blank=True)
    starts_on = models.DateField(_("begint op"), null=True, blank=True)
    ends_on = models.DateField(_("eindigt op"), null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(
        _("opzegtermijn in maanden"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    insurer_informed_on = models.DateField(_("verzekeraar geïnformeerd op"), null=True, blank=True)
    insurer_name = models.CharField(_("verzekeraar"), max_length=120, blank=True)
    costs = models.JSONField(_("kosten"), default=list, blank=True)
    house_rules = models.TextField(_("huisregels"), max_length=4000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(residents_min__isnull=True)
                | Q(residents_max__isnull=True)
                | Q(residents_max__gte=F("residents_min")),
                name="agreement_residents",
                violation_error_message=_("Het meeste aantal is lager dan het minste aantal."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="agreement_period",
                violation_error_message=_("De einddatum ligt voor de begindatum. Kies een latere datum."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


@pghistory.track()
class AgreementParty(TenantModel):
    """One of the two to four that sign."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="agreement_parties")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    role = models.CharField(_("rol"), max_length=16, choices=PartyRole.choices)
    name = models.CharField(_("naam"), max_length=120)
    address = models.CharField(_("straat en huisnummer"), max_length=120, blank=True)
    postcode_and_place = models.CharField(_("postcode en plaats"), max_length=100, blank=True)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    represented_by = models.CharField(_("wie tekent"), max_length=120, blank=True)
    represented_as = models.CharField(_("functie"), max_length=80, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "position"], name="party_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=4), name="party_at_most_four"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class PressFacts(TenantModel):
    """What the press release tells besides its fixed text; place only as the municipality, never an address.

    The contact is printed, so it is not encrypted."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="press_facts")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    quote = models.TextField(_("citaat"), max_length=1000, blank=True)
    quote_by = models.CharField(_("citaat van"), max_length=120, blank=True)
    quote_function = models.CharField(_("functie bij het citaat"), max_length=80, blank=True)
    named_partners = models.TextField(_("organisaties die genoemd willen worden"), max_length=500, blank=True)
    contact_name = models.CharField(_("contactpersoon voor de pers"), max_length=120, blank=True)
    contact_organisation = models.CharField(_("organisatie van de contactpersoon"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefoon voor de pers"), max_length=20, blank=True)
    contact_email = models.EmailField(_("e-mail voor de pers"), blank=True)
    embargo_until = models.DateTimeField(_("embargo tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("persgegevens")

    def __str__(self) -> str:
        return str(self.dossier_id)
