"""Rulings and characters of a page to tables: crossings give slots, slots give cells with spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reportparse.document import PICTURE, Box, Cell, Place, Table
from reportparse.tables.pages.lines import UNKNOWN, Character, Line, lines_of

SAME_LINE = 3.0
"""Points: rulings closer than this are drawn as one; ends closer than this meet."""
NARROWEST_COLUMN = 10.0
LOWEST_ROW = 4.0
SAME_NUMBER = 0.2
"""Digits of one number are nearer to each other than this part of their height."""
ONE_NUMBER = 0.04
"""Digits nearer than this part are drawn as one number: those of two cells have at least a ruling between them."""
WIDEST_NUMBER = 1.2
"""A number that runs over the edge of its cell is at most so wide, beside the cell; else it may be two."""
BACKGROUND = 0.9
"""A picture that fills this part of its cell, across and down, is its background."""
MOST_RULINGS = 20_000
"""A page with more (a map, a plan) is not searched for tables."""


class Ruling(NamedTuple):
    """A straight line along one axis: `at` on the other axis, from `start` to `end`, in points."""

    at: float
    start: float
    end: float


class Region(NamedTuple):
    """Slots of a grid that make one cell; ends are exclusive."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(slots=True)
class Grid:
    """Positions of the rulings of one table, and its cells as regions of slots."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]

    @property
    def box(self) -> Box:
        """The outer frame."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(slots=True)
class RuledTable:
    """A table of one page with what joining over pages needs.

    `columns` holds the edges of the columns in points, `lines` the lines of text of each cell by
    the cell's row and column.
    """

    table: Table
    columns: list[float]
    lines: dict[tuple[int, int], list[Line]] = field(default_factory=dict)
    drawn: bool = True
    """Whether rulings bound its cells; otherwise its texts stand in columns."""


def merge_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Put together rulings that lie on one line and touch, sorted by position."""
    merged: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        if group and ruling.at - group[0].at > SAME_LINE:
            merged.extend(_merge_collinear(group))
            group = []
        group.append(ruling)
    merged.extend(_merge_collinear(group))
    return merged


def _merge_collinear(group: list[Ruling]) -> list[Ruling]:
    if not group:
        return []
    length = sum(ruling.end - ruling.start for ruling in group)
    at = sum(ruling.at * (ruling.end - ruling.start) for ruling in group) / length if length else group[0].at
    merged: list[Ruling] = []
    for _, start, end in sorted(group, key=lambda ruling: ruling.start):
        if merged and start - merged[-1].end <= SAME_LINE:
            merged[-1] = Ruling(at, merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Ruling(at, start, end))
    return merged


def find_grids(horizontals: Iterable[Ruling], verticals: Iterable[Ruling]) -> list[Grid]:
    """The grids that the rulings of a page draw, smallest first, each with at least one closed cell."""
    across = merge_rulings(horizontals)
    down = merge_rulings(verticals)
    grids = []
    for own_across, own_down in _components(across, down):
        closed_across, closed_down = _close(own_across, own_down)
        grid = _grid(closed_across, closed_down)
        if grid is not None and grid.regions:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def _components(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Sets of rulings that cross or touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    positions = [ruling.at for ruling in down]
    for index, ruling in enumerate(across):
        first = bisect_left(positions, ruling.start - SAME_LINE)
        last = bisect_right(positions, ruling.end + SAME_LINE)
        for other in range(first, last):
            if down[other].start - SAME_LINE <= ruling.at <= down[other].end + SAME_LINE:
                parent[root(index)] = root(len(across) + other)
    components: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, ruling in enumerate(across):
        components[root(index)][0].append(ruling)
    for index, ruling in enumerate(down):
        components[root(len(across) + index)][1].append(ruling)
    return list(components.values())


def _close(across: list[Ruling], down: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    """Close sides where rulings end together, as at a page's end: that side may not be drawn, or not all."""
    return across + _sides(down), down + _sides(across)


def _sides(rulings: list[Ruling]) -> list[Ruling]:
    sides = []
    for end in (min((r.start for r in rulings), default=0.0), max((r.end for r in rulings), default=0.0)):
        at = [r.at for r in rulings if abs(r.start - end) <= SAME_LINE or abs(r.end - end) <= SAME_LINE]
        if len(at) > 1:
            sides.append(Ruling(end, min(at), max(at)))
    return sides


