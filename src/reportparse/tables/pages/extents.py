"""Where things stand on a page: their middle across it, the width that they share, and the box around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reportparse.document import Box

# Points by which a table's header may stand out over its body.
REACH = 12.0


class _Extent(Protocol):
    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...


class _Extended(_Extent, Protocol):
    @property
    def y0(self) -> float: ...
    @property
    def y1(self) -> float: ...


def middle_of(part: _Extent) -> float:
    """Return its middle across the page."""
    return (part.x0 + part.x1) / 2


def shared_width(first: _Extent, second: _Extent) -> float:
    """Return points that two parts of a page share across it; below 0 is their distance."""
    return min(first.x1, second.x1) - max(first.x0, second.x0)


def overlap(first: _Extent, second: _Extent) -> bool:
    """Return whether two parts of a page share some width, so that one stands over the other."""
    return shared_width(first, second) > 0


def ends_of(parts: Sequence[_Extent]) -> tuple[float, float]:
    """Return where parts of a page, of which there is at least one, begin and end across it."""
    return min(part.x0 for part in parts), max(part.x1 for part in parts)


def box_around(parts: Sequence[_Extended]) -> Box:
    """Return the box around parts of a page, of which there is at least one."""
    return Box(
        min(part.x0 for part in parts),
        min(part.y0 for part in parts),
        max(part.x1 for part in parts),
        max(part.y1 for part in parts),
    )
