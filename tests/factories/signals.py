"""A safeguarding signal, raised through the service by somebody who has an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from buddies.enums import SignalKind, SignalParty, SignalUrgency
from buddies.models import SafeguardingSignal
from buddies.services.signals.raising import SignalFacts, raise_signal
from tests.factories.people import member, person
from tests.seeding import as_committed, seed
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership, Municipality

if TYPE_CHECKING:
    from tests.access.scenario import Case


def facts(**more: Any) -> SignalFacts:
    return SignalFacts(
        **{
            "kind": SignalKind.VIOLENCE,
            "urgency": SignalUrgency.SOON,
            "seen": "Ik hoorde geschreeuw en zag een kapotte deur.",
            "parties": [SignalParty.HOUSEHOLD],
        }
        | more
    )


def signal(place: Municipality, by: User, **more: Any) -> SafeguardingSignal:
    """As the service leaves it: routed, nobody told yet."""
    key = more.pop("key", None)
    with transaction.atomic(), acting(user_id=by.pk):
        access = Access.for_user(by, second_factor=True)
        return raise_signal(access=access, municipality=place, facts=facts(**more), key=key)


def signal_of_case(case: Case, by: User) -> SafeguardingSignal:
    """Every word of it marked with a mark that only the addressees may see (`Case.secrets`); the municipality has an adviser."""
    with seed():
        has_one = Membership.objects.filter(role=Role.CONFIDENTIAL_ADVISER, municipality=case.municipality).exists()
    if not has_one:
        member(person(f"Vertrouwen {case.mark}"), Role.CONFIDENTIAL_ADVISER, municipality=case.municipality)
    as_committed()
    return signal(
        case.municipality,
        by,
        seen=f"{case.signal_mark()} deur kapot",
        who_else=f"{case.signal_mark()} naam",
        where=f"{case.signal_mark()} bij",
        household_id=case.household.pk,
        initiative_id=case.initiative.pk,
    )
