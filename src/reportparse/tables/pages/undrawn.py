"""Cells whose rulings are not drawn: several values then stand in what seems to be one cell.

Where other rows and columns have their rulings, these show where the edges are: each value stands in its own slot
of the grid. Where no row has a ruling between two columns, nothing tells which of the two a value is of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from reportparse.tables.pages.lines import CHUNK_GAP, UNKNOWN, Character, is_full_width, lines_of
from reportparse.tables.pages.ruled import Grid, Region, Slot
from reportparse.values import read_value

# Parts of a character's height that part two texts of one line, at least; a ruling may stand between digits that are
# nearer.
TEXT_GAP = 0.35
DIGIT_GAP = 0.1
# Points by which the box of a text may reach over a ruling.
OVER = 1.0
# The part of a column's width that is left of one that a number fills: the next digit goes on below.
FULL = 0.8
# The part of a table's width that its captions have, at least.
CAPTION = 0.8
# A grid with more slots is left as it is drawn.
MOST_SLOTS = 4000


class _Text(NamedTuple):
    """A text in one line of a cell: its characters, and the slots from which to which it stands."""

    characters: list[Character]
    row: int
    column: int
    column_end: int

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters).strip()

    @property
    def is_value(self) -> bool:
        return read_value(self.text).state in ("number", "dash")


Held = list[Character]


def with_undrawn_cells(grid: Grid, inside: Sequence[Held], outside: Held) -> tuple[Grid, list[Held], Held]:
    """Return a grid with the cells that are not drawn, what each cell holds, and what stands outside of it.

    Nothing changes unless a drawn cell holds values that rulings elsewhere part, or a value stands in a slot of the
    grid that is no cell; nor where there are no ideographs: see `open_rows`.
    """
    if (len(grid.xs) - 1) * (len(grid.ys) - 1) > MOST_SLOTS or not _has_ideographs(inside):
        return grid, list(inside), outside
    parts = {
        at: list(_texts(held, grid, region))
        for at, (region, held) in enumerate(zip(grid.regions, inside, strict=True))
        if _is_wide(region) and sum(not character.text.isspace() for character in held) > 1
    }
    if not (
        grid.is_drawn_in_part
        or any(_are_of_several(texts, grid) for texts in parts.values())
        or _has_joined_columns(grid, inside)
    ):
        return grid, list(inside), outside
    slots = _Slots(grid)
    named = {
        (region.column, region.column_end)
        for region, held in zip(grid.regions, inside, strict=True)
        if any(is_full_width(character.text) for character in held)
    }
    texts_of = [
        parts.get(at) or list(_texts(held, grid, region))
        for at, (region, held) in enumerate(zip(grid.regions, inside, strict=True))
    ]
    values_from = min(
        (text.column for texts in texts_of for text in texts if text.is_value), default=len(grid.xs)
    )
    for region, held, texts in zip(grid.regions, inside, texts_of, strict=True):
        if _is_undrawn(region, texts, named, grid) or _is_label_with_value(region, texts, values_from):
            slots.part(region, texts)
        else:
            slots.keep(region, held)
    left = slots.fill_rest(outside)
    slots.doubt_shared()
    regions = sorted(slots.cells)
    return Grid(grid.xs, grid.ys, regions), [slots.cells[region] for region in regions], left


def _has_joined_columns(grid: Grid, inside: Iterable[Held]) -> bool:
    """Return whether cells under one another hold two values side by side: no ruling parts these columns."""
    seen: set[tuple[int, int]] = set()
    for region, held in zip(grid.regions, inside, strict=True):
        if not any(_are_far_apart(before, behind) for before, behind in pairwise(held)):
            continue
        values = [text for text in _texts(held, grid, region) if text.is_value]
        if any(_are_far_apart(a.characters[-1], b.characters[0]) for a, b in pairwise(values)):
            if (region.column, region.column_end) in seen:
                return True
            seen.add((region.column, region.column_end))
    return False


def _are_far_apart(before: Character, behind: Character) -> bool:
    """Return whether two digits stand on one line with more white between than inside a number."""
    height = max(before.y1 - before.y0, behind.y1 - behind.y0)
    return (
        behind.x0 - before.x1 > CHUNK_GAP * height
        and abs(before.y1 - behind.y1) < 0.5 * height
        and not is_full_width(before.text)
        and not is_full_width(behind.text)
    )


def _has_ideographs(inside: Iterable[Held]) -> bool:
    return any(is_full_width(character.text) for held in inside for character in held)


def _is_wide(region: Region) -> bool:
    return region.row_end - region.row > 1 or region.column_end - region.column > 1


def _is_undrawn(region: Region, texts: Sequence[_Text], named: Set[tuple[int, int]], grid: Grid) -> bool:
    """Return whether a cell is to be parted in a grid of which some rulings are not drawn.

    One that is blank or holds a value is as wide as a text, if it is one.
    """
    if not _is_wide(region):
        return False
    if _stand_side_by_side(texts) or _are_of_several(texts, grid):
        return True
    if any(not text.is_value for text in texts):
        return any(text.is_value for text in texts)
    return region.row_end - region.row > 1 or (region.column, region.column_end) not in named


def _is_label_with_value(region: Region, texts: Sequence[_Text], values_from: int) -> bool:
    """Return whether a cell holds a label and has room for a blank value beside it."""
    return (
        region.column < values_from < region.column_end
        and bool(texts)
        and all(text.column_end <= values_from for text in texts)
    )


def _texts(held: Held, grid: Grid, region: Region) -> Iterator[_Text]:
    """Yield the texts of a region, each with the slots that it stands in."""
    for line in lines_of(held):
        row = _slot_at(grid.ys, line.middle, region.row, region.row_end)
        groups: list[Held] = []
        before: Character | None = None
        for character in line.characters:
            if character.text.isspace():
                continue
            if before is None or _are_apart(
                before, character, grid.xs[region.column + 1 : region.column_end]
            ):
                groups.append([])
            groups[-1].append(character)
            before = character
        for group in groups:
            start = _slot_at(grid.xs, group[0].x0 + OVER, region.column, region.column_end)
            end = _slot_at(grid.xs, group[-1].x1 - OVER, region.column, region.column_end)
            yield _Text(group, row, min(start, end), max(start, end) + 1)


def _slot_at(edges: Sequence[float], at: float, first: int, end: int) -> int:
    return next((slot for slot in range(first, end - 1) if at < edges[slot + 1]), end - 1)


def _are_apart(before: Character, character: Character, edges: Iterable[float]) -> bool:
    height = max(before.y1 - before.y0, character.y1 - character.y0)
    gap = character.x0 - before.x1
    if gap > TEXT_GAP * height:
        return True
    are_digits = before.text.isdigit() and character.text.isdigit()
    return (
        are_digits and gap > DIGIT_GAP * height and any(before.x1 <= edge <= character.x0 for edge in edges)
    )


def _are_of_several(texts: Sequence[_Text], grid: Grid) -> bool:
    """Return whether a cell holds values of several, which rulings elsewhere part."""
    values = [text for text in texts if text.is_value and text.column_end == text.column + 1]
    if len({text.column for text in values}) > 1:
        return True
    return any(upper.row != lower.row and not _is_full(upper, grid) for upper, lower in pairwise(values))


def _edges_of_rows(grid: Grid) -> list[set[int]]:
    """Return for each row the edges across the page that its part of the table has.

    Captions over nearly the whole width part tables that are drawn as one, whose columns are not the same.
    """
    width = grid.xs[-1] - grid.xs[0]
    whole = {
        row
        for region in grid.regions
        if grid.xs[region.column_end] - grid.xs[region.column] > CAPTION * width
        for row in range(region.row, region.row_end)
    }
    found: list[set[int]] = []
    own: set[int] = set()
    starts: dict[int, set[int]] = defaultdict(set)
    for region in grid.regions:
        for row in range(region.row, region.row_end):
            starts[row].update((region.column, region.column_end))
    for row in range(len(grid.ys) - 1):
        if row in whole or row - 1 in whole:
            own = set()
        own |= starts[row]
        found.append(own)
    return found


def _is_full(value: _Text, grid: Grid) -> bool:
    """Return whether a number may go on in the next line, as its cell has no room for another digit."""
    width = value.characters[-1].x1 - value.characters[0].x0
    room = grid.xs[value.column_end] - grid.xs[value.column]
    return width * (1 + 1 / len(value.characters)) > FULL * room


def _stand_side_by_side(texts: Sequence[_Text]) -> bool:
    """Return whether one line has texts in different slots."""
    return any(
        upper.row == lower.row and upper.column_end <= lower.column for upper, lower in pairwise(texts)
    )


class _Slots:
    """The cells of a grid as they are found."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.cells: dict[Region, Held] = {}
        self._covered: set[Slot] = set()
        # The rows and columns in which one slot holds several values.
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        # The first column of values.
        self._first = len(grid.xs)
        self._edges = _edges_of_rows(grid)

    def keep(self, region: Region, held: Held) -> None:
        """Take a region as it is drawn."""
        self.cells[region] = held
        self._cover(region)
        if not _is_wide(region):
            self._look_at(list(_texts(held, self.grid, region)))

    def part(self, region: Region, texts: Sequence[_Text]) -> None:
        """Part a region to a cell in each of its slots, or over those that a text stands over."""
        self._cover(region)
        for row in range(region.row, region.row_end):
            own = [text for text in texts if text.row == row]
            self._look_at(own)
            joined = {at for text in own for at in range(text.column, text.column_end - 1)}
            joined |= {at for at in range(region.column, region.column_end) if at + 1 not in self._edges[row]}
            start = region.column
            for end in range(region.column + 1, region.column_end + 1):
                if end - 1 in joined and end < region.column_end:
                    continue
                held = [
                    character for text in own if start <= text.column < end for character in text.characters
                ]
                self.cells[Region(row, start, row + 1, end)] = held
                start = end

    def _cover(self, region: Region) -> None:
        self._covered.update(
            (row, column)
            for row in range(region.row, region.row_end)
            for column in range(region.column, region.column_end)
        )

    def _look_at(self, texts: Sequence[_Text]) -> None:
        """Note where values stand, and where several stand in one slot."""
        values: dict[Slot, list[_Text]] = defaultdict(list)
        for text in texts:
            if text.is_value:
                values[text.row, text.column].append(text)
                self._first = min(self._first, text.column)
        for (row, column), own in values.items():
            for upper, lower in pairwise(own):
                beside = upper.characters[-1].x1 <= lower.characters[0].x0
                if beside:
                    self._columns.add(column)
                elif not _is_full(upper, self.grid):
                    self._rows.add(row)

    def fill_rest(self, outside: Held) -> Held:
        """Make the slots that are no cells ones, with what stands there; return what is left outside."""
        grid, box = self.grid, self.grid.box
        by_row: dict[int, Held] = defaultdict(list)
        left: Held = []
        for character in outside:
            x, y = (character.x0 + character.x1) / 2, (character.y0 + character.y1) / 2
            if box.x0 <= x < box.x1 and box.y0 <= y < box.y1:
                by_row[_slot_at(grid.ys, y, 0, len(grid.ys) - 1)].append(character)
            else:
                left.append(character)
        for row in range(len(grid.ys) - 1):
            free = [column for column in range(len(grid.xs) - 1) if (row, column) not in self._covered]
            while free:
                length = next((n for n, column in enumerate(free) if column != free[0] + n), len(free))
                region = Region(row, free[0], row + 1, free[0] + length)
                held = [
                    character
                    for character in by_row[row]
                    if grid.xs[region.column]
                    <= (character.x0 + character.x1) / 2
                    < grid.xs[region.column_end]
                ]
                self.part(region, list(_texts(held, grid, region)))
                free = free[length:]
        return left

    def doubt_shared(self) -> None:
        """Make values unknown that stand in a row or column of which another slot holds two.

        The ruling between the two is drawn nowhere.
        """
        for region, held in self.cells.items():
            if region.column < self._first or not (
                region.row in self._rows
                or self._columns.intersection(range(region.column, region.column_end))
            ):
                continue
            text = "".join(character.text for character in held).strip()
            if read_value(text).state != "text":
                x0, y0 = self.grid.xs[region.column], self.grid.ys[region.row]
                last = held[-1] if held else Character("", x0 + OVER, y0 + OVER, x0 + OVER, y0 + 2 * OVER)
                self.cells[region] = [
                    *held,
                    Character(UNKNOWN, last.x1, last.y0, last.x1 + OVER, last.y1),
                ]
