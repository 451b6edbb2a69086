"""Answers by mail: what becomes a message and what is refused, with real mails (RFC 5322) and a mailbox that speaks IMAP."""

from __future__ import annotations

import logging
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone
from pydantic import ValidationError

from initiatives.enums import InitiativeState
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.workspace import conversation, message
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.guidance.models import Conversation, ConversationMessage
from thuisgevers.guidance.services.workspace.mail_in import MOST_AN_HOUR, MOST_BYTES, MailVerdict, take_in
from thuisgevers.guidance.services.workspace.mailbox import read_mailbox
from thuisgevers.guidance.services.workspace.reply_address import reply_address, target_of
from thuisgevers.guidance.services.workspace.talking import write_message
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage
from thuisgevers.settings.environment import Environment

pytestmark = pytest.mark.django_db

PASS = "mx.thuisgevers.example; dkim=pass header.d=voorbeeld.example; spf=pass smtp.mailfrom=vera@voorbeeld.example"
QUOTE = "\n\nOp ma 3 aug. 2026 om 12:00 schreef De Thuisgevers <gesprek@thuisgevers.example>:\n> Wie komt er?\n> Bram\n"


@pytest.fixture(autouse=True)
def reply_mail(settings: Any) -> None:
    settings.REPLY_MAIL_ADDRESS = "gesprek@thuisgevers.example"
    settings.REPLY_AUTH_SERVER = "mx.thuisgevers.example"


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    return conversation(initiative(cast.kampen, id=cast.initiative_id), cast.bram, "Wie komt er?")


def answer(
    talk: Conversation, person: User, text: str = "Ik kom!", *, sender: str = "", verdict: str = PASS, **headers: str
) -> EmailMessage:
    made = EmailMessage()
    made["From"] = sender or f"{person.display_name} <{person.email}>"
    made["To"] = f"De Thuisgevers <{reply_address(talk.pk, person)}>"
    made["Subject"] = "Re: Nieuw bericht"
    made["Message-ID"] = headers.pop("message_id", f"<{person.pk}.{text[:5].strip()!r}@voorbeeld.example>")
    if verdict:
        made["Authentication-Results"] = verdict
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text + QUOTE)
    return made


def written(talk: Conversation) -> list[str]:
    with seed():
        return list(
            ConversationMessage.objects.filter(conversation=talk)
            .exclude(mail_key="")
            .order_by("created_at", "id")
            .values_list("text", flat=True)
        )


def test_an_answer_becomes_a_message_without_what_it_answers_to(cast: Cast, talk: Conversation) -> None:
    raw = answer(talk, cast.vera, "Ik kom! Koffie 😀\n\nGroet, Vera").as_bytes()
    assert take_in(raw) == MailVerdict.TAKEN
    assert take_in(raw) == MailVerdict.DUPLICATE
    [text] = written(talk)
    assert text.startswith("Ik kom! Koffie 😀")
    assert "Wie komt er?" not in text
    with seed():
        assert ConversationMessage.objects.get(text=text).author_id == cast.vera.pk
        told = set(OutgoingMessage.objects.values_list("to_user__display_name", flat=True))
    assert told == {"Bram", "Joke", "Pieter"}


def test_the_mail_that_goes_out_says_where_to_answer(cast: Cast, talk: Conversation) -> None:
    by(cast.bram, lambda access: write_message(access=access, conversation=talk, text="Zaterdag?"))
    with seed():
        row = OutgoingMessage.objects.get(to_user=cast.vera)
        body = row.body or ""
    assert target_of(row.reply_to) is not None
    assert row.reply_to == reply_address(talk.pk, cast.vera)
    assert "antwoorden op deze mail" in body


def test_nothing_says_so_where_it_is_not_set_up(cast: Cast, talk: Conversation, settings: Any) -> None:
    settings.REPLY_MAIL_ADDRESS = ""
    by(cast.bram, lambda access: write_message(access=access, conversation=talk, text="Zaterdag?"))
    with seed():
        row = OutgoingMessage.objects.get(to_user=cast.vera)
        body = row.body or ""
    assert row.reply_to == ""
    assert "antwoorden op deze mail" not in body
    assert target_of("gesprek+abc@thuisgevers.example") is None


