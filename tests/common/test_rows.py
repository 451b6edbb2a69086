"""A row made of values is the row the ORM reads, whatever the order of the values."""

from __future__ import annotations

import pytest

from tests.factories.people import Cast
from thuisgevers.common.rows import row_of
from thuisgevers.municipalities.models import Municipality


@pytest.mark.django_db
def test_row_equals_what_the_orm_reads(cast: Cast) -> None:
    names = ["valid_from", "name", "id", "participates_since", "latitude"]
    values = {name: getattr(cast.kampen, name) for name in names}
    as_json = {name: value if name == "id" else str(value) for name, value in values.items()}
    read = Municipality.objects.only(*names).get(pk=cast.kampen.pk)
    for made in (row_of(Municipality, values), row_of(Municipality, as_json)):
        assert made == read
        assert made.get_deferred_fields() == read.get_deferred_fields()
        assert [getattr(made, name) for name in names] == [getattr(read, name) for name in names]


def test_unknown_column_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Municipality has no column nmae"):
        row_of(Municipality, {"nmae": "Kampen"})
