"""Kampen's dossiers that got as far as documents: what the agreement and the press release are filled with."""

from __future__ import annotations

from decimal import Decimal

from housing.enums import OrganisationKind, PropertyKind, Tenure
from initiatives.enums import HelpTopic
from initiatives.services.facts import CostLine, PartyLine
from thuisgevers.demo.invented import People, Person
from thuisgevers.demo.steps import (
    Terms,
    advise,
    announce,
    answer,
    ask,
    assign,
    assign_pioneer,
    decide,
    edit_building,
    fill_agreement,
    fill_press,
    finalise,
    invite_to_team,
    make_document,
    note,
    note_sent,
    note_signed,
    phone,
    publish_name,
    take_up,
    tell,
)
from thuisgevers.demo.story import Building, Story
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds.cooperation_agreement import PartyRole
from thuisgevers.municipalities.enums import Role

AGREEMENT, PRESS = DocumentKind.COOPERATION_AGREEMENT, DocumentKind.PRESS_RELEASE

HOUSE_RULES = """De bewoners houden hun eigen woonruimte schoon; de gang en de keuken om de beurt.
Tussen 22.30 en 7.00 uur is het stil in huis en in de tuin.
In huis wordt niet gerookt. Kaarsen en losse kookplaten in slaapkamers zijn niet toegestaan.
Logés zijn welkom na overleg met de contactpersoon, ten hoogste drie nachten.
Iedereen heeft een eigen sleutel. Wie een sleutel kwijtraakt, meldt dat dezelfde dag."""


def _municipality_party() -> PartyLine:
    return PartyLine(
        role=PartyRole.MUNICIPALITY,
        name="Gemeente Kampen",
        address="Raadhuisweide 1",
        postcode_and_place="8261 ZZ Kampen",
        represented_by="Machteld Oeverzegge",
        represented_as="teammanager Samenleving",
    )


def _costs() -> tuple[CostLine, ...]:
    return (
        CostLine(
            label="Vergoeding voor het gebruik", paid_by="de gemeente", amount=Decimal("650.00"), period="per maand"
        ),
        CostLine(
            label="Gas, water en elektriciteit", paid_by="de gemeente", amount=Decimal("310.00"), period="per maand"
        ),
        CostLine(
            label="Rookmelders, brandblussers en een blusdeken",
            paid_by="de gemeente",
            amount=Decimal("485.00"),
            period="eenmalig",
        ),
        CostLine(label="Opstalverzekering en groot onderhoud", paid_by="de eigenaar"),
        CostLine(
            label="Meubels en inrichting",
            paid_by="de diaconie",
            amount=Decimal("1500.00"),
            period="eenmalig",
            note="deels uit giften",
        ),
    )


