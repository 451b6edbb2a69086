"""What rendering takes and gives, for code that runs in processes without WeasyPrint."""

from dataclasses import dataclass
from datetime import datetime

AUTHOR = "De Thuisgevers"


class RenderingFailed(Exception):
    """The document could not be made, or would not have been accessible."""


class FontsMissing(Exception):
    """The web fonts are not on this machine: the front end was never built."""


@dataclass(frozen=True)
class PdfMetadata:
    """What the file says about itself. `identifier` and `created` are fixed by the caller, never "now"."""

    title: str
    identifier: str
    created: datetime
    author: str = AUTHOR
    subject: str = ""
    language: str = "nl"


@dataclass(frozen=True)
class Pdf:
    """A finished file and its number of pages."""

    content: bytes
    page_count: int
