"""An answer for everybody: one person writes it without persons, another lets it through. Checked here, by a constraint and by the
policy under which the published row is written."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.enums import ProposalState, QuestionState
from thuisgevers.guidance.models import AnswerProposal, PublishedAnswer, Question
from thuisgevers.guidance.permissions.questions import can_answer, can_let_through, is_national_desk
from thuisgevers.guidance.states import QUESTION
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today


@dataclass(frozen=True, slots=True)
class Words:
    """What everybody will read."""

    title: str
    answer: str
    theme: str
    review_on: date
    text: str = ""
    sources: list[dict[str, str]] = field(default_factory=list)


def propose_answer(
    *, access: Access, words: Words, question: Question | None = None, published: PublishedAnswer | None = None
) -> AnswerProposal:
    """Propose words for an answered question, or to replace a published answer. Proposing again replaces one's own open proposal; one of
    somebody else stands in the way until it is decided."""
    if access.user is None or not _may_propose(access, question, published):
        raise PermissionDenied
    rows = AnswerProposal.objects.filter(question=question, published=published, state=ProposalState.OPEN)
    with transaction.atomic():
        held = rows.select_for_update(of=("self",)).first()
        if held is not None and held.proposed_by_id != access.user.pk:
            raise ConflictError(_("Een collega deed al een voorstel. Laat dat door, of stuur het terug."))
        row = held or AnswerProposal(question=question, published=published, proposed_by=access.user)
        for name, value in asdict(words).items():
            setattr(row, name, value)
        try:
            with transaction.atomic():
                row.save(force_insert=held is None)
        except IntegrityError:
            raise ConflictError(_("Een collega was u net voor met een voorstel. Bekijk dat eerst.")) from None
        _record(access, row, "propose")
        return row


def _may_propose(access: Access, question: Question | None, published: PublishedAnswer | None) -> bool:
    if question is not None:
        return question.state == QuestionState.ANSWERED and can_answer(access, question)
    return published is not None and published.is_published and is_national_desk(access)


def let_through(*, access: Access, proposal: AnswerProposal) -> PublishedAnswer:
    """The second person publishes. Refused for the first; the second of two who press gets a word about it."""
    with transaction.atomic():
        fresh = _open(access, proposal)
        _decide(access, fresh, ProposalState.TAKEN)
        if fresh.published is None:
            return _publish(access, fresh)
        return _replace(fresh.published, fresh)


def send_back(*, access: Access, proposal: AnswerProposal, reason: str) -> AnswerProposal:
    """Not yet: the proposer reads why and may write another."""
    with transaction.atomic():
        fresh = _open(access, proposal)
        fresh.reason = reason
        _decide(access, fresh, ProposalState.REFUSED)
        return fresh


def _open(access: Access, proposal: AnswerProposal) -> AnswerProposal:
    rows = AnswerProposal.objects.select_for_update(of=("self",)).select_related("question", "published")
    fresh = rows.filter(pk=proposal.pk, state=ProposalState.OPEN).first()
    if fresh is None:
        raise ConflictError(_("Iemand besliste al over dit voorstel."))
    if not can_let_through(access, fresh):
        raise PermissionDenied
    return fresh


def _decide(access: Access, proposal: AnswerProposal, state: ProposalState) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, access.user, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason", "updated_at"])
    _record(access, proposal, "let_through" if state == ProposalState.TAKEN else "send_back")


def _publish(access: Access, proposal: AnswerProposal) -> PublishedAnswer:
    question = proposal.question
    if question is None:
        raise PermissionDenied
    fresh = transition(access=access, obj=question, machine=QUESTION, name="publish", may=can_answer)
    again = PublishedAnswer.objects.filter(question=fresh).first() if is_national_desk(access) else None
    row = again or PublishedAnswer(question=fresh, audience=fresh.audience, step_key=fresh.step_key)
    _take_words(row, proposal)
    row.published_at = timezone.now()
    row.state, row.reason = "published", ""
    try:
        with transaction.atomic():
            row.save(force_insert=again is None)
    except IntegrityError:
        raise ConflictError(
            _("Dit antwoord was eerder gepubliceerd en is ingetrokken. Alleen het landelijke team kan het terugzetten.")
        ) from None
    return row


def _replace(published: PublishedAnswer, proposal: AnswerProposal) -> PublishedAnswer:
    row = PublishedAnswer.objects.select_for_update(of=("self",), no_key=True).get(pk=published.pk)
    _take_words(row, proposal)
    row.save()
    return row


def _take_words(row: PublishedAnswer, proposal: AnswerProposal) -> None:
    for name in ("title", "text", "answer", "theme", "sources", "review_on"):
        setattr(row, name, getattr(proposal, name))
    row.reviewed_on, row.step_changed_at = today(), None


def _record(access: Access, proposal: AnswerProposal, verb: str) -> None:
    record_event(access=access, object_type="guidance.AnswerProposal", object_id=proposal.pk, verb=verb)
