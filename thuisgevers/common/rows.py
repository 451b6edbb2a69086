"""Model rows out of SQL of one's own: for pages on which the ORM's way there costs more than the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection, models

from thuisgevers.common.encryption import Sealed


def row_of[Row: models.Model](model: type[Row], values: Mapping[str, Any]) -> Row:
    """The row as the ORM would have read it, from values by column, also as JSON has them; encrypted ones sealed. Columns that are
    not there are deferred: looking at one asks the database, as always."""
    columns = _columns(model, tuple(values))
    return model.from_db(
        connection.alias,
        list(columns),
        [
            values[name] if isinstance(values[name], Sealed) else field.to_python(values[name])
            for name, field in columns.items()
        ],
    )


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> dict[str, Any]:
    """In the order in which Django wants them. A name that is no column is a mistake."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    unknown = set(names) - known.keys()
    if unknown:
        raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    return {name: field for name, field in known.items() if name in names}
