"""Keeping the ideas and the guide of a municipality. Nothing is thrown away: what no longer fits is hidden and shown again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..models import ActivityIdea, LocalPlace
from ..permissions.ideas import can_keep_guide, kept_ideas, kept_places
from ..queries.national_ideas import national_ideas


@dataclass(frozen=True, kw_only=True)
class IdeaFacts:
    title: str
    text: str
    kind: str
    cost: str
    place: str
    season: str
    with_children: bool
    little_dutch: bool


@dataclass(frozen=True, kw_only=True)
class PlaceFacts:
    kind: str
    name: str
    address: str
    opening: str
    telephone: str
    url: str
    languages: list[str]
    text: str


def save_idea(
    *,
    access: Access,
    municipality: Municipality,
    facts: IdeaFacts,
    idea: ActivityIdea | None = None,
    national_key: str = "",
) -> ActivityIdea:
    """A new idea, other words for one, or (`national_key`) the municipality's own words for a national one. Raises ValidationError at
    the title when there is one with that title."""
    user = _keeper(access, municipality)
    with transaction.atomic():
        held = idea and kept_ideas(access).select_for_update(of=("self",), no_key=True).get(pk=idea.pk)
        if held is None and national_key:
            held = _of_national(access, municipality, national_key)
        row = held or ActivityIdea(municipality=municipality, national_key=national_key)
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        taken = {"title": _("Dit idee staat er al. Kies een andere titel, of wijzig het idee dat er is.")}
        _save(row, user, taken, is_new=held is None)
        _note(access, row, "save")
    return row


def hide_idea(*, access: Access, idea: ActivityIdea, is_hidden: bool) -> None:
    """Out of sight, or back. Pressed twice it changes nothing."""
    user = _keeper(access, idea.municipality)
    with transaction.atomic():
        row = kept_ideas(access).select_for_update(of=("self",), no_key=True).get(pk=idea.pk)
        _hide(access, row, user, is_hidden=is_hidden)


def hide_national(*, access: Access, municipality: Municipality, key: str, is_hidden: bool) -> None:
    """A national idea that does not fit here, or does after all."""
    user = _keeper(access, municipality)
    national = national_ideas()[key]
    with transaction.atomic():
        held = _of_national(access, municipality, key)
        row = held or ActivityIdea(
            municipality=municipality,
            national_key=key,
            kind=national.kind,
            cost=national.cost,
            place=national.place,
            season=national.season,
        )
        _hide(access, row, user, is_hidden=is_hidden, is_new=held is None)


def save_place(
    *, access: Access, municipality: Municipality, facts: PlaceFacts, place: LocalPlace | None = None
) -> LocalPlace:
    """A new place, or other facts of one. Raises ValidationError at the name when it is there already."""
    user = _keeper(access, municipality)
    with transaction.atomic():
        held = place and kept_places(access).select_for_update(of=("self",), no_key=True).get(pk=place.pk)
        row = held or LocalPlace(municipality=municipality)
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        taken = {"name": _("Deze plek staat er al. Wijzig de plek die er is.")}
        _save(row, user, taken, is_new=held is None)
        _note(access, row, "save")
    return row


def hide_place(*, access: Access, place: LocalPlace, is_hidden: bool) -> None:
    """Out of sight, or back. Pressed twice it changes nothing."""
    user = _keeper(access, place.municipality)
    with transaction.atomic():
        row = kept_places(access).select_for_update(of=("self",), no_key=True).get(pk=place.pk)
        _hide(access, row, user, is_hidden=is_hidden)


def _keeper(access: Access, municipality: Municipality) -> User:
    if access.user is None or not can_keep_guide(access, municipality):
        raise PermissionDenied
    return access.user


def _of_national(access: Access, municipality: Municipality, key: str) -> ActivityIdea | None:
    rows = kept_ideas(access).filter(municipality=municipality, national_key=key)
    return rows.select_for_update(of=("self",), no_key=True).first()


def _hide(access: Access, row: ActivityIdea | LocalPlace, user: User, *, is_hidden: bool, is_new: bool = False) -> None:
    if (row.hidden_on is not None) == is_hidden:
        return
    row.hidden_on = timezone.localdate() if is_hidden else None
    if _save(row, user, {}, is_new=is_new):
        _note(access, row, "hide" if is_hidden else "show")


def _save(row: ActivityIdea | LocalPlace, user: User, taken: dict[str, Any], *, is_new: bool) -> bool:
    """The database decides what is there already, also for two people at once: False when a colleague did the same just now, or
    ValidationError with what to say (`taken`)."""
    row.changed_by = user
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        if taken:
            raise ValidationError(taken) from error
        return False
    return True


def _note(access: Access, row: ActivityIdea | LocalPlace, verb: str) -> None:
    record_event(access=access, object_type=row._meta.label, object_id=row.pk, verb=verb, municipality=row.municipality)
