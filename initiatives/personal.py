"""The initiatives of a person, and what they answered to the municipality in a dossier. No note of an official has a way in here."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.personal import Row, register
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import ScopeKind
from thuisgevers.municipalities.models import Membership

from .enums import HelpTopic, InitiativeState
from .models import InformationRequest, Initiative


def initiatives_of(access: Access) -> Iterator[Row]:
    """Those whose team the person is in today; name, address and telephone of the contact only where that is this person."""
    person, today = access.user, timezone.localdate()
    if person is None:
        return
    teams = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), user=person, scope=ScopeKind.INITIATIVE, starts_on__lte=today
    )
    rows = Initiative.objects.filter(pk__in=teams.values("scope_id")).select_related("municipality")
    for one in rows.order_by("-registered_at", "id"):
        is_contact = one.contact_email.lower() == person.email
        yield {
            "name": one.name,
            "reference": one.reference,
            "municipality": one.municipality.name,
            "state": str(InitiativeState(one.state).label),
            "registered_at": one.registered_at,
            "place": one.place,
            "summary": one.summary,
            "help_topics": [str(HelpTopic(topic).label) for topic in one.help_topics],
            "contact_name": one.contact_name if is_contact else "",
            "contact_email": one.contact_email if is_contact else "",
            "contact_phone": spoken_phone(one.contact_phone) if is_contact else "",
        }


def answers_of(access: Access) -> Iterator[Row]:
    rows = InformationRequest.objects.filter(answered_by=access.user).order_by("-answered_at", "-id")
    for name, answer, answered_at in rows.values_list("initiative__name", "answer", "answered_at"):
        yield {"initiative": name, "answer": answer, "answered_at": answered_at}


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {
        "name": _("Naam"),
        "reference": _("Kenmerk"),
        "municipality": _("Gemeente"),
        "state": _("Stand"),
        "registered_at": _("Aangemeld op"),
        "place": _("Plaats"),
        "summary": _("Plan in het kort"),
        "help_topics": _("Hulpvragen"),
        "contact_name": _("U als contactpersoon"),
        "contact_email": _("E-mailadres bij de aanmelding"),
        "contact_phone": _("Telefoonnummer bij de aanmelding"),
    }
    register("initiatives", _("Uw initiatieven"), words, initiatives_of, order=100)
    words = {"initiative": _("Initiatief"), "answer": _("Uw antwoord"), "answered_at": _("Beantwoord op")}
    register("dossier_answers", _("Antwoorden die u de gemeente gaf"), words, answers_of, order=110)
