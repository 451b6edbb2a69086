"""Facts as the app above would give them, and documents of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from thuisgevers.accounts.models import User
from thuisgevers.documents import kinds
from thuisgevers.documents.composing import Imprint, compose_html, compose_title
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.documents.kinds import SPECIFICATIONS, Facts, Missing
from thuisgevers.documents.kinds.cooperation_agreement import (
    AgreementFacts,
    CostLine,
    Party,
    PartyRole,
    Tenure,
)
from thuisgevers.documents.kinds.press_release import PressContact, PressFacts, Quote
from thuisgevers.documents.models import HAS_FILE, Document, DocumentTemplate
from thuisgevers.documents.rendering import Pdf, PdfMetadata, render_pdf
from thuisgevers.documents.storage import store_file
from thuisgevers.documents.wording.national import read_national_models
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality, Scope

from ..seeding import seed

AGREEMENT = AgreementFacts(
    reference="TG-2026-7K4Q9",
    initiative_name="Thuis aan de IJssel",
    municipality_name="Kampen",
    parties=(
        Party(
            role=PartyRole.MUNICIPALITY,
            name="Gemeente Kampen",
            address="Raadhuisplein 1",
            postcode_and_place="8261 AA Kampen",
            represented_by="mevrouw A. van der Meer",
            function="wethouder",
            kvk_number="12345678",
        ),
        Party(
            role=PartyRole.OWNER,
            name="College van kerkrentmeesters Voorbeeldkerk",
            address="Voorbeeldstraat 12",
            postcode_and_place="8261 AA Kampen",
            represented_by="de heer B. Jansen",
            function="voorzitter",
        ),
        Party(
            role=PartyRole.DIACONATE,
            name="Diaconie Voorbeeldkerk",
            address="Voorbeeldstraat 12",
            postcode_and_place="8261 AA Kampen",
            represented_by="mevrouw C. de Wit",
        ),
        Party(
            role=PartyRole.FOUNDATION,
            name="Stichting Thuis aan de IJssel",
            address="Kade 3",
            postcode_and_place="8261 BB Kampen",
            represented_by="de heer D. Bos",
            function="secretaris",
            kvk_number="87654321",
        ),
    ),
    property_kind="pastorie",
    property_address="Kerkstraat 4",
    property_place="Kampen",
    residents_min=4,
    residents_max=8,
    starts_on=date(2027, 3, 1),
    ends_on=date(2028, 2, 29),
    notice_months=3,
    tenure=Tenure.LOAN,
    insurer="Voorbeeldverzekeringen",
    insurer_informed_on=date(2026, 11, 3),
    costs=(
        CostLine(
            label="Energie en water", amount=Decimal(450), period="per maand", paid_by="de gemeente", note="voorschot"
        ),
        CostLine(label="Inrichting", amount=Decimal(6500), period="eenmalig", paid_by="de diaconie"),
        CostLine(label="Groot onderhoud", paid_by="de eigenaar"),
    ),
    drawn_up_on=date(2026, 11, 22),
    statutory_target_group="mensen van 55 jaar en ouder",
    house_rules=("Na 22.00 uur is het rustig in de tuin.", "De fietsen staan in de schuur."),
)
PRESS = PressFacts(
    reference="TG-2026-7K4Q9",
    municipality_name="Kampen",
    province_name="Overijssel",
    contacts=(PressContact(name="Team communicatie", organisation="Gemeente Kampen", phone="038 000 00 00"),),
    council_told_on=None,
    neighbours_told_on=None,
    drawn_up_on=date(2026, 11, 22),
    quotes=(Quote(text="We hadden een leeg huis.", name="E. Smit", function="trekker"),),
)
FACTS: dict[DocumentKind, Facts] = {
    DocumentKind.COOPERATION_AGREEMENT: AGREEMENT,
    DocumentKind.PRESS_RELEASE: PRESS,
}


@contextmanager
def registered(overrides: dict[DocumentKind, Facts] | None = None) -> Iterator[dict[DocumentKind, Facts]]:
    """The register filled with these facts for one test; change the yielded dictionary to change the facts."""
    facts = {**FACTS, **(overrides or {})}
    before = dict(kinds._register)
    kinds._register.clear()
    for kind in list(facts):
        kinds.register(
            kind,
            facts=lambda access, subject_id, kind=kind: facts[kind],
            missing=lambda access, subject_id, kind=kind: [
                Missing(field.label, f"/invullen/#{field.name}") for field in facts[kind].missing_fields()
            ],
        )
    try:
        yield facts
    finally:
        kinds._register.clear()
        kinds._register.update(before)


def example_html(kind: DocumentKind, facts: Facts | None = None) -> str:
    """The page of a national model, without a database."""
    model = next(model for model in read_national_models() if model.kind == kind)
    return compose_html(
        specification=SPECIFICATIONS[kind],
        title=model.title,
        sections=model.sections,
        snapshot=(facts or FACTS[kind]).snapshot(),
        imprint=Imprint("TG-2026-7K4Q9", 2, 1, "22 november 2026"),
    )


def example_pdf(kind: DocumentKind, facts: Facts | None = None) -> Pdf:
    model = next(model for model in read_national_models() if model.kind == kind)
    title = compose_title(SPECIFICATIONS[kind], model.title, (facts or FACTS[kind]).snapshot())
    return render_pdf(example_html(kind, facts), metadata=metadata(title))


def metadata(title: str = "Een titel") -> PdfMetadata:
    return PdfMetadata(title=title, identifier="vast", created=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


def scope(municipality: Municipality, scope_id: UUID) -> None:
    with seed():
        Scope.objects.get_or_create(id=scope_id, defaults={"kind": "initiative", "municipality": municipality})


def document(
    municipality: Municipality,
    subject_id: UUID,
    requested_by: User,
    *,
    kind: DocumentKind = DocumentKind.PRESS_RELEASE,
    state: DocumentState = DocumentState.REQUESTED,
    version: int = 1,
    **fields: Any,
) -> Document:
    """A row in any state, with what that state demands."""
    scope(municipality, subject_id)
    snapshot = FACTS[kind].snapshot()
    if state in HAS_FILE:
        pdf = b"%PDF-1.7 " + str(subject_id).encode() + str(version).encode()
        fields = {
            "sha256": store_file(pdf),
            "byte_size": len(pdf),
            "page_count": 1,
            "ready_at": datetime.now(UTC),
            **fields,
        }
    if state == DocumentState.RENDERING:
        fields = {"claimed_at": datetime.now(UTC), "attempts": 1, **fields}
    if state == DocumentState.FAILED:
        fields = {"error": "Er ging iets mis.", **fields}
    with seed():
        template = DocumentTemplate.objects.get(kind=kind, version=1)
        row = Document(
            municipality=municipality,
            kind=kind,
            subject_id=subject_id,
            reference="TG-2026-7K4Q9",
            version=version,
            state=state,
            template=template,
            context={**snapshot.as_json(), "drawn_up_on": "22 november 2026"},
            title=compose_title(SPECIFICATIONS[kind], template.title, snapshot),
            requested_by=requested_by,
            **fields,
        )
        row.save(force_insert=True)
    return row


def rights(user: User) -> Access:
    return Access.for_user(user, second_factor=True)


def with_facts(facts: Any, **changes: Any) -> Any:
    return replace(facts, **changes)
