"""The verbs of a story: each step calls the service that the screen would call, as the person who would press the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from initiatives.enums import AdviceOutcome, NoteKind
from initiatives.services import announcing, deciding, facts, notes, questions, review, team_choices
from initiatives.services.first_answers import give_first_answer, remind_or_escalate
from initiatives.services.registration_draft import start_registration
from initiatives.services.registration_send import Registration, send_registration
from initiatives.states import INITIATIVE
from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.models import Document
from thuisgevers.documents.services import finalise_document, mark_sent, mark_signed, render_document, request_document
from thuisgevers.members.services.accepting import accept_invitation, invited
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import LinkPurpose, Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.links import open_link
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.working_days import add_working_days, today

from .clock import on
from .invented import Person
from .stage import Stage, account, being, holding

LEAD, HANDLER, COORDINATOR, NATIONAL = "lead", "handler", "coordinator", "national"

type Deed = Callable[[Stage], None]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody did, `after` working days after the step before."""

    after: int
    do: Deed
    in_evening: bool = False


def _as(part: str, act: Callable[[Stage, Access], Any]) -> Deed:
    def do(stage: Stage) -> None:
        with being(stage.user(part)) as access:
            act(stage, access)

    return do


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
        do=_as(by, lambda s, a: review.assign_dossier(access=a, dossier=s.dossier(), assignee=s.user(to))),
    )


def take_up(*, by: str = HANDLER, after: int = 2) -> Step:
    return Step(after=after, do=_as(by, lambda s, a: review.take_up_dossier(access=a, dossier=s.dossier())))


def note(text: str, *, by: str = HANDLER, after: int = 1, is_phone: bool = False) -> Step:
    kind = NoteKind.PHONE if is_phone else NoteKind.INTERNAL
    return Step(
        after=after, do=_as(by, lambda s, a: notes.add_note(access=a, dossier=s.dossier(), kind=kind, text=text))
    )


def phone(text: str, *, by: str = HANDLER, after: int = 0) -> Step:
    return note(text, by=by, after=after, is_phone=True)


def ask(text: str, *, by: str = HANDLER, after: int = 2, days: int = 10) -> Step:
    return Step(
        after=after,
        do=_as(
            by,
            lambda s, a: questions.ask_information(
                access=a, dossier=s.dossier(), question=text, due_on=add_working_days(today(), days)
            ),
        ),
    )


def answer(text: str, *, by: str = LEAD, after: int = 4) -> Step:
    return Step(
        after=after,
        do=_as(by, lambda s, a: questions.answer_information(access=a, question=s.question(), answer=text)),
        in_evening=True,
    )


def go_on(reason: str, *, by: str = HANDLER, after: int = 2) -> Step:
    """The municipality goes on without an answer."""
    return Step(
        after=after, do=_as(by, lambda s, a: questions.close_information(access=a, dossier=s.dossier(), reason=reason))
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
        do=_as(NATIONAL, lambda s, a: give_first_answer(access=a, initiative=s.initiative(), text=text)),
    )


def edit_building(values: dict[str, Any], *, by: str = HANDLER, after: int = 0) -> Step:
    return Step(after=after, do=_as(by, lambda s, a: facts.edit_property(access=a, dossier=s.dossier(), values=values)))


def advise(text: str, *, by: str = HANDLER, after: int = 5, is_yes: bool = True) -> Step:
    outcome = AdviceOutcome.APPROVE if is_yes else AdviceOutcome.REJECT
    return Step(
        after=after,
        do=_as(by, lambda s, a: deciding.advise_dossier(access=a, dossier=s.dossier(), outcome=outcome, text=text)),
    )


def send_back(reason: str, *, by: str = COORDINATOR, after: int = 2) -> Step:
    return Step(
        after=after, do=_as(by, lambda s, a: deciding.send_back_dossier(access=a, dossier=s.dossier(), reason=reason))
    )


def decide(reason: str, *, by: str = COORDINATOR, after: int = 3, is_yes: bool = True) -> Step:
    outcome = AdviceOutcome.APPROVE if is_yes else AdviceOutcome.REJECT
    return Step(
        after=after,
        do=_as(by, lambda s, a: deciding.decide_dossier(access=a, dossier=s.dossier(), outcome=outcome, reason=reason)),
    )


def suspend(reason: str, *, by: str = HANDLER, after: int = 3, weeks: int = 5) -> Step:
    return Step(
        after=after,
        do=_as(
            by,
            lambda s, a: review.suspend_dossier(
                access=a, dossier=s.dossier(), reason=reason, until=today() + timedelta(weeks=weeks)
            ),
        ),
    )


def resume(*, by: str = HANDLER, after: int = 10) -> Step:
    return Step(after=after, do=_as(by, lambda s, a: review.resume_dossier(access=a, dossier=s.dossier())))


def withdraw(reason: str, *, by: str = LEAD, after: int = 4, stops: bool = True) -> Step:
    return Step(
        after=after,
        do=_as(
            by,
            lambda s, a: review.withdraw_dossier(access=a, dossier=s.dossier(), reason=reason, stop_initiative=stops),
        ),
        in_evening=by == LEAD,
    )


