"""`python -m thuisgevers.stack …`: the servers by hand.

start [INSTANCE]        start what does not run, print the addresses as shell assignments
stop [INSTANCE …]       stop; without a name everything of this checkout, a running demo included
status                  what runs
run INSTANCE COMMAND …  run a command with the addresses in its environment; stops what it started itself
psql [INSTANCE] [ROLE]  a shell as app (default), owner, postgres or backup
remove                  stop everything and throw the data away
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys

from thuisgevers import stack
from thuisgevers.stack.layout import Layout
from thuisgevers.stack.running_demo import stop_running_demo


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m thuisgevers.stack", description="The project's own servers.")
    commands = root.add_subparsers(dest="command", required=True)
    commands.add_parser("start").add_argument("instance", nargs="?", default="dev")
    commands.add_parser("stop").add_argument("instances", nargs="*")
    commands.add_parser("status")
    commands.add_parser("remove")
    run = commands.add_parser("run")
    run.add_argument("instance")
    run.add_argument("arguments", nargs=argparse.REMAINDER)
    psql = commands.add_parser("psql")
    psql.add_argument("instance", nargs="?", default="dev")
    psql.add_argument("role", nargs="?", default="app", choices=["app", "owner", "postgres", "backup"])
    return root


def start(instance: str) -> int:
    for name, value in stack.ensure(instance).environment().items():
        print(f"{name}={shlex.quote(value)}")
    return 0


def stop(instances: list[str]) -> int:
    if not instances:
        stop_running_demo()
    for instance in instances or [found.instance for found in stack.status()]:
        if stack.stop(instance):
            print(f"{instance}: stopped")
    return 0


def status() -> int:
    for found in stack.status():
        state = "runs" if found.is_running else "does not run"
        servers = f"PostgreSQL {found.postgres_pid}, Redis {found.redis_pid}"
        print(f"{found.instance}: {state} ({servers}) in {found.home}")
    return 0


def remove() -> int:
    stop([])
    for found in stack.status():
        stack.remove(found.instance)
        print(f"{found.instance}: removed")
    return 0


def run(instance: str, arguments: list[str]) -> int:
    """Run one command on an instance.

    A second signal is the command's own business: it gets it from the terminal too.
    """
    found = stack.ensure_environment(instance)
    try:
        return subprocess.run(arguments, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if found is not None and found.is_started_now:
            stack.stop(instance)


def psql(instance: str, role: str) -> int:
    found = stack.ensure(instance)
    url = {
        "app": found.database_url,
        "owner": found.database_owner_url,
        "postgres": found.database_admin_url,
        "backup": found.database_backup_url,
    }[role]
    program = shutil.which("psql") or str(Layout(instance).binaries / "bin" / "psql")
    os.execv(program, [program, url])


def main() -> int:
    given = parser().parse_args()
    try:
        match given.command:
            case "start":
                return start(given.instance)
            case "stop":
                return stop(given.instances)
            case "status":
                return status()
            case "remove":
                return remove()
            case "run":
                return run(given.instance, given.arguments)
            case _:
                return psql(given.instance, given.role)
    except stack.StackError as error:
        print(f"stack: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
