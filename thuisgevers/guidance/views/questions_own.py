"""One's own questions: below `/vraagbaak/mijn/` for who is signed in, behind the mailed link without an account. Opening a page changes
nothing; a button does."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import QuestionState
from ..forms.questions import AddForm
from ..models import Question
from ..permissions.questions import own_questions
from ..queries.questions import line_of, messages_of, step_title
from ..services.questions.asking import add_to_question, confirm_question, withdraw_question
from .questions import UNPROCESSABLE

OWN = "shows only one's own questions"
ON_A_PAGE = 20
own_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@gate(account=OWN)
def my_questions(request: Request) -> HttpResponse:
    rows = own_questions(request.access).order_by("-created_at", "id")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
    _note(request, list(page.object_list), "own_questions")
    return render(request, "guidance/question_mine.html", {"page": page, "lines": [line_of(row) for row in page]})


@own_page
@never_cache
@gate(account=OWN)
def my_question(request: Request, pk: UUID) -> HttpResponse:
    return _answer(request, _own(request, pk), reverse("guidance:my_question", args=[pk]))


@own_page
@never_cache
@gate(link=LinkPurpose.QUESTION)
def question_open(request: Request, token: str) -> HttpResponse:
    row = _own(request, request.link.object_id)
    return _answer(request, row, reverse("guidance:question_open", args=[token]))


def _own(request: Request, pk: UUID) -> Question:
    rows = own_questions(request.access).select_related("municipality", "merged_into", "published")
    return request.access.get_or_404(rows, pk=pk)


def _answer(request: Request, row: Question, here: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, here)
    match request.POST.get("act", ""):
        case "confirm":
            return _press(
                request,
                here,
                lambda: confirm_question(access=request.access, question=row),
                _("Uw vraag is gesteld. U krijgt een mail als er een antwoord is."),
            )
        case "withdraw":
            return _press(
                request,
                here,
                lambda: withdraw_question(access=request.access, question=row),
                _("Uw vraag is ingetrokken."),
            )
        case "add":
            return _add(request, row, here)
        case _:
            raise Http404


def _add(request: Request, row: Question, here: str) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        return _page(request, row, here, form=form, status=UNPROCESSABLE)
    findings = second_look(request, form)
    if findings:
        return _page(request, row, here, form=form, findings=findings, status=UNPROCESSABLE)
    text = form.cleaned_data["text"]
    return _press(
        request,
        here,
        lambda: add_to_question(access=request.access, question=row, text=text),
        _("Uw bericht staat bij de vraag."),
    )


def _press(request: Request, here: str, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(here)


def _page(
    request: Request, row: Question, here: str, *, form: AddForm | None = None, findings: object = (), status: int = 200
) -> HttpResponse:
    _note(request, [row], "own_question")
    context = {
        "row": row,
        "line": line_of(row),
        "messages_of": messages_of(row),
        "form": form or AddForm(),
        "findings": findings,
        "here": here,
        "is_account": request.access.link is None,
        "may_add": row.state in {QuestionState.ROUTED, QuestionState.ANSWERED},
        "may_withdraw": row.is_open,
        "step_title": step_title(row.audience, row.step_key),
        "published": getattr(row, "published", None),
    }
    return render(request, "guidance/question_own.html", context, status=status)


def _note(request: Request, rows: list[Question], purpose: str) -> None:
    if rows:
        log_read(
            access=request.access, purpose=purpose, object_type="guidance.Question", object_ids=[row.pk for row in rows]
        )
