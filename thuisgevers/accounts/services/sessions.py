"""Ending sessions: this one excepted, or all of them; and forgetting those that ended by themselves."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from thuisgevers.accounts.models import User


def end_sessions(user: User, *, except_key: str | None = None) -> int:
    """Sign `user` out on every device (but the one with `except_key`). Returns how many sessions ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user):
        if except_key is None or session.session_key != except_key:
            session.end()
            ended += 1
    return ended


def forget_ended_sessions() -> int:
    """Delete sessions past their end, and with them the address and browser they were opened from."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    forgotten, _by_model = UserSession.objects.exclude(session_key__in=alive).delete()
    return forgotten
