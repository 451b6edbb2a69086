"""The desks: of a pioneer or liaison, and of the national team; coverage, log and handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.views.second_look import second_look
from thuisgevers.accounts.models import User
from thuisgevers.audit.services import log_read
from thuisgevers.members.queries import provinces
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request
from thuisgevers.municipalities.working_days import today

from ..forms.support import AbsenceForm, CoverageForm, HandOverForm, LogForm
from ..models import SupportAbsence, SupportCoverage
from ..models.support import USUAL_LOAD
from ..permissions.support import own_absences, own_coverage, viewable_log
from ..queries.support_covering import hand_over_pack, helpers, roles_of, theme_names
from ..queries.support_requests import all_open, lines_of, places, to_do
from ..services.support.covering import add_absence, remove_absence, set_coverage, write_log
from ..services.support.handing_over import hand_over
from .plans import UNPROCESSABLE
from .support_requests import form_page

DESK, NATIONAL, COVERAGE = "guidance:support_desk", "guidance:support_national", "guidance:support_coverage"
LOG_SHOWN = 50


@require_safe
@gate(permission=Capability.SUPPORT_GIVE)
def support_desk(request: Request) -> HttpResponse:
    """What waits for oneself, most urgent first, then what else is open at one's initiatives and municipalities."""
    access = request.access
    mine = lines_of(access, to_do(access), today())
    others = [one for one in lines_of(access, all_open(access), today()) if one.pk not in {line.pk for line in mine}]
    coverage = _coverage(request)
    context = {
        "mine": mine,
        "others": others,
        "places": places(access, Capability.SUPPORT_GIVE),
        "themes": theme_names([] if coverage is None else coverage.themes),
        "max_open": USUAL_LOAD if coverage is None else coverage.max_open,
        "absences": _absences(request),
    }
    return render(request, "guidance/support_desk.html", context)


@form_page
@gate(permission=Capability.SUPPORT_GIVE)
def support_coverage(request: Request) -> HttpResponse:
    held = _coverage(request)
    initial = (
        {"max_open": USUAL_LOAD}
        if held is None
        else {"themes": held.themes, "provinces": held.provinces, "max_open": held.max_open}
    )
    posted = request.POST if request.method == "POST" else None
    form = CoverageForm(posted, provinces=provinces(), initial=initial)
    return _form(
        request,
        form,
        lambda: set_coverage(access=request.access, **form.cleaned_data),
        _desk_words(_("Waar helpt u?"), _("Bewaren"), _("Bewaard. Nieuwe vragen worden hiermee verdeeld.")),
    )


@form_page
@gate(permission=Capability.SUPPORT_GIVE)
def support_away(request: Request) -> HttpResponse:
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    return _form(
        request,
        form,
        lambda: add_absence(access=request.access, **form.cleaned_data),
        _desk_words(_("Wanneer bent u weg?"), _("Bewaren"), _("Bewaard. In die dagen krijgt u geen nieuwe vragen.")),
    )


@require_POST
@gate(permission=Capability.SUPPORT_GIVE)
def support_back(request: Request, pk: UUID) -> HttpResponse:
    absence = request.access.get_or_404(own_absences(request.access), pk=pk)
    remove_absence(access=request.access, absence=absence)
    messages.success(request, _("U krijgt in die dagen weer nieuwe vragen."))
    return HttpResponseRedirect(reverse(DESK))


@require_safe
@gate(permission=Capability.SUPPORT_READ)
def support_log(request: Request) -> HttpResponse:
    """The lines one may read: all where one helps, what was marked for them for a team."""
    rows = viewable_log(request.access).select_related("author", "initiative", "municipality")
    shown = list(rows.order_by("-done_on", "-id")[:LOG_SHOWN])
    log_read(
        access=request.access,
        purpose="support_log",
        object_type="guidance.SupportLogEntry",
        object_ids=[one.pk for one in shown],
    )
    may_write = request.access.holds(Capability.SUPPORT_GIVE)
    return render(request, "guidance/support_log.html", {"entries": shown, "may_write": may_write})


