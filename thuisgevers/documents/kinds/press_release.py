"""The press release (persbericht): its facts and the names its templates may use.

It never names a place, address, kind of property or number of residents: one initiative in a small village
*is* an address. Organisations are named only when they said yes to that (`named_partners`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.phones import spoken_phone
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.formats import AMSTERDAM, dutch_date, dutch_listing, dutch_moment
from thuisgevers.documents.kinds.facts import KindSpecification, MissingField, Snapshot


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words that the person quoted has seen and agreed to."""

    text: str
    name: str
    function: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.text and self.name)


@dataclass(frozen=True, kw_only=True)
class PressContact:
    """Somebody whom journalists may call; this does get printed."""

    name: str
    organisation: str
    phone: str = ""
    email: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.name and self.organisation and (self.phone or self.email))


@dataclass(frozen=True, kw_only=True)
class PressFacts:
    """Everything the press release says that is not its fixed text. None or empty = not known yet.

    `council_told_on` and `neighbours_told_on` are not printed; without them the document cannot become
    final. `headline`, `what` and `why` are the team's own words, without place or address; `initiative_name` stays empty unless the team and the municipality both publish it.
    """

    reference: str
    municipality_name: str
    province_name: str
    contacts: tuple[PressContact, ...]
    council_told_on: date | None
    neighbours_told_on: date | None
    drawn_up_on: date
    embargo_until: datetime | None = None
    initiative_name: str = ""
    headline: str = ""
    what: str = ""
    why: str = ""
    named_partners: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def missing_fields(self) -> list[MissingField]:
        """What must be filled in first. The dates of council and neighbours may come later."""
        found = []
        if not self.municipality_name:
            found.append(MissingField("municipality_name", _("Gemeente")))
        if not any(contact.is_complete for contact in self.contacts):
            found.append(MissingField("contacts", _("Contactpersoon voor de pers, met telefoonnummer of e-mailadres")))
        return found

    def final_objections(self) -> list[str]:
        """No press before council and neighbours: the embargo cannot be lifted by making the text final."""
        today = datetime.now(AMSTERDAM).date()
        told = [
            (self.council_told_on, gettext("wanneer de gemeenteraad is ingelicht")),
            (self.neighbours_told_on, gettext("wanneer de omwonenden zijn ingelicht")),
        ]
        objections = []
        if unknown := [what for day, what in told if day is None]:
            objections.append(
                gettext("Leg eerst vast %(what)s. Dat doet u op het dossier, met “Raad en buurt geïnformeerd”.")
                % {"what": dutch_listing(unknown)}
            )
        if any(day is not None and day > today for day, _what in told):
            objections.append(
                gettext("Wacht tot de gemeenteraad en de omwonenden zijn ingelicht: een datum ligt nog in de toekomst.")
            )
        days = [day for day, _what in told if day is not None]
        if self.embargo_until and days and self.embargo_until.astimezone(AMSTERDAM).date() < max(days):
            objections.append(
                gettext("Het embargo loopt af voordat raad en omwonenden zijn ingelicht. Pas het embargo aan.")
            )
        return objections

    def snapshot(self) -> Snapshot:
        """Plain text for the templates. Only to be called when nothing is missing."""
        if missing := self.missing_fields():
            raise ValueError(f"Facts are missing: {[field.name for field in missing]}")
        fields = {
            "referentie": self.reference,
            "gemeente": self.municipality_name,
            "provincie": self.province_name,
            "initiatief": self.initiative_name,
            "kop": self.headline,
            "wat": self.what,
            "waarom": self.why,
            "partners": dutch_listing(self.named_partners),
            "embargo_tot": dutch_moment(self.embargo_until) if self.embargo_until else "",
            "opgesteld_op": dutch_date(self.drawn_up_on),
        }
        flags = {
            "heeft_naam": bool(self.initiative_name),
            "heeft_wat": bool(self.what),
            "heeft_waarom": bool(self.why),
            "heeft_partners": bool(self.named_partners),
            "heeft_embargomoment": self.embargo_until is not None,
            "heeft_citaten": any(quote.is_complete for quote in self.quotes),
        }
        blocks = {
            "citaten": [
                {"text": quote.text, "name": quote.name, "function": quote.function}
                for quote in self.quotes
                if quote.is_complete
            ],
            "perscontacten": [
                {
                    "name": contact.name,
                    "organisation": contact.organisation,
                    "phone": spoken_phone(contact.phone),
                    "email": contact.email,
                }
                for contact in self.contacts
                if contact.is_complete
            ],
        }
        return Snapshot(fields=fields, flags=flags, blocks=blocks)


SPECIFICATION = KindSpecification(
    kind=DocumentKind.PRESS_RELEASE,
    facts_type=PressFacts,
    fields={
        "referentie": _("Kenmerk van het initiatief"),
        "gemeente": _("Naam van de gemeente, zonder het woord gemeente"),
        "provincie": _("Provincie"),
        "initiatief": _("Naam van het initiatief, leeg zolang die niet openbaar is"),
        "kop": _("Eigen kop; leeg = de titel van het model"),
        "wat": _("In eigen woorden: wat gaat er gebeuren"),
        "waarom": _("In eigen woorden: waarom"),
        "partners": _("Organisaties die genoemd willen worden"),
        "embargo_tot": _("Moment waarop het embargo afloopt"),
        "opgesteld_op": _("Dag waarop deze versie is gemaakt"),
    },
    flags={
        "heeft_naam": _("De naam van het initiatief is openbaar"),
        "heeft_wat": _("Er staat in eigen woorden wat er gaat gebeuren"),
        "heeft_waarom": _("Er staat in eigen woorden waarom"),
        "heeft_partners": _("Er zijn organisaties die genoemd willen worden"),
        "heeft_embargomoment": _("Het embargo heeft een eindmoment"),
        "heeft_citaten": _("Er is minstens één citaat"),
    },
    blocks={
        "citaten": _("De citaten met naam en functie"),
        "perscontacten": _("Tabel met contactpersonen voor de pers"),
    },
    page="documents/pdf/press_release.html",
    numbered=False,
    to_be_signed=False,
    title_field="kop",
)
