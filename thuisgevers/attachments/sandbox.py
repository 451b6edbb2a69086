"""Runs `inspecting.py` on one file, in a process that may be lost: killed by its limits, it takes nobody along."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROGRAM = Path(__file__).with_name("inspecting.py")
#: Seconds on the clock; its own limit on processor time comes first.
PATIENCE = 70

REASONS: dict[str, str | Promise] = {
    "unreadable": _("Dit bestand is beschadigd of niet te openen. Maak de foto of scan opnieuw en stuur die."),
    "pixels": _("Deze foto heeft meer dan 64 miljoen beeldpunten. Maak de foto kleiner en stuur die opnieuw."),
    "heavy": _(
        "Dit bestand kost te veel geheugen of tijd om te openen. Maak het eenvoudiger of kleiner, bijvoorbeeld als scan."
    ),
    "bomb": _("Deze pdf wordt bij het openen onredelijk groot. Druk het document opnieuw af naar pdf en stuur die."),
    "pages": _("Deze pdf heeft meer dan 500 bladzijden. Splits hem en stuur de delen."),
    "encrypted": _("Deze pdf is versleuteld of heeft een wachtwoord. Haal dat eraf en stuur hem opnieuw."),
    "javascript": _("In deze pdf zit een programma (JavaScript). Druk het document opnieuw af naar pdf en stuur die."),
    "launch": _("Deze pdf opent andere bestanden of programma’s. Druk het document opnieuw af naar pdf en stuur die."),
    "embedded": _("In deze pdf zitten andere bestanden. Stuur die bestanden los."),
    "form": _("Deze pdf is een formulier dat gegevens verstuurt of verandert. Druk het af naar pdf en stuur die."),
    "media": _("In deze pdf zit beeld, geluid of een 3D-model. Druk het document opnieuw af naar pdf en stuur die."),
    "virus": _("De virusscanner vertrouwt dit bestand niet. Het is gewist. Controleer uw computer of telefoon."),
    "lost": _(
        "De controle is een paar keer afgebroken. Maak het bestand kleiner of maak een nieuwe scan, en stuur die."
    ),
}


class InspectionFailed(Exception):
    """The program did not get as far as the file: our fault, not the file's."""


@dataclass(frozen=True)
class Inspection:
    """What was found; `refused` is a key of REASONS, or empty. The new files are `file` and `thumbnail` in the folder."""

    refused: str = ""
    media_type: str = ""
    width: int | None = None
    height: int | None = None
    page_count: int | None = None
    has_thumbnail: bool = False


def inspect(source: Path, media_type: str, folder: Path) -> Inspection:
    """Open a file that nobody trusts, under limits, with an empty environment. A crash of the decoder is a refusal."""
    command = [sys.executable, "-I", str(PROGRAM), str(source), media_type, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, paths of ours, a media type of an enum
            command,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Inspection(refused="heavy")
    answers = [_read(line) for line in done.stdout.decode("utf-8", "replace").splitlines()]
    if not answers or not answers[0].get("started"):
        raise InspectionFailed(done.stderr.decode("utf-8", "replace")[-500:])
    if len(answers) < 2 or done.returncode != 0:
        if b"ModuleNotFoundError" in done.stderr or b"ImportError" in done.stderr:
            raise InspectionFailed(done.stderr.decode("utf-8", "replace")[-500:])
        return Inspection(refused="heavy" if done.returncode < 0 else "unreadable")
    return Inspection(**answers[1])


def _read(line: str) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
