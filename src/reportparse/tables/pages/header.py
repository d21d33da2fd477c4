"""The header of a table without drawn cells: how many lines it has, and over which columns its texts stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportparse.tables.pages.body import is_open
from reportparse.tables.pages.chunks import (
    ORDINAL,
    YEAR,
    ChunkRow,
    is_amount,
    is_number,
    together,
)
from reportparse.tables.pages.columns import Column, columns_under
from reportparse.tables.pages.extents import middle_of, overlap, shared_width
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import SAME_LINE, Ruling

MOST_LINES = 8
# Heights of a line between two lines of one text of a header, at most.
SAME_TEXT = 0.8

# How much wider than a column a text alone in its line is, if it stands over several.
ALONE = 1.5
# How much wider a line of a text of a header is than those below it, at most, if only one text is below.
AS_WIDE = 1.25
# The part of the width of its columns by which a text over several is off their middle, at most.
OFF_MIDDLE = 0.1


@dataclass(slots=True)
class Entry:
    """A cell in the making: its columns, first and last, its chunks from top to bottom, its rows."""

    first: int
    last: int
    chunks: list[Line]
    row: int = 0
    rowspan: int = 1

    @property
    def top(self) -> float:
        """Of its first chunk."""
        return self.chunks[0].y0

    @property
    def bottom(self) -> float:
        """Of its last chunk."""
        return self.chunks[-1].y1

    def is_over(self, first: int, last: int) -> bool:
        """Return whether it has a column of this range."""
        return self.first <= last and self.last >= first


def header_height(rows: Sequence[ChunkRow], columns: Sequence[Column], rules: Sequence[float]) -> int:
    """Return how many rows are the header; `rules` are the heights of rulings through the whole table."""
    first = next(
        (index for index in range(len(rows)) if _begins_body(rows, index, columns)),
        len(rows),
    )
    for rule in rules:
        above = sum(row.middle < rule for row in rows)
        if 0 < above <= min(first, len(rows) - 1):
            if above <= min(MOST_LINES, 0.6 * len(rows) + 1):
                return above
            break
    if first > len(rows) / 2 + 1:  # a table of words, hardly a number among them
        return 1 if len(rows) > 2 else 0
    # Without a ruling, labels without values just above the first values belong to the body.
    labels = [_is_label(row, columns) for row in rows[:first]]
    if all(labels):
        return 0
    while labels[first - 1]:
        first -= 1
    return first


def _begins_body(rows: Sequence[ChunkRow], index: int, columns: Sequence[Column]) -> bool:
    """Return whether a row has amounts, or years and small numbers under a row with a text for every column."""
    row, above = rows[index], rows[index - 1] if index else None
    if _has_amounts(row, columns):
        return not _names_on(row, rows[index + 1 :]) and not (above and _is_asked_for(row, above))
    if above is None or min(len(row.chunks), len(above.chunks)) < max(3, len(columns) - 1):
        return False
    if _are_years(row) and any(_has_amounts(other, columns) for other in rows[index + 1 :]):
        return False
    return any(is_number(chunk.text) for chunk in row.chunks[1:]) and not any(
        is_number(chunk.text) for chunk in above.chunks
    )


def _are_years(row: ChunkRow) -> bool:
    """Return whether all numbers of a row are years, which name columns."""
    return all(YEAR.fullmatch(chunk.text) for chunk in row.chunks[1:] if is_number(chunk.text))


def _is_asked_for(row: ChunkRow, above: ChunkRow) -> bool:
    """Return whether most texts of a row stand under one that ends where something must follow, as "$500 to"
    does.
    """
    asked = [any(is_open(name) and overlap(name, chunk) for name in above.chunks) for chunk in row.chunks]
    return 2 * sum(asked) > len(asked)


def _names_on(row: ChunkRow, below: Sequence[ChunkRow]) -> bool:
    """Return whether a row is only the first word of a column's name, as in "18 years and over"."""
    if len(row.chunks) > 1 or not below or not row.text.isdigit():
        return False
    return any(not is_number(chunk.text) and overlap(chunk, row.chunks[0]) for chunk in below[0].chunks)


