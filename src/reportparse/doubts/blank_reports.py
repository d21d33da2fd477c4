"""Doubt reports whose tables have only blank cells: what they print may not be text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.report import Record
from reportparse.values import is_value

# Publishers with nothing to say leave tables blank, but hardly so many cells.
FEWEST_BLANK = 50


def blank_report_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt about all cells of a report that has many of them, all blank."""
    blank = [record for record in records if record.state == "blank"]
    of_tables = [record for record in records if record.table_index is not None]
    if len(blank) < FEWEST_BLANK or not all(record.state == "blank" for record in of_tables):
        return
    indexes = {record.table_index for record in of_tables}
    tables = (table for index, table in enumerate(grounds.rebuilt.tables) if index in indexes)
    # Where there are numbers, it is the tables that cannot be read.
    if not any(is_value(cell.text) for table in tables for cell in table.cells):
        yield Doubt(
            blank, "no cell of any table holds text: numbers may be drawn or in objects that are not read"
        )
