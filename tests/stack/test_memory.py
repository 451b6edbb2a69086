"""Where the cluster of tests stands: in memory where there is room, and nothing of it left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from thuisgevers import stack
from thuisgevers.stack import memory
from thuisgevers.stack.layout import Layout


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the file system in memory, with room enough."""
    monkeypatch.setattr(memory, "IN_MEMORY", tmp_path)
    monkeypatch.setattr(memory, "LEAST_FREE", 1)
    return tmp_path


def test_a_test_instance_stands_in_memory_and_others_on_disk(shared: Path, checkout: Path) -> None:
    assert Layout("test", checkout).home.is_relative_to(shared)
    assert Layout("dev", checkout).home == checkout / "var" / "stack" / "dev"


def test_without_room_it_stands_on_disk(shared: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LEAST_FREE", 1 << 60)
    assert Layout("test", checkout).home == checkout / "var" / "stack" / "test"
    assert not list(shared.iterdir())


def test_without_such_a_file_system_it_stands_on_disk(shared: Path, checkout: Path) -> None:
    shared.rmdir()
    assert Layout("test", checkout).home == checkout / "var" / "stack" / "test"


@pytest.mark.parametrize("first", [1, 1 << 60])
def test_it_stays_where_it_began(shared: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    """Also when the room has gone or come since: a running server would not be found again."""
    monkeypatch.setattr(memory, "LEAST_FREE", first)
    began = Layout("test", checkout).home
    monkeypatch.setattr(memory, "LEAST_FREE", 1 if first > 1 else 1 << 60)
    assert Layout("test", checkout).home == began


def test_a_folder_of_somebody_else_is_not_used(shared: Path, checkout: Path) -> None:
    """Another user may have made one under this name; a link stands for it here."""
    elsewhere = shared / "elsewhere"
    elsewhere.mkdir()
    Layout("test", checkout).in_memory.symlink_to(elsewhere)
    assert Layout("test", checkout).home == checkout / "var" / "stack" / "test"
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("least", [1, 1 << 60])
def test_what_a_checkout_that_is_gone_left_makes_room(
    shared: Path, new_checkout: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    """Before anybody asks whether there is room: else it would be in the way for ever."""
    gone, stays, comes = new_checkout(), new_checkout(), new_checkout()
    left, kept = Layout("test", gone).home, Layout("test", stays).home
    gone.rename(gone.with_name(f"{gone.name}-moved"))
    monkeypatch.setattr(memory, "LEAST_FREE", least)
    try:
        assert Layout("test", comes).home.is_relative_to(shared) == (least == 1)
        assert not left.parent.exists()
        assert kept.is_dir()
    finally:
        gone.with_name(f"{gone.name}-moved").rename(gone)


def test_removing_the_instance_leaves_nothing(shared: Path, checkout: Path) -> None:
    Layout("test", checkout).home.joinpath("record.json").write_text("{}")
    Layout("test-b", checkout).home.joinpath("record.json").write_text("{}")
    stack.remove("test", checkout=checkout)
    assert [path.name for path in Layout("test", checkout).in_memory.iterdir() if path.is_dir()] == ["test-b"]
    stack.remove("test-b", checkout=checkout)
    assert not list(shared.iterdir())
