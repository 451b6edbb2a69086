"""Processes of the stack: run one as the right system user, and recognise one by more than its number."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from thuisgevers.stack.errors import StackError

SYSTEM_USERS = ("postgres", "redis", "nobody")


@dataclass(frozen=True)
class Runner:
    """The system user under whom the servers run.

    PostgreSQL refuses to run as root, so for root it is another user that already exists; for everybody else
    it is the person who calls.
    """

    name: str
    uid: int
    gid: int
    is_other: bool

    @classmethod
    def choose(cls) -> "Runner":
        if os.geteuid() != 0:
            return cls(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), is_other=False)
        wanted = os.environ.get("STACK_SYSTEM_USER")
        for name in (wanted,) if wanted else SYSTEM_USERS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid != 0:
                return cls(name=name, uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)
        raise StackError(
            "PostgreSQL does not run as root, and none of the system users "
            f"{', '.join((wanted,) if wanted else SYSTEM_USERS)} exists. Name one in STACK_SYSTEM_USER."
        )

    def run(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        feed: str = "",
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end with a small, fixed environment.

        Output goes to a file-less pipe, so a command that leaves a daemon behind must detach its own streams.
        """
        return subprocess.run(
            [str(part) for part in command],
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", **(env or {})},
            cwd="/",
            input=feed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
            umask=0o077,
        )

    def may_enter(self, *folders: Path) -> bool:
        """Whether this user can reach these folders as things are: modes of parents are never changed."""
        if not self.is_other:
            return True
        script = 'for folder in "$@"; do cd "$folder" || exit 1; done'
        return self.run(["/bin/sh", "-c", script, "sh", *folders]).returncode == 0

    def own(self, *paths: Path) -> None:
        if self.is_other:
            for path in paths:
                os.chown(path, self.uid, self.gid)


def command_line(pid: int) -> str:
    """The command line of a living process, or nothing."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    ps = shutil.which("ps")
    if ps is None:
        return ""
    found = subprocess.run([ps, "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def is_alive(pid: int) -> bool:
    """Whether a process with this number exists and is not a corpse that its parent has not collected yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        pass
    else:
        return state.rpartition(")")[2].split()[0] not in {"Z", "X"}
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not Path("/proc/self/stat").exists()


def end(pid: int, *, grace: float, first: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to stop, and kill it when it has not done so in time.

    Does nothing when it is gone already.
    """
    with suppress(ProcessLookupError):
        os.kill(pid, first)
    deadline = time.monotonic() + grace
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    if is_alive(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        while is_alive(pid) and time.monotonic() < deadline + 5:
            time.sleep(0.05)
