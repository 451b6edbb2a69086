"""What is kept about somebody as a buddy, and who looked at it.

Notes for "me" alone are here as long as they exist, and nowhere else; the database erases them when the match is concluded. Of a
household no more than its buddy may see at this moment. Safeguarding signals are left out, also those that this person raised, and
so is whoever reads them: nobody learns from a file that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from housing.enums import Language
from housing.needs import read_list
from thuisgevers.common.personal import Row, register
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role

from .enums import (
    KEPT_MATCH,
    Answer,
    BuddyState,
    BuddyTask,
    ContactKind,
    ContactVisibility,
    Feeling,
    IntakeItem,
    Interest,
    MatchState,
    Moment,
    Reach,
    Topic,
)
from .permissions.buddies import own_buddies
from .permissions.matches import own_matches, own_moments
from .queries.mine import cards_by_household
from .queries.words import labels_of

SEEN = {
    "buddies.Buddy": _("uw gegevens als buddy"),
    "buddies.BuddyMatch": _("een koppel van u"),
    "municipalities.Membership": _("uw naam en rol, in een lijst van leden"),
}


def buddy_rows_of(access: Access) -> Iterator[Row]:
    """Of the introduction what was done and when; not by whom, and never a word about how it went."""
    for one in own_buddies(access).select_related("municipality", "initiative").order_by("created_at", "id"):
        yield {
            "municipality": one.municipality.name,
            "initiative": one.initiative.name if one.initiative is not None else "",
            "state": str(BuddyState(one.state).label),
            "applied_at": one.created_at,
            "name": one.name,
            "email": one.email,
            "phone": spoken_phone(one.phone),
            "about": one.about,
            "postcode_digits": one.postcode_digits,
            "languages": labels_of(Language, one.languages),
            "moments": labels_of(Moment, one.moments),
            "interests": labels_of(Interest, one.interests),
            "tasks": labels_of(BuddyTask, one.tasks),
            "reach": str(Reach(one.reach).label),
            "children_ok": one.children_ok,
            "max_matches": one.max_matches,
            "intake": labels_of(IntakeItem, one.intake),
            "vog_requested_on": one.vog_requested_on,
            "vog_seen_on": one.vog_seen_on,
            "vog_valid_until": one.vog_valid_until,
            "paused_until": one.paused_until,
            "ended_on": one.ended_on,
        }


def matches_of(access: Access) -> Iterator[Row]:
    """First names of the household only where this person sees them on the own pages today."""
    rows = list(own_matches(access).select_related("municipality").order_by("-proposed_on", "id"))
    cards = cards_by_household(access, [one.household_id for one in rows if one.state in KEPT_MATCH])
    for one in rows:
        card = cards.get(one.household_id) if one.state in KEPT_MATCH else None
        yield {
            "municipality": one.municipality.name,
            "household": read_list(card.first_names) if card is not None else [],
            "state": str(MatchState(one.state).label),
            "tasks": labels_of(BuddyTask, one.tasks),
            "proposed_on": one.proposed_on,
            "my_answer": str(Answer(one.buddy_answer).label) if one.buddy_answer else "",
            "answered_on": one.buddy_answered_on,
            "started_on": one.started_on,
            "ended_on": one.ended_on,
            "contacts": one.contacts,
        }


def moments_of(access: Access) -> Iterator[Row]:
    for one in own_moments(access).order_by("-happened_on", "-created_at", "id"):
        yield {
            "happened_on": one.happened_on,
            "kind": str(ContactKind(one.kind).label),
            "minutes": one.minutes,
            "topics": labels_of(Topic, one.topics),
            "feeling": str(Feeling(one.feeling).label) if one.feeling else "",
            "read_by": str(ContactVisibility(one.visibility).label),
            "note": one.note,
            "corrected_at": one.corrected_at,
            "correction": one.correction,
        }


def reads_of(access: Access) -> Iterator[Row]:
    """Who looked, of the past half year: the database tells a role and a municipality, and no name."""
    if access.user is None or access.link is not None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, role, place, what, times FROM buddies_reads_about_me()")
        found: list[tuple[date, str | None, str | None, str, int]] = cursor.fetchall()
    for day, role, place, what, times in found:
        yield {
            "day": day,
            "role": str(Role(role).label) if role else str(_("iemand die nu geen rol meer heeft")),
            "municipality": place,
            "what": str(SEEN[what]),
            "times": times,
        }


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {
        "municipality": _("Gemeente"),
        "initiative": _("Initiatief"),
        "state": _("Stand"),
        "applied_at": _("Aangemeld op"),
        "name": _("Naam"),
        "email": _("E-mailadres"),
        "phone": _("Telefoonnummer"),
        "about": _("Waarom u buddy wilt zijn"),
        "postcode_digits": _("Postcode, alleen de cijfers"),
        "languages": _("Talen"),
        "moments": _("Wanneer u kunt"),
        "interests": _("Wat u graag doet"),
        "tasks": _("Wat u wilt doen"),
        "reach": _("Hoe ver"),
        "children_ok": _("Ook een gezin met kinderen"),
        "max_matches": _("Hoeveel huishoudens tegelijk"),
        "intake": _("Kennismaking: gedaan"),
        "vog_requested_on": _("VOG aangevraagd op"),
        "vog_seen_on": _("VOG gezien op"),
        "vog_valid_until": _("VOG telt tot"),
        "paused_until": _("Na uw pauze weer beschikbaar vanaf"),
        "ended_on": _("Gestopt op"),
    }
    register("buddy", _("U als buddy"), words, buddy_rows_of, order=200)
    words = {
        "municipality": _("Gemeente"),
        "household": _("Voornamen"),
        "state": _("Stand"),
        "tasks": _("Waarbij u helpt"),
        "proposed_on": _("Voorgesteld op"),
        "my_answer": _("Uw antwoord"),
        "answered_on": _("Beantwoord op"),
        "started_on": _("Van start op"),
        "ended_on": _("Afgerond op"),
        "contacts": _("Contactmomenten"),
    }
    register("matches", _("Uw koppels"), words, matches_of, order=210)
    words = {
        "happened_on": _("Datum"),
        "kind": _("Wat"),
        "minutes": _("Minuten"),
        "topics": _("Waarover"),
        "feeling": _("Hoe het voor u was"),
        "read_by": _("Wie dit leest"),
        "note": _("Uw notitie"),
        "corrected_at": _("Verbeterd op"),
        "correction": _("Waarom verbeterd"),
    }
    note = _("Met uw notities. Een notitie alleen voor uzelf wordt gewist als het koppel is afgerond.")
    register("contact_moments", _("Uw contactmomenten"), words, moments_of, order=220, note=note)
    words = {
        "day": _("Dag"),
        "role": _("Rol"),
        "municipality": _("Gemeente"),
        "what": _("Wat"),
        "times": _("Hoe vaak"),
    }
    note = _("Het afgelopen half jaar, hoogstens tweehonderd regels. Met de rol, zonder de naam van wie keek.")
    register("reads", _("Wie uw gegevens bekeek"), words, reads_of, order=310, note=note)
