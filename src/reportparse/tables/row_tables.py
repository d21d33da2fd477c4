"""Rows that each stand in a table of their own, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportparse.document import Block, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.values import is_value


def rows_joined(blocks: Iterable[Block], words: Vocabulary) -> list[Block]:
    """Return the blocks with tables of one row of a form that follow each other joined to one.

    Their columns need not be the same: cells of the joined table count in their row alone.
    """
    joined: list[Block] = []
    run: list[Table] = []
    for block in [*blocks, None]:
        if (
            isinstance(block, Table)
            and block.layout == "grid"
            and all(cell.row + cell.rowspan == 1 for cell in block.cells)
            and _is_row(block, words)
        ):
            run.append(block)
            continue
        joined += _joined(run)
        run = []
        if block is not None:
            joined.append(block)
    return joined


def _is_row(table: Table, words: Vocabulary) -> bool:
    """Return whether a table has a label of a form or a value, as rows have, and the links of a page have not."""
    texts = [compact(cell.text) for cell in table.cells]
    return any(is_value(text) or words.is_label(text) for text in texts if text)


def _joined(rows: Sequence[Table]) -> Iterator[Table]:
    if len(rows) < 2:
        yield from rows
        return
    cells = [
        replace(cell, row=row, column=column, rowspan=1, colspan=1)
        for row, table in enumerate(rows)
        for column, cell in enumerate(sorted(table.cells, key=lambda cell: cell.column))
    ]
    yield replace(rows[0], cells=cells, layout="rows")
