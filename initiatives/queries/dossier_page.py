"""Everything on the page of one dossier, for officials and for the team: each gets the parts that they may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from housing.enums import OrganisationKind, PropertyKind, PropertyState, Tenure
from initiatives.documents import about, agreement_row, parties_of, press_row
from initiatives.enums import DossierState, HelpTopic, InitiativeState
from initiatives.models import Dossier, Initiative
from initiatives.permissions import can_edit_dossier, viewable_dossiers
from initiatives.queries.actions import Action, actions_for
from initiatives.queries.dossier_parts import NoteLine, Question, TeamMember, Verdict, due, parts_of
from initiatives.queries.duplicates import likely_duplicates
from initiatives.queries.next_step import LOOKS, NextStep, is_told, next_step
from thuisgevers.audit.timeline import TimelineEntry, timeline
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.listing import Fact
from thuisgevers.common.phones import spoken_phone
from thuisgevers.common.templatetags.dutch import dutch_date, period, plural
from thuisgevers.common.words import gettext as _
from thuisgevers.common.words import label
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.queries import KindPanel, document_panels
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

#: Events on the page itself; the rest comes after a press, or as a page of its own.
NEWEST = 8


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A likely duplicate, with its newest dossier to go to."""

    name: str
    reference: str
    reasons: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class DossierPage:
    """What the template shows; a part that somebody may not see is empty and its flag is false."""

    dossier: Dossier
    initiative: Initiative
    look: Any
    state_label: str
    initiative_state_label: str
    step: NextStep
    deadline: Deadline
    explanation: str
    handler: str
    facts: list[Fact]
    property_facts: list[Fact]
    agreement_facts: list[Fact]
    press_facts: list[Fact]
    team: list[TeamMember]
    questions: list[Question]
    decisions: list[Verdict]
    timeline: list[TimelineEntry]
    has_more_events: bool
    panels: list[KindPanel]
    may_edit: bool
    sees_internal: bool
    notes: list[NoteLine] = field(default_factory=list)
    advices: list[Verdict] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def main_action(self) -> Action | None:
        """The button of the next-step panel: the one the step asks for, if this person has it."""
        return next((action for action in self.actions if action.name == self.step.action), None)

    @property
    def other_actions(self) -> list[Action]:
        main = self.main_action
        return [action for action in self.actions if main is None or action.name != main.name]


def page_dossiers(access: Access) -> QuerySet[Dossier]:
    """Viewable dossiers for the page, which reads the rest in one statement (`dossier_parts`), the initiative too; the
    municipality is known by then."""
    return viewable_dossiers(access)


def named_dossiers(access: Access) -> QuerySet[Dossier]:
    """Viewable dossiers for pages beside it, that show the name of the initiative."""
    return viewable_dossiers(access).select_related("initiative")


def shown_dossiers(access: Access) -> QuerySet[Dossier]:
    """Viewable dossiers with what the forms need of the rows above them, in one query."""
    return viewable_dossiers(access).select_related(
        "initiative__organisation", "property", "assignee", "agreement_facts", "press_facts"
    )


def dossier_page(access: Access, dossier: Dossier, *, is_official: bool) -> DossierPage:
    """For a row of `page_dossiers`. The same number of queries, whatever hangs on the dossier. `is_official` decides only
    where links lead."""
    parts = parts_of(access, dossier)
    initiative = dossier.initiative
    sees_internal = access.may(Capability.DOSSIER_INTERNAL, municipality=dossier.municipality)
    step = step_of(dossier)
    events = timeline(access=access, scope_id=initiative.pk, limit=NEWEST + 1)
    return DossierPage(
        dossier=dossier,
        initiative=initiative,
        look=LOOKS[dossier.state],
        state_label=label(DossierState(dossier.state)),
        initiative_state_label=label(InitiativeState(initiative.state)),
        step=step,
        deadline=deadline_of(dossier),
        explanation=explain(dossier),
        handler=parts.handler,
        facts=initiative_facts(initiative),
        property_facts=property_facts(dossier),
        agreement_facts=agreement_lines(dossier),
        press_facts=press_lines(dossier),
        team=parts.team,
        questions=parts.questions,
        decisions=parts.decisions,
        timeline=events[:NEWEST],
        has_more_events=len(events) > NEWEST,
        panels=panels_of(access, dossier, is_official=is_official),
        may_edit=can_edit_dossier(access, dossier),
        sees_internal=sees_internal,
        notes=parts.notes,
        advices=parts.advices,
        actions=actions_for(access, dossier) if is_official else [],
    )


