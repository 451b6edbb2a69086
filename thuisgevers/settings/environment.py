"""What the process may be told from outside: every variable typed, wrong values refused at start.

`Environment` is the single list of configuration keys; README's table and docker-compose are held against it by a test.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class Environment(BaseSettings):
    """Settings from environment variables; nothing is read from files, so that what runs is what was given."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    debug: bool = False
    demo: bool = False
    secret_key: SecretStr = SecretStr("")
    encryption_keys: Annotated[list[SecretStr], NoDecode] = Field(default_factory=list)
    allowed_hosts: Annotated[list[str], NoDecode] = Field(default_factory=list)
    base_url: str = "http://localhost:8000"
    database_url: SecretStr = SecretStr("")
    database_owner_url: SecretStr = SecretStr("")
    db_role: Literal["app", "owner"] = "app"
    redis_url: SecretStr = SecretStr("")
    geodata_dir: Path | None = None
    storage_dir: Path = BASE_DIR / "var" / "storage"
    attachment_max_mb: int = Field(default=25, ge=1, le=200)
    attachment_accel_prefix: str = ""
    clamav_address: str = ""
    s3_bucket: str = ""
    s3_endpoint_url: str = ""
    s3_region: str = ""
    s3_access_key: SecretStr = SecretStr("")
    s3_secret_key: SecretStr = SecretStr("")
    pdok_url: str = ""
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = "De Thuisgevers <noreply@thuisgevers.example>"
    mail_national: str = "landelijk@thuisgevers.example"
    reply_mail_address: str = ""
    reply_imap_url: SecretStr = SecretStr("")
    reply_auth_server: str = ""
    behind_tls_proxy: bool = False
    oidc_providers: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", "encryption_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("geodata_dir")
    @classmethod
    def _folder_exists(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"{value} is not a folder")
        return value

    @field_validator("clamav_address")
    @classmethod
    def _is_scanner_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"unix:///\S+|tcp://[^\s:/]+:\d{1,5}", value):
            raise ValueError("must be unix:///path/to/clamd.sock or tcp://host:3310")
        return value

    @field_validator("attachment_accel_prefix")
    @classmethod
    def _is_internal_path(cls, value: str) -> str:
        if value and not re.fullmatch(r"/[\w/-]*/", value):
            raise ValueError("must be a path that begins and ends with a slash, such as /_bijlagen/")
        return value

    @field_validator("pdok_url")
    @classmethod
    def _is_register_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ValueError("must start with https://, such as https://api.pdok.nl/bzk/locatieserver/search/v3_1")
        return value.rstrip("/")

    @field_validator("reply_mail_address")
    @classmethod
    def _is_reply_address(cls, value: str) -> str:
        """Short before the @, because a token of 48 characters and a plus come along and 64 are allowed (RFC 5321)."""
        if value and not re.fullmatch(r"[a-z0-9.-]{1,15}@[a-z0-9-]+(\.[a-z0-9-]+)+", value):
            raise ValueError("must be an address in small letters with at most 15 before the @: gesprek@voorbeeld.nl")
        return value

    @field_validator("reply_imap_url")
    @classmethod
    def _is_mailbox(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(
            r"imaps?://[^:@/\s]+:[^@/\s]+@[^/@\s]+(/[\w.-]+)?", value.get_secret_value()
        ):
            raise ValueError("must be imaps://user:password@host/INBOX, with special characters percent-encoded")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _knows_its_bucket(self) -> Environment:
        """Files of people go to a bucket only over TLS, and never half by default."""
        login = (self.s3_access_key.get_secret_value(), self.s3_secret_key.get_secret_value())
        if any(login) and not all(login):
            raise ValueError("S3_ACCESS_KEY and S3_SECRET_KEY belong together")
        if not self.s3_bucket and (any(login) or self.s3_endpoint_url or self.s3_region):
            raise ValueError("S3_BUCKET is missing: the other S3 settings do nothing without it")
        if self.s3_endpoint_url and not self.s3_endpoint_url.startswith(("https://", "http://")):
            raise ValueError("S3_ENDPOINT_URL must start with https://")
        if self.s3_endpoint_url.startswith("http://") and not (self.debug or self.demo):
            raise ValueError("S3_ENDPOINT_URL must start with https:// in production")
        if self.s3_bucket and self.attachment_accel_prefix:
            raise ValueError("ATTACHMENT_ACCEL_PREFIX needs files on disk, not in S3_BUCKET")
        return self

    @model_validator(mode="after")
    def _answers_are_checked(self) -> Environment:
        """An answer by mail is believed only with the verdict of our own mail server, so the three come together."""
        mailbox = self.reply_imap_url.get_secret_value()
        if len({bool(self.reply_mail_address), bool(mailbox), bool(self.reply_auth_server)}) > 1:
            raise ValueError("REPLY_MAIL_ADDRESS, REPLY_IMAP_URL and REPLY_AUTH_SERVER belong together")
        if mailbox.startswith("imap://") and not (self.debug or self.demo):
            raise ValueError("REPLY_IMAP_URL must start with imaps:// in production")
        return self

    @model_validator(mode="after")
    def _is_production_safe(self) -> Environment:
        """Demo and debug never meet production: one click sign-in on real people's data cannot be switched on."""
        relaxed = self.debug or self.demo
        if relaxed and self.behind_tls_proxy:
            raise ValueError("DEMO or DEBUG cannot be combined with BEHIND_TLS_PROXY: that is a production setting")
        if relaxed and self.base_url.startswith("https://"):
            raise ValueError("DEMO or DEBUG cannot be combined with an https BASE_URL: that is a production setting")
        if not relaxed:
            if len(self.secret_key.get_secret_value()) < 50:
                raise ValueError("SECRET_KEY must be at least 50 characters in production")
            if not self.encryption_keys:
                raise ValueError("ENCRYPTION_KEYS must hold at least one key in production (id:base64 of 32 bytes)")
            if not self.allowed_hosts:
                raise ValueError("ALLOWED_HOSTS must name the host names that are served")
        if not self.database_url.get_secret_value():
            raise ValueError("DATABASE_URL is missing; start through manage.py for the embedded PostgreSQL")
        if not self.redis_url.get_secret_value():
            raise ValueError("REDIS_URL is missing; start through manage.py for the embedded Redis")
        return self


def read_environment() -> Environment:
    """The checked environment; ends the process with one clear line per wrong value."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [
            f"  {'.'.join(str(part) for part in e['loc']).upper() or 'combination'}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)
        ]
        sys.exit("Settings are wrong; nothing was started:\n" + "\n".join(lines))
