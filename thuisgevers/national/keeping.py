"""What was made from the same data is made once per process.

Figures and shapes are the same objects while their data are the same (`queries.figures`, `geo.maps`), so a drawing or a part
of a page is kept under their identity: never stale, nothing to clear.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

_KEPT = 96
_made: OrderedDict[tuple[Hashable, ...], tuple[tuple[object, ...], Any]] = OrderedDict()


def kept[Made](sources: tuple[object, ...], key: Hashable, make: Callable[[], Made]) -> Made:
    """`make()`, once for these sources and this key. The sources are held, so that no other object can get their identity."""
    whole = (*map(id, sources), key)
    found = _made.get(whole)
    if found is None:
        found = _made[whole] = (sources, make())
        while len(_made) > _KEPT:
            _made.popitem(last=False)
    made: Made = found[1]
    return made
