"""Inspiration sessions and who comes to them, written past the policies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.enums import RegistrationState
from thuisgevers.guidance.models import InspirationSession, SessionRegistration, SessionVideo
from thuisgevers.guidance.services.sessions.registering import email_index
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link

VIDEO = "https://video.example/kamer-geheim"


def session(
    *, starts_at: datetime | None = None, minutes: int = 60, video: str = VIDEO, **facts: Any
) -> InspirationSession:
    """Online, in a week, with room for a hundred."""
    starts_at = starts_at or timezone.now() + timedelta(days=7)
    with seed():
        row = InspirationSession.objects.create(
            starts_at=starts_at,
            ends_at=InspirationSession.end_of(starts_at, minutes),
            minutes=minutes,
            **{"title": "Van idee naar huis", "summary": "Hoe begon het bij u?", **facts},
        )
        if video:
            SessionVideo.objects.create(session=row, url=video)
    return row


def registration(
    of: InspirationSession,
    email: str = "tess@voorbeeld.example",
    *,
    state: str = RegistrationState.CONFIRMED,
    user: User | None = None,
    **facts: Any,
) -> SessionRegistration:
    """Somebody who has been told how it is."""
    told = {"told_state": state, "told_sequence": of.sequence, "told_at": timezone.now()}
    queued = {"queued_at": timezone.now()} if state == RegistrationState.WAITING else {}
    with seed():
        return SessionRegistration.objects.create(
            session=of,
            email=email,
            email_index=email_index(email),
            state=state,
            user=user,
            **{"name": "Tess Testpersoon", **told, **queued, **facts},
        )


def link_to(row: SessionRegistration, *, days: int = 30) -> str:
    """The token that a mail would carry."""
    with seed():
        return create_link(purpose=LinkPurpose.SESSION, object_id=row.pk, municipality=None, valid_days=days)[1]


def fresh[Row: (InspirationSession, SessionRegistration)](row: Row) -> Row:
    with seed():
        return type(row).objects.get(pk=row.pk)
