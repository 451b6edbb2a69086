"""What a resident sees of themselves, through the database's own functions: each answers for the one household of this visit, and for
nobody without a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from housing.enums import DefectKind, DefectState, FollowOnState
from housing.models import Household, HouseholdCard, StatusHolder
from housing.models.defect import UNANSWERED
from housing.needs import read_contact, read_needs
from thuisgevers.accounts.models import User
from thuisgevers.common.phones import spoken_phone
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials

from ..enums import MatchState, MoodSharing, WelcomeLanguage
from ..models import Buddy, BuddyMatch, ResidentMood
from ..permissions.goals import goals_of_home
from ..permissions.welcome import shared_moods

type Text = str | Promise
MOST_SHARED = 3

#: What holds in every home. In easy words, as the seven languages carry them.
HOUSE_RULES: tuple[Text, ...] = (
    gettext_lazy("U hebt een eigen sleutel. Doe de deur op slot als u weggaat."),
    gettext_lazy("Niemand komt zonder uw toestemming in uw kamer. Bij gevaar mag het wel."),
    gettext_lazy("Tussen 22.00 en 7.00 uur is het stil."),
    gettext_lazy("Binnen niet roken. Geen vuur en geen kaarsen in de slaapkamer."),
    gettext_lazy("Laat de rookmelders hangen. Ze redden levens."),
    gettext_lazy("Houd keuken, badkamer en gang samen schoon."),
    gettext_lazy("Gasten zijn welkom. Wil iemand blijven slapen? Vraag het eerst."),
)


#: Roles that may read something of a household.
READERS: dict[str, Text] = {
    role.value: role.label
    for role in (
        Role.CASE_HANDLER,
        Role.CASE_COORDINATOR,
        Role.LEAD_VOLUNTEER,
        Role.VOLUNTEER,
        Role.BUDDY_COORDINATOR,
        Role.BUDDY,
        Role.CONFIDENTIAL_ADVISER,
    )
}
#: Languages by their own names, which need no translation.
OWN_NAMES = {
    **dict(WelcomeLanguage.choices),
    "prs": "دری",
    "ps": "پښتو",
    "ku": "Kurdî",
    "so": "Soomaali",
    "am": "አማርኛ",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
}


@dataclass(frozen=True, slots=True)
class OwnHome:
    """The household of this visit, its newest stay and the municipality."""

    household: Household
    stay: HouseholdCard


@dataclass(frozen=True, slots=True)
class OwnBuddy:
    """A first name and no more."""

    name: str
    is_running: bool
    is_paused: bool
    meets_at: datetime | None
    started_on: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call: a label and a number as people write it, with the address that a telephone dials."""

    label: Text
    number: str
    dials: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """On one day somebody in this role looked; never who."""

    day: date
    role: str
    place: str
    times: int


@dataclass(frozen=True, slots=True)
class OwnReport:
    """`is_own`: made with the card of this visit. `due_on` while nobody answered."""

    pk: UUID
    reference: str
    kind: str
    state: str
    reported_at: datetime
    due_on: date | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing that was written about a report, as it was written; never by whom."""

    text: str
    at: datetime
    is_own: bool


def own_home() -> OwnHome | None:
    """None when the card died since the visit began."""
    household = next(iter(Household.objects.raw("SELECT * FROM buddies_welcome_household()")), None)
    stay = next(iter(HouseholdCard.objects.raw("SELECT * FROM buddies_welcome_stay()")), None)
    return None if household is None or stay is None else OwnHome(household, stay)


def own_buddies_of_home() -> list[OwnBuddy]:
    """The facts of the match come along with the buddy's row."""
    found = []
    for row in Buddy.objects.raw("SELECT * FROM buddies_welcome_buddies()"):
        match = vars(row)
        found.append(
            OwnBuddy(
                name=_first_name(row.name),
                is_running=match["state"] in (MatchState.ACTIVE, MatchState.PAUSED),
                is_paused=match["state"] == MatchState.PAUSED,
                meets_at=match["meets_at"],
                started_on=match["started_on"],
            )
        )
    return found


def _first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else ""


def next_home(stay: HouseholdCard) -> str:
    """What is known of the home after this one, in a sentence."""
    state = _one("SELECT buddies_welcome_follow_on()")
    if state in (FollowOnState.DONE, FollowOnState.ARRANGED):
        return _("Uw volgende woning is geregeld. De gemeente vertelt u wanneer en waar.")
    if state is None:
        return _("De gemeente zoekt met u een volgende woning.")
    return _("De gemeente zoekt een volgende woning voor u. U hoort ruim van tevoren waar u heen gaat.")


def own_rules() -> list[str]:
    """What this house agreed, as it was written in Dutch."""
    words = _one("SELECT buddies_welcome_rules()") or ""
    return [line.strip() for line in words.splitlines() if line.strip()]


