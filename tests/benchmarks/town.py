"""A municipality with more dossiers than any will have, a country around it, and one dossier with everything on it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from django.db import connection
from django.utils import timezone

from housing.enums import OrganisationKind, PropertyKind
from housing.models import Organisation, Property
from initiatives.contact_index import email_index, phone_index
from initiatives.enums import AdviceOutcome, DossierState, InitiativeState, NoteKind
from initiatives.models import Advice, AgreementFacts, AgreementParty, Dossier, InformationRequest, Initiative, Note
from initiatives.services.searching import search_text
from tests.benchmarks.calendar import build_homes
from tests.benchmarks.households import build_households
from tests.benchmarks.step_plans import half_way_plan
from tests.benchmarks.workspace import build_workspace
from tests.factories import documents
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.ids import uuid7
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.municipalities.models import Municipality, Scope
from thuisgevers.municipalities.names import plain

BATCH = 1000
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
STREETS = ("Dorpsweg", "Kerkstraat", "Kade", "Bovenweg", "Nieuwe Markt", "Burgwal", "Stationsweg", "Molenstraat")
PLACES = ("Kampen", "IJsselmuiden", "Grafhorst", "Wilsum", "Zalk", "Kamperveen", "'s-Heerenbroek", "Kampereiland")
KINDS = ("Pastorie", "Kosterswoning", "Klooster", "Kantoor", "Verenigingsgebouw", "Wijkgebouw")
#: Of each hundred dossiers; two fifths are open, more than a municipality that large would ever have at once.
STATES = (
    *[DossierState.SUBMITTED] * 8,
    *[DossierState.IN_REVIEW] * 14,
    *[DossierState.AWAITING_INFORMATION] * 8,
    *[DossierState.SUSPENDED] * 4,
    *[DossierState.ADVISED] * 6,
    *[DossierState.APPROVED] * 40,
    *[DossierState.REJECTED] * 10,
    *[DossierState.WITHDRAWN] * 10,
)
INITIATIVE_STATES = {
    DossierState.SUBMITTED: InitiativeState.REGISTERED,
    DossierState.APPROVED: InitiativeState.RUNNING,
    DossierState.WITHDRAWN: InitiativeState.WITHDRAWN,
}


@dataclass(frozen=True)
class Sizes:
    """How much there is. `nationwide` households, `here` of them in Kampen and waiting; a plan is made for
    `households`, a file has `rows`, and a new version of the step plan meets `plans`. Of buddies there are `matches` with `contacts`, and
    `looking` households for which a plan is made with `buddies`."""

    dossiers: int = 10_000
    elsewhere: int = 3_500
    events: int = 3
    households: int = 10_000
    units: int = 3_000
    nationwide: int = 100_000
    here: int = 2_000
    rows: int = 10_000
    plans: int = 3_500
    matches: int = 10_000
    contacts: int = 1_000_000
    looking: int = 2_000
    buddies: int = 3_000


@dataclass(frozen=True)
class Town:
    """The cast, the municipality and the dossier that the pages show."""

    cast: Cast
    sizes: Sizes
    dossier: Dossier


def build_town(sizes: Sizes) -> Town:
    """Writes everything past the policies and commits it; statistics are gathered at the end, as autovacuum would."""
    cast = make_cast()
    dice = random.Random(2026)
    handlers = [cast.anna, cast.coen, None]
    _write(_rows(sizes.dossiers - 1, [cast.kampen], handlers, dice, start=0))
    participating = _let_many_participate(cast)
    _write(_rows(sizes.elsewhere, participating, [cast.chaima, None], dice, start=sizes.dossiers))
    build_households(cast, participating, here=sizes.here, total=sizes.nationwide)
    build_homes(cast)
    dossier = _full_dossier(cast)
    half_way_plan(dossier.initiative)
    build_workspace(cast, dossier.initiative)
    _write_events(sizes.events, cast.initiative_id)
    return Town(cast=cast, sizes=sizes, dossier=dossier)


def _let_many_participate(cast: Cast) -> list[Municipality]:
    """Every other municipality takes part, so that the map has much to draw."""
    with seed():
        others = list(Municipality.objects.exclude(pk=cast.kampen.pk).order_by("sort_key", "id"))
        chosen = others[::2] if len(others) > 4 else others
        Municipality.objects.filter(pk__in=[one.pk for one in chosen]).update(participates_since=date(2025, 1, 6))
    return chosen


type Row = tuple[Organisation, Property, Initiative, Dossier]


def _rows(
    number: int, places: list[Municipality], handlers: list[User | None], dice: random.Random, *, start: int
) -> Iterator[Row]:
    now, today = timezone.now(), timezone.localdate()
    for index in range(start, start + number):
        place = places[index % len(places)]
        state = dice.choice(STATES)
        yield _row(index, place, state, dice.choice(handlers), dice, now, today)


def _row(
    index: int,
    municipality: Municipality,
    state: DossierState,
    assignee: User | None,
    dice: random.Random,
    now: datetime,
    today: date,
) -> Row:
    identity, place, street = uuid7(), dice.choice(PLACES), dice.choice(STREETS)
    name = f"{dice.choice(KINDS)} {street} {index}"
    organisation = Organisation(
        id=uuid7(),
        municipality=municipality,
        name=f"Diaconie {place} {index}",
        kind=OrganisationKind.DIACONATE,
        name_key=plain(f"Diaconie {place} {index}"),
        initiative_scope_id=identity,
    )
    building = Property(
        id=uuid7(),
        municipality=municipality,
        organisation=organisation,
        kind=PropertyKind.RECTORY,
        street=street,
        house_number=str(index),
        postcode=f"{8260 + index % 20} AB",
        place=place,
        address_key=f"{8260 + index % 20}ab{index}",
        capacity_min=2,
        capacity_max=8,
        initiative_scope_id=identity,
    )
    registered = now - timedelta(days=dice.randrange(5, 900))
    told = state == DossierState.APPROVED and dice.random() < 0.9
    email, phone = f"trekker{index}@voorbeeld.example", f"+316{10_000_000 + index}"
    initiative = Initiative(
        id=identity,
        municipality=municipality,
        reference=_reference(index),
        name=name,
        state=INITIATIVE_STATES.get(state, InitiativeState.EXPLORING),
        organisation=organisation,
        place=place,
        summary="Een jaar lang plaats voor een gezin, met hulp van mensen uit de buurt.",
        contact_name=f"Trekker {index}",
        contact_email=email,
        contact_email_index=email_index(email),
        contact_phone=phone,
        contact_phone_index=phone_index(phone),
        registered_at=registered,
        first_answer_due_on=registered.date() + timedelta(days=7),
        first_answered_at=registered + timedelta(days=3),
        council_told_on=registered.date() if told else None,
        neighbours_told_on=registered.date() if told else None,
        announced_on=registered.date() + timedelta(days=1) if told else None,
    )
    initiative.search = search_text(initiative, building)
    dossier = Dossier(
        id=uuid7(),
        municipality=municipality,
        initiative=initiative,
        property=building,
        state=state,
        assignee=assignee,
        submitted_at=registered,
        target_date=today + timedelta(days=dice.randrange(-40, 80)),
    )
    return organisation, building, initiative, dossier


def _reference(number: int) -> str:
    """Unique and the same in every run."""
    letters = []
    for _ in range(5):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return f"TG-2026-{''.join(reversed(letters))}"


def _write(rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, BATCH)):
        with seed():
            Scope.objects.bulk_create(
                [Scope(id=row[2].pk, kind="initiative", municipality_id=row[2].municipality_id) for row in batch]
            )
            Organisation.objects.bulk_create([row[0] for row in batch])
            Property.objects.bulk_create([row[1] for row in batch])
            Initiative.objects.bulk_create([row[2] for row in batch])
            Dossier.objects.bulk_create([row[3] for row in batch])


def _full_dossier(cast: Cast) -> Dossier:
    """Bram's initiative: six questions, eight notes, advice, agreement, five documents and (below) forty events."""
    now, today = timezone.now(), timezone.localdate()
    place, building, initiative, dossier = _row(
        9_999_999,
        cast.kampen,
        DossierState.IN_REVIEW,
        cast.anna,
        random.Random(1),
        now,
        today,
    )
    _rename(initiative, building, place, dossier, cast.initiative_id)
    with seed():
        for row in (place, building, initiative, dossier):
            row.save(force_insert=True)
        base: dict[str, Any] = {"municipality": cast.kampen, "dossier": dossier}
        for number in range(6):
            InformationRequest.objects.create(
                **base,
                initiative=initiative,
                question=f"Hoe is de brandveiligheid geregeld op verdieping {number}?",
                due_on=today,
                asked_by=cast.anna,
                asked_at=now - timedelta(days=20 - number),
                answer="De brandweer is geweest; het verslag volgt.",
                answered_by=cast.bram,
                answered_at=now - timedelta(days=15 - number),
            )
        for number in range(8):
            kind = NoteKind.PHONE if number % 2 else NoteKind.INTERNAL
            Note.objects.create(**base, kind=kind, text=f"Gebeld over de planning ({number}).", author=cast.coen)
        Advice.objects.create(
            **base,
            outcome=AdviceOutcome.APPROVE,
            text="Het plan past bij het beleid.",
            advised_by=cast.coen,
            advised_at=now,
        )
        AgreementFacts.objects.create(
            **base,
            initiative=initiative,
            residents_min=2,
            residents_max=8,
            starts_on=today,
            house_rules="Rust na tienen.",
        )
        for position, role in enumerate(("municipality", "owner", "diaconate"), start=1):
            AgreementParty.objects.create(
                **base, initiative=initiative, position=position, role=role, name=f"Partij {position}"
            )
    for version in (1, 2, 3):
        documents.document(
            cast.kampen,
            initiative.pk,
            cast.anna,
            kind=DocumentKind.COOPERATION_AGREEMENT,
            state=DocumentState.READY,
            version=version,
        )
    documents.document(cast.kampen, initiative.pk, cast.anna, state=DocumentState.READY)
    return dossier


