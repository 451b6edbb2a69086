"""What an instance must remember between two runs.

Passwords, where its sockets are, which roles it has been given.
"""

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from thuisgevers.stack.errors import StackError


@dataclass(frozen=True)
class Passwords:
    """One password per role that may sign in; `admin` is the superuser of the embedded cluster."""

    admin: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    owner: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    app: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    backup: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(frozen=True)
class Record:
    """Written as one file, readable by its owner only."""

    checkout: str
    passwords: Passwords = field(default_factory=Passwords)
    sockets: str = ""
    roles: str = ""

    def having(self, *, sockets: str | None = None, roles: str | None = None) -> "Record":
        return replace(
            self,
            sockets=self.sockets if sockets is None else sockets,
            roles=self.roles if roles is None else roles,
        )


def read_record(path: Path) -> Record | None:
    """The record, or None when there is none.

    A broken one is an error: with it the passwords would be lost.
    """
    try:
        text = path.read_text()
    except FileNotFoundError:
        return None
    try:
        data = json.loads(text)
        return Record(
            checkout=str(data["checkout"]),
            passwords=Passwords(**data["passwords"]),
            sockets=str(data["sockets"]),
            roles=str(data["roles"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StackError(f"{path} cannot be read ({error}); `make clean` removes it together with its data.") from error


def write_record(path: Path, record: Record) -> None:
    """Replace the file in one step, so that a kill in between leaves the old one.

    Does nothing when the file says so already, as flushing to a busy disk takes seconds.
    """
    text = json.dumps(asdict(record), indent=1)
    if path.exists() and path.read_text() == text:
        return
    handle, name = tempfile.mkstemp(prefix="record-", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        if not path.parent.name.startswith("test"):
            file.flush()
            os.fsync(file.fileno())
    Path(name).replace(path)
