"""Pages of matching: lists of homes and households with reasons, plans in their states, and weights."""

from __future__ import annotations

from typing import Any


def add_matching_pages(pages: Any) -> None:
    """A plan of each kind in Kampen, with proposals for who waits there."""
    from django.db import transaction

    from housing.enums import HouseholdState, MatchingState, PropertyState
    from housing.models import DwellingUnit, Household, MatchingRun
    from tests.factories import matching
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.models import Municipality

    with transaction.atomic(), seed():
        kampen = Municipality.objects.get(slug="kampen", valid_to__isnull=True)
        anna = User.objects.get(email__startswith="anna@")
        # The stories end with a plan that waits for a worker; of those there is one at a time.
        MatchingRun.objects.filter(municipality=kampen).update(state=MatchingState.CANCELLED)
        waiting = list(Household.objects.filter(municipality=kampen, state=HouseholdState.EXPECTED).order_by("pk")[:3])
        homes = list(
            DwellingUnit.objects.filter(
                municipality=kampen, retired_on__isnull=True, property__state=PropertyState.OPEN
            ).order_by("pk")[:2]
        )
    assert waiting and homes
    runs = {}
    for state in (MatchingState.READY, MatchingState.FAILED, MatchingState.CANCELLED, MatchingState.SOLVING):
        error = "Het rekenen is misgegaan. Probeer het opnieuw." if state == MatchingState.FAILED else ""
        runs[state] = matching.run(kampen, anna, state=state, error=error, binds={"too_large": 1})
    matching.proposal(runs[MatchingState.READY], waiting[0], homes[0])
    for household in waiting[1:]:
        matching.proposal(runs[MatchingState.READY], household)
    here = {"gemeente": "kampen"}
    pages.add("anna", "housing:matching_list", **here)
    for who in ("anna", "coen"):
        pages.add(who, "housing:matching_weights", **here)
    for run in runs.values():
        pages.add("anna", "housing:matching_run", pk=run.pk, **here)
    for query in ("?toon=zonder&alles=ja", "?toon=verouderd"):
        pages.add("anna", "housing:matching_run", query=query, pk=runs[MatchingState.READY].pk, **here)
    pages.add("anna", "housing:matching_household", pk=waiting[0].pk, **here)
    pages.add("anna", "housing:matching_unit", pk=homes[0].pk, **here)
    pages.add("anna", "housing:matching_choose", pk=waiting[0].pk, unit_pk=homes[0].pk, **here)
