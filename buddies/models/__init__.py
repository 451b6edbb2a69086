"""Buddies, matches, contact moments, safeguarding signals, and the page of the residents themselves."""

from .buddy import Buddy, BuddySettings, FreeVogFact
from .contact import ContactMoment
from .figures import BuddyFigure, BuddyMonth
from .goal import HouseholdGoal
from .ideas import ActivityIdea, LocalPlace
from .ladder import LadderRung, MailDay, WeekOverview
from .lines import BuddyLoad, HomeLine
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
from .snooze import RadarSnooze
from .welcome import ResidentMessage, ResidentMood, ResidentReport, WelcomeCard

__all__ = [
    "ActivityIdea",
    "Buddy",
    "BuddyFigure",
    "BuddyLoad",
    "BuddyMatch",
    "BuddyMonth",
    "BuddySettings",
    "ContactMoment",
    "ContactNudge",
    "FreeVogFact",
    "HomeLine",
    "HouseholdGoal",
    "HouseholdWish",
    "LadderRung",
    "LocalPlace",
    "MailDay",
    "RadarSnooze",
    "ResidentMessage",
    "ResidentMood",
    "ResidentReport",
    "SafeguardingSignal",
    "SignalAddressee",
    "SignalConcerned",
    "SignalExclusion",
    "SignalFile",
    "SignalLog",
    "SignalStep",
    "SignalWarning",
    "WeekOverview",
    "WelcomeCard",
]
