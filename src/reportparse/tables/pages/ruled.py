"""Rulings of a page to grids: crossings give slots, slots give cells with spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product
from typing import NamedTuple

from reportparse.document import Box

# Points: rulings closer than this are drawn as one; ends closer than this meet.
SAME_LINE = 3.0
# A page with more (a map, a plan) is not searched for tables.
MOST_RULINGS = 20_000


# A row and a column of a grid.
Slot = tuple[int, int]


class Ruling(NamedTuple):
    """A straight line along one axis: `at` on the other axis, from `start` to `end`, in points."""

    at: float
    start: float
    end: float


# The rulings across and down of one table.
_Component = tuple[list[Ruling], list[Ruling]]


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
    # Whether rulings between its cells are known not to be drawn.
    is_drawn_in_part: bool = False

    @property
    def box(self) -> Box:
        """The outer frame."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


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
    """Return the stretches of rulings that touch, each in the middle of its own: others may be of other tables."""
    stretches: list[list[Ruling]] = []
    reach = 0.0
    for ruling in sorted(group, key=lambda ruling: ruling.start):
        if stretches and ruling.start - reach <= SAME_LINE:
            stretches[-1].append(ruling)
            reach = max(reach, ruling.end)
        else:
            stretches.append([ruling])
            reach = ruling.end
    return [_whole(stretch) for stretch in stretches]


def _whole(stretch: list[Ruling]) -> Ruling:
    if len(stretch) == 1:
        return stretch[0]
    length = sum(ruling.end - ruling.start for ruling in stretch)
    at = (
        sum(ruling.at * (ruling.end - ruling.start) for ruling in stretch) / length
        if length
        else stretch[0].at
    )
    return Ruling(at, stretch[0].start, max(ruling.end for ruling in stretch))


def of_one_length(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Return rulings that begin and end where each other do, from top to bottom."""
    by_ends = sorted(rulings, key=lambda ruling: (round(ruling.start), round(ruling.end), ruling.at))
    groups = groupby(by_ends, key=lambda ruling: (round(ruling.start), round(ruling.end)))
    return [list(group) for _, group in groups]


def find_grids(horizontals: Iterable[Ruling], verticals: Iterable[Ruling]) -> list[Grid]:
    """Return the grids that the rulings of a page draw, smallest first, each with at least one closed cell."""
    across = merge_rulings(horizontals)
    down = merge_rulings(verticals)
    grids = []
    for own_across, own_down in _components(across, down):
        closed_across, closed_down = _close(own_across, own_down)
        grid = _grid(closed_across, closed_down)
        if grid is not None and grid.regions:
            grids.append(grid)
    return with_lone_cells(grids)


def with_lone_cells(grids: Iterable[Grid]) -> list[Grid]:
    """Return grids, smallest first, with those put to the grid around them that are cells of it, drawn apart.

    The rulings of the cells beside them are not drawn. A table in a cell of another one stays a table.
    """
    found = sorted(grids, key=_area)
    left: list[Grid] = []
    while found:
        grid = found.pop(0)
        around = next((at for at, other in enumerate(found) if _is_cell_of(grid, other)), None)
        if around is None:
            left.append(grid)
        else:
            found[around] = _joined(grid, found[around])
    return left


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)


def _is_cell_of(grid: Grid, other: Grid) -> bool:
    """Return whether a grid lies over another one and shares edges with it, or is not inside one of its cells.

    Else it is a table in that cell.
    """
    x0, y0, x1, y1 = grid.box
    left, top, right, bottom = other.box
    if min(x1, right) - max(x0, left) < SAME_LINE or min(y1, bottom) - max(y0, top) < SAME_LINE:
        return False
    if _shares_edge((x0, x1), other.xs) and _shares_edge((y0, y1), other.ys):
        return True
    return not any(
        other.xs[region.column] <= x0
        and x1 <= other.xs[region.column_end]
        and other.ys[region.row] <= y0
        and y1 <= other.ys[region.row_end]
        for region in other.regions
    )


def _shares_edge(ends: Iterable[float], edges: Sequence[float]) -> bool:
    return any(abs(end - edge) <= SAME_LINE for end in ends for edge in edges)


def _joined(grid: Grid, around: Grid) -> Grid:
    """Return a grid with the cells of one that lies over it: where they are, it has none of its own."""
    xs, ys = _edges(around.xs, grid.xs), _edges(around.ys, grid.ys)
    regions: list[Region] = []
    taken: set[Slot] = set()
    for own in (grid, around):
        columns, rows = ([_nearest(edges, at) for at in ats] for edges, ats in ((xs, own.xs), (ys, own.ys)))
        for row, column, row_end, column_end in own.regions:
            slots = {
                *product(range(rows[row], rows[row_end]), range(columns[column], columns[column_end]))
            } - taken
            if slots:
                regions.extend(_rectangles(slots))
                taken |= slots
    return Grid(xs, ys, sorted(regions), is_drawn_in_part=True)


def _edges(edges: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return edges and those of others that are not the same."""
    return sorted([*edges, *(at for at in others if not _shares_edge((at,), edges))])


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda edge: abs(edges[edge] - at))


