"""Tables without vertical rulings: columns where texts stand under one another.

Only what is beyond doubt becomes a grid; everything else stays lines of text, for the stage that
reads flattened tables. The columns found are drawn as rulings, so that one algorithm makes the cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from reportparse.tables.lines import Line
from reportparse.tables.ruled import SAME_LINE, Grid, Ruling, find_grids, merge_rulings

SEGMENT_GAP = 1.2
"""A gap from which texts of one line are two, as a part of the line's height."""
FEWEST_ROWS = 3

NUMBER = re.compile(r"[\s\d.,，+\-—/%增减]+")

Span = tuple[float, float]


def aligned_grids(horizontals: Sequence[Ruling], lines: Sequence[Line]) -> list[Grid]:
    """Grids of tables that have horizontal rulings only, or none at all."""
    grids = []
    taken: set[int] = set()
    for rulings in _stacks(merge_rulings(horizontals)):
        top, bottom = rulings[0].at, rulings[-1].at
        inside = [line for line in lines if top < (line.y0 + line.y1) / 2 < bottom]
        grid = _grid_between(rulings, inside)
        if grid is not None:
            grids.append(grid)
            taken.update(id(line) for line in inside)
    free = [line for line in lines if id(line) not in taken]
    for tabular, group in groupby(free, key=lambda line: len(_segments(line)) > 1):
        run = list(group)
        if tabular and len(run) >= FEWEST_ROWS:
            grid = _grid_of_lines(run)
            if grid is not None:
                grids.append(grid)
    return grids


def _segments(line: Line) -> list[Span]:
    """The texts of a line that wide gaps set apart, from left to right."""
    segments: list[Span] = []
    gap = SEGMENT_GAP * line.height
    for character in line.characters:
        if segments and character.x0 - segments[-1][1] <= gap:
            segments[-1] = segments[-1][0], max(segments[-1][1], character.x1)
        else:
            segments.append((character.x0, character.x1))
    return segments


def _union(spans: Sequence[Span]) -> list[Span]:
    """Overlapping spans put together, in order."""
    union: list[Span] = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            union[-1] = union[-1][0], max(union[-1][1], end)
        else:
            union.append((start, end))
    return union


def _stacks(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings of the same length one above the other, with shorter ones between them."""
    stacks: list[list[Ruling]] = []
    left = list(rulings)
    while left:
        widest = max(left, key=lambda ruling: ruling.end - ruling.start)
        same = [
            ruling
            for ruling in left
            if abs(ruling.start - widest.start) <= SAME_LINE and abs(ruling.end - widest.end) <= SAME_LINE
        ]
        top, bottom = same[0].at, same[-1].at
        within = [
            ruling
            for ruling in left
            if top <= ruling.at <= bottom
            and widest.start - SAME_LINE <= ruling.start
            and ruling.end <= widest.end + SAME_LINE
        ]
        left = [ruling for ruling in left if ruling not in within]
        if len(same) >= FEWEST_ROWS:
            stacks.append(within)
    return stacks


def _grid_between(rulings: Sequence[Ruling], lines: Sequence[Line]) -> Grid | None:
    """A grid from horizontal rulings, top to bottom, and the lines of text between them."""
    x0, x1 = min(ruling.start for ruling in rulings), max(ruling.end for ruling in rulings)
    if any(line.x0 < x0 - SAME_LINE or line.x1 > x1 + SAME_LINE for line in lines):
        return None
    ys = [ruling.at for ruling in rulings]
    bands = [
        [line for line in lines if top < (line.y0 + line.y1) / 2 <= bottom] for top, bottom in pairwise(ys)
    ]
    columns = _columns([_union([s for line in band for s in _segments(line)]) for band in bands if band])
    if columns is None:
        return None
    across = list(rulings)
    for band in bands:
        full = [len(_segments(line)) == len(columns) for line in band]
        if sum(full) > 1:
            if not all(full):
                return None  # rows without a ruling between them, and one of them may be wrapped
            across.extend(Ruling((a.y1 + b.y0) / 2, x0, x1) for a, b in pairwise(band))
    return _drawn(sorted(across), columns, lines, x0, x1)


def _grid_of_lines(lines: Sequence[Line]) -> Grid | None:
    """A grid from lines alone, where the first is a header and each of the others has a label and values."""
    rows = [_segments(line) for line in lines]
    columns = _columns(rows)
    if columns is None or len(rows[0]) != len(columns) or re.search(r"\d", lines[0].text):
        return None
    for row, line in zip(rows, lines, strict=True):
        if row[0][0] > columns[0][1] or len(row) < 2:
            return None
        values = [c.text for c in line.characters if c.x0 > columns[0][1]]
        if line is not lines[0] and not NUMBER.fullmatch("".join(values)):
            return None
    x0, x1 = min(line.x0 for line in lines) - 1, max(line.x1 for line in lines) + 1
    edges = [lines[0].y0 - 1, *((a.y1 + b.y0) / 2 for a, b in pairwise(lines)), lines[-1].y1 + 1]
    return _drawn([Ruling(edge, x0, x1) for edge in edges], columns, lines, x0, x1)


def _columns(rows: Sequence[Sequence[Span]]) -> list[Span] | None:
    """The columns on which rows agree, each with a text in two rows at least; None where they do not."""
    most = max((len(row) for row in rows), default=0)
    if most < 2 or len(rows) < FEWEST_ROWS:
        return None
    for considered in (
        [row for row in rows if len(row) > 1],
        [row for row in rows if len(row) == most],  # without the rows where a text spans columns
    ):
        columns = _union([segment for row in considered for segment in row])
        if len(columns) == most and all(_rows_in(column, considered) > 1 for column in columns):
            return columns
    return None


def _rows_in(column: Span, rows: Sequence[Sequence[Span]]) -> int:
    return sum(any(start < column[1] and end > column[0] for start, end in row) for row in rows)


def _drawn(
    across: Sequence[Ruling], columns: Sequence[Span], lines: Sequence[Line], x0: float, x1: float
) -> Grid | None:
    """The grid with its columns drawn, but not through texts, which span them."""
    separators = [(first[1] + second[0]) / 2 for first, second in pairwise(columns)]
    top, bottom = across[0].at, across[-1].at
    down = [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]
    for above, below in pairwise(ruling.at for ruling in across):
        segments = [
            segment
            for line in lines
            if above < (line.y0 + line.y1) / 2 <= below
            for segment in _segments(line)
        ]
        down.extend(
            Ruling(separator, above, below)
            for separator in separators
            if not any(start < separator < end for start, end in segments)
        )
    grids = find_grids(across, down)
    return grids[-1] if grids else None
