"""`gettext` for code that asks the same few hundred words on every page.

The words of this project are Dutch in the source, so Django's lookup goes through every catalogue and finds nothing (10 µs,
hundreds of times a page). Here each is looked up once per language. Import it as `_`, as one would Django's.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation


def gettext(message: str) -> str:
    return _said(translation.get_language(), message)


@lru_cache(maxsize=4096)
def _said(_language: str | None, message: str) -> str:
    return translation.gettext(message)
