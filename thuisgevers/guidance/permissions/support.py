"""Who asks for help, who gives it, and who reads what was asked.

A request of an initiative is for its team and its pioneers, one of a municipality for its officials and liaisons; besides them
whoever it was given to, and the national desk. Officials do not read what a team asks its pioneer.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..enums import OPEN_SUPPORT, SupportState
from ..models import (
    PlanStep,
    StepPlan,
    SupportAbsence,
    SupportCoverage,
    SupportLogEntry,
    SupportOffer,
    SupportReply,
    SupportRequest,
)


def _of(access: Access, capability: Capability) -> Q:
    """Rows of one's initiatives, and of one's municipalities as far as they are of no initiative."""
    places = sorted(access.municipality_ids(capability))
    return Q(initiative_id__in=sorted(access.scope_ids(capability))) | Q(
        initiative__isnull=True, municipality_id__in=places
    )


def _is_of(access: Access, capability: Capability, municipality: Municipality, initiative_id: UUID | None) -> bool:
    if initiative_id is not None:
        return initiative_id in access.scope_ids(capability)
    return municipality.pk in access.municipality_ids(capability)


def can_ask_for(access: Access, municipality: Municipality, initiative_id: UUID | None) -> bool:
    return _is_of(access, Capability.SUPPORT_ASK, municipality, initiative_id)


def askable_plans(access: Access) -> QuerySet[StepPlan]:
    return StepPlan.objects.filter(_of(access, Capability.SUPPORT_ASK))


def askable_steps(access: Access) -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(_of(access, Capability.SUPPORT_ASK))


def can_ask_about(access: Access, step: PlanStep) -> bool:
    return can_ask_for(access, step.municipality, step.initiative_id)


def viewable_requests(access: Access) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.all()
    if access.is_national(Capability.SUPPORT_MANAGE):
        return rows
    seen = _of(access, Capability.SUPPORT_READ)
    if access.user is not None:
        mine = Q(helper=access.user) | Q(passed_by=access.user)
        if access.holds(Capability.SUPPORT_GIVE):
            seen |= mine
        elif access.scope_ids(Capability.SUPPORT_ASK):
            seen |= mine & Q(offer_id__isnull=False)
    return rows.filter(seen)


def can_view_request(access: Access, request: SupportRequest) -> bool:
    if access.is_national(Capability.SUPPORT_MANAGE):
        return True
    if _is_of(access, Capability.SUPPORT_READ, request.municipality, request.initiative_id):
        return True
    return _was_given(access, request)


def _was_given(access: Access, request: SupportRequest) -> bool:
    if access.user is None or access.user.pk not in {request.helper_id, request.passed_by_id}:
        return False
    if access.holds(Capability.SUPPORT_GIVE):
        return True
    return request.offer_id is not None and bool(access.scope_ids(Capability.SUPPORT_ASK))


def can_help_request(access: Access, request: SupportRequest) -> bool:
    """Take it up, answer it, pass it on: whom it was given to, the pioneers and liaisons of the place, the national desk."""
    if access.is_national(Capability.SUPPORT_MANAGE):
        return True
    if _is_of(access, Capability.SUPPORT_GIVE, request.municipality, request.initiative_id):
        return True
    return access.user is not None and access.user.pk == request.helper_id and _was_given(access, request)


def can_own_request(access: Access, request: SupportRequest) -> bool:
    """Ask on, close and withdraw: the side that asked."""
    return can_ask_for(access, request.municipality, request.initiative_id)


def can_accept_request(access: Access, request: SupportRequest) -> bool:
    return request.state == SupportState.ASKED and can_help_request(access, request)


def can_answer_request(access: Access, request: SupportRequest) -> bool:
    return request.state in OPEN_SUPPORT and can_help_request(access, request)


def can_close_request(access: Access, request: SupportRequest) -> bool:
    return can_own_request(access, request) or can_help_request(access, request)


def waiting_for(access: Access) -> QuerySet[SupportRequest]:
    """What one has to answer oneself; for the national desk also what nobody has, or what is late."""
    if access.user is None:
        return SupportRequest.objects.none()
    mine = Q(helper=access.user)
    if access.is_national(Capability.SUPPORT_MANAGE):
        mine |= Q(helper__isnull=True) | Q(escalated_at__isnull=False)
    return viewable_requests(access).filter(mine, state__in=OPEN_SUPPORT)


def viewable_replies(access: Access) -> QuerySet[SupportReply]:
    return SupportReply.objects.filter(request__in=viewable_requests(access))


def own_offers(access: Access) -> QuerySet[SupportOffer]:
    if access.user is None:
        return SupportOffer.objects.none()
    return SupportOffer.objects.filter(user=access.user, withdrawn_at=None)


def viewable_log(access: Access) -> QuerySet[SupportLogEntry]:
    """All of it for who helps there, what was marked for them for the others."""
    return SupportLogEntry.objects.filter(
        _of(access, Capability.SUPPORT_GIVE) | (Q(is_shared=True) & _of(access, Capability.SUPPORT_READ))
    )


def can_view_log_entry(access: Access, entry: SupportLogEntry) -> bool:
    if _is_of(access, Capability.SUPPORT_GIVE, entry.municipality, entry.initiative_id):
        return True
    return entry.is_shared and _is_of(access, Capability.SUPPORT_READ, entry.municipality, entry.initiative_id)


def can_log_for(access: Access, municipality: Municipality, initiative_id: UUID | None) -> bool:
    return _is_of(access, Capability.SUPPORT_GIVE, municipality, initiative_id)


def own_absences(access: Access) -> QuerySet[SupportAbsence]:
    if access.user is None:
        return SupportAbsence.objects.none()
    return SupportAbsence.objects.filter(user=access.user)


def own_coverage(access: Access) -> QuerySet[SupportCoverage]:
    if access.user is None:
        return SupportCoverage.objects.none()
    return SupportCoverage.objects.filter(user=access.user)
