"""The readings that a row may have, and the row as it is decided between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reportparse.document import Cell
from reportparse.recognition.sums import Reading
from reportparse.report import Certainty


@dataclass(slots=True)
class RowReadings:
    """The readings of a row, as its layout allows them until sums decide."""

    # The index of its line in the table.
    index: int
    # The code of its row in the form; None if that has no label.
    code: str | None
    # The readings that are possible. The row cannot be read if there are none.
    options: list[Reading]
    # That of its cells if there is only one reading.
    certainty: Certainty
    # The numbers of its cells and of those behind its label, the same for rows laid out alike; or empty.
    shape: tuple[int, ...] = ()
    # Its values in order, where blank cells may be missing and numbers may be in pieces; elsewhere empty.
    sequence: tuple[Cell, ...] = ()
    # How many values there should be.
    wanted: int = 0
    # Whether its label does not stand before its values.
    label_behind: bool = False
    # The reading with the blank cells that white space shows; None if it shows none.
    shown: Reading | None = None
    # Whether one text holds all digits of the row, such as 123 for 1, 2 and their total 3.
    glued: bool = False
    # Whether marks in the text separate its cells.
    marked: bool = False


class DecidedCell(NamedTuple):
    """The cell that stands in a column, and how certain that is."""

    # None if no cell stands there, or readings differ.
    cell: Cell | None
    certainty: Certainty


@dataclass(slots=True)
class DecidedRow:
    """A row as decided."""

    index: int
    # The code of its row in the form; None if that has no label.
    code: str | None
    # One for each column of the block.
    cells: list[DecidedCell]
    # Whether all sums along the row hold.
    sums: bool
    # Whether the row has a number in none of these cells.
    has_more: bool = False

    def doubt(self, columns: Iterable[int] | None = None) -> None:
        """Make the cells in some columns, or in all, uncertain."""
        for k in range(len(self.cells)) if columns is None else columns:
            self.cells[k] = DecidedCell(self.cells[k].cell, "uncertain")


def filled_columns(option: Reading) -> list[int]:
    """Return the columns in which a reading has a text."""
    return [k for k, cell in enumerate(option) if cell is not None and cell.text.strip()]
