"""Where files lie: the storage alias `attachments`, private disk or a bucket of one's own, never a web root.

Keys are random or a row's id. Nothing is ever given out as an address: views stream after the door and the read log.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

QUARANTINE = "quarantine"


class StorageUnavailable(Exception):
    """The disk or the bucket does not answer, or has lost the file: nobody's file is to blame."""


@contextmanager
def talking_to_storage() -> Iterator[None]:
    """One exception for what disks and buckets raise."""
    try:
        yield
    except (OSError, BotoCoreError, ClientError) as error:
        raise StorageUnavailable(str(error)) from error


@deconstructible
class PrivateFileSystemStorage(FileSystemStorage):
    """Folders 0700, files 0600, no address. A file appears whole under its name (written beside, flushed, renamed) and
    replaces what was there."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def url(self, name: str | None) -> str:
        raise ValueError("files of people have no address of their own")

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        for folder in reversed([parent for parent in path.parents if parent.is_relative_to(self.location)]):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as target:
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name


def attachment_storage() -> Storage:
    return storages["attachments"]


def new_key() -> str:
    """A random place for a checked file; the first two signs spread the files over folders."""
    token = secrets.token_hex(24)
    return f"files/{token[:2]}/{token}"


def thumbnail_of(key: str) -> str:
    return f"{key}-klein"


def store(key: str, content: IO[bytes]) -> None:
    with talking_to_storage():
        attachment_storage().save(key, File(content, name=key))


def remove(*keys: str) -> None:
    """Take files away; one that is gone already is fine."""
    for key in keys:
        if key:
            attachment_storage().delete(key)


def quarantined() -> Iterator[str]:
    """Names of what lies in quarantine: ids of rows, and of uploads whose row was never committed."""
    try:
        _folders, names = attachment_storage().listdir(QUARANTINE)
    except FileNotFoundError:
        return
    yield from names
