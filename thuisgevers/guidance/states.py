"""What may follow what, as data."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import AppointmentState, SessionState, TaskState
from .enums import QuestionState as Q
from .enums import RegistrationState as R
from .enums import StepState as S
from .enums import SupportState as H

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

SUPPORT = Machine(
    label="guidance.SupportRequest",
    states=H,
    edges=(
        Edge("accept", (H.ASKED,), H.ACCEPTED, "Oppakken"),
        Edge("answer", (H.ASKED, H.ACCEPTED), H.ANSWERED, "Beantwoorden"),
        Edge("ask_again", (H.ANSWERED,), H.ACCEPTED, "Nog een vraag"),
        Edge("hand_over", (H.ASKED, H.ACCEPTED), H.ASKED, "Doorgeven", reason_required=True),
        Edge("close", (H.ANSWERED,), H.CLOSED, "Afsluiten"),
        Edge("withdraw", (H.ASKED, H.ACCEPTED), H.WITHDRAWN, "Intrekken"),
    ),
)

TASK = Machine(
    label="guidance.WorkspaceTask",
    states=TaskState,
    edges=(
        Edge("take", (TaskState.OPEN,), TaskState.DOING, "Oppakken", visibility=Visibility.WORKSPACE),
        Edge("put_back", (TaskState.DOING,), TaskState.OPEN, "Terugleggen", visibility=Visibility.WORKSPACE),
        Edge(
            "finish",
            (TaskState.OPEN, TaskState.DOING),
            TaskState.DONE,
            "Klaar",
            visibility=Visibility.WORKSPACE,
        ),
        Edge("reopen", (TaskState.DONE,), TaskState.OPEN, "Toch niet klaar", visibility=Visibility.WORKSPACE),
    ),
)

APPOINTMENT = Machine(
    label="guidance.Appointment",
    states=AppointmentState,
    edges=(
        Edge(
            "cancel",
            (AppointmentState.PLANNED,),
            AppointmentState.CANCELLED,
            "Afzeggen",
            visibility=Visibility.WORKSPACE,
        ),
        Edge(
            "plan_again",
            (AppointmentState.CANCELLED,),
            AppointmentState.PLANNED,
            "Toch door laten gaan",
            visibility=Visibility.WORKSPACE,
        ),
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
