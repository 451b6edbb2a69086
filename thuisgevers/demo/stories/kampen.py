"""Kampen: the municipality of most personas, with a dossier in nearly every state."""

from __future__ import annotations

from decimal import Decimal

from housing.enums import OrganisationKind, PropertyKind, Tenure
from initiatives.enums import HelpTopic
from initiatives.services.facts import CostLine, PartyLine
from thuisgevers.demo.invented import People, Person
from thuisgevers.demo.steps import (
    COORDINATOR,
    HANDLER,
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
    give_owner,
    invite_to_team,
    make_document,
    note,
    note_sent,
    note_signed,
    phone,
    publish_name,
    remind_of_question,
    reopen,
    send_back,
    sweep_first_answer,
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


def stories(people: People, cast: dict[str, Person]) -> list[Story]:
    return [
        _wilsum(people, cast),
        _ijsselmuiden(people, cast),
        _old_rectory(people, cast),
        _heerenbroek(people),
        _cloister(people),
        _zalk(people, cast),
        _kamperveen(people),
        _grafhorst(people),
        _zande(people),
        _workshop(people),
    ]


def _wilsum(people: People, cast: dict[str, Person]) -> Story:
    """Bram's first one: approved, signed, announced and running since summer."""
    treasurer = people.one()
    return Story(
        municipality="Kampen",
        place="Wilsum",
        digits="8274",
        name="Onder Dak in Wilsum",
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
                embargo_days=9,
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
    )


def _ijsselmuiden(people: People, cast: dict[str, Person]) -> Story:
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


def _old_rectory(people: People, cast: dict[str, Person]) -> Story:
    """Bram, Vera, Joke and Gerrit: a question of the municipality waits for them."""
    return Story(
        municipality="Kampen",
        place="Kampen",
        digits="8261",
        name="De Oude Pastorie",
        organisation="Wijkgemeente De Zilverreiger",
        kind=OrganisationKind.CONGREGATION,
        lead=cast["bram"],
        summary="De pastorie komt in het voorjaar leeg. Wij willen er tien tot zestien mensen een tijdelijk thuis geven. Vrijwilligers "
        "kunnen veel zelf opknappen; wij zoeken hulp bij de brandveiligheid en de vergunning.",
        topics=(HelpTopic.PERMITS, HelpTopic.AGREEMENT, HelpTopic.BUDDIES),
        building=Building(
            kind=PropertyKind.RECTORY,
            street="Pastorieweide",
            number="7",
            residents=(10, 16),
            vacant_in=75,
            vacant_months=20,
            own_entrance=True,
            bedrooms=8,
            kitchens=1,
            bathrooms=2,
            toilets=3,
        ),
        steps=(
            assign(after=1),
            take_up(after=2),
            phone(
                "Kennismaking met Bram en twee leden van de werkgroep. Enthousiaste groep, ervaring uit Wilsum. Bezoek aan het pand gepland.",
                after=1,
            ),
            give_owner(cast["gerrit"], after=1),
            invite_to_team(cast["vera"], Role.VOLUNTEER, after=2, message="Doe je weer mee, net als in Wilsum?"),
            invite_to_team(cast["joke"], Role.BUDDY_COORDINATOR, after=0),
            assign_pioneer(cast["pieter"], after=1),
            ask(
                "In de statuten lazen wij dat het pand voor mensen van 55 jaar en ouder is bedoeld. Kunt u nagaan of dat nog geldt, en of de "
                "kerkenraad er een uitzondering op kan maken?",
                after=2,
            ),
            answer(
                "De kerkenraad heeft dit besproken. De bepaling geldt voor verhuur; bij bruikleen mag het pand ook anders worden gebruikt. "
                "Wij sturen het besluit mee bij het ondertekenen.",
                after=6,
            ),
            note(
                "Afgestemd met ruimtelijke ordening: past binnen ‘maatschappelijk’, wel een gebruiksmelding omdat er meer dan tien mensen slapen.",
                after=2,
            ),
            edit_building({"tenure": Tenure.LOAN, "statutory_group": "55-plussers (alleen bij verhuur)"}, after=1),
            ask(
                "Er is nu één keuken voor zestien mensen. Ziet u mogelijkheid voor een tweede keuken of een extra kookplek? En op welke "
                "slaapkamers kan een slot?",
                after=3,
                days=10,
            ),
        ),
        ended=5,
    )


def _heerenbroek(people: People) -> Story:
    lead = people.one()
    return Story(
        municipality="Kampen",
        place="'s-Heerenbroek",
        digits="8275",
        name="Verenigingshuis De Terp",
        organisation="Dorpsvereniging De Terp",
        kind=OrganisationKind.SOCIETY,
        lead=lead,
        summary="De bovenverdieping van ons verenigingshuis was vroeger beheerderswoning. We denken aan één gezin. Beneden blijft "
        "het dorp bijeenkomen.",
        topics=(HelpTopic.MUNICIPALITY, HelpTopic.PERMITS),
        building=Building(
            kind=PropertyKind.CLUBHOUSE,
            street="Dijkzicht",
            number="23",
            residents=(3, 5),
            vacant_in=0,
            vacant_months=14,
            own_entrance=False,
            bedrooms=2,
            kitchens=1,
            bathrooms=1,
            toilets=1,
        ),
        steps=(
            take_up(after=2),
            phone("Voorzitter gebeld. Bestuur is unaniem voor. Zorg over geluid van de toneelavonden.", after=1),
            ask("Hoe komen bewoners binnen als er beneden een avond is? Kan er een eigen opgang komen?", after=2),
            answer(
                "Aan de achterkant zit een buitentrap die nu op slot is. Die kan de eigen opgang worden; de trap krijgt een leuning en licht.",
                after=5,
            ),
            note("Vraag uitgezet bij de brandweer over de buitentrap als tweede vluchtweg.", after=2),
            ask("Op welke avonden in de week is er beneden activiteit, en tot hoe laat?", after=3),
            answer(
                "Dinsdag koor tot 22.00 uur, vrijdag kaarten tot 23.00 uur, vier toneelavonden per jaar. Het bestuur wil de vrijdag naar "
                "een ander zaaltje verplaatsen zolang er mensen wonen.",
                after=3,
            ),
        ),
        ended=1,
    )


def _cloister(people: People) -> Story:
    """Anna advised: Coen decides."""
    lead = people.one()
    return Story(
        municipality="Kampen",
        place="Kampen",
        digits="8266",
        name="Kloostertuin",
        organisation="Stichting Kloostertuin Kampen",
        kind=OrganisationKind.FOUNDATION,
        lead=lead,
        summary="In de oostvleugel van het voormalige klooster zijn zes kamers en een gezamenlijke keuken vrij. De stichting beheert "
        "de tuin en het gastenverblijf.",
        topics=(HelpTopic.MONEY, HelpTopic.BUDDIES),
        building=Building(
            kind=PropertyKind.MONASTERY,
            street="Kruidentuin",
            number="1",
            residents=(6, 9),
            vacant_in=30,
            vacant_months=24,
            own_entrance=True,
            bedrooms=6,
            kitchens=1,
            bathrooms=3,
            toilets=3,
        ),
        steps=(
            assign(after=1),
            take_up(after=1),
            phone("Bestuur gesproken. Kamers zijn in 2021 opgeknapt voor gasten. Alles op de begane grond.", after=2),
            ask("Kan elke kamer op slot, en is er een kamer die groot genoeg is voor een ouder met kind?", after=3),
            answer(
                "Alle zes de kamers hebben een eigen slot. Twee kamers zijn met een tussendeur te verbinden, samen 31 m².",
                after=3,
            ),
            edit_building({"tenure": Tenure.LOAN}, after=2),
            note(
                "Sociaal domein positief: bibliotheek, huisarts en school op loopafstand. Kerkklok ’s ochtends om zeven uur, dat vertellen we erbij.",
                after=1,
            ),
            advise(
                "Zeer geschikt voor zes tot negen mensen, bij voorkeur huishoudens van één of twee. Bruikleen voor twee jaar. "
                "De maatjes zijn geregeld via de tuinvrijwilligers.",
                after=4,
            ),
        ),
        ended=2,
    )


def _zalk(people: People, cast: dict[str, Person]) -> Story:
    return Story(
        municipality="Kampen",
        place="Zalk",
        digits="8276",
        name="Buren van Zalk",
        organisation="Buren van Zalk",
        kind=OrganisationKind.CITIZENS,
        lead=people.one(),
        summary="Met vijf gezinnen willen wij een huis in het dorp zoeken voor mensen die nu in een azc wachten. We hebben nog geen pand, "
        "wel een paar ideeën en veel handen.",
        topics=(HelpTopic.PROPERTY, HelpTopic.MUNICIPALITY, HelpTopic.BUDDIES),
        building=None,
        steps=(),
        ended=2,
    )


def _kamperveen(people: People) -> Story:
    """Nobody answered in time: reminded, then escalated to the coordinator."""
    return Story(
        municipality="Kampen",
        place="Kamperveen",
        digits="8278",
        name="Erfgenoten",
        organisation="Zorgboerderij De Merelhof",
        kind=OrganisationKind.COMPANY,
        lead=people.one(),
        summary="Op ons erf staat een houten gastenhuis voor vier mensen. In de winter is het leeg. Zou dat iets zijn?",
        topics=(HelpTopic.MUNICIPALITY, HelpTopic.PERMITS, HelpTopic.MONEY),
        building=Building(
            kind=PropertyKind.OTHER,
            street="Hoefslag",
            number="58",
            residents=(2, 4),
            vacant_in=14,
            vacant_months=6,
            own_entrance=True,
            bedrooms=2,
            kitchens=1,
            bathrooms=1,
            toilets=1,
        ),
        steps=(sweep_first_answer(after=4), sweep_first_answer(after=2)),
        ended=2,
    )


def _grafhorst(people: People) -> Story:
    """Rejected in spring, reopened because the owner changed the plan; the new answer is late."""
    lead = people.one()
    return Story(
        municipality="Kampen",
        place="Grafhorst",
        digits="8277",
        name="Atelier aan het Water",
        organisation="Kunstkring De Lisdodde",
        kind=OrganisationKind.SOCIETY,
        lead=lead,
        summary="De kunstkring verhuist en kan het atelier aan het water missen. Er is een slaapzolder; een douche moet nog komen.",
        topics=(HelpTopic.PERMITS, HelpTopic.FURNISHING),
        building=Building(
            kind=PropertyKind.OTHER,
            street="Schippersrust",
            number="2",
            residents=(2, 4),
            vacant_in=40,
            vacant_months=12,
            own_entrance=True,
            bedrooms=1,
            kitchens=1,
            bathrooms=0,
            toilets=1,
        ),
        steps=(
            take_up(by=COORDINATOR, after=3),
            ask(
                "Is er een bouwtekening van de slaapzolder? Wij willen weten of er een tweede vluchtweg is.",
                by=COORDINATOR,
                after=4,
            ),
            answer("Een tekening is er niet. De zolder heeft één trap en een dakraam.", after=5),
            note(
                "Ter plaatse gekeken: dakraam is te klein om door te vluchten, geen douche, houten trap zonder leuning.",
                by=COORDINATOR,
                after=4,
            ),
            advise(
                "Nu niet geschikt om in te slapen. Met een eigen ingang op de zolder en een douche wel.",
                by=COORDINATOR,
                after=3,
                is_yes=False,
            ),
            decide(
                "De zolder is nu geen veilige slaapplek. Als er een tweede uitgang en een douche komen, kijken wij graag opnieuw.",
                by=HANDLER,
                after=4,
                is_yes=False,
            ),
            reopen(
                "De kunstkring heeft een offerte voor een buitentrap en een douche. Daarmee is het bezwaar van toen mogelijk weg.",
                after=46,
            ),
            ask(
                "Kunt u de offerte sturen en laten weten wanneer de aannemer kan beginnen?",
                by=COORDINATOR,
                after=3,
                days=10,
            ),
            remind_of_question(after=8),
        ),
        ended=5,
    )


def _zande(people: People) -> Story:
    return Story(
        municipality="Kampen",
        place="De Zande",
        digits="8265",
        name="Kantoor aan de Dijk",
        organisation="Loonbedrijf Havikhorst",
        kind=OrganisationKind.COMPANY,
        lead=people.one(),
        summary="Ons oude kantoor staat leeg. Er is een keukentje en er zijn twee toiletten.",
        topics=(HelpTopic.MUNICIPALITY,),
        building=Building(
            kind=PropertyKind.OFFICE,
            street="Brugwachterskade",
            number="90",
            residents=(4, 8),
            vacant_in=0,
            vacant_months=12,
            own_entrance=True,
            bedrooms=0,
            kitchens=1,
            bathrooms=0,
            toilets=2,
        ),
        steps=(
            take_up(after=2),
            phone("Eigenaar gebeld: staat naast de werkplaats, vanaf zes uur ’s ochtends vrachtverkeer.", after=1),
            note("Milieu: binnen de geluidscontour van de werkplaats, wonen is er niet toegestaan.", after=4),
            advise(
                "Niet geschikt: geluid, geen slaapkamers en geen douche. Verbouwen is duurder dan een jaar huren elders.",
                after=2,
                is_yes=False,
            ),
            decide(
                "Bedankt voor uw aanbod. Het kantoor ligt binnen de geluidscontour van de werkplaats, daar mag niemand wonen. "
                "Hebt u later een ander pand, dan horen wij het graag.",
                after=3,
                is_yes=False,
            ),
        ),
        ended=31,
    )


def _workshop(people: People) -> Story:
    """Coen advised after sending it back once: Anna decides."""
    return Story(
        municipality="Kampen",
        place="Kampen",
        digits="8261",
        name="Diaconiehuis Zuid",
        organisation="Diaconie van De Zilverreiger",
        kind=OrganisationKind.DIACONATE,
        lead=people.one(),
        summary="De diaconie heeft een rijtjeshuis dat tot nu toe werd verhuurd. De huurder vertrekt. Wij geven het graag een jaar aan een gezin.",
        topics=(HelpTopic.AGREEMENT, HelpTopic.FURNISHING),
        building=Building(
            kind=PropertyKind.DWELLING,
            street="Weversgang",
            number="36",
            residents=(3, 6),
            vacant_in=21,
            vacant_months=12,
            own_entrance=True,
            bedrooms=3,
            kitchens=1,
            bathrooms=1,
            toilets=2,
        ),
        steps=(
            take_up(by=COORDINATOR, after=3),
            edit_building({"tenure": Tenure.RENT}, by=COORDINATOR, after=4),
            advise("Gewoon woonhuis, direct bruikbaar. Akkoord.", by=COORDINATOR, after=2),
            send_back(
                "Ik mis nog wat de diaconie aan huur vraagt en of de verzekeraar op de hoogte is.", by=HANDLER, after=2
            ),
            phone(
                "Penningmeester gebeld: huur 720 euro per maand, verzekeraar is schriftelijk ingelicht.",
                by=COORDINATOR,
                after=3,
            ),
            advise(
                "Gewoon woonhuis, direct bruikbaar. Huur 720 euro per maand, verzekeraar is ingelicht. Advies: akkoord voor een jaar.",
                by=COORDINATOR,
                after=1,
            ),
        ),
        ended=3,
    )
