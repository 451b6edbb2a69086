"""Buddies, matches, contact moments and safeguarding signals."""

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

__all__ = [
    "Buddy",
    "BuddyMatch",
    "BuddySettings",
    "ContactMoment",
    "ContactNudge",
    "HouseholdWish",
    "SafeguardingSignal",
    "SignalAddressee",
    "SignalConcerned",
    "SignalExclusion",
    "SignalFile",
    "SignalLog",
    "SignalStep",
    "SignalWarning",
]
