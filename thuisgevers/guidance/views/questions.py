"""`/vraagbaak/`: searching, reading and asking, for everybody. What somebody searches for is nowhere kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.enums import HelpTopic
from initiatives.models import Initiative
from initiatives.views.second_look import SEEN, second_look
from thuisgevers.common.sensitive import Finding
from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.models import Municipality

from ..enums import Audience
from ..forms.questions import AskForm, VisitorAskForm, search_problem, typed
from ..models import PublishedAnswer
from ..permissions.plans import viewable_steps
from ..permissions.questions import is_national_desk, readable_answers
from ..queries.question_search import search_desk
from ..queries.questions import (
    answers_about_step,
    is_marked,
    newest_answers,
    newest_step,
    question_of_the_week,
    rule_of,
    step_title,
)
from ..services.questions.asking import Asked, ask_as_visitor, ask_question
from ..services.questions.keeping import mark_helpful, unmark_helpful

PUBLIC = "anybody may search, read and ask"
ASKS_AN_HOUR, ASKS_AN_HOUR_FOR_ONE, MARKS_AN_HOUR = 20, 5, 60
MARKS = "vraagbaak_nuttig"
"""In the session of a visitor: which marks are this visitor's, by answer."""
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Origin:
    """The page that leads to the form, also one of a higher floor: where one goes back to, what stands above the form, the theme to
    begin with, and where the question says that it comes from (`Asked`). `found_in` finds what else in a text asks for a second look."""

    back_url: str
    lead: str = ""
    theme: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    found_in: Callable[[str], list[Finding]] = field(default=lambda _text: [])


@require_safe
@gate(public=PUBLIC)
def question_search(request: Request) -> HttpResponse:
    """Search first; without a search the question of the week and what is new. `?onderwerp=` shows one theme."""
    text = request.GET.get("q", "").strip()
    problem = search_problem(text)
    found = search_desk(text) if text and not problem else []
    theme = request.GET.get("onderwerp", "")
    theme = theme if theme in HelpTopic.values and not text else ""
    context = {
        "text": typed(text),
        "problem": problem,
        "is_search": bool(text),
        "found": found,
        "week": None if text or theme else question_of_the_week(request.access),
        "newest": [] if text else newest_answers(request.access, theme=theme),
        "themes": [(one.value, capfirst(str(one.label)), one.value == theme) for one in HelpTopic],
        "theme": str(HelpTopic(theme).label) if theme else "",
        "may_answer": request.access.holds(Capability.QUESTION_ANSWER),
    }
    return render(request, "guidance/question_search.html", context)


@require_safe
@gate(public=PUBLIC)
def answer_detail(request: Request, pk: UUID) -> HttpResponse:
    answer = request.access.get_or_404(readable_answers(request.access), pk=pk)
    if answer.merged_into_id is not None and not is_national_desk(request.access):
        return redirect("guidance:answer_detail", pk=answer.merged_into_id, permanent=True)
    context = {
        "answer": answer,
        "step_title": step_title(answer.audience, answer.step_key),
        "is_marked": is_marked(request.access, answer) or str(answer.pk) in _marks(request),
        "may_manage": is_national_desk(request.access),
    }
    return render(request, "guidance/question_answer.html", context)


