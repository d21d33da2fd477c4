"""Doubt rows of a drawn table that reach beyond its last column: a cell too many moves those behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportparse.document import Cell, Table
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import RecordSums
from reportparse.report import Record

# Where more than this part of the rows reach as far, that is how wide the table is.
FEW = 0.2


def overlong_row_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield doubts about rows with a cell behind the last column.

    A blank one does no harm where no other cell of the row is blank, and any where the sums of the row hold.
    """
    overlong = [
        (row, beyond)
        for table in grounds.rebuilt.blocks
        if isinstance(table, Table) and table.layout == "grid"
        for row, beyond in _overlong_rows(table)
    ]
    if not overlong:
        return
    sums = RecordSums(records, grounds.family)
    for row, beyond in overlong:
        places = {cell.place for cell in row}
        held = [record for record in records if record.place in places]
        is_full = all(record.state == "number" for record in held)
        if held and not (is_full and (not beyond.is_filled or sums.hold_along_row(held[-1]))):
            yield Doubt(held, f"the row at {row[0].place.path} has more cells than its table has columns")


def _overlong_rows(table: Table) -> Iterator[tuple[list[Cell], Cell]]:
    """Yield the rows that reach further than most do, each with its last cell."""
    rows = [row for row in table.rows() if row]
    ends = Counter(row[-1].column + row[-1].colspan for row in rows)
    width = max((end for end, count in ends.items() if count > len(rows) * FEW), default=0)
    yield from ((row, row[-1]) for row in rows if row[-1].column >= width > 0)
