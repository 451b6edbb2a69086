"""Ending sessions: this one excepted, or all of them."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from thuisgevers.accounts.models import User


def end_sessions(user: User, *, except_key: str | None = None) -> int:
    """Sign `user` out on every device (but the one with `except_key`). Returns how many sessions ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user):
        if except_key is None or session.session_key != except_key:
            session.end()
            ended += 1
    return ended
