"""Everything the page of one placement shows. A fixed number of statements, whatever hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import FollowOnState, HouseholdAnswer, PlacementState
from housing.models import FollowOnHousing, Placement, PlacementTask
from housing.permissions.placements import can_change_placement, viewable_placement_tasks, viewable_placements
from housing.states import FOLLOW_ON
from thuisgevers.common.deadlines import Deadline
from thuisgevers.common.templatetags.dutch import dutch_date
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .placements import next_step

#: Steps of the follow-on case that a person takes; it is finished by ending the stay.
FOLLOW_ON_STEPS = ("search", "offer", "refuse", "arrange", "reopen", "cancel")


@dataclass(frozen=True, slots=True)
class Action:
    """A button: where it leads, and whether it is the one to press now."""

    name: str
    label: str
    url: str
    icon: str
    is_main: bool = False
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class TaskLine:
    pk: UUID
    kind: str
    label: str
    owner: str
    deadline: Deadline
    done_on: date | None
    done_by: str
    reference: str = ""
    home: str = ""
    placement_url: str = ""


def shown_placements(access: Access) -> QuerySet[Placement]:
    """With what the page names."""
    return viewable_placements(access).select_related(
        "household", "household__handler", "unit", "property", "proposed_by", "asked_by", "confirmed_by"
    )


def actions_for(access: Access, placement: Placement, *, may_undo_move_in: bool, may_undo_end: bool) -> list[Action]:
    """What this person may do now, the next step first."""
    if not access.may(Capability.PLACEMENT_WRITE, municipality=placement.municipality):
        return []
    slug = placement.municipality.slug

    def action(name: str, label: str, icon: str, *, main: bool = False, danger: bool = False) -> Action:
        url = reverse(f"housing:placement_{name}", args=[slug, placement.pk])
        return Action(name, label, url, icon, main, danger)

    match placement.state:
        case PlacementState.PROPOSED:
            said_yes = placement.answer == HouseholdAnswer.YES
            found = [
                action("answer", _("Antwoord vastleggen"), "message-circle", main=not said_yes),
                action("period", _("Datums wijzigen"), "calendar-time"),
                action("retract", _("Voorstel intrekken"), "x", danger=True),
            ]
            if said_yes:
                found.insert(0, action("confirm", _("Plaatsing bevestigen"), "calendar-event", main=True))
            return found
        case PlacementState.PLANNED:
            return [
                action("move_in", _("Verhuizing vastleggen"), "home-check", main=True),
                action("period", _("Datums wijzigen"), "calendar-time"),
                action("cancel", _("Plaatsing annuleren"), "x", danger=True),
            ]
        case PlacementState.ACTIVE:
            is_over = placement.expected_end_on <= timezone.localdate()
            found = [
                action("period", _("Verlengen of inkorten"), "calendar-time", main=False),
                action("end", _("Plaatsing beëindigen"), "home-move", main=is_over),
            ]
            if may_undo_move_in:
                found.append(action("undo_move_in", _("Verhuizing terugdraaien"), "arrow-back-up"))
            return found
        case PlacementState.ENDED if may_undo_end:
            return [action("undo_end", _("Einde terugdraaien"), "arrow-back-up")]
    return []


def follow_on_actions(access: Access, placement: Placement, case: FollowOnHousing) -> list[Action]:
    """The steps that the case allows from where it stands, while they live there."""
    if placement.state != PlacementState.ACTIVE or not can_change_placement(access, placement):
        return []
    icons = {"search": "search", "offer": "home", "refuse": "x", "arrange": "circle-check", "reopen": "refresh"}
    found = [
        Action(
            edge.name,
            str(edge.label),
            reverse("housing:follow_on_step", args=[placement.municipality.slug, placement.pk, edge.name]),
            icons.get(edge.name, "x"),
            edge.name == "arrange",
        )
        for edge in FOLLOW_ON.leaving(case.state)
        if edge.name in FOLLOW_ON_STEPS
    ]
    return sorted(found, key=lambda one: not one.is_main)


def tasks_of(access: Access, placement: Placement) -> list[TaskLine]:
    rows = viewable_placement_tasks(access).filter(placement=placement).select_related("owner", "done_by")
    return [_line(row) for row in rows.order_by("done_on", "due_on", "id")]


def next_step_of(placement: Placement, case: FollowOnHousing | None) -> str:
    return next_step(
        placement.state,
        answer=placement.answer,
        move_in_on=placement.move_in_on,
        expected_end_on=placement.expected_end_on,
        follow_on=case.state if case is not None else "",
        is_ownerless=case is not None and case.owner_missing_since is not None,
        today=timezone.localdate(),
    )


def steps_of(placement: Placement) -> list[dict[str, Any]]:
    """Proposed, answered, confirmed, moved in, ended; what happened says when, the end what is expected."""
    is_stopped = placement.state in (PlacementState.DECLINED, PlacementState.CANCELLED)
    reached = {
        PlacementState.PROPOSED: 2 if placement.answer == HouseholdAnswer.YES else 1,
        PlacementState.PLANNED: 3,
        PlacementState.ACTIVE: 4,
        PlacementState.ENDED: 5,
        PlacementState.DECLINED: 1,
        PlacementState.CANCELLED: 3,
    }[PlacementState(placement.state)]
    proposed_on = timezone.localdate(placement.created_at)
    if placement.asked_on is not None:
        proposed_on = min(proposed_on, placement.asked_on)  # what was long ago is entered afterwards
    is_over = placement.state == PlacementState.ENDED
    titles = [
        (_("Voorgesteld"), proposed_on),
        (_("Huishouden zegt ja"), placement.asked_on if placement.answer == HouseholdAnswer.YES else None),
        (_("Bevestigd"), None),
        (_("Verhuisd"), placement.moved_in_on),
        (_("Geëindigd"), placement.ended_on) if is_over else (_("Einde verwacht"), placement.expected_end_on),
    ]
    shown = []
    for number, (title, day) in enumerate(titles, start=1):
        state = "done" if number <= reached else "todo"
        if number == reached + 1:
            state = "stopped" if is_stopped else "now"
        shown.append({"title": title, "state": state, "meta": "" if day is None else dutch_date(day)})
    return shown


def nights_of(placement: Placement) -> int:
    """People times nights, up to today while they live there."""
    if placement.moved_in_on is None:
        return 0
    until = placement.ended_on or timezone.localdate()
    return placement.people * max(0, (until - placement.moved_in_on).days)


def my_tasks(access: Access, *, everybody: bool = False, done: bool = False) -> list[TaskLine]:
    """Tasks in the municipality on the reader's name, or on everybody's; the most urgent first. At most two hundred."""
    rows = viewable_placement_tasks(access).select_related(
        "owner", "done_by", "household", "placement__unit", "placement__property"
    )
    rows = rows.filter(done_on__isnull=not done)
    if not everybody:
        rows = rows.filter(owner=access.user)
    order = ("-done_on", "id") if done else ("due_on", "id")
    slug = "" if access.municipality is None else access.municipality.slug
    return [_line(row, slug) for row in rows.order_by(*order)[:200]]


def _line(row: PlacementTask, slug: str = "") -> TaskLine:
    more: dict[str, str] = {}
    if slug:
        held, unit = row.placement.property, row.placement.unit
        more = {
            "reference": row.household.reference,
            "home": f"{held.street} {held.house_number}, {unit.name}".strip(" ,"),
            "placement_url": reverse("housing:placement_detail", args=[slug, row.placement_id]),
        }
    return TaskLine(
        pk=row.pk,
        kind=row.kind,
        label=str(row.get_kind_display()),
        owner=row.owner.display_name,
        deadline=Deadline(on=row.due_on, met_on=row.done_on),
        done_on=row.done_on,
        done_by="" if row.done_by is None else row.done_by.display_name,
        **more,
    )


def is_follow_on_open(case: FollowOnHousing | None) -> bool:
    return case is not None and case.state not in (FollowOnState.DONE, FollowOnState.CANCELLED)
