"""Taking a file in: into quarantine, with a row that a worker will check. Nobody can open it before that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.ids import uuid7
from thuisgevers.common.tasks import wake
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import ScopeKind
from thuisgevers.municipalities.models import Municipality, Scope

from ..enums import AttachmentKind, AttachmentState, Audience, MediaType
from ..formats import size_label
from ..media_types import ALLOWED, HEAD, tell_type
from ..models import Attachment
from ..names import clean_name, shown_name
from ..permissions import can_add_attachment
from ..states import ATTACHMENT
from ..storage import remove, store

CHECK_TASK = "thuisgevers.attachments.tasks.check_attachment"


#: Who reads in the log that a file was added.
TOLD_TO = {
    Audience.TEAM: Visibility.TEAM,
    Audience.OFFICIAL: Visibility.INTERNAL,
    Audience.PRIVATE: Visibility.WORKSPACE,
}


class FileRefused(ValidationError):
    """The file is not taken in; the message names the file and says what to do instead."""


def receive_file(
    *,
    access: Access,
    municipality: Municipality,
    file: UploadedFile[Any],
    client_id: UUID,
    kind: AttachmentKind = AttachmentKind.PHOTO,
    audience: Audience = Audience.TEAM,
    scope_id: UUID | None = None,
    property_scope_id: UUID | None = None,
    caption: str = "",
) -> Attachment:
    """Keep one file apart until it is checked, and wake a worker.

    `scope_id` is the initiative and `property_scope_id` the property whose own people read it too. The caller came through
    the door of the thing and makes the link row (`AttachmentLink.hang`) in the same transaction. The same `client_id` of the
    same person gives the row that is there: pressed twice, sent again after a lost connection, it is one file.
    Raises FileRefused and PermissionDenied. Side effect: a file in quarantine, which a sweep takes away if this transaction fails.
    """
    if access.user is None:
        raise TypeError("a file is added by a person")
    if not can_add_attachment(
        access, municipality=municipality, scope_id=scope_id, property_scope_id=property_scope_id, audience=audience
    ):
        raise PermissionDenied
    sent: dict[str, Any] = {"municipality": municipality, "scope_id": scope_id, "property_scope_id": property_scope_id}
    if (before := _sent_before(access, client_id, sent)) is not None:
        return before
    media_type = _check(file, kind)
    attachment = Attachment(
        id=uuid7(),
        **sent,
        kind=kind,
        audience=audience,
        name=clean_name(file.name or "", media_type),
        caption=caption,
        media_type=media_type,
        size=file.size or 0,
        uploaded_by=access.user,
        client_id=client_id,
    )
    if property_scope_id is not None:
        # The property's scope exists only once it has an owner with an account.
        own = Scope(id=property_scope_id, kind=ScopeKind.PROPERTY, municipality=municipality)
        Scope.objects.bulk_create([own], ignore_conflicts=True)
    file.seek(0)
    store(attachment.quarantine_key, file)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except IntegrityError:
        remove(attachment.quarantine_key)
        if (before := _sent_before(access, client_id, sent)) is not None:
            return before
        raise
    except BaseException:
        remove(attachment.quarantine_key)
        raise
    record_event(
        access=access,
        object_type=ATTACHMENT.label,
        object_id=attachment.pk,
        verb="upload",
        municipality=municipality,
        scope_id=scope_id,
        to_state=AttachmentState.UPLOADED,
        visibility=TOLD_TO[audience],
        data={"kind": kind, "media_type": media_type, "size": attachment.size},
    )
    wake(CHECK_TASK, str(attachment.pk))
    return attachment


def _sent_before(access: Access, client_id: UUID, sent: dict[str, Any]) -> Attachment | None:
    before = Attachment.objects.filter(uploaded_by=access.user, client_id=client_id).first()
    if before is not None and any(getattr(before, name) != value for name, value in sent.items()):
        raise ConflictError(
            _("Dit bestand is al ergens anders toegevoegd. Laad de pagina opnieuw en kies het nog een keer.")
        )
    return before


def _check(file: UploadedFile[Any], kind: AttachmentKind) -> MediaType:
    """What can be said before a worker looks: something in it, not too much, a type that we keep."""
    name = shown_name(file.name or "")
    if not file.size:
        raise FileRefused(_("“%(name)s” is leeg. Kies het bestand opnieuw.") % {"name": name}, code="empty")
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        raise too_large(name)
    file.seek(0)
    media_type = tell_type(file.read(HEAD))
    allowed = ALLOWED[kind]
    if media_type in allowed:
        return media_type
    if media_type is not None:
        text = _("“%(name)s” is een pdf, en hier horen foto’s. Kies een foto (JPEG, PNG, WebP of HEIC).")
    else:
        text = _(
            "“%(name)s” is geen foto (JPEG, PNG, WebP of HEIC) en geen pdf. Maak van een Word- of Excelbestand eerst een pdf."
        )
    raise FileRefused(text % {"name": name}, code="type")


def too_large(name: str) -> FileRefused:
    limit = size_label(settings.ATTACHMENT_MAX_BYTES)
    return FileRefused(
        _("“%(name)s” is te groot. Een bestand mag hooguit %(limit)s zijn: maak het kleiner of splits het.")
        % {"name": name, "limit": limit},
        code="size",
    )
