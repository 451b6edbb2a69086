"""The national models that come with the project: one TOML file per kind and version in `national/`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from thuisgevers.documents.enums import DocumentKind
from thuisgevers.documents.wording.sections import Section, read_sections

FOLDER = Path(__file__).resolve().parent.parent / "national"


@dataclass(frozen=True)
class NationalModel:
    """A model text as it stands in its file."""

    kind: DocumentKind
    version: int
    title: str
    note: str
    sections: list[Section]


def read_national_models() -> list[NationalModel]:
    """All shipped models, oldest version first. A published version's file is never edited: add the next one."""
    models = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return sorted(models, key=lambda model: (model.kind, model.version))


def _read(path: Path) -> NationalModel:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return NationalModel(
        kind=DocumentKind(data["kind"]),
        version=int(data["version"]),
        title=data["title"],
        note=data.get("note", ""),
        sections=read_sections(data["sections"]),
    )
