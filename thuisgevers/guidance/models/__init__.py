"""Step plans and sessions: how the method reaches whoever sets to work."""

from .plans import PlanComment, PlanStep, StepPlan
from .sessions import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from .templates import StepPlanTemplate, TemplatePhase, TemplateStep
from .workspace import (
    Appointment,
    Conversation,
    ConversationMark,
    ConversationMessage,
    SupportEntry,
    WorkspaceTask,
)

__all__ = [
    "Appointment",
    "Conversation",
    "ConversationMark",
    "ConversationMessage",
    "InspirationSession",
    "PlanComment",
    "PlanStep",
    "SessionRegistration",
    "SessionSeries",
    "SessionVideo",
    "StepPlan",
    "StepPlanTemplate",
    "SupportEntry",
    "TemplatePhase",
    "TemplateStep",
    "WorkspaceTask",
]