def panels_of(access: Access, dossier: Dossier, *, is_official: bool) -> list[KindPanel]:
    with about(dossier):
        return document_panels(
            access=access,
            subject_id=dossier.initiative_id,
            municipality=dossier.municipality,
            request_url=lambda kind: request_url(dossier, kind, is_official=is_official),
        )


def request_url(dossier: Dossier, kind: DocumentKind, *, is_official: bool) -> str:
    if is_official:
        return address("initiatives:dossier_document", dossier.municipality.slug, dossier.pk, kind.value)
    return address("initiatives:my_dossier_document", dossier.pk, kind.value)


def step_of(dossier: Dossier) -> NextStep:
    initiative = dossier.initiative
    return next_step(
        dossier.state,
        is_assigned=dossier.assignee_id is not None,
        is_late=dossier.target_date is not None and dossier.target_date < timezone.localdate(),
        is_told=is_told(initiative.council_told_on, initiative.neighbours_told_on),
        is_announced=initiative.announced_on is not None,
        has_property=dossier.property_id is not None,
    )


def deadline_of(dossier: Dossier) -> Deadline:
    return due(dossier.target_date)


def explain(dossier: Dossier) -> str:
    """One sentence for officials under the next step: why this is next."""
    match DossierState(dossier.state):
        case DossierState.SUBMITTED:
            return _(
                "Het initiatief wacht op een eerste antwoord. Wie oppakt, staat als behandelaar bij het team bekend."
            )
        case DossierState.IN_REVIEW if dossier.property_id is None:
            return _("Zonder pand kan er geen akkoord komen. Vul het pand in of vraag het aan het initiatief.")
        case DossierState.IN_REVIEW:
            return _("Beoordeel het plan. Mist er iets, vraag dan een aanvulling. Een collega besluit na uw advies.")
        case DossierState.AWAITING_INFORMATION:
            return _("Het initiatief is aan zet. Het team krijgt vanzelf een herinnering.")
        case DossierState.SUSPENDED:
            return _("Het dossier staat stil.")
        case DossierState.ADVISED:
            return _("Wie het advies gaf, mag niet besluiten.")
        case DossierState.APPROVED if dossier.initiative.announced_on is None:
            return _("Raad en buurt horen het eerst; pas daarna telt het initiatief mee op de kaart.")
        case DossierState.APPROVED:
            return _("Bekendgemaakt op %(day)s.") % {"day": dutch_date(dossier.initiative.announced_on)}
        case _:
            return _("Er hoeft niets te gebeuren. Heropenen kan, met een reden.")


def initiative_facts(initiative: Initiative) -> list[Fact]:
    organisation = initiative.organisation
    return [
        Fact(_("Organisatie"), None if organisation is None else organisation.name),
        Fact(
            _("Soort organisatie"),
            None if organisation is None else capfirst(label(OrganisationKind(organisation.kind))),
        ),
        Fact(_("Plaats"), initiative.place),
        Fact(_("Aangemeld op"), dutch_date(initiative.registered_at)),
        Fact(_("Contactpersoon"), initiative.contact_name),
        Fact(_("E-mail"), initiative.contact_email),
        Fact(_("Telefoon"), spoken_phone(initiative.contact_phone)),
        Fact(_("Hulp gevraagd bij"), ", ".join(label(HelpTopic(topic)) for topic in initiative.help_topics)),
        Fact(_("Plan in het kort"), initiative.summary, wide=True),
    ]


