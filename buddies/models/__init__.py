"""Buddies, matches and contact moments, and what hangs on them."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .figures import BuddyFigure, BuddyMonth
from .ladder import LadderRung, MailDay, WeekOverview
from .lines import BuddyLoad, HomeLine
from .match import BuddyMatch, HouseholdWish
from .snooze import RadarSnooze

__all__ = [
    "Buddy",
    "BuddyFigure",
    "BuddyLoad",
    "BuddyMatch",
    "BuddyMonth",
    "BuddySettings",
    "ContactMoment",
    "HomeLine",
    "HouseholdWish",
    "LadderRung",
    "MailDay",
    "RadarSnooze",
    "WeekOverview",
]
