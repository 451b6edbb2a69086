"""For which tasks a VOG is asked, and from which organisation it is free. Rules as data, judged without a database.

A VOG for volunteers is free when the organisation has an entry in the business register and eHerkenning, and an integrity policy
(Regeling Gratis VOG; sources in docs/buddies.md). Admission takes up to eight weeks. No law makes a VOG compulsory for buddies, so
the municipality chooses; two tasks are not up for choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from .enums import ALWAYS_VOG, BuddyTask, VogRule

#: A VOG has no end by itself; three years is what organisations renew after.
YEARS = 3
ENDS_SOON = timedelta(weeks=10)


def rule_of(task: BuddyTask, rules: Mapping[str, str]) -> VogRule:
    """What this municipality asks for a task; warn where nothing was chosen."""
    if task in ALWAYS_VOG:
        return VogRule.REQUIRED
    chosen = rules.get(task.value, VogRule.WARNING.value)
    return VogRule(chosen) if chosen in VogRule.values else VogRule.WARNING


def forbidden_tasks(tasks: Iterable[str], rules: Mapping[str, str], *, has_vog: bool) -> list[BuddyTask]:
    """The tasks that this buddy may not do without a VOG."""
    return [] if has_vog else [one for one in known(tasks) if rule_of(one, rules) == VogRule.REQUIRED]


def warned_tasks(tasks: Iterable[str], rules: Mapping[str, str], *, has_vog: bool) -> list[BuddyTask]:
    return [] if has_vog else [one for one in known(tasks) if rule_of(one, rules) == VogRule.WARNING]


def known(tasks: Iterable[str]) -> list[BuddyTask]:
    chosen = set(tasks)
    return [task for task in BuddyTask if task.value in chosen]


def counts_until(seen_on: date) -> date:
    """Three years after it was seen, where nobody says another day."""
    return (
        seen_on.replace(year=seen_on.year + YEARS)
        if (seen_on.month, seen_on.day) != (2, 29)
        else seen_on.replace(year=seen_on.year + YEARS, day=28)
    )
