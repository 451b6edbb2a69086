"""What there is to do and where to go in two municipalities, as who guides the buddies there wrote it down, and the goals of one household."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from buddies.enums import IdeaCost, IdeaKind, IdeaPlace, MatchState, PlaceKind, Season
from buddies.models import BuddyMatch
from buddies.permissions.goals import can_keep_goals, goals_as_buddy
from buddies.services.goals import add_goal, tick_goal
from buddies.services.ideas import IdeaFacts, PlaceFacts, hide_national, save_idea, save_place
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from .clock import at, on
from .invented import MAIL_DOMAIN

#: Who writes where: the buddy coordinator of Kampen, and an official where no persona is one.
KEEPERS = (("joke", "Kampen"), ("chaima", "Zwolle"))
SITE = "https://voorbeeld.example"
#: kind, name, address without the place, opening, telephone, path of the site, languages, good to know.
PLACES: tuple[tuple[PlaceKind, str, str, str, str, str, tuple[str, ...], str], ...] = (
    (
        PlaceKind.LIBRARY,
        "Bibliotheek in het centrum",
        "Marktstraat 12",
        "Maandag tot en met zaterdag van 10.00 tot 17.00 uur, donderdag tot 20.00 uur.",
        "+31880000101",
        "bibliotheek",
        ("en", "ar"),
        "Het Taalpunt zit op de eerste verdieping. Er is een lift. Een pas is gratis tot 18 jaar.",
    ),
    (
        PlaceKind.LANGUAGE_CAFE,
        "Taalcafé De Stamtafel",
        "Kerkplein 3",
        "Dinsdag van 10.00 tot 11.30 uur en donderdag van 19.30 tot 21.00 uur. Zomaar binnenlopen mag.",
        "",
        "taalcafe",
        ("ar", "ti", "uk"),
        "Koffie is gratis. Kinderen mogen mee op dinsdag.",
    ),
    (
        PlaceKind.COMMUNITY,
        "Buurthuis De Ontmoeting",
        "Lindelaan 40",
        "Elke werkdag van 9.00 tot 17.00 uur.",
        "+31880000102",
        "",
        ("tr",),
        "Op woensdag samen eten voor drie euro, opgeven de dag ervoor.",
    ),
    (
        PlaceKind.SPORT,
        "Sportvereniging Vooruit",
        "Sportlaan 1",
        "Training op maandag en woensdag vanaf 18.00 uur.",
        "",
        "vooruit",
        ("en",),
        "Twee keer proberen is gratis. Met een klein inkomen betaalt het jeugdfonds de contributie van kinderen.",
    ),
    (
        PlaceKind.IND,
        "Loket van de IND",
        "",
        "Alleen met een afspraak.",
        "",
        "ind",
        ("en", "fr"),
        "Neem uw verblijfspas en de brief mee. De telefonische afspraak mag de buddy samen met u maken.",
    ),
    (
        PlaceKind.DOCTOR,
        "Huisartsenpost",
        "Ziekenhuisweg 8",
        "Elke avond en nacht vanaf 17.00 uur, en het hele weekend. Bel altijd eerst.",
        "+31880000103",
        "",
        (),
        "Vraag om een tolk als u belt. Bij levensgevaar: 112.",
    ),
    (
        PlaceKind.SECOND_HAND,
        "Kringloop Tweede Kans",
        "Industrieweg 22",
        "Dinsdag tot en met zaterdag van 10.00 tot 17.00 uur.",
        "+31880000104",
        "kringloop",
        (),
        "Grote spullen worden bezorgd voor een klein bedrag.",
    ),
    (
        PlaceKind.FOOD_BANK,
        "Voedselbank",
        "Havenkade 5",
        "Uitgifte op vrijdag van 13.00 tot 15.00 uur, na aanmelding.",
        "",
        "voedselbank",
        ("ar", "en"),
        "Aanmelden gaat met de woonbegeleider of de buddy.",
    ),
)
IDEAS: tuple[IdeaFacts, ...] = (
    IdeaFacts(
        title="Met het pontje naar de overkant",
        text="Een rondje met de fiets over de dijk en terug met het pontje. Kinderen tot vier jaar varen gratis mee.",
        kind=IdeaKind.OUTING,
        cost=IdeaCost.LITTLE,
        place=IdeaPlace.OUTSIDE,
        season=Season.SUMMER,
        with_children=True,
        little_dutch=True,
    ),
    IdeaFacts(
        title="Koken in Buurthuis De Ontmoeting",
        text="Op de eerste vrijdag van de maand kookt ieder een gerecht van thuis. Boodschappen worden vergoed.",
        kind=IdeaKind.FOOD,
        cost=IdeaCost.FREE,
        place=IdeaPlace.INSIDE,
        season=Season.ALL,
        with_children=True,
        little_dutch=True,
    ),
    IdeaFacts(
        title="Fietsles voor vrouwen",
        text="Elke zaterdagochtend op het schoolplein, met leenfietsen. Opgeven hoeft niet.",
        kind=IdeaKind.SPORT,
        cost=IdeaCost.FREE,
        place=IdeaPlace.OUTSIDE,
        season=Season.ALL,
        with_children=False,
        little_dutch=True,
    ),
)
NOT_HERE = "beach-or-lake"


BUDDY = "daan"
GOALS = ("Zelf met de bus naar Zwolle", "De kinderen op zwemles", "Een gesprek met de buren, zonder telefoon")


def seed_guide(today: date, *, after: datetime) -> int:
    """Yesterday evening, `after` everything else, as the log is read in the order of time; how many ideas and places."""
    evening = max(on(today - timedelta(days=1), 19, 30), after + timedelta(hours=1))
    written = 0
    for name, town in KEEPERS:
        user = User.objects.filter(email=f"{name}@{MAIL_DOMAIN}").first()
        place = Municipality.objects.filter(name=town, valid_to__isnull=True).first()
        if user is None or place is None or not place.participates:
            continue
        with at(evening):
            written += _write(Access.for_user(user, second_factor=True).narrowed(place), place)
    with at(evening + timedelta(minutes=20)):
        _goals()
    return written


def _goals() -> None:
    """Of the household of the buddy among the personas; one of them came true."""
    user = User.objects.filter(email=f"{BUDDY}@{MAIL_DOMAIN}").first()
    if user is None:
        return
    match = BuddyMatch.objects.filter(user=user, state=MatchState.ACTIVE).order_by("started_on", "id").first()
    access = Access.for_user(user, second_factor=False)
    if match is None or not can_keep_goals(access, match.pk):
        return
    for text in GOALS:
        add_goal(access=access, match_id=match.pk, municipality_id=match.municipality_id, text=text, client_id=uuid7())
    first = goals_as_buddy(access).filter(match=match)[:1].get()
    tick_goal(goals=goals_as_buddy(access), pk=first.pk, is_done=True)


def _write(access: Access, place: Municipality) -> int:
    for facts in IDEAS:
        save_idea(access=access, municipality=place, facts=facts)
    hide_national(access=access, municipality=place, key=NOT_HERE, is_hidden=True)
    for kind, name, street, opening, telephone, path, languages, text in PLACES:
        save_place(
            access=access,
            municipality=place,
            facts=PlaceFacts(
                kind=kind,
                name=name,
                address=f"{street}, {place.name}" if street else "",
                opening=opening,
                telephone=telephone,
                url=f"{SITE}/{path}" if path else "",
                languages=list(languages),
                text=text,
            ),
        )
    return len(IDEAS) + len(PLACES)
