"""Where to look at inspiration sessions: as everybody, through the mailed link, as a volunteer, and at the national desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

NATIONAL, VOLUNTEER, EVERYBODY = "els", "bram", ""


def add_session_pages(pages: Any) -> None:
    """One session in each stand, with somebody in each stand."""
    from django.utils import timezone

    from tests.factories.sessions import link_to, registration, session
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.guidance.enums import RegistrationState

    now = timezone.now()
    with seed():
        bram = User.objects.get(email__startswith="bram@")
    coming = session(title="Van eerste gesprek tot sleutel", host="Els Kromhout", capacity=3)
    full = session(
        title="Met de buurt in gesprek", place="both", location="Bovenkerk, Koornmarkt 28, Kampen", capacity=1
    )
    off = session(title="Een avond die niet doorgaat", state="cancelled", reason="De spreker is ziek.")
    past = session(
        title="Buddy's vinden en houden",
        starts_at=now - timedelta(days=2),
        notes="Drie initiatieven vertelden hoe zij buddy's vonden.\n\nDe tip van de avond: vraag het persoonlijk.",
        recording_url="https://video.example/opname",
    )
    own = registration(coming, bram.email, user=bram, question="Hoe lang duurt het bij jullie?")
    registration(full, "vol@voorbeeld.example", name="Joost van der Veen")
    stands = [
        registration(coming, "vraagt@voorbeeld.example", state=RegistrationState.REQUESTED),
        registration(full, "wacht@voorbeeld.example", state=RegistrationState.WAITING),
        registration(coming, "weg@voorbeeld.example", state=RegistrationState.CANCELLED),
        registration(coming, "komt@voorbeeld.example", name="Hottentottententententoonstelling van Oudewater"),
        registration(off, "af@voorbeeld.example"),
        registration(past, "was-er@voorbeeld.example", has_attended=True, score=4, remarks="Fijn om anderen te horen."),
    ]
    pages.add(EVERYBODY, "guidance:session_list")
    pages.add(VOLUNTEER, "guidance:session_list")
    for row in (coming, full, off, past):
        pages.add(EVERYBODY, "guidance:session_detail", pk=row.pk)
        pages.add(NATIONAL, "guidance:session_manage", pk=row.pk)
    pages.add(VOLUNTEER, "guidance:session_detail", pk=coming.pk)
    pages.add(VOLUNTEER, "guidance:session_detail", pk=full.pk)
    pages.add(EVERYBODY, "guidance:session_requested", pk=coming.pk)
    for one in stands:
        pages.add(EVERYBODY, "guidance:registration_open", token=link_to(one))
    pages.add(VOLUNTEER, "guidance:my_sessions")
    pages.add(VOLUNTEER, "guidance:my_registration", pk=own.pk)
    pages.add(NATIONAL, "guidance:session_desk")
    pages.add(NATIONAL, "guidance:session_desk", query="?wanneer=voorbij")
    pages.add(NATIONAL, "guidance:session_add")
    pages.add(NATIONAL, "guidance:session_edit", pk=coming.pk)
    pages.add(NATIONAL, "guidance:session_cancel", pk=coming.pk)
    pages.add(NATIONAL, "guidance:session_report", pk=past.pk)
