"""Doubt numbers whose last digits seem to stand in the next cell, or on the next line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from reportparse.document import Block, Paragraph
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import row_of
from reportparse.report import Record
from reportparse.values import UNIT

# A number does not begin with its decimal point, or with what parts its thousands.
REST_IN_CELL = regex.compile(r"\s*[.．,，]\d")
# Without a unit it may be the number of a page.
REST_ON_LINE = regex.compile(rf"\s*[.．]?\d[\d.．,，]*\s*{UNIT}\s*")
# No row takes more lines before its last number.
ROW_LINES = 6


def cut_number_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield doubts about the rows of texts in which a cell holds the rest of a number, and about numbers that end a
    line before such a rest.
    """
    drawn = {i for i, table in enumerate(grounds.rebuilt.tables) if table.layout == "grid"}
    rests = [
        record
        for record in records
        if record.raw and REST_IN_CELL.match(record.raw) and record.table_index not in drawn
    ]
    for rest in rests:
        of_row = [record for record in records if row_of(record) == row_of(rest)]
        place = rest.place.path if rest.place else rest.row_label
        yield Doubt(of_row, f"{rest.raw} at {place} may be the rest of the number before it")
    ends: dict[str, list[Record]] = {}
    for record in records:
        if record.value is not None and record.place:
            ends.setdefault(record.place.path, []).append(record)
    in_no_table = {line.place for line in grounds.rebuilt.paragraphs if REST_ON_LINE.fullmatch(line.text)}
    lines = grounds.loaded.blocks if in_no_table else []
    for i, line in enumerate(lines):
        if not (isinstance(line, Paragraph) and line.place in in_no_table):
            continue
        # A row stands where it begins.
        above = [
            ends[other.place.path] for other in lines[max(0, i - ROW_LINES) : i] if other.place.path in ends
        ]
        if above and (last := above[-1][-1]).raw and _text(lines[i - 1]).endswith(last.raw):
            why = f"{line.text.strip()} at {line.place.path} may be the rest of the number before it"
            yield Doubt([last], why)


def _text(block: Block) -> str:
    return block.text.strip(" |\t") if isinstance(block, Paragraph) else ""
