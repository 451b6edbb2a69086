"""The cooperation agreement (samenwerkingsovereenkomst): its facts and the names its templates may use."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.formats import (
    dutch_date,
    dutch_listing,
    dutch_money,
    dutch_months,
    number_word,
)
from thuisgevers.documents.kinds.facts import KindSpecification, MissingField, Snapshot

FEWEST_PARTIES, MOST_PARTIES = 2, 4


class PartyRole(models.TextChoices):
    """The part somebody plays; its label is the name by which the agreement calls them from then on."""

    MUNICIPALITY = "municipality", "de gemeente"
    OWNER = "owner", "de eigenaar"
    DIACONATE = "diaconate", "de diaconie"
    FOUNDATION = "foundation", "de stichting"
    INITIATIVE = "initiative", "het initiatief"


# Who usually brings the volunteers together, first choice first.
VOLUNTEER_ROLES = (PartyRole.INITIATIVE, PartyRole.FOUNDATION, PartyRole.DIACONATE, PartyRole.OWNER)


class Tenure(models.TextChoices):
    RENT = "rent", "huur"
    LOAN = "loan", "bruikleen"


@dataclass(frozen=True, kw_only=True)
class Party:
    """One signatory. `represented_by` is a person's name, `function` that person's office."""

    role: PartyRole
    name: str
    address: str
    postcode_and_place: str
    represented_by: str
    function: str = ""
    kvk_number: str = ""

    @property
    def is_complete(self) -> bool:
        return all((self.name, self.address, self.postcode_and_place, self.represented_by))


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One row of the table of costs; `amount` is None where only the payer is agreed, not the amount."""

    label: str
    paid_by: str
    amount: Decimal | None = None
    period: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementFacts:
    """Everything the agreement says that is not its fixed text. None or empty = not known yet.

    Nothing about residents: no names, no dates of birth, no BSN, no story; only how many people at least
    and at most, and the group that the owner's statutes allow.
    """

    reference: str
    initiative_name: str
    municipality_name: str
    parties: tuple[Party, ...]
    property_kind: str
    property_address: str
    property_place: str
    residents_min: int | None
    residents_max: int | None
    starts_on: date | None
    ends_on: date | None
    notice_months: int | None
    tenure: Tenure | None
    insurer: str
    insurer_informed_on: date | None
    costs: tuple[CostLine, ...]
    drawn_up_on: date
    statutory_target_group: str = ""
    house_rules: tuple[str, ...] = ()
    volunteers_by: PartyRole | None = None

    def missing_fields(self) -> list[MissingField]:
        """What must be filled in first, in the order of the document."""
        roles = [party.role for party in self.parties]
        checks: list[tuple[str, object, bool]] = [
            ("initiative_name", _("Naam van het initiatief"), bool(self.initiative_name)),
            (
                "parties",
                _("Twee tot vier partijen, met in elk geval de gemeente en de eigenaar, elk één keer"),
                FEWEST_PARTIES <= len(roles) <= MOST_PARTIES
                and len(set(roles)) == len(roles)
                and {PartyRole.MUNICIPALITY, PartyRole.OWNER} <= set(roles),
            ),
            (
                "party_details",
                _("Van elke partij: naam, adres en wie er tekent"),
                all(party.is_complete for party in self.parties),
            ),
            ("property_address", _("Adres van het pand"), bool(self.property_address and self.property_place)),
            ("property_kind", _("Soort pand"), bool(self.property_kind)),
            (
                "residents",
                _("Kleinste en grootste aantal bewoners"),
                self.residents_min is not None
                and self.residents_max is not None
                and 1 <= self.residents_min <= self.residents_max,
            ),
            (
                "term",
                _("Begin- en einddatum"),
                self.starts_on is not None and self.ends_on is not None and self.starts_on < self.ends_on,
            ),
            ("notice_months", _("Opzegtermijn"), self.notice_months is not None and self.notice_months > 0),
            ("tenure", _("Huur of bruikleen"), self.tenure is not None),
            (
                "insurer",
                _("Verzekeraar van het pand, en de datum waarop die is ingelicht"),
                bool(self.insurer) and self.insurer_informed_on is not None,
            ),
            ("costs", _("Minstens één regel in de kostenverdeling"), bool(self.costs)),
        ]
        return [MissingField(name, label) for name, label, is_there in checks if not is_there]  # type: ignore[arg-type]

    def final_objections(self) -> list[str]:
        """An agreement becomes final as it is: the parties read and sign that text."""
        return []

    def party(self, role: PartyRole) -> Party | None:
        return next((party for party in self.parties if party.role == role), None)

    @property
    def volunteer_role(self) -> PartyRole:
        """The party that brings the volunteers and buddies together."""
        if self.volunteers_by is not None:
            return self.volunteers_by
        present = {party.role for party in self.parties}
        return next((role for role in VOLUNTEER_ROLES if role in present), PartyRole.OWNER)

    def snapshot(self) -> Snapshot:
        """Plain text for the templates. Only to be called when nothing is missing."""
        if missing := self.missing_fields():
            raise ValueError(f"Facts are missing: {[field.name for field in missing]}")
        # For the type checker: missing_fields() said that these are there.
        assert self.starts_on is not None
        assert self.ends_on is not None
        assert self.insurer_informed_on is not None
        assert self.tenure is not None
        assert self.notice_months is not None
        assert self.residents_min is not None
        assert self.residents_max is not None
        names = {role: party.name if (party := self.party(role)) else "" for role in PartyRole}
        if self.residents_min == self.residents_max:
            residents = f"{self.residents_max} bewoners" if self.residents_max > 1 else "1 bewoner"
        else:
            residents = f"{self.residents_min} tot en met {self.residents_max} bewoners"
        fields = {
            "referentie": self.reference,
            "initiatief": self.initiative_name,
            "gemeente": self.municipality_name,
            "eigenaar": names[PartyRole.OWNER],
            "diaconie": names[PartyRole.DIACONATE],
            "stichting": names[PartyRole.FOUNDATION],
            "aantal_partijen": number_word(len(self.parties)),
            "partijen": dutch_listing([party.role.label for party in self.parties]),
            "vrijwilligers_partij": self.volunteer_role.label,
            "soort_pand": self.property_kind,
            "adres_pand": f"{self.property_address} in {self.property_place}",
            "bewoners": residents,
            "bewoners_min": str(self.residents_min),
            "bewoners_max": str(self.residents_max),
            "doelgroep": self.statutory_target_group,
            "ingangsdatum": dutch_date(self.starts_on),
            "einddatum": dutch_date(self.ends_on),
            "opzegtermijn": dutch_months(self.notice_months),
            "gebruiksvorm": self.tenure.label,
            "verzekeraar": self.insurer,
            "verzekeraar_ingelicht_op": dutch_date(self.insurer_informed_on),
            "opgesteld_op": dutch_date(self.drawn_up_on),
        }
        flags = {
            "heeft_diaconie": bool(names[PartyRole.DIACONATE]),
            "heeft_stichting": bool(names[PartyRole.FOUNDATION]),
            "heeft_initiatief_als_partij": bool(names[PartyRole.INITIATIVE]),
            "heeft_doelgroep": bool(self.statutory_target_group),
            "heeft_huisregels": bool(self.house_rules),
            "is_huur": self.tenure == Tenure.RENT,
            "is_bruikleen": self.tenure == Tenure.LOAN,
        }
        return Snapshot(fields=fields, flags=flags, blocks=self._blocks(fields))

    def _blocks(self, fields: dict[str, str]) -> dict[str, object]:
        parties = [
            {
                "called": party.role.label,
                "name": party.name,
                "address": party.address,
                "postcode_and_place": party.postcode_and_place,
                "kvk_number": party.kvk_number,
                "represented_by": party.represented_by,
                "function": party.function,
            }
            for party in self.parties
        ]
        summary = [
            ["Het pand", f"{fields['soort_pand']}, {fields['adres_pand']}"],
            ["Bewoners", fields["bewoners"]],
            ["Looptijd", f"{fields['ingangsdatum']} tot en met {fields['einddatum']}"],
            ["Opzegtermijn", fields["opzegtermijn"]],
            ["Gebruik op basis van", fields["gebruiksvorm"]],
        ]
        if self.statutory_target_group:
            summary.insert(2, ["Doelgroep volgens de statuten", self.statutory_target_group])
        costs = [
            {
                "label": line.label,
                "paid_by": line.paid_by,
                "amount": "" if line.amount is None else dutch_money(line.amount),
                "period": line.period,
                "note": line.note,
            }
            for line in self.costs
        ]
        return {
            "kerngegevens": summary,
            "partijen_lijst": parties,
            "kosten_tabel": costs,
            "huisregels_lijst": list(self.house_rules),
            "ondertekening": parties,
        }


