"""What must be done around a move: keys and the state of the home on the day itself, registration in the BRP after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import PlacementState, PlacementTaskKind
from housing.models import Placement, PlacementTask
from housing.queries.placement_people import coordinators, handlers
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities import clocks, working_days
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.notifications.services.messages import absolute_url, queue_message

QUEUE = "placement_tasks"
LABEL = "housing.PlacementTask"
ON_MOVING_DAY = (PlacementTaskKind.KEYS, PlacementTaskKind.CONDITION)
EARLIEST, LATEST = timedelta(days=366), timedelta(days=5 * 366)


def plan_tasks(*, access: Access, placement: Placement) -> None:
    """The tasks of the moving day, for the household's handler or whoever confirmed."""
    for kind in ON_MOVING_DAY:
        _give(access, placement, kind, placement.move_in_on)


def start_tasks(*, access: Access, placement: Placement) -> None:
    """The household moved in: the clock of the BRP starts, and what belongs to the moving day is due on the real one."""
    if placement.moved_in_on is None:
        raise TypeError("nobody moved in")
    plan_tasks(access=access, placement=placement)
    _give(access, placement, PlacementTaskKind.BRP, clocks.deadline("brp-registration", placement.moved_in_on))


def move_tasks(*, placement: Placement) -> None:
    """Another moving day moves what is due on it, as far as it is not done."""
    if placement.state == PlacementState.PLANNED:
        PlacementTask.objects.filter(
            placement=placement, kind__in=ON_MOVING_DAY, done_on__isnull=True, is_dropped=False
        ).update(due_on=placement.move_in_on, reminded_on=None)


def drop_tasks(*, placement: Placement, kinds: tuple[str, ...] = ()) -> None:
    """What is not done need not be done any more."""
    open_tasks = PlacementTask.objects.filter(placement=placement, done_on__isnull=True)
    (open_tasks.filter(kind__in=kinds) if kinds else open_tasks).update(is_dropped=True)


def finish_task(*, access: Access, task: PlacementTask, done_on: date) -> PlacementTask:
    """Tick a task off. Raises ConflictError when a colleague did so first."""
    with transaction.atomic():
        fresh = _locked(access, task)
        if fresh.done_on is not None:
            raise ConflictError(_("Een collega heeft deze taak net al afgevinkt."))
        if done_on > timezone.localdate():
            raise ValidationError({"done_on": _("Deze dag moet nog komen. Vink de taak af als die gedaan is.")})
        if done_on < fresh.due_on - EARLIEST:
            raise ValidationError({"done_on": _("Dit is meer dan een jaar te vroeg. Controleer het jaartal.")})
        fresh.done_on, fresh.done_by = done_on, access.user
        fresh.save(update_fields=["done_on", "done_by", "updated_at"])
        _record(access, fresh, "done")
        return fresh


def reopen_task(*, access: Access, task: PlacementTask) -> PlacementTask:
    """Take a tick back."""
    with transaction.atomic():
        fresh = _locked(access, task)
        if fresh.done_on is None:
            return fresh
        fresh.done_on, fresh.done_by, fresh.reminded_on = None, None, None
        fresh.save(update_fields=["done_on", "done_by", "reminded_on", "updated_at"])
        _record(access, fresh, "undo")
        return fresh


def assign_task(*, access: Access, task: PlacementTask, owner: User, due_on: date) -> PlacementTask:
    """Another person, or another day."""
    with transaction.atomic():
        fresh = _locked(access, task)
        if fresh.done_on is not None:
            raise ConflictError(_("Een collega heeft deze taak net al afgevinkt."))
        if owner not in handlers(fresh.municipality):
            raise ValidationError({"owner": _("Deze persoon behandelt geen huishoudens in deze gemeente.")})
        if abs(due_on - fresh.due_on) > LATEST:
            raise ValidationError({"due_on": _("Dit is jaren verder. Controleer het jaartal.")})
        fresh.owner, fresh.due_on, fresh.reminded_on = owner, due_on, None
        fresh.save(update_fields=["owner", "due_on", "reminded_on", "updated_at"])
        _record(access, fresh, "assign", reason=_("Door: %(name)s") % {"name": owner.display_name})
        return fresh


def remind_of_task(task: PlacementTask, *, today: date | None = None) -> bool:
    """Run by the sweep as the job of this row: mail the owner that it is late, or the coordinators where the owner no longer
    works there. Once a week while it stays open; names no resident. True when it was sent."""
    day = today or working_days.today()
    row = (
        PlacementTask.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("municipality", "owner")
        .filter(pk=task.pk, done_on__isnull=True, is_dropped=False)
        .first()
    )
    if row is None or row.due_on >= day or (row.reminded_on is not None and row.reminded_on + timedelta(days=7) > day):
        return False
    row.reminded_on = day
    row.save(update_fields=["reminded_on", "updated_at"])
    people = [row.owner] if row.owner in handlers(row.municipality) else coordinators(row.municipality)
    for user in people:
        queue_message(
            template="housing/task_late",
            to=user.email,
            to_user=user,
            context={
                "name": user.display_name,
                "task": str(row.get_kind_display()),
                "due_on": row.due_on,
                "owner": "" if user == row.owner else row.owner.display_name,
                "municipality": row.municipality.name,
                "url": absolute_url(
                    reverse("housing:placement_detail", args=[row.municipality.slug, row.placement_id])
                ),
            },
            municipality=row.municipality,
            about_id=row.placement_id,
            dedupe_key=f"task-late:{row.pk}:{user.pk}:{day}",
        )
    return bool(people)


def _give(access: Access, placement: Placement, kind: PlacementTaskKind, due_on: date) -> None:
    """Make the task, or bring a dropped or open one up to date. One that is done stays done."""
    task = (
        PlacementTask.objects.select_for_update(of=("self",), no_key=True)
        .filter(placement=placement, kind=kind)
        .first()
    )
    if task is None:
        owner = placement.household.handler
        if owner is None or not owner.is_active:
            owner = placement.confirmed_by or access.user
        PlacementTask(
            municipality=placement.municipality,
            placement=placement,
            household_id=placement.household_id,
            kind=kind,
            owner=owner,
            due_on=due_on,
        ).save(force_insert=True)
    elif task.done_on is None:
        task.due_on, task.is_dropped, task.reminded_on = due_on, False, None
        task.save(update_fields=["due_on", "is_dropped", "reminded_on", "updated_at"])


def _locked(access: Access, task: PlacementTask) -> PlacementTask:
    fresh = (
        PlacementTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "owner")
        .get(pk=task.pk)
    )
    access.require(Capability.PLACEMENT_WRITE, municipality=fresh.municipality)
    if fresh.is_dropped:
        raise ConflictError(_("Deze taak is niet meer nodig: de plaatsing is gewijzigd."))
    return fresh


def _record(access: Access, task: PlacementTask, verb: str, *, reason: str = "") -> None:
    label = str(task.get_kind_display())
    said = label[:1].upper() + label[1:]
    record_event(
        access=access,
        object_type=LABEL,
        object_id=task.pk,
        verb=verb,
        municipality=task.municipality,
        scope_id=task.household_id,
        reason=f"{said}. {reason}".strip(),
        visibility=Visibility.HOUSEHOLD,
    )
