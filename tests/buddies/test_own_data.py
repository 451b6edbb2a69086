"""What somebody sees and takes along of their own data: all of that, and nothing that is of others or kept from them on purpose."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from buddies.models import BuddyMatch
from initiatives.models import Note
from tests.clients import ThuisClient
from tests.factories import buddies as make
from tests.factories.housing import household
from tests.factories.initiatives import dossier
from tests.factories.people import Cast, person
from tests.factories.questions import question
from tests.factories.signals import signal
from tests.seeding import as_committed, seed
from thuisgevers.audit.models import AuditEvent, ReadEvent, Visibility
from thuisgevers.common.personal import sections
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

PAGE, FILE = reverse("members:own_data"), reverse("members:own_data_file")
MINE, OTHERS = "EIGENVOGEL", "KANARIEVOGEL"


class Pair:
    """Daan's active match, beside that of another buddy in the same initiative."""

    def __init__(self, cast: Cast, initiative_in: Any) -> None:
        self.initiative = initiative_in(cast.kampen, cast.initiative_id)
        self.buddy = make.buddy(cast.kampen, cast.initiative_id, user=cast.daan, vog_by=cast.joke, about=MINE)
        self.match = make.match(self.buddy, household(cast.kampen, id=cast.household_id), cast.joke)
        make.moment(self.match, visibility="me", note=f"{MINE} voor mij")
        other = make.buddy(cast.kampen, cast.initiative_id, user=person("Ander"), about=OTHERS)
        make.moment(make.match(other, household(cast.kampen), cast.joke), visibility="municipality", note=OTHERS)


@pytest.fixture
def pair(cast: Cast, initiative_in: Any) -> Pair:
    return Pair(cast, initiative_in)


