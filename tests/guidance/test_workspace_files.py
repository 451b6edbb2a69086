"""Files at messages: for the team and its pioneer, at every net, and for nobody of the municipality."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import InitiativeState
from tests.factories import attachments as files
from tests.factories.attachments import sent
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.workspace import conversation, message, message_file
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentKind, AttachmentState, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.permissions import viewable_attachments
from thuisgevers.attachments.services import receive_file
from thuisgevers.audit.models import AuditEvent, ReadEvent
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.guidance.models import Conversation, ConversationMessage, ConversationMessageAttachment
from thuisgevers.guidance.permissions import workspace as rights
from thuisgevers.guidance.queries.workspace_files import files_of
from thuisgevers.guidance.services.workspace.message_files import remove_message_file, restore_message_file
from thuisgevers.guidance.services.workspace.talking import withdraw_message
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

OUTSIDE = ("anna", "coen", "vince", "karin", "gerrit", "els", "daan", "chaima", "stranger")
CANARY = "aaa-kanarie.jpg"


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(cast.kampen, id=cast.initiative_id, name="Huis aan de Dijk")


@pytest.fixture
def talk(cast: Cast, mine: Any) -> Conversation:
    files.scope(cast.kampen, mine.pk)
    return conversation(mine, cast.bram, "Wie heeft de plattegrond?")


def url(name: str, row: Any) -> str:
    return reverse(f"guidance:{name}", args=[row.pk])


def hung(
    cast: Cast, talk: Conversation, state: AttachmentState = AttachmentState.READY, name: str = CANARY
) -> ConversationMessageAttachment:
    """A file at a message of Vera."""
    return again(message_file(message(talk, cast.vera, "Hier is hij."), state=state, name=name).attachment)


def again(row: Attachment) -> ConversationMessageAttachment:
    with seed():
        return ConversationMessageAttachment.objects.select_related(
            "attachment__municipality", "message__municipality", "message__initiative"
        ).get(attachment_id=row.pk)


def test_a_message_takes_its_files_along(cast: Cast, client_as: Any, talk: Conversation) -> None:
    chosen = [sent(files.photo(), "gang.jpg"), sent(files.photo(), "keuken.jpg")]
    answer = client_as(cast.joke).post(url("conversation_detail", talk), {"text": "Zo is het nu.", "files": chosen})
    assert answer.status_code == 302
    with seed():
        rows = list(Attachment.objects.order_by("name"))
        assert [(row.name, row.audience, row.state) for row in rows] == [
            ("gang.jpg", "private", "uploaded"),
            ("keuken.jpg", "private", "uploaded"),
        ]
        assert {link.message.author_id for link in ConversationMessageAttachment.objects.select_related("message")} == {
            cast.joke.pk
        }
        assert set(
            AuditEvent.objects.filter(object_type="attachments.Attachment").values_list("visibility", flat=True)
        ) == {"workspace"}
        body = OutgoingMessage.objects.filter(to_user=cast.bram).latest("created_at").body
    assert "Er horen 2 bestanden bij" in (body or "")
    assert "gang.jpg" not in (body or "")
    page = client_as(cast.pieter).get(url("conversation_detail", talk)).content.decode()
    assert "gang.jpg" in page
    assert "wacht op controle" in page


def test_a_conversation_begins_with_a_file(cast: Cast, client_as: Any, mine: Any, talk: Conversation) -> None:
    data = {"subject": "De tuin", "text": "Kijk.", "files": sent(files.photo(), "tuin.jpg")}
    assert client_as(cast.vera).post(url("workspace_conversation_add", mine), data).status_code == 302
    with seed():
        assert ConversationMessageAttachment.objects.get().message.conversation.subject == "De tuin"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "leeg.jpg", "is leeg"),
        (b"MZ\x90 geen foto", "foto.jpg.exe", "geen foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tekening.svg", "geen foto"),
    ],
)
def test_a_file_that_is_refused_keeps_the_words(
    cast: Cast, client_as: Any, talk: Conversation, content: bytes, name: str, says: str
) -> None:
    chosen = [sent(files.photo(), "goed.jpg"), sent(content, name)]
    answer = client_as(cast.vera).post(url("conversation_detail", talk), {"text": "Mijn zin 😀", "files": chosen})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors["files"])
    assert "Mijn zin 😀" in answer.content.decode()
    with seed():
        assert not Attachment.objects.exists(), "nor the one that was good"
        assert not ConversationMessage.objects.filter(text="Mijn zin 😀").exists()


def test_too_many_files_and_files_that_must_be_chosen_again(cast: Cast, client_as: Any, talk: Conversation) -> None:
    browser = client_as(cast.vera)
    many = [sent(files.photo(), f"{number}.jpg") for number in range(6)]
    answer = browser.post(url("conversation_detail", talk), {"text": "Alle foto's", "files": many})
    assert "hooguit 5" in str(answer.context["form"].errors["files"])
    for text in ("", "Zijn BSN is 111222333."):
        answer = browser.post(url("conversation_detail", talk), {"text": text, "files": sent(files.photo())})
        assert answer.status_code == 422
        assert "opnieuw" in str(answer.context["form"].errors["files"])
    with seed():
        assert not Attachment.objects.exists()


def test_who_reads_the_conversation_opens_the_file_and_that_is_noted(
    cast: Cast, client_as: Any, talk: Conversation
) -> None:
    file = hung(cast, talk)
    for user in (cast.bram, cast.vera, cast.joke, cast.pieter):
        browser = client_as(user)
        assert CANARY in browser.get(url("conversation_detail", talk)).content.decode()
        assert browser.get(url("message_file_open", file)).headers["Cache-Control"] == "no-store, private"
        assert browser.get(url("message_file_thumbnail", file)).status_code == 200
        with seed():
            seen = ReadEvent.objects.filter(reader=user, purpose__startswith="message_file")
            assert {row.object_ids[0] for row in seen} == {str(file.attachment_id)}
        lines = by(user, lambda access: [line.name for line in files_of(access, talk.initiative)])
        assert lines == [CANARY]


def test_nobody_else_reaches_it_by_any_door(cast: Cast, client_as: Any, talk: Conversation) -> None:
    """Net 1 and 2: neither the workspace's doors nor those for the files of a dossier, for the owner of the thing or an official."""
    file = hung(cast, talk)
    for who in OUTSIDE:
        browser = client_as(getattr(cast, who))
        for name in ("open", "thumbnail", "show"):
            assert browser.get(url(f"message_file_{name}", file)).status_code in (403, 404), (who, name)
        for name in ("remove", "restore", "cancel"):
            assert browser.post(url(f"message_file_{name}", file)).status_code in (403, 404), (who, name)
    for who in (*OUTSIDE, "bram", "vera", "joke", "pieter"):
        for name in ("open", "thumbnail", "show"):
            answer = client_as(getattr(cast, who)).get(
                reverse(f"attachments:attachment_{name}", args=[file.attachment_id])
            )
            assert answer.status_code in (403, 404), (who, name)


