"""The lives of an invitation and of a request for a temporary role."""

from __future__ import annotations

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import GrantState, InvitationState

INVITATION = Machine(
    label="members.Invitation",
    states=InvitationState,
    scope_field="scope_id",
    edges=(
        Edge("accept", (InvitationState.OPEN,), InvitationState.ACCEPTED, "aannemen"),
        Edge("decline", (InvitationState.OPEN,), InvitationState.DECLINED, "afslaan"),
        Edge("withdraw", (InvitationState.OPEN,), InvitationState.WITHDRAWN, "intrekken"),
    ),
)

GRANT_REQUEST = Machine(
    label="members.GrantRequest",
    states=GrantState,
    scope_field="",
    edges=(
        Edge(
            "give",
            (GrantState.ASKED,),
            GrantState.GIVEN,
            "geven",
            permission=Capability.MEMBER_MANAGE,
            visibility=Visibility.INTERNAL,
        ),
        Edge(
            "refuse",
            (GrantState.ASKED,),
            GrantState.REFUSED,
            "niet geven",
            permission=Capability.MEMBER_MANAGE,
            reason_required=True,
            visibility=Visibility.INTERNAL,
        ),
        Edge("withdraw", (GrantState.ASKED,), GrantState.WITHDRAWN, "intrekken", visibility=Visibility.INTERNAL),
    ),
)