def wilsum(people: People, cast: dict[str, Person]) -> Story:
    """Bram's first one: approved, signed, announced and running since summer."""
    treasurer = people.one()
    return Story(
        municipality="Kampen",
        place="Wilsum",
        digits="8274",
        name="Onder Eén Dak",
        organisation="Wijkgemeente Het Lichtbaken",
        kind=OrganisationKind.CONGREGATION,
        lead=cast["bram"],
        summary="De kosterswoning staat sinds het vertrek van de koster leeg. Een werkgroep van acht mensen knapt het huis "
        "op en zoekt voor elk huishouden een maatje uit het dorp.",
        topics=(HelpTopic.AGREEMENT, HelpTopic.BUDDIES, HelpTopic.FURNISHING),
        building=Building(
            kind=PropertyKind.SEXTON_HOUSE,
            street="Kosterspad",
            number="4",
            residents=(3, 5),
            vacant_in=20,
            vacant_months=24,
            own_entrance=True,
            bedrooms=3,
            kitchens=1,
            bathrooms=1,
            toilets=2,
        ),
        steps=(
            assign(after=1),
            take_up(after=1),
            phone(
                "Gebeld met Bram. Het huis is droog en schoon, de cv-ketel is van 2019. Bezichtiging afgesproken voor volgende week.",
                after=1,
            ),
            invite_to_team(cast["vera"], Role.VOLUNTEER, after=2),
            ask(
                "Wilt u een plattegrond sturen of beschrijven, met per kamer de oppervlakte? Is er in elke slaapkamer een rookmelder?",
                after=2,
            ),
            answer(
                "Beneden: woonkamer 28 m², keuken 11 m², wc. Boven: drie slaapkamers van 14, 12 en 9 m², badkamer met douche en wc. "
                "Rookmelders hangen nu alleen op de overloop; wij hangen er in elke slaapkamer een bij.",
                after=3,
            ),
            note(
                "Bezocht met de collega van bouw- en woningtoezicht. Trap is stevig, tweede uitgang via de bijkeuken. Geen bezwaar.",
                after=4,
            ),
            edit_building({"tenure": Tenure.LOAN, "toilets": 2}, after=0),
            advise(
                "Geschikt voor een gezin of voor drie tot vijf alleenstaanden. Werkgroep is groot genoeg en heeft acht maatjes. "
                "Voorwaarde: rookmelders in alle slaapkamers voor de eerste bewoner komt.",
                after=4,
            ),
            decide("Akkoord met het advies. Mooi voorbeeld voor de andere kernen.", after=3),
            fill_agreement(
                Terms(
                    residents=(3, 5),
                    parties=(
                        _municipality_party(),
                        PartyLine(
                            role=PartyRole.OWNER,
                            name="Kerkrentmeesters van Het Lichtbaken",
                            address="Kosterspad 2",
                            postcode_and_place="8274 ZZ Wilsum",
                            represented_by=cast["gerrit"].name,
                            represented_as="kerkrentmeester",
                        ),
                        PartyLine(
                            role=PartyRole.DIACONATE,
                            name="Diaconie van Het Lichtbaken",
                            address="Kosterspad 2",
                            postcode_and_place="8274 ZZ Wilsum",
                            represented_by=treasurer.name,
                            represented_as="penningmeester",
                        ),
                    ),
                    costs=_costs(),
                    house_rules=HOUSE_RULES,
                    insurer="Onderlinge Verzekering De Dijkwacht",
                    starts_in=25,
                    months=12,
                ),
                after=2,
            ),
            make_document(AGREEMENT, after=1),
            finalise(AGREEMENT, after=1),
            note_sent(AGREEMENT, after=0),
            fill_press(
                {
                    "quote": "We hadden een leeg huis en een dorp vol mensen die iets wilden doen. Nu brandt er ’s avonds weer licht.",
                    "quote_by": cast["bram"].name,
                    "quote_function": "trekker van het initiatief",
                    "named_partners": "Wijkgemeente Het Lichtbaken\nDiaconie van Het Lichtbaken",
                    "contact_name": "Fenna Iepenburcht",
                    "contact_organisation": "Gemeente Kampen, communicatie",
                    "contact_phone": "+31612390001",
                    "contact_email": "pers.kampen@demo.thuisgevers.example",
                },
                after=2,
                embargo_days=8,
            ),
            note_signed(AGREEMENT, after=4),
            tell(council=2, neighbours=1, after=2),
            publish_name(after=0),
            make_document(PRESS, after=1),
            finalise(PRESS, after=0),
            note_sent(PRESS, after=0),
            announce(after=1),
            note("Eerste bewoners verwacht begin volgende maand, sleutels liggen bij de werkgroep.", after=6),
        ),
        ended=58,
        homes=2,
    )


