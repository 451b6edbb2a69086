"""Raising a signal, as somebody with an account or through a link without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import reference, uuid7
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.models import Municipality

from ...enums import SignalKind, SignalParty, SignalUrgency
from ...models import SafeguardingSignal, SignalConcerned, SignalFile
from .clock import HOURS, office_hours_after

PREFIX = "Z"
SWEEP_MAILS = "buddies.tasks.signals.sweep_signal_mails"
MOST_SEEN = 4000


class NobodyLeftError(ConflictError):
    """Everybody who could receive it is whom it concerns, or too near to them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Er is nu niemand die dit bericht kan krijgen zonder dat het bij de verkeerde terechtkomt. Wij hebben niets "
                "bewaard. Bel Veilig Thuis, gratis en dag en nacht: 0800-2000."
            )
        )


class AlreadySentError(ConflictError):
    """The same form, sent twice."""

    def __init__(self) -> None:
        super().__init__(_("Dit bericht is al verstuurd."))


@dataclass(frozen=True, kw_only=True)
class SignalFacts:
    """What somebody says. `seen` is what they saw or heard. `parties` and `people` (ids of accounts) are whom it is about: they,
    whom they invited, who invited them and to whom they report get nothing of it. `who_else` is a name in words.
    `where` says in words at whose home or in which initiative, as an adviser has no right to look that up by its id.
    `language` is the ISO code in which `seen` was written, empty for Dutch."""

    kind: SignalKind
    urgency: SignalUrgency
    seen: str
    parties: Sequence[SignalParty] = ()
    people: Sequence[int] = ()
    who_else: str = ""
    where: str = ""
    household_id: UUID | None = None
    initiative_id: UUID | None = None
    language: str = ""


def raise_signal(
    *, access: Access, municipality: Municipality, facts: SignalFacts, key: UUID | None = None
) -> SafeguardingSignal:
    """Write a signal, let the database decide to whom it goes, and wake the mail.

    Works for a person (`Access.for_user`, who belongs to the municipality) and for a link without an account: its purpose must
    give `Capability.SIGNAL_RAISE` in `LINK_CAPABILITIES` (then `from_resident` is set, and nobody can look back through the
    link: whoever shares the page with the writer would see it). Call it inside the gate's transaction. `key` is a UUID that the
    form carries, so that sending twice is one signal.

    Returns the signal as it was written; nothing is read back. Show its `reference` once, on the page that answers.
    Raises `ValidationError` at `seen` or `parties` when these are empty, `PermissionDenied` for a link without the capability,
    `NobodyLeftError` (a ConflictError, nothing is kept) when no addressee is left, `AlreadySentError` (likewise). Never logged beside the signal itself.
    """
    seen = facts.seen.strip()
    if not seen:
        raise ValidationError({"seen": _("Schrijf op wat u zag of hoorde.")})
    if len(seen) > MOST_SEEN:
        raise ValidationError({"seen": _("Maak dit korter: er passen %(most)s tekens in.") % {"most": MOST_SEEN}})
    if not facts.parties and not facts.people and not facts.who_else.strip():
        raise ValidationError({"parties": _("Kies over wie het gaat. U mag ook kiezen dat u het niet weet.")})
    scope_id = None if access.user is not None and access.link is None else _scope_of(access)
    with transaction.atomic():
        signal = SafeguardingSignal(
            id=key or uuid7(),
            municipality=municipality,
            reference=reference(prefix=PREFIX),
            raised_by=None if scope_id else access.user,
            link_scope_id=scope_id,
            answer_hours=HOURS[facts.urgency],
            acknowledge_by=office_hours_after(timezone.now(), HOURS[facts.urgency]),
        )
        try:
            with transaction.atomic():
                signal.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadySentError from error
        SignalFile(
            municipality=municipality,
            signal=signal,
            kind=facts.kind,
            urgency=facts.urgency,
            seen=seen,
            who_else=facts.who_else.strip(),
            where=facts.where.strip(),
            from_resident=scope_id is not None,
            language=facts.language,
            household_scope_id=facts.household_id,
            initiative_scope_id=facts.initiative_id,
        ).save(force_insert=True)
        SignalConcerned.objects.bulk_create(
            [
                *(SignalConcerned(municipality=municipality, signal=signal, party=one) for one in set(facts.parties)),
                *(SignalConcerned(municipality=municipality, signal=signal, user_id=pk) for pk in set(facts.people)),
            ]
        )
        if route_signal(signal.pk) == 0:
            raise NobodyLeftError
    wake(SWEEP_MAILS)
    return signal


def route_signal(signal_id: UUID) -> int:
    """Let the database decide again who gets it: how many people those are. The same answer whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT buddies_route_signal(%s)", [signal_id])
        (addressees,) = cursor.fetchone()
        return int(addressees)


def _scope_of(access: Access) -> UUID:
    """The thing of the link; a link that gives no right to raise one is refused."""
    scopes = sorted(access.scope_ids(Capability.SIGNAL_RAISE))
    if access.link is None or not scopes:
        raise PermissionDenied
    return scopes[0]
