"""Split a table into lines: its rows, each with all cells that cover it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from reportparse.document import Cell, Table
from reportparse.forms import Family
from reportparse.normalise import SURE_LABEL, Officials, compact, label, most_alike, one_line
from reportparse.recognition.form_lines import family_lines, row_names
from reportparse.remembered import remembered
from reportparse.values import Value, has_note, read_value


@dataclass(slots=True)
class TableLine:
    """A row of a table with all cells that cover it, in column order."""

    index: int
    cells: list[Cell]
    # The texts of cells that hold words, without notes of numbers and remarks behind them.
    labels: list[str] = field(default_factory=list)
    # What each cell holds, read as a value.
    values: list[Value] = field(default_factory=list)
    # How many cells hold a number or a dash.
    figures: int = 0
    # Whether a cell holds a number.
    has_numbers: bool = False
    # Whether a cell holds anything but words; a blank cell counts.
    has_values: bool = False
    # Positions of the cells that hold words in place of a value, such as 不变.
    worded: frozenset[int] = frozenset()

    @property
    def last_label(self) -> str | None:
        """The label nearest to the values; None if the line has no label."""
        return self.labels[-1] if self.labels else None

    @property
    def count(self) -> int:
        """How many cells hold no words."""
        return sum(value.state != "text" for value in self.values)

    @property
    def printed_values(self) -> list[Cell]:
        """The cells that hold anything but words, blank ones too."""
        return [
            cell
            for i, (cell, value) in enumerate(zip(self.cells, self.values, strict=True))
            if value.state != "text" or i in self.worded or has_note(cell.text)
        ]


def lines_of(table: Table) -> list[TableLine]:
    """Return the rows of a table, each with the cells that cover it."""
    lines = [TableLine(row, []) for row in range(table.height)]
    # The number of a label, by its line, that has no words behind it yet.
    numbers: dict[int, str] = {}
    for cell in sorted(table.cells, key=attrgetter("column", "row")):
        value = read_value(cell.text)
        state = value.state
        words = label_in(cell.text) if state == "text" else None
        for line in lines[cell.row : cell.row + cell.rowspan]:
            line.cells.append(cell)
            line.values.append(value)
            if state == "text":
                # What stands behind numbers is a remark.
                if words is not None and not (table.layout == "grid" and line.labels and line.has_numbers):
                    line.labels.append(words)
                    numbers.pop(line.index, None)
                elif (
                    words is None
                    and line.labels
                    and not line.has_numbers
                    and _is_number_in_brackets(cell.text)
                ):
                    numbers[line.index] = one_line(cell.text)
                line.has_values = line.has_values or has_note(cell.text)
                continue
            line.has_values = True
            if state != "blank":
                line.figures += 1
                line.has_numbers = line.has_numbers or state == "number"
    for index, number in numbers.items():
        # The label was cut: what stands before it is that of the group.
        lines[index].labels.append(number)
    return lines


def _is_number_in_brackets(text: str) -> bool:
    own = label(text)
    return own.number is not None and not own.words and compact(text)[:1] == "("


def with_words_as_values(lines: Sequence[TableLine], family: Family) -> list[TableLine]:
    """Return the lines, with words that stand in place of a value taken as values.

    Publishers write 不变 or 无此项 into cells. Words are such a value if they stand behind the label of a row and
    are neither a label nor a part of that one, or below the name of a column if the form gives the row no label.
    """
    found = list(lines)
    officials, own = family_lines(family).officials, row_names(family)
    for i, line in enumerate(lines):
        if line.labels and i and _is_below_names(line, lines[i - 1], family):
            worded = frozenset(k for k, value in enumerate(line.values) if value.state == "text")
            found[i] = replace(line, labels=[], has_values=True, worded=worded)
        elif len(line.labels) > 1:
            found[i] = _with_words_as_values(line, officials, own)
    return found


def _is_below_names(line: TableLine, above: TableLine, family: Family) -> bool:
    """Whether a line of numbers, most of all, has nothing above it but the names of a block without row labels."""
    width = len(line.cells)
    if line.figures * 2 <= width or len(above.labels) != width or len(above.cells) != width:
        return False
    alike = family_lines(family).officials.alike
    return any(
        len(block.columns) == width
        and all(most_alike(alike(text), block.header_names) > SURE_LABEL for text in above.labels)
        for *_, block in family_lines(family).bare
    )


def _with_words_as_values(line: TableLine, officials: Officials, own: Collection[str]) -> TableLine:
    labels: list[str] = []
    worded: list[int] = []
    for i, (cell, value) in enumerate(zip(line.cells, line.values, strict=True)):
        text = label_in(cell.text) if value.state == "text" else None
        if text is None:
            continue
        if (
            labels
            and not officials.alike(text)
            and most_alike(officials.alike(labels[-1]), own) > SURE_LABEL
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
def label_in(text: str) -> str | None:
    """Return the label that a cell of words prints, in one line; None for a number with a note."""
    words = label(text)
    return one_line(text) if words.words and read_value(words.core).state != "number" else None


def value_run(line: TableLine) -> list[Cell]:
    """Return the cells behind a row's labels."""
    last_label = -1
    for i, value in enumerate(line.values):
        if value.state == "number":
            break
        if value.state == "text" and i not in line.worded:
            text = line.cells[i].text
            # Of the first label, or of the one behind that of a group, no more may be left than its number.
            is_first = last_label < 0 or last_label == i - 1
            if label_in(text) is not None or (is_first and label(text).number is not None):
                last_label = i
    return line.cells[last_label + 1 :]


def filled_length(run: Sequence[Cell]) -> int:
    """Return the length of a run of cells up to its last filled one."""
    return max((i + 1 for i, cell in enumerate(run) if cell.is_filled), default=0)
