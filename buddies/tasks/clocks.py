"""Silence, the Monday mail and the figures, from beat. Matches and overviews are the jobs."""

from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab
from django.db import connection, transaction

from buddies.services import departing, ending, ladder, overviews
from thuisgevers.common.queues import Queue
from thuisgevers.common.tasks import every
from thuisgevers.municipalities.jobs import each_job


@every(crontab(hour="8-18", minute="*/15"))
@shared_task(name="buddies.tasks.clocks.climb_ladder", queue=Queue.DEFAULT)
def climb_ladder() -> None:
    """By day: who is quiet. A part of them at a time, so that a worker that stood still does not send everything at once."""
    each_job(ladder.LADDER, ladder.climb, most=ladder.MOST_AT_A_SWEEP)


@every(crontab(day_of_week="mon,tue", hour="7-18", minute="5,35"))
@shared_task(name="buddies.tasks.clocks.send_week_overviews", queue=Queue.MAIL)
def send_week_overviews() -> None:
    """Monday at seven; what a stopped worker missed until Tuesday evening. Once a week for each person, whatever happens."""
    overviews.open_weeks()
    each_job(overviews.WEEKS, overviews.send_overview)


@every(crontab(minute="7,22,37,52"))
@shared_task(name="buddies.tasks.clocks.refresh_buddy_figures", queue=Queue.DEFAULT)
def refresh_buddy_figures() -> None:
    """Count anew what the country may know. Numbers only; safe to run twice at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT buddies_refresh_figures()")


@every(crontab(hour="6", minute="10"))
@shared_task(name="buddies.tasks.clocks.end_pauses", queue=Queue.DEFAULT)
def end_pauses() -> None:
    """In the morning: who said until when they would be away, is back."""
    each_job(ending.PAUSES, ending.end_pause)
    each_job(ending.BREAKS, ending.end_break)


@every(crontab(minute="3-59/10"))
@shared_task(name="buddies.tasks.clocks.end_matches_of_gone", queue=Queue.DEFAULT)
def end_matches_of_gone() -> None:
    """Woken when a household is handed over; what is left finds the sweep."""
    each_job(departing.DEPARTURES, departing.end_of_gone)