def _has_amounts(row: ChunkRow, columns: Sequence[Column]) -> bool:
    values = [chunk.text for chunk in row.chunks if columns_under(chunk, columns)[0] > 0]
    return any(map(is_amount, values)) and 2 * sum(map(is_number, values)) >= len(values)


def _is_label(row: ChunkRow, columns: Sequence[Column]) -> bool:
    return len(row.chunks) == 1 and columns_under(row.chunks[0], columns)[0] == 0


def header_entries(
    rows: Sequence[ChunkRow], columns: Sequence[Column], rulings: Sequence[Ruling]
) -> list[Entry]:
    """Return the cells of the header; the lines of one text are put together from the bottom upwards."""
    entries: list[Entry] = []
    for number in range(len(rows) - 1, -1, -1):
        row = rows[number]
        shared = number < len(rows) - 1 and not _continues(rows[: number + 1], columns)
        shares = (
            _shares(row, columns, rows[number + 1 :], _is_underlined(row, rows[number + 1], rulings))
            if shared
            else {}
        )
        if number and number == len(rows) - 1:
            shares = _units(row, rows[:number], columns)
        for at, chunk in enumerate(row.chunks):
            first, last = (
                (shares.get(at) if len(shares) > 1 else None)
                or _line_below(chunk, row, entries, columns, rulings)
                or shares.get(at)
                or _span(chunk, row, rows[number + 1 :], columns, rulings)
            )
            below = [entry for entry in entries if entry.is_over(first, last)]
            nearest = min(below, key=lambda entry: entry.top, default=None)
            if nearest is None or (nearest.first, nearest.last) != (first, last):
                entries.append(Entry(first, last, [chunk]))
            elif nearest.top < (chunk.y0 + chunk.y1) / 2:
                nearest.chunks[0] = together(nearest.chunks[0], chunk)
            elif _goes_on(chunk, nearest, rulings):
                nearest.chunks.insert(0, chunk)
            else:
                entries.append(Entry(first, last, [chunk]))
    return stacked(entries)


def stacked(entries: list[Entry]) -> list[Entry]:
    """Return the same with their rows: each stands one above the highest of those under it."""
    entries.sort(key=lambda entry: -entry.bottom)
    levels: list[int] = []
    for index, entry in enumerate(entries):
        under = (
            level
            for level, other in zip(levels, entries[:index], strict=True)
            if other.is_over(entry.first, entry.last) and other.top > entry.top
        )
        levels.append(1 + max(under, default=0))
    for entry, level in zip(entries, levels, strict=True):
        entry.row = max(levels) - level
    return _without_overlaps(entries)


def _without_overlaps(entries: Sequence[Entry]) -> list[Entry]:
    apart: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.row, entry.first)):
        before = apart[-1] if apart else None
        if before is not None and before.row == entry.row and before.last >= entry.first:
            before.chunks += entry.chunks
            before.last = max(before.last, entry.last)
        else:
            apart.append(entry)
    return apart


def _is_underlined(row: ChunkRow, below: ChunkRow, rulings: Sequence[Ruling]) -> bool:
    """Return whether one ruling runs under all texts of a row but the first, if that stands over the labels."""
    return any(
        row.middle < ruling.at < below.middle
        and ruling.start < row.chunks[min(1, len(row.chunks) - 1)].x0
        and ruling.end > row.x1
        for ruling in rulings
    )


