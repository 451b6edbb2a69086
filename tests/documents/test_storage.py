"""Files under their own SHA-256, whole or not there."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from thuisgevers.documents.storage import FileDamaged, read_file, store_file


def test_file_is_kept_under_its_hash_and_for_us_alone(document_storage: Path) -> None:
    digest = store_file(b"%PDF")
    assert digest == hashlib.sha256(b"%PDF").hexdigest()
    path = document_storage / digest[:2] / f"{digest}.pdf"
    assert read_file(digest) == b"%PDF"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_same_content_twice_is_one_file(document_storage: Path) -> None:
    assert store_file(b"%PDF") == store_file(b"%PDF")
    assert len([path for path in document_storage.rglob("*") if path.is_file()]) == 1


def test_failed_write_leaves_nothing(document_storage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("thuisgevers.documents.storage.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store_file(b"%PDF")
    assert not [path for path in document_storage.rglob("*") if path.is_file()]


def test_changed_or_lost_file_is_noticed(document_storage: Path) -> None:
    digest = store_file(b"%PDF")
    path = document_storage / digest[:2] / f"{digest}.pdf"
    path.write_bytes(b"%PDF met andere tekst")
    with pytest.raises(FileDamaged):
        read_file(digest)
    path.unlink()
    with pytest.raises(FileDamaged):
        read_file(digest)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 63, "a" * 60 + "/../"])
def test_name_that_is_no_hash_opens_nothing(name: str) -> None:
    with pytest.raises(FileDamaged):
        read_file(name)
