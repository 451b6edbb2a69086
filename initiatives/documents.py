"""Fills the kinds of documents that this app owns the facts of: the cooperation agreement and the press release.

`subject_id` is the initiative. Everything is read with the rights of whoever asks; what is missing is told with the page
on which it is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from housing.enums import PropertyKind
from initiatives.enums import DossierState
from initiatives.models import AgreementFacts, AgreementParty, Dossier, Initiative, PressFacts
from initiatives.permissions import viewable_dossiers
from thuisgevers.common.addresses import address
from thuisgevers.common.words import gettext as _
from thuisgevers.documents import kinds
from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import Missing, MissingField
from thuisgevers.documents.kinds import cooperation_agreement as agreement
from thuisgevers.documents.kinds import press_release as press
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

_FORMS = {"initiative_name": "initiative", **dict.fromkeys(("property_address", "property_kind", "tenure"), "property")}
_CLOSED = (DossierState.REJECTED, DossierState.WITHDRAWN)
KEPT_PARTIES = "kept_parties"


def register_kinds() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(DocumentKind.COOPERATION_AGREEMENT, facts=agreement_facts, missing=agreement_missing)
    kinds.register(DocumentKind.PRESS_RELEASE, facts=press_facts, missing=press_missing)


def dossier_of(access: Access, initiative_id: UUID) -> Dossier | None:
    """The dossier that documents are about: the newest one that is not closed, else the newest."""
    rows = (
        viewable_dossiers(access)
        .filter(initiative_id=initiative_id)
        .select_related("initiative__organisation", "municipality", "property", "agreement_facts", "press_facts")
        .order_by("-submitted_at", "-id")[:20]
    )
    dossiers = list(rows)
    return next((row for row in dossiers if row.state not in _CLOSED), dossiers[0] if dossiers else None)


_known: ContextVar[Dossier | None] = ContextVar("known_dossier", default=None)


@contextmanager
def about(dossier: Dossier) -> Iterator[None]:
    """Documents asked about or requested inside this block are about this dossier, which the caller fetched through its
    own door; it is not read again."""
    token = _known.set(dossier)
    try:
        yield
    finally:
        _known.reset(token)


def _dossier(access: Access, initiative_id: UUID) -> Dossier:
    known = _known.get()
    if known is not None and known.initiative_id == initiative_id:
        return known
    dossier = dossier_of(access, initiative_id)
    if dossier is None:
        raise Initiative.DoesNotExist(f"no dossier of {initiative_id} is visible")
    return dossier


def agreement_row(dossier: Dossier) -> AgreementFacts | None:
    """The row, kept on the dossier once it was read."""
    return getattr(dossier, "agreement_facts", None)


def parties_of(dossier: Dossier) -> list[AgreementParty]:
    """The signatories, kept on the dossier once they were read. They are saved with the agreement's row, never without."""
    if agreement_row(dossier) is None:
        return []
    if not hasattr(dossier, KEPT_PARTIES):
        keep_parties(dossier, list(dossier.agreement_parties.all()))
    kept: list[AgreementParty] = getattr(dossier, KEPT_PARTIES)
    return kept


def keep_parties(dossier: Dossier, parties: list[AgreementParty]) -> None:
    """For who read them already, in the order of the agreement."""
    setattr(dossier, KEPT_PARTIES, parties)


def press_row(dossier: Dossier) -> PressFacts | None:
    return getattr(dossier, "press_facts", None)


def agreement_facts(access: Access, subject_id: UUID) -> agreement.AgreementFacts:
    """The facts of the agreement, as far as they are known."""
    return _agreement(_dossier(access, subject_id))


def _agreement(dossier: Dossier) -> agreement.AgreementFacts:
    facts = agreement_row(dossier) or AgreementFacts()
    held = dossier.property
    tenure = "" if held is None else held.tenure
    return agreement.AgreementFacts(
        reference=dossier.initiative.reference,
        initiative_name=dossier.initiative.name,
        municipality_name=dossier.municipality.name,
        parties=tuple(_party(row) for row in parties_of(dossier)),
        property_kind="" if held is None else str(PropertyKind(held.kind).label),
        property_address="" if held is None else f"{held.street} {held.house_number}".strip(),
        property_place="" if held is None else held.place,
        residents_min=facts.residents_min,
        residents_max=facts.residents_max,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        notice_months=facts.notice_months,
        tenure=agreement.Tenure(tenure) if tenure else None,
        insurer=facts.insurer_name,
        insurer_informed_on=facts.insurer_informed_on,
        costs=tuple(_cost(line) for line in facts.costs),
        drawn_up_on=timezone.localdate(),
        statutory_target_group=facts.statutory_group or ("" if held is None else held.statutory_group),
        house_rules=_lines(facts.house_rules),
    )


