"""What officials write to each other. Never shown to the initiative's side."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from initiatives.enums import NoteKind
from initiatives.models import Dossier, Note
from initiatives.permissions import can_remove_note
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def add_note(*, access: Access, dossier: Dossier, kind: NoteKind, text: str) -> Note:
    """Add an internal or phone note. Changes nothing else, so two people may write at the same time."""
    access.require(Capability.DOSSIER_INTERNAL, municipality=dossier.municipality)
    access.require(Capability.DOSSIER_HANDLE, municipality=dossier.municipality)
    if access.user is None:
        raise TypeError("a note is written by a person")
    note = Note(municipality=dossier.municipality, dossier=dossier, kind=kind, text=text, author=access.user)
    note.save(force_insert=True)
    _log(access, note, f"add_{kind}_note")
    return note


def remove_note(*, access: Access, note: Note) -> None:
    """Take away one's own note; `restore_note` brings it back. The row history keeps the text for the auditor."""
    if not can_remove_note(access, note):
        raise PermissionDenied
    if note.removed_at is None:
        note.removed_at = timezone.now()
        note.save(update_fields=["removed_at", "updated_at"])
        _log(access, note, "remove_note")


def restore_note(*, access: Access, note: Note) -> None:
    if not can_remove_note(access, note):
        raise PermissionDenied
    if note.removed_at is not None:
        note.removed_at = None
        note.save(update_fields=["removed_at", "updated_at"])
        _log(access, note, "restore_note")


def _log(access: Access, note: Note, verb: str) -> None:
    record_event(
        access=access,
        object_type="initiatives.Note",
        object_id=note.pk,
        verb=verb,
        municipality=note.municipality,
        scope_id=note.dossier.initiative_id,
        visibility=Visibility.INTERNAL,
    )