def test_the_database_shows_it_to_nobody_else(cast: Cast, talk: Conversation) -> None:
    """Net 5: without a WHERE of ours. The row, what it hangs on, its history and what the log says of it."""
    file = hung(cast, talk)
    history = Attachment._meta.apps.get_model("attachments", "AttachmentEvent")
    by(cast.vera, lambda access: remove_message_file(access=access, file=file))
    for who in OUTSIDE:
        user = getattr(cast, who)
        seen = by(
            user,
            lambda access: [
                Attachment.objects.filter(pk=file.attachment_id).count(),
                Attachment.objects.filter(pk=file.attachment_id).update(audience="team"),
                ConversationMessageAttachment.objects.count(),
                history.objects.filter(pgh_obj_id=file.attachment_id).count(),
                AuditEvent.objects.filter(object_id=file.attachment_id).count(),
                viewable_attachments(access).count(),
            ],
        )
        assert seen == [0] * 6, who
    for who in ("bram", "vera", "joke", "pieter"):
        seen = by(
            getattr(cast, who),
            lambda access: [
                Attachment.objects.filter(pk=file.attachment_id).count(),
                ConversationMessageAttachment.objects.count(),
                viewable_attachments(access).count(),
            ],
        )
        assert seen == [1, 1, 0], who
    assert by(cast.bram, lambda access: Attachment.objects.update(caption="x")) == 0, "not one's own"


def test_only_who_works_there_adds_a_private_file(cast: Cast, talk: Conversation) -> None:
    def add(access: Any) -> Attachment:
        return receive_file(
            access=access,
            municipality=cast.kampen,
            file=sent(files.photo()),
            client_id=uuid4(),
            kind=AttachmentKind.OTHER,
            audience=Audience.PRIVATE,
            scope_id=talk.initiative_id,
        )

    for who in OUTSIDE:
        with pytest.raises(PermissionDenied):
            by(getattr(cast, who), add)
        with pytest.raises(DatabaseError), transaction.atomic():
            by(getattr(cast, who), lambda access, name=who: _forge(cast, talk, getattr(cast, name)))
    assert by(cast.pieter, add).audience == Audience.PRIVATE


