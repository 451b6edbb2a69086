"""What may follow what, as data."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import BuddyState as B
from .enums import MatchState as M

_MANAGE = Capability.BUDDY_MANAGE
_SEEN = Visibility.HOUSEHOLD

BUDDY = Machine(
    label="buddies.Buddy",
    states=B,
    edges=(
        Edge("confirm", (B.REQUESTED,), B.APPLIED, "Bevestigen", visibility=_SEEN),
        Edge("start_intake", (B.APPLIED,), B.INTAKE, "Kennismaken", _MANAGE, visibility=_SEEN),
        Edge("admit", (B.INTAKE,), B.READY, "Toelaten", _MANAGE, visibility=_SEEN),
        Edge("decline", (B.APPLIED, B.INTAKE), B.DECLINED, "Niet verder", _MANAGE, visibility=_SEEN),
        Edge("pause", (B.READY,), B.PAUSED, "Pauzeren", visibility=_SEEN),
        Edge("resume", (B.PAUSED,), B.READY, "Weer beschikbaar", visibility=_SEEN),
        Edge("leave", (B.APPLIED, B.INTAKE, B.READY, B.PAUSED), B.LEFT, "Stoppen", visibility=_SEEN),
    ),
)

MATCH = Machine(
    label="buddies.BuddyMatch",
    states=M,
    edges=(
        Edge("accept", (M.PROPOSED,), M.ACCEPTED, "Ja van beide kanten", visibility=_SEEN),
        Edge("decline", (M.PROPOSED,), M.DECLINED, "Nee", visibility=_SEEN),
        Edge("expire", (M.PROPOSED,), M.EXPIRED, "Laten verlopen", visibility=_SEEN),
        Edge(
            "withdraw",
            (M.PROPOSED, M.ACCEPTED),
            M.WITHDRAWN,
            "Intrekken",
            _MANAGE,
            reason_required=True,
            visibility=_SEEN,
        ),
        Edge("start", (M.ACCEPTED,), M.ACTIVE, "Van start", visibility=_SEEN),
        Edge("pause", (M.ACTIVE,), M.PAUSED, "Pauzeren", _MANAGE, visibility=_SEEN),
        Edge("resume", (M.PAUSED,), M.ACTIVE, "Hervatten", _MANAGE, visibility=_SEEN),
        Edge("end_pause", (M.PAUSED,), M.ACTIVE, "Pauze voorbij", visibility=_SEEN),
        Edge(
            "conclude",
            (M.ACTIVE, M.PAUSED),
            M.CONCLUDED,
            "Afronden",
            _MANAGE,
            visibility=_SEEN,
        ),
    ),
)
