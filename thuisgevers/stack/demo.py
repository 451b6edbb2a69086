"""`make demo`: servers, migrations, demo data, web, workers and beat in one terminal.

Ends cleanly on Ctrl-C; the servers stop too, unless somebody else still uses them.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import IO

import psycopg

from thuisgevers import stack
from thuisgevers.stack.layout import CHECKOUT
from thuisgevers.stack.running_demo import AlreadyRunningError, only_demo, write_note
from thuisgevers.stack.supervisor import Program, Supervisor

INSTANCE = "dev"
PORTS_TO_TRY = 50
READY_SECONDS = 120
RUN_FOLDER = CHECKOUT / "var" / "run"


def open_port(wanted: int) -> socket.socket:
    """Take the wanted port or the next free one, and keep it.

    Between looking and using, another copy might take it.
    """
    host = os.environ.get("HOST", "127.0.0.1")
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        listener.set_inheritable(True)
        return listener
    raise stack.StackError(f"No free port from {wanted} to {wanted + PORTS_TO_TRY - 1}.")


def manage(*arguments: str, role: str = "app") -> None:
    """One Django command; its own output is shown, and a failure ends the demo."""
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
        env={**os.environ, "DB_ROLE": role},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise stack.StackError(f"`manage.py {' '.join(arguments)}` ended with code {done.returncode}.")


def prepare() -> None:
    """Everything before the first request. Each command does nothing when its work is done already."""
    manage("migrate", "--verbosity", "0", role="owner")
    geodata = os.environ.get("GEODATA_DIR")
    beside = CHECKOUT.parent / "shared" / "geo"
    if geodata or beside.is_dir():
        manage("import_geodata", role="owner")
    manage("seed_demo")


def programs(listener: socket.socket) -> list[Program]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "thuisgevers", "--quiet"]
    worker = [*celery, "worker", "--loglevel", "INFO"]
    return [
        Program(
            "web",
            [
                *(*python, "gunicorn", "thuisgevers.wsgi:application", "--bind", f"fd://{listener.fileno()}"),
                *("--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--no-control-socket"),
                *("--access-logfile", "-", "--access-logformat", "%(m)s %(U)s %(s)s %(M)s ms"),
            ],
            pass_fds=[listener.fileno()],
            is_noise=lambda line: " /static/" in line or " /healthz/" in line,
        ),
        Program("worker", [*worker, "--queues", "default,mail", "--concurrency", "1", "--hostname", "worker@%h"]),
        # WeasyPrint's first render in a process is slow, so documents have a process that lives long.
        Program(
            "documents",
            [*worker, "--queues", "documents", "--concurrency", "1", "--hostname", "documents@%h"],
        ),
        Program("beat", [*celery, "beat", "--schedule", str(RUN_FOLDER / "beat"), "--pidfile", ""]),
    ]


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz/ready/", timeout=5) as answer:  # noqa: S310 - plain http, to ourselves
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def announce(address: str, supervisor: Supervisor) -> None:
    """Wait until the readiness page is content, then say where to go and as whom."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(address):
        if supervisor.stopping.wait(0.5):
            return
        if time.monotonic() > deadline:
            supervisor.say(f"not ready after {READY_SECONDS} s; see {address}/healthz/ready/", colour="31")
            return
    personas = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), "demo_personas"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    for line in ("", *(personas.stdout or personas.stderr).splitlines(), ""):
        supervisor.say(line)
    supervisor.say(f"De Thuisgevers: {address}/", colour="1;32")
    supervisor.say(f"Sign in as one of them with one click: {address}/demo/", colour="1;32")
    supervisor.say("Ctrl-C stops everything.")


def is_used_by_others(admin_url: str) -> bool:
    """Whether anybody but us still talks to the database, such as a shell in another terminal."""
    try:
        with psycopg.connect(admin_url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] > 0


def demo(note: IO[str]) -> int:
    listener = open_port(int(os.environ.get("PORT") or 8000))
    address = f"http://localhost:{listener.getsockname()[1]}"
    write_note(note, address)
    os.environ.update({"DEMO": "1", "BASE_URL": address, "PYTHONUNBUFFERED": "1"})
    connections = stack.ensure_environment(INSTANCE)
    try:
        prepare()
        RUN_FOLDER.mkdir(parents=True, exist_ok=True)
        supervisor = Supervisor(programs(listener), env=os.environ, is_colourful=sys.stdout.isatty())
        return supervisor.run(when_started=lambda: announce(address, supervisor))
    finally:
        listener.close()
        if connections is not None:
            if is_used_by_others(connections.database_admin_url):
                print("The servers keep running: another process uses them. `make stop` stops them.")
            else:
                stack.stop(INSTANCE)


def main() -> int:
    # Also before the programs run (migrations, data) SIGTERM must stop the servers: it becomes the same as
    # Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with only_demo() as note:
            return demo(note)
    except AlreadyRunningError as error:
        where = f" at {error.running.address}/ (process {error.running.pid})" if error.running else ""
        print(f"The demo of this checkout already runs{where}. `make stop` stops it.", file=sys.stderr)
    except stack.StackError as error:
        print(f"demo: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
