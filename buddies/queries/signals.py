"""Signals as their addressees read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

from ..enums import MeldcodeStep, SignalState, SignalUrgency
from ..models import SafeguardingSignal, SignalFile
from ..permissions.signals import viewable_signals

MOST = 100
SIGNAL_LOOKS = {
    SignalState.RAISED: ("warning", "inbox"),
    SignalState.ACKNOWLEDGED: ("info", "eye"),
    SignalState.IN_PROGRESS: ("accent", "progress"),
    SignalState.CLOSED: ("neutral", "flag"),
}
URGENCY_TONES = {SignalUrgency.NOW: "negative", SignalUrgency.SOON: "warning", SignalUrgency.CALM: "neutral"}
WHY_LEFT_OUT = {
    "concerned": _lazy("het gaat over deze persoon"),
    "invited_by": _lazy("nodigde uit wie het betreft"),
    "invited": _lazy("is uitgenodigd door wie het betreft"),
    "reports_to": _lazy("wie het betreft, legt hier verantwoording af"),
    "conflict": _lazy("staat te dichtbij"),
}
VERBS = {
    "acknowledge": _lazy("bevestigde de ontvangst"),
    "start": _lazy("pakte het op"),
    "close": _lazy("sloot het af"),
    "reopen": _lazy("heropende het"),
    "pass_on": _lazy("Niemand las het op tijd: het ging ook naar de volgende"),
    "leave_out": _lazy("liet iemand buiten dit bericht"),
    "warn": _lazy("vroeg wie met het huishouden werkt om eerst te overleggen"),
    **{f"step_{one.value}": _lazy("nam een stap van de meldcode") for one in MeldcodeStep},
}


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    signal: SafeguardingSignal
    file: SignalFile
    look: tuple[str, str]
    urgency_tone: str


@dataclass(frozen=True)
class Happened:
    at: datetime
    name: str
    text: str
    reason: str


@dataclass(frozen=True)
class Reader:
    """One person on one day."""

    name: str
    last: datetime
    times: int


def inbox(access: Access) -> list[Line]:
    """What waits first, by its clock; then what is being handled, then what is closed."""
    order = Case(
        When(state=SignalState.RAISED, then=Value(0)),
        When(state=SignalState.CLOSED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = (
        viewable_signals(access).select_related("file", "municipality").order_by(order, "acknowledge_by", "id")[:MOST]
    )
    return [
        Line(
            signal=row,
            file=row.file,
            look=SIGNAL_LOOKS[SignalState(row.state)],
            urgency_tone=URGENCY_TONES[SignalUrgency(row.file.urgency)],
        )
        for row in rows
    ]


def case_facts(signal: SafeguardingSignal) -> dict[str, Any]:
    """Everything of one signal for its page; asked after the door, each table once."""
    concerned = list(signal.concerned.select_related("user"))
    left_out = list(signal.exclusions.select_related("user").order_by("why", "created_at", "id"))
    steps = list(signal.steps.select_related("by").order_by("done_on", "created_at", "id"))
    taken: dict[str, list[Any]] = {}
    for one in steps:
        taken.setdefault(one.step, []).append(one)
    return {
        "concerned": [one.user.display_name if one.user else str(one.get_party_display()) for one in concerned],
        "left_out": [(one.user.display_name, str(WHY_LEFT_OUT[one.why])) for one in left_out],
        "addressees": [
            (one.user.display_name, str(Role(one.role).label))
            for one in signal.addressees.filter(ended_at__isnull=True).select_related("user")
        ],
        "meldcode": [
            {"number": one.value, "label": str(one.label), "taken": taken.get(one.value, [])} for one in MeldcodeStep
        ],
        "history": [
            Happened(one.created_at, one.by.display_name if one.by else "", str(VERBS.get(one.verb, "")), one.reason)
            for one in signal.log.select_related("by").order_by("-created_at", "-id")
        ],
        "reads": readers(signal),
        "warned": signal.warnings.filter(ended_at__isnull=True).count(),
    }


def readers(signal: SafeguardingSignal) -> list[Reader]:
    """Who opened it on which day and how often, the newest first; the database answers addressees only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, at FROM buddies_signal_reads(%s)", [signal.pk])
        found = cursor.fetchall()
    names = dict(User.objects.filter(pk__in={pk for pk, _at in found}).values_list("pk", "display_name"))
    days: dict[tuple[int, date], list[datetime]] = {}
    for pk, at in found:
        days.setdefault((pk, timezone.localdate(at)), []).append(at)
    return [
        Reader(names.get(pk) or _("iemand met een account"), max(moments), len(moments))
        for (pk, _day), moments in days.items()
    ]
