"""Laying out cells: spans, overlaps, tables inside tables and tables used for layout only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportparse.document import PICTURE, Block, Cell, Paragraph, Place, Table

# Wider than any printed table; a page can ask for billions of columns.
MAX_COLUMNS = 1000
# Longer than any label of a form, notes included; and more lines than a label is wrapped to.
LONG_CELL = 400
MANY_LINES = 4
# A row of cells no longer than this is a row of data.
SHORT_CELL = 80


@dataclass(slots=True)
class Slot:
    """A cell before its table is known to be one: where it stands and the blocks that it holds."""

    place: Place
    blocks: list[Block] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1
    row: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        """The lines of the cell's own text."""
        if len(self.blocks) == 1 and isinstance(self.blocks[0], Paragraph):
            return self.blocks[0].text
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph) and block.text)

    @property
    def nested(self) -> list[Table]:
        """The tables in the cell."""
        if len(self.blocks) == 1 and isinstance(self.blocks[0], Paragraph):
            return []
        return [block for block in self.blocks if isinstance(block, Table) and not block.image]


def flow(rows: Sequence[Sequence[Slot]], first: int = 0) -> list[Slot]:
    """Place cells that only know their order and spans, as HTML does: each takes the next free column.

    `first` is the number of the first row. A rowspan ends with the rows; a cell that would overlap one from
    above gives way.
    """
    free_from: dict[int, int] = {}  # column -> the first row in which it is free
    slots = []
    for row, cells in enumerate(rows):
        column = 0
        for slot in cells:
            while free_from.get(column, 0) > row:
                column += 1
            if column >= MAX_COLUMNS:
                break
            span = 1
            wanted = min(slot.colspan, MAX_COLUMNS - column)
            while span < wanted and free_from.get(column + span, 0) <= row:
                span += 1
            slot.row, slot.column, slot.colspan = first + row, column, span
            slot.rowspan = min(slot.rowspan, len(rows) - row)
            for covered in range(column, column + span):
                free_from[covered] = row + slot.rowspan
            slots.append(slot)
            column += span
    return slots


def drop_empty_columns(slots: Sequence[Slot]) -> None:
    """Drop the columns in which no cell starts: they are the sources' bookkeeping, not columns."""
    starts = sorted({slot.column for slot in slots})
    for slot in slots:
        first = bisect_left(starts, slot.column)
        last = bisect_left(starts, slot.column + slot.colspan)
        slot.column, slot.colspan = first, last - first


def is_layout(slots: Sequence[Slot]) -> bool:
    """Whether a table only arranges a page: one cell, or cells that hold whole passages or tables."""
    if len(slots) <= 1:
        return True
    if all(slot.column == 0 for slot in slots) and any(slot.nested for slot in slots):
        return True
    arranges = False
    for slot in slots:
        nested = len(slot.nested)
        if nested > 1:
            return True
        text = slot.text
        if not nested and len(text) <= LONG_CELL:
            continue
        lines = text.count("\n") + 1 if text else 0
        if nested and lines >= MANY_LINES:
            return True
        arranges = arranges or nested > 0 or lines > MANY_LINES
    return arranges and _rows_of_data(slots) < 3


def _rows_of_data(slots: Sequence[Slot]) -> int:
    """How many rows have several cells, some with text, and all of them short."""
    rows: dict[int, list[int]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(LONG_CELL if slot.nested else len(slot.text))
    return sum(len(lengths) > 1 and 0 < max(lengths) <= SHORT_CELL for lengths in rows.values())


def blocks_of(slots: Sequence[Slot], place: Place) -> list[Block]:
    """A data table with those nested in it after it; of a layout table, what its cells hold, in order."""
    if is_layout(slots):
        return [block for slot in slots for block in slot.blocks]
    drop_empty_columns(slots)
    cells: list[Cell] = []
    nested: list[Block] = []
    for slot in slots:
        text, tables = slot.text, slot.nested
        if tables and not text:
            # A cell that only holds a table is not blank; one row of it is no table, but the cell's text.
            text = "\n".join(map(_text_of, tables))
            tables = [table for table in tables if len(table.rows()) > 1]
        if (
            slot.blocks
            and not text
            and any(isinstance(block, Table) and block.image for block in slot.blocks)
        ):
            text = PICTURE
        cells.append(Cell(slot.row, slot.column, text, slot.place, slot.rowspan, slot.colspan))
        nested += tables
    return [Table(cells, place), *nested]


def as_paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The texts of a part that stands outside of the body, those of its cells too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (Paragraph(cell.text, cell.place) for cell in block.cells if cell.text)


def _text_of(table: Table) -> str:
    """The texts of a table, a line for each row."""
    rows = (" ".join(cell.text for cell in row if cell.text) for row in table.rows())
    return "\n".join(row for row in rows if row)


# Edges nearer to each other than this are one edge drawn twice; no column is that narrow. In twips.
SAME_EDGE = 90


@dataclass(slots=True)
class EdgedSlot(Slot):
    """A cell that knows its edges in twips, and whether it continues the one above or before it."""

    left: int = 0
    right: int = 0
    down: bool = False
    across: bool = False


def by_edges(rows: Sequence[Sequence[EdgedSlot]]) -> list[Slot]:
    """Place cells that know their edges: the columns are what lies between the edges of all rows."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for slot in row for edge in (slot.left, slot.right)}):
        if not edges or edge - edges[-1] > SAME_EDGE:
            edges.append(edge)
    slots: list[Slot] = []
    above: dict[int, Slot] = {}
    for number, row in enumerate(rows):
        below: dict[int, Slot] = {}
        last: Slot | None = None
        for slot in row:
            slot.row, slot.column = number, bisect_left(edges, slot.left - SAME_EDGE)
            slot.colspan = max(1, bisect_left(edges, slot.right - SAME_EDGE) - slot.column)
            if last is not None and slot.column < last.column + last.colspan:
                slot.column = last.column + last.colspan  # edges out of order: the order of the cells decides
            upper = above.get(slot.column)
            if slot.across and last is not None:
                last.colspan = slot.column + slot.colspan - last.column
                last.blocks += slot.blocks
                continue
            if slot.down and upper is not None and upper.colspan == slot.colspan:
                upper.rowspan += 1
                upper.blocks = upper.blocks or slot.blocks
                last = upper
            else:
                slots.append(slot)
                last = slot
            below[last.column] = last
        above = below
    return slots
