"""The virus scanner, where one is configured: ClamAV's INSTREAM over a socket. It fails closed."""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

#: Seconds without a sign of the scanner.
PATIENCE = 30.0
CHUNK = 64 * 1024


class ScannerUnavailable(Exception):
    """No word from the scanner: down, too busy, or the file is larger than it takes. The file stays in quarantine."""


class VirusFound(Exception):
    """The scanner names what it found; the name goes to the log of the server, not to the screen."""


def scan(content: IO[bytes]) -> None:
    """Ask the scanner; returns when it says clean, or when none is configured. Raises VirusFound or ScannerUnavailable."""
    if not settings.CLAMAV_ADDRESS:
        return
    try:
        with _connect(settings.CLAMAV_ADDRESS) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _read_answer(line)
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise VirusFound(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerUnavailable(answer or "an empty answer")


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)


def _read_answer(line: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < 4096:
        part = line.recv(4096)
        if not part:
            break
        answer += part
    return answer.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
