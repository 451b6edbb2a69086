"""The states of a document as a table. A newer version supersedes an older one by its number, not by a state."""

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine
from thuisgevers.municipalities.enums import Capability

from .enums import DocumentState as State

DOCUMENT = Machine(
    label="documents.Document",
    states=State,
    scope_field="subject_id",
    edges=(
        Edge("claim", (State.REQUESTED,), State.RENDERING, _("maken begonnen"), visibility=Visibility.INTERNAL),
        Edge("finish", (State.RENDERING,), State.READY, _("klaar")),
        Edge("fail", (State.RENDERING,), State.FAILED, _("mislukt")),
        Edge("lose", (State.RENDERING,), State.REQUESTED, _("maken afgebroken"), visibility=Visibility.INTERNAL),
        Edge("retry", (State.FAILED,), State.REQUESTED, _("Opnieuw proberen"), permission=Capability.DOCUMENT_REQUEST),
        Edge("cancel", (State.REQUESTED,), State.CANCELLED, _("Annuleren"), permission=Capability.DOCUMENT_REQUEST),
        Edge("finalise", (State.READY,), State.FINAL, _("Definitief maken"), permission=Capability.DOCUMENT_FINALISE),
        Edge("send", (State.FINAL,), State.SENT, _("Als verstuurd noteren"), permission=Capability.DOCUMENT_FINALISE),
        Edge(
            "sign", (State.SENT,), State.SIGNED, _("Als ondertekend noteren"), permission=Capability.DOCUMENT_FINALISE
        ),
    ),
)
