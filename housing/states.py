"""The life of a property as a table; the engine in `thuisgevers.audit.transitions` walks it."""

from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import PropertyState as S

PROPERTY = Machine(
    label="housing.Property",
    states=S,
    scope_field="initiative_scope_id",
    edges=(
        Edge("assess", (S.REPORTED,), S.ASSESSING, "Beoordelen", Capability.DOSSIER_HANDLE),
        Edge("find_suitable", (S.ASSESSING,), S.SUITABLE, "Geschikt", Capability.DOSSIER_HANDLE),
        Edge(
            "find_unsuitable",
            (S.ASSESSING,),
            S.UNSUITABLE,
            "Niet geschikt",
            Capability.DOSSIER_HANDLE,
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
