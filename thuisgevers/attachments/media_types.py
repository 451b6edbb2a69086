"""What a file is, told by its first bytes. The name and what the browser says of it count for nothing."""

from __future__ import annotations

import puremagic

from .enums import AttachmentKind, MediaType

#: Bytes that are looked at; the worker's decoder has the last word.
HEAD = 4096
IMAGES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.HEIC})
EVERYTHING = IMAGES | {MediaType.PDF}
ALLOWED: dict[AttachmentKind, frozenset[MediaType]] = {
    AttachmentKind.PHOTO: IMAGES,
    AttachmentKind.FLOOR_PLAN: EVERYTHING,
    AttachmentKind.LETTER: EVERYTHING,
    AttachmentKind.OTHER: EVERYTHING,
}
#: For the file chooser: names too, as not every system knows HEIC by its type.
ACCEPT_IMAGES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
ACCEPT_EVERYTHING = f"{ACCEPT_IMAGES},application/pdf"
#: HEIF brands that hold one still picture in HEVC.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


def tell_type(head: bytes) -> MediaType | None:
    """The media type, or None for everything that is not kept. Both the signature at the very first byte and puremagic's
    table must say so: a PDF behind a picture's header, or behind garbage, is neither."""
    signed = _signature(head)
    if signed is None or signed is MediaType.HEIC:
        return signed  # puremagic names HEIC by brands that differ between its versions
    try:
        said = {found.mime_type for found in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    return signed if signed.value in said else None


def _signature(head: bytes) -> MediaType | None:
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return MediaType.HEIC
    if head.startswith(b"%PDF-"):
        return MediaType.PDF
    return None
