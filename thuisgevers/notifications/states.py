"""The life of a message. `claim` and `deliver` are the worker's and too many for the log; the engine does the others."""

from __future__ import annotations

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine

from .enums import MessageState

MESSAGE = Machine(
    label="notifications.OutgoingMessage",
    states=MessageState,
    scope_field="",
    edges=(
        Edge("claim", (MessageState.QUEUED, MessageState.SENDING), MessageState.SENDING, "oppakken"),
        Edge("deliver", (MessageState.SENDING,), MessageState.SENT, "bezorgen"),
        Edge(
            "fail",
            (MessageState.QUEUED, MessageState.SENDING),
            MessageState.FAILED,
            "opgeven",
            visibility=Visibility.INTERNAL,
        ),
        Edge(
            "retry",
            (MessageState.FAILED,),
            MessageState.QUEUED,
            "opnieuw versturen",
            visibility=Visibility.INTERNAL,
        ),
    ),
)
