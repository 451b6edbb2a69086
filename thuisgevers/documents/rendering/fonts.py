"""Source Sans 3 for the PDFs: static cuts made once per process from the variable web font of the site.

WeasyPrint can embed the variable font itself, but then it pins the weight again for every document (a
tenth of a second per cut) and writes the current time into the font, so that the same document would never
give the same bytes twice. Cutting the weights here, once, without touching the timestamp, solves both.
"""

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from thuisgevers.documents.rendering.results import FontsMissing

FAMILY = "Thuisgevers Sans"
EXTENDED_FAMILY = "Thuisgevers Sans Extended"


@dataclass(frozen=True)
class Cut:
    """One weight and style that the stylesheet of the documents uses."""

    subset: str
    style: str
    weight: int

    @property
    def name(self) -> str:
        return f"fonts/{self.subset}-{self.style}-{self.weight}.ttf"

    @property
    def family(self) -> str:
        return FAMILY if self.subset == "latin" else EXTENDED_FAMILY


STYLES = (("normal", 400), ("normal", 600), ("normal", 700), ("italic", 400))
LATIN = tuple(Cut("latin", style, weight) for style, weight in STYLES)
EXTENDED = tuple(Cut("latin-ext", style, weight) for style, weight in STYLES)
CUTS = {cut.name: cut for cut in (*LATIN, *EXTENDED)}


def font_folders() -> Iterator[Path]:
    """Where the font may be, best place first: a configured folder, the built site, the npm package."""
    base = Path(settings.BASE_DIR)
    yield from (Path(folder) for folder in getattr(settings, "DOCUMENT_FONT_DIRS", ()))
    yield base / "static" / "dist" / "fonts"
    yield base / "static" / "dist"
    yield Path(settings.STATIC_ROOT) / "dist" / "fonts"
    yield Path(settings.STATIC_ROOT) / "dist"
    yield base / "node_modules" / "@fontsource-variable" / "source-sans-3" / "files"


def find_font_file(subset: str, style: str) -> Path:
    """The web font file of one subset and style; the build may have put a hash behind its name."""
    looked_in = []
    for folder in font_folders():
        for pattern in (
            f"source-sans-3-{subset}-wght-{style}.woff2",
            f"source-sans-3-{subset}-wght-{style}[.-]*.woff2",
        ):
            if found := sorted(folder.glob(pattern)):
                return found[0]
        looked_in.append(str(folder))
    raise FontsMissing(
        f"Source Sans 3 ({subset}, {style}) was not found in: {', '.join(looked_in)}. "
        "Build the front end (npm ci && npm run build) or set DOCUMENT_FONT_DIRS."
    )


@functools.cache
def cut_font(name: str) -> bytes:
    """The bytes of one static cut; about half a second of work, once per process."""
    cut = CUTS[name]
    with TTFont(find_font_file(cut.subset, cut.style), recalcTimestamp=False) as variable:
        static = instantiateVariableFont(variable, {"wght": cut.weight}, static=True)
        static.flavor = None
        output = io.BytesIO()
        static.save(output)
    return output.getvalue()


@functools.cache
def latin_characters() -> frozenset[int]:
    """What the basic subset can write; anything else asks for the extended cuts."""
    with TTFont(find_font_file("latin", "normal")) as font:
        return frozenset(font.getBestCmap() or {})


def font_faces(cuts: tuple[Cut, ...]) -> str:
    """The `@font-face` rules for these cuts, with `asset:` addresses."""
    return "\n".join(
        f'@font-face {{ font-family: "{cut.family}"; font-style: {cut.style}; font-weight: {cut.weight}; '
        f"src: url(asset:{cut.name}); }}"
        for cut in cuts
    )
