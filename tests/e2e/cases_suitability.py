"""Where to look at checks of properties and at reports: as official, team, owner and buddy."""

from __future__ import annotations

from typing import Any


def add_suitability_pages(pages: Any) -> None:
    """A visit that is going on, one that waits for a signature, one that was signed; a report in every state."""
    from django.utils import timezone

    from housing.models import Assessment, DefectReport, DefectUpdate, Property, SuitabilityCheck
    from housing.queries.suitability import criteria_on
    from initiatives.models import Initiative
    from tests.factories.housing import property_
    from tests.factories.people import member
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.enums import Role
    from thuisgevers.municipalities.models import Municipality

    now = timezone.now()
    with seed():
        kampen = Municipality.objects.get(slug="kampen", valid_to__isnull=True)
        pastorie = Initiative.objects.get(municipality=kampen, name="De Oude Pastorie")
        known = Property.objects.filter(municipality=kampen, initiative_scope_id=pastorie.pk).order_by("id")[0]
        people = {key: User.objects.get(email__startswith=f"{key}@") for key in ("anna", "bram", "coen", "gerrit")}
    places = [
        property_(kampen, state="assessing", initiative_scope_id=known.initiative_scope_id) for _number in range(3)
    ]
    untouched = property_(kampen, state="reported", initiative_scope_id=known.initiative_scope_id)
    member(people["gerrit"], Role.PROPERTY_OWNER, municipality=kampen, scope_id=places[0].pk)
    rounds = []
    with seed():
        for place, state in zip(places, ("draft", "submitted", "signed"), strict=True):
            made = Assessment.objects.create(
                municipality=kampen,
                property=place,
                visited_on=now.date(),
                visited_by=people["bram"],
                state=state,
                outcome="" if state == "draft" else "unsuitable",
                submitted_by=None if state == "draft" else people["bram"],
                signed_by=people["anna"] if state == "signed" else None,
                signed_at=now if state == "signed" else None,
                valid_until=now.date() if state == "signed" else None,
            )
            for number, criterion in enumerate(criteria_on(now.date())):
                if state == "draft" and number > 8:
                    break
                is_bad = criterion.key in {"smoke-alarms", "storage", "step-free"}
                SuitabilityCheck.objects.create(
                    municipality=kampen,
                    assessment=made,
                    property=place,
                    criterion=criterion,
                    outcome="failed" if is_bad else "passed",
                    failure_reason="Ontbreekt op zolder" if is_bad else "",
                    note="Getest" if number % 4 == 0 else "",
                    checked_by=people["bram"],
                )
            rounds.append(made)
        reports = {}
        for number, state in enumerate(("reported", "acknowledged", "in_progress", "closed", "reopened")):
            reports[state] = DefectReport.objects.create(
                municipality=kampen,
                reference=f"M-2026-AXE0{number}",
                property=places[0],
                kind=("broken", "unsafe", "nuisance", "other", "broken")[number],
                urgency=("danger", "today", "this_week", "later", "danger")[number],
                acts=("municipality", "owner", "initiative", "owner", "municipality")[number],
                description="De kraan in de keuken lekt.",
                state=state,
                reported_by=people["bram"],
                due_on=None if state == "closed" else now.date(),
                closed_at=now if state == "closed" else None,
                outcome="repaired" if state == "closed" else "",
            )
            DefectUpdate.objects.create(
                municipality=kampen,
                defect=reports[state],
                kind="reported",
                text="",
                to_actor="owner",
                by=people["bram"],
                by_label="Bram Hoogeveen",
            )
    for tab in ("", "?lijst=bezig", "?lijst=verloopt", "?lijst=klaar"):
        pages.add("anna", "housing:assessment_list", query=tab, gemeente="kampen")
    pages.add("bram", "housing:assessment_start", gemeente="kampen", pk=untouched.pk)
    draft, submitted, _signed = rounds
    for made in rounds:
        pages.add("anna", "housing:assessment_detail", gemeente="kampen", pk=made.pk)
    pages.add("gerrit", "housing:assessment_detail", gemeente="kampen", pk=draft.pk)
    pages.add("bram", "housing:assessment_visit", gemeente="kampen", pk=draft.pk)
    pages.add("bram", "housing:assessment_drop", gemeente="kampen", pk=draft.pk)
    pages.add("anna", "housing:assessment_send_back", gemeente="kampen", pk=submitted.pk)
    pages.add("bram", "housing:assessment_photos", gemeente="kampen", pk=draft.pk, key="owner-consent")
    for query in ("", "?lijst=gevaar", "?lijst=klaar", "?soort=nuisance&zet=owner", "?soort=other&lijst=laat"):
        pages.add("anna", "housing:defect_list", query=query, gemeente="kampen")
    pages.add("anna", "housing:defect_report", gemeente="kampen", pk=untouched.pk)
    for report in reports.values():
        pages.add("anna", "housing:defect_detail", gemeente="kampen", pk=report.pk)
    for name in "answer start pass_on close".split():
        pages.add("anna", f"housing:defect_{name}", gemeente="kampen", pk=reports["reported"].pk)
        pages.add("gerrit", f"housing:my_defect_{name}", pk=reports["reported"].pk)
    pages.add("anna", "housing:defect_reopen", gemeente="kampen", pk=reports["closed"].pk)
    pages.add("bram", "housing:my_defect_reopen", pk=reports["closed"].pk)
    for who in ("bram", "gerrit", "daan"):
        pages.add(who, "housing:my_defects")
    pages.add("gerrit", "housing:my_defects", query="?lijst=klaar")
    pages.add("gerrit", "housing:my_defect_detail", pk=reports["reported"].pk)
    pages.add("gerrit", "housing:my_property_defect", pk=places[0].pk)
    _add_buddy(pages, kampen)


def _add_buddy(pages: Any, kampen: Any) -> None:
    """The buddy of a household that lives somewhere, where the stories have one."""
    from housing.models import HouseholdCard
    from tests.factories.people import member
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.enums import Role

    with seed():
        card = HouseholdCard.objects.filter(municipality=kampen, state="active").order_by("id").first()
        daan = User.objects.get(email__startswith="daan@")
    if card is not None:
        member(daan, Role.BUDDY, municipality=kampen, scope_id=card.household_scope_id)
        pages.add("daan", "housing:my_home_defect", pk=card.household_scope_id)
