"""Whether the demo in the database of the environment means what it says: `python -m tests.demo.made`, as a role that sees all rows.

Run against a demo that `make demo` has just made (tests/stack/test_demo.py), so that the whole of it is made once in a run.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")


def main() -> None:
    django.setup()
    _mission()
    _stories()
    _mails()
    _homes()
    _people()


def _mission() -> None:
    """The size of it."""
    from django.utils import timezone

    from buddies.models import Buddy, BuddyMatch, ContactMoment, FreeVogFact, LadderRung, RadarSnooze
    from housing.models import DwellingUnit, Household, Property
    from initiatives.models import Dossier, Initiative

    assert Initiative.objects.count() == 71
    assert Dossier.objects.count() >= 71
    assert Initiative.objects.order_by().values("municipality").distinct().count() == 52
    assert (Property.objects.count(), DwellingUnit.objects.count(), Household.objects.count()) == (180, 340, 520)
    assert Buddy.objects.count() >= 400
    assert BuddyMatch.objects.count() >= 330
    assert 8_500 < ContactMoment.objects.count() < 9_500
    paused = BuddyMatch.objects.filter(state="paused")
    assert paused.filter(proposed_by__email__startswith="joke@").exists()
    assert not paused.exclude(paused_until__gt=timezone.localdate()).exists()
    assert set(LadderRung.objects.values_list("rung", flat=True)) == {1, 2, 3}
    assert not LadderRung.objects.filter(reached_on__gte=timezone.localdate()).exists()
    assert RadarSnooze.objects.filter(put_off_by__email__startswith="joke@").exists()
    assert FreeVogFact.objects.filter(is_met=False).exists()


def _stories() -> None:
    from django.utils import timezone

    from initiatives.enums import DossierState
    from initiatives.models import Decision, Dossier, Initiative, Note
    from thuisgevers.audit.chain import broken_links
    from thuisgevers.audit.models import AuditEvent
    from thuisgevers.documents.models import Document
    from thuisgevers.municipalities.models import Municipality

    states = set(Dossier.objects.filter(municipality__name="Kampen").values_list("state", flat=True))
    assert set(DossierState) - {DossierState.DRAFT, DossierState.WITHDRAWN} <= states
    assert Initiative.objects.filter(announced_on__isnull=False).count() >= 5
    assert Note.objects.exists()
    assert all(one.advised_by_id != one.decided_by_id for one in Decision.objects.all())
    kinds = Counter(Document.objects.values_list("kind", flat=True))
    assert kinds["cooperation_agreement"] == kinds["press_release"] == 2
    assert not Document.objects.filter(state__in=["requested", "rendering"]).exists()
    late = Initiative.objects.get(name="Erfgenoten")
    assert late.escalated_at is not None
    assert late.first_answered_at is None
    assert Municipality.objects.get(name="Assen").participates_since is None
    assert Municipality.objects.get(name="Kampen").sender_name == "Gemeente Kampen"
    assert AuditEvent.objects.filter(at__lt=timezone.now() - timedelta(days=60)).exists()
    assert not AuditEvent.objects.filter(at__gt=timezone.now()).exists()
    assert not broken_links()
    moments = list(
        AuditEvent.objects.filter(municipality__name="Kampen").order_by("position").values_list("at", flat=True)
    )
    assert moments == sorted(moments)


def _mails() -> None:
    """Everything that was queued while the stories were played lies in the letter box."""
    from thuisgevers.members.models import Invitation
    from thuisgevers.notifications.models import DemoMail, OutgoingMessage

    assert DemoMail.objects.count() > 100
    assert OutgoingMessage.objects.filter(state="sent").count() > 100
    assert Invitation.objects.filter(state="open").count() >= 2


def _homes() -> None:
    """Two years of stays, nobody where nobody takes part, and a card for each stay."""
    from django.utils import timezone

    from housing.models import FollowOnHousing, Household, HouseholdCard, HousingFigure, Placement
    from thuisgevers.municipalities.models import Membership

    stays = Placement.objects.filter(municipality__name="Kampen")
    assert {"active", "ended"} <= set(stays.values_list("state", flat=True))
    assert not Household.objects.exclude(municipality__participates_since__isnull=False).exists()
    oldest = Placement.objects.order_by("move_in_on").values_list("move_in_on", flat=True)[0]
    assert oldest < timezone.localdate() - timedelta(days=500)
    assert HouseholdCard.objects.count() == Placement.objects.count()
    assert HousingFigure.objects.filter(people_now__gt=0).exists()
    moved_in = Placement.objects.filter(state__in=["active", "ended"])
    assert FollowOnHousing.objects.count() == moved_in.count()
    buddy = Membership.objects.get(role="buddy", user__email__startswith="daan@")
    assert moved_in.filter(household_id=buddy.scope_id, property__initiative_scope_id__isnull=False).exists()


def _people() -> None:
    from thuisgevers.demo.personas import PERSONAS
    from thuisgevers.municipalities.models import Membership

    held = set(Membership.objects.values_list("user__email", "role"))
    assert {(one.email, one.role) for one in PERSONAS} <= held


if __name__ == "__main__":
    main()
