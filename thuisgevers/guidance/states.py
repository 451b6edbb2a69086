"""What may follow what, as data."""

from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import QuestionState as Q
from .enums import RegistrationState as R
from .enums import SessionState
from .enums import StepState as S

STEP = Machine(
    label="guidance.PlanStep",
    states=S,
    edges=(
        Edge("start", (S.OPEN,), S.DOING, "Beginnen"),
        Edge("finish", (S.DOING,), S.DONE, "Klaar"),
        Edge("skip", (S.OPEN, S.DOING), S.SKIPPED, "Overslaan", reason_required=True),
        Edge("reopen", (S.DONE,), S.OPEN, "Toch niet klaar"),
    ),
)

SESSION = Machine(
    label="guidance.InspirationSession",
    states=SessionState,
    scope_field="",
    edges=(
        Edge(
            "cancel",
            (SessionState.PLANNED,),
            SessionState.CANCELLED,
            "Afzeggen",
            Capability.SESSION_MANAGE,
            reason_required=True,
        ),
    ),
)

REGISTRATION = Machine(
    label="guidance.SessionRegistration",
    states=R,
    scope_field="",
    edges=(
        Edge("confirm", (R.REQUESTED, R.CANCELLED), R.CONFIRMED, "Bevestigen"),
        Edge("queue", (R.REQUESTED, R.CANCELLED), R.WAITING, "Op de wachtlijst"),
        Edge("promote", (R.WAITING,), R.CONFIRMED, "Plaats krijgen"),
        Edge("cancel", (R.REQUESTED, R.CONFIRMED, R.WAITING), R.CANCELLED, "Afmelden"),
        Edge("ask_again", (R.CANCELLED,), R.REQUESTED, "Opnieuw aanmelden"),
    ),
)

QUESTION = Machine(
    label="guidance.Question",
    states=Q,
    edges=(
        Edge("route", (Q.ASKED,), Q.ROUTED, "Doorzetten"),
        Edge("pass_on", (Q.ROUTED,), Q.ROUTED, "Aan een ander geven", reason_required=True),
        Edge("answer", (Q.ROUTED,), Q.ANSWERED, "Beantwoorden"),
        Edge("ask_on", (Q.ANSWERED,), Q.ROUTED, "Doorvragen"),
        Edge("publish", (Q.ANSWERED,), Q.PUBLISHED, "Publiceren"),
        Edge("unpublish", (Q.PUBLISHED,), Q.ANSWERED, "Niet meer publiceren", reason_required=True),
        Edge("merge", (Q.ROUTED, Q.ANSWERED), Q.CLOSED, "Samenvoegen"),
        Edge("close", (Q.ROUTED, Q.ANSWERED), Q.CLOSED, "Sluiten", reason_required=True),
        Edge("withdraw", (Q.ASKED, Q.ROUTED, Q.ANSWERED), Q.CLOSED, "Intrekken"),
    ),
)
