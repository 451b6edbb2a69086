"""Cards are made and ended by who handles households and by the buddy coordinator of the initiative; what residents write to the
municipality is read by who handles households there. What residents keep for themselves is read by nobody else."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from housing.models import HouseholdCard
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from ..models import ResidentMessage, ResidentMood, WelcomeCard
from .homes import LIVING


def homes_to_welcome(access: Access) -> QuerySet[HouseholdCard]:
    """Households that live somewhere or are about to, for which this person may make a card."""
    rows = HouseholdCard.objects.filter(state__in=LIVING)
    held = access.rows(rows, Capability.WELCOME_MANAGE, scope="initiative_scope_id")
    by_office = Q(municipality_id__in=sorted(access.municipality_ids(Capability.WELCOME_MANAGE)))
    return held.filter(Q(is_shared=True) | by_office)


def can_welcome(access: Access, home: HouseholdCard) -> bool:
    scope_id = home.initiative_scope_id if home.is_shared else None
    return home.state in LIVING and access.may(
        Capability.WELCOME_MANAGE, municipality=home.municipality, scope_id=scope_id
    )


def viewable_welcome_cards(access: Access) -> QuerySet[WelcomeCard]:
    return access.rows(WelcomeCard.objects.all(), Capability.WELCOME_MANAGE, scope="initiative_scope_id")


def can_view_welcome_card(access: Access, card: WelcomeCard) -> bool:
    return access.may(Capability.WELCOME_MANAGE, municipality=card.municipality, scope_id=card.initiative_scope_id)


def viewable_messages(access: Access) -> QuerySet[ResidentMessage]:
    return access.rows(ResidentMessage.objects.all(), Capability.WELCOME_ANSWER)


def can_view_message(access: Access, message: ResidentMessage) -> bool:
    return access.may(Capability.WELCOME_ANSWER, municipality=message.municipality)


def own_messages(access: Access) -> QuerySet[ResidentMessage]:
    """What was written with the card through which this visit came."""
    return ResidentMessage.objects.filter(card_id__in=sorted(access.scope_ids(Capability.WELCOME_OPEN)))


def own_moods(access: Access) -> QuerySet[ResidentMood]:
    return ResidentMood.objects.filter(card_id__in=sorted(access.scope_ids(Capability.WELCOME_OPEN)))


def shared_moods(access: Access) -> QuerySet[ResidentMood]:
    """What residents chose to share with their buddy, or with the buddy coordinator of the initiative."""
    with_buddy = Q(shared_with="buddy", household_scope_id__in=sorted(access.scope_ids(Capability.CONTACT_LOG)))
    with_coordinator = Q(
        shared_with="coordinator", initiative_scope_id__in=sorted(access.scope_ids(Capability.BUDDY_MANAGE))
    )
    return ResidentMood.objects.filter(with_buddy | with_coordinator)
