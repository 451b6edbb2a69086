"""Source Sans 3 for the PDFs, and Noto Sans for the scripts that it lacks: static cuts made once per process from the variable web
fonts of the site.

WeasyPrint can embed the variable font itself, but then it pins the weight again for every document (a
tenth of a second per cut) and writes the current time into the font, so that the same document would never
give the same bytes twice. Cutting the weights here, once, without touching the timestamp, solves both.
"""

import contextlib
import functools
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fontTools
from django.conf import settings
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from thuisgevers.documents.rendering.results import FontsMissing

FAMILY = "Thuisgevers Sans"
#: Goes up when `_cut` cuts otherwise: what was kept before is not used then.
MADE = 2
EXTENDED_FAMILY = "Thuisgevers Sans Extended"
#: Subset → name in the style sheets, and the npm package that has it.
FAMILIES = {
    "latin": FAMILY,
    "latin-ext": EXTENDED_FAMILY,
    "cyrillic": "Thuisgevers Sans Cyrillic",
    "arabic": "Thuisgevers Sans Arabic",
    "ethiopic": "Thuisgevers Sans Ethiopic",
}
PACKAGES = {"arabic": "noto-sans-arabic", "ethiopic": "noto-sans-ethiopic"}


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
        return FAMILIES[self.subset]


STYLES = (("normal", 400), ("normal", 600), ("normal", 700), ("italic", 400))
LATIN = tuple(Cut("latin", style, weight) for style, weight in STYLES)
EXTENDED = tuple(Cut("latin-ext", style, weight) for style, weight in STYLES)
#: First and last letter of the scripts beyond Latin, and their cuts; there is no italic in them.
SCRIPTS = {
    subset: (letters, tuple(Cut(subset, "normal", weight) for weight in (400, 600, 700)))
    for subset, letters in (
        ("cyrillic", (0x0400, 0x04FF)),
        ("arabic", (0x0600, 0x06FF)),
        ("ethiopic", (0x1200, 0x139F)),
    )
}
CUTS = {cut.name: cut for cut in (*LATIN, *EXTENDED, *(cut for _letters, cuts in SCRIPTS.values() for cut in cuts))}


def font_folders() -> Iterator[Path]:
    """Where the font may be, best place first: a configured folder, the built site, the npm package."""
    base = Path(settings.BASE_DIR)
    yield from (Path(folder) for folder in getattr(settings, "DOCUMENT_FONT_DIRS", ()))
    yield base / "static" / "dist" / "fonts"
    yield base / "static" / "dist"
    yield Path(settings.STATIC_ROOT) / "dist" / "fonts"
    yield Path(settings.STATIC_ROOT) / "dist"
    for package in ("source-sans-3", *PACKAGES.values()):
        yield base / "node_modules" / "@fontsource-variable" / package / "files"


def find_font_file(subset: str, style: str) -> Path:
    """The web font file of one subset and style; the build may have put a hash behind its name."""
    looked_in = []
    stem = f"{PACKAGES.get(subset, 'source-sans-3')}-{subset}-wght-{style}"
    for folder in font_folders():
        for pattern in (f"{stem}.woff2", f"{stem}[.-]*.woff2"):
            if found := sorted(folder.glob(pattern)):
                return found[0]
        looked_in.append(str(folder))
    raise FontsMissing(
        f"The font {stem} was not found in: {', '.join(looked_in)}. "
        "Build the front end (npm ci && npm run build) or set DOCUMENT_FONT_DIRS."
    )


@functools.cache
def cut_font(name: str) -> bytes:
    """The bytes of one static cut: half a second of work. Kept in `var/fonts/` for the next process, where that
    folder can be written."""
    cut = CUTS[name]
    source = find_font_file(cut.subset, cut.style)
    made_of = hashlib.sha256(source.read_bytes() + f"{cut.weight} {fontTools.version} {MADE}".encode()).hexdigest()
    kept = Path(settings.BASE_DIR) / "var" / "fonts" / f"{made_of[:32]}.ttf"
    try:
        return kept.read_bytes()
    except OSError:
        content = _cut(source, cut)
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(kept)
    return content


def _cut(source: Path, cut: Cut) -> bytes:
    """Ethiopic goes without its thousands of kerning pairs: packing them took five seconds a weight, on a busy machine longer than a
    card of a resident may take."""
    with TTFont(source, recalcTimestamp=False) as variable:
        if cut.subset == "ethiopic":
            options = Options(glyph_names=True, notdef_outline=True, recalc_timestamp=False)
            options.layout_features = [feature for feature in options.layout_features if feature != "kern"]
            without = Subsetter(options)
            without.populate(glyphs=variable.getGlyphOrder())
            without.subset(variable)
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


def cuts_for(letters: set[str]) -> tuple[Cut, ...]:
    """The cuts that a text with these letters needs."""
    codes = {ord(letter) for letter in letters if ord(letter) > 0xFF} - latin_characters()
    found = [cuts for (first, last), cuts in SCRIPTS.values() if any(first <= code <= last for code in codes)]
    return (*LATIN, *(EXTENDED if codes else ()), *(cut for cuts in found for cut in cuts))


def font_faces(cuts: tuple[Cut, ...]) -> str:
    """The `@font-face` rules for these cuts, with `asset:` addresses."""
    return "\n".join(
        f'@font-face {{ font-family: "{cut.family}"; font-style: {cut.style}; font-weight: {cut.weight}; '
        f"src: url(asset:{cut.name}); }}"
        for cut in cuts
    )
