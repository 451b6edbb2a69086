"""`/vraagbaak/balie/`: who answers sees what lies there, answers, passes on, merges, closes, and writes or lets through for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import Desk, QuestionState
from ..forms.questions import AnswerForm, MergeForm, PassOnForm, ProposeForm, ShortReasonForm
from ..models import AnswerProposal, PublishedAnswer, Question
from ..permissions.questions import answerable_questions, can_answer, can_let_through, is_national_desk
from ..queries.questions import (
    TABS,
    alike,
    desk_questions,
    last_refusal,
    line_of,
    messages_of,
    open_proposal,
    step_title,
)
from ..services.questions.answering import answer_question, close_question, merge_question, pass_on
from ..services.questions.publishing import Words, let_through, propose_answer, send_back

ON_A_PAGE = 25
UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.QUESTION_ANSWER)
def question_desk(request: Request) -> HttpResponse:
    """What lies with the reader, by `?toon=`."""
    tab = request.GET.get("toon", "open")
    tab = tab if tab in TABS else "open"
    page = Paginator(desk_questions(request.access, tab), ON_A_PAGE).get_page(request.GET.get("pagina"))
    lines = [line_of(row) for row in page.object_list]
    _note(request, [line.question for line in lines], "question_list")
    here = reverse("guidance:question_desk")
    labels = {"open": _("Te beantwoorden"), "beantwoord": _("Beantwoord"), "gepubliceerd": _("Gepubliceerd")}
    labels["gesloten"] = _("Gesloten")
    context = {
        "page": page,
        "lines": lines,
        "tab": tab,
        "tabs": [{"label": label, "url": f"{here}?toon={key}", "current": key == tab} for key, label in labels.items()],
        "is_national": is_national_desk(request.access),
    }
    return render(request, "guidance/question_desk.html", context)


@require_safe
@gate(permission=Capability.QUESTION_ANSWER)
def question_manage(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _question(request, pk))


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_answer(request: Request, pk: UUID) -> HttpResponse:
    row = _mine(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        row,
        form,
        lambda: answer_question(access=request.access, question=row, **form.cleaned_data),
        title=_("Antwoord geven"),
        button=_("Verstuur het antwoord"),
        done=_("Uw antwoord is verstuurd. Is het ook nuttig voor anderen? Stel dan een tekst voor iedereen voor."),
    )


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_pass_on(request: Request, pk: UUID) -> HttpResponse:
    row = _mine(request, pk)
    desks = [desk for desk in Desk if desk != row.desk and _can_lie_with(row, desk)]
    form = PassOnForm(request.POST if request.method == "POST" else None, desks=desks)
    return _form(
        request,
        row,
        form,
        lambda: pass_on(access=request.access, question=row, **form.cleaned_data),
        title=_("Vraag doorgeven"),
        button=_("Doorgeven"),
        done=_("De vraag is doorgegeven. U leest nog mee."),
    )


def _can_lie_with(question: Question, desk: Desk) -> bool:
    match desk:
        case Desk.PIONEER:
            return question.initiative_id is not None
        case Desk.LIAISON:
            return question.municipality_id is not None
        case _:
            return True


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_close(request: Request, pk: UUID) -> HttpResponse:
    row = _mine(request, pk)
    form = ShortReasonForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        row,
        form,
        lambda: close_question(access=request.access, question=row, reason=form.cleaned_data["reason"]),
        title=_("Vraag sluiten"),
        lead=_("De vragensteller krijgt een mail en leest uw reden."),
        button=_("Sluiten"),
        done=_("De vraag is gesloten."),
    )


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_merge(request: Request, pk: UUID) -> HttpResponse:
    row = _mine(request, pk)
    answers = {str(one.pk): one for one in _alike_answers(row.title)}
    form = MergeForm(
        request.POST if request.method == "POST" else None, answers=[(pk_, one.title) for pk_, one in answers.items()]
    )
    return _form(
        request,
        row,
        form,
        lambda: merge_question(access=request.access, question=row, into=answers[form.cleaned_data["target"]]),
        title=_("Samenvoegen met een antwoord dat er al is"),
        lead=_("De vragensteller krijgt een mail met de link naar dat antwoord."),
        button=_("Samenvoegen"),
        done=_("De vraag is samengevoegd."),
        empty=_("Er is geen gepubliceerd antwoord dat op deze vraag lijkt.") if not answers else "",
    )


def _alike_answers(text: str) -> list[PublishedAnswer]:
    order = [one.target for one in alike(text)]
    rows = {str(row.pk): row for row in PublishedAnswer.objects.filter(pk__in=order)}
    return [rows[pk] for pk in order if pk in rows]


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_propose(request: Request, pk: UUID) -> HttpResponse:
    """The words for everybody, begun with the question and the last answer, for the writer to take the persons out."""
    row = _mine(request, pk)
    held = open_proposal(row)
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=_begin(row, held))
    return _form(
        request,
        row,
        form,
        lambda: propose_answer(access=request.access, words=Words(**form.cleaned_data), question=row),
        title=_("Voorstel voor iedereen"),
        lead=_("Haal alles weg waaraan iemand te herkennen is. Een ander leest het na en publiceert het."),
        button=_("Stel voor"),
        done=_("Uw voorstel staat klaar. Iemand anders laat het door."),
    )


def _begin(row: Question, held: AnswerProposal | None) -> dict[str, Any]:
    if held is not None:
        names = ("title", "text", "answer", "theme", "sources", "review_on")
        return {name: getattr(held, name) for name in names}
    last = next((one for one in reversed(messages_of(row)) if one.is_answer), None)
    return {
        "title": row.title,
        "text": row.text,
        "theme": row.theme,
        "answer": "" if last is None else last.text,
        "sources": [] if last is None else last.sources,
    }


@require_POST
@gate(permission=Capability.QUESTION_ANSWER)
def question_publish(request: Request, pk: UUID) -> HttpResponse:
    """The second person lets the proposal through."""
    row = _mine(request, pk)
    proposal = open_proposal(row)
    if proposal is None:
        return _page(request, row, status=CONFLICT, is_late=True)
    if not can_let_through(request.access, proposal):
        raise PermissionDenied
    try:
        with transaction.atomic():
            published = let_through(access=request.access, proposal=proposal)
    except ConflictError as conflict:
        return _page(request, _question(request, pk), status=CONFLICT, is_late=True, conflict=conflict.message)
    messages.success(request, _("Gepubliceerd. Iedereen kan het nu vinden."))
    return HttpResponseRedirect(reverse("guidance:answer_detail", args=[published.pk]))


@form_page
@gate(permission=Capability.QUESTION_ANSWER)
def question_send_back(request: Request, pk: UUID) -> HttpResponse:
    row = _mine(request, pk)
    proposal = open_proposal(row)
    if proposal is None:
        raise Http404
    if not can_let_through(request.access, proposal):
        raise PermissionDenied
    form = ShortReasonForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        row,
        form,
        lambda: send_back(access=request.access, proposal=proposal, reason=form.cleaned_data["reason"]),
        title=_("Voorstel terugsturen"),
        lead=_("Wie het voorstel schreef, leest wat er anders moet."),
        button=_("Terugsturen"),
        done=_("Het voorstel is teruggestuurd."),
    )


def _question(request: Request, pk: UUID) -> Question:
    rows = answerable_questions(request.access).select_related(
        "municipality", "initiative", "asker", "helper", "merged_into"
    )
    return request.access.get_or_404(rows, pk=pk)


def _mine(request: Request, pk: UUID) -> Question:
    row = _question(request, pk)
    if not can_answer(request.access, row):
        raise PermissionDenied
    return row


def _form(
    request: Request,
    row: Question,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    empty: str = "",
) -> HttpResponse:
    """GET shows, POST does; 422 with what is wrong or worth a second look, 409 when a colleague was first. Nothing typed is lost."""
    findings: list[Any] = []
    conflict = ""
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            try:
                with transaction.atomic():
                    act()
            except ConflictError as error:
                conflict = error.message
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, done)
                return HttpResponseRedirect(_after(request, row))
    _note(request, [row], "question_form")
    context = {
        "row": row,
        "form": form,
        "findings": findings,
        "conflict": conflict,
        "title": title,
        "lead": lead,
        "button": button,
        "empty": empty,
        "messages_of": messages_of(row),
    }
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors or findings else 200
    return render(request, "guidance/question_form.html", context, status=status)


def _after(request: Request, row: Question) -> str:
    return reverse("guidance:question_manage", args=[row.pk])


def _page(
    request: Request, row: Question, *, status: int = 200, is_late: bool = False, conflict: str = ""
) -> HttpResponse:
    _note(request, [row], "question")
    is_mine = can_answer(request.access, row)
    proposal = open_proposal(row)
    published = PublishedAnswer.objects.filter(question=row).first()
    context = {
        "row": row,
        "line": line_of(row),
        "messages_of": messages_of(row),
        "step_title": step_title(row.audience, row.step_key),
        "alike": alike(row.title) if row.state == QuestionState.ROUTED else [],
        "proposal": proposal,
        "refusal": last_refusal(row) if proposal is None and row.state == QuestionState.ANSWERED else None,
        "published": published,
        "is_mine": is_mine,
        "may_answer": is_mine and row.state == QuestionState.ROUTED,
        "may_settle": is_mine and row.state in {QuestionState.ROUTED, QuestionState.ANSWERED},
        "may_propose": is_mine
        and row.state == QuestionState.ANSWERED
        and (proposal is None or proposal.proposed_by_id == request.user.pk),
        "may_let_through": proposal is not None and can_let_through(request.access, proposal),
        "is_late": is_late,
        "conflict": conflict,
    }
    return render(request, "guidance/question_manage.html", context, status=status)


def _note(request: Request, rows: list[Question], purpose: str) -> None:
    if rows:
        log_read(
            access=request.access, purpose=purpose, object_type="guidance.Question", object_ids=[row.pk for row in rows]
        )
