"""The life of a file as a table: nobody reads it before a worker has looked at it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.transitions import Edge, Machine

from .enums import AttachmentState as State
from .enums import Audience


def _told_to(attachment: Any) -> Visibility | None:
    """What happens to a file of a team's workspace stays in there."""
    return Visibility.WORKSPACE if attachment.audience == Audience.PRIVATE else None


ATTACHMENT = Machine(
    label="attachments.Attachment",
    states=State,
    scope_field="scope_id",
    visibility_of=_told_to,
    edges=(
        Edge("claim", (State.UPLOADED,), State.CHECKING, _("controle begonnen"), visibility=Visibility.INTERNAL),
        Edge("pass", (State.CHECKING,), State.READY, _("goedgekeurd"), visibility=Visibility.INTERNAL),
        Edge("refuse", (State.CHECKING,), State.REFUSED, _("geweigerd"), visibility=Visibility.INTERNAL),
        Edge("lose", (State.CHECKING,), State.UPLOADED, _("controle afgebroken"), visibility=Visibility.INTERNAL),
        # Who may is not one capability: the one who added a file may take it away too (permissions.can_remove_attachment).
        Edge("remove", (State.READY,), State.REMOVED, _("Verwijderen"), visibility=Visibility.INTERNAL),
        Edge("restore", (State.REMOVED,), State.READY, _("Terugzetten"), visibility=Visibility.INTERNAL),
        Edge("cancel", (State.UPLOADED, State.REFUSED), State.PURGED, _("Weghalen"), visibility=Visibility.INTERNAL),
        Edge("purge", (State.REMOVED, State.REFUSED), State.PURGED, _("gewist"), visibility=Visibility.INTERNAL),
    ),
)
