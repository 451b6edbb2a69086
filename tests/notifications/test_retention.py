"""What is past its term goes at night; what is not stays, also for who would call the functions at another time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import AccessLink
from thuisgevers.notifications.models import Digest, OutgoingMessage
from thuisgevers.notifications.services.retention import forget_what_is_past

pytestmark = pytest.mark.django_db


def _link(cast: Cast, *, ended_days_ago: int) -> AccessLink:
    link, _token = create_link(
        purpose=LinkPurpose.STATUS, object_id=cast.initiative_id, municipality=cast.kampen, valid_days=5
    )
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(days=ended_days_ago))
    return link


def _message(cast: Cast, *, days_ago: int, state: str = "sent", digest: Digest | None = None) -> OutgoingMessage:
    then = timezone.now() - timedelta(days=days_ago)
    message = OutgoingMessage(
        to="a@voorbeeld.example",
        to_index="x",
        template="members/review_due",
        subject="Kijk naar de rollen",
        body=None if state == "sent" else "tekst",
        state=state,
        sent_at=then if state == "sent" else None,
        expires_at=then,
        municipality=cast.kampen,
        digest=digest,
    )
    message.save(force_insert=True)
    return message


def test_only_what_is_past_its_term_is_removed(cast: Cast) -> None:
    with seed():
        links = [_link(cast, ended_days_ago=days) for days in (91, 89, -5)]
        then = timezone.now() - timedelta(days=400)
        digest = Digest(user=cast.anna, due_at=then, sent_at=then)
        digest.save(force_insert=True)
        messages = [
            _message(cast, days_ago=366, digest=digest),
            _message(cast, days_ago=360),
            _message(cast, days_ago=400, state="queued"),
        ]
    assert forget_what_is_past() == {"links": 1, "messages": 1, "digests": 1}
    assert forget_what_is_past() == {"links": 0, "messages": 0, "digests": 0}
    with seed():
        assert set(AccessLink.objects.filter(pk__in=[one.pk for one in links])) == set(links[1:])
        assert set(OutgoingMessage.objects.filter(pk__in=[one.pk for one in messages])) == set(messages[1:])
        assert not Digest.objects.exists()


def test_the_owner_of_the_functions_may_remove_nothing_else(cast: Cast) -> None:
    with seed():
        _link(cast, ended_days_ago=-5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, qual FROM pg_policies WHERE policyname = 'definer_forgets' AND cmd = 'DELETE'"
            " AND roles = '{definer}' ORDER BY tablename"
        )
        rows = cursor.fetchall()
    assert [table for table, _condition in rows] == [
        "guidance_supportabsence",
        "municipalities_accesslink",
        "notifications_digest",
        "notifications_outgoingmessage",
    ]
    assert all("now()" in condition for _table, condition in rows)
