"""Doubt the rows of a form that seem not to be printed, or to be blank: the document may print them elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from reportparse.doubts.doubt import Doubt
from reportparse.forms import Block, Row, TableForm
from reportparse.normalise import compact
from reportparse.recognition.match import BlockMatch
from reportparse.recognition.matched_rows import place_of
from reportparse.recognition.printed_labels import CELL_ENDS, SENTENCE_END, labels_in_others, printed_labels
from reportparse.recognition.table_lines import TableLine
from reportparse.recognition.unread import Unread
from reportparse.remembered import LABEL_LENGTH
from reportparse.report import Record
from reportparse.values import is_value, read_value

# If so many rows are printed and not read, any other row may be.
FEWEST_UNREAD = 3
# No report has so many texts besides its rows. They are not searched.
MOST_TEXTS = 10_000


@dataclass(slots=True)
class _Rows:
    """The rows of a form of which nothing seems to be printed; each is doubted once, for the first reason."""

    records: Sequence[Record]
    form: TableForm
    # The codes of rows that a table has, and of those that have uncertain cells there.
    there: set[str]
    unsure: set[str]
    # The codes of rows, sub-totals too, without any cell but absent and blank ones.
    codes: set[str]
    doubted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, records: Sequence[Record], form: TableForm) -> _Rows:
        """Tell the rows of a form apart by their records."""
        # A doubt about a column makes cells uncertain that no table has: it says nothing about their row.
        told = [
            record for record in records if record.certainty != "uncertain" or record.table_index is not None
        ]
        there = {record.row for record in told if record.state != "absent"}
        unsure = {record.row for record in told if record.certainty == "uncertain"}
        filled = {record.row for record in records if record.state not in ("absent", "blank")}
        return cls(records, form, there, unsure, {record.row for record in records} - filled - unsure)

    @property
    def bare(self) -> list[Row]:
        """The rows without any cell but absent and blank ones."""
        return [row for row in self.form.rows if not row.subtotal and row.code in self.codes]

    @property
    def absent(self) -> list[Row]:
        """Those that no table has."""
        return [row for row in self.bare if row.code not in self.there]

    def doubt(self, some: Iterable[Row], before: str, behind: str = "") -> Iterator[Doubt]:
        """Yield a doubt about the rows that are not doubted yet, if any; their labels stand in the reason."""
        left = {row.code: row.path[-1] for row in some if row.code not in self.doubted}
        if left:
            self.doubted.update(left)
            of_rows = [record for record in self.records if record.row in left]
            yield Doubt(of_rows, f"{before} {', '.join(left.values())}{behind}", may_be_printed=True)


def row_absence_doubts(
    records: Sequence[Record], form: TableForm, blocks: Sequence[BlockMatch], unread: Unread
) -> Iterator[Doubt]:
    """Yield doubts about cells of rows taken for absent or blank that may be printed.

    That is so where the label of a row stands where no row was read, or those of several other rows do; or
    where a line that was not read, or the end of a page, stands between the rows before and behind it.
    """
    rows = _Rows.of(records, form)
    if not rows.bare:
        return
    absent = rows.absent
    if len(unread.texts) > MOST_TEXTS:
        yield from rows.doubt(absent, "so much is printed that cannot be read that it may hold the rows")
        absent = []
    if absent:
        yield from _printed_elsewhere(rows, absent, unread)
    for line, between in _lines_between(form, blocks, rows.codes, unread):
        around = [row for row in rows.bare if row.code in between]
        yield from rows.doubt(around, f"the row at {place_of(line)} may be one of the rows")
    if absent:
        yield from _in_gaps(rows, absent, blocks, unread)
    yield from _beside_groups(rows)
    if absent:
        yield from _beside_others(rows, absent)


def _printed_elsewhere(rows: _Rows, absent: Sequence[Row], unread: Unread) -> Iterator[Doubt]:
    """Yield doubts about absent rows of which the document prints the label, or the caption above it."""
    for row, place in printed_labels(absent, rows.form, unread):
        yield from rows.doubt([row], "the row", f" is printed at {place} and cannot be read")
    for row, other in labels_in_others(absent, rows.form, rows.records):
        both = [known for known in rows.form.rows if known.code in (row.code, other.row)]
        yield from rows.doubt(both, "the labels, and so the numbers, of two rows may be joined:")
    for block in rows.form.blocks:
        if rows.there.isdisjoint(row.code for row in block.rows) and _prints_caption(unread, block):
            of_block = [row for row in absent if row in block.rows]
            yield from rows.doubt(of_block, f"the part {block.caption} is printed and cannot be read:")
    if len(rows.doubted) >= FEWEST_UNREAD:
        yield from rows.doubt(absent, "there may be more rows that cannot be read:")


def _in_gaps(
    rows: _Rows, absent: Sequence[Row], blocks: Sequence[BlockMatch], unread: Unread
) -> Iterator[Doubt]:
    """Yield doubts about absent rows that may be loose numbers, or were at the end of a page."""
    for block in rows.form.blocks:
        of_block = [row for row in absent if row in block.rows]
        for place in _loose_rows(unread, len(block.required)) if of_block else ():
            yield from rows.doubt(of_block, f"the numbers at {place} may be those of one of the rows")
    lost = _rows_at_seams(blocks, unread.seams)
    at_ends = (row for row in absent if row.code in lost)
    yield from rows.doubt(at_ends, "the end of a page may have taken the row")


def _beside_groups(rows: _Rows) -> Iterator[Doubt]:
    """Yield doubts about rows below numbers that only the label of their group has.

    Where not all groups have such a sub-total, a page may have parted a row from its label.
    """
    printed = {record.row for record in rows.records if record.value is not None}
    subtotals = {row.code: compact(row.path[-1]) for row in rows.form.rows if row.subtotal}
    by_group = {
        record.row
        for record in rows.records
        if record.row in subtotals and subtotals[record.row] not in compact(record.row_label or "")
    }
    for above, row in pairwise(rows.form.rows):
        if above.code in by_group & printed and row in rows.bare and not subtotals.keys() <= printed:
            yield from rows.doubt(
                [above, row], "the numbers beside the label of a group may be those of a row:"
            )


def _beside_others(rows: _Rows, absent: Sequence[Row]) -> Iterator[Doubt]:
    """Yield doubts about absent rows for what is known of the rows around them."""
    # What is printed of two rows may have been taken for one that cannot be read.
    unsure = rows.unsure - {record.row for record in rows.records if record.value is not None}
    for block in rows.form.blocks:
        pairs = [*pairwise(block.required_rows)]
        beside = [row for above, row in pairs if above.code in unsure and row in absent]
        beside += [row for row, below in pairs if below.code in unsure and row in absent]
        yield from rows.doubt(beside, "what cannot be read of the row beside it may be of the row")
    # Publishers leave rows out, and texts are cut, but a table hardly begins in its second half.
    known = [row.code for row in rows.form.rows if not row.subtotal]
    if rows.there.isdisjoint(known[: len(known) // 2 + 1]) and not rows.there.isdisjoint(known):
        yield from rows.doubt(absent, "most rows of the table are missing, and may be printed:")


def _rows_at_seams(blocks: Iterable[BlockMatch], seams: Sequence[Sequence[int]]) -> set[str]:
    """Return the codes of the rows between the last row of a page and the first one of the next."""
    found: set[str] = set()
    for block in blocks:
        order = [row.code for row in block.block.required_rows]
        rows = sorted((row.index, row.code) for row in block.rows if row.code in order)
        for (above, before), (below, behind) in pairwise(rows):
            if any(above < seam <= below for seam in seams[block.table_index]):
                found.update(order[order.index(before) + 1 : order.index(behind)])
    return found


def _prints_caption(unread: Unread, block: Block) -> bool:
    captions = tuple(map(compact, block.captions))
    return any(
        SENTENCE_END not in text and any(caption in compact(text) for caption in captions)
        for text, _ in unread.texts
    )


def _loose_rows(unread: Unread, width: int) -> Iterator[str]:
    """Yield where short lines end in as many values as a row has, or follow each other, if it has several."""
    for text, place in unread.texts if width > 1 else ():
        for line in text.split("\n"):
            # However wide the white space is that shows their columns.
            if len(compact(line)) <= LABEL_LENGTH and SENTENCE_END not in line:
                _, values = _parted(line)
                if values == width:
                    yield place
    # Or a line for each value, some of them blank.
    for are_values, run in groupby(unread.texts if width > 1 else (), lambda text: is_value(text[0])):
        if are_values and width < 2 * len(places := [place for _, place in run]) <= 2 * width:
            yield places[0]


def _parted(line: str) -> tuple[str, int]:
    """Return what stands before the values that a line ends in, and how many these are; none if there are others."""
    pieces = [piece for piece in CELL_ENDS.split(line) if piece]
    values = [read_value(piece).state != "text" for piece in pieces]
    count = sum(values)
    return (
        ("".join(pieces[: len(pieces) - count]), count) if all(values[len(pieces) - count :]) else (line, 0)
    )


def _lines_between(
    form: TableForm, blocks: Sequence[BlockMatch], bare: Collection[str], unread: Unread
) -> Iterator[tuple[TableLine, set[str]]]:
    """Yield unread lines with numbers, each with the codes of the form's rows between the rows around it.

    These are the rows that may be printed there. Where a table begins or ends with such a line, they may be
    the first or the last of the form.
    """
    order = [row.code for row in form.rows]
    left = [(index, line.index) for index, line in unread.lines]
    unsure = set(left)
    read = sorted(
        ((block.table_index, decided.index), order.index(decided.code))
        for block in blocks
        for decided in block.rows
        if decided.code in order
        and decided.code not in bare
        and (block.table_index, decided.index) not in unsure
    )
    if not read:
        return
    (first, _), _ = read[0]
    (last, _), _ = read[-1]
    ends = [((first, -1), -1), *read, ((last + 1, -1), len(order))]
    for (before, start), (behind, stop) in pairwise(ends):
        between = set(order[start + 1 : stop])
        if between:
            lines = unread.lines[bisect_right(left, before) : bisect_left(left, behind)]
            yield from ((line, between) for _, line in lines if line.has_numbers)
