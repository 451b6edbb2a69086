"""A lost second factor, put right by two people: one asks, another one agrees.

Knows no roles. The floor that does asks whether these people may, records the event and sends the mails.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.accounts.services.sessions import end_sessions

VALID_FOR = timedelta(days=3)


@transaction.atomic
def request_factor_reset(*, user: User, requested_by: User, reason: str) -> FactorReset:
    """Ask for it. An earlier request that expired unanswered is answered with no, by the one who asks anew."""
    if user.pk == requested_by.pk:
        raise ValidationError(_("U kunt dit niet voor uzelf vragen."))
    if not reason.strip():
        raise ValidationError(_("Vul in hoe u weet dat u de juiste persoon sprak."))
    now = timezone.now()
    waiting = FactorReset.objects.select_for_update().filter(user=user, answered_at__isnull=True).first()
    if waiting is not None:
        if waiting.is_open:
            raise ValidationError(_("Er loopt al een verzoek voor deze persoon."))
        waiting.answered_by, waiting.answered_at, waiting.is_approved = requested_by, now, False
        waiting.save(update_fields=["answered_by", "answered_at", "is_approved"])
    return FactorReset.objects.create(
        user=user,
        requested_by=requested_by,
        reason=reason.strip(),
        requested_at=now,
        expires_at=now + VALID_FOR,
    )


@transaction.atomic
def answer_factor_reset(*, reset: FactorReset, answered_by: User, is_approved: bool) -> FactorReset:
    """Agree or decline. Agreeing removes every factor and recovery code and ends every session of the person.

    The person then signs in with a code by mail and is led to a new factor before any municipal right counts again.
    """
    locked = FactorReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    if not locked.is_open:
        raise ValidationError(_("Dit verzoek is al beantwoord of verlopen."))
    if is_approved and answered_by.pk in {locked.requested_by_id, locked.user_id}:
        raise ValidationError(_("Vragen en akkoord geven doen twee verschillende collega's."))
    locked.answered_by, locked.answered_at, locked.is_approved = answered_by, timezone.now(), is_approved
    locked.save(update_fields=["answered_by", "answered_at", "is_approved"])
    if is_approved:
        Authenticator.objects.filter(user=locked.user).delete()
        end_sessions(locked.user)
    return locked
