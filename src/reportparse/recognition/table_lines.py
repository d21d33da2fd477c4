"""The lines of a table: its rows, with all cells that cover them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from reportparse.document import Cell, Table
from reportparse.forms import Family
from reportparse.normalise import SURE_LABEL, label, most_alike, one_line
from reportparse.recognition.form_lines import family_lines, row_names
from reportparse.remembered import remembered
from reportparse.values import Value, has_note, read_value


@dataclass(slots=True)
class TableLine:
    """One row of a table with all cells that cover it, in column order.

    `figures` counts the cells that hold a number or a dash; `has_numbers` says whether a cell holds a
    number, `has_values` whether one holds anything but words. `worded` are the positions of cells with words in
    place of a value.
    """

    index: int
    cells: list[Cell]
    labels: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    figures: int = 0
    has_numbers: bool = False
    has_values: bool = False
    worded: frozenset[int] = frozenset()

    @property
    def last_label(self) -> str | None:
        """The label nearest to its values, if it has any."""
        return self.labels[-1] if self.labels else None

    @property
    def printed_values(self) -> list[Cell]:
        """The cells that hold anything but words, blank ones too."""
        return [
            cell
            for i, (cell, value) in enumerate(zip(self.cells, self.values, strict=True))
            if value.state != "text" or i in self.worded or has_note(cell.text)
        ]


def lines_of(table: Table) -> list[TableLine]:
    """The rows of a table with the cells that span into them."""
    height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    lines = [TableLine(row, []) for row in range(height)]
    for cell in sorted(table.cells, key=attrgetter("column", "row")):
        value = read_value(cell.text)
        state = value.state
        words = _label_in(cell.text) if state == "text" else None
        for line in lines[cell.row : cell.row + cell.rowspan]:
            line.cells.append(cell)
            line.values.append(value)
            if state == "text":
                # What stands behind numbers is a remark.
                if words is not None and not (table.layout == "grid" and line.labels and line.has_numbers):
                    line.labels.append(words)
                line.has_values = line.has_values or has_note(cell.text)
                continue
            line.has_values = True
            if state != "blank":
                line.figures += 1
                line.has_numbers = line.has_numbers or state == "number"
    return lines


def with_words_as_values(lines: Sequence[TableLine], family: Family) -> list[TableLine]:
    """The lines with words that stand behind a row's label, and are no label nor a part of this one, as values:
    publishers write 不变 or 无此项 into cells.
    """
    return [_with_words_as_values(line, family) if len(line.labels) > 1 else line for line in lines]


def _with_words_as_values(line: TableLine, family: Family) -> TableLine:
    officials, own = family_lines(family).officials, row_names(family)
    labels: list[str] = []
    worded: list[int] = []
    for i, (cell, value) in enumerate(zip(line.cells, line.values, strict=True)):
        text = _label_in(cell.text) if value.state == "text" else None
        if text is None:
            continue
        if (
            labels
            and most_alike(officials.alike(labels[-1]), own) > SURE_LABEL
            and not officials.alike(text)
            # What a tool took out of the midst of a label is no value.
            and not any(text in name for name in officials.alike(labels[-1]))
        ):
            before, whole = (
                most_alike(officials.alike(name), own) for name in (labels[-1], labels[-1] + text)
            )
            if whole < before:
                worded.append(i)
                continue
        labels.append(text)
    return replace(line, labels=labels, has_values=True, worded=frozenset(worded)) if worded else line


@remembered(8192)
def _label_in(text: str) -> str | None:
    """The label that a cell of words is, in one line; None for a number with a note."""
    words = label(text)
    return one_line(text) if words.words and read_value(words.core).state != "number" else None
