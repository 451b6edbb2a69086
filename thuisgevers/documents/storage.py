"""Private storage of finished files: outside every web root, named after their own SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class FileDamaged(Exception):
    """The file is gone, or is not what was stored under its name."""


def store_file(content: bytes) -> str:
    """Put a file away and give its SHA-256. Done when this returns: written beside, flushed, then renamed.

    The same content twice is one file; a half-written one is never seen under a real name.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return digest


def read_file(digest: str) -> bytes:
    """The content stored under this SHA-256, checked again. Raises FileDamaged."""
    try:
        content = _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileDamaged(digest)
    return content


def _path(digest: str) -> Path:
    if len(digest) != 64 or not digest.isalnum():
        raise FileDamaged("not a SHA-256")
    return Path(settings.DOCUMENT_STORAGE_DIR) / digest[:2] / f"{digest}.pdf"


def _flush_folder(folder: Path) -> None:
    """The new name itself must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