def reopen(reason: str, *, by: str = COORDINATOR, after: int = 12) -> Step:
    return Step(
        after=after, do=_as(by, lambda s, a: review.reopen_dossier(access=a, dossier=s.dossier(), reason=reason))
    )


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says, in days after the moment at which it is filled in."""

    residents: tuple[int, int]
    parties: tuple[facts.PartyLine, ...]
    costs: tuple[facts.CostLine, ...]
    house_rules: str
    insurer: str
    starts_in: int = 30
    months: int = 12
    notice_months: int = 2
    group: str = ""

    def values(self) -> dict[str, Any]:
        starts_on = _first_of_month(today() + timedelta(days=self.starts_in))
        ends_on = _first_of_month(starts_on + timedelta(days=31 * self.months)) - timedelta(days=1)
        return {
            "residents_min": self.residents[0],
            "residents_max": self.residents[1],
            "statutory_group": self.group,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "notice_months": self.notice_months,
            "insurer_name": self.insurer,
            "insurer_informed_on": add_working_days(today(), -3),
            "house_rules": self.house_rules,
        }


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def fill_agreement(terms: Terms, *, by: str = HANDLER, after: int = 2) -> Step:
    return Step(
        after=after,
        do=_as(
            by,
            lambda s, a: facts.edit_agreement(
                access=a, dossier=s.dossier(), values=terms.values(), parties=terms.parties, costs=terms.costs
            ),
        ),
    )


def fill_press(values: dict[str, Any], *, by: str = HANDLER, after: int = 1, embargo_days: int | None = None) -> Step:
    """`embargo_days` are working days from this step; the embargo ends in the morning of the last one."""

    def act(stage: Stage, access: Access) -> None:
        until = None if embargo_days is None else on(add_working_days(today(), embargo_days), 10)
        facts.edit_press(access=access, dossier=stage.dossier(), values={**values, "embargo_until": until})

    return Step(after=after, do=_as(by, act))


def make_document(kind: DocumentKind, *, by: str = HANDLER, after: int = 1, is_rendered: bool = True) -> Step:
    """Ask for a document; `is_rendered` also does the worker's part, else a worker finds it waiting."""

    def act(stage: Stage, access: Access) -> None:
        dossier = stage.dossier()
        made = request_document(
            access=access,
            kind=kind,
            subject_id=dossier.initiative_id,
            municipality=dossier.municipality,
            dossier_id=dossier.pk,
        )
        stage.documents[kind] = made.pk

    def do(stage: Stage) -> None:
        _as(by, act)(stage)
        if is_rendered:
            render_document(stage.documents[kind])

    return Step(after=after, do=do)


def _document(kind: DocumentKind, act: Callable[..., Any], *, by: str, after: int) -> Step:
    """Does nothing where the document could not be made (a machine without the built front end has no fonts)."""

    def do(stage: Stage, access: Access) -> None:
        document = Document.objects.select_related("template", "municipality").get(pk=stage.documents[kind])
        if document.state not in {DocumentState.FAILED, DocumentState.REQUESTED}:
            act(access=access, document=document)

    return Step(after=after, do=_as(by, do))


def finalise(kind: DocumentKind, *, by: str = HANDLER, after: int = 1) -> Step:
    return _document(kind, finalise_document, by=by, after=after)


def note_sent(kind: DocumentKind, *, by: str = HANDLER, after: int = 1) -> Step:
    return _document(kind, mark_sent, by=by, after=after)


def note_signed(kind: DocumentKind, *, by: str = HANDLER, after: int = 5) -> Step:
    return _document(kind, mark_signed, by=by, after=after)


def tell(*, council: int | None = 1, neighbours: int | None = 1, by: str = HANDLER, after: int = 3) -> Step:
    """Note when council and neighbours were told, in working days before this step."""

    def act(stage: Stage, access: Access) -> None:
        announcing.record_told(
            access=access,
            dossier=stage.dossier(),
            council_told_on=None if council is None else add_working_days(today(), -council),
            neighbours_told_on=None if neighbours is None else add_working_days(today(), -neighbours),
        )

    return Step(after=after, do=_as(by, act))


def announce(*, by: str = HANDLER, after: int = 1) -> Step:
    return Step(after=after, do=_as(by, lambda s, a: announcing.announce_initiative(access=a, dossier=s.dossier())))


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
        do=_as(by, lambda s, a: transition(access=a, obj=s.initiative(), machine=INITIATIVE, name="complete")),
    )


def invite_to_team(person: Person, role: Role, *, after: int = 1, accepts: bool = True, message: str = "") -> Step:
    """The lead invites somebody; who accepts does so through the mailed link."""

    def do(stage: Stage) -> None:
        with being(stage.user(LEAD)) as access:
            invitation = invite(
                access=access,
                email=person.email,
                name=person.name,
                role=role,
                municipality=stage.municipality,
                scope_id=stage.initiative_id,
                message=message,
            )
        if accepts:
            accept(invitation.pk, person)

    return Step(after=after, do=do, in_evening=True)


def accept(invitation_id: Any, person: Person) -> None:
    with holding(LinkPurpose.INVITATION, invitation_id) as access:
        invitation = invited(access)
        assert invitation is not None
        accept_invitation(access=access, invitation=invitation, display_name=person.name)


def assign_pioneer(person: Person, *, after: int = 1) -> Step:
    """The national desk gives the initiative a pioneer."""

    def act(stage: Stage, access: Access) -> None:
        grant_membership(
            user=account(person),
            role=Role.PIONEER,
            municipality=stage.municipality,
            scope_id=stage.initiative_id,
            reason="helpt dit initiatief op weg",
            granted_by=access.user,
        )

    return Step(after=after, do=_as(NATIONAL, act))


def give_owner(person: Person, *, after: int = 0) -> Step:
    """Whoever looks after the property sees that property."""

    def act(stage: Stage, access: Access) -> None:
        held = stage.dossier().property
        assert held is not None
        grant_membership(
            user=account(person),
            role=Role.PROPERTY_OWNER,
            municipality=stage.municipality,
            scope_id=held.pk,
            reason="beheert dit pand",
            granted_by=access.user,
        )

    return Step(after=after, do=_as(COORDINATOR, act))


def only(steps: Sequence[Step | None]) -> tuple[Step, ...]:
    """The steps that are there."""
    return tuple(step for step in steps if step is not None)
