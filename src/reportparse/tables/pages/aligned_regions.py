"""Where on a page tables of other than Chinese text may be: rows between rulings of one length, or in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from reportparse.document import Box
from reportparse.tables.pages.body import is_unfinished
from reportparse.tables.pages.chunks import (
    CAPTION,
    FEWEST_ROWS,
    NOTE,
    PROSE_WORDS,
    ChunkRow,
    have_columns,
    is_prose,
    parted,
    parts_of,
)
from reportparse.tables.pages.columns import has_amount
from reportparse.tables.pages.extents import REACH, ends_of, overlap, shared_width
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import SAME_LINE, Ruling
from reportparse.tables.pages.shades import stripes_of

# Heights of a line that may lie between two lines of one table.
FARTHEST = 3.2
# Lines without a value that may follow one another inside a table.
MOST_LABELS = 7
SHORTEST_RULING = 60.0
# The part of a table's width by which rulings between indented rows are shorter, at most.
INDENTED = 0.1
IN_BRACKETS = re.compile(r"\(.*\)|\[.*\]")
BULLETS = frozenset("•◦▪■▸►")
# The part of a frame's width that running text in it fills, at least.
PROSE_PART = 0.7


def blocks(
    rows: list[ChunkRow], rulings: Sequence[Ruling], bands: Sequence[Box] = ()
) -> list[list[ChunkRow]]:
    """Return blocks of rows that may be tables; first those between rulings, then those of what is left."""
    found: list[list[ChunkRow]] = []
    free: list[list[ChunkRow]] = []
    rest = rows
    x0, x1 = ends_of(rows)
    rulings = [ruling for ruling in rulings if ruling.start < x1 and ruling.end > x0]
    bands = [band for band in bands if band.x0 < x1 and band.x1 > x0]
    for top, bottom in _frames(rows, rulings):
        inside = [index for index, row in enumerate(rest) if top < row.middle < bottom]
        if inside:
            start, stop = _with_header(rest, inside), _with_last(rest, inside) + 1
            free.append(rest[:start])
            found.append(rest[start:stop])
            rest = rest[stop:]
    striped = [(stripes[0].y0, stripes[-1].y1) for stripes in stripes_of(bands)]
    for part in (*free, rest):
        found.extend(_runs(part, rulings, striped))
    return list(filter(have_columns, found))


def _with_header(rows: Sequence[ChunkRow], inside: Sequence[int]) -> int:
    """Return the first row of a table whose first ruling is the one under its header."""
    first = inside[0]
    block = [rows[index] for index in inside if len(rows[index].chunks) > 1]
    above = rows[first - 1] if first else None
    if above is None or len(above.chunks) < 2 or rows[first].y0 - above.y1 > 1.3 * above.size:
        return first
    names = sum(len(parts_of(chunk)) for chunk in above.chunks)
    complete = names >= max(len(row.chunks) for row in block) and not has_amount(above)
    if not complete and not any(_agree(above, row) for row in block[:4]):
        return first
    return _header_start(rows, first, block, [])


def _with_last(rows: Sequence[ChunkRow], inside: Sequence[int]) -> int:
    """Return the last row of a table whose rulings are drawn between its rows, but not under the last one."""
    last = inside[-1]
    block = [rows[index] for index in inside if len(rows[index].chunks) > 1]
    farthest = max((b.middle - a.middle for a, b in pairwise(block)), default=0.0)
    while last + 1 < len(rows):
        row, above = rows[last + 1], rows[last]
        if row.middle - above.middle > farthest or not has_amount(row) or not _is_like(row, block):
            break
        last += 1
    return last


def _is_like(row: ChunkRow, block: Sequence[ChunkRow]) -> bool:
    """Return whether a row has texts under about as many columns as most rows of a block, and ends where they
    do.
    """
    usual = median(len(other.chunks) for other in block)
    ends = abs(row.x1 - max(other.x1 for other in block)) < REACH
    return len(row.chunks) >= usual - 1 and ends and any(_agree(row, other) for other in block[-4:])


def _frames(rows: Sequence[ChunkRow], rulings: Sequence[Ruling]) -> list[tuple[float, float]]:
    """Return heights between which rulings of one length enclose rows of chunks."""
    left = [ruling for ruling in rulings if ruling.end - ruling.start > SHORTEST_RULING]
    frames: list[tuple[float, float]] = []
    while left:
        widest = max(left, key=lambda ruling: ruling.end - ruling.start)
        same = [
            ruling
            for ruling in left
            if -2 * SAME_LINE
            <= ruling.start - widest.start
            <= max(2 * SAME_LINE, INDENTED * (widest.end - widest.start))
            and abs(ruling.end - widest.end) <= 2 * SAME_LINE
        ]
        top = bottom = same[0].at
        for above, below in pairwise(ruling.at for ruling in same):
            inside = [
                row
                for row in rows
                if above < row.middle < below and row.x0 < widest.end and row.x1 > widest.start
            ]
            if not _may_be_framed(inside, widest):
                frames.append((top, bottom))
                top = below
            bottom = below
        frames.append((top, bottom))
        left = [ruling for ruling in left if not same[0].at <= ruling.at <= same[-1].at]
    return sorted(frame for frame in frames if _holds_table(rows, *frame))


def _may_be_framed(rows: Sequence[ChunkRow], frame: Ruling) -> bool:
    """Return whether what stands between two rulings is a part of a table, and no text between two tables."""
    if any(row.x0 < frame.start - 2 * SAME_LINE or row.x1 > frame.end + 2 * SAME_LINE for row in rows):
        return False
    if any(CAPTION.match(row.text) for row in rows):
        return False
    prose = [row for row in rows if is_prose(row) and row.x0 < frame.start + 2 * REACH]
    if len(prose) > 2 and any(len(row.chunks) == 1 and NOTE.match(row.text) for row in rows):
        return False
    wide = [row for row in prose if row.x1 - row.x0 > PROSE_PART * (frame.end - frame.start)]
    for is_text, group in groupby(rows, lambda row: len(row.chunks) == 1):
        lines = list(group)
        if is_text and len(lines) > 2 and any(row in wide for row in lines):
            return False  # a paragraph
    text = rows and all(len(row.chunks) == 1 and row.x0 < frame.start + 2 * REACH for row in rows)
    return not (text and (len(rows) > 2 or prose))


def _holds_table(rows: Sequence[ChunkRow], top: float, bottom: float) -> bool:
    """Return whether enough of the rows have several chunks; a header alone has few, and charts have."""
    inside = [row for row in rows if top < row.middle < bottom]
    several = sum(len(row.chunks) > 1 for row in inside)
    fewest = 2 if any(map(has_amount, inside)) else 4
    return several >= max(fewest, len(inside) / 6)


# --- runs of rows without rulings ------------------------------------------------------------------


def _runs(
    rows: Sequence[ChunkRow], rulings: Sequence[Ruling], striped: Sequence[tuple[float, float]]
) -> list[list[ChunkRow]]:
    """Return runs of rows with chunks that stand under one another, with their header and wrapped labels.

    Rows on bands of colour, from and to these heights, go together.
    """
    found: list[list[ChunkRow]] = []
    free = index = 0
    while index < len(rows):
        run = _run(rows, index, striped)
        first = rows[index]
        if len(run) < (2 if len(first.chunks) > 2 else FEWEST_ROWS):
            index = max(run[-1:], default=index) + (len(run) < 2)
            continue
        block = [rows[at] for at in run]
        start = _header_start(rows, index, block, rulings)
        stop = _label_end(rows, run[-1], block)
        free, start = stop + 1, max(start, free)
        found.append(list(rows[start:free]))
        index = free
    return found


def _run(rows: Sequence[ChunkRow], first: int, striped: Sequence[tuple[float, float]]) -> list[int]:
    """Return the rows with several chunks of a run that begins here."""
    if len(rows[first].chunks) < 2 or CAPTION.match(rows[first].text) or _is_title(rows, first):
        return []
    run = [first]
    for index in range(first + 1, len(rows)):
        row, before = rows[index], rows[index - 1]
        block = [rows[at] for at in run]
        if any(top < before.middle and row.middle < bottom for top, bottom in striped):
            if is_prose(row) and row.x1 - row.x0 > PROSE_PART * _width(block):
                break
            if len(row.chunks) > 1:
                run.append(index)
            continue
        if row.y0 - before.y1 > FARTHEST * max(row.size, before.size) or CAPTION.match(row.text):
            break
        if len(row.chunks) > 1:
            others = (*block[-4:], *block[:2])
            if not any(_agree(row, other) for other in others) and not any(
                _agree(parted(row), other) for other in others
            ):
                break
            if _is_of_list(row) and not _is_of_list(block[-1]):
                break
            run.append(index)
        elif index - run[-1] > MOST_LABELS or NOTE.match(row.text) or not _may_be_label(row, block):
            break
    return run


def _width(rows: Sequence[ChunkRow]) -> float:
    x0, x1 = ends_of(rows)
    return x1 - x0


def _is_of_list(row: ChunkRow) -> bool:
    return row.chunks[0].text in BULLETS


def _agree(first: ChunkRow, second: ChunkRow) -> bool:
    """Return whether most chunks of the row with fewer stand over or under exactly one of the other's."""
    fewer, more = sorted((first.chunks, second.chunks), key=len)
    met = sum(sum(shared_width(a, b) > -1.0 for b in more) == 1 for a in fewer)
    return met >= max(2, 0.6 * len(fewer))