def _positions(rulings: list[Ruling]) -> list[float]:
    groups: list[list[float]] = []
    for at in sorted(ruling.at for ruling in rulings):
        if groups and at - groups[-1][0] <= SAME_LINE:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(group) / len(group) for group in groups]


def _drawn(rulings: list[Ruling], at: list[float], along: list[float]) -> list[list[bool]]:
    """For each position and each slot along it, whether a ruling runs there over more than half."""
    drawn = [[False] * (len(along) - 1) for _ in at]
    for position, start, end in rulings:
        line = bisect_left(at, position)
        if line == len(at) or (line and position - at[line - 1] <= at[line] - position):
            line -= 1
        if abs(at[line] - position) > SAME_LINE:
            continue
        first = max(0, bisect_right(along, start) - 1)
        for slot, (left, right) in enumerate(pairwise(along[first : bisect_right(along, end) + 1]), first):
            covered = (end if end < right else right) - (start if start > left else left)
            if covered > 0.5 * (right - left):
                drawn[line][slot] = True
    return drawn


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    xs, ys = _positions(down), _positions(across)
    while True:
        if len(xs) < 2 or len(ys) < 2:
            return None
        above, beside = _drawn(across, ys, xs), _drawn(down, xs, ys)
        if all(map(any, above)) and all(map(any, beside)):
            break
        # Strokes that bound no slot, such as underlines that touch a side, are not part of the grid.
        ys = [y for y, drawn in zip(ys, above, strict=True) if any(drawn)]
        xs = [x for x, drawn in zip(xs, beside, strict=True) if any(drawn)]
    width, height = len(xs) - 1, len(ys) - 1
    seen = [[False] * width for _ in range(height)]
    regions: list[Region] = []
    for row in range(height):
        for column in range(width):
            if seen[row][column]:
                continue
            seen[row][column] = True
            if (
                above[row][column]
                and above[row + 1][column]
                and beside[column][row]
                and beside[column + 1][row]
            ):
                regions.append(Region(row, column, row + 1, column + 1))
                continue
            slots, queue, open_side = {(row, column)}, [(row, column)], False
            while queue:
                r, c = queue.pop()
                for drawn, next_r, next_c in (
                    (above[r][c], r - 1, c),
                    (above[r + 1][c], r + 1, c),
                    (beside[c][r], r, c - 1),
                    (beside[c + 1][r], r, c + 1),
                ):
                    if drawn:
                        continue
                    if not (0 <= next_r < height and 0 <= next_c < width):
                        open_side = True
                    elif not seen[next_r][next_c]:
                        seen[next_r][next_c] = True
                        slots.add((next_r, next_c))
                        queue.append((next_r, next_c))
            if not open_side:
                regions.extend(_rectangles(slots))
    regions.sort()
    return Grid(xs, ys, regions)


def _rectangles(slots: set[tuple[int, int]]) -> list[Region]:
    """Cut a set of slots into rectangles; nearly always it is one already."""
    (row, column), (last_row, last_column) = min(slots), max(slots)
    if len(slots) == (last_row - row + 1) * (last_column - column + 1):
        return [Region(row, column, last_row + 1, last_column + 1)]
    rectangles = []
    left = set(slots)
    while left:
        row, column = min(left)
        column_end = column + 1
        while (row, column_end) in left:
            column_end += 1
        row_end = row + 1
        while all((row_end, c) in left for c in range(column, column_end)):
            row_end += 1
        rectangles.append(Region(row, column, row_end, column_end))
        left -= {(r, c) for r in range(row, row_end) for c in range(column, column_end)}
    return rectangles


def _goes_on(before: Character, character: Character, nearest: float = SAME_NUMBER) -> bool:
    """Whether two characters are digits of one number, which then may run over the edge of its table or cell."""
    height = before.y1 - before.y0
    return (
        before.text.isdigit()
        and character.text.isdigit()
        and abs(character.y1 - before.y1) < SAME_NUMBER * height
        and -SAME_NUMBER * height < character.x0 - before.x1 < nearest * height
    )


def _number_at(characters: Sequence[Character], position: int) -> tuple[int, int]:
    """Where the digits begin and end that are drawn as one number with the character at a position."""
    first = end = position
    while first and _goes_on(characters[first - 1], characters[first], ONE_NUMBER):
        first -= 1
    while end + 1 < len(characters) and _goes_on(characters[end], characters[end + 1], ONE_NUMBER):
        end += 1
    return first, end + 1


