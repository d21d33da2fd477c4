"""Edges that a printer drew in a wrong place: the end of a cell from the page before, within a row beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import accumulate

from reportparse.tables.pages.lines import Character
from reportparse.tables.pages.ruled import Grid, Region


def without_stubs(
    grid: Grid, inside: Sequence[list[Character]], pictured: Set[int]
) -> tuple[Grid, list[list[Character]]]:
    """Return a grid and what its cells hold, cells that go on from the page before put together with the rest
    of them below their end.

    Browsers draw that end too high, in the midst of a row: all its other cells go on over it, and what is left
    between the two is no cell but blank.

    `pictured` are the identities of what is held by cells with a picture.
    """
    regions = list(grid.regions)
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    # How many cells more, or fewer, with a text go on over each edge than over the one before.
    changes = [0] * (len(grid.ys) + 1)
    for index, region in enumerate(regions):
        starts[region.row].append(index)
        ends[region.row_end].append(index)
        if inside[index]:
            changes[region.row + 1] += 1
            changes[region.row_end] -= 1
    is_crossed = [count > 0 for count in accumulate(changes)]
    removed: set[int] = set()
    stubs: set[int] = set()
    for edge in range(1, len(grid.ys) - 1):
        ended, rest = ends[edge], starts[edge]
        if (
            not ended
            or not is_crossed[edge]
            or not all(regions[index].row == 0 and (edge > 1 or not inside[index]) for index in ended)
            or len(rest) > 1
            or any(inside[index] or id(inside[index]) in pictured for index in rest)
            or not all(_are_as_wide([regions[index] for index in ended], regions[index]) for index in rest)
        ):
            continue
        # The rest is no cell at all where nothing closes it.
        end = max((regions[index].row_end for index in rest), default=edge + 1)
        for index in ended:
            regions[index] = regions[index]._replace(row_end=end)
        ends[end] = [index for index in ends[end] if index not in rest] + ended
        removed.update(rest)
        stubs.add(edge)
    if not stubs:
        return grid, list(inside)
    kept = [edge not in stubs for edge in range(len(grid.ys))]
    row = [count - 1 for count in accumulate(kept)]
    left = [index for index in range(len(regions)) if index not in removed]
    return (
        Grid(
            grid.xs,
            [y for edge, y in enumerate(grid.ys) if kept[edge]],
            [
                regions[index]._replace(row=row[regions[index].row], row_end=row[regions[index].row_end])
                for index in left
            ],
        ),
        [inside[index] for index in left],
    )


def _are_as_wide(ended: Sequence[Region], begun: Region) -> bool:
    """Return whether cells side by side end where one begins that is as wide as they are together."""
    columns = {column for region in ended for column in range(region.column, region.column_end)}
    return columns == set(range(begun.column, begun.column_end))
