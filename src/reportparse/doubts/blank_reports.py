"""Doubt reports whose tables have only blank cells: what they print may not be text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.report import Record

# Publishers with nothing to say leave tables blank, but hardly so many cells.
FEWEST_BLANK = 50


def blank_report_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield a doubt about all cells of a report that has many of them, all blank."""
    blank = [record for record in records if record.state == "blank"]
    of_tables = [record for record in records if record.table_index is not None]
    if len(blank) >= FEWEST_BLANK and of_tables and all(record.state == "blank" for record in of_tables):
        yield Doubt(
            blank, "no cell of any table holds text: numbers may be drawn or in objects that are not read"
        )
