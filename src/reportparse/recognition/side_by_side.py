"""Put the parts of a table that stand side by side, each with a header of its own, below each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from reportparse.document import POSITION, Cell, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.values import read_value


def with_parts_below_each_other(table: Table, words: Vocabulary) -> Table:
    """Return a table with the rows of its right parts below those of the left one. Long lists are printed so.

    Each part begins with what a header prints above the labels of rows, in the same row as the others, and
    has the name of a column behind it.
    """
    if (
        table.layout not in ("grid", "rows")
        or len([cell for cell in table.cells if compact(cell.text) in words.corners]) < 2
    ):
        return table
    rows = table.rows()
    if table.layout == "rows" and len({len(row) for row in rows}) > 1:
        # Cells are left out: which part those behind them belong to is not known.
        return table
    headers = [found for row in rows if (found := _starts(row, words))]
    starts = headers[0] if headers else []
    if len(starts) < 2 or any(found != starts for found in headers) or not _are_parts_of_a_list(rows, starts):
        return table
    height = table.height
    cells: list[Cell] = []
    for cell in table.cells:
        part = bisect_right(starts, cell.column) - 1
        end = starts[part + 1] if part + 1 < len(starts) else table.width
        cells.append(
            replace(
                cell,
                row=cell.row + part * height,
                column=cell.column - starts[part],
                colspan=min(cell.colspan, end - cell.column),
            )
        )
    return replace(table, cells=sorted(cells, key=POSITION))


def _starts(row: list[Cell], words: Vocabulary) -> list[int]:
    """Return the columns at which headers begin in a row, nothing if it is none or its headers name no column."""
    texts = [(cell.column, compact(cell.text)) for cell in row]
    starts = [column for column, text in texts if text in words.corners]
    named = {bisect_right(starts, column) - 1 for column, text in texts if words.is_column(text)}
    return starts if starts[:1] == [0] and len(named) == len(starts) else []


def _are_parts_of_a_list(rows: list[list[Cell]], starts: list[int]) -> bool:
    """Whether labels stand where each part begins, and mostly others than in the parts before."""
    labels: list[set[str]] = []
    for start in starts:
        texts = [compact(cell.text) for row in rows for cell in row if cell.column == start]
        filled = [text for text in texts if text]
        if any(read_value(text).state != "text" for text in filled):
            return False
        labels.append({*filled})
    return all(2 * len(own & before) < len(own) for before, own in pairwise(labels))
