"""The steps of a buddy and of a match: one page with a form (or only a button) for each, all drawn alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from initiatives.permissions import viewable_initiatives
from thuisgevers.common.addresses import address
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.http import Request

from ..enums import BuddyState, Conclusion, MatchState
from ..forms.matches import BackupForm, ConcludeForm, HouseholdAnswerForm, MeetingForm, PauseMatchForm, WithdrawForm
from ..forms.people import AssignForm, IntakeForm, NothingForm, PauseForm, VogForm
from ..models import Buddy, BuddyMatch
from ..permissions.buddies import can_manage_buddy
from ..permissions.matches import can_manage_match
from ..queries.free_vog import advice_for
from ..queries.homes import candidates
from ..services import departing, intake, proposing, running

UNPROCESSABLE, CONFLICT = 422, 409
B, M = BuddyState, MatchState


@dataclass(frozen=True, kw_only=True)
class Step[Row]:
    """One step: from which states, its words, its form and what it does with the cleaned form."""

    title: Any
    button: Any
    done: Any
    icon: str
    states: tuple[str, ...]
    do: Callable[[Access, Row, Any], object]
    form: Callable[[Access, Row, Any], forms.Form] = lambda _access, _row, data: NothingForm(data)
    text: Any = ""
    #: What to know first, of this row: its kind, a title, a sentence and where to read on; or nothing.
    first: Callable[[Access, Any], tuple[str, str, str, str] | None] = lambda _access, _row: None
    may: Callable[[Access, Any], bool] = lambda _access, _row: True
    is_main: bool = False

    def offers(self, access: Access, row: Any) -> bool:
        return row.state in self.states and self.may(access, row)


def _free_vog(access: Access, row: Buddy) -> tuple[str, str, str, str] | None:
    """Before a VOG is asked for: whether it costs anything."""
    if row.vog_requested_on is not None and row.vog_seen_on is None:
        return None
    advice = advice_for(access, row.municipality, row.initiative_id)
    url = "" if row.initiative_id is None else address("buddies:free_vog_of", row.municipality.slug, row.initiative_id)
    return "ok" if advice.is_free else "warning", advice.title, advice.text, url


def _assign(access: Access, row: Buddy, form: Any) -> object:
    initiative = access.get_or_404(viewable_initiatives(access), pk=form.cleaned_data["initiative"])
    return intake.assign_buddy(access=access, buddy=row, initiative=initiative)


BUDDY_STEPS: dict[str, Step[Buddy]] = {
    "indelen": Step(
        title=_lazy("Bij een initiatief indelen"),
        button=_lazy("Deel in"),
        done=_lazy("De buddy is ingedeeld. De buddycoördinator hoort het."),
        icon="arrow-right",
        states=(B.APPLIED,),
        may=lambda access, row: row.initiative_id is None and can_manage_buddy(access, row),
        form=lambda access, _row, data: AssignForm(data, initiatives=intake.open_initiatives(access)),
        do=_assign,
        is_main=True,
    ),
    "kennismaken": Step(
        title=_lazy("Kennismaking beginnen"),
        button=_lazy("Begin"),
        done=_lazy("De kennismaking is begonnen."),
        text=_lazy("Bel de aspirant-buddy en maak een afspraak. Hier vinkt u daarna af wat er is gedaan."),
        icon="message",
        states=(B.APPLIED,),
        may=lambda access, row: row.initiative_id is not None and can_manage_buddy(access, row),
        do=lambda access, row, _form: intake.start_intake(access=access, buddy=row),
        is_main=True,
    ),
    "afvinken": Step(
        title=_lazy("Kennismaking afvinken"),
        button=_lazy("Bewaar"),
        done=_lazy("Bewaard."),
        icon="list-check",
        states=(B.INTAKE, B.READY, B.PAUSED),
        may=can_manage_buddy,
        form=lambda _access, row, data: IntakeForm(data, initial={"done": list(row.intake)}),
        do=lambda access, row, form: intake.tick_intake(access=access, buddy=row, done=form.ticked()),
    ),
    "vog": Step(
        title=_lazy("VOG vastleggen"),
        button=_lazy("Leg vast"),
        done=_lazy("De VOG is vastgelegd."),
        text=_lazy(
            "Alleen feiten: dat u de VOG zag en tot wanneer hij telt. Bewaar het papier niet en maak er geen foto van."
        ),
        first=_free_vog,
        icon="shield-check",
        states=(B.APPLIED, B.INTAKE, B.READY, B.PAUSED),
        may=can_manage_buddy,
        form=lambda _access, row, data: VogForm(
            data,
            initial={
                "requested_on": row.vog_requested_on,
                "seen_on": row.vog_seen_on,
                "valid_until": row.vog_valid_until,
            },
        ),
        do=lambda access, row, form: intake.record_vog(access=access, buddy=row, **form.cleaned_data),
    ),
    "toelaten": Step(
        title=_lazy("Toelaten als buddy"),
        button=_lazy("Laat toe"),
        done=_lazy("De buddy is toegelaten en krijgt een mail om een account te openen."),
        text=_lazy("Daarna kunt u deze buddy aan een huishouden voorstellen."),
        icon="user-check",
        states=(B.INTAKE,),
        may=lambda access, row: not row.intake_missing and can_manage_buddy(access, row),
        do=lambda access, row, _form: intake.admit_buddy(access=access, buddy=row),
        is_main=True,
    ),
    "afwijzen": Step(
        title=_lazy("Niet verder gaan"),
        button=_lazy("Ga niet verder"),
        done=_lazy("De aanmelding is gesloten. De ander krijgt een vriendelijke mail."),
        text=_lazy("Bel liefst eerst zelf. Naam en gegevens worden na vier weken gewist."),
        icon="user-x",
        states=(B.APPLIED, B.INTAKE),
        may=can_manage_buddy,
        do=lambda access, row, _form: intake.decline_buddy(access=access, buddy=row),
    ),
    "pauze": Step(
        title=_lazy("Pauze"),
        button=_lazy("Geef pauze"),
        done=_lazy("De buddy heeft pauze."),
        text=_lazy("Een buddy met pauze krijgt geen nieuwe voorstellen. Koppels die lopen, gaan door."),
        icon="player-pause",
        states=(B.READY,),
        may=can_manage_buddy,
        form=lambda _access, _row, data: PauseForm(data),
        do=lambda access, row, form: intake.pause_buddy(access=access, buddy=row, last_day=form.cleaned_data["until"]),
    ),
    "verder": Step(
        title=_lazy("Weer beschikbaar"),
        button=_lazy("Zet weer op beschikbaar"),
        done=_lazy("De buddy is weer beschikbaar."),
        icon="player-play",
        states=(B.PAUSED,),
        may=can_manage_buddy,
        do=lambda access, row, _form: intake.resume_buddy(access=access, buddy=row),
        is_main=True,
    ),
}


def _others(access: Access, row: BuddyMatch) -> list[tuple[str, str]]:
    found = candidates(access, timezone.localdate()).values()
    return [(str(one.row.pk), one.row.name) for one in found if one.row.pk != row.buddy_id and one.facts.is_available]


def _backup(access: Access, row: BuddyMatch, form: Any) -> object:
    chosen = form.cleaned_data["backup"]
    found = candidates(access, timezone.localdate())
    backup = next((one.row for pk, one in found.items() if str(pk) == chosen), None)
    return running.name_backup(access=access, match=row, backup=backup)


MATCH_STEPS: dict[str, Step[BuddyMatch]] = {
    "huishouden": Step(
        title=_lazy("Antwoord van het huishouden"),
        button=_lazy("Leg vast"),
        done=_lazy("Het antwoord is vastgelegd."),
        text=_lazy("Vraag het in de taal van het huishouden, met een tolk als dat nodig is."),
        icon="message-check",
        states=(M.PROPOSED,),
        may=lambda access, row: not row.household_answer and can_manage_match(access, row),
        form=lambda _access, _row, data: HouseholdAnswerForm(data),
        do=lambda access, row, form: proposing.record_household_answer(access=access, match=row, said=form.said()),
        is_main=True,
    ),
    "ontmoeting": Step(
        title=_lazy("Eerste ontmoeting plannen"),
        button=_lazy("Plan de ontmoeting"),
        done=_lazy("De buddy heeft de afspraak in de mail."),
        icon="calendar-event",
        states=(M.ACCEPTED,),
        may=can_manage_match,
        form=lambda _access, row, data: MeetingForm(
            data,
            initial={
                "day": row.meets_at and timezone.localtime(row.meets_at).date(),
                "hour": row.meets_at and timezone.localtime(row.meets_at).time(),
                "where": row.meets_where,
            },
        ),
        do=lambda access, row, form: proposing.plan_meeting(
            access=access, match=row, meets_at=form.meets_at(), where=form.cleaned_data["where"]
        ),
        is_main=True,
    ),
    "beginnen": Step(
        title=_lazy("Van start"),
        button=_lazy("Ga van start"),
        done=_lazy("Het koppel is van start."),
        text=_lazy("Zij hebben elkaar ontmoet en willen verder. Vanaf nu legt de buddy contactmomenten vast."),
        icon="player-play",
        states=(M.ACCEPTED,),
        may=can_manage_match,
        do=lambda access, row, _form: running.start_match(access=access, match=row),
    ),
    "achterwacht": Step(
        title=_lazy("Achterwacht noemen"),
        button=_lazy("Bewaar"),
        done=_lazy("Bewaard."),
        text=_lazy(
            "De achterwacht ziet niets van het huishouden zolang hij of zij niet wordt gevraagd het over te nemen."
        ),
        icon="users",
        states=(M.PROPOSED, M.ACCEPTED, M.ACTIVE, M.PAUSED),
        may=can_manage_match,
        form=lambda access, row, data: BackupForm(
            data, others=_others(access, row), initial={"backup": str(row.backup_id or "")}
        ),
        do=_backup,
    ),
    "vragen": Step(
        title=_lazy("Vragen hoe het gaat"),
        button=_lazy("Stuur de mail"),
        done=_lazy("De buddy krijgt een vriendelijke mail. Bellen mag natuurlijk ook."),
        text=_lazy("De buddy krijgt een korte mail met de vraag hoe het gaat. Hooguit één op een dag."),
        icon="bell",
        states=(M.ACTIVE,),
        may=can_manage_match,
        do=lambda access, row, _form: running.ask_how_it_goes(access=access, match=row),
    ),
    "pauze": Step(
        title=_lazy("Koppel pauzeren"),
        button=_lazy("Pauzeer"),
        done=_lazy("Het koppel staat op pauze en telt niet als stil. De buddy hoort tot wanneer."),
        text=_lazy("Bijvoorbeeld bij een vakantie of een verhuizing. Eerder verder kan altijd."),
        icon="player-pause",
        states=(M.ACTIVE,),
        may=can_manage_match,
        form=lambda _access, _row, data: PauseMatchForm(data),
        do=lambda access, row, form: running.pause_match(access=access, match=row, **form.cleaned_data),
    ),
    "pauzedag": Step(
        title=_lazy("Pauze langer of korter maken"),
        button=_lazy("Bewaar"),
        done=_lazy("Bewaard. De buddy hoort tot wanneer de pauze duurt."),
        icon="calendar-event",
        states=(M.PAUSED,),
        may=can_manage_match,
        form=lambda _access, row, data: PauseMatchForm(data, initial={"last_day": row.last_day_of_pause}),
        do=lambda access, row, form: running.move_pause(access=access, match=row, **form.cleaned_data),
    ),
    "verder": Step(
        title=_lazy("Koppel hervatten"),
        button=_lazy("Hervat"),
        done=_lazy("Het koppel is weer actief. De buddy hoort het."),
        icon="player-play",
        states=(M.PAUSED,),
        may=can_manage_match,
        do=lambda access, row, _form: running.resume_match(access=access, match=row),
        is_main=True,
    ),
    "doorgaan": Step(
        title=_lazy("Koppel gaat door"),
        button=_lazy("Het gaat door"),
        done=_lazy("Vastgelegd. Het koppel gaat door."),
        text=_lazy("Vraag het eerst aan de buddy en aan het huishouden, ook als zij verder weg gaan wonen."),
        icon="heart-handshake",
        states=(M.ACCEPTED, M.ACTIVE, M.PAUSED),
        may=lambda access, row: row.home_left_on is not None and can_manage_match(access, row),
        do=lambda access, row, _form: departing.go_on(access=access, match=row),
        is_main=True,
    ),
    "afronden": Step(
        title=_lazy("Koppel afronden"),
        button=_lazy("Rond af"),
        done=_lazy("Het koppel is afgerond. De buddy krijgt een bedankje."),
        text=_lazy(
            "De buddy kan daarna niets meer van dit huishouden zien. Notities die alleen voor de buddy zelf waren, worden gewist."
        ),
        icon="flag",
        states=(M.ACTIVE, M.PAUSED),
        may=can_manage_match,
        form=lambda _access, _row, data: ConcludeForm(data),
        do=lambda access, row, form: running.conclude_match(
            access=access,
            match=row,
            conclusion=Conclusion(form.cleaned_data["conclusion"]),
            thanks=form.cleaned_data["thanks"],
        ),
    ),
    "intrekken": Step(
        title=_lazy("Voorstel intrekken"),
        button=_lazy("Trek in"),
        done=_lazy("Het voorstel is ingetrokken."),
        icon="arrow-back-up",
        states=(M.PROPOSED, M.ACCEPTED),
        may=can_manage_match,
        form=lambda _access, _row, data: WithdrawForm(data),
        do=lambda access, row, form: proposing.withdraw_match(
            access=access, match=row, reason=form.cleaned_data["reason"]
        ),
    ),
}


def step_page[Row](
    request: Request,
    row: Any,
    step: Step[Row] | None,
    *,
    title: str,
    back_url: str,
    crumbs: list[tuple[str, str]],
    done_url: str = "",
) -> HttpResponse:
    """Show the form of a step, or do it. What is no longer possible says so and shows what there is."""
    if step is None:
        raise Http404
    if not can_manage(request.access, row):
        raise PermissionDenied
    form = step.form(request.access, row, request.POST if request.method == "POST" else None)
    conflict, status = "", 200
    if row.state not in step.states:
        messages.info(request, _lazy("Deze stap kan nu niet (meer). Hieronder ziet u de nieuwste stand."))
        return HttpResponseRedirect(back_url)
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                step.do(request.access, row, form)
            except ValidationError as error:
                form.add_error(None, error)
            except ConflictError as error:
                conflict, status = error.message, CONFLICT
            else:
                messages.success(request, step.done)
                return HttpResponseRedirect(done_url or back_url)
    context = {
        "step": step,
        "form": form,
        "conflict": conflict,
        "subject": title,
        "back_url": back_url,
        "crumbs": crumbs,
        "first": step.first(request.access, row),
    }
    return render(request, "buddies/step.html", context, status=status)


def can_manage(access: Access, row: Buddy | BuddyMatch) -> bool:
    return can_manage_buddy(access, row) if isinstance(row, Buddy) else can_manage_match(access, row)
