"""The yearly look at who may do what: every role is confirmed or ended by a coordinator."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.members.permissions import can_give_role, running
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership


@transaction.atomic
def confirm_member(*, access: Access, membership: Membership) -> None:
    """Note that this role is still right, for another year. Coordinators also confirm their own, as there may be one."""
    fresh = Membership.objects.select_for_update(of=("self",), no_key=True).filter(running(), pk=membership.pk).first()
    if fresh is None:
        raise ConflictError(_("Deze rol is intussen beëindigd."))
    if not can_give_role(access, Role(fresh.role), municipality=fresh.municipality, scope_id=fresh.scope_id):
        raise PermissionDenied
    fresh.confirmed_on = timezone.localdate()
    fresh.save(update_fields=["confirmed_on", "updated_at"])
    record_event(
        access=access,
        object_type="municipalities.Membership",
        object_id=fresh.pk,
        verb="confirm",
        municipality=fresh.municipality,
        visibility=Visibility.INTERNAL,
        data={"role": fresh.role},
    )
