"""Operations taken together: the same state and the same models as one by one, and apart where one needs what another made."""

from __future__ import annotations

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from thuisgevers.common.migrating import AtOnce, at_once


def house(*fields: tuple[str, models.Field]) -> migrations.CreateModel:
    return migrations.CreateModel(name="House", fields=[("id", models.AutoField(primary_key=True)), *fields])


def room() -> migrations.CreateModel:
    to_house = models.ForeignKey("proef.house", on_delete=models.CASCADE)
    return migrations.CreateModel(name="Room", fields=[("id", models.AutoField(primary_key=True)), ("house", to_house)])


def add(name: str, table: str = "house") -> migrations.AddField:
    return migrations.AddField(table, name, models.CharField(max_length=9, default=""))


def shape(operations: list[Operation]) -> list[int]:
    """How many operations each part has; 0 for one that stands alone."""
    return [len(one.operations) if isinstance(one, AtOnce) else 0 for one in at_once(operations)]


@pytest.mark.parametrize(
    ("operations", "parts"),
    [
        ([house(), room()], [2]),
        ([house()], [0]),
        ([house(), migrations.RunSQL("SELECT 1"), room()], [0, 0, 0]),
        ([add("street"), add("place"), migrations.RunSQL("SELECT 1"), add("kind")], [2, 0, 0]),
        ([house(), room(), add("street"), add("place")], [2, 2]),
        ([add("street"), add("place"), migrations.AlterField("house", "street", models.TextField())], [2, 0]),
        ([room(), migrations.AddIndex("room", models.Index(fields=["house"], name="by_house"))], [0, 0]),
    ],
)
def test_what_is_taken_together(operations: list[Operation], parts: list[int]) -> None:
    assert shape(operations) == parts


def test_state_and_models_are_those_of_one_by_one() -> None:
    before: list[Operation] = [house(("street", models.TextField())), room()]
    later: list[Operation] = [
        migrations.RemoveField("house", "street"),
        add("place"),
        add("number", "room"),
        migrations.AddIndex("house", models.Index(fields=["place"], name="by_place")),
    ]
    one_by_one, together = ProjectState(), ProjectState()
    for state, operations in ((one_by_one, [*before, *later]), (together, [*at_once(before), *at_once(later)])):
        assert state.apps.get_models() == []  # built now, so that each operation keeps it up to date
        for operation in operations:
            operation.state_forwards("proef", state)
    assert together == one_by_one
    for name in ("house", "room"):
        first, second = (state.apps.get_model("proef", name)._meta for state in (one_by_one, together))
        assert [field.name for field in second.get_fields()] == [field.name for field in first.get_fields()]
    rooms = together.apps.get_model("proef", "room")
    assert rooms._meta.get_field("house").related_model is together.apps.get_model("proef", "house")
