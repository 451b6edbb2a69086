"""A request for help from the question to the answer. Who gets it is decided by the database from roles, themes and load; whoever is
first to act wins, and the other is shown the fresh request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.clocks import first_answer_due
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days, today

from ...enums import SupportTopic
from ...models import PlanStep, SupportReply, SupportRequest
from ...permissions.support import (
    can_accept_request,
    can_answer_request,
    can_ask_for,
    can_close_request,
    can_help_request,
    can_own_request,
)
from ...states import SUPPORT
from .telling import tell_asker, tell_helper

REMINDED_BEFORE = 1
"""Working days before the term ends on which the helper is reminded."""


def ask_support(
    *,
    access: Access,
    municipality: Municipality,
    initiative_id: UUID | None,
    topic: SupportTopic,
    question: str,
    step: PlanStep | None = None,
    offer_id: UUID | None = None,
) -> SupportRequest:
    """Ask for help; the helper (or the national desk) is mailed. With `offer_id` it goes to the volunteer who offered that."""
    if access.user is None or not can_ask_for(access, municipality, initiative_id):
        raise PermissionDenied
    with transaction.atomic():
        helper = _offered_by(offer_id) if offer_id else route(municipality, initiative_id, topic)
        row = SupportRequest(
            municipality=municipality,
            initiative_id=initiative_id,
            plan_step=step,
            step_title="" if step is None else step.step.title,
            offer_id=offer_id,
            topic=topic,
            question=question,
            asked_by=access.user,
            helper_id=helper,
            **_terms(municipality),
        )
        row.save(force_insert=True)
        _record(access, row, "ask")
        tell_helper(row, "support_asked")
    return row


def route(
    municipality: Municipality, initiative_id: UUID | None, topic: str, *, but_not: int | None = None
) -> int | None:
    """Who should help: somebody of the place itself before somebody of the province, the theme before others, the least loaded
    first. None where everybody is away or full: then it is for the national desk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT guidance_route_support(%s, %s, %s, %s)", [municipality.pk, initiative_id, topic, but_not]
        )
        [found] = cursor.fetchone()
    return None if found is None else int(found)


def accept_request(*, access: Access, request: SupportRequest) -> SupportRequest:
    """Take it up. Two who do so at once: one wins, the other gets WrongStateError with the fresh state."""
    _require(can_help_request(access, request))
    fresh = transition(
        access=access,
        obj=request,
        machine=SUPPORT,
        name="accept",
        may=can_accept_request,
        changes={"helper": access.user},
    )
    tell_asker(fresh, "support_accepted")
    return fresh


def answer_request(*, access: Access, request: SupportRequest, text: str) -> SupportRequest:
    """Answer, also straight away; stops the clock."""
    _require(can_help_request(access, request))
    with transaction.atomic():
        now = timezone.now()
        changes: dict[str, Any] = {"helper": access.user, "answered_at": request.answered_at or now}
        fresh = transition(
            access=access, obj=request, machine=SUPPORT, name="answer", may=can_answer_request, changes=changes
        )
        _reply(access, fresh, text, is_answer=True)
        tell_asker(fresh, "support_answered")
    return fresh


def ask_again(*, access: Access, request: SupportRequest, text: str) -> SupportRequest:
    """Something is still not clear: the same helper gets a new term."""
    _require(can_own_request(access, request))
    with transaction.atomic():
        changes = {**_terms(request.municipality), "reminded_at": None, "escalated_at": None}
        fresh = transition(
            access=access, obj=request, machine=SUPPORT, name="ask_again", may=can_own_request, changes=changes
        )
        _reply(access, fresh, text, is_answer=False)
        tell_helper(fresh, "support_again")
    return fresh


def pass_on(
    *, access: Access, request: SupportRequest, reason: str, to: User | None, to_desk: bool = False
) -> SupportRequest:
    """Give it to somebody else: a person the national desk chose, the national desk itself, or whoever routing finds. The term stays:
    the one who asked knows nothing of our planning."""
    _require(can_help_request(access, request))
    with transaction.atomic():
        helper = None if to is None else to.pk
        if to is None and not to_desk:
            helper = route(request.municipality, request.initiative_id, request.topic, but_not=request.helper_id)
        if helper is not None and helper == request.helper_id:
            raise ValidationError({"to": _("Deze persoon heeft de vraag al. Kies iemand anders.")})
        fresh = transition(
            access=access,
            obj=request,
            machine=SUPPORT,
            name="hand_over",
            may=can_help_request,
            reason=reason,
            changes={"helper_id": helper, "passed_by": access.user, "reminded_at": None},
        )
        tell_helper(fresh, "support_asked")
    return fresh


def close_request(*, access: Access, request: SupportRequest) -> SupportRequest:
    _require(can_close_request(access, request))
    return transition(access=access, obj=request, machine=SUPPORT, name="close", may=can_close_request)


def withdraw_request(*, access: Access, request: SupportRequest) -> SupportRequest:
    """No longer needed. The helper sees that it is gone from the list; nobody is mailed."""
    _require(can_own_request(access, request))
    return transition(access=access, obj=request, machine=SUPPORT, name="withdraw", may=can_own_request)


def _offered_by(offer_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guidance_offered_by(%s)", [offer_id])
        [found] = cursor.fetchone()
    if found is None:
        raise ConflictError(_("Deze ervaring is intussen ingetrokken. Kies een andere, of vraag uw pionier."))
    return int(found)


def _terms(municipality: Municipality) -> dict[str, Any]:
    due_on = first_answer_due(municipality, today())
    return {"due_on": due_on, "remind_on": add_working_days(due_on, -REMINDED_BEFORE)}


def _reply(access: Access, request: SupportRequest, text: str, *, is_answer: bool) -> None:
    assert access.user is not None
    SupportReply(
        municipality=request.municipality,
        initiative_id=request.initiative_id,
        request=request,
        author=access.user,
        is_answer=is_answer,
        text=text,
    ).save(force_insert=True)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def _record(access: Access, request: SupportRequest, verb: str) -> None:
    record_event(
        access=access,
        object_type="guidance.SupportRequest",
        object_id=request.pk,
        verb=verb,
        municipality=request.municipality,
        scope_id=request.initiative_id,
    )
