"""Tables without rulings around their cells, of all but Chinese text: columns where texts stand under one another.

A page's lines are cut to chunks at wide gaps (`chunks`), and what stands side by side is taken apart (`strips`).
Rows of chunks that stand under one another, or between horizontal rulings, are candidates (`aligned_regions`);
they get columns (`columns`), a header (`header`) and rows (`body`); what is no table is refused (`plausible`).
Pages of prose have no chunks and are left at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf

from reportparse.document import Box, Cell, Place, Table
from reportparse.tables.pages.aligned_regions import blocks
from reportparse.tables.pages.body import group_lines
from reportparse.tables.pages.chunks import FEWEST_ROWS, ChunkRow, is_number, row_of
from reportparse.tables.pages.columns import Column, by_column, find_columns, has_amount, spread
from reportparse.tables.pages.extents import box_around, ends_of, middle_of, overlap
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.header import Entry, header_entries, header_height, is_aligned
from reportparse.tables.pages.lines import Line, is_full_width, lines_of
from reportparse.tables.pages.plausible import is_table
from reportparse.tables.pages.ruled import SAME_LINE, Ruling, merge_rulings
from reportparse.tables.pages.shades import bands, charts, scales
from reportparse.tables.pages.strips import ruled_apart, side_by_side, strips

SHORTEST_RULING = 8.0
# A page with more lines of text, or more rulings, is not searched: the search takes the square of their number.
MOST_LINES = 1000
# Lines that may stand at the top of a page above the rest of a table.
FURNITURE = 2
# Rows of such a rest, at most; more are a table that is found by itself.
MOST_ROWS = 8
# Points above and below a table where its rulings may lie.
NEAR = 12.0
# The part of a table's width that a ruling through it covers, at least.
DRAWN = 0.6
# The part of a table's width by which a heading that spans it is off its middle, at most.
CENTRED = 0.1


def aligned_tables(
    horizontals: Sequence[Ruling],
    verticals: Sequence[Ruling],
    lines: Sequence[Line],
    page: int,
    width: float,
    shades: Sequence[Box] = (),
) -> tuple[list[PageTable], list[Line]]:
    """Return tables that have horizontal rulings only, or none at all; and the lines that are left.

    What has Chinese text is left, too: see `chinese_regions`. `shades` are backgrounds, whose edges part the rows
    of a table as rulings do.
    """
    if len(lines) > MOST_LINES or sum(line.gaps > 0 for line in lines) < FEWEST_ROWS - 1:
        return [], list(lines)
    rulings = [ruling for ruling in merge_rulings(horizontals) if ruling.end - ruling.start > SHORTEST_RULING]
    if len(rulings) > MOST_LINES:
        return [], list(lines)
    shades = shades if len(shades) < MOST_LINES else []
    shaded, drawings = bands(shades), charts(shades)
    edges = [Ruling(at, band.x0, band.x1) for band in shaded for at in (band.y0, band.y1)]
    parting = merge_rulings([*rulings, *edges])
    tables: list[PageTable] = []
    used: list[Line] = []
    for strip in strips([row_of(line) for line in lines], rulings, width, shaded):
        found = [
            block
            for below in _without_charts(strip, [*drawings, *scales(strip, rulings)])
            for part in ruled_apart(below, rulings)
            for block in blocks(part, _between(rulings, part), shaded)
        ]
        for block in (part for each in found for part in side_by_side(each)):
            table = _table(block, rulings, parting, verticals, page)
            if table is not None:
                tables.append(table)
                used.extend(chunk for row in block for chunk in row.chunks)
    return tables, _rest(lines, used) if tables else list(lines)


def rest_of(above: PageTable, lines: Sequence[Line], page: int) -> tuple[PageTable | None, list[Line]]:
    """Return the rows at the top of a page that go on with the table of the page before, and the lines that
    are left.

    They are too few to be a table of their own, but each of their texts stands in a column of that table.
    """
    columns = [Column(start, end) for start, end in pairwise(above.columns)]
    rows = [row_of(line) for line in lines[: FURNITURE + MOST_ROWS]]
    start = next((at for at, row in enumerate(rows[: FURNITURE + 1]) if _is_row_of(row, columns)), None)
    if start is None:
        return None, list(lines)
    end = next((at for at, row in enumerate(rows[start:], start) if not _is_row_of(row, columns)), len(rows))
    entries = [
        Entry(column, column, [chunk], number)
        for number, row in enumerate(rows[start:end])
        for column, chunk in spread(row, columns).items()
    ]
    box = Box(above.columns[0] + 1, rows[start].y0, above.columns[-1] - 1, rows[end - 1].y1)
    return with_cells(entries, columns, box, page), [*lines[:start], *lines[end:]]


def _is_row_of(row: ChunkRow, columns: Sequence[Column]) -> bool:
    """Return whether the texts of a row stand in these columns, one in each, and most that are not the first
    hold values.
    """
    at = [next((n for n, (x0, x1) in enumerate(columns) if x0 < middle_of(c) < x1), None) for c in row.chunks]
    if None in at or len(set(at)) < len(at) or not has_amount(row) or any(map(is_full_width, row.text)):
        return False
    inside = all(
        columns[number].x0 - SAME_LINE < chunk.x0 and chunk.x1 < columns[number].x1 + SAME_LINE
        for number, chunk in zip(at, row.chunks, strict=True)
        if number is not None
    )
    values = [chunk for number, chunk in zip(at, row.chunks, strict=True) if number]
    return (
        inside
        and at[0] == 0
        and 2 * len(values) >= len(columns) - 1
        and all(is_number(c.text) for c in values)
    )


def _without_charts(rows: list[ChunkRow], charts: Sequence[Box]) -> list[list[ChunkRow]]:
    """Return the rows above, between and below charts: those beside or between their bars are left out."""
    x0, x1 = ends_of(rows)
    beside = [chart for chart in charts if x0 < chart.x1 and x1 > chart.x0]
    parts = groupby(rows, lambda row: any(c.y0 - NEAR < row.middle < c.y1 + 2 * NEAR for c in beside))
    return [list(part) for is_chart, part in parts if not is_chart]


def _between(rulings: Sequence[Ruling], rows: Sequence[ChunkRow]) -> list[Ruling]:
    """Return the rulings that are not farther from rows than those of a table are."""
    return [r for r in rulings if rows[0].y0 - NEAR < r.at < rows[-1].y1 + NEAR]


def _rest(lines: Sequence[Line], used: Sequence[Line]) -> list[Line]:
    """Return the lines without what went to tables, and without the leaders between."""
    gone = {id(character) for chunk in used for character in chunk.characters}
    rest: list[Line] = []
    for line in lines:
        left = [character for character in line.characters if id(character) not in gone]
        if len(left) == len(line.characters):
            rest.append(line)
        elif not all(character.text in " ._…·" for character in left):
            rest.extend(lines_of(left))
    return rest


def _table(
    rows: Sequence[ChunkRow],
    horizontals: Sequence[Ruling],
    parting: Sequence[Ruling],
    verticals: Sequence[Ruling],
    page: int,
) -> PageTable | None:
    """Return the table that a block of rows makes; None if it makes none."""
    box = box_around(rows)
    if any(map(is_full_width, "".join(row.text for row in rows))):
        return None  # its texts are wrapped anywhere: see `chinese_grids`
    columns = find_columns(
        rows, [r for r in verticals if r.start < box.y1 and r.end > box.y0 and box.x0 < r.at < box.x1]
    )
    if len(columns) < 2:
        return None
    rulings, parting = (
        [r for r in own if box.y0 - NEAR < r.at < box.y1 + NEAR and r.end > box.x0 and r.start < box.x1]
        for own in (horizontals, parting)
    )
    drawn = _through(rulings, columns)
    rows = [
        replace(row, chunks=[p for chunk in row.chunks for p in by_column(chunk, columns)]) for row in rows
    ]
    # Backgrounds may be of anything: where they lead to no table, the rulings may alone.
    for rules in (_through(parting, columns), drawn):
        height = _height_of_header(rows, columns, rules)
        header, body = rows[:height], rows[height:]
        lines = [spread(row, columns) for row in body]
        ruled = len(drawn) > 1 or len(rules) > FEWEST_ROWS or _encloses(rules, header, body)
        if is_table(header, body, lines, columns, ruled):
            break
    else:
        return None
    entries = header_entries(header, columns, rulings)
    groups = group_lines(lines, [row.middle for row in body], rules)
    first = max((entry.row + 1 for entry in entries), default=0)
    for number, group in enumerate(groups, first):
        entries += _row_entries([body[index] for index in group], columns, number)
    heights = [(body[group[0]].middle, body[group[-1]].middle) for group in groups]
    _stretch_labels([entry for entry in entries if entry.last == 0], heights, first, rulings, columns[0])
    return with_cells(entries, columns, box, page)


def _encloses(rules: Sequence[float], header: Sequence[ChunkRow], body: Sequence[ChunkRow]) -> bool:
    """Return whether rulings or the edges of a background run above and right below a header."""
    if not (header and body):
        return False
    return min(rules, default=inf) < header[0].middle and any(
        header[-1].middle < rule < body[0].middle for rule in rules
    )


def _height_of_header(rows: Sequence[ChunkRow], columns: Sequence[Column], rules: Sequence[float]) -> int:
    """Return how many rows are the header; a heading over all columns under it is of the body."""
    height = header_height(rows, columns, rules)
    return height - (height > 1 and _is_heading_of_all(rows[height - 1], rows[height - 2], columns))


def _row_entries(lines: Sequence[ChunkRow], columns: Sequence[Column], number: int) -> list[Entry]:
    """Return the cells of the lines of one row; a text alone in the middle is a heading over all columns."""
    heading = lines[0].chunks[0]
    if len(lines) == 1 == len(lines[0].chunks) and _is_centred(heading, columns):
        return [Entry(0, len(columns) - 1, [heading], number)]
    cells = [spread(line, columns) for line in lines]
    found = ((column, [line[column] for line in cells if column in line]) for column in range(len(columns)))
    return [Entry(column, column, chunks, number) for column, chunks in found if chunks]


def _stretch_labels(
    labels: Sequence[Entry],
    heights: Sequence[tuple[float, float]],
    first: int,
    rulings: Sequence[Ruling],
    column: Column,
) -> None:
    """Let a label stand beside all rows that rulings part in other columns only, if none has one of its own.

    `heights` are those of the first and the last line of each row, `first` is the number of the first row.
    """
    beside = [False]
    for (_, above), (below, _) in pairwise(heights):
        between = [ruling for ruling in rulings if above < ruling.at < below]
        beside.append(bool(between) and not any(r.start < middle_of(column) < r.end for r in between))
    starts = [at for at, goes_on in enumerate(beside) if not goes_on]
    for start, end in pairwise([*starts, len(beside)]):
        own = [entry for entry in labels if start <= entry.row - first < end]
        if len(own) == 1:
            own[0].row, own[0].rowspan = first + start, end - start


def _through(rulings: Sequence[Ruling], columns: Sequence[Column]) -> list[float]:
    """Return heights of rulings that run from the first column to the last, also in pieces."""
    found = []
    for at, group in groupby(rulings, key=lambda ruling: ruling.at):
        pieces = list(group)
        drawn = sum(piece.end - piece.start for piece in pieces)
        starts, ends = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
        if (
            starts < columns[0].x1
            and ends > columns[-1].x0
            and drawn > DRAWN * (columns[-1].x1 - columns[0].x0)
        ):
            found.append(at)
    return found


def _is_centred(chunk: Line, columns: Sequence[Column]) -> bool:
    """Return whether a text stands over the middle of all columns."""
    x0, x1 = columns[0].x0, columns[-1].x1
    aside = chunk.x0 > max(middle_of(columns[0]), x0 + CENTRED * (x1 - x0))
    return aside and abs((x0 + x1) / 2 - middle_of(chunk)) < CENTRED * (x1 - x0) and not is_number(chunk.text)


def _is_heading_of_all(row: ChunkRow, above: ChunkRow, columns: Sequence[Column]) -> bool:
    """Return whether a text alone under the names of the columns is a heading over all of them, and of none
    of the names.
    """
    chunk = row.chunks[0]
    if len(row.chunks) > 1 or len(above.chunks) < 2 or not _is_centred(chunk, columns):
        return False
    all_off, values_off = (abs((columns[at].x0 + columns[-1].x1) / 2 - middle_of(chunk)) for at in (0, 1))
    return all_off < values_off and not any(
        overlap(chunk, name) and is_aligned(name, chunk) for name in above.chunks
    )


def with_cells(entries: Sequence[Entry], columns: Sequence[Column], box: Box, page: int) -> PageTable:
    """Return the table with a cell in every slot, blank ones too."""
    edges = [box.x0 - 1, *((a.x1 + b.x0) / 2 for a, b in pairwise(columns)), box.x1 + 1]
    found = PageTable(Table([], Place("", page, box)), edges, has_rulings=False)
    by_row: dict[int, list[Entry]] = defaultdict(list)
    extents: dict[int, tuple[float, float]] = {}
    for entry in entries:
        for row in range(entry.row, entry.row + entry.rowspan):
            by_row[row].append(entry)
    for row, own in by_row.items():
        lines = [entry for entry in own if entry.rowspan == 1] or own
        extents[row] = min(entry.top for entry in lines), max(entry.bottom for entry in lines)
    for row, own in sorted(by_row.items()):
        taken = {column for entry in own for column in range(entry.first, entry.last + 1)}
        blank = [Entry(column, column, [], row) for column in range(len(columns)) if column not in taken]
        for entry in sorted([*own, *blank], key=lambda entry: entry.first):
            if entry.row < row:
                continue
            top, bottom = extents[row][0], extents[row + entry.rowspan - 1][1]
            place = Place("", page, Box(edges[entry.first], top, edges[entry.last + 1], bottom))
            text = "\n".join(chunk.text for chunk in entry.chunks)
            width = entry.last - entry.first + 1
            found.table.cells.append(Cell(entry.row, entry.first, text, place, entry.rowspan, width))
            found.lines[entry.row, entry.first] = [chunk.without_characters() for chunk in entry.chunks]
    return found
