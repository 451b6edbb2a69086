"""For which tasks a VOG is asked, and from which organisation it is free. Rules as data, judged without a database.

A VOG for volunteers is free when the organisation meets the conditions of the Regeling gratis VOG (`FreeVogCondition`; sources in
docs/buddies.md). Admission takes up to eight weeks. No law makes a VOG compulsory for buddies, so the municipality chooses; two tasks
are not up for choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .enums import ALWAYS_VOG, BuddyTask, FreeVogCondition, VogRule

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


@dataclass(frozen=True, slots=True)
class FreeVog:
    """What is known of one organisation. Free is derived, never typed: every condition was looked at and met."""

    met: frozenset[FreeVogCondition]
    unmet: frozenset[FreeVogCondition]

    @classmethod
    def of(cls, facts: Iterable[tuple[str, bool]]) -> FreeVog:
        known = {FreeVogCondition(condition): is_met for condition, is_met in facts}
        return cls(
            frozenset(one for one, is_met in known.items() if is_met),
            frozenset(one for one, is_met in known.items() if not is_met),
        )

    @property
    def is_free(self) -> bool:
        return len(self.met) == len(FreeVogCondition)

    @property
    def is_known(self) -> bool:
        return bool(self.met or self.unmet)

    @property
    def can_apply(self) -> bool:
        """Everything but the admission, which is what can be asked for then."""
        return self.met >= set(FreeVogCondition) - {FreeVogCondition.ADMITTED}

    @property
    def next(self) -> FreeVogCondition | None:
        """The first condition that is not met, or at which nobody looked: one that fails goes before one that is unknown."""
        left = [one for one in FreeVogCondition if one not in self.met]
        return next((one for one in left if one in self.unmet), left[0] if left else None)
