"""Kampen: the municipality of most personas, with a dossier in nearly every state."""

from __future__ import annotations

from housing.enums import OrganisationKind, PropertyKind, Tenure
from initiatives.enums import HelpTopic
from thuisgevers.demo.invented import People, Person
from thuisgevers.demo.steps import (
    advise,
    answer,
    ask,
    assign,
    assign_pioneer,
    edit_building,
    give_owner,
    invite_to_team,
    note,
    phone,
    take_up,
)
from thuisgevers.demo.story import Building, Story
from thuisgevers.municipalities.enums import Role

from .kampen_documents import ijsselmuiden, wilsum
from .kampen_turns import grafhorst, kamperveen, workshop, zande


def stories(people: People, cast: dict[str, Person]) -> list[Story]:
    return [
        wilsum(people, cast),
        ijsselmuiden(people, cast),
        _old_rectory(people, cast),
        _heerenbroek(people),
        _cloister(people),
        _zalk(people, cast),
        kamperveen(people),
        grafhorst(people),
        zande(people),
        workshop(people),
    ]


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
