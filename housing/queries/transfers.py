"""With whom a municipality places, and what is on its way between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from housing.enums import HousingNeed, Language, TransferState
from housing.models import HouseholdTransfer, PlacingAgreement
from housing.needs import read_list
from housing.permissions.transfers import viewable_agreements, viewable_transfers
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

MOST = 100


@dataclass(frozen=True, slots=True)
class Partner:
    """Another municipality, and which of the two sides said that it places for the other."""

    municipality: Municipality
    ours: PlacingAgreement | None
    theirs: PlacingAgreement | None

    @property
    def is_mutual(self) -> bool:
        return self.ours is not None and self.theirs is not None


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer as a list or a page shows it."""

    transfer: HouseholdTransfer
    other: Municipality
    languages: str
    needs: str
    tone: str
    icon: str


LOOKS = {
    TransferState.OFFERED: ("info", "hourglass"),
    TransferState.ACCEPTED: ("positive", "circle-check"),
    TransferState.REFUSED: ("negative", "circle-x"),
    TransferState.WITHDRAWN: ("neutral", "arrow-back-up"),
}


def _running(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def partners_of(access: Access, municipality: Municipality) -> list[Partner]:
    """Everybody with whom there is a word on either side, by name."""
    rows = (
        viewable_agreements(access)
        .filter(_running(timezone.localdate()), Q(municipality=municipality) | Q(partner=municipality))
        .select_related("municipality", "partner")
    )
    ours = {row.partner_id: row for row in rows if row.municipality_id == municipality.pk}
    theirs = {row.municipality_id: row for row in rows if row.partner_id == municipality.pk}
    places = {row.partner_id: row.partner for row in ours.values()}
    places |= {row.municipality_id: row.municipality for row in theirs.values()}
    return [
        Partner(place, ours.get(place.pk), theirs.get(place.pk))
        for place in sorted(places.values(), key=lambda place: place.sort_key)
    ]


def placing_partners(access: Access, municipality: Municipality) -> list[Municipality]:
    """The municipalities that place for this one and for which it places: both said so."""
    return [partner.municipality for partner in partners_of(access, municipality) if partner.is_mutual]


def transfers_of(access: Access, municipality: Municipality) -> tuple[list[TransferLine], list[TransferLine]]:
    """What comes in and what goes out, open ones first."""
    rows = (
        viewable_transfers(access)
        .filter(Q(municipality=municipality) | Q(to_municipality=municipality))
        .select_related("municipality", "to_municipality")
    )
    coming = rows.filter(to_municipality=municipality)[:MOST]
    going = rows.filter(municipality=municipality).select_related("household")[:MOST]
    return _open_first(coming, municipality), _open_first(going, municipality)


def line_of(transfer: HouseholdTransfer, municipality: Municipality) -> TransferLine:
    languages, needs = dict(Language.choices), dict(HousingNeed.choices)
    tone, icon = LOOKS[TransferState(transfer.state)]
    is_sender = transfer.municipality_id == municipality.pk
    return TransferLine(
        transfer=transfer,
        other=transfer.to_municipality if is_sender else transfer.municipality,
        languages=", ".join(str(languages.get(code, code)) for code in transfer.languages),
        needs=", ".join(str(needs[need]) for need in read_list(transfer.practical_needs) if need in needs),
        tone=tone,
        icon=icon,
    )


def _open_first(rows: Iterable[HouseholdTransfer], municipality: Municipality) -> list[TransferLine]:
    lines = [line_of(row, municipality) for row in rows]
    return sorted(lines, key=lambda line: line.transfer.state != TransferState.OFFERED)