def _file(client: ThuisClient) -> dict[str, Any]:
    answer = client.get(FILE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"].startswith('attachment; filename="mijn-gegevens-2')
    found: dict[str, Any] = json.loads(answer.content)
    return found


def _rows(client: ThuisClient, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _file(client)["sections"][key]["rows"]
    return rows


def test_a_note_for_oneself_is_in_it_until_the_match_is_concluded(pair: Pair, cast: Cast, client_as: Any) -> None:
    me = client_as(cast.daan)
    assert [one["note"] for one in _rows(me, "contact_moments")] == [f"{MINE} voor mij"]
    assert f"{MINE} voor mij" in me.get(PAGE).content.decode()
    with seed():
        BuddyMatch.objects.filter(pk=pair.match.pk).update(
            state="concluded", conclusion="other", ended_on=timezone.localdate()
        )
    assert [one["note"] for one in _rows(me, "contact_moments")] == [""]
    assert f"{MINE} voor mij" not in me.get(PAGE).content.decode()
    assert MINE in me.get(PAGE).content.decode(), "the own row of the buddy stays"


def test_nothing_of_others_and_nothing_that_is_kept_from_somebody(pair: Pair, cast: Cast, client_as: Any) -> None:
    made = signal(cast.kampen, cast.daan, seen=OTHERS, who_else=OTHERS)
    case = dossier(pair.initiative)
    with seed():
        Note.objects.create(
            municipality=cast.kampen, dossier=case, text=f"{OTHERS} over Daan en Bram", author=cast.anna
        )
        AuditEvent.objects.create(
            municipality=cast.kampen,
            object_type="housing.Household",
            object_id=cast.household_id,
            verb=f"{OTHERS}_household",
            visibility=Visibility.HOUSEHOLD,
            reason=OTHERS,
            actor=cast.anna,
            actor_label="Anna",
        )
        AuditEvent.objects.create(
            municipality=cast.kampen,
            object_type="initiatives.Dossier",
            object_id=case.pk,
            verb="submit",
            reason=OTHERS,
            actor=cast.bram,
            actor_label="Bram",
        )
    question(asker=cast.anna, title=OTHERS)
    for who in (cast.daan, cast.bram, cast.anna, cast.joke, cast.olga):
        client = client_as(who)
        file = client.get(FILE).content.decode()
        whole = file + client.get(PAGE).content.decode()
        assert made.reference not in whole
        assert "signal" not in file.lower()
        assert whole.count(OTHERS) == (2 if who == cast.anna else 0), "Anna's own question, in file and page"
    assert [one["act"] for one in _rows(client_as(cast.bram), "acts")] == ["heeft het dossier ingediend"]


def test_who_looked_is_told_by_role_and_never_by_name(pair: Pair, cast: Cast, client_as: Any) -> None:
    for who, times in ((cast.joke, 2), (cast.daan, 1)):
        for _time in range(times):
            client_as(who).get(reverse("buddies:buddy_detail", args=[cast.kampen.slug, pair.buddy.pk]))
    with seed():
        for reader, purpose in ((cast.olga, "buddy"), (cast.coen, "signal")):
            ReadEvent.objects.create(
                municipality=cast.kampen,
                reader=reader,
                purpose=purpose,
                object_type="buddies.Buddy",
                object_ids=[str(pair.buddy.pk)],
            )
    me = client_as(cast.daan)
    assert _rows(me, "reads") == [
        {
            "day": timezone.localdate().isoformat(),
            "role": "buddycoördinator",
            "municipality": "Kampen",
            "what": "uw gegevens als buddy",
            "times": 2,
        }
    ]
    assert "Joke" not in me.get(PAGE).content.decode()
    assert not _rows(client_as(cast.vera), "reads")


def test_mails_are_told_by_subject_once_their_text_is_gone(pair: Pair, cast: Cast, client_as: Any) -> None:
    now = timezone.now()
    with seed():
        for to, subject, template, more in (
            (cast.daan, f"{MINE} verstuurd", "x", {"state": "sent", "sent_at": now}),
            (cast.daan, f"{OTHERS} wacht nog", "x", {"body": "code 123456", "is_secret": True}),
            (cast.daan, f"{OTHERS} uit de andere lijn", "buddies/message_waiting", {"state": "sent", "sent_at": now}),
            (cast.bram, f"{OTHERS} van Bram", "x", {"state": "sent", "sent_at": now}),
        ):
            OutgoingMessage.objects.create(
                municipality=cast.kampen,
                to_user=to,
                to=to.email,
                to_index="x",
                template=template,
                subject=subject,
                expires_at=now + timedelta(days=1),
                **more,
            )
    assert [one["subject"] for one in _rows(client_as(cast.daan), "mails")] == [f"{MINE} verstuurd"]


def test_every_section_names_its_keys_and_reading_is_logged(pair: Pair, cast: Cast, client_as: Any) -> None:
    me = client_as(cast.daan)
    whole = _file(me)
    assert (whole["schema"], whole["version"]) == ("thuisgevers.own-data", 1)
    assert whole["made_at"][:10] == timezone.localdate().isoformat()
    assert list(whole["sections"]) == [one.key for one in sections()]
    account = whole["sections"]["account"]["rows"][0]
    assert (account["name"], account["email"]) == (cast.daan.display_name, cast.daan.email)
    assert not {"secret", "token", "password"} & {
        key for part in whole["sections"].values() for row in part["rows"] for key in row
    }
    with seed():
        read = ReadEvent.objects.get(purpose="own_data_file")
    assert (read.reader_id, read.object_ids) == (cast.daan.pk, [str(cast.daan.public_id)])
    assert reverse("members:own_data") in me.get(reverse("accounts:account")).content.decode()


def test_who_signed_in_long_ago_shows_the_second_factor_again(cast: Cast, client_as: Any) -> None:
    with seed():
        Authenticator.objects.create(user=cast.anna, type=Authenticator.Type.TOTP, data={"secret": OTHERS})
    client = client_as(cast.anna)
    assert OTHERS not in client.get(FILE).content.decode()
    session = client.session
    session["account_authentication_methods"] = [one | {"at": 0} for one in session["account_authentication_methods"]]
    session.save()
    answer = client.get(FILE)
    assert answer.status_code == 302
    assert "mijn-gegevens" in answer["Location"], "and then on to the file"
    assert client.get(PAGE).status_code == 200


def test_more_rows_ask_no_more(pair: Pair, cast: Cast, client_as: Any, count_queries: Any) -> None:
    question(cast.daan, title="de eerste")
    as_committed()
    me = client_as(cast.daan)
    assert count_queries(lambda: me.get(PAGE)) == 28
    for number in range(2):
        make.moment(pair.match, note=f"nog een {number}")
        question(cast.daan, title=f"nog een {number}")
        make.match(pair.buddy, household(cast.kampen), cast.joke)
    assert count_queries(lambda: me.get(PAGE)) == 28
    assert count_queries(lambda: me.get(FILE)) == 31, "three more to know whether somebody must show again who they are"
    assert len(_rows(me, "contact_moments")) == len(_rows(me, "matches")) == len(_rows(me, "questions")) == 3