def _may_be_label(row: ChunkRow, block: Sequence[ChunkRow]) -> bool:
    """Return whether a row of one chunk may belong to a table: a group's heading or a part of a label."""
    x0, x1 = ends_of(block)
    if row.x1 <= x0:  # under a header that has no text over the labels
        return not is_prose(row)
    if row.x0 < x0 - REACH or row.x1 > x1 + REACH:
        return False
    if not is_prose(row) or row.x1 <= max(other.chunks[1].x0 for other in block):
        return True
    return any(_text_above(row, other) for other in block[-2:])


def _text_above(row: ChunkRow, above: ChunkRow) -> Line | None:
    """Return the text of another row under which a row of one chunk stands, if that is not its first."""
    for at, chunk in enumerate(above.chunks[1:], 2):
        end = above.chunks[at].x0 if at < len(above.chunks) else above.x1 + REACH
        if -SAME_LINE < row.x0 - chunk.x0 < REACH and row.x1 < end:
            return chunk
    return None


def _header_start(
    rows: Sequence[ChunkRow], first: int, block: Sequence[ChunkRow], rulings: Sequence[Ruling]
) -> int:
    """Return the first row of the header above a run."""
    x0, x1 = ends_of(block)
    second = min(row.chunks[1].x0 for row in block)
    above = rows[first].y0 - 6 * rows[first].size
    limit = min(
        (
            ruling.at
            for ruling in rulings
            if above < ruling.at < rows[first].middle
            and (first == 0 or ruling.at < rows[first - 1].middle)
            and ruling.start < x0 + REACH
            and ruling.end > x1 - REACH
        ),
        default=None,
    )
    start = first
    for index in range(first - 1, -1, -1):
        row, below = rows[index], rows[index + 1]
        if limit is not None and row.middle < limit:
            break
        if CAPTION.match(row.text) or NOTE.match(row.text) or below.y0 - row.y1 > 1.3 * below.size:
            break
        if row.x0 < x0 - 1.5 * REACH or row.x1 > x1 + 3 * REACH:
            break
        if _is_title(rows, index):
            break
        if len(row.chunks) > 1 or _is_header(row.chunks[0], x0, second, block):
            start = index
        elif row.x1 > second or start - index > MOST_LABELS or _is_sentence(row.chunks[0]):
            break  # what stands left of the values is a part of a label, if there is a header above
    return start + (start < first and _is_unit(rows[start]))


