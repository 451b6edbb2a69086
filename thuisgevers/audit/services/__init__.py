"""Writing to the log."""

from .events import actor_label, record_event
from .reads import log_read

__all__ = ["actor_label", "log_read", "record_event"]
