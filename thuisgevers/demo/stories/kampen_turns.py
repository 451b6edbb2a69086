"""Kampen's dossiers that took a turn: no answer in time, rejected, reopened, sent back."""

from __future__ import annotations

from housing.enums import OrganisationKind, PropertyKind, Tenure
from initiatives.enums import HelpTopic
from thuisgevers.demo.invented import People
from thuisgevers.demo.steps import (
    COORDINATOR,
    HANDLER,
    advise,
    answer,
    ask,
    decide,
    edit_building,
    note,
    phone,
    remind_of_question,
    reopen,
    send_back,
    sweep_first_answer,
    take_up,
)
from thuisgevers.demo.story import Building, Story


def kamperveen(people: People) -> Story:
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


def grafhorst(people: People) -> Story:
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


def zande(people: People) -> Story:
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


def workshop(people: People) -> Story:
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
