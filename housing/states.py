"""The lives of properties, households, placements and follow-on cases as tables; the engine in
`thuisgevers.audit.transitions` walks them."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import AssessmentState as A
from .enums import DefectState as D
from .enums import FollowOnState as F
from .enums import HouseholdState as H
from .enums import ImportState, TransferState
from .enums import MatchingState as M
from .enums import PlacementState as P
from .enums import PropertyState as S

PROPERTY = Machine(
    label="housing.Property",
    states=S,
    scope_field="initiative_scope_id",
    edges=(
        Edge("assess", (S.REPORTED,), S.ASSESSING, "Beoordelen", Capability.DOSSIER_HANDLE),
        Edge("start_visit", (S.REPORTED,), S.ASSESSING, "Toets starten", Capability.PROPERTY_ASSESS),
        Edge("find_suitable", (S.ASSESSING,), S.SUITABLE, "Geschikt", Capability.PROPERTY_SIGN),
        Edge(
            "find_unsuitable",
            (S.ASSESSING, S.SUITABLE),
            S.UNSUITABLE,
            "Niet geschikt",
            Capability.PROPERTY_SIGN,
            reason_required=True,
        ),
        Edge("open", (S.SUITABLE,), S.OPEN, "Openstellen", Capability.DOSSIER_HANDLE),
        Edge("close", (S.OPEN,), S.CLOSED, "Sluiten", Capability.DOSSIER_HANDLE),
        Edge("use_again", (S.CLOSED,), S.ASSESSING, "Opnieuw inzetten", Capability.DOSSIER_HANDLE),
        Edge(
            "withdraw",
            (S.REPORTED, S.ASSESSING, S.SUITABLE, S.UNSUITABLE, S.OPEN),
            S.WITHDRAWN,
            "Intrekken",
            Capability.PROPERTY_WRITE,
            reason_required=True,
        ),
        # By its owner, whose right is tied to the property and not to the initiative: the service says who may.
        Edge(
            "take_back",
            (S.REPORTED, S.ASSESSING, S.SUITABLE, S.UNSUITABLE, S.OPEN),
            S.WITHDRAWN,
            "Terugtrekken door de eigenaar",
            reason_required=True,
        ),
        Edge("assess_again", (S.UNSUITABLE, S.WITHDRAWN), S.ASSESSING, "Opnieuw beoordelen", Capability.DOSSIER_HANDLE),
    ),
)


def _household(name: str, sources: tuple[str, ...], target: str, label: str, *, reason: bool = False) -> Edge:
    return Edge(name, sources, target, label, Capability.HOUSEHOLD_WRITE, reason, Visibility.HOUSEHOLD)


HOUSEHOLD = Machine(
    label="housing.Household",
    states=H,
    scope_field="id",
    edges=(
        _household("place", (H.EXPECTED,), H.PLACED, "Geplaatst"),
        _household("place_again", (H.PLACED,), H.EXPECTED, "Opnieuw plaatsen"),
        _household("move_on", (H.PLACED,), H.MOVED_ON, "Doorgestroomd"),
        _household("leave", (H.PLACED,), H.LEFT, "Vertrokken", reason=True),
        _household("come_back", (H.MOVED_ON, H.LEFT), H.PLACED, "Einde teruggedraaid"),
        _household("cancel", (H.EXPECTED,), H.CANCELLED, "Ontkoppelen", reason=True),
        _household("reopen", (H.CANCELLED,), H.EXPECTED, "Ontkoppeling terugdraaien", reason=True),
        _household("merge", (H.EXPECTED, H.PLACED), H.MERGED, "Samenvoegen"),
        Edge(
            "transfer",
            (H.EXPECTED,),
            H.TRANSFERRED,
            "Overdragen",
            Capability.HOUSEHOLD_TRANSFER,
            visibility=Visibility.HOUSEHOLD,
        ),
    ),
)


def _placement(name: str, sources: tuple[str, ...], target: str, label: str, *, reason: bool = False) -> Edge:
    return Edge(name, sources, target, label, Capability.PLACEMENT_WRITE, reason, Visibility.HOUSEHOLD)


PLACEMENT = Machine(
    label="housing.Placement",
    states=P,
    scope_field="household_id",
    edges=(
        _placement("plan", (P.PROPOSED,), P.PLANNED, "Bevestigen"),
        _placement("decline", (P.PROPOSED,), P.DECLINED, "Het huishouden zegt nee"),
        _placement("retract", (P.PROPOSED,), P.DECLINED, "Voorstel intrekken", reason=True),
        _placement("move_in", (P.PLANNED,), P.ACTIVE, "Verhuisd"),
        _placement("cancel", (P.PLANNED,), P.CANCELLED, "Annuleren", reason=True),
        _placement("undo_move_in", (P.ACTIVE,), P.PLANNED, "Verhuizing terugdraaien", reason=True),
        _placement("end", (P.ACTIVE,), P.ENDED, "Beëindigen"),
        _placement("undo_end", (P.ENDED,), P.ACTIVE, "Einde terugdraaien", reason=True),
    ),
)

_FOLLOW_ON_OPEN = (F.OPEN, F.SEARCHING, F.OFFERED)

FOLLOW_ON = Machine(
    label="housing.FollowOnHousing",
    states=F,
    scope_field="household_id",
    edges=(
        _placement("search", (F.OPEN,), F.SEARCHING, "Zoeken"),
        _placement("offer", (F.OPEN, F.SEARCHING), F.OFFERED, "Woning aangeboden"),
        _placement("refuse", (F.OFFERED,), F.SEARCHING, "Aanbod gaat niet door"),
        _placement("arrange", _FOLLOW_ON_OPEN, F.ARRANGED, "Geregeld"),
        _placement("reopen", (F.ARRANGED, F.DONE, F.CANCELLED), F.SEARCHING, "Opnieuw zoeken", reason=True),
        _placement("finish", (F.OPEN, F.SEARCHING, F.OFFERED, F.ARRANGED), F.DONE, "Verhuisd"),
        _placement("cancel", (*_FOLLOW_ON_OPEN, F.ARRANGED), F.CANCELLED, "Niet meer nodig", reason=True),
    ),
)

ASSESSMENT = Machine(
    label="housing.Assessment",
    states=A,
    scope_field="timeline_scope_id",
    edges=(
        Edge("submit", (A.DRAFT,), A.SUBMITTED, "Indienen", Capability.PROPERTY_ASSESS),
        Edge(
            "send_back",
            (A.SUBMITTED,),
            A.DRAFT,
            "Terugsturen om aan te vullen",
            Capability.PROPERTY_SIGN,
            reason_required=True,
        ),
        Edge("sign", (A.SUBMITTED,), A.SIGNED, "Ondertekenen", Capability.PROPERTY_SIGN),
        Edge("replace", (A.SIGNED,), A.REPLACED, "Vervangen door een nieuwe toets", Capability.PROPERTY_SIGN),
        Edge("drop", (A.DRAFT,), A.DROPPED, "Laten vervallen", Capability.PROPERTY_ASSESS, reason_required=True),
    ),
)

#: Who may is asked of the report itself (permissions/defects.py): an owner's right hangs on the property, a buddy's on the
#: household, a team's on the initiative. What is said stays in the report's own history, not in the log of the initiative.
DEFECT = Machine(
    label="housing.DefectReport",
    states=D,
    scope_field="timeline_scope_id",
    edges=(
        Edge("acknowledge", (D.REPORTED, D.REOPENED), D.ACKNOWLEDGED, "Eerste antwoord geven"),
        Edge("start", (D.REPORTED, D.REOPENED, D.ACKNOWLEDGED), D.IN_PROGRESS, "Aan het werk"),
        Edge("close", (D.REPORTED, D.REOPENED, D.ACKNOWLEDGED, D.IN_PROGRESS), D.CLOSED, "Afronden"),
        Edge("reopen", (D.CLOSED,), D.REOPENED, "Heropenen"),
    ),
)

#: A plan is about the municipality, so its events have no scope.
MATCHING_RUN = Machine(
    label="housing.MatchingRun",
    states=M,
    scope_field="",
    edges=(
        Edge("claim", (M.REQUESTED,), M.SOLVING, "Rekenen begonnen", visibility=Visibility.HOUSEHOLD),
        Edge("finish", (M.SOLVING,), M.READY, "Klaar", visibility=Visibility.HOUSEHOLD),
        Edge("fail", (M.SOLVING,), M.FAILED, "Mislukt", visibility=Visibility.HOUSEHOLD),
        Edge("lose", (M.SOLVING,), M.REQUESTED, "Rekenen afgebroken", visibility=Visibility.HOUSEHOLD),
        Edge(
            "cancel",
            (M.REQUESTED, M.SOLVING),
            M.CANCELLED,
            "Stoppen",
            Capability.MATCHING_PLAN,
            visibility=Visibility.HOUSEHOLD,
        ),
        Edge(
            "retry",
            (M.FAILED,),
            M.REQUESTED,
            "Opnieuw proberen",
            Capability.MATCHING_PLAN,
            visibility=Visibility.HOUSEHOLD,
        ),
    ),
)

# Who may is a matter of two municipalities: permissions.transfers asks each side its own.
TRANSFER = Machine(
    label="housing.HouseholdTransfer",
    states=TransferState,
    scope_field="household_id",
    edges=(
        Edge("accept", (TransferState.OFFERED,), TransferState.ACCEPTED, "Aannemen", visibility=Visibility.HOUSEHOLD),
        Edge(
            "refuse",
            (TransferState.OFFERED,),
            TransferState.REFUSED,
            "Niet aannemen",
            reason_required=True,
            visibility=Visibility.HOUSEHOLD,
        ),
        Edge(
            "withdraw", (TransferState.OFFERED,), TransferState.WITHDRAWN, "Intrekken", visibility=Visibility.HOUSEHOLD
        ),
    ),
)

_IMPORT_WAITS = (ImportState.WAITING, ImportState.QUEUED)
_IMPORT_RUNS = (ImportState.CHECKING, ImportState.IMPORTING)


def _import(name: str, sources: tuple[str, ...], target: str, label: str) -> Edge:
    """The worker's edges: that it holds this row as its job is checked by the database."""
    return Edge(name, sources, target, label, visibility=Visibility.INTERNAL)


