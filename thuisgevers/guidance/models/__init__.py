"""Step plans and sessions: how the method reaches whoever sets to work."""

from .files import PlanStepAttachment
from .plans import PlanComment, PlanStep, StepPlan
from .sessions import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from .templates import StepPlanTemplate, TemplatePhase, TemplateStep

__all__ = [
    "InspirationSession",
    "PlanComment",
    "PlanStep",
    "PlanStepAttachment",
    "SessionRegistration",
    "SessionSeries",
    "SessionVideo",
    "StepPlan",
    "StepPlanTemplate",
    "TemplatePhase",
    "TemplateStep",
]
