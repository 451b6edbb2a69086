"""The seven languages of the resident's page: every sentence is there, in its script, with what it promises."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from buddies.enums import Mood, MoodSharing, PlaceKind, ResidentMessageKind, SignalUrgency, WelcomeLanguage
from buddies.queries.welcome import READERS
from housing.enums import DefectKind, DefectState, DefectUrgency, HousingNeed
from thuisgevers.common.translations import compile_words

ROOT = Path(settings.BASE_DIR)
PAGES = ROOT / "templates/buddies/welcome"
#: For officials and coordinators, in Dutch.
OF_THE_DESK = {"made", "cards", "card_state", "revoke", "message_list", "message_detail", "panel", "shared"}
DUTCH_FORMS = {"MakeCardForm", "AnswerForm"}
SHARED = {"Naar de inhoud", "Er klopt nog iets niet", "(niet verplicht)"}
ENUMS = (
    Mood,
    MoodSharing,
    ResidentMessageKind,
    DefectKind,
    DefectUrgency,
    DefectState,
    HousingNeed,
    SignalUrgency,
    PlaceKind,
)
#: Letters that a text in this script is made of.
SCRIPTS = {"ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "ti": "\u1200-\u139f", "uk": "\u0400-\u04ff"}
OTHERS = [language for language in WelcomeLanguage.values if language != "nl"]


def _said_in_python(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    dutch = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in DUTCH_FORMS]
    skipped = {id(child) for node in dutch for child in ast.walk(node)}
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "gettext_lazy")
        and isinstance(node.args[0], ast.Constant)
        and id(node) not in skipped
    }


def _said() -> set[str]:
    found = set(SHARED)
    for path in PAGES.glob("*.html"):
        if path.stem not in OF_THE_DESK:
            text = path.read_text()
            found |= set(re.findall(r'translate "([^"]+)"', text)) | set(re.findall(r'_\("([^"]+)"\)', text))
    for module in ("buddies/queries/welcome.py", "buddies/forms/welcome.py", "buddies/services/welcome/printing.py"):
        found |= _said_in_python(module)
    found |= {str(label) for choices in ENUMS for label in choices.labels} | {str(role) for role in READERS.values()}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_there(language: str) -> None:
    entries = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(ROOT / f"thuisgevers/locale/{language}/LC_MESSAGES/django.po"))
        if not entry.fuzzy and not entry.msgctxt
    }
    said = _said()
    assert len(said) > 140
    missing = {sentence for sentence in said if not entries.get(sentence)}
    assert not missing
    unused = set(entries) - said
    assert not unused
    for dutch, other in entries.items():
        assert re.findall(r"\d{3,}", dutch) == re.findall(r"\d{3,}", other), other
        if language in SCRIPTS:
            assert re.search(f"[{SCRIPTS[language]}]", other), other


def test_words_are_made_readable_once(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    assert [path.name for path in compile_words(tmp_path)] == ["django.mo"]
    assert compile_words(tmp_path) == []
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "b"
