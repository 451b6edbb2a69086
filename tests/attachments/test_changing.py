"""The row in the list: asked again, described, taken away, put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.attachments import attachment, fresh
from tests.factories.documents import rights
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState as State
from thuisgevers.attachments.enums import Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.services import describe_attachment
from thuisgevers.attachments.states import ATTACHMENT
from thuisgevers.audit.models import AuditEvent
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.who import acting

SignIn = Callable[..., ThuisClient]
HX = {"HX-Request": "true"}
NEEDED: dict[str, dict[str, Any]] = {
    "claim": {"claimed_at": "2026-11-22T10:00:00Z"},
    "pass": {"sha256": "a" * 64, "storage_key": "files/aa/a", "ready_at": "2026-11-22T10:00:00Z"},
    "refuse": {"refusal": "Deze pdf is versleuteld."},
    "remove": {"removed_at": "2026-11-22T10:00:00Z"},
}


def url(row: Attachment, name: str) -> str:
    return reverse(f"attachments:attachment_{name}", args=[row.pk])


@pytest.mark.parametrize("edge", ATTACHMENT.edges, ids=lambda edge: edge.name)
@pytest.mark.parametrize("state", list(State))
def test_only_the_edges_of_the_table_exist(cast: Cast, state: State, edge: Any) -> None:
    row = attachment(cast.kampen, cast.anna, state=state)
    with acting(user_id=cast.anna.pk):

        def move() -> Any:
            return transition(
                access=rights(cast.anna),
                obj=row,
                machine=ATTACHMENT,
                name=edge.name,
                may=lambda _access, _row: True,
                changes=NEEDED.get(edge.name, {}),
            )

        if state in edge.sources:
            assert move().state == edge.target
        else:
            with pytest.raises(WrongStateError):
                move()


def test_row_is_asked_again_only_while_it_is_checked(cast: Cast, client_as: SignIn) -> None:
    client = client_as(cast.anna)
    waiting = attachment(cast.kampen, cast.anna, state=State.UPLOADED)
    page = client.get(url(waiting, "show"))
    assert f'hx-get="{url(waiting, "show")}?stand=uploaded"' in page.content.decode()
    same = client.get(url(waiting, "show") + "?stand=uploaded", headers=HX)
    assert same.status_code == 204
    ready = attachment(cast.kampen, cast.anna)
    part = client.get(url(ready, "show") + "?stand=checking", headers=HX).content.decode()
    assert "hx-trigger" not in part
    assert 'data-announce="voorgevel.jpg is klaar."' in part
    assert "<html" not in part


def test_refused_row_says_why_and_can_be_taken_away(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna, state=State.REFUSED)
    client = client_as(cast.anna)
    assert "Deze pdf is versleuteld." in client.get(url(row, "show")).content.decode()
    part = client.post(url(row, "cancel"), headers=HX).content.decode()
    assert "weggehaald" in part
    assert "voorgevel" not in part
    assert (fresh(row).state, fresh(row).name) == (State.PURGED, "")


def test_waiting_file_can_be_taken_away_and_leaves_quarantine(
    cast: Cast, client_as: SignIn, storage_folder: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = attachment(cast.kampen, cast.anna, state=State.UPLOADED)
    with django_capture_on_commit_callbacks(execute=True):
        client_as(cast.anna).post(url(row, "cancel"), headers=HX)
    assert fresh(row).state == State.PURGED
    assert not list(storage_folder.rglob(str(row.pk)))


def test_removed_can_be_put_back(cast: Cast, client_as: SignIn, storage_folder: Any) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.anna)
    part = client.post(url(row, "remove"), headers=HX).content.decode()
    assert "Ongedaan maken" in part
    assert client.get(url(row, "open")).status_code == 404
    part = client.post(url(row, "restore"), headers=HX).content.decode()
    assert "Verwijderen" in part
    assert fresh(row).state == State.READY
    assert (storage_folder / row.storage_key).exists()
    with seed():
        assert list(AuditEvent.objects.filter(object_id=row.pk).values_list("verb", flat=True)) == ["remove", "restore"]


def test_second_press_says_that_it_is_done_already(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.anna)
    client.post(url(row, "remove"), headers=HX)
    again = client.post(url(row, "remove"), headers=HX)
    assert again.status_code == 409
    assert "Dit kan nu niet" in again.content.decode()


def test_without_script_one_comes_back_where_one_was(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.anna)
    assert client.post(url(row, "remove"), {"next": "/kampen/"})["Location"] == "/kampen/"
    for hostile in ("https://elders.example/", "//elders.example", "javascript:alert(1)"):
        assert client.post(url(row, "restore"), {"next": hostile}).status_code in {302, 409}
        answer = client.post(url(row, "remove"), {"next": hostile})
        if answer.status_code == 302:
            assert answer["Location"] == url(row, "show")


def test_caption_is_kept_on_one_line_and_not_in_the_log(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.anna)
    part = client.post(url(row, "describe"), {"caption": " De keuken\u202e\nvan <b>boven</b> "}, headers=HX)
    assert fresh(row).caption == "De keuken van <b>boven</b>"
    assert "<b>" not in part.content.decode()
    with seed():
        event = AuditEvent.objects.get(object_id=row.pk)
    assert (event.verb, event.data) == ("describe", {})
    client.post(url(row, "describe"), {"caption": "x" * 500}, headers=HX)
    assert len(fresh(row).caption) == 200


@pytest.mark.parametrize(
    ("name", "own", "may"),
    [
        ("anna", False, True),
        ("coen", False, True),
        ("bram", False, True),
        ("vera", False, False),
        ("vera", True, True),
        ("vince", False, False),
        ("pieter", False, False),
        ("karin", False, False),
        ("chaima", False, False),
        ("els", False, False),
        ("stranger", False, False),
    ],
)
@pytest.mark.parametrize("act", ["remove", "describe"])
def test_who_may_change(cast: Cast, client_as: SignIn, act: str, name: str, own: bool, may: bool) -> None:
    by = getattr(cast, name) if own else cast.anna
    row = attachment(cast.kampen, by, scope_id=cast.initiative_id)
    answer = client_as(getattr(cast, name)).post(url(row, act), {"caption": "Keuken"}, headers=HX)
    assert answer.status_code in ({200} if may else {403, 404})
    assert (fresh(row).state == State.REMOVED or fresh(row).caption == "Keuken") == may


def test_service_asks_itself(cast: Cast) -> None:
    row = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id)
    with acting(user_id=cast.vince.pk), pytest.raises(PermissionDenied):
        describe_attachment(access=rights(cast.vince), attachment=row, caption="Keuken")


def test_team_cannot_touch_what_officials_keep(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna, scope_id=cast.initiative_id, audience=Audience.OFFICIAL)
    assert client_as(cast.bram).post(url(row, "remove"), headers=HX).status_code == 404


def test_buttons_are_posts(cast: Cast, client_as: SignIn) -> None:
    row = attachment(cast.kampen, cast.anna)
    client = client_as(cast.anna)
    for name in ("remove", "restore", "cancel", "describe"):
        assert client.get(url(row, name)).status_code == 405


def test_undo_ends_after_thirty_days(cast: Cast, client_as: SignIn) -> None:
    removed_at = timezone.now() - timedelta(days=2)
    row = attachment(cast.kampen, cast.anna, state=State.REMOVED, removed_at=removed_at)
    page = client_as(cast.anna).get(url(row, "show")).content.decode()
    assert "ongedaan maken" in page
