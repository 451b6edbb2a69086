"""Requests for help as lists and as a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from initiatives.permissions import viewable_initiatives
from thuisgevers.common.addresses import address
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import working_days_between

from ..enums import OPEN_SUPPORT, SupportState, SupportTopic
from ..models import SupportReply, SupportRequest
from ..permissions.support import viewable_replies, viewable_requests, waiting_for

SUPPORT_LOOKS: dict[str, tuple[str, str]] = {
    SupportState.ASKED: ("accent", "inbox"),
    SupportState.ACCEPTED: ("info", "progress"),
    SupportState.ANSWERED: ("positive", "circle-check"),
    SupportState.CLOSED: ("neutral", "check"),
    SupportState.WITHDRAWN: ("neutral", "x"),
}
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One row: what, for whom, who has it and how urgent."""

    pk: UUID
    topic: str
    about: str
    step: str
    state_label: str
    tone: str
    icon: str
    helper: str
    due_on: date
    deadline: Deadline | None
    url: str

    @property
    def is_late(self) -> bool:
        return self.deadline is not None and self.deadline.tone == "late"


def lines_of(access: Access, rows: QuerySet[SupportRequest], today: date) -> list[RequestLine]:
    """The rows, in the order given: one question. Names of initiatives only where the reader may know them."""
    shown = rows.select_related("municipality", "helper", "initiative")[:MOST_SHOWN]
    return [_line(row, today) for row in shown]


def _line(row: SupportRequest, today: date) -> RequestLine:
    tone, icon = SUPPORT_LOOKS[row.state]
    return RequestLine(
        pk=row.pk,
        topic=str(SupportTopic(row.topic).label),
        about=about(row),
        step=row.step_title,
        state_label=str(SupportState(row.state).label),
        tone=tone,
        icon=icon,
        helper=helper_name(row),
        due_on=row.due_on,
        deadline=deadline_of(row, today),
        url=address("guidance:support_detail", row.pk),
    )


def about(row: SupportRequest) -> str:
    """The initiative where the reader may read it, else the municipality alone."""
    return row.municipality.name if row.initiative is None else f"{row.initiative.name}, {row.municipality.name}"


def helper_name(row: SupportRequest) -> str:
    """A volunteer who offered experience is not named: contact goes through the platform. Who it was passed on to is."""
    if row.offer_id is not None and row.passed_by_id is None:
        return _("een vrijwilliger elders")
    return _("het landelijk team") if row.helper is None else row.helper.display_name


def deadline_of(row: SupportRequest, today: date) -> Deadline | None:
    if row.state not in OPEN_SUPPORT:
        return None
    return Deadline(on=row.due_on, working_days_left=working_days_between(today, row.due_on), today=today)


def own_side(access: Access) -> QuerySet[SupportRequest]:
    """Asked by one's own initiative or municipality, what is open first, the newest first."""
    places = sorted(access.municipality_ids(Capability.SUPPORT_ASK))
    mine = Q(initiative_id__in=sorted(access.scope_ids(Capability.SUPPORT_ASK))) | Q(
        initiative__isnull=True, municipality_id__in=places
    )
    return viewable_requests(access).filter(mine).order_by("-created_at", "-id")


def to_do(access: Access) -> QuerySet[SupportRequest]:
    """Most urgent first."""
    return waiting_for(access).order_by("due_on", "created_at", "id")


def all_open(access: Access) -> QuerySet[SupportRequest]:
    return viewable_requests(access).filter(state__in=OPEN_SUPPORT).order_by("due_on", "created_at", "id")


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    who: str
    at: Any
    is_answer: bool


def conversation(access: Access, request: SupportRequest) -> list[Said]:
    rows: list[SupportReply] = list(
        viewable_replies(access).filter(request=request).select_related("author").order_by("created_at", "id")
    )
    first = Said(request.question, request.asked_by.display_name, request.created_at, is_answer=False)
    return [first, *(Said(row.text, _who(request, row), row.created_at, row.is_answer) for row in rows)]


def _who(request: SupportRequest, row: SupportReply) -> str:
    is_named = request.passed_by_id is not None and row.author_id == request.helper_id
    if row.is_answer and request.offer_id is not None and not is_named:
        return _("Een vrijwilliger elders")
    return row.author.display_name


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What a volunteer elsewhere did before; the municipality is all that is said about who."""

    pk: UUID
    topic: str
    text: str
    place: str
    since: date

    @property
    def label(self) -> str:
        return str(SupportTopic(self.topic).label)


def offers(topic: str = "") -> list[OfferLine]:
    """The newest first; empty for who may not ask or give help."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM guidance_offers(%s)", [topic])
        rows: Iterable[tuple[Any, ...]] = cursor.fetchall()
    return [OfferLine(*row) for row in rows]


def offer(pk: UUID) -> OfferLine | None:
    return next((one for one in offers() if one.pk == pk), None)


@dataclass(frozen=True, slots=True)
class Place:
    """For whom somebody asks, logs or offers: an initiative, or a municipality itself."""

    key: str
    label: str
    municipality: Municipality
    initiative_id: UUID | None


def places(access: Access, capability: Capability) -> list[Place]:
    """The person's own initiatives and municipalities with this right, by name: two questions."""
    rows: list[Initiative] = list(
        viewable_initiatives(access)
        .filter(pk__in=sorted(access.scope_ids(capability)))
        .select_related("municipality")
        .order_by("name", "pk")
    )
    found = [Place(str(row.pk), row.name, row.municipality, row.pk) for row in rows]
    ids = sorted(access.municipality_ids(capability))
    for town in Municipality.objects.filter(pk__in=ids).order_by("sort_key", "pk") if ids else []:
        found.append(Place(town.code, _("gemeente %(name)s") % {"name": town.name}, town, None))
    return found
