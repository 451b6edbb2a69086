"""The log as people read it: sentences, newest first, limited to what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from thuisgevers.common.words import label
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from .models import Visibility


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


def told(object_type: str, verb: str) -> str:
    """One event in words."""
    return str(_sentence(object_type, verb).text)


def told_events() -> frozenset[str]:
    return frozenset(_sentences)


_COLUMNS = "at, actor_label, object_type, verb, reason, visibility"
_NEWEST_FIRST = "ORDER BY at DESC, id DESC LIMIT %s"


def timeline(*, access: Access, scope_id: UUID, limit: int = 100, with_workspace: bool = False) -> list[TimelineEntry]:
    """Events of one thing, newest first; internal ones only for who may read internal notes there. What happened in the team's
    workspace only where it is asked for, and for the team alone."""
    is_team = with_workspace and access.may(Capability.WORKSPACE_READ, scope_id=scope_id)
    hidden = [] if is_team else [Visibility.WORKSPACE]
    if not access.holds(Capability.DOSSIER_INTERNAL):
        hidden += [Visibility.INTERNAL, Visibility.HOUSEHOLD]
    return _entries(
        f"SELECT {_COLUMNS} FROM audit_auditevent"  # noqa: S608 - constants
        f" WHERE scope_id = %s AND visibility <> ALL (%s) {_NEWEST_FIRST}",
        [scope_id, [one.value for one in hidden], limit],
    )


def object_timeline(*, access: Access, object_id: UUID, limit: int = 60) -> list[TimelineEntry]:
    """Events of one object, newest first, for a thing that may have no scope of its own; the same limits as `timeline`."""
    visible = [Visibility.TEAM.value]
    if access.holds(Capability.DOSSIER_INTERNAL):
        visible.append(Visibility.INTERNAL.value)
    if access.holds(Capability.HOUSEHOLD_READ):
        visible.append(Visibility.HOUSEHOLD.value)
    return _entries(
        f"SELECT {_COLUMNS} FROM audit_auditevent"  # noqa: S608 - constants
        f" WHERE object_id = %s AND visibility = ANY (%s) {_NEWEST_FIRST}",
        [object_id, visible, limit],
    )


def municipality_timeline(*, access: Access, municipality: Municipality, limit: int = 30) -> list[TimelineEntry]:
    """Events about the municipality itself (its members, agreement, mail), newest first, for who may read its log."""
    if not access.may(Capability.AUDIT_READ, municipality=municipality):
        return []
    return _entries(
        f"SELECT {_COLUMNS} FROM audit_auditevent"  # noqa: S608 - constants
        f" WHERE municipality_id = %s AND scope_id IS NULL {_NEWEST_FIRST}",
        [municipality.pk, limit],
    )


def _entries(sql: str, values: list[Any]) -> list[TimelineEntry]:
    """As tuples, without the ORM: a timeline has many rows, stands on many pages, and needs nothing but these columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    labels = {value: label(Visibility(value)) for value in {row[-1] for row in rows}}
    sentences = {key: _sentence(*key) for key in {(row[2], row[3]) for row in rows}}
    texts = {key: str(sentence.text) for key, sentence in sentences.items()}
    return [
        TimelineEntry(
            at=at,
            actor_label=actor_label,
            text=texts[object_type, verb],
            reason=reason,
            icon=sentences[object_type, verb].icon,
            visibility=visibility,
            visibility_label=labels[visibility],
        )
        for at, actor_label, object_type, verb, reason, visibility in rows
    ]


def _sentence(object_type: str, verb: str) -> Sentence:
    return _sentences.get(f"{object_type}.{verb}") or Sentence(text=_("heeft iets gewijzigd (%(key)s)") % {"key": verb})
