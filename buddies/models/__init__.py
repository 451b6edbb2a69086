"""Buddies, matches and contact moments."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .match import BuddyMatch, HouseholdWish
from .nudge import ContactNudge

__all__ = ["Buddy", "BuddyMatch", "BuddySettings", "ContactMoment", "ContactNudge", "HouseholdWish"]
