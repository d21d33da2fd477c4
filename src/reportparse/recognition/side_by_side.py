"""Put the parts of a table that stand side by side, each with a header of its own, below each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from reportparse.document import POSITION, Cell, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact


def with_parts_below_each_other(table: Table, words: Vocabulary) -> Table:
    """Return a table with the rows of its right parts below those of the left one. Long lists are printed so.

    Each part begins with what a header prints above the labels of rows, in the same row as the others, and
    has the name of a column behind it.
    """
    if (
        table.layout not in ("grid", "rows")
        or sum(compact(cell.text) in words.corners for cell in table.cells) < 2
    ):
        return table
    rows = table.rows()
    if table.layout == "rows" and len({len(row) for row in rows}) > 1:
        # Cells are left out: which part those behind them belong to is not known.
        return table
    starts = next(filter(None, (_starts(row, words) for row in rows)), [])
    if not starts:
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
    """Return the columns at which the parts begin if a row is their headers, or nothing."""
    texts = [(cell.column, compact(cell.text)) for cell in row]
    starts = [column for column, text in texts if text in words.corners]
    if len(starts) < 2 or starts[0] != 0:
        return []
    named = {bisect_right(starts, column) - 1 for column, text in texts if words.is_column(text)}
    return starts if len(named) == len(starts) else []
