"""A folder in memory for what need not outlive the computer's next start: the clusters of tests.

A database of this product is some three thousand files, and tests copy it often: on a disk that costs up to ten times as
much. It is used where at least `LEAST_FREE` bytes are free, of the file system and of the memory itself.
"""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - what stands there is checked to be one's own
PREFIX = "thuisgevers-"
#: Says of which checkout the folder is.
MARK = "checkout"
LEAST_FREE = 8 * 1024**3


def has_room() -> bool:
    """Whether a test cluster fits in memory beside the tests themselves; False where nobody can tell."""
    try:
        found = os.statvfs(IN_MEMORY)
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return False
    available = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
    return os.access(IN_MEMORY, os.W_OK | os.X_OK) and min(found.f_bavail * found.f_frsize, available) >= LEAST_FREE


def is_own(folder: Path) -> bool:
    """Anybody may make a folder there, under any name."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def make_folder(folder: Path, checkout: Path) -> bool:
    """The folder of one checkout; False without room, or when it is another user's. Those of checkouts that are gone go first."""
    for other in IN_MEMORY.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if is_own(other) and not Path((other / MARK).read_text()).exists():
                shutil.rmtree(other)
    if not has_room():
        return False
    with suppress(FileExistsError):
        folder.mkdir(mode=0o711)
    if not is_own(folder):
        return False
    (folder / MARK).write_text(str(checkout))
    return True


def remove_folder(folder: Path) -> None:
    """After the last instance in it."""
    if is_own(folder) and not any(path.is_dir() for path in folder.iterdir()):
        shutil.rmtree(folder, ignore_errors=True)
