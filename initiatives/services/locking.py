"""Two officials at once: the dossier row stands for its whole page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from initiatives.models import Dossier
from thuisgevers.common.conflicts import ConflictError


class StaleDossierError(ConflictError):
    """Somebody changed the dossier after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Een collega of het initiatief heeft dit dossier net gewijzigd. Wat u invulde staat er nog."
                " Bekijk de nieuwste stand en bewaar opnieuw als het nog klopt."
            )
        )


def version_of(dossier: Dossier) -> str:
    """What a form remembers of the dossier it was made for."""
    return f"{dossier.updated_at.timestamp():.6f}"


def lock_dossier(*, dossier: Dossier, seen: str = "") -> Dossier:
    """The fresh row, locked until the transaction ends. Raises StaleDossierError when it is no longer what was `seen`.

    Inside a transaction only. Without `seen` nothing is compared (jobs, demo data).
    """
    fresh = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("initiative", "municipality", "property")
        .get(pk=dossier.pk)
    )
    if seen and version_of(fresh) != seen:
        raise StaleDossierError
    return fresh


def touch(dossier: Dossier) -> None:
    """Something that hangs on the dossier changed; pages opened before this are stale now."""
    dossier.save(update_fields=["updated_at"])