def _forge(cast: Cast, talk: Conversation, user: Any) -> None:
    Attachment(
        municipality=cast.kampen,
        audience="private",
        scope_id=talk.initiative_id,
        kind="other",
        media_type="application/pdf",
        size=1,
        uploaded_by=user,
        client_id=uuid4(),
    ).save(force_insert=True)


def test_taking_away_and_putting_back(cast: Cast, client_as: Any, talk: Conversation) -> None:
    file = hung(cast, talk)
    assert client_as(cast.bram).post(url("message_file_remove", file)).status_code == 404, "not Bram's"
    vera = client_as(cast.vera)
    assert vera.post(url("message_file_remove", file)).status_code == 302
    assert "Ongedaan maken" in vera.get(url("conversation_detail", talk)).content.decode()
    assert CANARY not in client_as(cast.bram).get(url("conversation_detail", talk)).content.decode()
    assert vera.get(url("message_file_open", file)).status_code == 404
    answer = vera.post(url("message_file_restore", file), headers={"HX-Request": "true"})
    assert "Verwijderen" in answer.content.decode()
    assert client_as(cast.bram).get(url("message_file_open", file)).status_code == 200
    assert vera.post(url("message_file_restore", file)).status_code == 409, "pressed twice"
    waiting = hung(cast, talk, AttachmentState.UPLOADED)
    assert vera.post(url("message_file_cancel", waiting)).status_code == 302
    assert vera.get(url("message_file_show", waiting)).status_code == 404


def test_a_withdrawn_message_takes_its_files_away(cast: Cast, client_as: Any, talk: Conversation) -> None:
    ready, waiting = hung(cast, talk), hung(cast, talk, AttachmentState.UPLOADED)
    checking = hung(cast, talk, AttachmentState.CHECKING)
    for file in (ready, waiting):
        by(cast.vera, lambda access, one=file: withdraw_message(access=access, message=one.message))
    with pytest.raises(ConflictError):
        by(cast.vera, lambda access: withdraw_message(access=access, message=checking.message))
    with seed():
        states = dict(Attachment.objects.values_list("pk", "state"))
    assert [states[one.attachment_id] for one in (ready, waiting, checking)] == ["removed", "purged", "checking"]
    assert client_as(cast.vera).get(url("message_file_show", ready)).status_code == 404
    assert client_as(cast.vera).post(url("message_file_restore", ready)).status_code == 404, "the message is gone"


def test_lists_and_predicates_agree(cast: Cast, mine: Any, talk: Conversation) -> None:
    gone = hung(cast, talk)
    rows = [
        hung(cast, talk),
        hung(cast, talk, AttachmentState.REMOVED),
        hung(cast, talk, AttachmentState.PURGED, name=""),
        gone,
    ]
    with seed():
        ConversationMessage.objects.filter(pk=gone.message_id).update(text="", withdrawn_at=timezone.now())
    everything = [again(row.attachment) for row in rows]
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        for listed, predicate in (
            (rights.viewable_message_files, rights.can_view_message_file),
            (rights.removable_message_files, rights.can_remove_message_file),
        ):
            found = by(user, lambda access, rows=listed: set(rows(access).values_list("pk", flat=True)))
            allowed = by(user, lambda access, may=predicate: {row.pk for row in everything if may(access, row)})
            assert found == allowed, user.display_name
    assert by(cast.vera, lambda access: rights.removable_message_files(access).count()) == 2


def test_nothing_changes_once_the_initiative_is_over(cast: Cast, mine: Any, talk: Conversation) -> None:
    file = hung(cast, talk)
    with seed():
        mine.state = InitiativeState.COMPLETED
        mine.save(update_fields=["state"])
    over = again(file.attachment)
    for act in (remove_message_file, restore_message_file):
        with pytest.raises((PermissionDenied, ConflictError)):
            by(cast.vera, lambda access, act=act: act(access=access, file=over))
    assert by(cast.bram, lambda access: rights.viewable_message_files(access).count()) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(cast: Cast, client_as: Any, count_queries: Any, talk: Conversation, number: int) -> None:
    for _index in range(number):
        hung(cast, talk)
    browser = client_as(cast.bram)
    assert count_queries(lambda: browser.get(url("conversation_detail", talk))) == QUERIES


#: Session, user, who (set and unset), rights, conversation, read log, marks, messages, their files.
QUERIES = 10
