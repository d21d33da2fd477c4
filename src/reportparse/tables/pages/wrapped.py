"""Numbers that are too long for their narrow cells and go on in the next line there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from reportparse.document import Cell
from reportparse.tables.pages.lines import Line, is_full_width

# Lines of one number are no further from each other than this many times their height.
NEXT_LINE = 2.0
# Characters of numbers, where they can be broken.
MARKS = frozenset(".,")


def join_wrapped_numbers(cells: Sequence[Cell], lines: Mapping[tuple[int, int], Sequence[Line]]) -> None:
    """Put together the texts of drawn cells that hold a number in several lines, each but the last full.

    Where a cell of the same row has numbers in several lines that are not full, these are those of several rows.
    Only tables with ideographs break numbers; others are left alone.
    """
    if not any(map(is_full_width, "".join(cell.text for cell in cells))):
        return
    wrapped: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if "\n" in cell.text and all(map(_are_of_a_number, cell.text.split("\n"))):
            wrapped[cell.row].append(cell)
    if not wrapped:
        return
    free = _free_beside(cells, lines)
    for row in wrapped.values():
        if all(_is_one_number(cell, lines[cell.row, cell.column], free) for cell in row):
            for cell in row:
                cell.text = cell.text.replace("\n", "")


def _are_of_a_number(text: str) -> bool:
    return text.isascii() and any(map(str.isdigit, text)) and all(c.isdigit() or c in MARKS for c in text)


def _free_beside(cells: Iterable[Cell], lines: Mapping[tuple[int, int], Sequence[Line]]) -> float:
    """Return what the fullest line of a table leaves free on its fuller side: all cells leave at least as much."""
    sides = [
        side
        for cell in cells
        if cell.place.box is not None
        for line in lines[cell.row, cell.column]
        for side in (line.x0 - cell.place.box.x0, cell.place.box.x1 - line.x1)
    ]
    return max(0.0, min(sides, default=0.0))


def _is_one_number(cell: Cell, lines: Sequence[Line], free: float) -> bool:
    """Return whether each line but the last, which is shorter, has no room for one more digit."""
    if cell.place.box is None:
        return False
    room = cell.place.box.x1 - cell.place.box.x0 - 2 * free
    return all(
        (line.x1 - line.x0) * (1 + 1 / len(line.text)) > room
        and below.middle - line.middle < NEXT_LINE * line.height
        for line, below in pairwise(lines)
    ) and len(lines[-1].text) < len(lines[0].text)