def fill_grid(
    grid: Grid, characters: Sequence[Character], page: int, pictures: Sequence[Box] = ()
) -> tuple[RuledTable, list[Character]]:
    """A table from a grid and the characters that stand in its cells; and the characters that do not.

    Cells that hold none are told from blank ones where a picture stands in them.
    """
    cell_of = {
        (row, column): index
        for index, region in enumerate(grid.regions)
        for row in range(region.row, region.row_end)
        for column in range(region.column, region.column_end)
    }
    inside: list[list[Character]] = [[] for _ in grid.regions]
    outside: list[Character] = []
    x0, y0, x1, y1 = grid.box

    def home(x: float, y: float) -> tuple[list[Character], float, float, float, float]:
        """The characters of the cell at a point, and the edges of the slot there."""
        if x0 <= x <= x1 and y0 <= y <= y1:
            row, column = bisect_right(grid.ys, y), bisect_right(grid.xs, x)
            index = cell_of.get((row - 1, column - 1))
            if index is not None:
                return inside[index], grid.xs[column - 1], grid.xs[column], grid.ys[row - 1], grid.ys[row]
        return outside, 0.0, 0.0, 0.0, 0.0

    held: list[Character] = outside
    start = end = above = below = 0.0  # the edges of the slot of the character before
    before: Character | None = None
    over_edges: list[int] = []  # where a number goes on in another cell
    for position, character in enumerate(characters):
        _, left, top, right, bottom = character
        x, y = (left + right) / 2, (top + bottom) / 2
        if not (start <= x < end and above <= y < below):
            if held is not outside and before is not None and _goes_on(before, character, ONE_NUMBER):
                over_edges.append(position)
            own, start, end, above, below = home(x, y)
            if own is not outside or before is None or not _goes_on(before, character):
                held = own
        held.append(character)
        before = character
    gathered = 0
    for position in over_edges:
        if position < gathered:
            continue
        first, gathered = _number_at(characters, position)
        number = characters[first:gathered]
        own, left, right, *_ = home((number[0].x0 + number[-1].x1) / 2, (number[0].y0 + number[0].y1) / 2)
        homes = [home((digit.x0 + digit.x1) / 2, (digit.y0 + digit.y1) / 2)[0] for digit in number]
        if own is outside or any(cell is outside for cell in homes):
            continue
        if number[-1].x1 - number[0].x0 > WIDEST_NUMBER * (right - left):
            # Nothing tells where one number ends and the next begins.
            for ended, cell, digit in zip(homes, homes[1:], number[1:], strict=False):
                if cell is not ended:
                    ended.append(digit._replace(text=UNKNOWN))
                    cell.insert(cell.index(digit), digit._replace(text=UNKNOWN))
            continue
        for cell, digit in zip(homes, number, strict=True):
            cell.remove(digit)
        own.extend(number)
    rows, _ = compact(grid.ys, [(region.row, region.row_end) for region in grid.regions], LOWEST_ROW)
    columns, edges = compact(
        grid.xs, [(region.column, region.column_end) for region in grid.regions], NARROWEST_COLUMN
    )
    pictured: set[int] = set()
    for left, top, right, bottom in pictures if any(inside) else ():
        own, *slot = home((left + right) / 2, (top + bottom) / 2)
        smaller = right - left < BACKGROUND * (slot[1] - slot[0]) or bottom - top < BACKGROUND * (
            slot[3] - slot[2]
        )
        if smaller and own is home(left, top)[0] is home(right, bottom)[0]:
            pictured.add(id(own))
    table = Table([], Place("", page, grid.box))
    ruled = RuledTable(table, edges)
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
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    return ruled, outside


def _upwards(lines: list[Line], characters: Sequence[Character]) -> list[Line]:
    """Turn the order of a label that was written from the bottom upwards, one character per line."""
    if len(lines) < 3:
        return lines
    written = [character.y0 for character in characters if not character.text.isspace()]
    if len(lines) == len(written) and all(a > b for a, b in pairwise(written)):
        return lines[::-1]
    return lines


def compact(
    positions: list[float], spans: list[tuple[int, int]], smallest: float
) -> tuple[list[tuple[int, int]], list[float]]:
    """Drop slots smaller than `smallest` that no span fills alone.

    They come from edges that were meant to be the same and are a few points apart. Gives the spans
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
