"""What pages of the question desk show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from housing.models import SuitabilityCriterion
from initiatives.enums import HelpTopic
from thuisgevers.common.deadlines import Deadline
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models.geography import Term
from thuisgevers.municipalities.working_days import today, working_days_between

from ..enums import AnswerState, Audience, FindingKind, ProposalState, QuestionState, TemplateState
from ..models import AnswerProposal, HelpfulMark, PublishedAnswer, Question, QuestionMessage, TemplateStep
from ..permissions.questions import answerable_questions, readable_answers
from .question_search import Finding, search_desk

LOOKS: dict[str, tuple[str, str]] = {
    QuestionState.ASKED: ("warning", "mail"),
    QuestionState.ROUTED: ("info", "hourglass"),
    QuestionState.ANSWERED: ("positive", "message-check"),
    QuestionState.PUBLISHED: ("positive", "rocket"),
    QuestionState.CLOSED: ("neutral", "circle-x"),
}
"""Tone and icon of each state."""
NEWEST, ALIKE, IN_FEED = 8, 5, 30


def published_answers(access: Access) -> QuerySet[PublishedAnswer]:
    return readable_answers(access).filter(state=AnswerState.PUBLISHED)


def question_of_the_week(access: Access) -> PublishedAnswer | None:
    """The last one chosen, also when nobody chose this week."""
    return published_answers(access).filter(week_of__isnull=False).order_by("-week_of").first()


def chosen_lately() -> tuple[UUID, str, str] | None:
    """Id, question and theme of what was chosen for this week or the last: for everybody, so without rights. One small question."""
    since = today() - timedelta(days=today().weekday() + 7)
    row = (
        PublishedAnswer.objects.filter(state=AnswerState.PUBLISHED, week_of__gte=since)
        .order_by("-week_of")
        .values_list("pk", "title", "theme")
        .first()
    )
    return None if row is None else (row[0], row[1], str(HelpTopic(row[2]).label))


def newest_answers(access: Access, *, theme: str = "") -> list[PublishedAnswer]:
    rows = published_answers(access)
    if theme:
        rows = rows.filter(theme=theme)
    return list(rows.order_by("-published_at", "title", "id")[: IN_FEED if theme else NEWEST])


def answers_about_step(access: Access, audience: str, step_key: str) -> list[PublishedAnswer]:
    rows = published_answers(access).filter(audience=audience, step_key=step_key)
    return list(rows.order_by("-helpful", "title", "id")[:NEWEST])


def alike(text: str, *, without: UUID | None = None) -> list[Finding]:
    """Published answers that may say it already."""
    found = search_desk(text[:200], most=ALIKE + 1, kinds=[FindingKind.ANSWER])
    return [one for one in found if one.target != str(without)][:ALIKE]


def is_marked(access: Access, answer: PublishedAnswer) -> bool:
    return access.user is not None and HelpfulMark.objects.filter(published=answer, user=access.user).exists()


def newest_step(audience: str, key: str) -> TemplateStep | None:
    """The step as the newest published national plan has it."""
    rows = TemplateStep.objects.filter(
        template__audience=audience, template__state=TemplateState.PUBLISHED, key=key
    ).select_related("template", "phase")
    newest = rows.order_by("-template__number").first()
    if newest is None:
        return None
    later = TemplateStep.objects.filter(
        template__audience=audience,
        template__state=TemplateState.PUBLISHED,
        template__number__gt=newest.template.number,
    )
    return None if later.exists() else newest


@dataclass(frozen=True, slots=True)
class Rule:
    """A norm of the visit or a term, as its page shows it."""

    title: str
    question: str
    norm: str
    source: str
    certainty: str
    needs_legal_check: bool
    valid_from: date


def rule_of(key: str) -> Rule | None:
    """`criterion-<key>` or `term-<key>`, as it holds today."""
    kind, _dash, name = key.partition("-")
    now = Q(valid_until__isnull=True) | Q(valid_until__gt=today())
    if kind == "criterion":
        one = SuitabilityCriterion.objects.filter(now, key=name).order_by("-valid_from").first()
        if one is None:
            return None
        return Rule(
            one.title,
            one.question,
            one.norm,
            one.source,
            str(one.get_certainty_display()),
            one.needs_legal_check,
            one.valid_from,
        )
    if kind == "term":
        term = Term.objects.filter(now, key=name).order_by("-valid_from").first()
        if term is None:
            return None
        return Rule(
            term.title,
            "",
            f"{term.length} {term.get_unit_display()}",
            term.source,
            "",
            term.needs_legal_check,
            term.valid_from,
        )
    return None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question on a list."""

    question: Question
    tone: str
    icon: str
    deadline: Deadline | None


def line_of(question: Question) -> QuestionLine:
    tone, icon = LOOKS[question.state]
    return QuestionLine(question, tone, icon, deadline_of(question))


def deadline_of(question: Question) -> Deadline | None:
    """Of a question that waits for an answer; None once it has one."""
    if question.state != QuestionState.ROUTED or question.due_on is None:
        return None
    day = today()
    return Deadline(on=question.due_on, working_days_left=working_days_between(day, question.due_on), today=day)


TABS: dict[str, tuple[str, ...]] = {
    "open": (QuestionState.ROUTED,),
    "beantwoord": (QuestionState.ANSWERED,),
    "gepubliceerd": (QuestionState.PUBLISHED,),
    "gesloten": (QuestionState.CLOSED,),
}


def desk_questions(access: Access, tab: str) -> QuerySet[Question]:
    """Open ones by term; the others newest first."""
    rows = (
        answerable_questions(access).filter(state__in=TABS[tab]).select_related("municipality", "initiative", "helper")
    )
    return rows.order_by("due_on", "created_at", "id") if tab == "open" else rows.order_by("-updated_at", "id")


def messages_of(question: Question) -> list[QuestionMessage]:
    rows = QuestionMessage.objects.filter(question=question).select_related("author")
    return list(rows.order_by("created_at", "id"))


def open_proposal(question: Question) -> AnswerProposal | None:
    rows = AnswerProposal.objects.filter(question=question, state=ProposalState.OPEN).select_related("proposed_by")
    return rows.first()


def last_refusal(question: Question) -> AnswerProposal | None:
    rows = AnswerProposal.objects.filter(question=question, state=ProposalState.REFUSED).select_related("decided_by")
    return rows.order_by("-decided_at").first()


def open_revisions() -> list[AnswerProposal]:
    """Proposals to replace a published answer, for the national desk."""
    rows = AnswerProposal.objects.filter(state=ProposalState.OPEN, published__isnull=False)
    return list(rows.select_related("published", "proposed_by").order_by("created_at", "id"))


def step_title(audience: str, key: str) -> str:
    """In words, for a question that came from a step; the key when the step is gone."""
    if not key or audience not in Audience.values:
        return ""
    step = newest_step(audience, key)
    return key if step is None else step.title
