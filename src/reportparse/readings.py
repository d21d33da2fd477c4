"""Which of several readings of a table's rows fits: the form's arithmetic decides, or nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportparse.document import Cell
from reportparse.forms import Block, Rule
from reportparse.report import Certainty
from reportparse.values import read_value

# One way to lay the cells of a row onto the columns of its form.
Reading = tuple[Cell | None, ...]


@dataclass(slots=True)
class RowReadings:
    """The readings that the layout of a row allows; `row` is the code of its row in the form."""

    line: int
    row: str | None
    options: list[Reading]
    certainty: Certainty


@dataclass(slots=True)
class DecidedRow:
    """A row as decided: per column its cell and how certain that is; `sums` if its row rule holds."""

    line: int
    row: str | None
    cells: list[tuple[Cell | None, Certainty]]
    sums: bool


def decide(rows: Sequence[RowReadings], block: Block, rules: Sequence[Rule]) -> list[DecidedRow]:
    """Keep of each row's readings those that its sums allow; what they agree on is decided.

    A single reading stands as the layout gives it. Of several, those that break a rule over the
    row are dropped (unless all do: then the publisher's sums say nothing); a column in which the
    rest agree is `inferred`, one in which they differ is `uncertain`.
    """
    decided = []
    for row in rows:
        fitting = [option for option in row.options if _row_sums(option, block, rules) is not False]
        options = fitting or row.options
        if not options:
            decided.append(DecidedRow(row.line, row.row, [(None, "uncertain")] * len(block.columns), False))
            continue
        cells: list[tuple[Cell | None, Certainty]] = []
        for k in range(len(block.columns)):
            choices = {id(option[k]): option[k] for option in options}
            first = next(iter(choices.values()))
            if len(choices) == 1:
                cells.append((first, row.certainty if len(row.options) == 1 else "inferred"))
            elif all(choice is None or not choice.text.strip() for choice in choices.values()):
                cells.append((first, row.certainty))
            else:
                cells.append((None, "uncertain"))
        sums = len(options) == 1 and _row_sums(options[0], block, rules) is True
        decided.append(DecidedRow(row.line, row.row, cells, sums))
    return decided


def _row_sums(option: Reading, block: Block, rules: Sequence[Rule]) -> bool | None:
    """Whether the row's own sums hold; None where blanks or words leave that open."""
    verdicts: list[bool | None] = []
    rows = {column.row for column in block.columns}
    for rule in rules:
        if rule.kind != "sum" or rule.for_each != "row":
            continue
        for code in rows:
            values = {
                column.code: read_value(cell.text).value if cell is not None else None
                for column, cell in zip(block.columns, option, strict=True)
                if column.row == code
            }
            sides = [[values.get(name) for name in side] for side in (rule.left, rule.right)]
            if any(value is None for side in sides for value in side):
                verdicts.append(None)
            else:
                left, right = (sum(value for value in side if value is not None) for side in sides)
                verdicts.append(abs(left - right) < 1e-9)
    if False in verdicts:
        return False
    return True if verdicts and None not in verdicts else None
