"""Grids that are drawn in part: frames around a table, headers without a body, rows without rulings between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportparse.document import Cell, Place
from reportparse.tables.pages.body import Cells, group_lines, is_numeric
from reportparse.tables.pages.chunks import is_amount, is_number, row_of
from reportparse.tables.pages.extents import box_around
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.lines import Character, Line, is_full_width, lines_of

# Rows of a header, at most.
MOST_LEVELS = 3
# Lines with values from which a drawn row is taken for several.
FEWEST_LINES = 3
# Lines with a text in every cell from which a drawn row is taken for several: headers have fewer.
MANY_LINES = 5
# The part of a table's drawn cells that have a text, at least.
FEWEST_FILLED = 0.08
# The part of a table's frame that its drawn cells cover, at least.
COVERED = 0.7
# Lines of the column that has most of its texts, for each line with values, at least.
LABELLED = 0.6


def is_frame(ruled: PageTable, outside: Sequence[Character]) -> bool:
    """Return whether a grid draws no cells but a frame around lines of text, or only a header above them.

    What is in it is left to the search for columns. Grids with ideographs are taken as drawn.
    """
    cells = ruled.table.cells
    if _has_ideographs(ruled) or not any(cell.text for cell in cells):
        return False
    if _is_drawing(ruled):
        return True
    if ruled.table.width == 1 or any(_holds_columns(lines) for lines in ruled.lines.values()):
        return True
    if _draws_columns_only(ruled) or _draws_every_other_row(ruled):
        return True
    if any(is_amount(text) for cell in cells for text in cell.text.split("\n")):
        return False
    box = ruled.table.place.box
    if box is None or ruled.table.rows()[MOST_LEVELS:]:
        return False
    size = max(line.height for lines in ruled.lines.values() for line in lines)
    below = [
        c for c in outside if 0 < (c.y0 + c.y1) / 2 - box.y1 < 1.5 * size and box.x0 < c.x1 and c.x0 < box.x1
    ]
    lines = [row_of(line) for line in lines_of(below)]
    return any(len(row.chunks) > 1 and is_amount(row.chunks[-1].text) for row in lines)


def _is_drawing(ruled: PageTable) -> bool:
    """Return whether boxes are those of a diagram, or the lines of a chart.

    Few have a text, or much lies between them.

    Figures alone may be the rest of a table from the page before.
    """
    if not any(character.isalpha() for cell in ruled.table.cells for character in cell.text):
        return False
    filled = sum(bool(cell.text) for cell in ruled.table.cells)
    if filled < max(2, FEWEST_FILLED * len(ruled.table.cells)):
        return True
    frame = ruled.table.place.box
    boxes = [cell.place.box for cell in ruled.table.cells]
    covered = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in boxes if box is not None)
    return frame is not None and covered < COVERED * (frame.x1 - frame.x0) * (frame.y1 - frame.y0)


def _holds_columns(lines: Sequence[Line]) -> bool:
    """Return whether what is drawn as one cell has several texts in many of its lines.

    Wrapped labels have one.
    """
    several = sum(line.gaps > 0 for line in lines)
    return several >= FEWEST_LINES and 4 * several > len(lines)


def _draws_columns_only(ruled: PageTable) -> bool:
    """Return whether the labels of several rows and of the header above are drawn as one cell beside their
    values.
    """
    high = [cell for cell in ruled.table.cells if cell.rowspan > 1 and _is_long(ruled, cell)]
    return any(
        label.row <= cell.row < label.row + label.rowspan and cell.rowspan == 1 and _holds_values(ruled, cell)
        for label in high
        for cell in ruled.table.cells
    )


def _draws_every_other_row(ruled: PageTable) -> bool:
    """Return whether the texts of several rows are drawn as one cell, between rows whose cells are drawn."""
    whole = [
        cell
        for cell in ruled.table.cells
        if cell.colspan == ruled.table.width and any(line.gaps for line in ruled.lines[cell.row, cell.column])
    ]
    return len(whole) > 1 and 3 * len(whole) >= len(ruled.table.rows())


def _is_long(ruled: PageTable, cell: Cell) -> bool:
    return len(ruled.lines[cell.row, cell.column]) > FEWEST_LINES


def _holds_values(ruled: PageTable, cell: Cell) -> bool:
    texts = [line.text for line in ruled.lines[cell.row, cell.column]]
    return len(texts) >= FEWEST_LINES and 2 * sum(map(is_number, texts)) > len(texts)


def _has_ideographs(ruled: PageTable) -> bool:
    return any(is_full_width(character) for cell in ruled.table.cells for character in cell.text)


def part_rows(ruled: PageTable) -> PageTable:
    """Return the same table with its undrawn rows parted.

    Ideographs are wrapped anywhere and numbers with them: tables that have any are taken as drawn.
    """
    if not any(len(lines) >= FEWEST_LINES for lines in ruled.lines.values()):
        return ruled
    if _has_ideographs(ruled):
        return ruled
    cells: list[Cell] = []
    lines: dict[tuple[int, int], list[Line]] = {}
    added = 0
    for number, row in enumerate(ruled.table.rows()):
        parts = _parts(row, ruled)
        if len(parts) < 2:
            for cell in row:
                cells.append(replace(cell, row=cell.row + added))
                lines[cell.row + added, cell.column] = ruled.lines[cell.row, cell.column]
            continue
        for part in parts:
            for cell in row:
                own = [texts[cell.column] for texts in part if cell.column in texts]
                cells.append(
                    _cell(cell, number + added, own, [line for texts in part for line in texts.values()])
                )
                lines[number + added, cell.column] = own
            added += 1
        added -= 1
    return PageTable(replace(ruled.table, cells=cells), ruled.columns, lines)


def _parts(row: Sequence[Cell], ruled: PageTable) -> list[list[Cells]]:
    """Return the lines of each row that a drawn row holds."""
    if len(row) < 2 or any(cell.rowspan > 1 for cell in row):
        return []
    found = sorted(
        (
            (line.middle, at, line)
            for at, cell in enumerate(row)
            for line in ruled.lines[cell.row, cell.column]
        ),
        key=lambda item: item[0],
    )
    texts: list[dict[int, Line]] = []
    middles: list[float] = []
    for middle, at, line in found:
        if not texts or middle - middles[-1] > 0.4 * line.height or at in texts[-1]:
            texts.append({})
            middles.append(middle)
        texts[-1][at] = line
    columns = {at: cell.column for at, cell in enumerate(row)}
    moved = [{columns[at]: line for at, line in cells.items()} for cells in texts]
    if len(row) > 2 and len(texts) >= MANY_LINES and all(len(cells) == len(row) for cells in texts):
        # The lines of wrapped texts are not as many in each cell.
        return [[cells] for cells in moved]
    values = [at for at in range(1, len(row)) if is_numeric(at, texts)]
    valued = [cells for cells in texts if any(at in cells for at in values)]
    labels = max(sum(at in cells for cells in texts) for at in range(len(row)) if at not in values)
    if len(valued) < FEWEST_LINES or labels < LABELLED * len(valued):
        return []
    return [[moved[index] for index in group] for group in group_lines(texts, middles, [])]


def _cell(cell: Cell, row: int, own: Sequence[Line], beside: Sequence[Line]) -> Cell:
    drawn = cell.place.box
    assert drawn is not None, "cells of a page have boxes"
    box = box_around(beside)._replace(x0=drawn.x0, x1=drawn.x1)
    place = Place("", cell.place.page, box)
    return Cell(row, cell.column, "\n".join(line.text for line in own), place, 1, cell.colspan)