@require_POST
@gate(public=PUBLIC)
def answer_helpful(request: Request, pk: UUID) -> HttpResponse:
    """One press marks, the next takes it back. A visitor's session holds the id of the mark, the mark nothing of the visitor."""
    answer = request.access.get_or_404(readable_answers(request.access), pk=pk, merged_into=None)
    if is_too_often(request, "answer-helpful", most=MARKS_AN_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    if request.access.user is not None:
        if is_marked(request.access, answer):
            unmark_helpful(answer=answer, mark=None)
        else:
            mark_helpful(answer=answer)
    else:
        _mark_as_visitor(request, answer)
    return redirect("guidance:answer_detail", pk=answer.pk)


def _marks(request: Request) -> dict[str, str]:
    held = request.session.get(MARKS) if request.access.user is None else None
    return held if isinstance(held, dict) else {}


def _mark_as_visitor(request: Request, answer: PublishedAnswer) -> None:
    marks = dict(_marks(request))
    held = marks.pop(str(answer.pk), None)
    if held is None:
        marks[str(answer.pk)] = str(mark_helpful(answer=answer))
    else:
        unmark_helpful(answer=answer, mark=UUID(held))
    request.session[MARKS] = marks


@require_safe
@gate(public=PUBLIC)
def method_step(request: Request, audience: str, key: str) -> HttpResponse:
    """A step of the national plan for everybody, with the questions about it."""
    step = newest_step(audience, key) if audience in Audience.values else None
    if step is None:
        raise Http404
    context = {
        "step": step,
        "audience": Audience(audience).label,
        "answers": answers_about_step(request.access, audience, key),
    }
    return render(request, "guidance/question_step.html", context)


@require_safe
@gate(public=PUBLIC)
def method_rule(request: Request, key: str) -> HttpResponse:
    rule = rule_of(key)
    if rule is None:
        raise Http404
    return render(request, "guidance/question_rule.html", {"rule": rule})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(public=PUBLIC)
def question_ask(request: Request) -> HttpResponse:
    """`?q=` brings the text of a search along. A visitor gets the same answer whoever the address belongs to."""
    if request.access.user is not None:
        return ask_from(request, Origin(reverse("guidance:question_search"), facts=_own_place(request)))
    form = VisitorAskForm(request.POST if request.method == "POST" else None, initial=_carried(request))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    findings = second_look(request, form)
    if findings:
        return _form(request, form, findings=findings)
    facts = form.cleaned_data
    if is_too_often(request, "question-ask", most=ASKS_AN_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    if not is_too_often(request, "question-ask-one", most=ASKS_AN_HOUR_FOR_ONE, seconds=3600, key=str(facts["email"])):
        ask_as_visitor(
            asked=Asked(
                title=facts["title"],
                text=facts["text"],
                theme=facts["theme"],
                municipality=Municipality.objects.filter(slug=facts["municipality"], valid_to=None).first(),
            ),
            name=facts["name"],
            email=facts["email"],
        )
    return redirect("guidance:question_sent")


@require_safe
@gate(public=PUBLIC)
def question_sent(request: Request) -> HttpResponse:
    """Look in your mail. Knows nothing of who asked."""
    return render(request, "guidance/question_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.PLAN_READ)
def step_ask(request: Request, pk: UUID) -> HttpResponse:
    """From a step of a running plan: the question knows which step, which initiative and which municipality."""
    rows = viewable_steps(request.access).select_related("step", "municipality", "plan")
    step = request.access.get_or_404(rows, pk=pk)
    facts = {
        "audience": Audience.MUNICIPALITY if step.initiative_id is None else Audience.INITIATIVE,
        "step_key": step.step.key,
        "municipality": step.municipality,
        "initiative_id": step.initiative_id,
        "plan": step.plan,
    }
    lead = _("Bij de stap “%(title)s”. Wie antwoordt, ziet om welke stap het gaat.") % {"title": step.step.title}
    return ask_from(request, Origin(reverse("guidance:step_detail", args=[step.pk]), lead, facts=facts))


def ask_from(request: Request, origin: Origin) -> HttpResponse:
    """The form for who is signed in, and what becomes of it."""
    form = AskForm(
        request.POST if request.method == "POST" else None, initial={**_carried(request), "theme": origin.theme}
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, origin=origin)
    findings = second_look(request, form)
    if SEEN not in request.POST:
        findings += origin.found_in(f"{form.cleaned_data['title']}\n{form.cleaned_data['text']}")
    if findings:
        return _form(request, form, origin=origin, findings=findings)
    if is_too_often(request, "question-ask-user", most=ASKS_AN_HOUR, seconds=3600, key=str(request.user.pk)):
        return render(request, "429.html", status=429)
    question = ask_question(access=request.access, asked=Asked(**form.cleaned_data, **origin.facts))
    messages.success(request, _("Uw vraag is gesteld. U krijgt een mail als er een antwoord is."))
    return HttpResponseRedirect(reverse("guidance:my_question", args=[question.pk]))


def _own_place(request: Request) -> dict[str, Any]:
    """The asker's own initiative or municipality, when there is exactly one."""
    teams = list(_own_initiatives(request)[:2])
    if len(teams) == 1:
        return {"audience": Audience.INITIATIVE, "initiative_id": teams[0].pk, "municipality": teams[0].municipality}
    places = sorted(request.access.municipality_ids(Capability.PLAN_WORK))
    if len(places) == 1:
        return {"audience": Audience.MUNICIPALITY, "municipality": Municipality.objects.get(pk=places[0])}
    return {}


def _own_initiatives(request: Request) -> QuerySet[Initiative]:
    """Of whose team the asker is."""
    ids = sorted(request.access.scope_ids(Capability.PLAN_WORK))
    return Initiative.objects.filter(pk__in=ids).select_related("municipality").order_by("pk")


def _carried(request: Request) -> dict[str, str]:
    return {"title": typed(request.GET.get("q", ""))}


def _form(request: Request, form: Any, *, origin: Origin | None = None, findings: Any = ()) -> HttpResponse:
    context = {
        "form": form,
        "findings": findings,
        "lead": origin.lead if origin else "",
        "back_url": origin.back_url if origin else reverse("guidance:question_search"),
        "is_visitor": request.access.user is None,
    }
    status = UNPROCESSABLE if form.errors or findings else 200
    return render(request, "guidance/question_ask.html", context, status=status)
