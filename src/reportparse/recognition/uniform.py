"""Read tables with the same value in each cell: their order in a text layer does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reportparse.document import Cell, Table
from reportparse.forms import Block, TableForm
from reportparse.normalise import compact, label
from reportparse.recognition.row_readings import DecidedCell, DecidedRow
from reportparse.recognition.table_lines import TableLine
from reportparse.values import read_value

# So many characters begin a label that goes on in another line.
BEGINNING = 6
# The part of a header's characters that misprints may take away.
MOST_MISPRINTED = 0.05


def uniform_value(table: Table, lines: Sequence[TableLine], form: TableForm) -> Cell | None:
    """Return the only value of a table that prints it as often as the form has cells; None for other tables.

    All labels of the form have to be there. As nothing shows which of the values belongs to which cell, the
    cell has the place of the table.
    """
    cells = [cell for line in lines for cell in line.printed_values]
    texts = {compact(cell.text) for cell in cells}
    if len(cells) != sum(len(block.slots) for block in form.blocks) or len(texts) > 1 or not cells:
        return None
    if read_value(cells[0].text).state not in ("number", "dash"):
        return None
    if not any(block.rows for block in form.blocks) and _begins_with_values(lines, form):
        return None
    printed = "".join(label(text).words for line in lines for text in line.labels)
    for block in form.blocks:
        for row in block.required_rows:
            beginnings = (label(name).core[:BEGINNING] for name in row.labels)
            found = next((beginning for beginning in beginnings if beginning in printed), None)
            if not found:
                return None
            printed = printed.replace(found, "", 1)
    if any(_missing(block, printed) > MOST_MISPRINTED for block in form.blocks):
        return None
    return replace(cells[0], place=table.place)


def _begins_with_values(lines: Sequence[TableLine], form: TableForm) -> bool:
    """Return whether values stand before the names of all columns: they may be left of the table above."""
    names = {compact(column.path[-1])[:1] for block in form.blocks for column in block.columns}
    for line in lines:
        if any(compact(text)[:1] in names for text in line.labels):
            return False
        if line.has_values:
            return True
    return False


def _missing(block: Block, printed: str) -> float:
    """Return the fraction of the characters of a block's columns that is not printed."""
    names = Counter("".join(label(column.path[-1]).words for column in block.required_columns))
    return (names - Counter(printed)).total() / names.total()


def rows_of_one_value(block: Block, cell: Cell) -> list[DecidedRow]:
    """Return the rows of a block with the same value in each cell of the form."""

    def row(code: str | None) -> DecidedRow:
        # Each gets a cell of its own: one that spans several would be doubted.
        cells = [
            DecidedCell(None, "read") if column.subtotal else DecidedCell(replace(cell), "inferred")
            for column in block.columns
        ]
        return DecidedRow(cell.row, code, cells, True)

    codes: list[str | None] = [each.code for each in block.required_rows]
    return [row(code) for code in codes or [None]]
