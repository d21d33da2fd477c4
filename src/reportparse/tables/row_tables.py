"""Rows that each stand in a table of their own, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportparse.document import Block, Table


def rows_joined(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with tables of one row that follow each other joined to one.

    Their columns need not be the same: cells of the joined table count in their row alone.
    """
    joined: list[Block] = []
    run: list[Table] = []
    for block in [*blocks, None]:
        if isinstance(block, Table) and block.layout == "grid" and block.height == 1:
            run.append(block)
            continue
        joined += _joined(run)
        run = []
        if block is not None:
            joined.append(block)
    return joined


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