def _components(across: list[Ruling], down: list[Ruling]) -> list[_Component]:
    """Return sets of rulings that cross or touch one another."""
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
    components: dict[int, _Component] = defaultdict(lambda: ([], []))
    for index, ruling in enumerate(across):
        components[root(index)][0].append(ruling)
    for index, ruling in enumerate(down):
        components[root(len(across) + index)][1].append(ruling)
    return _with_open_sides(list(components.values()))


def _with_open_sides(components: list[_Component]) -> list[_Component]:
    """Return the components, those of one ruling down put to the open one that they are as long as.

    They are the sides of cells that both ends of a page leave open.
    """
    sides = [down[0] for across, down in components if not across and len(down) == 1]
    if not sides:
        return components
    wider = [(across, down) for across, down in components if across or len(down) > 1]
    for side in sides:
        own = next((down for across, down in wider if _is_side(side, across, down)), None)
        if own is None:
            wider.append(([], [side]))
        else:
            own.append(side)
    return wider


def _is_side(side: Ruling, across: Sequence[Ruling], down: Sequence[Ruling]) -> bool:
    """Return whether a ruling begins and ends where rulings down together do, without any across there."""
    return (
        len(down) > 1
        and abs(side.start - min(ruling.start for ruling in down)) <= SAME_LINE
        and abs(side.end - max(ruling.end for ruling in down)) <= SAME_LINE
        and all(min(abs(ruling.at - side.start), abs(ruling.at - side.end)) > SAME_LINE for ruling in across)
    )


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
    """Return for each position and each slot along it, whether a ruling runs there over more than half."""
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
    regions: list[Region] = []
    seen: set[Slot] = set()
    for slot in product(range(len(ys) - 1), range(len(xs) - 1)):
        row, column = slot
        if above[row][column] and above[row + 1][column] and beside[column][row] and beside[column + 1][row]:
            regions.append(Region(row, column, row + 1, column + 1))  # as most do
        elif slot not in seen:
            slots, is_closed = _undivided(slot, above, beside)
            seen |= slots
            if is_closed:
                regions.extend(_rectangles(slots))
    regions.sort()
    return Grid(xs, ys, regions)


def _undivided(
    start: Slot, above: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]]
) -> tuple[set[Slot], bool]:
    """Return the slots that nothing drawn parts from one, itself too, and whether lines close them in on all
    sides.

    `above` says for each height which slots are drawn under there, `beside` the same for each place across.
    """
    height, width = len(beside[0]), len(above[0])
    slots, queue, is_closed = {start}, [start], True
    while queue:
        row, column = queue.pop()
        for is_drawn, near in (
            (above[row][column], (row - 1, column)),
            (above[row + 1][column], (row + 1, column)),
            (beside[column][row], (row, column - 1)),
            (beside[column + 1][row], (row, column + 1)),
        ):
            if is_drawn or near in slots:
                continue
            if 0 <= near[0] < height and 0 <= near[1] < width:
                slots.add(near)
                queue.append(near)
            else:
                is_closed = False
    return slots, is_closed


def _rectangles(slots: set[Slot]) -> list[Region]:
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
