"""A household's own goals, on its own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.sensitive import sensitive_findings
from thuisgevers.municipalities.http import Request

from ...forms.welcome import GoalForm
from ...permissions.goals import goals_of_home
from ...queries.goals import GoalList, goal_lists
from ...queries.welcome import OwnHome
from ...services.goals import add_goal
from ..goals import ERASE, press_goal
from .own import done_page, own_page
from .visiting import resident

SEEN = "has_seen_warning"


@resident
def goals(request: Request, home: OwnHome) -> HttpResponse:
    """For each buddy a list of at most five: theirs to add, tick and erase."""
    if request.method == "POST" and press_goal(request, goals_of_home(home.household.pk)):
        return done_page("welcome_goals", "gewist" if ERASE in request.POST else "bewaard")
    lists, failed, asks = [], None, False
    for one in goal_lists(home.household.pk):
        is_sent = request.method == "POST" and request.POST.get("koppel") == str(one.match_id)
        form = GoalForm(request.POST if is_sent else None, prefix=str(one.match_id))
        if form.is_valid():
            asks = SEEN not in request.POST and bool(sensitive_findings(form.cleaned_data["text"]))
            if not asks and _add(request, one, form):
                return done_page("welcome_goals", "bewaard")
        if is_sent:
            failed = form
        lists.append({"list": one, "form": form, "asks": is_sent and asks})
    context: dict[str, Any] = {"lists": lists, "is_shared": home.stay.is_shared}
    return own_page(request, home, "goals", context, form=failed, refused=asks)


def _add(request: Request, one: GoalList, form: GoalForm) -> bool:
    try:
        add_goal(
            access=request.access,
            match_id=one.match_id,
            municipality_id=one.municipality_id,
            text=form.cleaned_data["text"],
            client_id=form.cleaned_data["client_id"],
        )
    except ConflictError:
        form.add_error(None, _("U hebt vijf doelen. Wis er eerst een."))
        return False
    return True
