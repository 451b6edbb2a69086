"""Mail about a household that goes to another municipality: which municipality, and a link. Nothing of the household, no name of
its people or of the official at the other side, no reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from housing.models import HouseholdTransfer
from thuisgevers.accounts.models import User
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Municipality
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people

HANDLERS = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


def tell_offered(*, access: Access, transfer: HouseholdTransfer) -> None:
    """To everybody of the receiving municipality who may answer."""
    _tell(access, "transfer_offered", transfer, to=transfer.to_municipality, people=_receivers(transfer))


def tell_answered(*, access: Access, transfer: HouseholdTransfer, template: str) -> None:
    """`transfer_accepted` or `transfer_refused`: to who asked the household while still handling there, and to the coordinators."""
    _tell(access, template, transfer, to=transfer.municipality, people=_senders(transfer))


def tell_withdrawn(*, access: Access, transfer: HouseholdTransfer) -> None:
    """To both sides: the receiver need not answer any more, and a colleague may have taken it back."""
    _tell(access, "transfer_withdrawn", transfer, to=transfer.to_municipality, people=_receivers(transfer))
    _tell(access, "transfer_withdrawn", transfer, to=transfer.municipality, people=_senders(transfer))


def _receivers(transfer: HouseholdTransfer) -> list[User]:
    return officials(transfer.to_municipality, HANDLERS)


def _senders(transfer: HouseholdTransfer) -> list[User]:
    handlers = officials(transfer.municipality, HANDLERS)
    coordinators = {user.pk for user in officials(transfer.municipality, [Role.CASE_COORDINATOR])}
    return [user for user in handlers if user.pk == transfer.asked_by_id or user.pk in coordinators] or handlers


def _tell(
    access: Access, template: str, transfer: HouseholdTransfer, *, to: Municipality, people: Iterable[User]
) -> None:
    """Once a person and side; not to who did it. The link is the address at the reader's own municipality."""
    url = absolute_url(reverse("housing:transfer_detail", args=[to.slug, transfer.pk]))
    queue_for_people(
        people,
        template=f"housing/{template}",
        context={
            "sender": transfer.municipality.name,
            "receiver": transfer.to_municipality.name,
            "municipality": to.name,
            "url": url,
        },
        municipality=to,
        about_id=transfer.pk,
        except_for=access.user,
        dedupe=f"{template}:{transfer.pk}:{to.pk}",
    )
