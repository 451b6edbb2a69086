"""Encrypted columns: AES-256-GCM, bound to the place where they stand.

A value is `version | length of key id | key id | nonce | ciphertext and tag`. The additional data names table, column, row and
municipality, so that a ciphertext that is copied to another row, column or tenant does not open. Every municipality
has a key of its own, derived from the active key (HKDF): nothing to store, to create in a race or to lose with a backup;
docs/decisions/encryption-keys.md says what that costs.

Values are opened only when somebody reads the attribute: a list that does not show the telephone number pays nothing.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.core.signals import setting_changed
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEADER_BYTES = 2
TAG_BYTES = 16
#: In ENCRYPTION_KEYS: the key of blind indexes. It never encrypts, and does not rotate (indexes would have to be rebuilt).
INDEX_KEY_ID = "index"


class CannotOpen(Exception):
    """The value was altered, moved from another row, column or tenant, or its key is gone."""


class NotSealable(TypeError):
    """Plain text reached the database layer without its row (bulk_update, QuerySet.update, a lookup)."""


def parse_keys(entries: Sequence[str]) -> dict[str, bytes]:
    """`["2026b:base64…", "2026a:base64…"]` → key by id. The first one encrypts, all of them open."""
    keys: dict[str, bytes] = {}
    for entry in entries:
        identifier, _, encoded = entry.partition(":")
        try:
            key = base64.urlsafe_b64decode(encoded)
        except (ValueError, binascii.Error) as error:
            raise ImproperlyConfigured("ENCRYPTION_KEYS: write every key as <id>:<base64 of 32 bytes>.") from error
        if not re.fullmatch(r"[a-z0-9-]{1,16}", identifier) or identifier in keys:
            raise ImproperlyConfigured("ENCRYPTION_KEYS: ids of 1 to 16 small letters, digits, dashes; each once.")
        if len(key) != KEY_BYTES:
            raise ImproperlyConfigured(f"ENCRYPTION_KEYS: key {identifier} must be 32 bytes, it is {len(key)}.")
        keys[identifier] = key
    if not keys.keys() - {INDEX_KEY_ID}:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty: `manage.py make_encryption_key` makes one.")
    return keys


@functools.cache
def _all_keys() -> dict[str, bytes]:
    return parse_keys(settings.ENCRYPTION_KEYS)


@functools.cache
def _keyring() -> dict[str, bytes]:
    """The keys that encrypt: all but the index's."""
    return {key_id: key for key_id, key in _all_keys().items() if key_id != INDEX_KEY_ID}


@functools.lru_cache(maxsize=2048)
def _cipher(key_id: str, tenant: str) -> AESGCM:
    try:
        master = _keyring()[key_id]
    except KeyError:
        raise CannotOpen(f"encryption key {key_id!r} is not configured") from None
    info = f"thuisgevers|column|{tenant}".encode()
    return AESGCM(HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master))


@functools.cache
def _index_key() -> bytes:
    """The entry named `index`; else derived from the oldest key, which then has to stay."""
    own = _all_keys().get(INDEX_KEY_ID)
    if own is not None:
        return own
    oldest = list(_keyring().values())[-1]
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"thuisgevers|index").derive(oldest)


def _forget_keys(*, setting: str, **_kwargs: object) -> None:
    if setting == "ENCRYPTION_KEYS":
        _all_keys.cache_clear()
        _keyring.cache_clear()
        _cipher.cache_clear()
        _index_key.cache_clear()


setting_changed.connect(_forget_keys, dispatch_uid="common.encryption.forget_keys")


def active_key_id() -> str:
    return next(iter(_keyring()))


