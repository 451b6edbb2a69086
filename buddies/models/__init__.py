"""Buddies, matches and contact moments, and the page of the residents themselves."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .match import BuddyMatch, HouseholdWish
from .welcome import ResidentMessage, ResidentMood, WelcomeCard

__all__ = [
    "Buddy",
    "BuddyMatch",
    "BuddySettings",
    "ContactMoment",
    "HouseholdWish",
    "ResidentMessage",
    "ResidentMood",
    "WelcomeCard",
]
