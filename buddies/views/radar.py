"""`/<gemeente>/buddies/`: what asks attention, most urgent first; and the municipality's own choices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.audit.services import log_read
from thuisgevers.common.listing import tabs
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import ALWAYS_VOG
from ..forms.people import RulesForm
from ..models import BuddySettings
from ..queries.radar import LISTS, radar_of
from ..services.intake import choose_rules

ON_A_PAGE = 25
UNPROCESSABLE = 422


@require_safe
@gate(permission=Capability.BUDDY_READ)
def radar(request: Request) -> HttpResponse:
    """One list. Names buddies, and of households no more than their size."""
    place = request.municipality
    chosen = request.GET.get("lijst", "")
    chosen = chosen if chosen in LISTS else "alles"
    number = page_number(request.GET.get("pagina", ""))
    today = timezone.localdate()
    offset = (number - 1) * ON_A_PAGE
    found = radar_of(request.access, place, today, chosen=chosen, offset=offset, most=ON_A_PAGE)
    page = Paginator(range(found.counts[chosen]), ON_A_PAGE).get_page(number)
    if page.number != number:
        offset = (page.number - 1) * ON_A_PAGE
        found = radar_of(request.access, place, today, chosen=chosen, offset=offset, most=ON_A_PAGE)
    log_read(
        access=request.access,
        purpose="buddy_radar",
        object_type="buddies.Buddy",
        object_ids=found.read,
        municipality=place,
    )
    context = {
        "municipality": place,
        "page": page,
        "found": found,
        "tab": chosen,
        "tabs": tabs(request, {name: label for name, (label, _kinds) in LISTS.items()}, chosen, found.counts),
        "may_manage": request.access.holds(Capability.BUDDY_MANAGE),
        "may_rule": request.access.may(Capability.BUDDY_RULES, municipality=place),
    }
    return render(request, "buddies/radar.html", context)


def page_number(asked: str) -> int:
    """The page that was asked for; the first where that is no number."""
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


@require_http_methods(["GET", "HEAD", "POST"])
@gate(permission=Capability.BUDDY_RULES)
def rules(request: Request) -> HttpResponse:
    """For which tasks a VOG is asked, and when a match is quiet."""
    place = request.municipality
    request.access.require(Capability.BUDDY_RULES, municipality=place)
    row = BuddySettings.objects.filter(municipality=place).first()
    held = {} if row is None else row.vog_rules
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        rules=held,
        initial={"quiet_weeks": 2 if row is None else row.quiet_weeks},
    )
    if request.method == "POST" and form.is_valid():
        choose_rules(access=request.access, rules=form.rules(), quiet_weeks=form.cleaned_data["quiet_weeks"])
        messages.success(request, _("De afspraken zijn bewaard."))
        return redirect("buddies:radar", gemeente=place.slug)
    context = {
        "municipality": place,
        "form": form,
        "always": [task.label for task in ALWAYS_VOG],
        "questions": [form[name] for name in form.fields if name != "quiet_weeks"],
    }
    return render(request, "buddies/rules.html", context, status=UNPROCESSABLE if form.errors else 200)
