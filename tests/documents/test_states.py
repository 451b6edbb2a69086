"""Every state tried with every transition, and who may do which."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories.documents import document, rights
from tests.factories.people import Cast
from thuisgevers.audit.transitions import WrongStateError, transition
from thuisgevers.common.who import acting
from thuisgevers.documents.enums import DocumentState
from thuisgevers.documents.states import DOCUMENT

NEEDED: dict[str, dict[str, Any]] = {
    "claim": {"claimed_at": "2026-11-22T10:00:00Z"},
    "finish": {"sha256": "a" * 64, "byte_size": 1, "page_count": 1},
    "fail": {"error": "Er ging iets mis."},
}


@pytest.mark.parametrize("edge", DOCUMENT.edges, ids=lambda edge: edge.name)
@pytest.mark.parametrize("state", list(DocumentState))
def test_only_the_edges_of_the_table_exist(cast: Cast, state: DocumentState, edge: Any) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    with acting(user_id=cast.anna.pk):

        def move() -> Any:
            return transition(
                access=rights(cast.anna),
                obj=row,
                machine=DOCUMENT,
                name=edge.name,
                may=lambda _access, _row: True,
                changes=NEEDED.get(edge.name, {}),
            )

        if state in edge.sources:
            assert move().state == edge.target
        else:
            with pytest.raises(WrongStateError):
                move()


@pytest.mark.parametrize(
    ("state", "edge", "allowed"),
    [
        (DocumentState.FAILED, "retry", {"anna", "coen", "bram"}),
        (DocumentState.REQUESTED, "cancel", {"anna", "coen", "bram"}),
        (DocumentState.READY, "finalise", {"anna", "coen"}),
        (DocumentState.FINAL, "send", {"anna", "coen"}),
        (DocumentState.SENT, "sign", {"anna", "coen"}),
    ],
)
@pytest.mark.parametrize("name", ["anna", "coen", "bram", "vera", "vince", "pieter", "karin", "els", "chaima", "daan"])
def test_who_may_move_a_document(cast: Cast, state: DocumentState, edge: str, allowed: set[str], name: str) -> None:
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=state)
    user = getattr(cast, name)
    with acting(user_id=user.pk):
        try:
            transition(access=rights(user), obj=row, machine=DOCUMENT, name=edge)
            succeeded = True
        except (PermissionDenied, row.__class__.DoesNotExist):
            succeeded = False
    assert succeeded is (name in allowed)


def test_every_edge_is_told_on_the_timeline() -> None:
    from thuisgevers.audit.timeline import told_events

    told = told_events()
    assert {f"documents.Document.{edge.name}" for edge in DOCUMENT.edges} <= told
    assert "documents.Document.request" in told
