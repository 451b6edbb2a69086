"""What a document may load while it is being made: a fixed list of bundled files, and nothing else.

WeasyPrint's own fetcher reads any local file and follows any address it is given; in a document made of
other people's words that is a way out of the house.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from thuisgevers.documents.rendering.fonts import CUTS, cut_font

FOLDER = Path(__file__).resolve().parent.parent / "assets"


@functools.cache
def read_bundled(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _bundled(name: str) -> Callable[[], bytes]:
    return lambda: read_bundled(name)


def _cut(name: str) -> Callable[[], bytes]:
    return lambda: cut_font(name)


ASSETS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "document.css": ("text/css", _bundled("document.css")),
    "welcome-card.css": ("text/css", _bundled("welcome-card.css")),
    "mark.svg": ("image/svg+xml", _bundled("mark.svg")),
    **{name: ("font/ttf", _cut(name)) for name in CUTS},
}


class AssetNotAllowed(Exception):
    """A document asked for something outside the list; the rendering stops."""


class AssetFetcher(URLFetcher):
    """Answers `asset:` addresses from the list and decodes `data:`; every other address stops the rendering.

    No handler for http, ftp or file is ever reached, so there is nothing to redirect either.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call]

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        scheme, _, rest = url.partition(":")
        match scheme.lower():
            case "asset" if rest in ASSETS:
                content_type, read = ASSETS[rest]
                return URLFetcherResponse(url, read(), {"Content-Type": content_type})
            case "data":
                response: URLFetcherResponse = super().fetch(url, headers)  # type: ignore[no-untyped-call]
                return response
            case _:
                raise AssetNotAllowed(f"Not allowed in a document: {url[:200]}")
