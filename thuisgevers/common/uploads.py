"""Which addresses take files: everywhere else a large request is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve


def takes_files[View: Callable[..., Any]](view: View) -> View:
    """Mark a view to which files are sent; goes outermost, above `@require_POST` and the gate."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def largest_request(path: str) -> int:
    """The bytes that a request to this path may have, files included. A single file has a limit of its own."""
    try:
        view = resolve(path).func
    except Resolver404:
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if getattr(view, "takes_files", False):
        return int(settings.ATTACHMENT_MAX_REQUEST_BYTES)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
