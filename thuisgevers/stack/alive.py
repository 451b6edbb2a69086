"""`python -m thuisgevers.stack.alive`: the health check of the web container.

Asks under the first allowed host name, because the application answers to no other.
"""

import os
import sys
import urllib.error
import urllib.request
from http import HTTPStatus


def is_alive(port: int) -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    question = urllib.request.Request(f"http://127.0.0.1:{port}/healthz/live/", headers={"Host": host})
    try:
        with urllib.request.urlopen(question, timeout=4) as answer:  # noqa: S310 - plain http, to ourselves
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_alive(int(os.environ.get("PORT", "8000"))) else 1)