def _is_unit(row: ChunkRow) -> bool:
    """Return whether a row is a text in brackets alone: above a header it says in what the table counts."""
    return len(row.chunks) == 1 and bool(IN_BRACKETS.fullmatch(row.chunks[0].text))


def _is_title(rows: Sequence[ChunkRow], index: int) -> bool:
    """Return whether a row holds the title of a table under its number, or those of tables beside one
    another.
    """
    above = rows[index - 1].chunks if index else []
    return len(rows[index].chunks) == len(above) and all(
        CAPTION.fullmatch(chunk.text.rstrip(" .:")) for chunk in above
    )


def _is_header(chunk: Line, x0: float, second: float, block: Sequence[ChunkRow]) -> bool:
    """Return whether a text alone in its line above a run stands over its values, and is no sentence."""
    over = any(overlap(chunk, value) for row in block for value in row.chunks[1:])
    return over and chunk.x0 >= second - 0.3 * (second - x0) and not _is_sentence(chunk)


def _is_sentence(chunk: Line) -> bool:
    return chunk.text.endswith(".") and chunk.text.count(" ") > PROSE_WORDS


def _label_end(rows: Sequence[ChunkRow], last: int, block: Sequence[ChunkRow]) -> int:
    """Return the last row of a label that goes on below a run."""
    second = min(row.chunks[1].x0 for row in block)
    tightest = min((b.middle - a.middle for a, b in pairwise(rows[max(0, last - 8) : last + 1])), default=0.0)
    while last + 1 < len(rows):
        row, above = rows[last + 1], rows[last]
        goes_on = (
            is_unfinished(above.chunks[0], row.chunks[0]) and above.x0 - 1 <= row.x0 and row.x1 <= second
        )
        text = _text_above(row, block[-1])
        goes_on = goes_on or (text is not None and is_unfinished(text, row.chunks[0]))
        close = row.middle - above.middle <= 1.1 * tightest
        if len(row.chunks) > 1 or not goes_on or not close or NOTE.match(row.text) or CAPTION.match(row.text):
            break
        last += 1
    return last
