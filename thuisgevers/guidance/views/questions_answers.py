"""`/landelijk/antwoorden/`: the national desk keeps what was published: looks again, revises, withdraws, merges, chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..enums import ProposalState
from ..forms.questions import MergeForm, ProposeForm, ReviewForm, ShortReasonForm
from ..models import AnswerProposal, PublishedAnswer
from ..permissions.questions import can_let_through
from ..queries.questions import alike, open_revisions, published_answers
from ..services.questions.keeping import (
    choose_of_the_week,
    due_for_review,
    keep_answer,
    merge_answers,
    withdraw_answer,
)
from ..services.questions.publishing import Words, let_through, propose_answer, send_back

ON_A_PAGE = 25
UNPROCESSABLE, CONFLICT = 422, 409
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@gate(permission=Capability.QUESTION_DESK)
def answer_desk(request: Request) -> HttpResponse:
    """What must be looked at again, first what is overdue longest; `?toon=alle` shows everything."""
    is_all = request.GET.get("toon") == "alle"
    due = published_answers(request.access).filter(due_for_review())
    rows = published_answers(request.access).order_by("title", "id") if is_all else due.order_by("review_on", "id")
    here = reverse("guidance:answer_desk")
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina")),
        "is_all": is_all,
        "tabs": [
            {"label": _("Nakijken"), "url": here, "current": not is_all, "count": due.count()},
            {"label": _("Alles"), "url": f"{here}?toon=alle", "current": is_all},
        ],
        "revisions": open_revisions(),
        "today": today(),
    }
    return render(request, "guidance/question_answers.html", context)


@form_page
@gate(permission=Capability.QUESTION_DESK)
def answer_review(request: Request, pk: UUID) -> HttpResponse:
    row = _published(request, pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        row,
        form,
        lambda: keep_answer(access=request.access, answer=row, review_on=form.cleaned_data["review_on"]),
        title=_("Klopt dit antwoord nog?"),
        button=_("Ja, het klopt nog"),
        done=_("Nagekeken. Op de gekozen dag komt het antwoord terug."),
    )


@form_page
@gate(permission=Capability.QUESTION_DESK)
def answer_revise(request: Request, pk: UUID) -> HttpResponse:
    row = _published(request, pk)
    names = ("title", "text", "answer", "theme", "sources")
    form = ProposeForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(row, name) for name in names}
    )
    return _form(
        request,
        row,
        form,
        lambda: propose_answer(access=request.access, words=Words(**form.cleaned_data), published=row),
        title=_("Antwoord herzien"),
        lead=_("Een ander leest het na. Tot dan blijft het antwoord zoals het is."),
        button=_("Stel voor"),
        done=_("Uw voorstel staat klaar voor een tweede persoon."),
    )


@form_page
@gate(permission=Capability.QUESTION_DESK)
def answer_withdraw(request: Request, pk: UUID) -> HttpResponse:
    row = _published(request, pk)
    form = ShortReasonForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        row,
        form,
        lambda: withdraw_answer(access=request.access, answer=row, reason=form.cleaned_data["reason"]),
        title=_("Antwoord intrekken"),
        lead=_("Niemand kan het daarna nog vinden of lezen."),
        button=_("Intrekken"),
        done=_("Het antwoord is ingetrokken."),
    )


@form_page
@gate(permission=Capability.QUESTION_DESK)
def answer_merge(request: Request, pk: UUID) -> HttpResponse:
    row = _published(request, pk)
    order = [one.target for one in alike(row.title, without=row.pk)]
    found = {str(one.pk): one for one in published_answers(request.access).filter(pk__in=order)}
    answers = [(key, found[key].title) for key in order if key in found]
    form = MergeForm(request.POST if request.method == "POST" else None, answers=answers)
    return _form(
        request,
        row,
        form,
        lambda: merge_answers(access=request.access, answer=row, into=found[form.cleaned_data["target"]]),
        title=_("Samenvoegen met een ander antwoord"),
        lead=_("De link naar dit antwoord leidt daarna naar het andere."),
        button=_("Samenvoegen"),
        done=_("De antwoorden zijn samengevoegd."),
        empty="" if answers else _("Er is geen ander antwoord dat hierop lijkt."),
    )


@require_POST
@gate(permission=Capability.QUESTION_DESK)
def answer_choose(request: Request, pk: UUID) -> HttpResponse:
    row = _published(request, pk)
    choose_of_the_week(access=request.access, answer=row)
    messages.success(request, _("Dit is nu de vraag van de week."))
    return redirect("guidance:answer_detail", pk=row.pk)


@form_page
@gate(permission=Capability.QUESTION_DESK)
def answer_decide(request: Request, pk: UUID) -> HttpResponse:
    """The second person about a revision: beside each other what is and what is proposed; let through or send back."""
    row = _published(request, pk)
    rows = AnswerProposal.objects.filter(published=row, state=ProposalState.OPEN).select_related("proposed_by")
    proposal = rows.first()
    form = ShortReasonForm(request.POST if request.method == "POST" and request.POST.get("act") == "back" else None)
    conflict = ""
    if request.method == "POST":
        if proposal is not None and not can_let_through(request.access, proposal):
            raise PermissionDenied
        if proposal is None:
            conflict = _("Iemand besliste al over dit voorstel.")
        elif request.POST.get("act") != "back" or form.is_valid():
            try:
                with transaction.atomic():
                    if request.POST.get("act") == "back":
                        send_back(access=request.access, proposal=proposal, reason=form.cleaned_data["reason"])
                    else:
                        let_through(access=request.access, proposal=proposal)
            except ConflictError as error:
                conflict = error.message
            else:
                messages.success(request, _("Er is besloten over het voorstel."))
                return HttpResponseRedirect(reverse("guidance:answer_desk"))
    context = {
        "row": row,
        "proposal": proposal,
        "form": form,
        "conflict": conflict,
        "may_let_through": proposal is not None and can_let_through(request.access, proposal),
    }
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors else 200
    return render(request, "guidance/question_decide.html", context, status=status)


def _published(request: Request, pk: UUID) -> PublishedAnswer:
    return request.access.get_or_404(published_answers(request.access), pk=pk)


def _form(
    request: Request,
    row: PublishedAnswer,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    lead: str = "",
    empty: str = "",
) -> HttpResponse:
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act()
        except ConflictError as error:
            conflict = error.message
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("guidance:answer_desk"))
    context: dict[str, Any] = {
        "answer": row,
        "form": form,
        "conflict": conflict,
        "title": title,
        "lead": lead,
        "button": button,
        "empty": empty,
    }
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors else 200
    return render(request, "guidance/question_form.html", context, status=status)
