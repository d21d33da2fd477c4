"""Grids filled with what stands in their cells: the characters of a page, and numbers that run over an edge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import PICTURE, POSITION, Box, Cell, Place, Table
from reportparse.tables.pages.lines import UNKNOWN, Character, Line, is_full_width, lines_of
from reportparse.tables.pages.ruled import Grid
from reportparse.tables.pages.stubs import without_stubs
from reportparse.tables.pages.undrawn import with_undrawn_cells
from reportparse.tables.pages.wrapped import join_wrapped_numbers

NARROWEST_COLUMN = 10.0
LOWEST_ROW = 4.0
# Digits of one number are nearer to each other than this part of their height.
SAME_NUMBER = 0.2
# Digits nearer than this part are drawn as one number: those of two cells have at least a ruling between them.
ONE_NUMBER = 0.04
# The boxes of digits reach so much of their height over their ink.
BESIDE_EDGE = 0.06
# A number that runs over the edge of its cell is at most so wide, beside the cell; else it may be two.
WIDEST_NUMBER = 1.2
# Points: what is higher is written over a table, not in its cells.
HIGHEST = 45.0
# Points: no character of a table is so high or wide but a few, which are looked at.
LARGE = 18.0
# A digit that is larger than the ideographs of its table by this factor is hardly of the cell that it stands in.
LARGER = 2.0
# A picture that fills this part of its cell, across and down, is its background.
BACKGROUND = 0.9


@dataclass(slots=True)
class PageTable:
    """A table of one page with what joining over pages needs.

    `columns` holds the edges of the columns in points, `lines` the lines of text of each cell by
    the cell's row and column.
    """

    table: Table
    columns: list[float]
    lines: dict[tuple[int, int], list[Line]] = field(default_factory=dict)
    # Whether rulings bound its cells; otherwise its texts stand in columns.
    has_rulings: bool = True


class _Slot(NamedTuple):
    """A place in a grid: the characters of its cell, and its edges in points."""

    held: list[Character]
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0


class _Slots:
    """The slots of a grid by their place on the page; all that is not in it is one more, `outside`."""

    def __init__(self, grid: Grid) -> None:
        self.inside: list[list[Character]] = [[] for _ in grid.regions]
        self.outside = _Slot([])
        self._grid = grid
        self._box = grid.box
        self._at = {
            (row, column): _Slot(held, grid.xs[column - 1], grid.xs[column], grid.ys[row - 1], grid.ys[row])
            for held, region in zip(self.inside, grid.regions, strict=True)
            for row in range(region.row + 1, region.row_end + 1)
            for column in range(region.column + 1, region.column_end + 1)
        }

    def at(self, x: float, y: float) -> _Slot:
        x0, y0, x1, y1 = self._box
        if x0 <= x <= x1 and y0 <= y <= y1:
            place = bisect_right(self._grid.ys, y), bisect_right(self._grid.xs, x)
            return self._at.get(place, self.outside)
        return self.outside


def fill_grid(
    grid: Grid, characters: Sequence[Character], page: int, pictures: Sequence[Box] = ()
) -> tuple[PageTable, list[Character]]:
    """Return a table from a grid and the characters that stand in its cells; and the characters that do not.

    Cells that hold none are told from blank ones where a picture stands in them.
    """
    slots = _Slots(grid)
    large = [
        character
        for character in characters
        if character[4] - character[2] > LARGE or character[3] - character[1] > LARGE
    ]
    huge = [character for character in large if _is_huge(character)]
    if huge:
        characters = [character for character in characters if not _is_huge(character)]
    over_edges = _put(characters, slots)
    _gather_numbers(over_edges, characters, slots)
    if len(large) > len(huge):
        _doubt_large_digits(slots.inside)
    pictured = _pictured(pictures, slots) if any(slots.inside) else set()
    grid, inside, outside = with_undrawn_cells(grid, slots.inside, slots.outside.held)
    grid, inside = without_stubs(grid, inside, pictured)
    rows, _ = without_slivers(grid.ys, [(region.row, region.row_end) for region in grid.regions], LOWEST_ROW)
    columns, edges = without_slivers(
        grid.xs, [(region.column, region.column_end) for region in grid.regions], NARROWEST_COLUMN
    )
    table = Table([], Place("", page, grid.box))
    ruled = PageTable(table, edges)
    for index, region in enumerate(grid.regions):
        own = inside[index]
        lines = _upwards(lines_of(own), own) if own else []
        (row, row_end), (column, column_end) = rows[index], columns[index]
        box = Box(
            grid.xs[region.column], grid.ys[region.row], grid.xs[region.column_end], grid.ys[region.row_end]
        )
        table.cells.append(
            Cell(
                row,
                column,
                "\n".join([line.text for line in lines]) or (PICTURE if id(own) in pictured else ""),
                Place("", page, box),
                row_end - row,
                column_end - column,
            )
        )
        ruled.lines[row, column] = [line.without_characters() for line in lines]
    table.cells.sort(key=POSITION)
    join_wrapped_numbers(table.cells, ruled.lines)
    return ruled, outside + huge


def _is_huge(character: Character) -> bool:
    """Return whether a character is too large for a table; fonts whose boxes alone are high make it no wider."""
    return character.y1 - character.y0 > HIGHEST and character.x1 - character.x0 > HIGHEST / 3


def _doubt_large_digits(cells: Iterable[list[Character]]) -> None:
    """Make digits unknown that are larger than the ideographs of a table: they may be written over it."""
    cells = list(cells)
    areas = sorted(_area(character) for own in cells for character in own if is_full_width(character.text))
    if not areas:
        return
    largest = LARGER * areas[len(areas) // 2]
    for own in cells:
        own[:] = [
            character._replace(text=UNKNOWN)
            if character.text.isdigit() and _area(character) > largest
            else character
            for character in own
        ]


def _area(character: Character) -> float:
    return (character.x1 - character.x0) * (character.y1 - character.y0)


def _put(characters: Iterable[Character], slots: _Slots) -> list[int]:
    """Put characters into the cells that they stand in; return where a number goes on in another cell.

    A number that runs over the edge of the grid stays whole.
    """
    over_edges: list[int] = []
    outside = slots.outside.held
    held = outside
    start = end = above = below = 0.0  # the edges of the slot of the character before
    before: Character | None = None
    for position, character in enumerate(characters):
        text, left, top, right, bottom = character
        x, y = (left + right) / 2, (top + bottom) / 2
        if not (start <= x < end and above <= y < below):
            goes_on = before is not None and text.isdigit() and _goes_on(before, character)
            if goes_on and before and held is not outside and _goes_on(before, character, ONE_NUMBER):
                over_edges.append(position)
            own, start, end, above, below = slots.at(x, y)
            if before is not None and held is not outside and _is_one_word(before, character):
                # A word that is too long for its cell.
                own = held
                start = end = x
            if own is not outside or not goes_on:
                held = own
        held.append(character)
        before = character
    return over_edges


def _gather_numbers(over_edges: Iterable[int], characters: Sequence[Character], slots: _Slots) -> None:
    """Put the digits of numbers that run over the edges of their cells into the cell of their middle.

    Where they may as well be two numbers, both are marked to be not known.
    """
    gathered = 0
    for position in over_edges:
        if position < gathered:
            continue
        first, gathered = _number_at(characters, position)
        number = characters[first:gathered]
        middle = slots.at((number[0].x0 + number[-1].x1) / 2, (number[0].y0 + number[0].y1) / 2)
        places = [slots.at((digit.x0 + digit.x1) / 2, (digit.y0 + digit.y1) / 2) for digit in number]
        homes = [place.held for place in places]
        if any(held is slots.outside.held for held in (middle.held, *homes)):
            continue
        wide = number[-1].x1 - number[0].x0 > WIDEST_NUMBER * (middle.x1 - middle.x0)
        if wide or _fill_their_cells(number, places):
            # Nothing tells where one number ends and the next begins.
            for ended, held, digit in zip(homes, homes[1:], number[1:], strict=False):
                if held is not ended:
                    ended.append(digit._replace(text=UNKNOWN))
                    held.insert(held.index(digit), digit._replace(text=UNKNOWN))
            continue
        if any(digit not in held for held, digit in zip(homes, number, strict=True)):
            # It was put to another cell with what it stands close to.
            continue
        for held, digit in zip(homes, number, strict=True):
            held.remove(digit)
        middle.held.extend(number)


def _fill_their_cells(number: Sequence[Character], places: Sequence[_Slot]) -> bool:
    """Return whether digits may be a number in each of their cells.

    Nothing else is in these, and the edge is between two.
    """
    held = {id(place.held): place.held for place in places}.values()
    if sum(not character.text.isspace() for own in held for character in own) > len(number):
        return False
    nearest = BESIDE_EDGE * (number[0].y1 - number[0].y0)
    return any(
        ended.held is not begun.held and before.x1 - nearest < begun.x0 < digit.x0 + nearest
        for (before, ended), (digit, begun) in pairwise(zip(number, places, strict=True))
    )


def _pictured(pictures: Iterable[Box], slots: _Slots) -> set[int]:
    """Return which cells, told by the identity of their characters, have a picture in them that is not their
    background.
    """
    found: set[int] = set()
    for left, top, right, bottom in pictures:
        slot = slots.at((left + right) / 2, (top + bottom) / 2)
        smaller = right - left < BACKGROUND * (slot.x1 - slot.x0) or bottom - top < BACKGROUND * (
            slot.y1 - slot.y0
        )
        if smaller and slot.held is slots.at(left, top).held is slots.at(right, bottom).held:
            found.add(id(slot.held))
    return found


def _goes_on(before: Character, character: Character, nearest: float = SAME_NUMBER) -> bool:
    """Return whether two characters are digits of one number, which then may run over the edge of its table
    or cell.
    """
    return before.text.isdigit() and character.text.isdigit() and _follows(before, character, nearest)


def _is_one_word(before: Character, character: Character) -> bool:
    """Return whether two letters are drawn as one word, which is not broken at the edge of a cell.

    Ideographs are broken there.
    """
    return (
        not (before.text.isdigit() and character.text.isdigit())
        and not (before.text.isspace() or character.text.isspace())
        and not (is_full_width(before.text) or is_full_width(character.text))
        and _follows(before, character, ONE_NUMBER)
    )


def _follows(before: Character, character: Character, nearest: float) -> bool:
    """Return whether a character stands on the line of another one and right behind it, by a part of its
    height at most.
    """
    height = before.y1 - before.y0
    return (
        abs(character.y1 - before.y1) < SAME_NUMBER * height
        and -SAME_NUMBER * height < character.x0 - before.x1 < nearest * height
    )


def _number_at(characters: Sequence[Character], position: int) -> tuple[int, int]:
    """Return where the digits begin and end that are drawn as one number with the character at a position."""
    first = end = position
    while first and _goes_on(characters[first - 1], characters[first], ONE_NUMBER):
        first -= 1
    while end + 1 < len(characters) and _goes_on(characters[end], characters[end + 1], ONE_NUMBER):
        end += 1
    return first, end + 1


def _upwards(lines: list[Line], characters: Sequence[Character]) -> list[Line]:
    """Turn the order of a label that was written from the bottom upwards, one character per line."""
    if len(lines) < 3:
        return lines
    written = [character.y0 for character in characters if not character.text.isspace()]
    if len(lines) == len(written) and all(a > b for a, b in pairwise(written)):
        return lines[::-1]
    return lines


def without_slivers(
    positions: list[float], spans: list[tuple[int, int]], smallest: float
) -> tuple[list[tuple[int, int]], list[float]]:
    """Drop slots smaller than `smallest` that no span fills alone.

    They come from edges that were meant to be the same and are a few points apart. Returns the spans
    counted in the slots that are left, and the positions of these.
    """
    positions = list(positions)
    slot = 0
    while slot < len(positions) - 1:
        if positions[slot + 1] - positions[slot] < smallest and (slot, slot + 1) not in spans:
            positions[slot : slot + 2] = [(positions[slot] + positions[slot + 1]) / 2]
            spans = [(start - (start > slot), end - (end > slot)) for start, end in spans]
        else:
            slot += 1
    return spans, positions