def _shares(
    row: ChunkRow, columns: Sequence[Column], below: Sequence[ChunkRow], underlined: bool
) -> dict[int, tuple[int, int]]:
    """Return the columns of each text of a row whose texts share all columns of values, each over the middle
    of its own.

    Empty if they do not. A text no wider than the column under it may be a line of a text that goes on below,
    unless the row is underlined, or a wider one shows that each text stands over as many columns.
    """
    chunks = {at: chunk for at, chunk in enumerate(row.chunks) if columns_under(chunk, columns)[1] > 0}
    if not chunks or len(chunks) >= len(columns) - 1:
        return {}
    shares: dict[int, tuple[int, int]] = {}
    narrow: list[bool] = []
    first = 1
    wide = _with_names(columns, below)
    for place, (at, chunk) in enumerate(chunks.items(), 1):
        ends = (
            [len(columns) - 1] if place == len(chunks) else range(first, len(columns) - len(chunks) + place)
        )
        last = min(ends, key=lambda end: _off(chunk, wide[first], wide[end]), default=first)
        widest = max(x1 - x0 for x0, x1 in columns[first : last + 1])
        if first < last:
            narrow.append(chunk.x1 - chunk.x0 <= (widest if len(chunks) > 1 else ALONE * widest))
        if _off(chunk, wide[first], wide[last]) > OFF_MIDDLE * (wide[last].x1 - wide[first].x0):
            return {}
        shares[at] = first, last
        first = last + 1
    alike = len({last - first for first, last in shares.values()}) == 1
    if underlined or not any(narrow) or (alike and not all(narrow)):
        return shares
    return {}


def _with_names(columns: Sequence[Column], names: Sequence[ChunkRow]) -> list[Column]:
    """Return the columns as wide as the names of each."""
    wide = list(columns)
    for chunk in (chunk for row in names for chunk in row.chunks):
        first, last = columns_under(chunk, columns)
        if first == last:
            x0, x1 = wide[first]
            wide[first] = Column(min(x0, chunk.x0), max(x1, chunk.x1))
    return wide


def _units(row: ChunkRow, above: Sequence[ChunkRow], columns: Sequence[Column]) -> dict[int, tuple[int, int]]:
    """Return the columns of each text of the last row of a header that says in what the groups of columns are
    counted.

    Each stands under the middle of the name of a group.
    """
    for index, names in enumerate(above):
        shares = _shares(names, columns, above[index + 1 :], underlined=False)
        under = {
            at: _right_under(chunk, [names.chunks[own] for own in shares])
            for at, chunk in enumerate(row.chunks)
        }
        if shares and len(row.chunks) == len(shares) and None not in under.values():
            return {at: list(shares.values())[own] for at, own in under.items() if own is not None}
    return {}


def _right_under(chunk: Line, names: Sequence[Line]) -> int | None:
    return next(
        (at for at, name in enumerate(names) if abs(middle_of(chunk) - middle_of(name)) < SAME_LINE), None
    )


def _continues(rows: Sequence[ChunkRow], columns: Sequence[Column]) -> bool:
    """Return whether the only text of the last row goes on with one of several above that stand over values."""
    if len(rows) < 2 or len(rows[-1].chunks) > 1:
        return False
    chunk, above = rows[-1].chunks[0], rows[-2]
    if not any(
        chunk.y0 - other.y1 < SAME_TEXT * other.height and is_aligned(chunk, other) for other in above.chunks
    ):
        return False
    several = sum(columns_under(other, columns)[1] > 0 for other in above.chunks) > 1
    return several or _continues(rows[:-1], columns)


def _off(chunk: Line, first: Column, last: Column) -> float:
    """Return points between the middle of a text and that of the columns it may stand over."""
    return abs((first.x0 + last.x1) / 2 - middle_of(chunk))


def _goes_on(chunk: Line, below: Entry, rulings: Sequence[Ruling]) -> bool:
    """Return whether a text and the one under it are two lines of one cell."""
    near = below.top - chunk.y1 < SAME_TEXT * chunk.height
    return near and not ORDINAL.fullmatch(below.chunks[0].text) and not _is_ruled_off(chunk, below, rulings)


def _is_ruled_off(chunk: Line, below: Entry, rulings: Sequence[Ruling]) -> bool:
    reach = 0.4 * chunk.height
    return any(
        chunk.y1 - reach < ruling.at < below.top + reach and ruling.start < chunk.x1 and ruling.end > chunk.x0
        for ruling in rulings
    )


