"""The register of document kinds: this floor knows how a document looks, the app above fills it.

`register()` is called once per kind in the `AppConfig.ready()` of the app that owns the facts; it is one of
the registers through which a lower floor reaches a higher one.
"""

from dataclasses import dataclass

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.kinds import cooperation_agreement, press_release
from thuisgevers.documents.kinds.facts import (
    Facts,
    FactsCallable,
    KindSpecification,
    Missing,
    MissingCallable,
    MissingField,
    Snapshot,
)

__all__ = [
    "SPECIFICATIONS",
    "Facts",
    "KindSpecification",
    "Missing",
    "MissingField",
    "NotRegistered",
    "RegisteredKind",
    "Snapshot",
    "register",
    "registered",
    "registered_kinds",
]

SPECIFICATIONS: dict[DocumentKind, KindSpecification] = {
    specification.kind: specification
    for specification in (cooperation_agreement.SPECIFICATION, press_release.SPECIFICATION)
}


class NotRegistered(Exception):
    """No app filled in the facts of this kind."""


@dataclass(frozen=True)
class RegisteredKind:
    """`facts(access, subject_id)` gives the kind's facts dataclass, read with that person's rights;
    `missing(access, subject_id)` gives what must be filled in first, with the page to do it."""

    kind: DocumentKind
    facts: FactsCallable
    missing: MissingCallable


_register: dict[DocumentKind, RegisteredKind] = {}


def register(kind: DocumentKind, *, facts: FactsCallable, missing: MissingCallable) -> None:
    """Say who knows the facts of a kind. A second app for the same kind is a programming error."""
    known = _register.get(kind)
    if known is not None and known.facts is not facts:
        raise ValueError(f"{kind} is already filled by {known.facts.__module__}")
    _register[kind] = RegisteredKind(kind, facts, missing)


def registered(kind: DocumentKind) -> RegisteredKind:
    try:
        return _register[kind]
    except KeyError:
        raise NotRegistered(f"No app has registered the facts of {kind}.") from None


def registered_kinds() -> dict[DocumentKind, RegisteredKind]:
    """For the printed register in docs/ and its test."""
    return dict(_register)
