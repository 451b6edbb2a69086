"""The lives of an initiative and a dossier as tables; the engine in `thuisgevers.audit.transitions` walks them."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability as C

from .enums import DossierState as D
from .enums import InitiativeState as I

_OPEN_INITIATIVE = (I.DRAFT, I.REGISTERED, I.EXPLORING, I.RUNNING)

INITIATIVE = Machine(
    label="initiatives.Initiative",
    states=I,
    scope_field="id",
    edges=(
        Edge("register", (I.DRAFT,), I.REGISTERED, "Aanmelden", C.INITIATIVE_REGISTER),
        Edge("explore", (I.REGISTERED,), I.EXPLORING, "Verkenning starten", C.DOSSIER_HANDLE),
        Edge("run", (I.EXPLORING,), I.RUNNING, "Van start", C.DOSSIER_DECIDE),
        Edge("complete", (I.RUNNING,), I.COMPLETED, "Afronden", C.DOSSIER_HANDLE),
        Edge("withdraw", _OPEN_INITIATIVE, I.WITHDRAWN, "Intrekken", C.DOSSIER_WITHDRAW, reason_required=True),
        Edge("reopen", (I.WITHDRAWN,), I.EXPLORING, "Heropenen", C.DOSSIER_HANDLE, reason_required=True),
    ),
)

DOSSIER = Machine(
    label="initiatives.Dossier",
    states=D,
    edges=(
        Edge("submit", (D.DRAFT,), D.SUBMITTED, "Indienen", C.INITIATIVE_WRITE),
        Edge("take_up", (D.SUBMITTED,), D.IN_REVIEW, "In behandeling nemen", C.DOSSIER_HANDLE),
        Edge("ask_information", (D.IN_REVIEW,), D.AWAITING_INFORMATION, "Aanvulling vragen", C.DOSSIER_HANDLE),
        Edge("complete_information", (D.AWAITING_INFORMATION,), D.IN_REVIEW, "Aanvulling geven", C.DOSSIER_ANSWER),
        Edge(
            "close_information",
            (D.AWAITING_INFORMATION,),
            D.IN_REVIEW,
            "Verder zonder aanvulling",
            C.DOSSIER_HANDLE,
            reason_required=True,
        ),
        Edge("suspend", (D.IN_REVIEW,), D.SUSPENDED, "Opschorten", C.DOSSIER_HANDLE, reason_required=True),
        Edge("resume", (D.SUSPENDED,), D.IN_REVIEW, "Hervatten", C.DOSSIER_HANDLE),
        Edge("advise", (D.IN_REVIEW,), D.ADVISED, "Advies uitbrengen", C.DOSSIER_ADVISE, visibility=Visibility.INTERNAL),
        Edge(
            "send_back",
            (D.ADVISED,),
            D.IN_REVIEW,
            "Terug naar behandeling",
            C.DOSSIER_DECIDE,
            reason_required=True,
            visibility=Visibility.INTERNAL,
        ),
        Edge("approve", (D.ADVISED,), D.APPROVED, "Akkoord geven", C.DOSSIER_DECIDE),
        Edge("reject", (D.ADVISED,), D.REJECTED, "Afwijzen", C.DOSSIER_DECIDE, reason_required=True),
        Edge(
            "withdraw",
            (D.SUBMITTED, D.IN_REVIEW, D.AWAITING_INFORMATION, D.SUSPENDED, D.ADVISED),
            D.WITHDRAWN,
            "Intrekken",
            C.DOSSIER_WITHDRAW,
            reason_required=True,
        ),
        Edge("reopen", (D.REJECTED, D.WITHDRAWN), D.IN_REVIEW, "Heropenen", C.DOSSIER_HANDLE, reason_required=True),
    ),
)