def ijsselmuiden(people: People, cast: dict[str, Person]) -> Story:
    """Approved: the agreement is final, the press release waits for the neighbours."""
    lead, clerk = people.one(), people.one()
    return Story(
        municipality="Kampen",
        place="IJsselmuiden",
        digits="8271",
        name="Boven de Bakkerij",
        organisation="Stichting Welkom aan de IJssel",
        kind=OrganisationKind.FOUNDATION,
        lead=lead,
        summary="Boven een oude bakkerij zijn twee appartementen vrij. De stichting huurt ze van de eigenaar en zorgt voor maatjes, "
        "fietsen en taalles in de bibliotheek.",
        topics=(HelpTopic.MONEY, HelpTopic.AGREEMENT, HelpTopic.NEIGHBOURS),
        building=Building(
            kind=PropertyKind.DWELLING,
            street="Bakkershof",
            number="11a",
            residents=(4, 6),
            vacant_in=10,
            vacant_months=18,
            own_entrance=True,
            bedrooms=4,
            kitchens=2,
            bathrooms=2,
            toilets=2,
        ),
        steps=(
            assign(after=1),
            take_up(after=2),
            phone("Eigenaar gesproken: wil verhuren tot de verbouwing, dus ten hoogste anderhalf jaar.", after=2),
            ask(
                "Kunt u aangeven of beide appartementen een eigen opgang hebben, en waar de fietsen kunnen staan?",
                after=3,
            ),
            answer(
                "Ja, allebei een eigen voordeur aan de zijkant. Fietsen staan in de schuur achter de winkel, die kan op slot.",
                after=2,
            ),
            note(
                "Brandweer akkoord, mits de deur naar de bakkerij zelfsluitend wordt gemaakt. Eigenaar regelt dat.",
                after=5,
            ),
            edit_building({"tenure": Tenure.RENT}, after=0),
            advise(
                "Twee zelfstandige woningen, dicht bij de winkels. Huurprijs is redelijk. Advies: akkoord voor 18 maanden.",
                after=3,
            ),
            decide(
                "Akkoord. Graag de buren in de Bakkershof persoonlijk bezoeken voordat we naar buiten gaan.", after=4
            ),
            fill_agreement(
                Terms(
                    residents=(4, 6),
                    parties=(
                        _municipality_party(),
                        PartyLine(
                            role=PartyRole.OWNER,
                            name="Bakkerij Het Korenmaatje v.o.f.",
                            address="Bakkershof 11",
                            kvk_number="90000012",
                            postcode_and_place="8271 ZZ IJsselmuiden",
                            represented_by=clerk.name,
                            represented_as="vennoot",
                        ),
                        PartyLine(
                            role=PartyRole.FOUNDATION,
                            name="Stichting Welkom aan de IJssel",
                            address="Sluispad 20",
                            kvk_number="90000023",
                            postcode_and_place="8271 ZZ IJsselmuiden",
                            represented_by=lead.name,
                            represented_as="voorzitter",
                        ),
                    ),
                    costs=(
                        CostLine(
                            label="Huur van twee appartementen",
                            paid_by="de gemeente",
                            amount=Decimal("1180.00"),
                            period="per maand",
                        ),
                        CostLine(
                            label="Energie en water",
                            paid_by="de gemeente",
                            amount=Decimal("390.00"),
                            period="per maand",
                        ),
                        CostLine(
                            label="Inrichting", paid_by="de stichting", amount=Decimal("2400.00"), period="eenmalig"
                        ),
                        CostLine(label="Onderhoud van het pand", paid_by="de eigenaar"),
                    ),
                    house_rules=HOUSE_RULES,
                    insurer="Coöperatie Veilig Wonen Oost",
                    starts_in=40,
                    months=18,
                    notice_months=3,
                ),
                after=2,
            ),
            make_document(AGREEMENT, after=1),
            note(
                "Partijen hebben het concept gelezen. Eén wijziging: opzegtermijn blijft drie maanden. Definitief gemaakt.",
                after=2,
            ),
            finalise(AGREEMENT, after=0),
            fill_press(
                {
                    "quote": "Een huis is een begin. Een buur die zwaait maakt het af.",
                    "quote_by": lead.name,
                    "quote_function": "voorzitter van de stichting",
                    "named_partners": "Stichting Welkom aan de IJssel",
                    "contact_name": "Fenna Iepenburcht",
                    "contact_organisation": "Gemeente Kampen, communicatie",
                    "contact_phone": "+31612390001",
                    "contact_email": "pers.kampen@demo.thuisgevers.example",
                },
                after=1,
            ),
            make_document(PRESS, after=0),
            tell(council=1, neighbours=None, after=2),
            assign_pioneer(cast["pieter"], after=0),
        ),
        ended=2,
    )
