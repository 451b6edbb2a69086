"""The log as people read it: sentences, newest first, limited to what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from .models import AuditEvent, Visibility


@dataclass(frozen=True)
class Sentence:
    """How an event is told: floors above register one per `<app>.<Model>.<verb>` in AppConfig.ready()."""

    text: str
    icon: str = "point"


@dataclass(frozen=True)
class TimelineEntry:
    at: datetime
    actor_label: str
    text: str
    reason: str
    icon: str
    visibility: str
    visibility_label: str


_sentences: dict[str, Sentence] = {}


def tell(event: str, text: str, icon: str = "point") -> None:
    """Say how an event reads on a timeline, e.g. `tell("initiatives.Dossier.submit", "heeft het dossier ingediend")`."""
    _sentences[event] = Sentence(text=text, icon=icon)


def told_events() -> frozenset[str]:
    return frozenset(_sentences)


def timeline(*, access: Access, scope_id: UUID, limit: int = 100) -> list[TimelineEntry]:
    """Events of one thing, newest first; internal ones only for who may read internal notes there, those about a household
    only for who may read households."""
    visible = [Visibility.TEAM]
    if access.holds(Capability.DOSSIER_INTERNAL):
        visible.append(Visibility.INTERNAL)
    if access.holds(Capability.HOUSEHOLD_READ):
        visible.append(Visibility.HOUSEHOLD)
    events = AuditEvent.objects.filter(scope_id=scope_id, visibility__in=visible).order_by("-at", "-id")
    return _entries(events, limit)


def municipality_timeline(*, access: Access, municipality: Municipality, limit: int = 30) -> list[TimelineEntry]:
    """Events about the municipality itself (its members, agreement, mail), newest first, for who may read its log."""
    if not access.may(Capability.AUDIT_READ, municipality=municipality):
        return []
    events = AuditEvent.objects.filter(municipality=municipality, scope_id__isnull=True).order_by("-at", "-id")
    return _entries(events, limit)


def _entries(events: QuerySet[AuditEvent], limit: int) -> list[TimelineEntry]:
    """As tuples: a timeline has a hundred rows, and nothing but these columns of them."""
    labels = {value: str(label) for value, label in Visibility.choices}
    rows = events.values_list("at", "actor_label", "object_type", "verb", "reason", "visibility")[:limit]
    found = []
    for at, actor_label, object_type, verb, reason, visibility in rows:
        sentence = _sentence(object_type, verb)
        found.append(
            TimelineEntry(
                at=at,
                actor_label=actor_label,
                text=sentence.text,
                reason=reason,
                icon=sentence.icon,
                visibility=visibility,
                visibility_label=labels[visibility],
            )
        )
    return found


def _sentence(object_type: str, verb: str) -> Sentence:
    return _sentences.get(f"{object_type}.{verb}") or Sentence(text=_("heeft iets gewijzigd (%(key)s)") % {"key": verb})
