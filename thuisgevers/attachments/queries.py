"""What a page shows of files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from .enums import AttachmentKind, AttachmentState, Audience, MediaType
from .formats import size_label
from .media_types import ACCEPT_EVERYTHING, ACCEPT_IMAGES, ALLOWED
from .models import UNDO, Attachment
from .permissions import can_add_attachment, can_remove_attachment, viewable_attachments

TONES = {
    AttachmentState.UPLOADED: ("info", "hourglass"),
    AttachmentState.CHECKING: ("info", "progress"),
    AttachmentState.READY: ("positive", "circle-check"),
    AttachmentState.REFUSED: ("negative", "alert-triangle"),
    AttachmentState.REMOVED: ("neutral", "trash"),
    AttachmentState.PURGED: ("neutral", "x"),
}


@dataclass(frozen=True)
class ShownAttachment:
    """One row of the list, ready for its template."""

    attachment: Attachment
    state_label: str
    tone: str
    icon: str
    meta: str
    can_change: bool
    undo_until: datetime | None
    announcement: str
    #: What its addresses begin with, and the id in them: an app may keep doors of its own.
    names: str
    key: UUID
    can_describe: bool = True

    def _address(self, name: str) -> str:
        return reverse(f"{self.names}_{name}", args=[self.key])

    @property
    def open_url(self) -> str:
        return self._address("open")

    @property
    def thumbnail_url(self) -> str:
        return self._address("thumbnail")

    @property
    def show_url(self) -> str:
        return self._address("show")

    @property
    def remove_url(self) -> str:
        return self._address("remove")

    @property
    def restore_url(self) -> str:
        return self._address("restore")

    @property
    def cancel_url(self) -> str:
        return self._address("cancel")

    @property
    def alternative(self) -> str:
        """What a picture is called for who does not see it."""
        return self.attachment.caption or f"{self.attachment.get_kind_display()} {self.attachment.name}"


@dataclass(frozen=True)
class Uploader:
    """The form that takes files: where it sends them, and what may be chosen."""

    add_url: str
    kinds: list[tuple[str, str]]
    audiences: list[tuple[str, str]]
    accept: str
    takes_photos_only: bool
    max_bytes: int
    max_label: str
    #: One number per form shown, so that a form sent twice adds its files once.
    form_id: UUID = field(default_factory=uuid4)

    @property
    def only_kind(self) -> str:
        return self.kinds[0][0] if len(self.kinds) == 1 else ""

    @property
    def only_audience(self) -> str:
        return self.audiences[0][0] if len(self.audiences) == 1 else ""


@dataclass(frozen=True)
class AttachmentPanel:
    """The list of a thing's files with, for who may add, the form. `templates/components/attachments.html` draws it."""

    shown: list[ShownAttachment]
    removed: list[ShownAttachment]
    uploader: Uploader | None
    #: Sets two panels on one page apart.
    name: str


def shown_attachments(access: Access) -> QuerySet[Attachment]:
    return viewable_attachments(access).select_related("uploaded_by", "municipality")


def attachments_of(access: Access, links: QuerySet[Any]) -> QuerySet[Attachment]:
    """The files of one thing (`PropertyAttachment.objects.filter(property=place)`) that this person may see, oldest first."""
    return (
        shown_attachments(access)
        .filter(pk__in=links.values("attachment_id"))
        .exclude(state=AttachmentState.PURGED)
        .order_by("created_at", "id")
    )


def attachment_panel(
    access: Access,
    links: QuerySet[Any],
    *,
    municipality: Municipality,
    scope_id: UUID | None = None,
    property_scope_id: UUID | None = None,
    add_url: str = "",
    kinds: Sequence[AttachmentKind] = (AttachmentKind.PHOTO,),
    audiences: Sequence[Audience] = (Audience.TEAM,),
    name: str = "bijlagen",
) -> AttachmentPanel:
    """Everything that a page needs to show a thing's files and take new ones: one query.

    The form appears where `add_url` is given and this person may add. `kinds` and `audiences` are what the thing offers; an
    official may choose `Audience.OFFICIAL` where it is offered, others never see it.
    """
    rows = [describe_attachment_row(access, attachment) for attachment in attachments_of(access, links)]
    removed = [row for row in rows if row.attachment.state == AttachmentState.REMOVED]
    uploader = None
    open_to = allowed_audiences(access, municipality, scope_id, property_scope_id, audiences) if add_url else []
    if open_to:
        uploader = make_uploader(add_url, kinds, open_to)
    return AttachmentPanel(
        shown=[row for row in rows if row.attachment.state != AttachmentState.REMOVED],
        removed=[row for row in removed if row.can_change],
        uploader=uploader,
        name=name,
    )


def allowed_audiences(
    access: Access,
    municipality: Municipality,
    scope_id: UUID | None,
    property_scope_id: UUID | None,
    audiences: Iterable[Audience],
) -> list[Audience]:
    return [
        audience
        for audience in audiences
        if can_add_attachment(
            access,
            municipality=municipality,
            scope_id=scope_id,
            property_scope_id=property_scope_id,
            audience=audience,
        )
    ]


def make_uploader(add_url: str, kinds: Sequence[AttachmentKind], audiences: Sequence[Audience]) -> Uploader:
    photos_only = all(MediaType.PDF not in ALLOWED[kind] for kind in kinds)
    return Uploader(
        add_url=add_url,
        kinds=[(kind.value, str(kind.label)) for kind in kinds],
        audiences=[(audience.value, str(audience.label)) for audience in audiences],
        accept=ACCEPT_IMAGES if photos_only else ACCEPT_EVERYTHING,
        takes_photos_only=photos_only,
        max_bytes=settings.ATTACHMENT_MAX_BYTES,
        max_label=size_label(settings.ATTACHMENT_MAX_BYTES),
    )


def describe_attachment_row(access: Access, attachment: Attachment) -> ShownAttachment:
    state = AttachmentState(attachment.state)
    tone, icon = TONES[state]
    return ShownAttachment(
        attachment=attachment,
        state_label=str(state.label),
        tone=tone,
        icon=icon,
        meta=_meta(attachment),
        can_change=can_remove_attachment(access, attachment),
        undo_until=attachment.removed_at + UNDO if attachment.removed_at else None,
        announcement=_announcement(attachment, state),
        names="attachments:attachment",
        key=attachment.pk,
    )


def _meta(attachment: Attachment) -> str:
    parts = [MediaType(attachment.media_type).label, size_label(attachment.size)]
    if attachment.page_count:
        pages = attachment.page_count
        parts.append(_("1 bladzijde") if pages == 1 else _("%(pages)s bladzijden") % {"pages": pages})
    if attachment.uploaded_by.display_name:
        parts.append(_("van %(name)s") % {"name": attachment.uploaded_by.display_name})
    return " · ".join(parts)


def _announcement(attachment: Attachment, state: AttachmentState) -> str:
    name = attachment.name or _("Het bestand")
    sentences = {
        AttachmentState.UPLOADED: _("%(name)s is ontvangen en wacht op controle."),
        AttachmentState.CHECKING: _("%(name)s wordt gecontroleerd."),
        AttachmentState.READY: _("%(name)s is klaar."),
        AttachmentState.REFUSED: _("%(name)s is geweigerd. %(why)s"),
        AttachmentState.REMOVED: _("%(name)s is verwijderd. U kunt dit ongedaan maken."),
        AttachmentState.PURGED: _("Het bestand is weggehaald."),
    }
    return sentences[state] % {"name": name, "why": attachment.refusal}
