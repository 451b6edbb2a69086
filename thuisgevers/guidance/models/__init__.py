"""Step plans and sessions: how the method reaches whoever sets to work."""

from .plans import PlanComment, PlanStep, StepPlan
from .sessions import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from .templates import StepPlanTemplate, TemplatePhase, TemplateStep

__all__ = [
    "InspirationSession",
    "PlanComment",
    "PlanStep",
    "SessionRegistration",
    "SessionSeries",
    "SessionVideo",
    "StepPlan",
    "StepPlanTemplate",
    "TemplatePhase",
    "TemplateStep",
]
