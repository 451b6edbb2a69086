"""The support base: what was talked about with whom, what they asked and what was promised. Groups, never names."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.models import Initiative
from thuisgevers.guidance.enums import SupportGroup, SupportKind
from thuisgevers.guidance.models import SupportEntry
from thuisgevers.guidance.permissions.workspace import can_work_support
from thuisgevers.municipalities.access import Access

from .noting import check_seen, note, worker


@dataclass(frozen=True, kw_only=True)
class SupportFacts:
    kind: SupportKind
    group: SupportGroup
    happened_on: date
    text: str
    outcome: str = ""
    settled_on: date | None = None
    may_share: bool = False


def add_support(*, access: Access, initiative: Initiative, facts: SupportFacts) -> SupportEntry:
    user = worker(access, initiative)
    _check(facts)
    with transaction.atomic():
        entry = SupportEntry(
            municipality=initiative.municipality, initiative=initiative, created_by=user, **asdict(facts)
        )
        entry.save(force_insert=True)
        note(access, entry, "add")
    return entry


def edit_support(*, access: Access, entry: SupportEntry, facts: SupportFacts, seen: str = "") -> SupportEntry:
    if access.user is None or not can_work_support(access, entry):
        raise PermissionDenied
    _check(facts)
    with transaction.atomic():
        rows = SupportEntry.objects.select_related("municipality", "initiative")
        fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
        check_seen(fresh, seen)
        for name, value in asdict(facts).items():
            setattr(fresh, name, value)
        fresh.save(update_fields=[*asdict(facts), "updated_at"])
        note(access, fresh, "edit")
    return fresh


def _check(facts: SupportFacts) -> None:
    if facts.settled_on is not None and facts.settled_on < facts.happened_on:
        raise ValidationError({"settled_on": _("Deze dag ligt voor het gesprek. Kies dezelfde dag of later.")})
    if facts.may_share and not facts.outcome:
        raise ValidationError({"outcome": _("Vul het antwoord in: dat komt in de samenvatting.")})
