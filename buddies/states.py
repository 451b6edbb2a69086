"""What may follow what, as data."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import BuddyState as B
from .enums import MatchState as M
from .enums import ResidentMessageState as R
from .enums import SignalState as S
from .enums import WelcomeCardState as W

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
        # What follows from the household, also by a job: the services say when.
        Edge("fall_away", (M.PROPOSED, M.ACCEPTED), M.WITHDRAWN, "Het huishouden is weg", visibility=_SEEN),
        Edge("depart", (M.ACTIVE, M.PAUSED), M.CONCLUDED, "Het huishouden is weg", visibility=_SEEN),
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

_RECEIVE = Capability.SIGNAL_RECEIVE
#: Only the addressees of the signal, which the database names; its log is its own (`services.signals.log`).
SIGNAL = Machine(
    label="buddies.SafeguardingSignal",
    states=S,
    edges=(
        Edge("acknowledge", (S.RAISED,), S.ACKNOWLEDGED, "Ontvangst bevestigen", _RECEIVE),
        Edge("start", (S.ACKNOWLEDGED,), S.IN_PROGRESS, "Oppakken", _RECEIVE),
        Edge("close", (S.ACKNOWLEDGED, S.IN_PROGRESS), S.CLOSED, "Afsluiten", _RECEIVE),
        Edge("reopen", (S.CLOSED,), S.IN_PROGRESS, "Heropenen", _RECEIVE, reason_required=True),
    ),
)
WELCOME_CARD = Machine(
    label="buddies.WelcomeCard",
    states=W,
    scope_field="initiative_scope_id",
    edges=(
        Edge("print", (W.REQUESTED,), W.READY, "Gemaakt", visibility=_SEEN),
        Edge("fail", (W.REQUESTED,), W.FAILED, "Mislukt", visibility=_SEEN),
        Edge(
            "revoke",
            (W.REQUESTED, W.READY, W.FAILED),
            W.REVOKED,
            "Intrekken",
            Capability.WELCOME_MANAGE,
            visibility=_SEEN,
        ),
    ),
)

RESIDENT_MESSAGE = Machine(
    label="buddies.ResidentMessage",
    states=R,
    scope_field="household_id",
    edges=(Edge("answer", (R.OPEN,), R.ANSWERED, "Beantwoorden", Capability.WELCOME_ANSWER, visibility=_SEEN),),
)
