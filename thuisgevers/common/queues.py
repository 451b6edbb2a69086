"""The queues there are. A task names one of these; a worker is started for some or all of them."""

from enum import StrEnum


class Queue(StrEnum):
    DEFAULT = "default"
    MAIL = "mail"
    DOCUMENTS = "documents"
    ATTACHMENTS = "attachments"
    MATCHING = "matching"


#: Seconds. A task is warned, then killed, then (only after that) given to another worker: the broker's visibility
#: timeout lies above the hard limit, else a slow task would run twice at once.
SOFT_TIME_LIMIT = 240
HARD_TIME_LIMIT = 300
VISIBILITY_TIMEOUT = 900
