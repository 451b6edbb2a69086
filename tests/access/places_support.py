"""Parameters of addresses about help and about looking back on steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BY_NAME: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("guidance:step_review", "pk"): lambda t: t.support.over_id,
    ("guidance:step_tap", "pk"): lambda t: t.support.over_id,
    ("guidance:learning_step", "key"): lambda _t: "viewing",
    ("guidance:learning_take", "key"): lambda _t: "viewing",
    ("guidance:learning_take", "pk"): lambda t: t.support.feedback_id,
    ("guidance:learning_drop", "pk"): lambda t: t.step_plan.draft_id,
    ("guidance:learning_drop", "feedback_pk"): lambda t: t.support.feedback_id,
    ("guidance:support_ask_step", "pk"): lambda t: t.step_plan.step_id,
    ("guidance:support_ask_plan", "pk"): lambda t: t.step_plan.plan_id,
    ("guidance:support_back", "pk"): lambda t: t.support.absence_id,
    ("guidance:support_helper", "pk"): lambda t: t.support.helper_id,
    **{(f"guidance:offer_{name}", "pk"): lambda t: t.support.offer_id for name in ("ask", "withdraw")},
    **{
        (f"guidance:support_{name}", "pk"): lambda t: t.support.request_id
        for name in ("detail", "accept", "answer", "again", "pass", "close", "withdraw")
    },
}
