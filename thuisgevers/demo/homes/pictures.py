"""Photos, a floor plan and a letter for homes of the demo: drawn here, and plainly no pictures of anything that exists."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from housing.models import PropertyAttachment
from thuisgevers.attachments.enums import AttachmentKind
from thuisgevers.attachments.services import receive_file
from thuisgevers.demo.stage import account, being

from .buildings import Home

WIDE, HIGH = 1200, 900
SKY, GRASS, ROOF, DOOR, GLASS, INK, PAPER = "#cfe3ea", "#9db58a", "#7b4a3a", "#2f5d62", "#eaf4f6", "#3b3b3b", "#ffffff"
WALLS = ("#c98f6b", "#b5735a", "#d9c7a8", "#a9a29a")
NOTE = "Tekening voor de demo: dit pand bestaat niet"


def add_pictures(home: Home) -> Callable[[], None]:
    """The handler adds them as people do, so a worker checks them and makes the thumbnails once the demo runs."""

    def do() -> None:
        chance = Random(f"pictures {home.number}")  # noqa: S311 - repeatable on purpose
        place = home.place()
        files = (
            ("voorkant.jpg", AttachmentKind.PHOTO, "De voorkant", _jpeg(_front(chance))),
            ("woonkamer.jpg", AttachmentKind.PHOTO, "De woonkamer", _jpeg(_room(chance))),
            ("plattegrond.pdf", AttachmentKind.FLOOR_PLAN, "Indeling", _pdf(_plan(home))),
            ("brief-eigenaar.pdf", AttachmentKind.LETTER, "Toestemming van de eigenaar", _pdf(_letter(home))),
        )
        with being(account(home.office.handler)) as access:
            for name, kind, caption, content in files:
                made = receive_file(
                    access=access,
                    municipality=place.municipality,
                    file=SimpleUploadedFile(name, content),
                    client_id=UUID(int=chance.getrandbits(128), version=4),
                    kind=kind,
                    scope_id=place.initiative_scope_id,
                    property_scope_id=place.pk,
                    caption=caption,
                )
                PropertyAttachment.hang(made, property=place)

    return do


def _paper(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDE, HIGH), colour)
    return image, ImageDraw.Draw(image)


def _write(pen: ImageDraw.ImageDraw, where: tuple[float, float], text: str, size: int = 28) -> None:
    pen.text(where, text, fill=INK, font=ImageFont.load_default(size))


def _front(chance: Random) -> Image.Image:
    image, pen = _paper(SKY)
    wall, windows = chance.choice(WALLS), chance.randint(2, 4)
    pen.rectangle((0, 700, WIDE, HIGH), fill=GRASS)
    pen.rectangle((250, 380, 950, 740), fill=wall)
    pen.polygon([(210, 380), (600, 130 + chance.randint(0, 80)), (990, 380)], fill=ROOF)
    pen.rectangle((560, 560, 640, 740), fill=DOOR)
    for number in range(windows):
        left = 290 + number * 620 // windows
        if not 480 < left < 640:
            pen.rectangle((left, 440, left + 90, 530), fill=GLASS, outline=PAPER, width=8)
            pen.rectangle((left, 590, left + 90, 680), fill=GLASS, outline=PAPER, width=8)
    _write(pen, (30, 845), NOTE)
    return image


def _room(chance: Random) -> Image.Image:
    image, pen = _paper("#efe6d8")
    pen.rectangle((0, 640, WIDE, HIGH), fill="#b8906a")
    pen.rectangle((420, 140, 780, 470), fill=SKY, outline=PAPER, width=18)
    pen.line((600, 140, 600, 470), fill=PAPER, width=12)
    pen.rounded_rectangle((120, 500, 520, 720), 40, fill=chance.choice(WALLS))
    pen.rectangle((720, 590, 1080, 620), fill=ROOF)
    pen.rectangle((750, 620, 775, 760), fill=ROOF)
    pen.rectangle((1025, 620, 1050, 760), fill=ROOF)
    _write(pen, (30, 845), NOTE)
    return image


def _plan(home: Home) -> Image.Image:
    image, pen = _paper(PAPER)
    _write(pen, (60, 40), f"Indeling {_street(home)}", 36)
    rooms = home.rooms[:4]
    width = 1080 // max(1, len(rooms))
    for number, room in enumerate(rooms):
        left = 60 + number * width
        pen.rectangle((left, 130, left + width, 760), outline=INK, width=6)
        pen.line((left, 420, left + width * 2 // 3, 420), fill=INK, width=4)
        _write(pen, (left + 20, 160), room.name)
        _write(pen, (left + 20, 450), f"{(room.most + 1) // 2} slaapkamers" if room.most > 2 else "1 slaapkamer", 22)
    _write(pen, (60, 800), NOTE)
    return image


def _letter(home: Home) -> Image.Image:
    image = Image.new("RGB", (900, 1270), PAPER)
    pen = ImageDraw.Draw(image)
    lines = (
        f"Aan de gemeente {home.office.municipality}",
        "",
        f"Betreft: {_street(home)}",
        "",
        "Hierbij geven wij toestemming om dit pand tijdelijk",
        "te gebruiken als woning voor statushouders.",
        "",
        "Met vriendelijke groet,",
        home.owner.name,
        "",
        "",
        "Verzonnen brief voor de demo.",
    )
    for number, line in enumerate(lines):
        _write(pen, (90, 140 + number * 52), line, 30)
    return image


def _street(home: Home) -> str:
    place = home.place()
    return f"{place.street} {place.house_number}"


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _pdf(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PDF", resolution=110)
    return out.getvalue()
