"""Buddies, matches, contact moments and safeguarding signals."""

from .buddy import Buddy, BuddySettings
from .contact import ContactMoment
from .match import BuddyMatch, HouseholdWish
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
