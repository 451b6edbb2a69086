"""The monthly question to owners, and what they say: most that all is well, one later, one no, one nothing at all."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from housing.enums import AnswerChannel, AvailabilityAnswer
from housing.models import Property
from housing.services import availability
from housing.tasks.properties import ask_for
from thuisgevers.demo.clock import on
from thuisgevers.demo.stage import account, being, holding
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.models import AccessLink

from .buildings import Home
from .stays import Deed, Diary

MONTHS = 2
SILENT, LATER, NO = 1, 4, 7
"""Which of every nine owners keeps silent, cannot for a while, or stops."""


def ask_every_month(home: Home, diary: Diary) -> None:
    """The last months before today; the diary is one of its own, as this goes on beside everything else."""
    today = timezone.localdate(diary.now)
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    kind = home.number % 9
    opened = timezone.localdate(diary.last)
    for left, month in enumerate(months[::-1], start=1 - MONTHS):
        day = month + timedelta(days=1 + home.number % 5)
        if day < opened or not diary.note(day, _ask(home)):
            continue
        if kind == SILENT:
            continue
        answer = {LATER: AvailabilityAnswer.LATER, NO: AvailabilityAnswer.NO}.get(kind) if left == 0 else None
        diary.note(day + timedelta(days=1 + home.number % 6), _answer(home, answer or AvailabilityAnswer.STILL))
    if kind == SILENT:
        diary.note(today - timedelta(days=2), _call(home))


def _ask(home: Home) -> Deed:
    """The sweep of that day. A building gets its first day from the database's own clock, which stays in the present: it is
    set back to the day of the story."""

    def do() -> None:
        with being(account(home.office.handler)):
            Property.objects.filter(pk=home.property_id).update(ask_on=timezone.localdate())
        ask_for(home.property_id)

    return do


def _answer(home: Home, answer: AvailabilityAnswer) -> Deed:
    """With the link of the mail; owners of whom no address is known are called."""

    def do() -> None:
        place = home.place()
        if not place.unanswered_asks:
            return
        has_mail = AccessLink.objects.filter(purpose=LinkPurpose.AVAILABILITY, object_id=place.pk).exists()
        later_on = timezone.localdate() + timedelta(days=75) if answer == AvailabilityAnswer.LATER else None
        who = holding(LinkPurpose.AVAILABILITY, place.pk) if has_mail else being(account(home.office.handler))
        with who as access:
            availability.answer_availability(
                access=access,
                property=place,
                answer=answer,
                channel=AnswerChannel.LINK if has_mail else AnswerChannel.PHONE,
                later_on=later_on,
            )

    return do


def _call(home: Home) -> Deed:
    def do() -> None:
        with being(account(home.office.handler)) as access:
            availability.note_call(
                access=access,
                property=home.place(),
                called_at=on(timezone.localdate(), 10),
                was_reached=False,
                text="Voicemail ingesproken, met de vraag om terug te bellen.",
            )

    return do
