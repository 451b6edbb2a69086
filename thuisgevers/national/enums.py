"""What the public may tell apart, and the words for it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from initiatives.enums import InitiativeState


class Phase(TextChoices):
    """Phases of an initiative as public pages name them; the value stands in the address."""

    POTENTIAL = "voorbereiding", _("In voorbereiding")
    RUNNING = "actief", _("Actief")
    COMPLETED = "afgerond", _("Afgerond")
    WITHDRAWN = "ingetrokken", _("Ingetrokken")


PHASE_OF_STATE: dict[str, Phase] = {
    InitiativeState.REGISTERED: Phase.POTENTIAL,
    InitiativeState.EXPLORING: Phase.POTENTIAL,
    InitiativeState.RUNNING: Phase.RUNNING,
    InitiativeState.COMPLETED: Phase.COMPLETED,
    InitiativeState.WITHDRAWN: Phase.WITHDRAWN,
}
PUBLIC_PHASES = (Phase.POTENTIAL, Phase.RUNNING, Phase.COMPLETED)
OPEN_PHASES = (Phase.POTENTIAL, Phase.RUNNING)
"""What "initiatives" means without a further word."""
