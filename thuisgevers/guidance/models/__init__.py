"""Step plans and sessions: how the method reaches whoever sets to work."""

from .plans import PlanComment, PlanStep, StepPlan
from .questions import AnswerProposal, HelpfulMark, PublishedAnswer, Question, QuestionMessage
from .searching import SearchEntry, SearchWord
from .sessions import InspirationSession, SessionRegistration, SessionSeries, SessionVideo
from .templates import StepPlanTemplate, TemplatePhase, TemplateStep

__all__ = [
    "AnswerProposal",
    "HelpfulMark",
    "InspirationSession",
    "PlanComment",
    "PlanStep",
    "PublishedAnswer",
    "Question",
    "QuestionMessage",
    "SearchEntry",
    "SearchWord",
    "SessionRegistration",
    "SessionSeries",
    "SessionVideo",
    "StepPlan",
    "StepPlanTemplate",
    "TemplatePhase",
    "TemplateStep",
]