def _party(row: AgreementParty) -> agreement.Party:
    return agreement.Party(
        role=agreement.PartyRole(row.role),
        name=row.name,
        address=row.address,
        postcode_and_place=row.postcode_and_place,
        represented_by=row.represented_by,
        function=row.represented_as,
        kvk_number=row.kvk_number,
    )


def _cost(line: dict[str, str]) -> agreement.CostLine:
    try:
        amount = Decimal(line["amount"]) if line.get("amount") else None
    except InvalidOperation:
        amount = None
    return agreement.CostLine(
        label=line.get("label", ""),
        paid_by=line.get("paid_by", ""),
        amount=amount,
        period=line.get("period", ""),
        note=line.get("note", ""),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t"))


def press_facts(access: Access, subject_id: UUID) -> press.PressFacts:
    """The facts of the press release. The initiative's name only while the team and the municipality both publish it."""
    return _press(_dossier(access, subject_id))


def _press(dossier: Dossier) -> press.PressFacts:
    initiative = dossier.initiative
    facts = press_row(dossier) or PressFacts()
    is_named = initiative.name_public_by_team and initiative.name_public_by_municipality
    contact = press.PressContact(
        name=facts.contact_name,
        organisation=facts.contact_organisation or _("gemeente %(name)s") % {"name": dossier.municipality.name},
        phone=facts.contact_phone,
        email=facts.contact_email,
    )
    quote = press.Quote(text=facts.quote, name=facts.quote_by, function=facts.quote_function)
    return press.PressFacts(
        reference=initiative.reference,
        municipality_name=dossier.municipality.name,
        province_name=dossier.municipality.province_name,
        contacts=(contact,) if contact.is_complete else (),
        council_told_on=initiative.council_told_on,
        neighbours_told_on=initiative.neighbours_told_on,
        drawn_up_on=timezone.localdate(),
        embargo_until=facts.embargo_until,
        initiative_name=initiative.name if is_named else "",
        named_partners=_lines(facts.named_partners),
        quotes=(quote,) if quote.is_complete else (),
    )


def agreement_missing(access: Access, subject_id: UUID) -> list[Missing]:
    dossier = _dossier(access, subject_id)
    facts = _agreement(dossier)
    return [*_undecided(access, dossier), *_links(access, dossier, "agreement", facts.missing_fields())]


def press_missing(access: Access, subject_id: UUID) -> list[Missing]:
    dossier = _dossier(access, subject_id)
    facts = _press(dossier)
    return [*_undecided(access, dossier), *_links(access, dossier, "press", facts.missing_fields())]


def _undecided(access: Access, dossier: Dossier) -> list[Missing]:
    """Nothing is signed or published about a dossier on which nobody said yes."""
    if dossier.state == DossierState.APPROVED:
        return []
    return [Missing(_("Akkoord op het dossier"), f"{_page(access, dossier)}#besluit")]


def _links(access: Access, dossier: Dossier, form: str, missing: Iterable[MissingField]) -> list[Missing]:
    found: list[Missing] = []
    for fact in missing:
        page = _FORMS.get(fact.name, form)
        label: str | Promise = fact.label
        found.append(Missing(label, f"{_form_page(access, dossier, page)}#{_ANCHORS.get(fact.name, 'inhoud')}"))
    return found


_ANCHORS = {
    "parties": "partijen",
    "party_details": "partijen",
    "residents": "bewoners",
    "term": "looptijd",
    "notice_months": "looptijd",
    "insurer": "verzekering",
    "costs": "kosten",
    "contacts": "contact",
}


def _is_official(access: Access, dossier: Dossier) -> bool:
    return access.may(Capability.DOSSIER_HANDLE, municipality=dossier.municipality)


def _page(access: Access, dossier: Dossier) -> str:
    if _is_official(access, dossier):
        return address("initiatives:dossier_detail", dossier.municipality.slug, dossier.pk)
    return address("initiatives:my_dossier", dossier.pk)


def _form_page(access: Access, dossier: Dossier, form: str) -> str:
    if _is_official(access, dossier):
        return address(f"initiatives:dossier_{form}", dossier.municipality.slug, dossier.pk)
    return address(f"initiatives:my_dossier_{form}", dossier.pk)
