"""Zwolle: Chaima's municipality, which sees nothing of Kampen."""

from __future__ import annotations

from housing.enums import OrganisationKind, PropertyKind, Tenure
from initiatives.enums import HelpTopic
from thuisgevers.demo.invented import People, Person
from thuisgevers.demo.steps import (
    advise,
    announce,
    answer,
    ask,
    assign,
    decide,
    edit_building,
    note,
    phone,
    resume,
    suspend,
    take_up,
    tell,
)
from thuisgevers.demo.story import Building, Story


def stories(people: People, cast: dict[str, Person]) -> list[Story]:
    return [
        Story(
            municipality="Zwolle",
            place="Zwolle",
            digits="8011",
            name="Huis aan de Gracht",
            organisation="Stichting Open Deur Zwolle",
            kind=OrganisationKind.FOUNDATION,
            lead=people.one(),
            summary="Een bovenhuis van vier kamers, geschonken voor twee jaar. Twaalf maatjes staan klaar.",
            topics=(HelpTopic.AGREEMENT, HelpTopic.BUDDIES),
            building=Building(
                kind=PropertyKind.DWELLING,
                street="Weversgang",
                number="5",
                residents=(3, 6),
                vacant_in=0,
                vacant_months=24,
                own_entrance=True,
                bedrooms=4,
                kitchens=1,
                bathrooms=1,
                toilets=2,
            ),
            steps=(
                take_up(after=2),
                phone("Trekker gesproken; alles is al bewoond geweest, alleen de cv moet nagekeken worden.", after=1),
                edit_building({"tenure": Tenure.LOAN}, after=3),
                advise("Zelfstandig bovenhuis, goed onderhouden. Advies: akkoord voor twee jaar.", after=4),
                decide("Akkoord.", after=3),
                tell(council=2, neighbours=1, after=9),
                announce(after=1),
            ),
            ended=41,
            homes=2,
        ),
        Story(
            municipality="Zwolle",
            place="Windesheim",
            digits="8015",
            name="Samen aan Tafel",
            organisation="Wijkgemeente De Wilgentak",
            kind=OrganisationKind.CONGREGATION,
            lead=people.one(),
            summary="Een zaaltje achter de kerk met keuken. We willen er drie woonunits in maken.",
            topics=(HelpTopic.PERMITS, HelpTopic.MONEY),
            building=Building(
                kind=PropertyKind.CHURCH_HALL,
                street="Klokkenlaan",
                number="14",
                residents=(4, 8),
                vacant_in=45,
                vacant_months=18,
                own_entrance=True,
                bedrooms=0,
                kitchens=1,
                bathrooms=1,
                toilets=4,
            ),
            steps=(
                assign(after=1),
                take_up(after=2),
                note("Zaal is 140 m². Drie units past, mits er een tweede uitgang komt.", after=4),
                ask("Wie betaalt het plaatsen van de wanden, en is er al een begroting?", after=3),
                answer(
                    "De begroting is 38.000 euro. De kerkenraad wil de helft betalen als de rest uit een regeling komt.",
                    after=6,
                ),
                ask(
                    "Wilt u de begroting van de aannemer toevoegen, met de brandwerende deuren apart vermeld?",
                    after=3,
                    days=10,
                ),
            ),
            ended=4,
        ),
        Story(
            municipality="Zwolle",
            place="Zwolle",
            digits="8016",
            name="Tussentijd",
            organisation="Woningcorporatie De Hoeksteen",
            kind=OrganisationKind.HOUSING_ASSOCIATION,
            lead=people.one(),
            summary="Zes woningen wachten op sloop. Tot die tijd kunnen er mensen wonen; bewoners van de buurt willen maatje zijn.",
            topics=(HelpTopic.MUNICIPALITY, HelpTopic.BUDDIES, HelpTopic.NEIGHBOURS),
            building=Building(
                kind=PropertyKind.DWELLING,
                street="Perenboomgaard",
                number="2-12",
                residents=(12, 24),
                vacant_in=60,
                vacant_months=18,
                own_entrance=True,
                bedrooms=12,
                kitchens=6,
                bathrooms=6,
                toilets=6,
            ),
            steps=(
                take_up(after=1),
                phone(
                    "Corporatie: sloopdatum hangt af van de bezwaren, beslissing daarover binnen zes weken.", after=2
                ),
                suspend(
                    "We wachten op de sloopdatum. De corporatie weet die over ongeveer vijf weken; daarna gaan we verder.",
                    after=3,
                    weeks=5,
                ),
                resume(after=8),
                suspend(
                    "De bezwaartermijn is verlengd. Zodra de datum bekend is, pakken wij het weer op.", after=4, weeks=4
                ),
            ),
            ended=6,
        ),
        Story(
            municipality="Zwolle",
            place="Zwolle",
            digits="8022",
            name="Maatjes van de Marsweide",
            organisation="Maatjes van de Marsweide",
            kind=OrganisationKind.CITIZENS,
            lead=people.one(),
            summary="Wij zijn negen buren en willen maatje worden. Een huis hebben we niet, een flat met leegstand om de hoek wel.",
            topics=(HelpTopic.PROPERTY, HelpTopic.BUDDIES),
            building=None,
            steps=(),
            ended=1,
        ),
    ]
