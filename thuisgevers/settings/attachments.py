"""Where uploaded files lie and who looks through them, from the typed environment."""

from __future__ import annotations

from typing import Any

from .environment import Environment


def attachment_storage(environment: Environment) -> dict[str, Any]:
    """The entry of STORAGES: a private folder, or a bucket where one is named. No presigned addresses, nothing public;
    files are sent by the application after the door and the read log."""
    if not environment.s3_bucket:
        return {
            "BACKEND": "thuisgevers.attachments.storage.PrivateFileSystemStorage",
            "OPTIONS": {"location": environment.storage_dir / "attachments", "base_url": None},
        }
    options: dict[str, Any] = {
        "bucket_name": environment.s3_bucket,
        "location": "attachments",
        "default_acl": None,
        "file_overwrite": True,
        "querystring_auth": False,
        "object_parameters": {"CacheControl": "private, no-store"},
    }
    if environment.s3_endpoint_url:
        options["endpoint_url"] = environment.s3_endpoint_url
    if environment.s3_region:
        options["region_name"] = environment.s3_region
    if environment.s3_access_key.get_secret_value():
        options["access_key"] = environment.s3_access_key.get_secret_value()
        options["secret_key"] = environment.s3_secret_key.get_secret_value()
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
