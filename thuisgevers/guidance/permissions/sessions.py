"""Sessions are for everybody; a registration is for who made it and for the national coordinators, a video link for who has a place."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..enums import RegistrationState
from ..models import InspirationSession, SessionRegistration, SessionVideo


def viewable_sessions(access: Access) -> QuerySet[InspirationSession]:
    """All of them: a session is public from the day it is planned."""
    return InspirationSession.objects.all()


def can_manage_sessions(access: Access) -> bool:
    return access.is_national(Capability.SESSION_MANAGE)


def own_registrations(access: Access) -> QuerySet[SessionRegistration]:
    """Those of the person who is signed in, or the one that the mailed link is for."""
    return SessionRegistration.objects.filter(_own(access))


def viewable_registrations(access: Access) -> QuerySet[SessionRegistration]:
    if can_manage_sessions(access):
        return SessionRegistration.objects.all()
    return own_registrations(access)


def can_attend(access: Access, registration: SessionRegistration) -> bool:
    """Whether the registration is one's own: confirm, cancel, ask and say how it was."""
    if access.link is not None:
        return registration.pk in access.scope_ids(Capability.SESSION_ATTEND)
    return access.user is not None and registration.user_id == access.user.pk


def can_view_registration(access: Access, registration: SessionRegistration) -> bool:
    return can_manage_sessions(access) or can_attend(access, registration)


def viewable_videos(access: Access) -> QuerySet[SessionVideo]:
    if can_manage_sessions(access):
        return SessionVideo.objects.all()
    joined = own_registrations(access).filter(state=RegistrationState.CONFIRMED)
    return SessionVideo.objects.filter(session_id__in=joined.values("session_id"))


def _own(access: Access) -> Q:
    if access.link is not None:
        return Q(pk__in=sorted(access.scope_ids(Capability.SESSION_ATTEND)))
    if access.user is None:
        return Q(pk__in=())
    return Q(user_id=access.user.pk)
