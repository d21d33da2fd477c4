"""Doubt the end of a text that breaks off: its last number may be the first digits of a longer one."""

from __future__ import annotations

from collections.abc import Sequence

from reportparse.document import Paragraph, Table
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import RecordSums, row_of
from reportparse.normalise import compact
from reportparse.report import Record


def cut_end_doubts(records: Sequence[Record], grounds: Grounds) -> list[Doubt]:
    """Return doubts about a number that ends a text without a line end, and the blank cells behind it.

    The whole row is doubted where blank cells may be left out, or if all its cells are blank. Nothing is
    doubted if no cell of the row is blank and its sums hold.
    """
    loaded, rebuilt = grounds.loaded, grounds.rebuilt
    table = rebuilt.blocks[-1] if rebuilt.blocks else None
    if not (loaded.is_open_ended and isinstance(table, Table)):
        return []
    last = next((row for row in reversed(table.rows()) if row), [])
    places = {cell.place for cell in last}
    held = [record for record in records if record.place in places]
    if not held:
        return []
    # A line may hold several rows of a form whose header names them.
    own = set(map(row_of, held))
    of_row = [record for record in records if row_of(record) in own and record.state != "absent"]
    why = f"the text breaks off at {last[-1].place.path}: what it ends with may be cut"
    filled = [record for record in held if compact(record.raw or "")]
    if not filled:
        return [Doubt(of_row, why)]
    end = loaded.blocks[-1]
    is_cut = isinstance(end, Paragraph) and end.text[-1:].isdecimal() and filled[-1].raw == last[-1].text
    doubted = of_row[of_row.index(filled[-1]) + (not is_cut) :]
    if table.layout in ("stream", "tokens"):
        doubted = of_row
    whole = all(record.state == "number" for record in of_row) and RecordSums(
        records, grounds.family
    ).hold_along_row(filled[-1])
    if whole or not doubted:
        return []
    return [Doubt(doubted, why)]
