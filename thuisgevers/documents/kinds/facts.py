"""The shape of facts: what the app that owns them fills in, and how a document kind describes itself.

A dataclass per kind instead of a loose dictionary: a misspelt fact is then a type error in the app that
fills it, not a hole in a signed paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.municipalities.access import Access

type Text = str | Promise
type Json = Mapping[str, Any]


@dataclass(frozen=True)
class MissingField:
    """A fact without which the document may not be requested, by the name of its dataclass field."""

    name: str
    label: Text


@dataclass(frozen=True)
class Missing:
    """What a person still has to fill in, and the page where that is done."""

    label: Text
    url: str


@dataclass(frozen=True)
class Snapshot:
    """Everything a template may show, as plain text and yes/no: fixed when the document is requested.

    `fields` are the merge fields, `flags` the conditions, `blocks` the data of the project's own parts (a
    table of costs, the signatures). All of it is JSON, so the document can be made again from the row alone.
    """

    fields: Mapping[str, str]
    flags: Mapping[str, bool]
    blocks: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"fields": dict(self.fields), "flags": dict(self.flags), "blocks": dict(self.blocks)}

    @classmethod
    def from_json(cls, data: Json) -> "Snapshot":
        return cls(fields=data["fields"], flags=data["flags"], blocks=data["blocks"])


class Facts(Protocol):
    """What every facts dataclass can tell about itself."""

    def missing_fields(self) -> list[MissingField]: ...

    def final_objections(self) -> list[str]: ...

    def snapshot(self) -> Snapshot: ...


@dataclass(frozen=True)
class KindSpecification:
    """What a template of this kind may use, and with which page it is printed.

    `fields`, `flags` and `blocks` map a name to its explanation in Dutch; editors see them, and a template
    that uses any other name cannot be saved. `title_field` names a field that, when filled, is the title.
    """

    kind: DocumentKind
    facts_type: type[Any]
    fields: Mapping[str, Text]
    flags: Mapping[str, Text]
    blocks: Mapping[str, Text]
    page: str
    numbered: bool
    to_be_signed: bool
    title_field: str = ""


type FactsCallable = Callable[[Access, UUID], Facts]
type MissingCallable = Callable[[Access, UUID], list[Missing]]
