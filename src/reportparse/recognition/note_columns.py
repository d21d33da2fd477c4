"""Columns of units and remarks, which stand beside those of values and hold words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import regex

from reportparse.document import Cell, Table
from reportparse.normalise import compact
from reportparse.values import read_value

DIGIT = regex.compile(r"\d")
# A unit of money.
MONEY = r"[十百千万亿]*元"
MONEY_ALONE = regex.compile(MONEY)
# So many units below each other are a column of them, whatever its heading.
FEWEST_UNITS = 5


def units_of_rows(table: Table) -> Mapping[int, str]:
    """Return the units of money that stand in cells of their own, by row: a publisher may count in another one than
    the form.
    """
    units: dict[int, str] = {}
    if not any(MONEY_ALONE.fullmatch(compact(cell.text)) for cell in table.cells if "元" in cell.text):
        return units
    alone: str | None = None
    for row, cells in enumerate(table.rows()):
        found = [text for cell in cells if MONEY_ALONE.fullmatch(text := compact(cell.text))]
        # Without the ends of rows a unit that the form has not stands before the number as a row of its own.
        unit = found[-1] if found else alone if len(cells) == 1 else None
        if unit:
            units[row] = unit
        alone = unit if len(found) == len(cells) == 1 else None
    return units


def without_note_columns(
    table: Table, names: Collection[str], units: Collection[str], before: Sequence[Table]
) -> Table:
    """Return the table without the columns that have one of `names` as heading and hold no number, or hold nothing
    but some `units`.

    The heading may stand in one of the tables before, which it may go on, if that is as wide, or wider and of
    rows that a tool may have cut short.
    """
    if table.layout not in ("grid", "rows"):
        return table
    heads = {
        cell.column
        for other in (table, *before)
        for cell in other.cells
        if compact(cell.text) in names and cell.column > 0 and cell.colspan == 1
        if other.width == table.width or (table.layout == "rows" and other.width > table.width)
    }
    heads |= {column for column in range(1, table.width) if _holds_units_only(table, column, units)}
    for column in sorted(heads, reverse=True):
        covering = [cell for cell in table.cells if cell.column <= column < cell.column + cell.colspan]
        first = min((cell.row for cell in covering if compact(cell.text) in names), default=-1)
        if not any(_holds_number(cell, cell.row > first) for cell in covering):
            table = replace(table, cells=_without(table.cells, column))
    return table


def _holds_units_only(table: Table, column: int, units: Collection[str]) -> bool:
    cells = [cell for cell in table.cells if cell.column == column and cell.colspan == 1]
    filled = [cell for cell in cells if read_value(cell.text).state not in ("blank", "dash")]
    return len(filled) >= FEWEST_UNITS and all(
        (text := compact(cell.text)) in units or MONEY_ALONE.fullmatch(text) for cell in filled
    )


def _holds_number(cell: Cell, is_below: bool) -> bool:
    """Whether a cell may hold a value; a caption over several columns, or above the heading, may have digits, too."""
    is_of_column = is_below and cell.colspan == 1
    return bool(DIGIT.search(cell.text)) and (is_of_column or read_value(cell.text).state != "text")


def _without(cells: list[Cell], column: int) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if cell.column > column:
            kept.append(replace(cell, column=cell.column - 1))
        elif cell.column + cell.colspan <= column:
            kept.append(cell)
        elif cell.colspan > 1:
            kept.append(replace(cell, colspan=cell.colspan - 1))
    return kept
