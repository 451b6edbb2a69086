"""Import boundaries, postcodes and places, from the folder GEODATA_DIR or from CBS (PDOK) and GeoNames."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thuisgevers.municipalities import working_days
from thuisgevers.municipalities.geo import folder, official
from thuisgevers.municipalities.geo.geodata import Geodata, GeodataError
from thuisgevers.municipalities.geo.importing import import_geodata


class Command(BaseCommand):
    help = "Leest gemeentegrenzen, postcodes en plaatsen in. Nog eens starten verandert niets. Start met DB_ROLE=owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            help="map met voorbereide bestanden (anders GEODATA_DIR)",
        )
        parser.add_argument(
            "--download",
            action="store_true",
            help="haal de officiële bronnen op, ook als er een map is",
        )
        parser.add_argument(
            "--year",
            type=int,
            help="indeling op 1 januari van dit jaar (alleen bij ophalen)",
        )
        parser.add_argument("--boundaries-url", default=official.BOUNDARIES_URL)
        parser.add_argument("--postcodes-url", default=official.POSTCODES_URL)
        parser.add_argument(
            "--successor",
            action="append",
            default=[],
            metavar="OUD=NIEUW",
            help="gemeente die is opgegaan in een andere, bijvoorbeeld GM0457=GM0363; mag vaker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            successors = dict(_pair(text) for text in options["successor"])
            result = import_geodata(self._read(options), successors=successors)
        except GeodataError as error:
            raise CommandError(str(error)) from error
        if not result.changed:
            self.stdout.write("Deze geodata zijn al ingelezen; er is niets veranderd.")
            return
        self.stdout.write(
            f"{result.municipalities} gemeenten ({result.new} nieuw, {result.ended} opgeheven), "
            f"{result.shapes} grenzen, {result.postcodes} postcodes en {result.places} plaatsen ingelezen."
        )

    def _read(self, options: dict[str, Any]) -> Geodata:
        source: Path | None = options["folder"] or settings.GEODATA_DIR
        if source is not None and not options["download"]:
            return folder.read_folder(source)
        year = options["year"] or working_days.today().year
        self.stdout.write(f"Ophalen van CBS (PDOK) en GeoNames, indeling {year}…")
        return official.download(
            year,
            boundaries_url=options["boundaries_url"],
            postcodes_url=options["postcodes_url"],
        )


def _pair(text: str) -> tuple[str, str]:
    old, separator, new = text.partition("=")
    if not (separator and old and new):
        raise GeodataError(f"--successor {text}: schrijf OUD=NIEUW, bijvoorbeeld GM0457=GM0363.")
    return old, new
