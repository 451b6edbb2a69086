"""Where to look at the safeguarding lane: as who raises one, as who receives one, and as who is asked to talk first."""

from __future__ import annotations

from typing import Any

WRITER, ADVISER, COORDINATOR, WARNED = "daan", "olga", "coen", "anna"


def add_signal_pages(pages: Any) -> None:
    """One that waits and one that is handled, with every step that each offers."""
    from django.utils import timezone

    from buddies.models import SignalStep, SignalWarning
    from tests.factories.signals import signal
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.common.ids import uuid7
    from thuisgevers.municipalities.models import Municipality

    with seed():
        people = {key: User.objects.get(email__startswith=f"{key}@") for key in (WRITER, ADVISER, WARNED, "vera")}
        place = Municipality.objects.get(slug="kampen")
    waiting = signal(place, people[WRITER], seen="Hottentottententententoonstelling " * 8)
    handled = signal(place, people[WRITER], people=[people["vera"].pk])
    home, place_id = uuid7(), place.pk
    with seed():
        handled.state, handled.acknowledged_at = "in_progress", timezone.now()
        handled.save()
        handled.file.household_scope_id = home
        handled.file.save(update_fields=["household_scope_id"])
        for step in "112":
            SignalStep.objects.create(
                municipality_id=place_id,
                signal=handled,
                step=step,
                done_on=timezone.localdate(),
                note="Overlegd met Veilig Thuis.",
                by=people[ADVISER],
            )
        SignalWarning.objects.create(
            municipality_id=place_id,
            signal=handled,
            user=people[WARNED],
            adviser=people[ADVISER],
            household_scope_id=home,
        )
    pages.add(WRITER, "buddies:safety")
    pages.add(WRITER, "buddies:safety_raise")
    pages.add(WARNED, "buddies:safety")
    for who in (ADVISER, COORDINATOR):
        pages.add(who, "buddies:signal_list")
    pages.add(ADVISER, "buddies:signal_list_here", gemeente="kampen")
    for one in (waiting, handled):
        pages.add(ADVISER, "buddies:signal_detail", gemeente="kampen", pk=one.pk)
    for name in ("gelezen", "overdragen"):
        pages.add(ADVISER, "buddies:signal_step", gemeente="kampen", pk=waiting.pk, name=name)
    for name in ("stap", "overleg", "afsluiten"):
        pages.add(ADVISER, "buddies:signal_step", gemeente="kampen", pk=handled.pk, name=name)
