"""The house keeps its floors: what import-linter cannot see."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
PACKAGES = [ROOT / name for name in ("thuisgevers", "initiatives", "housing", "buddies") if (ROOT / name).is_dir()]


def floors() -> list[set[str]]:
    """The layers contract of pyproject.toml, from roof to ground."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [{part.strip() for part in layer.split("|")} for layer in contracts[0]["layers"]]


def height(module: str) -> int:
    """How many floors up a module stands; the ground is 0."""
    layers = floors()
    for index, layer in enumerate(layers):
        if any(module == name or module.startswith(f"{name}.") for name in layer):
            return len(layers) - index
    raise KeyError(module)


def own_modules() -> list[Path]:
    found = [path for package in PACKAGES for path in package.rglob("*.py") if "__pycache__" not in path.parts]
    assert len(found) > 50
    return found


def test_every_package_stands_on_a_floor() -> None:
    listed = set().union(*floors())
    packages = {
        ".".join(path.relative_to(ROOT).parts)
        for package in PACKAGES
        for path in ([package] if package.name != "thuisgevers" else sorted(package.iterdir()))
        if path.is_dir() and (path / "__init__.py").exists()
    }
    assert packages
    assert packages <= listed, f"put these in the layers contract of pyproject.toml: {packages - listed}"


def test_foreign_keys_point_down() -> None:
    checked = 0
    for model in apps.get_models():
        if not model.__module__.startswith(("thuisgevers", "initiatives", "housing", "buddies")):
            continue
        for field in model._meta.get_fields():
            related: Any = getattr(field, "related_model", None)
            if field.auto_created or not isinstance(related, type):
                continue
            if related.__module__.startswith(("thuisgevers", "initiatives", "housing", "buddies")):
                checked += 1
                assert height(model.__module__) >= height(related.__module__), (
                    f"{model._meta.label}.{field.name} points up to {related.__name__}: keep its public id instead"
                )
    assert checked > 20


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("get_object_or_404", "fetch through the door: access.get_or_404(viewable_x(access), pk=…)"),
        (
            "TemplateResponse",
            "use render(): a lazy response renders outside the request's transaction and sees no rows",
        ),
        ("StreamingHttpResponse", "read it whole: streaming runs outside the request's transaction"),
    ],
)
def test_forbidden_names(name: str, instead: str) -> None:
    for path in own_modules():
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
                raise AssertionError(f"{path.relative_to(ROOT)}:{node.lineno} imports {name}; {instead}")


def test_no_signals_of_our_own() -> None:
    """Django's and allauth's may be listened to; ours are calls downwards or `audit.subscribe` upwards."""
    row_signals = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "Signal"}
    for path in own_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django"):
                names = {alias.name for alias in node.names} & row_signals
                assert not names, f"{path.relative_to(ROOT)}:{node.lineno} {names}: subscribe() instead of signals"


def test_modules_stay_small() -> None:
    too_long = {
        str(path.relative_to(ROOT)): count
        for path in own_modules()
        if "migrations" not in path.parts and (count := len(path.read_text().splitlines())) > 420
    }
    assert not too_long, f"split by thing: {too_long}"


def test_module_names_say_what_they_hold() -> None:
    forbidden = {"utils.py", "helpers.py", "managers.py", "misc.py", "common.py"}
    assert not [path for path in own_modules() if path.name in forbidden]
