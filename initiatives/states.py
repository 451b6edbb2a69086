"""The lives of an initiative and a dossier as tables; the engine in `thuisgevers.audit.transitions` walks them."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import DossierState as D
from .enums import InitiativeState as N

_OPEN_INITIATIVE = (N.DRAFT, N.REGISTERED, N.EXPLORING, N.RUNNING)

INITIATIVE = Machine(
    label="initiatives.Initiative",
    states=N,
    scope_field="id",
    edges=(
        Edge("register", (N.DRAFT,), N.REGISTERED, "Aanmelden", Capability.INITIATIVE_REGISTER),
        Edge("explore", (N.REGISTERED,), N.EXPLORING, "Verkenning starten", Capability.DOSSIER_HANDLE),
        Edge("run", (N.EXPLORING,), N.RUNNING, "Van start", Capability.DOSSIER_DECIDE),
        Edge("complete", (N.RUNNING,), N.COMPLETED, "Afronden", Capability.DOSSIER_HANDLE),
        Edge("withdraw", _OPEN_INITIATIVE, N.WITHDRAWN, "Intrekken", Capability.DOSSIER_WITHDRAW, reason_required=True),
        Edge("reopen", (N.WITHDRAWN,), N.EXPLORING, "Heropenen", Capability.DOSSIER_HANDLE, reason_required=True),
    ),
)

DOSSIER = Machine(
    label="initiatives.Dossier",
    states=D,
    edges=(
        Edge("submit", (D.DRAFT,), D.SUBMITTED, "Indienen", Capability.INITIATIVE_REGISTER),
        Edge("take_up", (D.SUBMITTED,), D.IN_REVIEW, "In behandeling nemen", Capability.DOSSIER_HANDLE),
        Edge("ask_information", (D.IN_REVIEW,), D.AWAITING_INFORMATION, "Aanvulling vragen", Capability.DOSSIER_HANDLE),
        Edge(
            "complete_information",
            (D.AWAITING_INFORMATION,),
            D.IN_REVIEW,
            "Aanvulling geven",
            Capability.DOSSIER_ANSWER,
        ),
        Edge(
            "close_information",
            (D.AWAITING_INFORMATION,),
            D.IN_REVIEW,
            "Verder zonder aanvulling",
            Capability.DOSSIER_HANDLE,
            reason_required=True,
        ),
        Edge("suspend", (D.IN_REVIEW,), D.SUSPENDED, "Opschorten", Capability.DOSSIER_HANDLE, reason_required=True),
        Edge("resume", (D.SUSPENDED,), D.IN_REVIEW, "Hervatten", Capability.DOSSIER_HANDLE),
        Edge(
            "advise",
            (D.IN_REVIEW,),
            D.ADVISED,
            "Advies uitbrengen",
            Capability.DOSSIER_ADVISE,
            visibility=Visibility.INTERNAL,
        ),
        Edge(
            "send_back",
            (D.ADVISED,),
            D.IN_REVIEW,
            "Terug naar behandeling",
            Capability.DOSSIER_DECIDE,
            reason_required=True,
            visibility=Visibility.INTERNAL,
        ),
        Edge("approve", (D.ADVISED,), D.APPROVED, "Akkoord geven", Capability.DOSSIER_DECIDE),
        Edge("reject", (D.ADVISED,), D.REJECTED, "Afwijzen", Capability.DOSSIER_DECIDE, reason_required=True),
        Edge(
            "withdraw",
            (D.SUBMITTED, D.IN_REVIEW, D.AWAITING_INFORMATION, D.SUSPENDED, D.ADVISED),
            D.WITHDRAWN,
            "Intrekken",
            Capability.DOSSIER_WITHDRAW,
            reason_required=True,
        ),
        Edge(
            "reopen",
            (D.REJECTED, D.WITHDRAWN),
            D.IN_REVIEW,
            "Heropenen",
            Capability.DOSSIER_HANDLE,
            reason_required=True,
        ),
    ),
)