IMPORT = Machine(
    label="housing.ImportJob",
    states=ImportState,
    scope_field="pk",
    edges=(
        _import("check", (ImportState.WAITING,), ImportState.CHECKING, "controle begonnen"),
        _import("pass", (ImportState.CHECKING,), ImportState.CHECKED, "gecontroleerd"),
        _import("refuse", (ImportState.CHECKING,), ImportState.REFUSED, "geweigerd"),
        Edge(
            "start",
            (ImportState.CHECKED,),
            ImportState.QUEUED,
            "Importeren",
            Capability.IMPORT_RUN,
            visibility=Visibility.INTERNAL,
        ),
        _import("run", (ImportState.QUEUED,), ImportState.IMPORTING, "import begonnen"),
        _import("finish", (ImportState.IMPORTING,), ImportState.DONE, "klaar"),
        _import("fail", _IMPORT_RUNS, ImportState.FAILED, "mislukt"),
        _import("lose_check", (ImportState.CHECKING,), ImportState.WAITING, "controle afgebroken"),
        _import("lose_run", (ImportState.IMPORTING,), ImportState.QUEUED, "import afgebroken"),
        Edge(
            "cancel",
            (*_IMPORT_WAITS, *_IMPORT_RUNS, ImportState.CHECKED),
            ImportState.CANCELLED,
            "Stoppen",
            Capability.IMPORT_RUN,
            visibility=Visibility.INTERNAL,
        ),
        _import("expire", (*_IMPORT_WAITS, ImportState.CHECKED), ImportState.EXPIRED, "verlopen"),
    ),
)
