"""The embedded stack: PostgreSQL and Redis, started, reused and stopped by the project itself.

Used when DATABASE_URL and REDIS_URL are not set. Knows nothing of Django and stands below everything.
"""

from thuisgevers.stack.errors import StackError
from thuisgevers.stack.instance import Connections, Status, ensure, ensure_environment, remove, status, stop

__all__ = [
    "Connections",
    "StackError",
    "Status",
    "ensure",
    "ensure_environment",
    "remove",
    "status",
    "stop",
]
