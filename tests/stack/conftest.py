"""Instances in checkouts of their own, so that no test touches the servers that the other tests run on."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from thuisgevers import stack


@pytest.fixture
def new_checkout() -> Iterator[Callable[[], Path]]:
    """Makes folders that stand for checkouts; stops what was started in them and removes them."""
    made: list[Path] = []

    def make() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="checkout-")).resolve()
        folder.chmod(0o755)
        made.append(folder)
        return folder

    yield make
    for folder in made:
        for found in stack.status(checkout=folder):
            stack.remove(found.instance, checkout=folder)
        shutil.rmtree(folder)


@pytest.fixture
def checkout(new_checkout: Callable[[], Path]) -> Path:
    return new_checkout()