def _rename(
    initiative: Initiative, building: Property, organisation: Organisation, dossier: Dossier, identity: UUID
) -> None:
    """The row under the id on which the cast has its roles."""
    initiative.pk = identity
    initiative.name = "Pastorie van de meting"
    initiative.reference = "TG-2026-7K4Q9"
    initiative.search = search_text(initiative, building)
    building.initiative_scope_id = identity
    organisation.initiative_scope_id = identity
    dossier.initiative = initiative


def owner_url() -> str:
    """The database in use, as the role that owns its tables."""
    return _url_as("DATABASE_OWNER_URL")


def admin_url() -> str:
    """The database in use, as the administrator of the test server."""
    return _url_as("DATABASE_ADMIN_URL")


def _url_as(variable: str) -> str:
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{connection.settings_dict['NAME']}"))


EVENTS = """
INSERT INTO audit_auditevent (id, municipality_id, scope_id, object_type, object_id, verb, from_state, to_state, reason,
                              visibility, actor_label, data, at, position, digest)
SELECT uuidv7(), d.municipality_id, d.initiative_id, 'initiatives.Dossier', d.id, 'take_up', 'submitted', 'in_review',
       'Opgepakt in de meting.', CASE WHEN n %% 4 = 0 THEN 'internal' ELSE 'team' END, 'Anna', '{}',
       now() - n * interval '1 day', NULL, NULL
FROM initiatives_dossier d, generate_series(1, CASE WHEN d.initiative_id = %s THEN 40 ELSE %s END) n
"""


def _write_events(number: int, full: UUID) -> None:
    """Timelines, in one statement as owner. Without the chain's trigger: the chain is no part of reading a page."""
    with psycopg.connect(owner_url(), autocommit=True) as owner:
        owner.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_link")
        owner.execute(EVENTS, [full, number])
        owner.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER audit_link")
        owner.execute("VACUUM (ANALYZE)")
