"""Buddies, matches and contact moments, and what hangs on them."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .figures import BuddyFigure, BuddyMonth
from .ladder import LadderRung, MailDay, WeekOverview
from .match import BuddyMatch, HouseholdWish

__all__ = [
    "Buddy",
    "BuddyFigure",
    "BuddyMatch",
    "BuddyMonth",
    "BuddySettings",
    "ContactMoment",
    "HouseholdWish",
    "LadderRung",
    "MailDay",
    "WeekOverview",
]
