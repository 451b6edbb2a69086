"""`gettext` for code that asks the same few hundred words on every page.

The words of this project are Dutch in the source, so Django's lookup goes through every catalogue and finds nothing (10 µs,
hundreds of times a page). Here each is looked up once per language. Import it as `_`, as one would Django's; `ngettext` likewise.
"""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Choices
from django.utils import translation


def gettext(message: str) -> str:
    return _said(translation.get_language(), message)


@lru_cache(maxsize=4096)
def _said(_language: str | None, message: str) -> str:
    return translation.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _counted(translation.get_language(), singular, plural, number)


@lru_cache(maxsize=4096)
def _counted(_language: str | None, singular: str, plural: str, number: int) -> str:
    return translation.ngettext(singular, plural, number)


def label(choice: Choices) -> str:
    """The words of a member, for lists that show them in every row."""
    return _label(translation.get_language(), choice)


# Typed: members of two enums with the same value are equal.
@lru_cache(maxsize=1024, typed=True)
def _label(_language: str | None, choice: Choices) -> str:
    return str(choice.label)
