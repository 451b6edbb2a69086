"""Run a command that the kernel ends when its parent dies: `python leash.py PARENT COMMAND …`.

A supervisor that is killed with SIGKILL can stop nobody; on Linux the kernel does it instead. A program of its own,
because a function between fork and exec is unsafe in a process with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(f"{command[0]}: its supervisor is gone already")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
