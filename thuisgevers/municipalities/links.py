"""Secret links: made, opened by their hash, revoked. The token is in the mail only, never in a row or a log."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from .enums import LinkPurpose
from .models import AccessLink, Municipality

if TYPE_CHECKING:
    from thuisgevers.accounts.models import User


def _hash(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def create_link(
    *,
    purpose: LinkPurpose,
    object_id: UUID,
    municipality: Municipality | None,
    valid_days: int,
    user: User | None = None,
) -> tuple[AccessLink, str]:
    """A new link and its token (256 bits); the token cannot be read back later."""
    token = secrets.token_urlsafe(32)
    link = AccessLink(
        token_hash=_hash(token),
        purpose=purpose,
        object_id=object_id,
        municipality=municipality,
        user=user,
        expires_at=timezone.now() + timedelta(days=valid_days),
    )
    link.save(force_insert=True)
    return link, token


def open_link(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The unrevoked link behind a token, expired or not, found by a definer function so that nobody can list links."""
    for link in AccessLink.objects.raw("SELECT * FROM app_open_link(%s, %s)", [_hash(token), purpose.value]):
        return link
    return None


def revoke_links(*, purpose: LinkPurpose, object_id: UUID) -> int:
    """End every open link for this object; returns how many whoever asks was allowed to end."""
    return AccessLink.objects.filter(purpose=purpose, object_id=object_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )


def use_link(link: AccessLink) -> bool:
    """Mark a link that works once as used; False when somebody (or another press) was first."""
    return (
        AccessLink.objects.filter(pk=link.pk, used_at__isnull=True).update(
            used_at=timezone.now(), updated_at=timezone.now()
        )
        == 1
    )
