"""`python -m tests.documents.pictures [FOLDER]`: the two documents with invented facts, as PDF pages in PNG.

For docs/images/ and for looking at: the checks in the PDF itself cannot see whether a page is handsome.
Needs pdftoppm (poppler-utils).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def main(folder: Path) -> None:
    import django

    from tests import environment  # noqa: F401 - sets the addresses of the embedded servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")
    django.setup()

    from tests.factories.documents import PRESS, example_pdf, with_facts
    from thuisgevers.documents.enums import DocumentKind
    from thuisgevers.documents.kinds.press_release import Quote

    press = with_facts(
        PRESS,
        initiative_name="Thuis aan de IJssel",
        named_partners=("de Diaconie Voorbeeldkerk", "Stichting Thuis aan de IJssel"),
        embargo_until=datetime(2026, 12, 4, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
        quotes=(
            Quote(
                text="We hadden een leeg huis en veel handen. Toen belden we de gemeente.",
                name="E. Smit",
                function="trekker",
            ),
            Quote(
                text="Dit kan als inwoners en gemeente samen optrekken.", name="A. van der Meer", function="wethouder"
            ),
        ),
    )
    agreement = example_pdf(DocumentKind.COOPERATION_AGREEMENT)
    pages = {
        "samenwerkingsovereenkomst": (agreement, range(1, agreement.page_count + 1)),
        "persbericht": (example_pdf(DocumentKind.PRESS_RELEASE, press), range(1, 3)),
    }
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise SystemExit("pdftoppm is missing: apt-get install poppler-utils")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for name, (pdf, numbers) in pages.items():
            source = Path(temporary) / f"{name}.pdf"
            source.write_bytes(pdf.content)
            for number in numbers:
                page = ["-f", str(number), "-l", str(number), "-singlefile"]
                subprocess.run(
                    [tool, "-r", "80", "-png", *page, str(source), str(folder / f"{name}-{number}")], check=True
                )
    sys.stdout.write(f"{folder}: {', '.join(sorted(path.name for path in folder.glob('*-?.png')))}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
