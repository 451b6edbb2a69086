"""Work that is going on in the municipality that most people look at: a visit halfway, one to sign, viewings, a plan asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from housing.enums import CheckOutcome, PropertyState
from housing.models import Property
from housing.queries.suitability import criteria_on
from housing.services import matching, suitability, viewings
from initiatives.models import Initiative
from thuisgevers.demo.clock import on
from thuisgevers.demo.invented import Person
from thuisgevers.demo.joining import Office
from thuisgevers.demo.stage import account, being
from thuisgevers.municipalities.working_days import next_working_day

from .stays import Deed

#: The walked tests begin with this one as the stories left it; only times to look at it are proposed.
PASTORIE = "De Oude Pastorie"
HALFWAY = 9
NOTES = {"floor-area": "Gemeten met de laser; de zolder telt niet mee.", "smoke-alarms": "Getest op elke verdieping."}
WISH = "Voor de berging komt nog een slot."


def visits(office: Office) -> tuple[Deed, Deed]:
    """The handler is halfway in one building; the coordinator handed another one in, for a colleague to sign."""

    def visit(position: int, who: Person, most: int | None) -> Callable[[], None]:
        def do() -> None:
            today = timezone.localdate()
            place = _assessed(office)[position]
            with being(account(who)) as access:
                round_ = suitability.start_assessment(access=access, property=place, visited_on=today)
                for criterion in criteria_on(today)[:most]:
                    is_wish = not criterion.is_compulsory and criterion.key == "storage"
                    suitability.record_check(
                        access=access,
                        assessment=round_,
                        criterion=criterion,
                        outcome=CheckOutcome.FAILED if is_wish else CheckOutcome.PASSED,
                        failure_reason=WISH if is_wish else "",
                        note="" if is_wish else NOTES.get(criterion.key, ""),
                    )
                if most is None:
                    suitability.submit_assessment(access=access, assessment=round_)

        return do

    return visit(0, office.coordinator, None), visit(1, office.handler, HALFWAY)


def _assessed(office: Office) -> list[Property]:
    """Buildings of initiatives that wait to be looked at, in the same order every time."""
    kept_apart = Initiative.objects.filter(municipality=office.place(), name=PASTORIE).values_list("pk", flat=True)
    rows = Property.objects.select_related("municipality").filter(
        municipality=office.place(), state=PropertyState.ASSESSING, initiative_scope_id__isnull=False
    )
    return list(rows.exclude(initiative_scope_id__in=list(kept_apart)).order_by("street", "house_number"))


def invite_owner(office: Office) -> Deed:
    """Two times to look at the rectory, for its owner to choose from."""

    def do() -> None:
        initiative = Initiative.objects.get(municipality=office.place(), name=PASTORIE)
        place = Property.objects.select_related("municipality").get(initiative_scope_id=initiative.pk)
        first = next_working_day(timezone.localdate() + timedelta(days=5))
        second = next_working_day(first + timedelta(days=2))
        with being(account(office.handler)) as access:
            viewings.propose_viewings(
                access=access,
                property=place,
                times=[on(first, 10), on(second, 15)],
                note_text="Bij de voordeur; wij willen ook de zolder zien.",
            )

    return do


def ask_for_plan(office: Office) -> Deed:
    """The best plan for all who wait; a worker makes it as soon as the demo runs."""

    def do() -> None:
        starts_on = timezone.localdate() + timedelta(days=7)
        with being(account(office.handler)) as access:
            matching.request_run(
                access=access,
                municipality=office.place(),
                starts_on=starts_on,
                latest_on=starts_on + timedelta(weeks=12),
                shortest_days=26 * 7,
                wished_days=52 * 7,
            )

    return do
