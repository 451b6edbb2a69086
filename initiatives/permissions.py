"""Who may see and do what with initiatives and dossiers: the queryset and the predicate side by side.

A list uses the queryset and its detail page the predicate; tests/initiatives/test_dossier_permissions.py holds them
against each other for every role.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from initiatives.enums import DossierState
from initiatives.models import Advice, Decision, Dossier, InformationRequest, Initiative, Note
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def _may(access: Access, capability: Capability, row: Dossier | InformationRequest | Decision) -> bool:
    return access.may(capability, municipality=row.municipality, scope_id=row.initiative_id)


def viewable_initiatives(access: Access) -> QuerySet[Initiative]:
    return access.rows(Initiative.objects.all(), Capability.INITIATIVE_READ, scope="id")


def can_view_initiative(access: Access, initiative: Initiative) -> bool:
    return access.may(Capability.INITIATIVE_READ, municipality=initiative.municipality, scope_id=initiative.pk)


def led_initiatives(access: Access) -> QuerySet[Initiative]:
    """What only the team itself decides (its contact person, whether its name is public): officials are left out."""
    return access.rows(Initiative.objects.all(), Capability.TEAM_MANAGE, scope="id")


def can_lead_initiative(access: Access, initiative: Initiative) -> bool:
    return access.may(Capability.TEAM_MANAGE, municipality=initiative.municipality, scope_id=initiative.pk)


def viewable_dossiers(access: Access) -> QuerySet[Dossier]:
    return access.rows(Dossier.objects.all(), Capability.DOSSIER_READ, scope="initiative_id")


def can_view_dossier(access: Access, dossier: Dossier) -> bool:
    return _may(access, Capability.DOSSIER_READ, dossier)


def handleable_dossiers(access: Access) -> QuerySet[Dossier]:
    return access.rows(Dossier.objects.all(), Capability.DOSSIER_HANDLE)


def can_handle_dossier(access: Access, dossier: Dossier) -> bool:
    return access.may(Capability.DOSSIER_HANDLE, municipality=dossier.municipality)


def assignable_dossiers(access: Access) -> QuerySet[Dossier]:
    """A coordinator gives any dossier to anybody; a handler those that are their own or nobody's."""
    free = Q(assignee__isnull=True)
    if access.user is not None:
        free |= Q(assignee=access.user)
    return Dossier.objects.filter(
        access.where(Capability.DOSSIER_ASSIGN) | (access.where(Capability.DOSSIER_HANDLE) & free)
    )


def can_assign_dossier(access: Access, dossier: Dossier) -> bool:
    if access.may(Capability.DOSSIER_ASSIGN, municipality=dossier.municipality):
        return True
    is_free = dossier.assignee_id is None or (access.user is not None and dossier.assignee_id == access.user.pk)
    return is_free and can_handle_dossier(access, dossier)


def decidable_dossiers(access: Access) -> QuerySet[Dossier]:
    """Four eyes: not the ones on which this person advised."""
    rows = access.rows(Dossier.objects.filter(state=DossierState.ADVISED), Capability.DOSSIER_DECIDE)
    return rows if access.user is None else rows.exclude(advised_by=access.user)


def can_decide_dossier(access: Access, dossier: Dossier) -> bool:
    if dossier.state != DossierState.ADVISED:
        return False
    if access.user is not None and dossier.advised_by_id == access.user.pk:
        return False
    return access.may(Capability.DOSSIER_DECIDE, municipality=dossier.municipality)


def withdrawable_dossiers(access: Access) -> QuerySet[Dossier]:
    return access.rows(Dossier.objects.all(), Capability.DOSSIER_WITHDRAW, scope="initiative_id")


def can_withdraw_dossier(access: Access, dossier: Dossier) -> bool:
    return _may(access, Capability.DOSSIER_WITHDRAW, dossier)


_EDITABLE_BY_TEAM = (
    DossierState.DRAFT,
    DossierState.SUBMITTED,
    DossierState.IN_REVIEW,
    DossierState.AWAITING_INFORMATION,
    DossierState.SUSPENDED,
)
_CLOSED = (DossierState.REJECTED, DossierState.WITHDRAWN)


def editable_dossiers(access: Access) -> QuerySet[Dossier]:
    """Whose facts may be changed: by the municipality until it is over, by the team until there is advice."""
    official = access.where(Capability.DOSSIER_HANDLE) & ~Q(state__in=_CLOSED)
    team = access.where(Capability.INITIATIVE_WRITE, scope="initiative_id") & Q(state__in=_EDITABLE_BY_TEAM)
    return Dossier.objects.filter(official | team)


def can_edit_dossier(access: Access, dossier: Dossier) -> bool:
    if access.may(Capability.DOSSIER_HANDLE, municipality=dossier.municipality):
        return dossier.state not in _CLOSED
    return dossier.state in _EDITABLE_BY_TEAM and _may(access, Capability.INITIATIVE_WRITE, dossier)


def viewable_information_requests(access: Access) -> QuerySet[InformationRequest]:
    return access.rows(InformationRequest.objects.all(), Capability.DOSSIER_READ, scope="initiative_id")


def can_view_information_request(access: Access, question: InformationRequest) -> bool:
    return _may(access, Capability.DOSSIER_READ, question)


def answerable_information_requests(access: Access) -> QuerySet[InformationRequest]:
    """Open questions that this person may answer for the initiative."""
    return access.rows(
        InformationRequest.objects.filter(answered_at__isnull=True, closed_at__isnull=True),
        Capability.DOSSIER_ANSWER,
        scope="initiative_id",
    )


def can_answer_information_request(access: Access, question: InformationRequest) -> bool:
    return question.is_open and _may(access, Capability.DOSSIER_ANSWER, question)


def viewable_decisions(access: Access) -> QuerySet[Decision]:
    return access.rows(Decision.objects.all(), Capability.DOSSIER_READ, scope="initiative_id")


def can_view_decision(access: Access, decision: Decision) -> bool:
    return _may(access, Capability.DOSSIER_READ, decision)


def viewable_notes(access: Access) -> QuerySet[Note]:
    """Officials only, never the initiative's side."""
    return access.rows(Note.objects.all(), Capability.DOSSIER_INTERNAL)


def can_view_note(access: Access, note: Note) -> bool:
    return access.may(Capability.DOSSIER_INTERNAL, municipality=note.municipality)


def removable_notes(access: Access) -> QuerySet[Note]:
    """One's own notes."""
    if access.user is None:
        return Note.objects.none()
    return access.rows(Note.objects.filter(author=access.user), Capability.DOSSIER_HANDLE)


def can_remove_note(access: Access, note: Note) -> bool:
    return (
        access.user is not None
        and note.author_id == access.user.pk
        and access.may(Capability.DOSSIER_HANDLE, municipality=note.municipality)
    )


def viewable_advices(access: Access) -> QuerySet[Advice]:
    return access.rows(Advice.objects.all(), Capability.DOSSIER_INTERNAL)


def can_view_advice(access: Access, advice: Advice) -> bool:
    return access.may(Capability.DOSSIER_INTERNAL, municipality=advice.municipality)
