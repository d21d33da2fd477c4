"""Columns of chunks that stand under one another: where most rows leave white between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportparse.tables.pages.chunks import ChunkRow, is_amount, is_number, parts_of, together
from reportparse.tables.pages.extents import middle_of, overlap, shared_width
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import Ruling

# The part of the rows in which a text may stand across the white between two columns.
EXCEPTIONS = 0.08
# Rows from which a white strip narrower than between chunks parts two columns, if it is in all of them.
FEWEST_PARTED = 4
# The part of a chunk or of a column that they must share, for the chunk to stand over the column.
OVER = 0.25


class Column(NamedTuple):
    """The extent of a column across the page, in points."""

    x0: float
    x1: float


def find_columns(rows: Sequence[ChunkRow], verticals: Sequence[Ruling]) -> list[Column]:
    """Return the columns of a block of rows; vertical rulings part them, too."""
    several = [row for row in rows if len(row.chunks) > 1]
    first = next((index for index, row in enumerate(several) if has_amount(row)), 0)
    header, body = several[:first], several[first:]
    if len(body) < 2:
        header, body = [], several
    left = min(row.x0 for row in body)
    body += [
        row for row in rows if row.x1 < left and row.y0 > body[0].y0
    ]  # labels beside which nothing stands
    columns = between_white([row.chunks for row in body], int(EXCEPTIONS * len(body)))
    if len(body) >= FEWEST_PARTED:
        parts = [[part for chunk in row.chunks for part in parts_of(chunk)] for row in body]
        columns = max(columns, between_white(parts, 0), key=len)
    for ruling in verticals:
        columns = [part for column in columns for part in _cut(column, ruling, body)]
    columns = _parted(columns, rows)
    for row in header[-1:]:
        columns = sorted([*columns, *_empty(row, columns)])
    return columns


def _empty(row: ChunkRow, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of the texts of a header under which nothing stands."""
    at = [columns_under(chunk, columns) for chunk in row.chunks]
    return [
        Column(chunk.x0, chunk.x1)
        for chunk, own in zip(row.chunks, at, strict=True)
        if at.count(own) > 1 and all(chunk.x1 <= x0 or chunk.x0 >= x1 for x0, x1 in columns)
    ]


def has_amount(row: ChunkRow) -> bool:
    """Return whether a number stands in a row, but not at its beginning."""
    return any(is_amount(chunk.text) for chunk in row.chunks[1:])


def between_white(rows: Sequence[Sequence[Line]], tolerated: int) -> list[Column]:
    """Return extents that are not white in more rows than these."""
    edges: list[tuple[float, int]] = []
    for chunks in rows:
        for chunk in chunks:
            edges.append((chunk.x0 + 0.3, 1))
            edges.append((max(chunk.x1 - 0.3, chunk.x0 + 0.4), -1))
    columns: list[Column] = []
    depth, start = 0, 0.0
    for x, step in sorted(edges):
        before, depth = depth, depth + step
        if before <= tolerated < depth:
            start = x
        elif depth <= tolerated < before:
            if columns and start - columns[-1].x1 < 1.0:
                columns[-1] = Column(columns[-1].x0, x)
            else:
                columns.append(Column(start, x))
    return columns


def _cut(column: Column, ruling: Ruling, rows: Sequence[ChunkRow]) -> list[Column]:
    x = ruling.at
    if not column.x0 + 2 < x < column.x1 - 2:
        return [column]
    beside = [chunk for row in rows if ruling.start < row.middle < ruling.end for chunk in row.chunks]
    if any(chunk.x0 < x < chunk.x1 for chunk in beside):
        return [column]
    return [Column(column.x0, x), Column(x, column.x1)]


def _parted(columns: list[Column], rows: Sequence[ChunkRow]) -> list[Column]:
    """Join two neighbours of one kind that no row fills both.

    They are one column, its texts set to different sides.
    """
    filled: list[dict[int, bool]] = [
        {
            index: is_number(chunk.text)
            for index, row in enumerate(rows)
            for chunk in row.chunks
            if chunk.x0 < x1 and chunk.x1 > x0
        }
        for x0, x1 in columns
    ]
    index = 0
    while index + 1 < len(columns):
        first, second = filled[index], filled[index + 1]
        kinds = [2 * sum(texts.values()) > len(texts) for texts in (first, second)]
        if first.keys() & second.keys() or kinds[0] != kinds[1]:
            index += 1
        else:
            columns[index : index + 2] = [Column(columns[index].x0, columns[index + 1].x1)]
            filled[index : index + 2] = [first | second]
    return columns


def columns_over(text: Line, columns: Sequence[Column]) -> list[int]:
    """Return the columns with which a text shares some width."""
    return [at for at, column in enumerate(columns) if overlap(text, column)]


def columns_under(chunk: Line, columns: Sequence[Column]) -> tuple[int, int]:
    """Return the first and last column over which a chunk stands; the nearest one if it stands over none."""
    over = [
        index
        for index, column in enumerate(columns)
        if shared_width(chunk, column) > OVER * min(column.x1 - column.x0, chunk.x1 - chunk.x0)
    ]
    if over:
        return over[0], over[-1]

    def distance(index: int) -> tuple[float, float]:
        x0, x1 = columns[index]
        return max(x0 - chunk.x1, chunk.x0 - x1, 0.0), abs(middle_of(columns[index]) - middle_of(chunk))

    nearest = min(range(len(columns)), key=distance)
    return nearest, nearest


def spread(row: ChunkRow, columns: Sequence[Column]) -> dict[int, Line]:
    """Return the chunks of a row of the body by their column; several in one column become one."""
    cells: dict[int, Line] = {}
    for chunk in row.chunks:
        at = _column_of(chunk, columns)
        cells[at] = together(cells[at], chunk) if at in cells else chunk
    return cells


def by_column(chunk: Line, columns: Sequence[Column]) -> list[Line]:
    """Return a chunk in parts where it is several texts in several columns."""
    if len(columns_over(chunk, columns)) < 2:
        return [chunk]
    parts: dict[int, Line] = {}
    for part in parts_of(chunk):
        first, last = columns_under(part, columns)
        if first != last:
            return [chunk]
        parts[first] = together(parts[first], part) if first in parts else part
    return list(parts.values())


def _column_of(chunk: Line, columns: Sequence[Column]) -> int:
    first, last = columns_under(chunk, columns)
    if first == last or (first == 0 and not is_number(chunk.text)):
        return first
    return max(range(first, last + 1), key=lambda at: shared_width(chunk, columns[at]))
