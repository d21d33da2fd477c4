"""Blank out columns that number the rows of a table: their numbers are no values."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from reportparse.document import Cell, Table
from reportparse.normalise import compact
from reportparse.values import is_count, read_value

# So many rows with consecutive numbers are no accident.
FEWEST_NUMBERED = 5


def without_numbering(table: Table) -> Table:
    """Return the table without the consecutive numbers in its first column that stand before labels.

    Their cells are blank instead.
    """
    if table.layout not in ("grid", "rows"):
        return table
    first: dict[int, Cell] = {}
    beside: dict[int, Cell] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.column == 0:
            first[cell.row] = cell
        elif compact(cell.text):
            beside.setdefault(cell.row, cell)
    numbered = [cell for cell in first.values() if is_count(compact(cell.text))]
    numbers = [int(compact(cell.text)) for cell in numbered]
    if (
        len(numbered) < FEWEST_NUMBERED
        or any(after != before + 1 for before, after in pairwise(numbers))
        or not all(
            cell.row in beside and read_value(beside[cell.row].text).state == "text" for cell in numbered
        )
    ):
        return table
    blank = set(map(id, numbered))
    return replace(
        table, cells=[replace(cell, text="") if id(cell) in blank else cell for cell in table.cells]
    )
