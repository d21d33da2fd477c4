"""Rows that stand in one row of a grid, each on a line of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportparse.document import Cell, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.values import is_value


def unstacked(table: Table, words: Vocabulary) -> Table:
    """Return the table with a row for each line of the rows whose cells have as many lines as their labels
    are rows.
    """
    if not any(
        "\n" in cell.text.strip() and is_value(cell.text.strip().split("\n")[-1]) for cell in table.cells
    ):
        return table
    rows = table.rows()
    heights = [_height(row, words) for row in rows]
    if max(heights, default=1) == 1:
        return table
    starts = [0]
    for height in heights:
        starts.append(starts[-1] + height)
    cells: list[Cell] = []
    for row, height, start in zip(rows, heights, starts, strict=False):
        for cell in row:
            if height == 1:
                end = starts[cell.row + cell.rowspan]
                cells.append(replace(cell, row=start, rowspan=end - start))
                continue
            texts = cell.text.strip().split("\n") if cell.text.strip() else [""] * height
            cells.extend(replace(cell, row=start + i, text=text) for i, text in enumerate(texts))
    return replace(table, cells=cells)


def _height(row: Sequence[Cell], words: Vocabulary) -> int:
    """Return how many rows stand in one.

    Each line has a label of its own, and each cell a line for each of them.
    """
    lines = [cell.text.strip().split("\n") for cell in row if cell.text.strip()]
    heights = {len(texts) for texts in lines}
    if len(lines) < 2 or len(heights) > 1 or any(cell.rowspan > 1 for cell in row):
        return 1
    labelled = [i for i, text in enumerate(lines[0]) if words.row_likeness(text) > SURE_LABEL]
    whole = all(is_value(texts[i]) or not texts[i].strip() for texts in lines[1:] for i in labelled)
    return heights.pop() if len(labelled) > 1 and whole else 1