def contacts(home: OwnHome) -> list[Contact]:
    """112 first. A number that nobody filled in is left out; names are not shown."""
    place = home.household.municipality
    found = [
        Contact(_("Gevaar, brand, ongeluk of politie nu"), "112", "112", is_urgent=True),
        Contact(_("Politie, geen haast"), "0900-8844", "09008844"),
        Contact(
            _("Ruzie of geweld thuis: Veilig Thuis, dag en nacht, gratis"), "0800-2000", "08002000", is_urgent=True
        ),
    ]
    handler = next((user for user in _handlers(home.household) if user.phone), None)
    if handler is not None:
        found.append(_by_phone(_("Uw contactpersoon bij de gemeente"), handler))
    coordinator = next((user for user in _coordinators(home.stay) if user.phone), None)
    if coordinator is not None:
        found.append(_by_phone(_("Over uw buddy: de buddycoördinator"), coordinator))
    adviser = next((user for user in officials(place, [Role.CONFIDENTIAL_ADVISER]) if user.phone), None)
    if adviser is not None:
        found.append(
            _by_phone(_("Vertrouwenspersoon: u kunt vrij praten, ook over een vrijwilliger of ambtenaar"), adviser)
        )
    return found


def _by_phone(label: Text, user: User) -> Contact:
    return Contact(label, spoken_phone(user.phone), user.phone)


def _handlers(household: Household) -> list[User]:
    rows = officials(household.municipality, [Role.CASE_HANDLER, Role.CASE_COORDINATOR])
    return sorted(rows, key=lambda user: user.pk != household.handler_id)


def _coordinators(stay: HouseholdCard) -> list[User]:
    if stay.initiative_scope_id is None:
        return []
    return list(
        User.objects.raw(
            "SELECT * FROM accounts_user WHERE id IN (SELECT buddies_coordinators(%s)) ORDER BY display_name, id",
            [stay.initiative_scope_id],
        )
    )


def what_is_kept(home: OwnHome) -> list[tuple[Text, str]]:
    """Every fact about the household, as it stands in the file."""
    household, stay = home.household, home.stay
    people = list(StatusHolder.objects.raw("SELECT * FROM buddies_welcome_people()"))
    needs, contact = read_needs(household.needs), read_contact(household.contact_details)
    comma = "، " if get_language_bidi() else ", "  # of Arabic and Persian words; names and figures keep ours
    kept: list[tuple[Text, str]] = [
        (_("Kenmerk van uw huishouden"), household.reference),
        (_("Gemeente"), household.municipality.name),
        (_("Voornamen"), ", ".join(person.first_name for person in people)),
        (_("Aantal personen"), str(household.size)),
        (_("Leeftijden"), ", ".join(f"{count} × {_years(band)}" for band, count in household.age_bands.items())),
        (_("Talen"), ", ".join(OWN_NAMES.get(code, "…") for code in household.languages)),
        (_("Telefoon en e-mail"), ", ".join(one for one in (spoken_phone(contact.phone), contact.email) if one)),
        (_("Wat de woning moet hebben"), comma.join(str(need.label) for need in (*needs.limits, *needs.wishes))),
        (_("Opmerking van de gemeente"), needs.note),
        (_("Woning"), stay.unit_name),
        (_("Doelen met uw buddy"), "; ".join(goal.text for goal in goals_of_home(household.pk))),
    ]
    return [(label, value) for label, value in kept if value]


def _years(band: str) -> str:
    """`4_11` as 4–11: figures need no translation."""
    return band.replace("_plus", "+").replace("_", "–")


def who_looked() -> list[Look]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, role, place, times FROM buddies_welcome_reads()")
        return [
            Look(day, str(READERS.get(role, _("iemand met een andere rol"))), place, times)
            for day, role, place, times in cursor.fetchall()
        ]


def own_visits() -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM buddies_welcome_visits()")
        return [at for (at,) in cursor.fetchall()]


def own_reports() -> list[OwnReport]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, reference, kind, state, reported_at, due_on, is_own FROM buddies_welcome_reports()")
        return [
            OwnReport(
                pk,
                reference,
                str(DefectKind(kind).label),
                str(DefectState(state).label),
                at,
                due_on if state in UNANSWERED else None,
                is_own,
            )
            for pk, reference, kind, state, at, due_on, is_own in cursor.fetchall()
        ]


def lines_of_report(report_id: UUID) -> list[ReportLine]:
    """The oldest first, beginning with the report itself; only with the card with which it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, at, is_own FROM buddies_welcome_lines(%s)", [report_id])
        return [ReportLine(*row) for row in cursor.fetchall()]


def moods_for_buddy(access: Access, match: BuddyMatch) -> list[ResidentMood]:
    """The last few that residents of this household chose to share with this buddy: not what they told the one before."""
    return _shared(access, match.household_id, MoodSharing.BUDDY, since=match.started_on or match.proposed_on)


def moods_for_coordinator(access: Access, household_id: Any) -> list[ResidentMood]:
    """The same, shared with the buddy coordinator; officials read none."""
    return _shared(access, household_id, MoodSharing.COORDINATOR)


def _shared(access: Access, household_id: Any, whom: MoodSharing, *, since: date | None = None) -> list[ResidentMood]:
    rows = shared_moods(access).filter(household_scope_id=household_id, shared_with=whom)
    if since is not None:
        rows = rows.filter(created_at__date__gte=since)
    return list(rows.order_by("-created_at")[:MOST_SHARED])


def readers_of_mood(home: OwnHome) -> list[MoodSharing]:
    """With whom it can be shared: only who is there."""
    found = [MoodSharing.ME]
    if own_buddies_of_home():
        found.append(MoodSharing.BUDDY)
    if _coordinators(home.stay):
        found.append(MoodSharing.COORDINATOR)
    return found


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return None if row is None else row[0]