def property_facts(dossier: Dossier) -> list[Fact]:
    held = dossier.property
    if held is None:
        return []
    entrance = {True: _("Ja"), False: _("Nee"), None: ""}[held.own_entrance]
    return [
        Fact(_("Soort"), capfirst(label(PropertyKind(held.kind)))),
        Fact(_("Adres"), held.address),
        Fact(_("Leeg"), _between(held.vacant_from, held.vacant_until)),
        Fact(_("Bewoners"), _range(held.capacity_min, held.capacity_max)),
        Fact(_("Eigen voordeur"), entrance),
        Fact(_("Slaapkamers"), held.bedrooms),
        Fact(_("Keukens"), held.kitchens),
        Fact(_("Badkamers"), held.bathrooms),
        Fact(_("Toiletten"), held.toilets),
        Fact(_("Gebruik"), capfirst(label(Tenure(held.tenure))) if held.tenure else ""),
        Fact(_("Doelgroep volgens statuten"), held.statutory_group or _("geen")),
        Fact(_("Stand van het pand"), capfirst(label(PropertyState(held.state)))),
    ]


def agreement_lines(dossier: Dossier) -> list[Fact]:
    facts = agreement_row(dossier)
    if facts is None:
        return []
    parties = [party.name for party in parties_of(dossier)]
    rules = len([line for line in facts.house_rules.splitlines() if line.strip()])
    return [
        Fact(_("Partijen"), ", ".join(parties), wide=True),
        Fact(_("Bewoners"), _range(facts.residents_min, facts.residents_max)),
        Fact(_("Looptijd"), period(facts.starts_on, facts.ends_on)),
        Fact(_("Opzegtermijn"), plural(facts.notice_months, _("maand,maanden")) if facts.notice_months else ""),
        Fact(_("Verzekeraar"), facts.insurer_name),
        Fact(_("Verzekeraar ingelicht op"), dutch_date(facts.insurer_informed_on)),
        Fact(_("Kosten"), plural(len(facts.costs), _("regel,regels")) if facts.costs else ""),
        Fact(_("Huisregels"), plural(rules, _("regel,regels")) if rules else _("geen eigen regels")),
    ]


def press_lines(dossier: Dossier) -> list[Fact]:
    facts = press_row(dossier)
    if facts is None:
        return []
    reach = " · ".join(part for part in (facts.contact_phone, facts.contact_email) if part)
    return [
        Fact(_("Contact voor de pers"), facts.contact_name),
        Fact(_("Te bereiken via"), reach),
        Fact(_("Citaat van"), facts.quote_by),
        Fact(_("Embargo tot"), "" if facts.embargo_until is None else dutch_date(facts.embargo_until)),
        Fact(_("Genoemde organisaties"), ", ".join(facts.named_partners.splitlines()), wide=True),
    ]


def lookalikes_of(access: Access, dossier: Dossier) -> list[Lookalike]:
    """Not a part of the page itself: comparing names with all others takes longer than everything else on it."""
    found = likely_duplicates(access, dossier.initiative)
    newest = dict(
        viewable_dossiers(access)
        .filter(initiative__in=[other.initiative.pk for other in found])
        .order_by("submitted_at", "id")
        .values_list("initiative_id", "pk")
    )
    slug = dossier.municipality.slug
    return [
        Lookalike(
            name=other.initiative.name,
            reference=other.initiative.reference,
            reasons=other.reasons,
            url=reverse("initiatives:dossier_detail", args=[slug, newest[other.initiative.pk]]),
        )
        for other in found
        if other.initiative.pk in newest
    ]


def _range(least: int | None, most: int | None) -> str:
    if least and most and least != most:
        return _("%(least)s tot en met %(most)s") % {"least": least, "most": most}
    return str(most or least or "")


def _between(start: date | None, end: date | None) -> str:
    if start and end:
        return _("%(start)s tot %(end)s") % {"start": dutch_date(start), "end": dutch_date(end)}
    if start:
        return _("vanaf %(start)s") % {"start": dutch_date(start)}
    return _("tot %(end)s") % {"end": dutch_date(end)} if end else ""
