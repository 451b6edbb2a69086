from __future__ import annotations

import pytest

from tests.seeding import seed
from thuisgevers.municipalities.models.geography import Boundary, BoundaryKind, GeodataEdition

SQUARES = {"GM0166": ("Kampen", 560.0, 430.0), "GM0193": ("Zwolle", 620.0, 470.0), "GM0184": ("Urk", 520.0, 420.0)}


@pytest.fixture
def boundaries(db: None) -> None:
    """Three municipalities drawn as squares, two provinces around them."""
    with seed():
        edition = GeodataEdition.objects.create(
            reference_on="2026-01-01", source="test", credit="Gemeentegrenzen: verzonnen.", digest="x" * 64
        )
        shared = {"valid_from": "2026-01-01", "edition": edition}
        for code, (name, x, y) in SQUARES.items():
            Boundary.objects.create(
                kind=BoundaryKind.MUNICIPALITY,
                code=code,
                name=name,
                path=f"M{x},{y}h40v40h-40z",
                x=x + 20,
                y=y + 20,
                **shared,
            )
        for code, name, box in (("PV23", "Overijssel", "540 410 160 140"), ("PV24", "Flevoland", "500 400 90 90")):
            Boundary.objects.create(
                kind=BoundaryKind.PROVINCE,
                code=code,
                name=name,
                path="M500,400h200v150h-200z",
                view_box=box,
                x=600,
                y=450,
                **shared,
            )
        Boundary.objects.create(kind=BoundaryKind.PROVINCE_BORDERS, code="", path="M560,400v100", **shared)