def test_an_address_is_of_one_person_and_one_conversation_whatever_its_case(cast: Cast, talk: Conversation) -> None:
    address = reply_address(talk.pk, cast.vera)
    assert len(address.partition("@")[0]) <= 64
    target = target_of(address.upper())
    assert target is not None
    assert (target.conversation_id, target.user_id) == (talk.pk, cast.vera.pk)
    token = address.partition("+")[2].partition("@")[0]
    forged = [token[:-1] + ("a" if token[-1] != "a" else "b"), token[1:] + "a", token + "a", "", "é" * 48, "=" * 48]
    for one in forged:
        assert target_of(f"gesprek+{one}@thuisgevers.example") is None, one
    assert target_of(address.replace("thuisgevers", "elders")) is None


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({"sender": "vera@elders.example"}, MailVerdict.OTHER_SENDER),
        ({"sender": "Vera <bram@voorbeeld.example>"}, MailVerdict.OTHER_SENDER),
        ({"sender": "vera@voorbeeld.example, bram@voorbeeld.example"}, MailVerdict.OTHER_SENDER),
        ({"verdict": ""}, MailVerdict.NOT_VOUCHED_FOR),
        ({"verdict": PASS.replace("mx.", "mx2.")}, MailVerdict.NOT_VOUCHED_FOR),
        ({"verdict": PASS.replace("=pass", "=fail")}, MailVerdict.NOT_VOUCHED_FOR),
        ({"verdict": PASS.replace("voorbeeld", "kwaad")}, MailVerdict.NOT_VOUCHED_FOR),
        ({"verdict": "mx.thuisgevers.example; none"}, MailVerdict.NOT_VOUCHED_FOR),
        (
            {"verdict": "mx.thuisgevers.example; dkim=fail (dkim=pass header.d=voorbeeld.example); spf=none"},
            MailVerdict.NOT_VOUCHED_FOR,
        ),
        ({"Auto_Submitted": "auto-replied"}, MailVerdict.AUTOMATIC),
        ({"Precedence": "bulk"}, MailVerdict.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "All"}, MailVerdict.AUTOMATIC),
        ({"List_Id": "<lijst.voorbeeld.example>"}, MailVerdict.AUTOMATIC),
        ({"Return_Path": "<>"}, MailVerdict.AUTOMATIC),
        ({"message_id": "<abc@localhost>"}, MailVerdict.AUTOMATIC),
        ({"text": " \n"}, MailVerdict.EMPTY),
    ],
)
def test_what_is_refused(cast: Cast, talk: Conversation, settings: Any, case: Any, verdict: MailVerdict) -> None:
    settings.BASE_URL = "http://localhost:8000"
    assert take_in(answer(talk, cast.vera, **case).as_bytes()) == verdict
    assert written(talk) == []


@pytest.mark.parametrize(
    "verdict",
    [
        "mx.thuisgevers.example; dmarc=pass (p=none) header.from=voorbeeld.example",
        "MX.thuisgevers.example 1; spf=pass smtp.mailfrom=voorbeeld.example",
        "mx.thuisgevers.example; dkim=fail header.d=x.example; dkim=pass header.i=@voorbeeld.example",
    ],
)
def test_what_our_own_server_vouches_for(cast: Cast, talk: Conversation, verdict: str) -> None:
    assert take_in(answer(talk, cast.vera, verdict=verdict).as_bytes()) == MailVerdict.TAKEN


def test_of_our_own_verdicts_the_topmost_counts(cast: Cast, talk: Conversation) -> None:
    honest = b"Authentication-Results: mx.thuisgevers.example; dkim=none; spf=fail\n"
    assert take_in(honest + answer(talk, cast.vera).as_bytes()) == MailVerdict.NOT_VOUCHED_FOR


def test_the_address_of_another_does_not_open_his_name(cast: Cast, talk: Conversation) -> None:
    """Vera was sent Bram's mail on, and answers it from her own address."""
    stolen = answer(talk, cast.bram, sender=cast.vera.email)
    assert take_in(stolen.as_bytes()) == MailVerdict.OTHER_SENDER


def test_who_left_the_team_or_lost_the_account_is_refused(cast: Cast, talk: Conversation) -> None:
    raw = answer(talk, cast.vera).as_bytes()
    with seed():
        talk.initiative.state = InitiativeState.WITHDRAWN
        talk.initiative.save(update_fields=["state"])
    assert take_in(raw) == MailVerdict.NO_RIGHT
    with seed():
        talk.initiative.state = InitiativeState.EXPLORING
        talk.initiative.save(update_fields=["state"])
        Membership.objects.filter(user=cast.vera).update(ends_on=timezone.localdate())
    with seed():
        User.objects.filter(pk=cast.joke.pk).update(is_active=False)
    assert take_in(answer(talk, cast.joke).as_bytes()) == MailVerdict.OTHER_SENDER
    assert take_in(answer(talk, cast.anna).as_bytes()) == MailVerdict.NO_RIGHT
    assert written(talk) == []


def test_a_loop_that_nothing_else_stopped_stops(cast: Cast, talk: Conversation) -> None:
    for number in range(MOST_AN_HOUR):
        message(talk, cast.vera, f"Weer ik {number}", mail_key=f"{number:064d}")
    assert take_in(answer(talk, cast.vera).as_bytes()) == MailVerdict.TOO_MANY
    with seed():
        ConversationMessage.objects.exclude(mail_key="").update(created_at=timezone.now() - timedelta(hours=2))
    assert take_in(answer(talk, cast.vera).as_bytes()) == MailVerdict.TAKEN


