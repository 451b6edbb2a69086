"""How steps went, told by whoever did them: about half of the steps, always the same ones."""

from __future__ import annotations

from zlib import crc32

from thuisgevers.guidance.enums import StepRating
from thuisgevers.guidance.models import PlanStep
from thuisgevers.guidance.services.learning import review_step, tap_rating
from thuisgevers.guidance.services.steps import finish_step, skip_step
from thuisgevers.municipalities.access import Access

RATINGS = (StepRating.GOOD, StepRating.GOOD, StepRating.FAIR, StepRating.HARD)
REMARKS = (
    "Vraag de koster er meteen bij: die weet waar alles zit.",
    "Reken op twee keer zoveel tijd als er vakantie tussen zit.",
    "Een voorbeeldbrief bij deze stap had ons een avond gescheeld.",
    "Doe dit samen met de stap hierna, dan hoeft iedereen maar één keer te komen.",
    "Leg uit wie er tekent. Bij ons lag het papier drie weken te wachten.",
)
REASONS = (
    "Dat hadden wij al geregeld voordat wij begonnen.",
    "Hier niet nodig: het gebouw was al bewoond.",
    "De gemeente deed dit zelf.",
)
SKIPPABLE = frozenset({"press-release", "press", "house-rules", "repairs", "tell-supporters"})


def do_step(access: Access, step: PlanStep) -> None:
    """Finish the step, now and then skip one, and often say how it went."""
    luck = crc32(f"{step.step.key} {step.municipality_id} {step.plan.created_at:%Y%m%d}".encode())
    if step.step.key in SKIPPABLE and luck % 5 == 0:
        done = skip_step(access=access, step=step, reason=REASONS[luck % len(REASONS)])
    else:
        done = finish_step(access=access, step=step)
    if luck % 2:
        return
    rating = RATINGS[luck // 2 % len(RATINGS)]
    if rating == StepRating.GOOD or luck // 8 % 3:
        tap_rating(access=access, step=done, rating=rating)
        return
    remark = REMARKS[luck // 24 % len(REMARKS)]
    review_step(access=access, step=done, rating=rating, remark=remark, may_be_named=luck // 24 % 2 == 0)
