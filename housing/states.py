"""The lives of properties, households, placements and follow-on cases as tables; the engine in
`thuisgevers.audit.transitions` walks them."""

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import FollowOnState as F
from .enums import HouseholdState as H
from .enums import PlacementState as P
from .enums import PropertyState as S

PROPERTY = Machine(
    label="housing.Property",
    states=S,
    scope_field="initiative_scope_id",
    edges=(
        Edge("assess", (S.REPORTED,), S.ASSESSING, "Beoordelen", Capability.DOSSIER_HANDLE),
        Edge("find_suitable", (S.ASSESSING,), S.SUITABLE, "Geschikt", Capability.PROPERTY_SIGN),
        Edge(
            "find_unsuitable",
            (S.ASSESSING,),
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
