"""Buddies, matches, contact moments, safeguarding signals, and the page of the residents themselves."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .match import BuddyMatch, HouseholdWish
from .nudge import ContactNudge
from .signal import (
    SafeguardingSignal,
    SignalAddressee,
    SignalConcerned,
    SignalExclusion,
    SignalFile,
    SignalLog,
    SignalStep,
    SignalWarning,
)
from .welcome import ResidentMessage, ResidentMood, WelcomeCard

__all__ = [
    "Buddy",
    "BuddyMatch",
    "BuddySettings",
    "ContactMoment",
    "ContactNudge",
    "HouseholdWish",
    "ResidentMessage",
    "ResidentMood",
    "SafeguardingSignal",
    "SignalAddressee",
    "SignalConcerned",
    "SignalExclusion",
    "SignalFile",
    "SignalLog",
    "SignalStep",
    "SignalWarning",
    "WelcomeCard",
]
