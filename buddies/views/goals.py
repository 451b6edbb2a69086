"""On a buddy's phone: the goals that the household chose, kept together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from initiatives.views.second_look import SEEN
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..forms.goals import GoalForm
from ..models.goal import MOST_GOALS
from ..permissions.goals import can_keep_goals, goals_as_buddy
from ..services.goals import add_goal, erase_goal, tick_goal
from .mine import CONFLICT, OWN, UNPROCESSABLE, key_of, own_match_or_404

DONE, UNDONE, ERASE = "gelukt", "toch-niet", "wis"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@gate(account=OWN)
def my_goals(request: Request, pk: UUID) -> HttpResponse:
    """At most five. A press ticks or erases one; the form adds one."""
    one = own_match_or_404(request, pk)
    may_keep = can_keep_goals(request.access, one.match.pk)
    form, findings, status = GoalForm(), [], 200
    if request.method == "POST":
        if press_goal(request, goals_as_buddy(request.access).filter(match=one.match)):
            return redirect("buddies:my_goals", pk=pk)
        form = GoalForm(request.POST)
        findings = [] if SEEN in request.POST else form.findings
        status = UNPROCESSABLE
        if form.is_valid() and not findings:
            try:
                add_goal(
                    access=request.access,
                    match_id=one.match.pk,
                    municipality_id=one.match.municipality_id,
                    text=form.cleaned_data["text"],
                    client_id=key_of(request),
                )
            except ConflictError as conflict:
                form.add_error(None, conflict.message)
                status = CONFLICT
            else:
                messages.success(request, _("Het doel staat erbij."))
                return redirect("buddies:my_goals", pk=pk)
    goals = list(goals_as_buddy(request.access).filter(match=one.match))
    context = {
        "one": one,
        "match": one.match,
        "goals": goals,
        "form": form,
        "findings": findings,
        "client_id": key_of(request) if request.method == "POST" else uuid7(),
        "may_keep": may_keep,
        "is_full": len(goals) >= MOST_GOALS,
    }
    return render(request, "buddies/my_goals.html", context, status=status)


def press_goal(request: Request, goals: Any) -> bool:
    """Whether a button of one goal was pressed, and what it asks was done."""
    for name in (DONE, UNDONE, ERASE):
        if name in request.POST:
            try:
                pk = UUID(request.POST[name])
            except ValueError:
                raise Http404 from None
            if name == ERASE:
                erase_goal(goals=goals, pk=pk)
            else:
                tick_goal(goals=goals, pk=pk, is_done=name == DONE)
            return True
    return False