def make_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def seal(plain: str, *, place: str, tenant: str = "-") -> bytes:
    """`place` is `table|column|row`; the tenant is added to it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    key_id = active_key_id()
    sealed = _cipher(key_id, tenant).encrypt(nonce, plain.encode(), f"{place}|{tenant}".encode())
    return bytes((VERSION, len(key_id))) + key_id.encode() + nonce + sealed


def unseal(sealed: bytes, *, place: str, tenant: str = "-") -> str:
    key_id = key_id_of(sealed)
    start = HEADER_BYTES + len(key_id)
    if len(sealed) < start + NONCE_BYTES + TAG_BYTES:
        raise CannotOpen("a value that was cut off")
    nonce, box = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        plain = _cipher(key_id, tenant).decrypt(nonce, box, f"{place}|{tenant}".encode())
    except InvalidTag:
        raise CannotOpen(f"a value at {place} does not belong there or was altered") from None
    return plain.decode()


def key_id_of(sealed: bytes) -> str:
    if len(sealed) < HEADER_BYTES or sealed[0] != VERSION:
        raise CannotOpen("not a value of this version")
    try:
        return sealed[HEADER_BYTES : HEADER_BYTES + sealed[1]].decode("ascii")
    except UnicodeDecodeError:
        raise CannotOpen("not a value of this version") from None


def blind_index(value: str, *, purpose: str = "") -> str:
    """A keyed fingerprint for exact matching on an encrypted value; case, width and outer spaces do not matter.

    Give every column its own `purpose`, so that equal values in two columns cannot be linked.
    """
    normal = unicodedata.normalize("NFKC", value).strip().casefold()
    return hmac.digest(_index_key(), f"{purpose}|{normal}".encode(), hashlib.sha256).hex()[:32]


class Sealed(bytes):
    """What came from the database and has not been opened."""

    __slots__ = ()


class EncryptedAttribute(DeferredAttribute):
    """Opens the value at the first reading, when the whole row is known."""

    field: EncryptedTextField

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = unseal(value, **self.field.place_of(instance)) if value else ""
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class EncryptedTextField(_TextField):
    """Text that the database cannot read. Empty text is stored encrypted too: absence is a fact about a person.
    Zero bytes are a value that retention erased; they read as empty text and stay zero bytes until something is written.

    `row` names the attribute that identifies the row (default: the primary key) and has its value before the first
    INSERT. Where the model has a `municipality`, that is part of the binding; a row that moves to another municipality is
    read first, then moved, then saved. Cannot be searched or sorted (see `blind_index`), and bulk_update
    and QuerySet.update refuse plain text, because they do not show the row.
    """

    descriptor_class = EncryptedAttribute

    def __init__(self, *args: Any, row: str = "pk", **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.row != "pk":
            kwargs["row"] = self.row
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def place_of(self, instance: models.Model) -> dict[str, str]:
        """Where the value stands. A history row (django-pghistory copies the ciphertext by trigger) answers for its origin."""
        origin = getattr(self.model, "pgh_tracked_model", None)
        row = getattr(instance, "pgh_obj_id" if origin is not None and self.row == "pk" else self.row)
        if row is None:
            raise NotSealable(f"{self}: the row needs its {self.row} before its value can be encrypted")
        return self._place(row, getattr(instance, "municipality_id", None))

    def _place(self, row: object, municipality_id: int | None) -> dict[str, str]:
        table = (getattr(self.model, "pgh_tracked_model", None) or self.model)._meta.db_table
        return {
            "place": f"{table}|{self.column}|{row}",
            "tenant": "-" if municipality_id is None else str(municipality_id),
        }

    def opened(self, sealed: bytes, *, row: object, municipality_id: int | None) -> str:
        """A value out of SQL of one's own, of whose row no more is known."""
        return unseal(sealed, **self._place(row, municipality_id)) if sealed else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        place = self.place_of(model_instance)
        if isinstance(value, Sealed):
            if not value:
                return value
            unseal(value, **place)  # the row was moved without reading the value: stop before it is lost
            return value
        return Sealed(seal(str(value), **place))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        raise NotSealable(f"{self} takes plain text only through save() or bulk_create()")

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return bytes(value) if isinstance(value, Sealed) else value

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(value)

    def value_to_string(self, obj: models.Model) -> str:
        raise NotSealable(f"{self} does not go into fixtures")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row()]

    def _check_row(self) -> list[checks.CheckMessage]:
        if hasattr(self.model, "pgh_tracked_model"):
            return []
        name = self.model._meta.pk.name if self.row == "pk" else self.row
        try:
            row = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return [checks.Error(f"{self.row!r} is not a field", obj=self, id="common.E001")]
        if isinstance(row, models.AutoField) or not getattr(row, "unique", False):
            return [checks.Error("the row's id must be unique and known before the INSERT", obj=self, id="common.E002")]
        return []
