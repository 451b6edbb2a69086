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
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import IO

import psycopg

from thuisgevers import stack
from thuisgevers.stack.layout import CHECKOUT, Layout
from thuisgevers.stack.postgres import ROLES_SQL
from thuisgevers.stack.running_demo import AlreadyRunningError, only_demo, write_note
from thuisgevers.stack.supervisor import Program, Supervisor

INSTANCE = "dev"
PORTS_TO_TRY = 50
READY_SECONDS = 120
RUN_FOLDER = CHECKOUT / "var" / "run"
STATIC_FOLDER = CHECKOUT / "var" / "static"  # empty in a demo, but its absence is warned about


def say(text: str) -> None:
    print(f"demo | {text}", flush=True)


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


def manage(*arguments: str, role: str = "app", is_shown: bool = True) -> str:
    """One Django command. A failure ends the demo; what it printed is shown, or returned when it is not."""
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
        env={**os.environ, "DB_ROLE": role},
        stdin=subprocess.DEVNULL,
        stdout=None if is_shown else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise stack.StackError(f"`manage.py {' '.join(arguments)}` ended with code {done.returncode}.")
    return done.stdout or ""


def geodata_folder() -> Path | None:
    beside = CHECKOUT.parent / "shared" / "geo"
    if os.environ.get("GEODATA_DIR"):
        return Path(os.environ["GEODATA_DIR"])
    return beside if beside.is_dir() else None


def prepare() -> str:
    """Tables, geodata and invented data; returns who can sign in. Each command does nothing twice."""
    say("bringing the tables up to date")
    manage("migrate", "--verbosity", "0", role="owner")
    manage("derive_permissions", role="owner", is_shown=False)
    if geodata_folder() is not None:
        say("reading the geodata")
        manage("import_geodata", role="owner")
    say("making the demo data")
    manage("seed_demo", role="owner")
    return manage("demo_personas", "--table-only", is_shown=False)


def prepared_from() -> str:
    """A fingerprint of what `prepare` depends on: while it stays the same, a second run need not look again."""
    digest = sha256()
    folders = [*CHECKOUT.glob("*/migrations"), *CHECKOUT.glob("*/*/migrations"), CHECKOUT / "thuisgevers" / "demo"]
    folders += [CHECKOUT / "thuisgevers" / "municipalities" / "geo", *CHECKOUT.glob("*/*/management")]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    roles = CHECKOUT / "thuisgevers" / "municipalities" / "enums.py"
    for path in sorted([*files, roles, ROLES_SQL, CHECKOUT / "uv.lock"]):
        digest.update(f"{path.relative_to(CHECKOUT)}\0".encode() + path.read_bytes())
    geodata = geodata_folder()
    for path in sorted(geodata.iterdir()) if geodata is not None else []:
        digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\0".encode())
    return digest.hexdigest()


def prepare_once(note: Path | None) -> str:
    """`prepare`, skipped when the note beside the cluster says that it has been done from the same files."""
    if note is None:
        return prepare()
    wanted = prepared_from()
    if note.exists():
        known, _, personas = note.read_text().partition("\n")
        if known == wanted:
            return personas
    personas = prepare()
    note.write_text(f"{wanted}\n{personas}")
    return personas


#: Parts of lines that say nothing to a person: the pulse of every queue, and Celery's five-line advice against root.
WORKER_NOISE = (
    ".pulse[",
    ".send_pulses[",
    "running the worker with superuser privileges",
    "absolutely not recommended!",
    "Please specify a different user using",
    "User information: uid=0",
    "_warn_or_raise_security_error",
)


def is_worker_noise(line: str) -> bool:
    return any(part in line for part in WORKER_NOISE)


def programs(listener: socket.socket) -> list[Program]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "thuisgevers", "--quiet"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [
        Program(
            "web",
            [
                *(*python, "gunicorn", "thuisgevers.wsgi:application", "--bind", f"fd://{listener.fileno()}"),
                *("--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "3", "--no-control-socket"),
                *("--access-logfile", "-", "--access-logformat", "%(m)s %(U)s %(s)s %(M)s ms"),
            ],
            pass_fds=[listener.fileno()],
            is_noise=lambda line: " /static/" in line or " /healthz/" in line,
        ),
        Program(
            "worker",
            [*worker, "--queues", "default,mail", "--concurrency", "1", "--hostname", "worker@%h"],
            is_noise=is_worker_noise,
        ),
        # WeasyPrint's first render in a process is slow, so documents have a process that lives long; not for ever, as every
        # render leaves some memory behind.
        Program(
            "documents",
            [
                *(*worker, "--queues", "documents,attachments,matching", "--concurrency", "1"),
                *("--max-tasks-per-child", "200", "--max-memory-per-child", "600000", "--hostname", "documents@%h"),
            ],
            is_noise=is_worker_noise,
        ),
        Program("beat", [*celery, "beat", "--schedule", str(RUN_FOLDER / "beat"), "--pidfile", ""]),
    ]


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz/ready/", timeout=5) as answer:  # noqa: S310 - plain http, to ourselves
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def announce(address: str, personas: str, supervisor: Supervisor) -> None:
    """Wait until the readiness page is content, then say where to go and as whom."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(address):
        if supervisor.stopping.wait(0.5):
            return
        if time.monotonic() > deadline:
            supervisor.say(f"not ready after {READY_SECONDS} s; see {address}/healthz/ready/", colour="31")
            return
    for line in ("", *personas.splitlines(), ""):
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
        note_beside_data = Layout(INSTANCE).home / "prepared" if connections is not None else None
        personas = prepare_once(note_beside_data)
        for folder in (RUN_FOLDER, STATIC_FOLDER):
            folder.mkdir(parents=True, exist_ok=True)
        supervisor = Supervisor(programs(listener), env=os.environ, is_colourful=sys.stdout.isatty())
        return supervisor.run(when_started=lambda: announce(address, personas, supervisor))
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
