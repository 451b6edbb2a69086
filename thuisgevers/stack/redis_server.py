"""The embedded Redis: a real redis-server on a Unix socket in a private folder, no network address."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from thuisgevers.stack.errors import StackError
from thuisgevers.stack.layout import Layout
from thuisgevers.stack.processes import command_line, end, is_alive

SOCKET = "redis.sock"
START_SECONDS = 20


@dataclass(frozen=True)
class RedisServer:
    """One server. Callers hold the instance's lock.

    Nothing that matters lives here: jobs are rows in PostgreSQL and a message is only a wake-up. The
    socket's folder (0700) is what keeps others out, so there is no password.
    """

    layout: Layout

    @property
    def pid_file(self) -> Path:
        return self.layout.redis / "redis.pid"

    @property
    def config(self) -> Path:
        return self.layout.redis / "redis.conf"

    @property
    def log(self) -> Path:
        return self.layout.redis / "redis.log"

    def url(self, sockets: str) -> str:
        return f"unix://{sockets}/{SOCKET}?db=0"

    def pid(self) -> int | None:
        """The living server of this folder, told by its socket's path, which it keeps in its command line."""
        try:
            number = int(self.pid_file.read_text())
            config = self.config.read_text()
        except (OSError, ValueError):
            return None
        socket = config.partition('unixsocket "')[2].partition('"')[0]
        if socket and is_alive(number) and socket in command_line(number):
            return number
        return None

    def answers(self, sockets: str) -> bool:
        # Without a policy of ours the client tries ten times, for seconds, before it says that nobody is there.
        client = redis.Redis(
            unix_socket_path=f"{sockets}/{SOCKET}",
            socket_timeout=5,
            socket_connect_timeout=5,
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            found = client.config_get("dir")
        except (redis.RedisError, OSError):
            return False
        finally:
            client.close()
        return bool(found.get("dir") == str(self.layout.redis))

    def start(self, sockets: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise StackError("redis-server is not installed: `apt-get install redis-server`, or set REDIS_URL.")
        folder = self.layout.redis
        folder.mkdir(exist_ok=True, mode=0o700)
        self.config.write_text(
            "\n".join(
                [
                    "port 0",
                    f'unixsocket "{sockets}/{SOCKET}"',
                    "unixsocketperm 700",
                    "daemonize yes",
                    f'pidfile "{self.pid_file}"',
                    f'logfile "{self.log}"',
                    f'dir "{folder}"',
                    "databases 64",
                    'save ""',
                    "appendonly no",
                    "maxmemory-policy noeviction",
                    "loglevel notice",
                    "",
                ]
            )
        )
        self.pid_file.unlink(missing_ok=True)
        self.layout.runner.own(folder, self.config, *(path for path in (self.log,) if path.exists()))
        started = self.layout.runner.run([program, self.config])
        deadline = time.monotonic() + START_SECONDS
        while started.returncode == 0 and time.monotonic() < deadline:
            if self.answers(sockets):
                return
            time.sleep(0.02)
        said = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
        raise StackError(f"Redis did not start: {started.stdout.strip()}\n{said}\nLog: {self.log}")

    def stop(self) -> bool:
        """True when a server was running."""
        pid = self.pid()
        if pid is None:
            return False
        end(pid, grace=10)
        return True
