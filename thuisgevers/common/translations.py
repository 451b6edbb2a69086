"""The words of other languages: from the `.po` files that people edit to the `.mo` files that gettext reads.

In Python, so that no machine needs GNU gettext. What is marked fuzzy, or not translated, stays Dutch.
`python -m thuisgevers.common.translations` makes what is missing; .ci/bootstrap, the Dockerfile and the tests call it.
"""

from __future__ import annotations

import os
from pathlib import Path

import polib

FOLDER = Path(__file__).resolve().parent.parent / "locale"


def compile_words(folder: Path = FOLDER) -> list[Path]:
    """Make every `.mo` that is missing or older than its `.po`, each at once for whoever reads meanwhile; returns those made."""
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        unfinished = target.with_suffix(f".{os.getpid()}.part")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        made.append(target)
    return made


if __name__ == "__main__":
    compile_words()