@form_page
@gate(permission=Capability.SUPPORT_GIVE)
def support_log_add(request: Request) -> HttpResponse:
    form = LogForm(
        request.POST if request.method == "POST" else None,
        places=places(request.access, Capability.SUPPORT_GIVE),
        initial={"done_on": today(), "minutes": 30},
    )
    words = _desk_words(_("Schrijf in het logboek"), _("Bewaren"), _("Het staat in het logboek."))
    return _form(
        request,
        form,
        lambda: write_log(access=request.access, **form.facts()),
        {
            **words,
            "to": reverse("guidance:support_log"),
            "visible_to": _("wie hier ook helpt; het landelijk team ziet alleen aantallen"),
        },
    )


@require_safe
@gate(permission=Capability.SUPPORT_GIVE)
def support_pack(request: Request) -> HttpResponse:
    """What one would leave behind, on one page to print."""
    return _pack(request, request.user, None)


@require_safe
@gate(permission=Capability.SUPPORT_MANAGE)
def support_national(request: Request) -> HttpResponse:
    access = request.access
    waiting = lines_of(access, to_do(access), today())
    seen = {one.pk for one in waiting}
    context = {
        "waiting": waiting,
        "others": [one for one in lines_of(access, all_open(access), today()) if one.pk not in seen],
        "helpers": helpers(access, today()),
    }
    return render(request, "guidance/support_national.html", context)


@form_page
@gate(permission=Capability.SUPPORT_MANAGE)
def support_helper(request: Request, pk: UUID) -> HttpResponse:
    """The pack of one helper, and handing all of it to another in one act."""
    everybody = {one.user.public_id: one.user for one in helpers(request.access, today())}
    if pk not in everybody:
        raise Http404
    leaver = everybody[pk]
    people = [user for user in everybody.values() if user.pk != leaver.pk]
    form = HandOverForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                roles, asked = hand_over(
                    access=request.access,
                    leaver=leaver,
                    successor=form.successor(),
                    reason=form.cleaned_data["reason"],
                    ends_roles=form.cleaned_data["ends_roles"],
                )
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(
                request,
                _("Overgedragen: %(roles)d initiatieven of gemeenten en %(asked)d hulpvragen.")
                % {"roles": roles, "asked": asked},
            )
            return HttpResponseRedirect(reverse(NATIONAL))
    return _pack(request, leaver, form)


def _pack(request: Request, user: User, form: HandOverForm | None) -> HttpResponse:
    packs = hand_over_pack(request.access, user)
    log_read(
        access=request.access,
        purpose="support_hand_over",
        object_type="guidance.SupportRequest",
        object_ids=[one.pk for pack in packs for one in pack.requests],
    )
    is_own = form is None
    home = (
        {"label": _("Hulpvragen"), "url": reverse(DESK)} if is_own else {"label": _("Hulp"), "url": reverse(NATIONAL)}
    )
    context = {
        "person": user,
        "packs": packs,
        "roles": roles_of(user),
        "form": form,
        "crumbs": [home],
        "today": today(),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "guidance/support_pack.html", context, status=status)


def _coverage(request: Request) -> SupportCoverage | None:
    return own_coverage(request.access).first()


def _absences(request: Request) -> list[SupportAbsence]:
    rows = own_absences(request.access).filter(last_on__gte=today())
    return list(rows.order_by("first_on", "id"))


def _desk_words(title: str, button: str, done: str) -> dict[str, str]:
    return {
        "title": title,
        "button": button,
        "done": done,
        "lead": "",
        "to": reverse(DESK),
        "visible_to": _("u en het landelijk team"),
    }


def _form(request: Request, form: Any, act: Callable[[], object], words: dict[str, str]) -> HttpResponse:
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        findings = second_look(request, form)
        if not findings:
            try:
                with transaction.atomic():
                    act()
            except ValidationError as error:
                _add_errors(form, error)
            else:
                messages.success(request, words["done"])
                return HttpResponseRedirect(words["to"])
    context = {
        **words,
        "form": form,
        "findings": findings,
        "crumbs": [{"label": _("Hulpvragen"), "url": reverse(DESK)}],
        "back_url": words["to"],
    }
    return render(
        request, "guidance/support_form.html", context, status=UNPROCESSABLE if form.errors or findings else 200
    )


def _add_errors(form: Any, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
