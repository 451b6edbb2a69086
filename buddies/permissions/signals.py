"""A signal is read by its addressees and by nobody else: no role sees one by itself."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ..models import SafeguardingSignal, SignalAddressee, SignalExclusion, SignalWarning


def viewable_signals(access: Access) -> QuerySet[SafeguardingSignal]:
    """Those that went to this person, who still holds the role and was not left out."""
    if access.user is None:
        return SafeguardingSignal.objects.none()
    here: Q = Q(signal_id=OuterRef("pk"), user_id=access.user.pk)
    to_me = SignalAddressee.objects.filter(here, ended_at__isnull=True)
    not_me = SignalExclusion.objects.filter(here)
    rows = access.rows(SafeguardingSignal.objects.all(), Capability.SIGNAL_RECEIVE)
    return rows.filter(Exists(to_me), ~Exists(not_me))


def can_view_signal(access: Access, signal: SafeguardingSignal) -> bool:
    if access.user is None or not access.may(Capability.SIGNAL_RECEIVE, municipality=signal.municipality):
        return False
    if SignalExclusion.objects.filter(signal=signal, user_id=access.user.pk).exists():
        return False
    return SignalAddressee.objects.filter(signal=signal, user_id=access.user.pk, ended_at__isnull=True).exists()


def own_signals(access: Access) -> QuerySet[SafeguardingSignal]:
    """That this person raised: that it was received and how far it is, nothing of what others wrote."""
    if access.user is None:
        return SafeguardingSignal.objects.none()
    return SafeguardingSignal.objects.filter(raised_by_id=access.user.pk)


def own_warnings(access: Access) -> QuerySet[SignalWarning]:
    """Households for which this person is asked to talk to the adviser first."""
    if access.user is None:
        return SignalWarning.objects.none()
    return SignalWarning.objects.filter(user_id=access.user.pk, ended_at__isnull=True)


def is_adviser(access: Access, signal: SafeguardingSignal) -> bool:
    """An addressee other than as a coordinator of the municipality: they lead, and say who stands too near."""
    if access.user is None or not can_view_signal(access, signal):
        return False
    mine = SignalAddressee.objects.filter(signal=signal, user_id=access.user.pk, ended_at__isnull=True)
    return mine.exclude(role="case_coordinator").exists()


def raising_places(access: Access) -> list[Municipality]:
    """Municipalities in which this person holds something, so that a signal can go to somebody there."""
    ids = access.place_ids()
    return list(Municipality.objects.filter(pk__in=sorted(ids)).order_by("sort_key")) if ids else []
