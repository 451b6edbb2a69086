"""Opens a file that nobody trusts. Run as a program of its own (`sandbox.inspect`), never imported by the web or a worker.

It knows no Django, no settings and no secrets: it reads one file, writes into one folder, and says what it found as one
line of JSON. Its own limits on memory, processor time and file size are set before a decoder is loaded.
"""

from __future__ import annotations

import json
import resource
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
MEMORY = 1536 * MEGABYTE
PROCESSOR_SECONDS = 30
LARGEST_FILE = 200 * MEGABYTE

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 4096
THUMBNAIL = (480, 480)
MOST_PAGES = 500
MOST_OBJECTS = 200_000
#: Bytes that the streams of a PDF may unpack to, all together.
MOST_UNPACKED = 400 * MEGABYTE

DECODERS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/heic": ("HEIF",),
}
#: Names that make a PDF do something by itself, carry another file, or show what changes with the reader.
ACTIVE_KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/EmbeddedFile": "embedded",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/AF": "embedded",
    "/XFA": "form",
    "/RichMediaContent": "media",
    "/RichMediaSettings": "media",
}
ACTIVE_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "form",
    "/GoToE": "embedded",
    "/GoToR": "launch",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
}
#: What a link in a letter may lead to; an address without a scheme is relative to the file and leads nowhere.
HARMLESS_LINKS = ("http://", "https://", "mailto:", "tel:", "www.", "#")


class Refused(Exception):
    """The file is not kept; the word says why (`sandbox.REASONS` has the sentences)."""


def limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect_image(source: Path, media_type: str, folder: Path) -> dict[str, Any]:
    """Decode, and make a new picture of nothing but the pixels: no EXIF, place, comments, profiles or trailing bytes."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    if media_type == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(source, formats=list(DECODERS[media_type])) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("pixels")
            if min(opened.size) < 1:
                raise Refused("unreadable")
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            pixels = _in_plain_colours(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError) as error:
        raise Refused("unreadable") from error
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    kept = "image/jpeg" if media_type == "image/heic" else media_type
    if kept == "image/jpeg":
        clean = clean.convert("RGB")
        clean.save(folder / "file", "JPEG", quality=86, optimize=True, progressive=True)
    elif kept == "image/png":
        clean.save(folder / "file", "PNG", compress_level=6)
    else:
        clean.save(folder / "file", "WEBP", quality=86)
    small = clean.copy()
    small.thumbnail(THUMBNAIL)
    if small.mode in {"RGBA", "LA"}:
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    small.convert("RGB").save(folder / "thumbnail", "JPEG", quality=80, optimize=True)
    return {"media_type": kept, "width": clean.width, "height": clean.height, "has_thumbnail": True}


def _in_plain_colours(picture: Any) -> Any:
    """Grey, RGB or RGB with transparency, in sRGB: a phone's wider colours are brought back before its profile is dropped."""
    import io

    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            target = "RGBA" if picture.mode == "RGBA" else "RGB"
            return ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=target,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a damaged profile: the colours as they are
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256) if picture.mode != "I" else picture
        return picture.convert("L")
    if transparent:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def inspect_pdf(source: Path) -> dict[str, Any]:
    """Look through every object. The bytes are kept as they came: a signed letter stays signed."""
    import pikepdf

    try:
        with pikepdf.open(source, attempt_recovery=True, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            pages = len(pdf.pages)
            if not pages:
                raise Refused("unreadable")
            if pages > MOST_PAGES:
                raise Refused("pages")
            unpacked = 0
            for number, thing in enumerate(pdf.objects):
                if number > MOST_OBJECTS:
                    raise Refused("heavy")
                for key, value in _names(thing):
                    _refuse_active(key, value)
                if isinstance(thing, pikepdf.Stream):
                    unpacked += _unpacked_size(thing, MOST_UNPACKED - unpacked)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused("unreadable") from error
    return {"media_type": "application/pdf", "page_count": pages, "has_thumbnail": False}


def _names(thing: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every key and value of one indirect object, with what is written inside it; references are walked as objects of
    their own."""
    import pikepdf

    if depth > 100:
        raise Refused("heavy")
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        holder = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        for key in holder.keys():  # noqa: SIM118 - pikepdf's dictionaries iterate over values too
            value = holder[key]
            yield key, value
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
                yield from _names(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
                yield from _names(value, depth + 1)


def _refuse_active(key: str, value: Any) -> None:
    if key in ACTIVE_KEYS:
        raise Refused(ACTIVE_KEYS[key])
    if key == "/S" and str(value) in ACTIVE_ACTIONS:
        raise Refused(ACTIVE_ACTIONS[str(value)])
    if key == "/URI" and not str(value).strip().lower().startswith(HARMLESS_LINKS):
        raise Refused("launch")
    if key == "/Subtype" and str(value) in {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}:
        raise Refused("embedded" if str(value) == "/FileAttachment" else "media")


def _unpacked_size(stream: Any, room: int) -> int:
    """What a compressed stream unpacks to, without keeping it; stops as soon as there is no room."""
    import pikepdf

    filters = stream.get("/Filter")
    if filters is None:
        return 0
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if len(names) > 4:
        raise Refused("heavy")
    data = stream.read_raw_bytes()
    total = 0
    while names and names[0] in {"/FlateDecode", "/Fl"}:
        unpacked = _inflate(data, room - total, keeps=len(names) > 1)
        total += unpacked[0]
        data = unpacked[1]
        names.pop(0)
    return total


def _inflate(data: bytes, room: int, *, keeps: bool) -> tuple[int, bytes]:
    engine = zlib.decompressobj()
    total, kept = 0, []
    pending = data
    while pending:
        try:
            part = engine.decompress(pending, 4 * MEGABYTE)
        except zlib.error:
            break  # damaged at the end, as many PDFs are: what came out so far counts
        total += len(part)
        if total > room:
            raise Refused("bomb")
        if keeps:
            kept.append(part)
        if engine.eof or not part:
            break
        pending = engine.unconsumed_tail
    return total, b"".join(kept)


def main(source: str, media_type: str, folder: str) -> int:
    print(json.dumps({"started": True}), flush=True)  # noqa: T201 - the answer of this program
    limit_resources()
    try:
        if media_type == "application/pdf":
            found = inspect_pdf(Path(source))
        else:
            found = inspect_image(Path(source), media_type, Path(folder))
    except Refused as refused:
        found = {"refused": str(refused)}
    except MemoryError:
        found = {"refused": "heavy"}
    print(json.dumps(found), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
