"""Blank out what numbers the rows and the columns of a table: these numbers are no values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from reportparse.document import Cell, Table
from reportparse.normalise import compact
from reportparse.tables.texts.repeated_cells import numbers_columns
from reportparse.values import is_count, read_value

# So many rows with consecutive numbers, or columns counted from 1, are no accident.
FEWEST_NUMBERED = 5
FEWEST_COUNTED = 7
SECOND = 2


def without_numbering(table: Table) -> Table:
    """Return the table without the numbers of its columns, which data frames have in its first row and publishers
    below the header, and without the consecutive numbers in its first column that stand before labels.

    Their cells are blank instead, or left out where blank ones may be. Where nothing shows the ends of rows, the
    number of a row stands behind the values of the row above.
    """
    if table.layout in ("grid", "rows"):
        numbered = [*_numbers_of_columns(table), *_counts_of_columns(table), *_numbers_of_rows(table)]
    else:
        numbered = _numbers_of_next_rows(table)
    if not numbered:
        return table
    numbers = set(map(id, numbered))
    if table.layout == "tokens":
        return replace(table, cells=[cell for cell in table.cells if id(cell) not in numbers])
    return replace(
        table, cells=[replace(cell, text="") if id(cell) in numbers else cell for cell in table.cells]
    )


def _numbers_of_columns(table: Table) -> list[Cell]:
    """Return the cells of the first row if they count the columns from 0, all but one of row numbers."""
    first = sorted((cell for cell in table.cells if cell.row == 0), key=attrgetter("column"))
    texts = [compact(cell.text) for cell in first]
    if texts and not texts[0]:
        texts = texts[1:]
    return first if numbers_columns(texts) else []


def _counts_of_columns(table: Table) -> Iterator[Cell]:
    """Yield the cells of rows that count their columns from 1: no row of values ends in such a total."""
    counts: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if is_count(compact(cell.text)):
            counts[cell.row].append(cell)
    for cells in counts.values():
        if len(cells) >= FEWEST_COUNTED:
            cells.sort(key=attrgetter("column"))
            if all(compact(cell.text) == str(i) for i, cell in enumerate(cells, 1)):
                yield from cells


def _numbers_of_rows(table: Table) -> list[Cell]:
    """Return the cells of the first column if they number the rows, with the heading above them."""
    numbered = [cell for cell in table.cells if cell.column == 0 and is_count(compact(cell.text))]
    if len(numbered) < FEWEST_NUMBERED:
        return []
    numbered.sort(key=attrgetter("row"))
    beside: dict[int, Cell] = {}
    for cell in sorted(table.cells, key=attrgetter("column")):
        if cell.column > 0 and cell.is_filled:
            beside.setdefault(cell.row, cell)
    numbers = [int(compact(cell.text)) for cell in numbered]
    if any(after != before + 1 for before, after in pairwise(numbers)) or not all(
        cell.row in beside and read_value(beside[cell.row].text).state == "text" for cell in numbered
    ):
        return []
    headings = [
        cell
        for cell in table.cells
        if cell.column == 0 and cell.colspan == 1 and cell.is_filled and cell.row < numbered[0].row
        if cell.row in beside and read_value(beside[cell.row].text).state == "text"
    ]
    return [*headings, *numbered]


def _numbers_of_next_rows(table: Table) -> list[Cell]:
    """Return the last filled cells of rows of values where most of them count the rows."""
    filled = ([cell for cell in row if cell.is_filled] for row in table.rows())
    counts = [cells[-1] for cells in filled if cells and is_count(compact(cells[-1].text))]
    numbered: dict[int, list[Cell]] = defaultdict(list)
    for row, cell in enumerate(counts):
        numbered[int(compact(cell.text)) - row].append(cell)
    most = max(numbered.values(), key=len, default=[])
    if len(most) < FEWEST_NUMBERED or 2 * len(most) <= len(counts):
        return []
    # Totals may count up, too, but hardly from the number of the second row on.
    return most if table.layout == "stream" or int(compact(most[0].text)) <= SECOND else []