SPECIFICATION = KindSpecification(
    kind=DocumentKind.COOPERATION_AGREEMENT,
    facts_type=AgreementFacts,
    fields={
        "referentie": _("Kenmerk van het initiatief"),
        "initiatief": _("Naam van het initiatief"),
        "gemeente": _("Naam van de gemeente, zonder het woord gemeente"),
        "eigenaar": _("Naam van de eigenaar"),
        "diaconie": _("Naam van de diaconie, leeg als die geen partij is"),
        "stichting": _("Naam van de stichting, leeg als die geen partij is"),
        "aantal_partijen": _("Het aantal partijen in een woord"),
        "partijen": _("De partijen op een rij: de gemeente, de eigenaar en de diaconie"),
        "vrijwilligers_partij": _("De partij die de vrijwilligers en buddy's bij elkaar brengt"),
        "soort_pand": _("Soort pand, bijvoorbeeld pastorie"),
        "adres_pand": _("Adres en plaats van het pand"),
        "bewoners": _("Aantal bewoners in woorden: 4 tot en met 8 bewoners"),
        "bewoners_min": _("Kleinste aantal bewoners"),
        "bewoners_max": _("Grootste aantal bewoners"),
        "doelgroep": _("Doelgroep volgens de statuten, leeg als die er niet is"),
        "ingangsdatum": _("Eerste dag"),
        "einddatum": _("Laatste dag"),
        "opzegtermijn": _("Opzegtermijn in maanden"),
        "gebruiksvorm": _("Huur of bruikleen"),
        "verzekeraar": _("Verzekeraar van het pand"),
        "verzekeraar_ingelicht_op": _("Dag waarop de verzekeraar is ingelicht"),
        "opgesteld_op": _("Dag waarop deze versie is gemaakt"),
    },
    flags={
        "heeft_diaconie": _("Er is een diaconie partij"),
        "heeft_stichting": _("Er is een stichting partij"),
        "heeft_initiatief_als_partij": _("Het initiatief is zelf partij"),
        "heeft_doelgroep": _("De statuten noemen een doelgroep"),
        "heeft_huisregels": _("Er zijn eigen huisregels"),
        "is_huur": _("Het gebruik is huur"),
        "is_bruikleen": _("Het gebruik is bruikleen"),
    },
    blocks={
        "kerngegevens": _("Kader met de kern van de afspraken"),
        "partijen_lijst": _("De partijen met adres en vertegenwoordiger"),
        "kosten_tabel": _("Tabel met de kosten"),
        "huisregels_lijst": _("De eigen huisregels"),
        "ondertekening": _("De vakken om te tekenen"),
    },
    page="documents/pdf/cooperation_agreement.html",
    numbered=True,
    to_be_signed=True,
)
