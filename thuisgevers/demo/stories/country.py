"""The rest of the country: fifty municipalities with a line each, and what happened according to how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from housing.enums import OrganisationKind as O
from housing.enums import PropertyKind as P
from housing.enums import Tenure
from initiatives.enums import HelpTopic
from thuisgevers.demo.invented import STREETS, People, Person
from thuisgevers.demo.steps import (
    Step,
    advise,
    announce,
    answer,
    answer_nationally,
    ask,
    complete,
    decide,
    edit_building,
    note,
    phone,
    publish_name,
    remind_of_question,
    suspend,
    sweep_first_answer,
    take_up,
    tell,
    withdraw,
)
from thuisgevers.demo.story import Building, Story

from .phrases import Phrases

RUNNING, COMPLETED, APPROVED, ADVISED, REVIEW = "running", "completed", "approved", "advised", "review"
ASKED, LATE_ANSWER, SUSPENDED, NEW, LATE = "asked", "late_answer", "suspended", "new", "late"
REJECTED, WITHDRAWN = "rejected", "withdrawn"
QUEUE_NEW, QUEUE_LATE, QUEUE_ANSWERED = "queue_new", "queue_late", "queue_answered"
JOINED = "joined"
QUEUE_STAGES = frozenset({QUEUE_NEW, QUEUE_LATE, QUEUE_ANSWERED})


@dataclass(frozen=True)
class Line:
    """One initiative: where, who, in what kind of building, how far, and how many working days ago it last moved."""

    municipality: str
    place: str
    digits: str
    name: str
    organisation: str
    kind: O
    building: P | None
    stage: str
    ended: int


# fmt: off
LINES: tuple[Line, ...] = (
    Line("Kampen", "Kampen", "8262", "De Weeskamer", "Vereniging De Weeskamer", O.SOCIETY, P.DWELLING, RUNNING, 21),
    Line("Kampen", "Kampereiland", "8263", "Erf aan de Delta", "Familie van Erf Grutterman", O.OTHER, P.OTHER, SUSPENDED, 12),
    Line("Kampen", "Kampen", "8261", "Kogge en Kamer", "Stichting Kogge en Kamer", O.FOUNDATION, P.DWELLING, RUNNING, 74),
    Line("Kampen", "Mastenbroek", "8294", "Terpenhuis", "Diaconie Het Lichtbaken", O.DIACONATE, P.RECTORY, RUNNING, 36),
    Line("Kampen", "Kampen", "8265", "Zomerhuis aan de Vaart", "Inwonersgroep Aan de Vaart", O.CITIZENS, P.DWELLING, COMPLETED, 11),
    Line("Westerkwartier", "Zuidhorn", "9801", "Het Voorhuis", "Stichting Het Voorhuis", O.FOUNDATION, P.DWELLING, APPROVED, 5),
    Line("Het Hogeland", "Winsum", "9951", "Wierde en Welkom", "Wijkgemeente De Wierde", O.CONGREGATION, P.RECTORY, RUNNING, 35),
    Line("Midden-Groningen", "Hoogezand", "9603", "Scheepsjagershuis", "Vereniging De Scheepsjager", O.SOCIETY, P.CLUBHOUSE, NEW, 3),
    Line("Heerenveen", "Oudeschoot", "8451", "Thús yn Skoat", "Diaconie De Vlechting", O.DIACONATE, P.SEXTON_HOUSE, RUNNING, 12),
    Line("Smallingerland", "Drachten", "9203", "Vaartzicht", "Woningcorporatie Thuisvaart", O.HOUSING_ASSOCIATION, P.DWELLING, APPROVED, 4),
    Line("Leeuwarden", "Grou", "9001", "De Pôle", "Wijkgemeente De Pôle", O.CONGREGATION, P.CHURCH_HALL, LATE_ANSWER, 4),
    Line("Súdwest-Fryslân", "Bolsward", "8701", "Achter de Toren", "Wijkgemeente De Trije", O.CONGREGATION, P.RECTORY, QUEUE_ANSWERED, 8),
    Line("Assen", "Assen", "9405", "Tuin van Assen", "Inwoners Tuin van Assen", O.CITIZENS, P.DWELLING, QUEUE_ANSWERED, 3 ),
    Line("Meppel", "Meppel", "7941", "Sluiswachter", "Stichting De Sluiswachter", O.FOUNDATION, P.DWELLING, QUEUE_NEW, 2 ),
    Line("De Wolden", "Zuidwolde", "7921", "De Boerderijkamer", "Familie op Erve Dauwstee", O.OTHER, P.OTHER, QUEUE_LATE, 1),
    Line("Aa en Hunze", "Gieten", "9461", "Brinkhuis", "Dorpsvereniging De Brink", O.SOCIETY, P.CLUBHOUSE, ADVISED, 3),
    Line("Dalfsen", "Dalfsen", "7721", "Aan de Vechtoever", "Wijkgemeente De Overkant", O.CONGREGATION, P.RECTORY, RUNNING, 9),
    Line("Deventer", "Diepenveen", "7431", "Koetshuis", "Stichting Landgoed Dauwstee", O.FOUNDATION, P.OTHER, RUNNING, 27 ),
    Line("Deventer", "Deventer", "7411", "Drukkershofje", "Diaconie De Drukkershof", O.DIACONATE, P.DWELLING, RUNNING, 20 ),
    Line("Hardenberg", "Hardenberg", "7772", "Thuis bij de Vecht", "Wijkgemeente De Wiekslag", O.CONGREGATION, P.SEXTON_HOUSE, APPROVED, 6),
    Line("Raalte", "Heino", "8141", "Erfdelen", "Inwonersgroep Erfdelen", O.CITIZENS, P.OTHER, REVIEW, 2),
    Line("Steenwijkerland", "Steenwijk", "8331", "De Rietdekker", "Stichting De Rietdekker", O.FOUNDATION, P.DWELLING, RUNNING, 45),
    Line("Zwartewaterland", "Hasselt", "8061", "Onder de Luifel", "Diaconie Het Kompas", O.DIACONATE, P.DWELLING, LATE, 1 ),
    Line("Ommen", "Ommen", "7731", "Vijf Bruggen", "Wijkgemeente De Vijf Bruggen", O.CONGREGATION, P.RECTORY, WITHDRAWN, 15),
    Line("Hellendoorn", "Nijverdal", "7442", "De Spinnerij", "Bedrijf De Spinnerij", O.COMPANY, P.OFFICE, REJECTED, 20),
    Line("Noordoostpolder", "Emmeloord", "8302", "Poldertijd", "Wijkgemeente De Hoekpaal", O.CONGREGATION, P.RECTORY, RUNNING, 33),
    Line("Noordoostpolder", "Ens", "8307", "Schokkerhuis", "Stichting Schokkerhuis", O.FOUNDATION, P.DWELLING, RUNNING, 13 ),
    Line("Dronten", "Dronten", "8251", "Nieuw Land", "Inwonersgroep Nieuw Land", O.CITIZENS, P.OFFICE, REJECTED, 26),
    Line("Zeewolde", "Zeewolde", "3891", "Pluk de Dag", "Stichting Pluk de Dag", O.FOUNDATION, None, QUEUE_NEW, 2),
    Line("Apeldoorn", "Ugchelen", "7339", "Papiermolen", "Wijkgemeente De Bron", O.CONGREGATION, P.SEXTON_HOUSE, RUNNING, 51),
    Line("Barneveld", "Voorthuizen", "3781", "Het Voorerf", "Diaconie Het Voorerf", O.DIACONATE, P.DWELLING, ADVISED, 5 ),
    Line("Ede", "Bennekom", "6721", "Korenmaat", "Wijkgemeente De Korenmaat", O.CONGREGATION, P.RECTORY, ADVISED, 4),
    Line("Elburg", "Elburg", "8081", "Binnen de Vesting", "Stichting Binnen de Vesting", O.FOUNDATION, P.DWELLING, APPROVED, 3),
    Line("Hattem", "Hattem", "8051", "De Bakkersdochter", "Wijkgemeente De Tak", O.CONGREGATION, P.DWELLING, JOINED, 8),
    Line("Heerde", "Heerde", "8181", "Kanaalwacht", "Buurtgroep Kanaalwacht", O.CITIZENS, P.DWELLING, QUEUE_ANSWERED, 5 ),
    Line("Nijkerk", "Nijkerk", "3861", "De Arkenbouwer", "Wijkgemeente De Arkenbouwer", O.CONGREGATION, P.CHURCH_HALL, REVIEW, 5),
    Line("Zutphen", "Zutphen", "7204", "Hofje van Zeven", "Stichting Hofje van Zeven", O.FOUNDATION, P.MONASTERY, COMPLETED, 8),
    Line("Winterswijk", "Winterswijk", "7101", "Steenfabriek", "Vereniging De Steenfabriek", O.SOCIETY, P.CLUBHOUSE, QUEUE_LATE, 1),
    Line("Berkelland", "Borculo", "7271", "Het Voorportaal", "Diaconie Het Voorportaal", O.DIACONATE, P.RECTORY, SUSPENDED, 9),
    Line("Amersfoort", "Amersfoort", "3812", "Keistad Thuis", "Stichting Keistad Thuis", O.FOUNDATION, P.DWELLING, RUNNING, 39),
    Line("Stichtse Vecht", "Maarssen", "3601", "Theekoepel", "Inwonersgroep Theekoepel", O.CITIZENS, P.OTHER, ASKED, 3),
    Line("Woerden", "Woerden", "3441", "Oude Rijnhuis", "Wijkgemeente De Opstandige Rivier", O.CONGREGATION, P.RECTORY, RUNNING, 16),
    Line("Utrechtse Heuvelrug", "Doorn", "3941", "Boswachterij", "Stichting De Boswachterij", O.FOUNDATION, P.MONASTERY, ASKED, 5),
    Line("Houten", "Houten", "3991", "Rondweg Thuis", "Wijkgemeente De Lichtboog", O.CONGREGATION, P.SEXTON_HOUSE, NEW, 2 ),
    Line("Haarlem", "Haarlem", "2012", "Spaarnehofje", "Stichting Spaarnehofje", O.FOUNDATION, P.DWELLING, RUNNING, 24),
    Line("Alkmaar", "Alkmaar", "1815", "De Kaasdrager", "Vereniging De Kaasdrager", O.SOCIETY, P.CLUBHOUSE, QUEUE_NEW, 1 ),
    Line("Hilversum", "Hilversum", "1213", "Zendtijd", "Bedrijf Zendtijd", O.COMPANY, P.OFFICE, QUEUE_LATE, 1),
    Line("Schagen", "Schagen", "1741", "Westfriese Stolp", "Familie van de Stolp", O.OTHER, P.OTHER, RUNNING, 44),
    Line("Gouda", "Gouda", "2801", "Het Pijpenkabinet", "Diaconie De Veerstal", O.DIACONATE, P.DWELLING, RUNNING, 30),
    Line("Delft", "Delft", "2611", "Studeerkamer", "Stichting Studeerkamer", O.FOUNDATION, P.DWELLING, RUNNING, 11),
    Line("Zoetermeer", "Zoetermeer", "2712", "Meerwaarde", "Wijkgemeente De Regenton", O.CONGREGATION, P.CHURCH_HALL, QUEUE_NEW, 3),
    Line("Krimpenerwaard", "Schoonhoven", "2871", "Zilversmid", "Wijkgemeente De Zilversmid", O.CONGREGATION, P.RECTORY, REVIEW, 3),
    Line("Goes", "Goes", "4461", "Bevelandhuis", "Stichting Bevelandhuis", O.FOUNDATION, P.DWELLING, LATE, 2),
    Line("Middelburg", "Middelburg", "4331", "Abdijgasten", "Diaconie De Abdijgasten", O.DIACONATE, P.MONASTERY, RUNNING, 19),
    Line("Altena", "Woudrichem", "4285", "Vestingwerk", "Wijkgemeente De Vesting", O.CONGREGATION, P.RECTORY, RUNNING, 10 ),
    Line("Breda", "Breda", "4811", "Singelhuis", "Stichting Singelhuis", O.FOUNDATION, P.MONASTERY, RUNNING, 15),
    Line("Venlo", "Venlo", "5911", "Aan de Maaskade", "Inwonersgroep Maaskade", O.CITIZENS, P.DWELLING, RUNNING, 28),
)
# fmt: on

ROOMS: dict[P, tuple[tuple[int, int], int, int, int, int]] = {
    P.RECTORY: ((4, 8), 5, 1, 1, 2),
    P.SEXTON_HOUSE: ((3, 5), 3, 1, 1, 1),
    P.CHURCH_HALL: ((4, 8), 0, 1, 1, 3),
    P.CLUBHOUSE: ((3, 6), 2, 1, 1, 2),
    P.MONASTERY: ((6, 12), 7, 2, 4, 5),
    P.OFFICE: ((4, 8), 0, 1, 0, 3),
    P.DWELLING: ((3, 6), 3, 1, 1, 2),
    P.OTHER: ((2, 4), 2, 1, 1, 1),
}
"""Residents, bedrooms, kitchens, bathrooms and toilets that go with a kind of building."""


def stories(people: People, cast: dict[str, Person], chance: Random) -> list[Story]:
    return [_story(line, people, chance) for line in LINES]


def _story(line: Line, people: People, chance: Random) -> Story:
    phrases = Phrases(chance)
    return Story(
        municipality=line.municipality,
        place=line.place,
        digits=line.digits,
        name=line.name,
        organisation=line.organisation,
        kind=line.kind,
        lead=people.one(),
        summary=phrases.summary(line.building),
        topics=tuple(chance.sample(list(HelpTopic), k=chance.randint(1, 3))),
        building=None if line.building is None else _building(line.building, chance),
        steps=_steps(line, phrases, chance),
        ended=line.ended,
        homes={RUNNING: 1 + line.ended % 2, COMPLETED: 1}.get(line.stage, 0),
        has_closed=line.stage == COMPLETED,
    )


def _building(kind: P, chance: Random) -> Building:
    residents, bedrooms, kitchens, bathrooms, toilets = ROOMS[kind]
    return Building(
        kind=kind,
        street=chance.choice(STREETS),
        number=str(chance.randint(1, 96)),
        residents=residents,
        vacant_in=chance.choice((0, 14, 30, 60, 90)),
        vacant_months=chance.choice((9, 12, 18, 24)),
        own_entrance=chance.random() < 0.8,
        bedrooms=bedrooms,
        kitchens=kitchens,
        bathrooms=bathrooms,
        toilets=toilets,
    )


def _steps(line: Line, phrases: Phrases, chance: Random) -> tuple[Step, ...]:
    makers: dict[str, Callable[[], tuple[Step, ...]]] = {
        NEW: lambda: (),
        QUEUE_NEW: lambda: (),
        JOINED: lambda: (),
        LATE: lambda: (sweep_first_answer(after=4), sweep_first_answer(after=2)),
        QUEUE_LATE: lambda: (sweep_first_answer(after=4), sweep_first_answer(after=2)),
        QUEUE_ANSWERED: lambda: (answer_nationally(phrases.national_answer(), after=chance.randint(1, 4)),),
        REVIEW: lambda: (*_start(phrases, chance), *_exchange(phrases, chance), note(phrases.note(), after=2)),
        ASKED: lambda: (*_start(phrases, chance), ask(phrases.question()[0], after=3)),
        LATE_ANSWER: lambda: (
            *_start(phrases, chance),
            ask(phrases.question()[0], after=3),
            remind_of_question(after=8),
        ),
        SUSPENDED: lambda: (*_start(phrases, chance), suspend(phrases.suspension(), after=3)),
        WITHDRAWN: lambda: (*_start(phrases, chance), withdraw(phrases.withdrawal(), after=7)),
        REJECTED: lambda: (
            *_start(phrases, chance),
            advise(phrases.negative_advice(), after=6, is_yes=False),
            decide(phrases.rejection(), after=3, is_yes=False),
        ),
        ADVISED: lambda: _until_advice(phrases, chance),
        APPROVED: lambda: _until_decision(phrases, chance),
        RUNNING: lambda: (*_until_decision(phrases, chance), *_in_public(chance, is_named=chance.random() < 0.5)),
        COMPLETED: lambda: (*_until_decision(phrases, chance), *_in_public(chance, is_named=True), complete(after=70)),
    }
    return makers[line.stage]()


def _start(phrases: Phrases, chance: Random) -> tuple[Step, ...]:
    return (take_up(after=chance.randint(1, 4)), phone(phrases.call(), after=chance.randint(0, 2)))


def _exchange(phrases: Phrases, chance: Random) -> tuple[Step, ...]:
    question, reply = phrases.question()
    return (ask(question, after=chance.randint(2, 4)), answer(reply, after=chance.randint(2, 7)))


def _until_advice(phrases: Phrases, chance: Random) -> tuple[Step, ...]:
    return (
        *_start(phrases, chance),
        *_exchange(phrases, chance),
        note(phrases.note(), after=chance.randint(1, 4)),
        edit_building({"tenure": chance.choice((Tenure.LOAN, Tenure.RENT))}, after=1),
        advise(phrases.advice(), after=chance.randint(2, 6)),
    )


def _until_decision(phrases: Phrases, chance: Random) -> tuple[Step, ...]:
    return (*_until_advice(phrases, chance), decide(phrases.approval(), after=chance.randint(2, 5)))


def _in_public(chance: Random, *, is_named: bool) -> tuple[Step, ...]:
    named = (publish_name(after=0),) if is_named else ()
    return (tell(council=2, neighbours=1, after=chance.randint(4, 9)), *named, announce(after=chance.randint(1, 3)))
