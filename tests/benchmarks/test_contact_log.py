"""What saving a contact asks the database is literal, and so is what its control asks; no time is asserted."""

from __future__ import annotations

import pytest

from tests.benchmarks.contact_log import build_pair, measure_saving
from tests.factories import buddies as make
from tests.factories.people import Cast

#: Session, user, who (set and unset), rights, the row. Ours adds the match, locked, with whether the key was used.
CONTROL, OURS = 6, 7


@pytest.mark.django_db(transaction=True)
def test_saving_asks_what_it_needs(cast: Cast) -> None:
    match = build_pair(cast, make.initiative(cast.kampen, cast.initiative_id).pk)
    _measured, ours, control = measure_saving(cast, match, rounds=1, repeats=1)
    assert (ours, control) == (OURS, CONTROL)
