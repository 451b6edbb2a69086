"""The summary of the support base on the website: by the lead, for as long as the name of the initiative is public too."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.enums import InitiativeState
from initiatives.models import Initiative
from thuisgevers.guidance.models import SupportEntry, SupportPage
from thuisgevers.guidance.permissions.workspace import can_publish_support, can_work_workspace
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.working_days import today

from .noting import note


def is_named(initiative: Initiative) -> bool:
    """Team and municipality publish the name, and it was announced; what the trigger behind `PublishedName` asks."""
    return (
        initiative.name_public_by_team
        and initiative.name_public_by_municipality
        and initiative.announced_on is not None
        and initiative.announced_on <= today()
        and initiative.state not in {InitiativeState.DRAFT, InitiativeState.WITHDRAWN}
    )


def waiting_entries(page: SupportPage, entries: Iterable[SupportEntry]) -> int:
    """How many of the summary were chosen or changed after it was published."""
    since = page.published_at
    return 0 if since is None else sum(entry.updated_at > since for entry in entries)


def publish_support(*, access: Access, initiative: Initiative) -> SupportPage:
    """What the summary holds at this moment becomes public. An answer that changes later leaves the page until this is done again."""
    if access.user is None or not can_publish_support(access, initiative) or not can_work_workspace(access, initiative):
        raise PermissionDenied
    if not is_named(initiative):
        raise ValidationError(_("Dat kan pas als uw team en de gemeente de naam van uw initiatief openbaar maken."))
    if not SupportEntry.objects.filter(initiative=initiative, may_share=True).exists():
        raise ValidationError(_("Kies eerst wat er in de samenvatting komt."))
    with transaction.atomic():
        fresh = SupportPage(
            municipality=initiative.municipality, initiative=initiative, changed_by=access.user, is_public=False
        )
        SupportPage.objects.bulk_create([fresh], ignore_conflicts=True)
        return _change(access, initiative, "publish", is_public=True, published_at=timezone.now())


def withdraw_support(*, access: Access, initiative: Initiative) -> None:
    """Gone at once. Nothing where nothing is public."""
    if access.user is None or not can_publish_support(access, initiative):
        raise PermissionDenied
    with transaction.atomic():
        if SupportPage.objects.filter(initiative=initiative, is_public=True).exists():
            _change(access, initiative, "withdraw", is_public=False)


def _change(access: Access, initiative: Initiative, verb: str, **facts: object) -> SupportPage:
    rows = SupportPage.objects.select_related("municipality").select_for_update(of=("self",), no_key=True)
    page = rows.get(initiative=initiative)
    for name, value in {**facts, "changed_by": access.user}.items():
        setattr(page, name, value)
    page.save(update_fields=[*facts, "changed_by", "updated_at"])
    note(access, page, verb)
    return page