def test_sizes_files_and_html(cast: Cast, talk: Conversation) -> None:
    assert take_in(b"x" * (MOST_BYTES + 1)) == MailVerdict.TOO_LARGE
    long = answer(talk, cast.vera, "a" * 9000)
    assert take_in(long.as_bytes()) == MailVerdict.TAKEN
    filed = answer(talk, cast.vera, "Zie de foto")
    filed.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="zaal.png")
    assert take_in(filed.as_bytes()) == MailVerdict.TAKEN
    page = answer(talk, cast.vera, "Html")
    page.set_content(
        "<p>Ik kom <b>zeker</b> &amp; neem taart</p><script>alert(1)</script><blockquote>Oud</blockquote>",
        subtype="html",
    )
    assert take_in(page.as_bytes()) == MailVerdict.TAKEN
    first, second, third = written(talk)
    assert len(first) <= 4000
    assert "langer dan hier past" in first
    assert "Er zat een bijlage bij de mail" in second
    assert third == "Ik kom zeker & neem taart"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: \n\nHoi",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x",
        b"From: =?utf-8?b?/w==?= <a@b>\nTo: \x80@\n\nHoi",
        b"To: gesprek+abc@thuisgevers.example\nContent-Type: text/plain; charset=bestaatniet\n\nHoi",
    ],
)
def test_what_is_no_mail_is_refused_without_an_error(raw: bytes) -> None:
    assert take_in(raw) in {MailVerdict.UNKNOWN_ADDRESS, MailVerdict.UNREADABLE, MailVerdict.OTHER_SENDER}


def test_a_refusal_logs_no_content(cast: Cast, talk: Conversation, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        take_in(answer(talk, cast.vera, "Geheim verhaal", sender="kwaad@elders.example").as_bytes())
    assert "other_sender" in caplog.text
    assert "Geheim" not in caplog.text
    assert "kwaad@" not in caplog.text


# The mailbox.


class _Imap(socketserver.StreamRequestHandler):
    """The part of IMAP4rev1 (RFC 3501) that the reader speaks."""

    def handle(self) -> None:
        box: dict[str, bytes] = self.server.box  # type: ignore[attr-defined]
        doomed: set[str] = set()
        self.wfile.write(b"* OK IMAP4rev1 ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.decode().strip().split(" ", 2)
            words = f"{command} {' '.join(rest)}".upper()
            if words.startswith("CAPABILITY"):
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif words.startswith("LOGIN"):
                assert "p@ss" in " ".join(rest)
            elif words.startswith("SELECT"):
                self.wfile.write(f"* {len(box)} EXISTS\r\n".encode())
            elif words.startswith("UID SEARCH"):
                self.wfile.write(f"* SEARCH {' '.join(box)}\r\n".encode())
            elif words.startswith("UID FETCH"):
                uid = words.split()[2]
                if "RFC822.SIZE" in words:
                    self.wfile.write(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(box[uid])})\r\n".encode())
                else:
                    head = f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(box[uid])}}}\r\n".encode()
                    self.wfile.write(head + box[uid] + b")\r\n")
            elif words.startswith("UID STORE"):
                doomed.add(words.split()[2])
            elif words.startswith("EXPUNGE"):
                for uid in doomed:
                    box.pop(uid)
            elif words.startswith("LOGOUT"):
                self.wfile.write(f"* BYE\r\n{tag} OK\r\n".encode())
                return
            self.wfile.write(f"{tag} OK done\r\n".encode())


@contextmanager
def imap(box: dict[str, bytes]) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Imap) as server:
        server.box = box  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def test_the_mailbox_is_read_and_emptied(
    cast: Cast, talk: Conversation, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = {
        "7": answer(talk, cast.vera).as_bytes().replace(b"\n", b"\r\n"),
        "9": answer(talk, cast.vera, sender="kwaad@elders.example").as_bytes().replace(b"\n", b"\r\n"),
    }
    with imap(box) as port:
        settings.REPLY_IMAP_URL = f"imap://lezer:p%40ss@127.0.0.1:{port}/INBOX"
        assert read_mailbox() == [MailVerdict.TAKEN, MailVerdict.OTHER_SENDER]
        assert box == {}
        assert read_mailbox() == []
        box["11"] = answer(talk, cast.vera, "Later").as_bytes()

        def down(_raw: bytes) -> MailVerdict:
            raise ConnectionError

        monkeypatch.setattr("thuisgevers.guidance.services.workspace.mailbox.take_in", down)
        assert read_mailbox() == []
        assert set(box) == {"11"}
    assert written(talk) == ["Ik kom!"]


def test_nothing_is_read_where_no_mailbox_is_set_up(settings: Any) -> None:
    settings.REPLY_IMAP_URL = ""
    assert read_mailbox() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"reply_mail_address": "gesprek@thuisgevers.example"},
        {"reply_mail_address": "geen adres"},
        {"reply_mail_address": "een-veel-te-lange-naam@thuisgevers.example"},
        {"reply_imap_url": "http://x"},
    ],
)
def test_settings_are_checked_at_the_start(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        Environment(debug=True, **wrong)  # type: ignore[arg-type]
