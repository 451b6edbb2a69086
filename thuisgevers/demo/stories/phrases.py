"""What people say in the demo: questions with their answers, notes, advice and reasons. Each story draws without repeating."""

from __future__ import annotations

from random import Random

from housing.enums import PropertyKind as P

SUMMARIES: dict[P | None, tuple[str, ...]] = {
    P.RECTORY: (
        "De pastorie staat leeg zolang er geen nieuwe predikant is. Wij willen het huis graag delen en knappen het zelf op.",
        "Een ruime pastorie met tuin, vlak bij de basisschool. De kerkenraad is unaniem, nu zoeken we de juiste weg.",
    ),
    P.SEXTON_HOUSE: (
        "De kosterswoning is klein maar compleet. Geschikt voor een gezin; de gemeenteleden helpen met inrichten.",
        "Onze koster woont elders, het huis naast de kerk is vrij. We hebben al zes mensen die maatje willen zijn.",
    ),
    P.CHURCH_HALL: (
        "Achter de kerk ligt een zaal die we nauwelijks gebruiken. Met wanden en douches kan het een tijdelijk thuis worden.",
    ),
    P.CLUBHOUSE: (
        "Boven ons verenigingsgebouw is een woning die leegstaat. De leden willen graag maatje worden.",
        "De vereniging krimpt en het gebouw is te groot. Een deel kan woonruimte worden.",
    ),
    P.MONASTERY: (
        "In een vleugel van het voormalige klooster zijn kamers vrij, met gezamenlijke keukens en een grote tuin.",
    ),
    P.OFFICE: ("Een verdieping van ons kantoor staat leeg tot de verbouwing. Er is een pantry en een lift.",),
    P.DWELLING: (
        "Het huis komt vrij en hoeft pas volgend jaar verkocht te worden. In de tussentijd mag er iemand wonen.",
        "Een gewoon huis in een gewone straat. De buren weten ervan en denken mee.",
        "We kunnen het huis een jaar missen. Een groep buren regelt de inrichting en gaat maatjes zoeken.",
    ),
    P.OTHER: (
        "Bij ons op het erf staat een verbouwde schuur met eigen ingang. Voor een klein gezin is dat een fijne plek.",
    ),
    None: (
        "We zijn met een groep mensen die graag iets willen doen. Een pand hebben we nog niet, daar willen we hulp bij.",
    ),
}
QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "Heeft elke slaapkamer een deur die op slot kan?",
        "Drie kamers wel, de kleinste nog niet. Daar zetten we een slot op voordat er iemand komt.",
    ),
    (
        "Hangt er in elke slaapkamer en op elke overloop een rookmelder?",
        "Op de overlopen wel. Voor de slaapkamers hebben we er vier besteld, ze hangen eind deze week.",
    ),
    (
        "Is de verzekeraar van het pand ingelicht over het tijdelijke gebruik?",
        "Ja, wij hebben gebeld en een brief gekregen waarin staat dat de dekking blijft gelden. Die ligt bij de penningmeester.",
    ),
    (
        "Wie is het aanspreekpunt als er ’s avonds iets stuk is?",
        "Twee mensen uit de werkgroep wonen om de hoek. Zij hebben een sleutel en wisselen elkaar per week af.",
    ),
    (
        "Kunt u de oppervlakte per kamer opgeven? Een schets op papier is genoeg.",
        "Woonkamer 31 m², slaapkamers 14, 12 en 10 m², keuken 12 m². De schets geven we mee bij het bezoek.",
    ),
    (
        "Hoeveel mensen hebben zich als maatje gemeld, en wie begeleidt hen?",
        "Negen mensen. Een oud-docent en een wijkverpleegkundige willen de groep begeleiden.",
    ),
    (
        "Zijn de directe buren al op de hoogte?",
        "We hebben met de buren links en rechts koffie gedronken. Ze willen graag weten wie hun contactpersoon wordt.",
    ),
    (
        "Tot wanneer kan het pand zeker gebruikt worden, en waar hangt dat van af?",
        "Zeker tot de zomer van volgend jaar. Daarna hangt het af van de verkoop; de eigenaar geeft ons dan drie maanden de tijd.",
    ),
    (
        "Is er een tweede uitgang voor als er brand is?",
        "Ja, via de bijkeuken naar de tuin. Het hek aan de achterkant kan van binnen zonder sleutel open.",
    ),
    (
        "Welke vergoeding vraagt de eigenaar, en wat zit daarbij in?",
        "Vierhonderd euro per maand, zonder energie en water. Onderhoud aan het pand blijft voor de eigenaar.",
    ),
    (
        "Kan iemand die slecht ter been is er wonen?",
        "Beneden is een kamer met een wc ernaast. De douche is boven, met een gewone trap.",
    ),
    ("Is er plek voor fietsen en een kinderwagen?", "In de schuur kunnen zes fietsen, de kinderwagen past in de hal."),
)
CALLS = (
    "Kennisgemaakt met de trekker. Werkgroep bestaat uit zeven mensen, eerste bijeenkomst was druk bezocht.",
    "Gebeld: pand kan volgende week bekeken worden, sleutel ligt bij de buren.",
    "Trekker vroeg vooral naar het geld. Uitgelegd welke kosten de gemeente kan dragen.",
    "Eigenaar belde zelf ook: staat achter het plan, wil wel een einddatum op papier.",
    "Afgesproken dat wij de brandweer inschakelen en dat de werkgroep de buren inlicht.",
    "Vraag over de duur beantwoord: liefst een jaar, een half jaar is het minste.",
    "Kort overleg over de maatjes. Zij willen graag een avond met uitleg.",
)
NOTES = (
    "Bezoek aan het pand: schoon, droog, vriendelijke ontvangst. Meterkast nakijken.",
    "Afgestemd met ruimtelijke ordening: gebruik past, geen vergunning nodig.",
    "Brandweer komt volgende week kijken naar de vluchtweg op de verdieping.",
    "Sociaal domein: school heeft plaats, huisarts neemt nieuwe mensen aan.",
    "Collega van vastgoed vindt de vergoeding redelijk.",
    "Let op: over een maand is hier kermis, bezichtiging daarvoor plannen.",
    "Wethouder is bijgepraat en vindt het een goed plan.",
)
ADVICES = (
    "Geschikt en snel bruikbaar. Werkgroep is stevig. Advies: akkoord voor een jaar, met een evaluatie na zes maanden.",
    "Pand voldoet, buren zijn betrokken. Voorwaarde is dat de rookmelders hangen voor de eerste bewoner komt.",
    "Advies: akkoord. Het aantal bewoners past bij het huis, en de maatjes zijn er al.",
    "Akkoord onder voorwaarde dat de eigenaar de meterkast laat nakijken. Overige punten zijn in orde.",
)
APPROVALS = (
    "Akkoord met het advies.",
    "Akkoord. Graag de buren persoonlijk uitnodigen.",
    "Akkoord, met dank aan de werkgroep voor het vele voorwerk.",
)
NEGATIVE_ADVICES = (
    "Niet geschikt: er zijn geen slaapkamers met daglicht en geen douche. Aanpassen kost meer dan het oplevert.",
    "Niet geschikt door de ligging op het bedrijventerrein; wonen is daar niet toegestaan.",
)
REJECTIONS = (
    "Het gebouw is niet geschikt om in te wonen en kan dat niet zonder grote verbouwing worden. Wij denken graag mee over een ander pand.",
    "Op deze plek mag niet worden gewoond. Uw groep is wel zeer welkom: wij brengen u in contact met een initiatief in de buurt.",
)
SUSPENSIONS = (
    "De eigenaar wacht op de uitkomst van de verkoop. Over ongeveer vijf weken weten we meer en pakken we het weer op.",
)
WITHDRAWALS = (
    "De nieuwe predikant komt eerder dan gedacht en heeft het huis nodig. Wij zoeken verder en melden ons als er iets anders is.",
)
NATIONAL_ANSWERS = (
    "Wat fijn dat u dit wilt doen. Uw gemeente doet nog niet mee met De Thuisgevers. Ik bel deze week met de gemeente en vertel over uw "
    "plan. U kunt intussen een werkgroep vormen; in het stappenplan leest u hoe anderen dat deden. Uiterlijk over twee weken hoort u weer van mij.",
    "Dank voor uw aanmelding. Ik heb de gemeente gebeld: zij willen graag kennismaken. Ik plan een gesprek met u drieën en stuur u morgen "
    "een paar data.",
)


class Phrases:
    """Draws from the lists above, never the same twice in one story."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._drawn: set[object] = set()

    def _draw[Item](self, items: tuple[Item, ...]) -> Item:
        left = [item for item in items if item not in self._drawn] or list(items)
        item = self._chance.choice(left)
        self._drawn.add(item)
        return item

    def summary(self, kind: P | None) -> str:
        return self._draw(SUMMARIES[kind])

    def question(self) -> tuple[str, str]:
        return self._draw(QUESTIONS)

    def call(self) -> str:
        return self._draw(CALLS)

    def note(self) -> str:
        return self._draw(NOTES)

    def advice(self) -> str:
        return self._draw(ADVICES)

    def approval(self) -> str:
        return self._draw(APPROVALS)

    def negative_advice(self) -> str:
        return self._draw(NEGATIVE_ADVICES)

    def rejection(self) -> str:
        return self._draw(REJECTIONS)

    def suspension(self) -> str:
        return self._draw(SUSPENSIONS)

    def withdrawal(self) -> str:
        return self._draw(WITHDRAWALS)

    def national_answer(self) -> str:
        return self._draw(NATIONAL_ANSWERS)
