"""Where to look at placements in every state, the calendar, the quota and nights. Made beside the demo's stories."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

LIST_TABS = "bewoond komend aflopend voorbij mijn gesloten"


def add_placement_pages(pages: Any) -> None:
    """One placement per state, one that runs out, one that should have ended, and a half-year."""
    from django.utils import timezone

    from housing.enums import HouseholdAnswer, PlacementState
    from housing.models import FollowOnHousing, HousingQuota, PlacementTask, UnitClosure
    from tests.factories.housing import household, placement, property_, unit
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.models import Municipality

    today = timezone.localdate()
    with seed():
        kampen = Municipality.objects.get(slug="kampen", valid_to__isnull=True)
        anna, coen = (User.objects.get(email__startswith=f"{key}@") for key in ("anna", "coen"))
    house = property_(kampen, street="Kloosterweg")
    homes = [unit(kampen, house, name=f"Appartement {number}") for number in range(1, 7)]

    def stay(index: int, state: str, start: int, stop: int, **fields: Any) -> Any:
        return placement(
            homes[index],
            household(kampen, handler=anna),
            by=anna,
            state=state,
            move_in_on=today + timedelta(days=start),
            expected_end_on=today + timedelta(days=stop),
            **fields,
        )

    asked = {"answer": HouseholdAnswer.YES, "asked_by": anna, "asked_on": today, "asked_in": "ar", "interpreter": True}
    proposed = stay(0, PlacementState.PROPOSED, 20, 300, **asked)
    planned = stay(1, PlacementState.PLANNED, 10, 300)
    active = stay(2, PlacementState.ACTIVE, -200, 100, move_in_recorded_at=timezone.now())
    overdue = stay(3, PlacementState.ACTIVE, -300, -10)
    ended = stay(
        4,
        PlacementState.ENDED,
        -200,
        -50,
        ended_on=today - timedelta(days=60),
        outcome="own_home",
        end_recorded_at=timezone.now(),
    )
    declined = stay(5, PlacementState.DECLINED, 5, 100)
    with seed():
        for one in (active, overdue):
            FollowOnHousing.objects.create(
                municipality=kampen,
                placement=one,
                household=one.household,
                owner=coen,
                note="Urgentie aangevraagd",
                owner_missing_since=today if one is overdue else None,
            )
        tasks = [
            PlacementTask.objects.create(
                municipality=kampen,
                placement=active,
                household=active.household,
                kind=kind,
                owner=anna,
                due_on=today - timedelta(days=2),
                done_on=today if kind == "keys" else None,
            )
            for kind in ("keys", "brp")
        ]
        UnitClosure.objects.create(
            municipality=kampen,
            unit=homes[4],
            property=house,
            kind="renovation",
            starts_on=today,
            ends_on=today + timedelta(days=40),
        )
        quota, _made = HousingQuota.objects.get_or_create(
            municipality=kampen,
            year=today.year,
            half=1 if today.month < 7 else 2,
            defaults={"target": 31, "backlog": 4, "source": "Brief"},
        )
    place = {"gemeente": "kampen"}
    for tab in LIST_TABS.split():
        pages.add("anna", "housing:placement_list", query=f"?lijst={tab}", **place)
    pages.add("anna", "housing:placement_propose", query=f"?woning={homes[5].pk}", **place)
    for one in (proposed, planned, active, overdue, ended, declined):
        pages.add("anna", "housing:placement_detail", pk=one.pk, **place)
    for name in "answer confirm retract".split():
        pages.add("anna", f"housing:placement_{name}", pk=proposed.pk, **place)
    for name in "move_in cancel period".split():
        pages.add("anna", f"housing:placement_{name}", pk=planned.pk, **place)
    for name in "end undo_move_in period".split():
        pages.add("anna", f"housing:placement_{name}", pk=active.pk, **place)
    pages.add("anna", "housing:placement_undo_end", pk=ended.pk, **place)
    for name in ("search", "arrange", "cancel"):
        pages.add("anna", "housing:follow_on_step", pk=active.pk, name=name, **place)
    pages.add("coen", "housing:follow_on_owner", pk=overdue.pk, **place)
    for name in ("done", "edit"):
        pages.add("anna", f"housing:placement_task_{name}", task_pk=tasks[1].pk, **place)
    for query in ("", "?lijst=alle", "?lijst=gedaan"):
        pages.add("anna", "housing:placement_task_list", query=query, **place)
    for query in ("?maanden=12", "?vorm=tabel", "?maanden=3&vanaf=2027-01-01"):
        pages.add("anna", "housing:placement_calendar", query=query, **place)
    pages.add("anna", "housing:placement_free", **place)
    pages.add("vincent", "housing:quota_page", **place)
    pages.add("coen", "housing:quota_page", **place)
    for name in ("quota_add", "quota_settings"):
        pages.add("coen", f"housing:{name}", **place)
    pages.add("coen", "housing:quota_edit", pk=quota.pk, **place)
    for query in ("", f"?maand={today:%Y-%m}"):
        pages.add("anna", "housing:nights_page", query=query, **place)
