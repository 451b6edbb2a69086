"""Files as people send them, honest and hostile, and rows of them in any state."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from thuisgevers.accounts.models import User
from thuisgevers.attachments.enums import AttachmentKind, AttachmentState, Audience, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.storage import attachment_storage, new_key, thumbnail_of
from thuisgevers.common.ids import uuid7
from thuisgevers.municipalities.models import Municipality, Scope

from ..seeding import seed

#: Stands in the EXIF of `photo()`; nobody may find it in what is kept.
SECRET = "GEHEIMECAMERA"


def photo(*, size: tuple[int, int] = (640, 480), orientation: int = 6, image_format: str = "JPEG") -> bytes:
    """A phone's photo: turned by EXIF, with a place, a camera, and a comment."""
    picture = Image.new("RGB", size, "tomato")
    picture.paste("teal", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 33.0, 27.0), 3: "E", 4: (5.0, 54.0, 39.0)})
    made = io.BytesIO()
    if image_format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    extra = {"comment": SECRET.encode()} if image_format == "JPEG" else {}
    picture.save(made, image_format, exif=exif.tobytes(), **extra)
    return made.getvalue()


def png(*, transparent: bool = False) -> bytes:
    made = io.BytesIO()
    Image.new("RGBA" if transparent else "RGB", (60, 40), (10, 90, 90, 40) if transparent else "teal").save(made, "PNG")
    return made.getvalue()


def picture_bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it is 3.6 thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    header = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 4096))
        + chunk(b"IEND", b"")
    )


def pdf(*, pages: int = 1, text: str = "Beste buren", **root: Any) -> bytes:
    """A small PDF; `root` adds to its catalogue (OpenAction, Names, AcroForm …)."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            page = document.add_blank_page(page_size=(200, 200))
            page.Contents = document.make_stream(f"BT ({text}) Tj ET".encode())
        for name, value in root.items():
            document.Root[f"/{name}"] = value(document) if callable(value) else value
        document.save(made)
    return made.getvalue()


def pdf_with_script() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('hallo')"))
    return pdf(OpenAction=action)


def pdf_with_launch() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe")))


def pdf_with_file() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.attachments["lijst.csv"] = pikepdf.AttachedFileSpec(document, b"naam;bsn", filename="lijst.csv")  # type: ignore[call-arg]
        document.save(made)
    return made.getvalue()


def pdf_with_password() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="baas", user="geheim"))
    return made.getvalue()


def pdf_bomb(megabytes: int = 450) -> bytes:
    """Streams that unpack to far more than anybody reads."""
    engine = zlib.compressobj(9)
    part = b"\0" * (1024 * 1024)
    packed = b"".join([*(engine.compress(part) for _number in range(megabytes)), engine.flush()])
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        stream = pikepdf.Stream(document, packed)
        stream.Filter = pikepdf.Name.FlateDecode
        document.Root.Extra = document.make_indirect(stream)
        document.save(made, stream_decode_level=pikepdf.StreamDecodeLevel.none, recompress_flate=False)
    return made.getvalue()


def sent(content: bytes, name: str = "foto.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def scope(municipality: Municipality, scope_id: UUID, kind: str = "initiative") -> None:
    with seed():
        Scope.objects.get_or_create(id=scope_id, defaults={"kind": kind, "municipality": municipality})


def attachment(
    municipality: Municipality,
    uploaded_by: User,
    *,
    state: AttachmentState = AttachmentState.READY,
    scope_id: UUID | None = None,
    property_scope_id: UUID | None = None,
    audience: Audience = Audience.TEAM,
    content: bytes | None = None,
    media_type: MediaType = MediaType.JPEG,
    **fields: Any,
) -> Attachment:
    """A row in any state, with what that state demands and the files it names."""
    if scope_id:
        scope(municipality, scope_id)
    if property_scope_id:
        scope(municipality, property_scope_id, "property")
    content = photo() if content is None else content
    now = datetime.now(UTC)
    row = Attachment(
        id=uuid7(),
        municipality=municipality,
        kind=fields.pop("kind", AttachmentKind.PHOTO),
        audience=audience,
        scope_id=scope_id,
        property_scope_id=property_scope_id,
        name=fields.pop("name", "voorgevel.jpg"),
        media_type=media_type,
        size=len(content),
        state=state,
        uploaded_by=uploaded_by,
        client_id=uuid4(),
    )
    key = new_key()
    if state in {AttachmentState.READY, AttachmentState.REMOVED}:
        fields = {"sha256": "a" * 64, "storage_key": key, "ready_at": now, **fields}
        attachment_storage().save(key, ContentFile(content))
        if media_type != MediaType.PDF:
            fields = {"thumbnail_key": thumbnail_of(key), "width": 640, "height": 480, **fields}
            attachment_storage().save(thumbnail_of(key), ContentFile(content))
    if state == AttachmentState.REMOVED:
        fields = {"removed_at": now, **fields}
    if state == AttachmentState.REFUSED:
        fields = {"refusal": "Deze pdf is versleuteld.", **fields}
    if state in {AttachmentState.UPLOADED, AttachmentState.CHECKING}:
        attachment_storage().save(row.quarantine_key, ContentFile(content))
    if state == AttachmentState.CHECKING:
        fields = {"claimed_at": now, "attempts": 1, "storage_key": key, **fields}
    for name, value in fields.items():
        setattr(row, name, value)
    with seed():
        row.save(force_insert=True)
    return row


def fresh(row: Attachment) -> Attachment:
    with seed():
        return Attachment.objects.select_related("municipality", "uploaded_by").get(pk=row.pk)
