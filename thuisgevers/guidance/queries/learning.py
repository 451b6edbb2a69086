"""What all running plans together tell about a step. The rows stay with their teams: PostgreSQL's own functions give these columns
and no others (migration 0031), to the national desk, and one median to whoever works on a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thuisgevers.common.addresses import address
from thuisgevers.common.templatetags.dutch import dutch_number
from thuisgevers.municipalities.access import Access

from ..enums import OPEN_STEPS, Audience, StepRating, TemplateState
from ..models import PlanStep, Question, StepFeedback, StepPlanTemplate, TemplateStep
from ..permissions.learning import can_review_step, viewable_feedback, viewable_sources

LEAST_SHOWN = 5
HIDDEN = "<5"
DAYS_IN_WEEK, DAYS_IN_MONTH = 7, 30
RATING_ICONS = {StepRating.GOOD: "mood-smile", StepRating.FAIR: "mood-neutral", StepRating.HARD: "mood-sad"}


def shown(number: int) -> str:
    return HIDDEN if 0 < number < LEAST_SHOWN else dutch_number(number)


def in_words(days: float) -> str:
    """Days, weeks or months, rounded as people say it."""
    whole = max(1, round(days))
    if whole < 2 * DAYS_IN_WEEK:
        return ngettext("%d dag", "%d dagen", whole) % whole
    if whole < 3 * DAYS_IN_MONTH:
        return _("%d weken") % round(whole / DAYS_IN_WEEK)
    return _("%d maanden") % round(whole / DAYS_IN_MONTH)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step over all plans. `median`, `low` and `high` (the middle half) are calendar days; None below five plans."""

    key: str
    title: str
    phase: str
    planned: int
    done: str
    median: str
    spread: str
    skipped: str
    good: str
    fair: str
    hard: str
    remarks: int
    questions: str
    url: str
    is_slow: bool


def step_figures(audience: Audience) -> list[StepFigures]:
    """Every step of the newest published version, in order: two questions to the database, whatever the number of plans."""
    newest = StepPlanTemplate.objects.filter(town=None, audience=audience, state=TemplateState.PUBLISHED).latest(
        "number"
    )
    held = {str(row[0]): row[1:] for row in _rows("SELECT * FROM guidance_step_figures(%s)", [audience])}
    steps = TemplateStep.objects.filter(template=newest).select_related("phase").order_by("position")
    asked = questions_asked(audience)
    return [_figures(audience, step, held.get(step.key, (0, None, None, None, 0, 0, 0, 0, 0)), asked) for step in steps]


def _figures(audience: Audience, step: TemplateStep, row: tuple[Any, ...], asked: Mapping[str, int]) -> StepFigures:
    done, median, low, high, skipped, good, fair, hard, remarks = row
    is_known = done >= LEAST_SHOWN
    return StepFigures(
        key=step.key,
        title=step.title,
        phase=step.phase.title,
        planned=step.days,
        done=shown(done),
        median=in_words(median) if is_known else "",
        spread=_("%(low)s tot %(high)s dagen") % {"low": round(low), "high": round(high)} if is_known else "",
        skipped=shown(skipped),
        good=shown(good),
        fair=shown(fair),
        hard=shown(hard),
        remarks=remarks,
        questions=shown(asked.get(step.key, 0)),
        url=address("guidance:learning_step", audience, step.key),
        is_slow=is_known and median > 2 * calendar_days(step.days),
    )


def calendar_days(working_days: int) -> float:
    """Working days as they pass on the calendar: seven for every five."""
    return working_days * 7 / 5


def questions_asked(audience: Audience) -> Mapping[str, int]:
    """How many questions the desk got about each step, by key."""
    rows = Question.objects.filter(audience=audience).exclude(step_key="")
    return dict(rows.order_by().values_list("step_key").annotate(times=Count("pk")))


@dataclass(frozen=True, slots=True)
class Remark:
    """A line somebody gave to the makers of the plan. `source` is empty where the team does not want to be named, or where its
    name is not public (domain: safety in public)."""

    pk: UUID
    rating: str
    label: str
    icon: str
    text: str
    given_on: date
    source: str


def remarks(audience: str, key: str) -> list[Remark]:
    """The lines at a step, the newest first; empty for who may not manage plans."""
    return [
        Remark(
            pk=row[0],
            rating=row[1],
            label=str(StepRating(row[1]).label),
            icon=RATING_ICONS[StepRating(row[1])],
            text=row[2],
            given_on=row[3],
            source=row[4] or "",
        )
        for row in _rows("SELECT * FROM guidance_step_remarks(%s, %s)", [audience, key])
    ]


def remark(audience: str, key: str, pk: UUID) -> Remark | None:
    return next((one for one in remarks(audience, key) if one.pk == pk), None)


@dataclass(frozen=True, slots=True)
class SkipReason:
    reason: str
    skipped_on: date


def skip_reasons(audience: str, key: str) -> list[SkipReason]:
    """Why teams skipped the step, without who or where, the newest first."""
    return [SkipReason(*row) for row in _rows("SELECT * FROM guidance_skip_reasons(%s, %s)", [audience, key])]


def sources_of(access: Access, template: StepPlanTemplate, key: str) -> list[Remark]:
    """The lines that were taken along to this step of this draft."""
    rows = viewable_sources(access).filter(template=template, step_key=key).order_by("created_at", "id")
    taken = set(rows.values_list("feedback_id", flat=True))
    return [one for one in remarks(template.audience, key) if one.pk in taken] if taken else []


def usual_length(step: TemplateStep) -> str:
    """How long the step usually takes, measured over all plans where five or more did it; else empty."""
    [(median,)] = _rows("SELECT guidance_usual_days(%s)", [step.pk])
    return "" if median is None else in_words(median)


@dataclass(frozen=True, slots=True)
class Credit:
    step: str
    name: str


def credits_of(template: StepPlanTemplate) -> list[Credit]:
    """Whom a published version thanks, as far as they want it today and their name is public."""
    titles = dict(TemplateStep.objects.filter(template=template).order_by("position").values_list("key", "title"))
    rows = _rows("SELECT * FROM guidance_credits(%s)", [template.pk])
    return [Credit(titles.get(key, key), name) for key, name in rows]


def look_back(access: Access, step: PlanStep) -> dict[str, Any]:
    """What the page of a step shows about how it went, and how long it usually takes."""
    feedback: StepFeedback | None = None
    if step.state not in OPEN_STEPS:
        feedback = viewable_feedback(access).filter(plan_step=step).first()
    return {
        "usual": usual_length(step.step),
        "feedback": feedback,
        "feedback_icon": "" if feedback is None else RATING_ICONS[StepRating(feedback.rating)],
        "may_review": can_review_step(access, step),
        "ratings": [(rating.value, rating.label, RATING_ICONS[rating]) for rating in StepRating],
    }


def _rows(sql: str, given: Sequence[str | UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
