"""Steps of a registration and its review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from initiatives.enums import AdviceOutcome, NoteKind
from initiatives.services import announcing, deciding, facts, notes, questions, review, team_choices
from initiatives.services.first_answers import give_first_answer, remind_or_escalate
from initiatives.services.registration_draft import start_registration
from initiatives.services.registration_send import Registration, send_registration
from initiatives.states import INITIATIVE
from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import open_link
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days, today

from ..stage import Stage, being
from .step import COORDINATOR, HANDLER, LEAD, NATIONAL, Step, as_part


def register(make: Callable[[Municipality], Registration]) -> Step:
    """A visitor without an account fills in the form and sends it."""

    def do(stage: Stage) -> None:
        draft, token = start_registration()
        link = open_link(token, LinkPurpose.REGISTER)
        assert link is not None
        with acting(link_id=link.id):
            access = Access.for_link(link)
            stage.initiative_id = send_registration(access=access, draft=draft, registration=make(stage.municipality))

    return Step(after=0, do=do, in_evening=True)


def assign(to: str = HANDLER, *, by: str = COORDINATOR, after: int = 1) -> Step:
    return Step(
        after=after,
        do=as_part(by, lambda s, a: review.assign_dossier(access=a, dossier=s.dossier(), assignee=s.user(to))),
    )


def take_up(*, by: str = HANDLER, after: int = 2) -> Step:
    return Step(after=after, do=as_part(by, lambda s, a: review.take_up_dossier(access=a, dossier=s.dossier())))


def note(text: str, *, by: str = HANDLER, after: int = 1, is_phone: bool = False) -> Step:
    kind = NoteKind.PHONE if is_phone else NoteKind.INTERNAL
    return Step(
        after=after, do=as_part(by, lambda s, a: notes.add_note(access=a, dossier=s.dossier(), kind=kind, text=text))
    )


def phone(text: str, *, by: str = HANDLER, after: int = 0) -> Step:
    return note(text, by=by, after=after, is_phone=True)


def ask(text: str, *, by: str = HANDLER, after: int = 2, days: int = 10) -> Step:
    return Step(
        after=after,
        do=as_part(
            by,
            lambda s, a: questions.ask_information(
                access=a, dossier=s.dossier(), question=text, due_on=add_working_days(today(), days)
            ),
        ),
    )


def answer(text: str, *, by: str = LEAD, after: int = 4) -> Step:
    return Step(
        after=after,
        do=as_part(by, lambda s, a: questions.answer_information(access=a, question=s.question(), answer=text)),
        in_evening=True,
    )


def go_on(reason: str, *, by: str = HANDLER, after: int = 2) -> Step:
    """The municipality goes on without an answer."""
    return Step(
        after=after,
        do=as_part(by, lambda s, a: questions.close_information(access=a, dossier=s.dossier(), reason=reason)),
    )


def remind_of_question(*, after: int = 8) -> Step:
    """What the sweep does when a question is nearly due."""

    def do(stage: Stage) -> None:
        questions.remind_of_question(stage.question().pk)

    return Step(after=after, do=do)


def sweep_first_answer(*, after: int) -> Step:
    """What the sweep does: remind the working day before, escalate after."""

    def do(stage: Stage) -> None:
        with acting(job=f"first_answers:{stage.initiative_id}"):
            remind_or_escalate(stage.initiative())

    return Step(after=after, do=do)


def answer_nationally(text: str, *, after: int = 3) -> Step:
    return Step(
        after=after,
        do=as_part(NATIONAL, lambda s, a: give_first_answer(access=a, initiative=s.initiative(), text=text)),
    )


def edit_building(values: dict[str, Any], *, by: str = HANDLER, after: int = 0) -> Step:
    return Step(
        after=after, do=as_part(by, lambda s, a: facts.edit_property(access=a, dossier=s.dossier(), values=values))
    )


def advise(text: str, *, by: str = HANDLER, after: int = 5, is_yes: bool = True) -> Step:
    outcome = AdviceOutcome.APPROVE if is_yes else AdviceOutcome.REJECT
    return Step(
        after=after,
        do=as_part(by, lambda s, a: deciding.advise_dossier(access=a, dossier=s.dossier(), outcome=outcome, text=text)),
    )


def send_back(reason: str, *, by: str = COORDINATOR, after: int = 2) -> Step:
    return Step(
        after=after,
        do=as_part(by, lambda s, a: deciding.send_back_dossier(access=a, dossier=s.dossier(), reason=reason)),
    )


def decide(reason: str, *, by: str = COORDINATOR, after: int = 3, is_yes: bool = True) -> Step:
    outcome = AdviceOutcome.APPROVE if is_yes else AdviceOutcome.REJECT
    return Step(
        after=after,
        do=as_part(
            by, lambda s, a: deciding.decide_dossier(access=a, dossier=s.dossier(), outcome=outcome, reason=reason)
        ),
    )


def suspend(reason: str, *, by: str = HANDLER, after: int = 3, weeks: int = 5) -> Step:
    return Step(
        after=after,
        do=as_part(
            by,
            lambda s, a: review.suspend_dossier(
                access=a, dossier=s.dossier(), reason=reason, until=today() + timedelta(weeks=weeks)
            ),
        ),
    )


def resume(*, by: str = HANDLER, after: int = 10) -> Step:
    return Step(after=after, do=as_part(by, lambda s, a: review.resume_dossier(access=a, dossier=s.dossier())))


def withdraw(reason: str, *, by: str = LEAD, after: int = 4, stops: bool = True) -> Step:
    return Step(
        after=after,
        do=as_part(
            by,
            lambda s, a: review.withdraw_dossier(access=a, dossier=s.dossier(), reason=reason, stop_initiative=stops),
        ),
        in_evening=by == LEAD,
    )


def reopen(reason: str, *, by: str = COORDINATOR, after: int = 12) -> Step:
    return Step(
        after=after, do=as_part(by, lambda s, a: review.reopen_dossier(access=a, dossier=s.dossier(), reason=reason))
    )


def tell(*, council: int | None = 1, neighbours: int | None = 1, by: str = HANDLER, after: int = 3) -> Step:
    """Note when council and neighbours were told, in working days before this step."""

    def act(stage: Stage, access: Access) -> None:
        announcing.record_told(
            access=access,
            dossier=stage.dossier(),
            council_told_on=None if council is None else add_working_days(today(), -council),
            neighbours_told_on=None if neighbours is None else add_working_days(today(), -neighbours),
        )

    return Step(after=after, do=as_part(by, act))


def announce(*, by: str = HANDLER, after: int = 1) -> Step:
    return Step(after=after, do=as_part(by, lambda s, a: announcing.announce_initiative(access=a, dossier=s.dossier())))


def publish_name(*, after: int = 2) -> Step:
    """Team and municipality both say yes."""

    def do(stage: Stage) -> None:
        with being(stage.user(LEAD)) as access:
            team_choices.set_name_publication(access=access, initiative=stage.initiative(), is_public=True)
        with being(stage.user(HANDLER)) as access:
            announcing.publish_name(access=access, dossier=stage.dossier(), is_public=True)

    return Step(after=after, do=do)


def complete(*, by: str = HANDLER, after: int = 60) -> Step:
    """The homes are empty again and the initiative is done."""
    return Step(
        after=after,
        do=as_part(by, lambda s, a: transition(access=a, obj=s.initiative(), machine=INITIATIVE, name="complete")),
    )
