"""What happens around homes: something breaks, a half-year has its quota, somebody comes to look."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from housing.enums import ClosureKind, DefectActor, DefectKind, DefectOutcome, DefectUrgency
from housing.models import DefectReport
from housing.services import defects, quota, units, viewings
from thuisgevers.demo.clock import on
from thuisgevers.demo.joining import Office
from thuisgevers.demo.stage import account, being
from thuisgevers.municipalities.working_days import next_working_day

from .buildings import Home
from .sizes import EXTRA_SHARE
from .stays import Deed, Diary

REPORTS = (
    (DefectKind.BROKEN, DefectUrgency.THIS_WEEK, "De kraan in de keuken lekt en gaat niet meer goed dicht."),
    (DefectKind.BROKEN, DefectUrgency.TODAY, "De verwarming doet het niet meer, ook niet na bijvullen."),
    (DefectKind.UNSAFE, DefectUrgency.TODAY, "De leuning van de trap zit los."),
    (DefectKind.BROKEN, DefectUrgency.LATER, "Het slot van de schuur gaat zwaar."),
    (DefectKind.UNSAFE, DefectUrgency.THIS_WEEK, "De rookmelder op de overloop piept om een nieuwe batterij."),
    (DefectKind.NUISANCE, DefectUrgency.LATER, "De deur van de zaal slaat 's avonds hard dicht."),
    (DefectKind.OTHER, DefectUrgency.LATER, "De brievenbus heeft nog geen naambordje."),
)
FIXED_BY = timedelta(days=25)
"""What was reported longer ago has been mended."""
ANSWERS = (
    "Dank u, wij kijken er deze week naar.",
    "De loodgieter komt morgen langs.",
    "Wij nemen dit mee bij het bezoek.",
)


def break_something(home: Home, diary: Diary, day: date) -> None:
    """A report, and as much of its course as fits before today."""
    chance = home.chance
    kind, urgency, text = chance.choice(REPORTS)
    made: list[DefectReport] = []

    def report() -> None:
        with being(account(home.office.handler)) as access:
            facts = defects.DefectFacts(kind=kind, urgency=urgency, description=text, acts=DefectActor.MUNICIPALITY)
            made.append(defects.report_defect(access=access, property=home.place(), facts=facts))

    def row() -> DefectReport:
        return DefectReport.objects.select_related("municipality", "property").get(pk=made[0].pk)

    def acknowledge() -> None:
        with being(account(home.office.coordinator)) as access:
            defects.acknowledge_defect(access=access, defect=row(), text=chance.choice(ANSWERS))

    def close() -> None:
        with being(account(home.office.handler)) as access:
            defects.close_defect(access=access, defect=row(), outcome=DefectOutcome.REPAIRED, text="Het is gemaakt.")

    is_old = day < timezone.localdate(diary.now) - FIXED_BY
    if (
        diary.note(day, report)
        and diary.note(day + timedelta(days=1), acknowledge)
        and (chance.random() < 0.7 or is_old)
    ):
        diary.note(day + timedelta(days=5), close)


def close_for_painting(home: Home, position: int) -> Deed:
    """An empty unit that is being renovated for some weeks."""

    def do() -> None:
        today = timezone.localdate()
        with being(account(home.office.handler)) as access:
            units.add_closure(
                access=access,
                unit=home.unit(position),
                kind=ClosureKind.RENOVATION,
                starts_on=today - timedelta(days=3),
                ends_on=today + timedelta(days=40),
                note_text="Nieuwe badkamer.",
            )

    return do


def set_quotas(office: Office, chance: Random) -> Deed:
    """The half-years of last year and this one, as the coordinator enters them."""

    def do() -> None:
        today = timezone.localdate()
        with being(account(office.coordinator)) as access:
            for year in (today.year - 1, today.year):
                for half in (1, 2):
                    facts = quota.QuotaFacts(
                        year=year,
                        half=half,
                        target=chance.randint(8, 45) + (45 if office.municipality in EXTRA_SHARE else 0),
                        backlog=chance.choice((0, 0, 3, 7)),
                        realised_elsewhere=chance.randint(2, 25),
                        source="Brief van de provincie",
                    )
                    quota.save_quota(access=access, municipality=office.place(), facts=facts)

    return do


def invite_to_look(home: Home) -> Deed:
    """The handler proposes two times to look at a building that was reported."""

    def do() -> None:
        first = next_working_day(timezone.localdate() + timedelta(days=4))
        second = next_working_day(first + timedelta(days=1))
        with being(account(home.office.handler)) as access:
            viewings.propose_viewings(
                access=access,
                property=home.place(),
                times=[on(first, 10), on(second, 14)],
                note_text="Graag met de sleutel van de zolder.",
            )

    return do