def _line_below(
    chunk: Line, row: ChunkRow, entries: Sequence[Entry], columns: Sequence[Column], rulings: Sequence[Ruling]
) -> tuple[int, int] | None:
    """Return the columns of the only text under a text, where that goes on with it.

    It is about as wide and right under it.
    """
    under = [entry for entry in entries if overlap(chunk, entry.chunks[0])]
    nearest = min(under, key=lambda entry: entry.top, default=None)
    if nearest is None or any(e.top < nearest.chunks[0].y1 for e in under if e is not nearest):
        return None
    beside = [other for other in row.chunks if nearest.is_over(*columns_under(other, columns))]
    widest = max(line.x1 - line.x0 for line in nearest.chunks)
    if len(beside) > 1 or chunk.x1 - chunk.x0 > AS_WIDE * widest or not is_aligned(chunk, nearest.chunks[0]):
        return None
    return (nearest.first, nearest.last) if _goes_on(chunk, nearest, rulings) else None


def _span(
    chunk: Line,
    row: ChunkRow,
    below: Sequence[ChunkRow],
    columns: Sequence[Column],
    rulings: Sequence[Ruling],
) -> tuple[int, int]:
    """Return the columns of a text: by a ruling under it, by what stands under it, by its middle."""
    first, last = columns_under(chunk, columns)
    leaves = [leaf for other in below for leaf in other.chunks]
    underlined = _underlined(chunk, row, columns, rulings) if leaves else None
    if underlined is not None:
        return underlined
    if not leaves or (first == last and any(is_aligned(chunk, leaf) for leaf in leaves)):
        return first, last
    left = max((other.x1 for other in row.chunks if other.x1 <= chunk.x0), default=columns[0].x0 - 1)
    right = min((other.x0 for other in row.chunks if other.x0 >= chunk.x1), default=columns[-1].x1 + 1)
    best, least = (first, last), _off(chunk, columns[first], columns[last]) - 1.0
    for start in range(1 if len(columns) > 2 else 0, first + 2):
        for end in range(max(start + 1, last - 1), len(columns)):
            if columns[start].x0 < left - 1 or columns[end].x1 > right + 1:
                continue
            if start > first and chunk.x0 < columns[first].x1 - SAME_LINE:
                continue
            under = [
                leaf
                for leaf, (leaf_first, leaf_last) in ((c, columns_under(c, columns)) for c in leaves)
                if start <= leaf_first and leaf_last <= end
            ]
            x0 = min([columns[start].x0, *(leaf.x0 for leaf in under)])
            x1 = max([columns[end].x1, *(leaf.x1 for leaf in under)])
            if not under or chunk.x0 < x0 - SAME_LINE or chunk.x1 > x1 + SAME_LINE:
                continue
            off = abs((x0 + x1) / 2 - middle_of(chunk))
            if off < min(least, 0.15 * (x1 - x0)):
                best, least = (start, end), off
    return best


def _underlined(
    chunk: Line, row: ChunkRow, columns: Sequence[Column], rulings: Sequence[Ruling]
) -> tuple[int, int] | None:
    for ruling in rulings:
        width = ruling.end - ruling.start
        near = row.middle < ruling.at < row.y1 + 0.6 * row.size
        covers = ruling.start - SAME_LINE <= chunk.x0 and ruling.end + SAME_LINE >= chunk.x1
        centred = abs((ruling.start + ruling.end) / 2 - middle_of(chunk)) < 0.12 * width
        alone = sum(ruling.start < middle_of(other) < ruling.end for other in row.chunks) == 1
        if near and covers and centred and alone and width < 0.9 * (columns[-1].x1 - columns[0].x0):
            under = [
                index
                for index, column in enumerate(columns)
                if ruling.start - SAME_LINE < middle_of(column) < ruling.end + SAME_LINE
            ]
            if len(under) > 1:
                return under[0], under[-1]
    return None


def is_aligned(chunk: Line, leaf: Line) -> bool:
    """Return whether a text stands right over another: with it at the left, at the right or in the middle."""
    if shared_width(chunk, leaf) <= 0.5 * min(chunk.x1 - chunk.x0, leaf.x1 - leaf.x0):
        return False
    return (
        abs(middle_of(chunk) - middle_of(leaf)) < SAME_LINE
        or abs(chunk.x0 - leaf.x0) < 2
        or abs(chunk.x1 - leaf.x1) < 2
    )
