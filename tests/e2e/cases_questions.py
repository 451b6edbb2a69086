"""Where to look at the question desk: as everybody, through the mailed link, as the asker, as who answers, at the national desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

NATIONAL, VOLUNTEER, EVERYBODY = "els", "bram", ""


def add_question_pages(pages: Any) -> None:
    """One question in each stand, a proposal and a revision by somebody else, answers to look at again."""
    from tests.factories.questions import link_to, proposal, published, question
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.guidance.enums import QuestionState
    from thuisgevers.guidance.models import PlanStep
    from thuisgevers.municipalities.working_days import today

    with seed():
        bram = User.objects.get(email__startswith="bram@")
        pieter = User.objects.get(email__startswith="pieter@")
        step = PlanStep.objects.filter(initiative__name="De Oude Pastorie").order_by("id").first()
    assert step
    asked = question(state=QuestionState.ASKED)
    waiting = question(bram, due_on=today() - timedelta(days=2))
    answered = question(bram, state=QuestionState.ANSWERED)
    plain = question(bram, state=QuestionState.ANSWERED, title="Hottentottententententoonstelling in de kerkzaal?")
    closed = question(bram, state=QuestionState.CLOSED)
    gone = question(bram, state=QuestionState.PUBLISHED)
    proposal(pieter, answered)
    about = published(
        gone,
        title="Mag een zolder worden verhuurd als slaapkamer?",
        audience="initiative",
        step_key="working-group",
        review_on=today() - timedelta(days=3),
        sources=[{"label": "Besluit bouwwerken leefomgeving", "url": "https://wetten.overheid.nl/"}],
    )
    proposal(pieter, published=about)
    for query in ("", "?q=slaapkamer", "?q=xylofoonkwispel", "?q=%26", "?onderwerp=buddies"):
        pages.add(EVERYBODY, "guidance:question_search", query=query)
    pages.add(VOLUNTEER, "guidance:question_search")
    for who in (EVERYBODY, NATIONAL):
        pages.add(who, "guidance:answer_detail", pk=about.pk)
    pages.add(EVERYBODY, "guidance:method_step", audience="initiative", key="working-group")
    pages.add(EVERYBODY, "guidance:method_rule", key="term-first-answer")
    pages.add(EVERYBODY, "guidance:method_rule", key="criterion-lockable-bedroom")
    pages.add(EVERYBODY, "guidance:question_ask", query="?q=rookmelders")
    pages.add(EVERYBODY, "guidance:question_sent")
    pages.add(EVERYBODY, "guidance:question_open", token=link_to(asked))
    pages.add(VOLUNTEER, "guidance:question_ask")
    pages.add(VOLUNTEER, "guidance:step_ask", pk=step.pk)
    pages.add(VOLUNTEER, "guidance:my_questions")
    for row in (waiting, answered, closed, gone):
        pages.add(VOLUNTEER, "guidance:my_question", pk=row.pk)
        pages.add(NATIONAL, "guidance:question_manage", pk=row.pk)
    for query in ("", "?toon=beantwoord", "?toon=gesloten"):
        pages.add(NATIONAL, "guidance:question_desk", query=query)
    for name in ("answer", "pass_on", "merge", "close"):
        pages.add(NATIONAL, f"guidance:question_{name}", pk=waiting.pk)
    pages.add(NATIONAL, "guidance:question_propose", pk=plain.pk)
    pages.add(NATIONAL, "guidance:question_send_back", pk=answered.pk)
    for query in ("", "?toon=alle"):
        pages.add(NATIONAL, "guidance:answer_desk", query=query)
    for name in ("review", "revise", "decide", "withdraw", "merge"):
        pages.add(NATIONAL, f"guidance:answer_{name}", pk=about.pk)
