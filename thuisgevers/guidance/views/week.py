"""`/deze-week/`: one screen with what is expected of the person who looks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..queries.week import Week, week_page


@require_safe
@gate(account="shows only what is expected of the person")
def this_week(request: Request) -> HttpResponse:
    days = week_page(request.access, today())
    context = {
        "days": days,
        "week": Week.of(today()),
        "count": sum(len(day.lines) for day in days),
        "late": sum(len(day.lines) for day in days if day.is_late),
    }
    return render(request, "guidance/week.html", context)
