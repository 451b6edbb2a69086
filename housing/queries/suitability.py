"""What a round through a property says: its questions by part, what is missing, what is wrong, and earlier rounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from housing.enums import CheckOutcome, CriterionGroup, SuitabilityOutcome
from housing.models import Assessment, SuitabilityCheck, SuitabilityCriterion

_UNANSWERED = (CheckOutcome.NOT_SEEN,)


@dataclass(frozen=True, slots=True)
class Item:
    """One question with the answer, if there is one."""

    criterion: SuitabilityCriterion
    check: SuitabilityCheck | None

    @property
    def is_missing(self) -> bool:
        return self.check is None or self.check.outcome in _UNANSWERED


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one part of the walk."""

    key: str
    title: str
    items: list[Item]

    @property
    def answered(self) -> int:
        return sum(not item.is_missing for item in self.items)


@dataclass(frozen=True)
class Summary:
    """What the answers come to. `outcome` holds only when nothing is `missing`."""

    parts: list[Part]
    checks: list[SuitabilityCheck]
    missing: list[SuitabilityCriterion]
    failures: list[SuitabilityCheck]
    wishes: list[SuitabilityCheck] = field(default_factory=list)

    @property
    def outcome(self) -> SuitabilityOutcome:
        return SuitabilityOutcome.UNSUITABLE if self.failures else SuitabilityOutcome.SUITABLE

    @property
    def total(self) -> int:
        return sum(len(part.items) for part in self.parts)

    @property
    def answered(self) -> int:
        return sum(part.answered for part in self.parts)


def criteria_on(day: date) -> list[SuitabilityCriterion]:
    """The questions that held on a day, in the order of the walk."""
    return list(
        SuitabilityCriterion.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day
        ).order_by("position", "key")
    )


def summary_of(assessment: Assessment) -> Summary:
    """Two statements, whatever the number of questions."""
    checks = list(
        SuitabilityCheck.objects.filter(assessment=assessment)
        .select_related("criterion", "checked_by")
        .order_by("criterion__position", "criterion__key")
    )
    given: dict[UUID, SuitabilityCheck] = {check.criterion_id: check for check in checks}
    asked = criteria_on(assessment.visited_on)
    known = {criterion.pk for criterion in asked}
    # An answer to a question that does not hold any more stays visible.
    asked += [check.criterion for check in checks if check.criterion_id not in known]
    items = [Item(criterion, given.get(criterion.pk)) for criterion in asked]
    parts = [
        Part(key=group.value, title=str(group.label), items=[item for item in items if item.criterion.group == group])
        for group in CriterionGroup
    ]
    failed = [check for check in checks if check.outcome == CheckOutcome.FAILED]
    return Summary(
        parts=[part for part in parts if part.items],
        checks=checks,
        missing=[item.criterion for item in items if item.criterion.is_compulsory and item.is_missing],
        failures=[check for check in failed if check.criterion.is_compulsory],
        wishes=[check for check in failed if not check.criterion.is_compulsory],
    )
