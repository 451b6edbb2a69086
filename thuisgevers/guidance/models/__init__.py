"""Step plans and sessions: how the method reaches whoever sets to work."""

from .files import ConversationMessageAttachment, PlanStepAttachment
from .learning import StepFeedback, StepSource
from .plans import PlanComment, PlanStep, StepPlan
from .questions import AnswerProposal, HelpfulMark, PublishedAnswer, Question, QuestionMessage
from .searching import SearchEntry, SearchWord
from .sessions import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from .support import SupportAbsence, SupportCoverage, SupportLogEntry, SupportOffer, SupportReply, SupportRequest
from .templates import StepPlanTemplate, TemplatePhase, TemplateStep
from .workspace import (
    Appointment,
    Conversation,
    ConversationMark,
    ConversationMessage,
    SupportEntry,
    SupportPage,
    WorkspaceTask,
)

__all__ = [
    "AnswerProposal",
    "Appointment",
    "Conversation",
    "ConversationMark",
    "ConversationMessage",
    "ConversationMessageAttachment",
    "HelpfulMark",
    "InspirationSession",
    "PlanComment",
    "PlanStep",
    "PlanStepAttachment",
    "PublishedAnswer",
    "Question",
    "QuestionMessage",
    "SearchEntry",
    "SearchWord",
    "SessionRegistration",
    "SessionSeries",
    "SessionVideo",
    "StepFeedback",
    "StepPlan",
    "StepPlanTemplate",
    "StepSource",
    "SupportAbsence",
    "SupportCoverage",
    "SupportEntry",
    "SupportLogEntry",
    "SupportOffer",
    "SupportPage",
    "SupportReply",
    "SupportRequest",
    "TemplatePhase",
    "TemplateStep",
    "WorkspaceTask",
]
