"""Writing down whether an organisation meets the conditions for a free VOG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import FreeVogCondition
from ..models import FreeVogFact
from ..permissions.free_vog import asked_by, can_edit_free_vog


def record_free_vog(
    *,
    access: Access,
    place: Municipality,
    initiative_id: UUID | None,
    met: Mapping[FreeVogCondition, bool | None],
    seen_on: date,
) -> int:
    """Keep what somebody went into, with their name and the day. What stays the same keeps who looked first; None takes a fact away.
    Returns how many changed. Of two who write the same condition for the first time at once the second is told."""
    if access.user is None or not can_edit_free_vog(access, place, initiative_id):
        raise PermissionDenied
    if seen_on > timezone.localdate():
        raise ValidationError({"seen_on": _("Deze datum ligt in de toekomst.")})
    with _telling_who_was_first():
        rows = FreeVogFact.objects.select_for_update(of=("self",), no_key=True)
        held = {row.condition: row for row in rows.filter(asked_by(initiative_id), municipality=place)}
        changed = [one for one, is_met in met.items() if is_met != (held[one].is_met if one in held else None)]
        for condition in changed:
            is_met = met[condition]
            fact = held.get(condition) or FreeVogFact(
                municipality=place, initiative_id=initiative_id, condition=condition
            )
            if is_met is None:
                FreeVogFact.objects.filter(pk=fact.pk).delete()
            else:
                fact.is_met, fact.seen_by, fact.seen_on = is_met, access.user, seen_on
                fact.save(force_insert=condition not in held)
            record_event(
                access=access,
                object_type="buddies.FreeVogFact",
                object_id=fact.pk,
                verb="edit",
                municipality=place,
                scope_id=initiative_id,
                visibility=Visibility.TEAM if initiative_id else Visibility.INTERNAL,
                data={"condition": condition.value},
            )
        return len(changed)


@contextmanager
def _telling_who_was_first() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "freevog_once" not in str(error):
            raise
        raise ConflictError(_("Een collega heeft dit net ingevuld. Hieronder ziet u de nieuwste stand.")) from error
