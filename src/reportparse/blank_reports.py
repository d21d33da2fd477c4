"""Reports in whose tables no cell holds anything: what they print may be no text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.doubt import Doubt
from reportparse.report import Record

# Publishers leave tables blank that have nothing to say, but hardly all of them.
FEWEST_BLANK = 50


def blank_report_doubts(records: Sequence[Record]) -> Iterator[Doubt]:
    """All cells of a report that has many, and nothing in any of them."""
    blank = [record for record in records if record.state == "blank"]
    if len(blank) >= FEWEST_BLANK and all(record.state in ("blank", "absent") for record in records):
        yield Doubt(
            blank, "no cell of any table holds text: numbers may be drawn or in objects that are not read"
        )
