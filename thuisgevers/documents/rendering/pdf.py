"""`render_pdf`: the one way from HTML to PDF.

The result is PDF/UA-1 (tagged, titled, with its language) and a pure function of its input: same HTML and metadata,
same bytes, on every worker. That makes a document that was rendered twice one document.
"""

import functools
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from thuisgevers.documents.rendering.assets import AssetFetcher
from thuisgevers.documents.rendering.fonts import Cut, cuts_for, font_faces
from thuisgevers.documents.rendering.results import AUTHOR, FontsMissing, Pdf, PdfMetadata, RenderingFailed

MOST_ARTICLES = 80


class _Complaints(logging.Handler):
    """Collects WeasyPrint's errors of this thread: an image without a description must not pass in silence."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.thread = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.messages.append(record.getMessage())


@contextmanager
def _strict() -> Iterator[None]:
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as error:  # a BaseException, so that WeasyPrint itself cannot swallow it
        raise RenderingFailed(f"{error} ({error.__cause__})") from error
    except FontsMissing:
        raise
    except Exception as error:  # WeasyPrint's own bugs come as any exception; the caller needs one kind of failure
        raise RenderingFailed(f"{type(error).__name__}: {error}") from error
    finally:
        LOGGER.removeHandler(complaints)
    if complaints.messages:
        raise RenderingFailed("; ".join(complaints.messages))


def article_counters() -> str:
    """List markers "4.1", "4.2", … for every article number.

    `counter(article) "." counter(list-item)` as content of `::marker` would be shorter, but stops WeasyPrint 70 with
    a TypeError; and a `::before` would leave the list without tagged labels.
    """
    return "\n".join(
        f'@counter-style article-{number} {{ system: extends decimal; prefix: "{number}."; suffix: "\\00a0\\00a0" }}'
        f" .article-{number} > ol {{ list-style-type: article-{number} }}"
        for number in range(1, MOST_ARTICLES + 1)
    )


@functools.cache
def _house_style(cuts: tuple[Cut, ...]) -> tuple[FontConfiguration, CounterStyle, CSS]:
    """Fonts and list markers, parsed once per process; the first call costs seconds, the next nothing."""
    fonts, counters = FontConfiguration(), CounterStyle()
    style = f"{font_faces(cuts)}\n{article_counters()}"
    sheet = CSS(string=style, font_config=fonts, counter_style=counters, url_fetcher=AssetFetcher())
    return fonts, counters, sheet


# The font map of Pango is shared by the documents of one process, and is not safe for two threads at once.
_one_at_a_time = threading.Lock()


def render_pdf(html: str, *, metadata: PdfMetadata) -> Pdf:
    """The PDF of a complete HTML document. Raises `RenderingFailed`; never returns half a file.

    Addresses in it may only be `asset:` (a bundled file) or `data:`; there is no base address, so relative
    ones fail too.
    """
    cuts = cuts_for(set(html))
    with _one_at_a_time, _strict():
        fonts, counters, sheet = _house_style(cuts)
        source = HTML(string=html, url_fetcher=AssetFetcher(), base_url=None)
        document = source.render(
            font_config=fonts, counter_style=counters.copy(), stylesheets=[sheet], pdf_variant="pdf/ua-1"
        )
        document.metadata.title = metadata.title
        document.metadata.authors = [metadata.author]
        document.metadata.description = metadata.subject or None
        document.metadata.lang = metadata.language
        document.metadata.generator = AUTHOR
        stamp = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        document.metadata.created = document.metadata.modified = stamp
        content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=metadata.identifier.encode())
    if not content:
        raise RenderingFailed("WeasyPrint returned nothing.")
    return Pdf(bytes(content), len(document.pages))
