"""Where files lie: on a private disk, or in a private bucket that speaks S3."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from pydantic import SecretStr, ValidationError

from tests.factories import attachments as files
from tests.factories.attachments import attachment, fresh
from tests.factories.people import Cast
from thuisgevers.attachments.enums import AttachmentState
from thuisgevers.attachments.services import checks
from thuisgevers.attachments.storage import StorageUnavailable, attachment_storage, new_key, remove, store
from thuisgevers.settings.attachments import attachment_storage as storage_entry
from thuisgevers.settings.environment import Environment

PLAIN: dict[str, Any] = {
    "demo": True,
    "database_url": SecretStr("postgresql://app:x@localhost/x"),
    "redis_url": SecretStr("redis://localhost/0"),
}
BUCKET: dict[str, Any] = {
    "s3_bucket": "bijlagen",
    "s3_endpoint_url": "https://objecten.voorbeeld.example",
    "s3_access_key": "sleutel",
    "s3_secret_key": "geheim",
}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"clamav_address": "localhost:3310"}, "unix:///path"),
        ({"clamav_address": "tcp://localhost"}, "unix:///path"),
        ({"attachment_accel_prefix": "bijlagen"}, "begins and ends with a slash"),
        ({"attachment_max_mb": 0}, "greater than or equal"),
        ({"attachment_max_mb": 5000}, "less than or equal"),
        ({"s3_access_key": "sleutel", "s3_bucket": "b"}, "belong together"),
        ({"s3_region": "nl-ams"}, "S3_BUCKET is missing"),
        ({**BUCKET, "s3_endpoint_url": "objecten.example"}, "must start with https"),
        ({**BUCKET, "attachment_accel_prefix": "/_b/"}, "needs files on disk"),
    ],
)
def test_wrong_settings_are_refused_at_start(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Environment(**{**PLAIN, **wrong})


def test_bucket_without_tls_is_refused_in_production() -> None:
    production = {
        **PLAIN,
        "demo": False,
        "secret_key": "x" * 50,
        "encryption_keys": ["a:b"],
        "allowed_hosts": ["thuisgevers.example"],
        "base_url": "https://thuisgevers.example",
    }
    with pytest.raises(ValidationError, match="https:// in production"):
        Environment(**{**production, **BUCKET, "s3_endpoint_url": "http://minio:9000"})


def test_bucket_is_private_and_gives_no_addresses() -> None:
    entry = storage_entry(Environment(**{**PLAIN, **BUCKET}))
    assert entry["BACKEND"] == "storages.backends.s3.S3Storage"
    assert entry["OPTIONS"]["default_acl"] is None
    assert entry["OPTIONS"]["querystring_auth"] is False
    assert entry["OPTIONS"]["bucket_name"] == "bijlagen"


def test_disk_gives_no_addresses_and_keeps_inside_its_folder(storage_folder: Path) -> None:
    store("files/aa/een", io.BytesIO(b"1"))
    with pytest.raises(ValueError, match="no address"):
        attachment_storage().url("files/aa/een")
    for key in ("../buiten", "/etc/buiten", "files/../../buiten"):
        with pytest.raises(Exception, match=r"Detected path traversal|outside|joined path"):
            attachment_storage().save(key, ContentFile(b"x"))
    assert [path.name for path in storage_folder.rglob("*") if path.is_file()] == ["een"]


def test_second_try_replaces_and_a_broken_one_leaves_nothing(storage_folder: Path) -> None:
    key = new_key()
    store(key, io.BytesIO(b"half"))
    store(key, io.BytesIO(b"heel"))
    assert (storage_folder / key).read_bytes() == b"heel"

    class Broken(io.BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise OSError("de schijf is vol")

    with pytest.raises(StorageUnavailable, match="vol"):
        store(key, Broken(b"x"))
    assert (storage_folder / key).read_bytes() == b"heel"
    assert not list(storage_folder.rglob(".new-*"))
    remove(key, key, "")
    assert not (storage_folder / key).exists()


class Bucket(BaseHTTPRequestHandler):
    """Enough of S3 for one bucket: put, get, head, delete."""

    kept: dict[str, bytes]
    unsigned: list[str]

    def _key(self) -> str:
        if "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
            self.unsigned.append(self.path)
        return unquote(urlsplit(self.path).path)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 20:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            size, _newline, rest = body.partition(b"\r\n")
            body = rest[: int(size.split(b";")[0], 16)]
        self.kept[self._key()] = body
        self._answer(200)

    def do_GET(self) -> None:
        body = self.kept.get(self._key())
        self._answer(404 if body is None else 200, body or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.kept.pop(self._key(), None)
        self._answer(204)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def bucket(settings: Any) -> Iterator[type[Bucket]]:
    Bucket.kept, Bucket.unsigned = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    wished = {**PLAIN, **BUCKET, "s3_endpoint_url": f"http://127.0.0.1:{server.server_port}", "s3_region": "nl-ams"}
    settings.STORAGES = {**settings.STORAGES, "attachments": storage_entry(Environment(**wished))}
    yield Bucket
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_file_goes_through_a_bucket_as_through_a_disk(
    cast: Cast, bucket: type[Bucket], client_as: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = attachment(cast.kampen, cast.anna, state=AttachmentState.UPLOADED)
    assert list(bucket.kept) == [f"/bijlagen/attachments/quarantine/{row.pk}"]
    with django_capture_on_commit_callbacks(execute=True):
        assert checks.check_attachment(row.pk)
    made = fresh(row)
    assert set(bucket.kept) == {
        f"/bijlagen/attachments/{made.storage_key}",
        f"/bijlagen/attachments/{made.thumbnail_key}",
    }
    answer = client_as(cast.anna).get(f"/bijlagen/{row.pk}/")
    assert answer.getvalue() == bucket.kept[f"/bijlagen/attachments/{made.storage_key}"]
    assert answer["Content-Disposition"].startswith("inline")
    assert files.SECRET.encode() not in b"".join(bucket.kept.values())
    assert bucket.unsigned == []


@pytest.mark.parametrize("trouble", ["empty", "gone"])
def test_bucket_that_is_down_leaves_the_file_waiting(
    cast: Cast, bucket: type[Bucket], settings: Any, caplog: Any, trouble: str
) -> None:
    caplog.set_level("CRITICAL")
    row = attachment(cast.kampen, cast.anna, state=AttachmentState.UPLOADED)
    if trouble == "empty":
        bucket.kept.clear()
    else:
        away = {**PLAIN, **BUCKET, "s3_endpoint_url": "http://127.0.0.1:9", "s3_region": "nl-ams"}
        entry = storage_entry(Environment(**away))
        entry["OPTIONS"]["client_config"] = Config(retries={"max_attempts": 0}, connect_timeout=1)
        settings.STORAGES = {**settings.STORAGES, "attachments": entry}
    assert not checks.check_attachment(row.pk)
    assert (fresh(row).state, fresh(row).attempts) == (AttachmentState.UPLOADED, 0)
