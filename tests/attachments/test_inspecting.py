"""What the worker's program makes of files, honest and hostile. Runs the real program, with its real limits."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.factories import attachments as files
from thuisgevers.attachments import inspecting, sandbox
from thuisgevers.attachments.sandbox import Inspection, InspectionFailed, inspect


def look(folder: Path, content: bytes, media_type: str = "application/pdf") -> Inspection:
    source = folder / "source"
    source.write_bytes(content)
    return inspect(source, media_type, folder)


@pytest.mark.parametrize(
    ("image_format", "sent_as", "kept_as"),
    [
        ("JPEG", "image/jpeg", "image/jpeg"),
        ("PNG", "image/png", "image/png"),
        ("WEBP", "image/webp", "image/webp"),
        ("HEIF", "image/heic", "image/jpeg"),
    ],
)
def test_picture_is_made_anew_without_place_or_camera(
    tmp_path: Path, image_format: str, sent_as: str, kept_as: str
) -> None:
    content = files.photo(image_format=image_format)
    assert files.SECRET.encode() in content
    found = look(tmp_path, content, sent_as)
    assert (found.refused, found.media_type) == ("", kept_as)
    for name in ("file", "thumbnail"):
        made = (tmp_path / name).read_bytes()
        assert files.SECRET.encode() not in made
        with Image.open(io.BytesIO(made)) as picture:
            assert not dict(picture.getexif())
            assert not picture.info.keys() & {"exif", "comment", "xmp", "icc_profile"}


def test_picture_is_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    found = look(tmp_path, files.photo(size=(640, 480), orientation=6), "image/jpeg")
    assert (found.width, found.height) == (480, 640)
    with Image.open(tmp_path / "file") as picture:
        assert picture.size == (480, 640)
        assert picture.convert("L").getpixel((470, 10)) == 90  # the teal corner came from the left to the right


def test_large_picture_becomes_smaller_and_gets_a_thumbnail(tmp_path: Path) -> None:
    found = look(tmp_path, files.photo(size=(5000, 2500), orientation=1), "image/jpeg")
    assert (found.width, found.height) == (4096, 2048)
    with Image.open(tmp_path / "thumbnail") as small:
        assert max(small.size) == 480


def test_transparent_plan_keeps_its_paper_white(tmp_path: Path) -> None:
    assert look(tmp_path, files.png(transparent=True), "image/png").refused == ""
    with Image.open(tmp_path / "thumbnail") as small:
        assert small.mode == "RGB"
        assert small.getpixel((1, 1)) == pytest.approx((216, 229, 229), abs=6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_kind_of_colour_opens(tmp_path: Path, mode: str) -> None:
    made = io.BytesIO()
    image_format = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 20)).save(made, image_format)
    assert look(tmp_path, made.getvalue(), f"image/{image_format.lower()}").refused == ""


def test_picture_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """Its pixels are not there: whoever unpacks first finds it unreadable, or runs out of the memory that it may have."""
    assert look(tmp_path, files.picture_bomb(), "image/png").refused == "pixels"


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0" + b"\0" * 500, files.photo()[:3000]])
def test_half_a_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    assert look(tmp_path, content, "image/jpeg").refused == "unreadable"


def test_picture_that_lies_about_its_type_is_refused(tmp_path: Path) -> None:
    assert look(tmp_path, files.png(), "image/jpeg").refused == "unreadable"


def test_plain_pdf_passes_with_its_pages_counted(tmp_path: Path) -> None:
    found = look(tmp_path, files.pdf(pages=3))
    assert (found.refused, found.page_count, found.has_thumbnail) == ("", 3, False)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (files.pdf_with_script, "javascript"),
        (files.pdf_with_launch, "launch"),
        (files.pdf_with_file, "embedded"),
        (files.pdf_with_password, "encrypted"),
        (lambda: files.pdf(pages=501), "pages"),
        (lambda: b"%PDF-1.7\nniets", "unreadable"),
        (lambda: b"%PDF-1.7\n" + os.urandom(5000), "unreadable"),
        (files.pdf_bomb, "bomb"),
        (
            lambda: files.pdf(
                Names=pikepdf.Dictionary(
                    JavaScript=pikepdf.Dictionary(
                        Names=[
                            pikepdf.String("a"),
                            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")),
                        ]
                    )
                )
            ),
            "javascript",
        ),
        (lambda: files.pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))), "form"),
        (
            lambda: files.pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://x"))),
            "form",
        ),
    ],
    ids=[
        "script",
        "launch",
        "file",
        "password",
        "pages",
        "nothing",
        "noise",
        "bomb",
        "names",
        "xfa",
        "submit",
    ],
)
def test_pdf_that_does_something_is_refused_and_says_what(tmp_path: Path, content: object, why: str) -> None:
    assert callable(content)
    assert look(tmp_path, content()).refused == why
    assert why in sandbox.REASONS


def test_script_hidden_in_an_array_of_a_page_is_found(tmp_path: Path) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(files.pdf())) as document:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
        document.pages[0].Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(Next=[action])
                )
            ]
        )
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert look(tmp_path, made.getvalue()).refused == "javascript"


def test_link_to_a_website_is_fine(tmp_path: Path) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://voorbeeld.example"))
    assert look(tmp_path, files.pdf(OpenAction=action)).refused == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:x", "file:///etc/passwd", "\\\\server\\deel"])
def test_link_to_anything_else_is_refused(tmp_path: Path, address: str) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
    assert look(tmp_path, files.pdf(OpenAction=action)).refused == "launch"


def test_every_reason_has_a_sentence() -> None:
    source = Path(inspecting.__file__).read_text()
    told = {word for word in sandbox.REASONS if f'"{word}"' in source}
    assert told >= {"unreadable", "pixels", "heavy", "bomb", "pages", "encrypted", "javascript", "launch", "embedded"}
    assert all(len(str(sentence)) <= 300 for sentence in sandbox.REASONS.values())


def test_program_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes the decoder over finds no settings and no database."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        'import json, os; print(json.dumps({"started": True})); print(json.dumps({"refused": ",".join(sorted(os.environ))}))'
    )
    monkeypatch.setattr(sandbox, "PROGRAM", spy)
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = look(tmp_path, b"x").refused
    assert "PATH" in seen
    assert "SECRET" not in seen
    assert "DATABASE" not in seen


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("import time; time.sleep(60)", "heavy"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "heavy"),
        ("bytearray(4 << 30)", "unreadable"),
    ],
)
def test_decoder_that_hangs_or_crashes_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, why: str
) -> None:
    program = tmp_path / "program.py"
    limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))"
    program.write_text(f'import json; print(json.dumps({{"started": True}}), flush=True)\n{limits}\n{body}\n')
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    monkeypatch.setattr(sandbox, "PATIENCE", 1)
    assert look(tmp_path, b"x").refused == why


def test_program_that_does_not_start_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PROGRAM", tmp_path / "weg.py")
    with pytest.raises(InspectionFailed):
        look(tmp_path, b"x")


def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture under the pixel limit with a tiny allowance: refused, and the worker lives on."""
    small = Path(inspecting.__file__).read_text().replace("MEMORY = 1536 * MEGABYTE", "MEMORY = 220 * MEGABYTE")
    program = tmp_path / "program.py"
    program.write_text(small)
    monkeypatch.setattr(sandbox, "PROGRAM", program)
    made = io.BytesIO()
    Image.new("RGB", (8000, 7900)).save(made, "PNG")
    assert look(tmp_path, made.getvalue(), "image/png").refused in {"heavy", "unreadable"}
