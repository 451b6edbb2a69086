"""A mail from one template: words stay words, subjects name nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates

from thuisgevers.notifications.enums import ReminderKind
from thuisgevers.notifications.services.wording import (
    TemplateError,
    Wording,
    as_words,
    fill_in,
    with_footer,
    write_letter,
)

Write = Callable[[str], str]


@pytest.fixture
def mail_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write `proef/mail/<name>.txt` and return the name to fill in."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    monkeypatch.setattr(engine.engine, "dirs", [*engine.engine.dirs, tmp_path])
    written = 0

    def write(text: str) -> str:
        nonlocal written
        written += 1
        folder = tmp_path / "proef" / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{tmp_path.name}_{written}"
        (folder / f"{name}.txt").write_text(text)
        return f"proef/{name}"

    return write


def _letter(wording: Wording) -> tuple[str, str]:
    letter = write_letter(
        subject=wording.subject, sender="Kampen", body=with_footer(wording, preferences_url="https://x/")
    )
    return letter.text, letter.html


def test_fills_in_subject_reason_kind_and_text(mail_template: Write) -> None:
    name = mail_template(
        "Onderwerp: Nieuws over {{ reference }}\nWaarom: U bent behandelaar.\nHerinnering: dossier\n\nBeste {{ name }},\n"
    )
    wording = fill_in(name, {"reference": "TG-2026-7K4Q9", "name": "Anna"})
    assert wording == Wording(
        subject="Nieuws over TG-2026-7K4Q9",
        why="U bent behandelaar.",
        reminder=ReminderKind.DOSSIER,
        body="Beste Anna,",
    )


def test_a_line_with_one_link_becomes_a_button_and_a_plain_address(mail_template: Write) -> None:
    name = mail_template("Onderwerp: Hallo\n\nKijk hier.\n\n[Bekijk de stand]({{ url }})\n")
    text, html = _letter(fill_in(name, {"url": "https://thuis.example/status/aB_c-1/?x=1&y=2"}))
    assert "Bekijk de stand:\nhttps://thuis.example/status/aB_c-1/?x=1&y=2" in text
    assert (
        '<p class="button"><a href="https://thuis.example/status/aB_c-1/?x=1&amp;y=2">Bekijk de stand</a></p>' in html
    )


@pytest.mark.parametrize(
    "value",
    [
        "[klik hier](https://kwaad.example)",
        "<script>alert(1)</script>",
        "**vet** _schuin_ # kop",
        "https://kwaad.example",
        "<https://kwaad.example>",
        "&lt;b&gt; &#91;x&#93;(y)",
        "![plaatje](https://kwaad.example/x.png)",
        "1. een lijst",
        "`code` ~~weg~~ | tabel |",
        "Jan\\[x](y)",
    ],
)
def test_a_value_is_never_markup(mail_template: Write, value: str) -> None:
    name = mail_template("Onderwerp: Hallo\n\n{{ name }}\n\nDag {{ name }}, [knop](https://goed.example)\n")
    text, html = _letter(fill_in(name, {"name": value}))
    assert html.count("<a href") == 3  # the site, the template's own link, the footer's
    assert "<script" not in html
    assert "<img" not in html
    assert "<strong>" not in html
    assert f"Dag {value}," in text


def test_line_breaks_in_a_value_stay_line_breaks_and_open_no_heading(mail_template: Write) -> None:
    name = mail_template("Onderwerp: Hallo\n\n> {{ answer }}\n")
    text, html = _letter(fill_in(name, {"answer": "een\n\n# twee\r\n- drie\u202e"}))
    assert "> een\n> # twee\n> - drie" in text
    assert html.count("<h1>") == 1


def test_a_value_cannot_add_a_heading_line(mail_template: Write) -> None:
    name = mail_template("Onderwerp: Hallo\nWaarom: {{ why }}\n\nTekst\n")
    wording = fill_in(name, {"why": "omdat\nHerinnering: dossier"})
    assert wording.reminder is None


def test_a_subject_that_names_somebody_is_refused(mail_template: Write) -> None:
    name = mail_template("Onderwerp: Beste {{ name }}\n\nTekst\n")
    with pytest.raises(TemplateError, match="names nobody"):
        fill_in(name, {"name": "Anna"})


@pytest.mark.parametrize(
    "source", ["Geen onderwerp\n\nTekst", "Onderwerp:\n\nTekst", "Onderwerp: A\nHerinnering: iets\n\nT"]
)
def test_a_template_that_is_not_a_mail_is_refused(mail_template: Write, source: str) -> None:
    with pytest.raises(TemplateError):
        fill_in(mail_template(source), {})


def test_words_keep_letters_of_every_script() -> None:
    assert as_words("Jón Þór, عمر") == "Jón Þór&#44; عمر"


def test_lists_become_lines(mail_template: Write) -> None:
    name = mail_template("Onderwerp: Hallo\n\nWat nu:\n\n1. bellen\n2. bezoeken\n\n- een\n- twee\n")
    text, _html = _letter(fill_in(name, {}))
    assert "1. bellen\n2. bezoeken" in text
    assert "- een\n- twee" in text
