"""What a file belongs to: a link row of the app that owns the thing, held by the database too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from housing.models import Property, PropertyAttachment
from tests.access.scenario import both_cases
from tests.factories.attachments import attachment
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.attachments.queries import attachments_of
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access


def linked(place: Property, by: Any, **fields: Any) -> PropertyAttachment:
    row = attachment(place.municipality, by, scope_id=place.initiative_scope_id, **fields)
    with seed():
        return PropertyAttachment.hang(row, property=place)


def seen_by(user: Any) -> set[UUID]:
    with acting(user_id=user.pk):
        return set(PropertyAttachment.objects.values_list("pk", flat=True))


def test_hung_twice_it_hangs_once(cast: Cast) -> None:
    kampen, _zwolle = both_cases(cast)
    link = linked(kampen.property, cast.anna)
    with seed():
        again = PropertyAttachment.hang(link.attachment, property=kampen.property)
    assert again.pk == link.pk


def test_links_show_themselves_to_who_may_see_files_there(cast: Cast) -> None:
    kampen, zwolle = both_cases(cast)
    here, there = linked(kampen.property, cast.anna), linked(zwolle.property, cast.chaima)
    assert seen_by(cast.anna) == {here.pk}
    assert seen_by(cast.bram) == {here.pk}
    assert seen_by(cast.chaima) == {there.pk}
    for name in ("els", "daan", "joke", "gerrit", "stranger"):
        assert seen_by(getattr(cast, name)) == set()


def test_owner_sees_the_links_of_the_own_property(cast: Cast) -> None:
    kampen, _zwolle = both_cases(cast)
    own = linked(kampen.property, cast.anna, property_scope_id=cast.property_id)
    linked(kampen.property, cast.anna)
    assert seen_by(cast.gerrit) == {own.pk}


def test_files_of_a_thing_are_its_own_only(cast: Cast) -> None:
    kampen, _zwolle = both_cases(cast)
    mine = linked(kampen.property, cast.anna)
    attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id)
    with acting(user_id=cast.anna.pk):
        access = Access.for_user(cast.anna, second_factor=True)
        files = attachments_of(access, PropertyAttachment.objects.filter(property=kampen.property))
        assert [row.pk for row in files] == [mine.attachment_id]


@pytest.mark.parametrize("wrong", ["attachment", "thing"])
def test_file_and_thing_are_of_one_municipality(cast: Cast, wrong: str) -> None:
    """Net 4, with the policies off: the database itself refuses it."""
    _kampen, zwolle = both_cases(cast)
    row = attachment(cast.kampen, cast.anna)

    def smuggle() -> None:
        with seed(), transaction.atomic():
            PropertyAttachment.objects.create(
                municipality=cast.kampen if wrong == "thing" else cast.zwolle, attachment=row, property=zwolle.property
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="_tenant"):
        smuggle()


def test_application_cannot_move_a_link(cast: Cast) -> None:
    kampen, _zwolle = both_cases(cast)
    linked(kampen.property, cast.anna)
    with acting(user_id=cast.coen.pk):
        assert PropertyAttachment.objects.update(property=kampen.property) == 0
        assert PropertyAttachment.objects.all().delete()[0] == 0
