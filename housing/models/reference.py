"""Loads the reference data that travels with the project."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from .suitability import SuitabilityCriterion

CRITERIA = Path(__file__).resolve().parent.parent / "data" / "criteria.csv"


def load_criteria(model: Any = SuitabilityCriterion) -> int:
    """Write the criteria of data/criteria.csv; rows that exist (same key and first day) are left as they are. Works with
    the historical model in a migration. Returns the number added."""
    known = set(model.objects.order_by().values_list("key", "valid_from"))
    new = []
    with CRITERIA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            starts = date.fromisoformat(row["valid_from"])
            if (row["key"], starts) in known:
                continue
            new.append(
                model(
                    key=row["key"],
                    title=row["title"],
                    question=row["question"],
                    group=row["group"],
                    is_compulsory=row["is_compulsory"] == "yes",
                    norm=row["norm"],
                    source=row["source"],
                    certainty=row["certainty"],
                    needs_legal_check=row["needs_legal_check"] == "yes",
                    valid_months=int(row["valid_months"]) if row["valid_months"] else None,
                    position=int(row["position"]),
                    valid_from=starts,
                    valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                )
            )
    model.objects.bulk_create(new)
    return len(new)
