"""Where on a page tables of other than Chinese text may be: rows between rulings of one length, or in columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, permutations
from operator import attrgetter
from statistics import median

from reportparse.document import Box
from reportparse.tables.pages.body import is_unfinished
from reportparse.tables.pages.chunks import (
    CAPTION,
    NOTE,
    PROSE_WORDS,
    ChunkRow,
    is_amount,
    is_long,
    is_number,
    is_prose,
    parts_of,
    row_of,
)
from reportparse.tables.pages.columns import between_white, has_amount
from reportparse.tables.pages.extents import box_around, shared_width
from reportparse.tables.pages.lines import Line, lines_of
from reportparse.tables.pages.ruled import SAME_LINE, Ruling

FEWEST_ROWS = 3
# Heights of a line that may lie between two lines of one table.
FARTHEST = 3.2
# Lines without a value that may follow one another inside a table.
MOST_LABELS = 7
SHORTEST_RULING = 60.0
# The part of a table's width by which rulings between indented rows are shorter, at most.
INDENTED = 0.1
IN_BRACKETS = re.compile(r"\(.*\)|\[.*\]")
BULLETS = frozenset("•◦▪■▸►")
PROSE_LINES = 4
# The part of a frame's width that running text in it fills, at least.
PROSE_PART = 0.7
# Bars of a chart, at least.
FEWEST_BARS = 4
# Numbers beside the lines of a chart, at least.
FEWEST_SCALED = 3
# How many different heights they have for each bar, at least.
MANY_ENDS = 0.6
# Bands of one width that make a table of what stands on them and between them, at least.
FEWEST_STRIPES = 3
# Points that a line of text takes, about.
LINE = 10.0
# Lines of text between the first two rulings of a table.
MOST_HEADER_LINES = 4
# Points by which two texts of one line may differ in height.
SAME_HEIGHT = 0.5
# The rulings of so many lengths, the longest ones, are looked at for being those of tables side by side.
MOST_FRAMES = 12
# Points between the places where a gutter is looked for.
GUTTER_STEP = 4.0
# Points by which a table's header may stand out over its body.
REACH = 12.0


# --- pages in two columns ------------------------------------------------------------------------


def strips(
    rows: list[ChunkRow], rulings: Sequence[Ruling], width: float, bands: Sequence[Box] = ()
) -> list[list[ChunkRow]]:
    """Return the rows of each column of text, where a page is set in two; else all of them."""
    framed = _headed_frames(rows, [r for r in rulings if r.start < 0.4 * width and r.end > 0.6 * width])
    wide = [band for band in bands if band.x0 < 0.4 * width and band.x1 > 0.6 * width]
    framed += [(stripes[0].y0, stripes[-1].y1) for stripes in _stripes(wide)]
    gutter = _gutter([row for row in rows if not _is_between(row, framed)], rulings, width)
    if gutter is None:
        return [rows]
    heights = sorted(ruling.at for ruling in rulings if ruling.start < gutter - 5 and ruling.end > gutter + 5)

    rows = [_cut_at(row, gutter) for row in rows]
    framed += _across(rows, gutter)

    def part(row: ChunkRow) -> tuple[bool, int]:
        across = any(chunk.x0 < gutter < chunk.x1 for chunk in row.chunks) or _is_between(row, framed)
        return across, bisect_right(heights, row.middle)

    found: list[list[ChunkRow]] = []
    whole: list[ChunkRow] = []
    for (across, _), group in groupby(rows, key=part):
        run = list(group)
        sides = [] if across else _sides(run, gutter)
        prose = any(sum(map(is_prose, side)) >= PROSE_LINES for side in sides)
        if (prose and not _are_values(sides[1])) or (sides and _stand_apart(run, gutter)):
            found += [whole, *sides]
            whole = []
        else:
            whole = whole + run
    return [strip for strip in (*found, whole) if strip]


def _headed_frames(rows: Sequence[ChunkRow], rulings: Sequence[Ruling]) -> list[tuple[float, float]]:
    """Return heights of tables of three rulings of one length.

    The first two enclose a header, the names of columns.
    """
    frames: list[tuple[float, float]] = []
    for top in rulings:
        same = [
            ruling.at
            for ruling in rulings
            if ruling.at > top.at
            and abs(ruling.start - top.start) < SAME_LINE
            and abs(ruling.end - top.end) < SAME_LINE
        ]
        if len(same) < 2 or any(start <= top.at < end for start, end in frames):
            continue
        inside = [row for row in rows if top.start - SAME_LINE < row.x0 and row.x1 < top.end + SAME_LINE]
        header = [row for row in inside if top.at < row.middle < same[0]]
        names = [chunk for row in header for chunk in row.chunks]
        body = [row for row in rows if same[0] < row.middle < same[1]]
        if (
            0 < len(header) <= MOST_HEADER_LINES
            and any(len(row.chunks) > 1 for row in header)
            and not any(map(is_long, names))
            and all(row in inside for row in body)
            and any(len(row.chunks) > 2 for row in body)
        ):
            frames.append((top.at, same[1]))
    return frames


def _is_between(row: ChunkRow, frames: Sequence[tuple[float, float]]) -> bool:
    return any(top < row.middle < bottom for top, bottom in frames)


def _across(rows: Sequence[ChunkRow], gutter: float) -> list[tuple[float, float]]:
    """Return heights of tables with columns on both sides of a gutter: values stand right of it, on the same lines."""
    found: list[tuple[float, float]] = []
    for prose, group in groupby(rows, lambda row: is_prose(row) or any(map(is_long, row.chunks[1:]))):
        beside = [(row, *_parted_at(row, gutter)) for row in group if not prose]
        beside = [(row, left, right) for row, left, right in beside if left and right]
        valued = [
            row
            for row, left, right in beside
            if is_amount(right[0].text)
            and abs(left[-1].y1 - right[0].y1) < SAME_HEIGHT
            and len(row.chunks) > 2
        ]
        if len(valued) >= FEWEST_ROWS and 2 * len(valued) > len(beside):
            found.append((beside[0][0].y0, beside[-1][0].y1))
    return found


def _parted_at(row: ChunkRow, gutter: float) -> tuple[list[Line], list[Line]]:
    return [c for c in row.chunks if c.x1 <= gutter], [c for c in row.chunks if c.x0 >= gutter]


def _cut_at(row: ChunkRow, gutter: float) -> ChunkRow:
    """Return a row whose text does not go through a gutter, even if it leaves hardly more than a space there."""
    if not _crosses(row, gutter):
        return row
    parted = _parted(row)
    return row if _crosses(parted, gutter) else parted


def _parted(row: ChunkRow) -> ChunkRow:
    """Return a row cut at all gaps that are wider than a space."""
    return replace(row, chunks=[part for chunk in row.chunks for part in parts_of(chunk)])


def _sides(rows: Sequence[ChunkRow], gutter: float) -> list[list[ChunkRow]]:
    chunks = [chunk for row in rows for chunk in row.chunks]
    sides = ([c for c in chunks if c.x1 <= gutter], [c for c in chunks if c.x0 >= gutter])
    return [
        [row_of(line) for line in lines_of(character for chunk in side for character in chunk.characters)]
        for side in sides
    ]


def _are_values(rows: Sequence[ChunkRow]) -> bool:
    """Return whether nearly all rows begin with values: their labels stand left of them, however long."""
    values = [is_number(row.chunks[0].text) for row in rows]
    return len(values) > FEWEST_ROWS and sum(values) > 0.8 * len(values)


def _gutter(rows: Sequence[ChunkRow], rulings: Sequence[Ruling], width: float) -> float | None:
    """Return where a page in two columns is divided: both are running text, or one is and lines do not agree."""
    pairs = _neighbours(rows, width)
    gutter = _freest(rows, [(first, second) for _, first, second in pairs], width)
    if gutter is None:
        return None
    free = [not _crosses(row, gutter) for row in rows]
    beside = [row for row, is_free in zip(rows, free, strict=True) if is_free]
    left = sum(any(is_long(c) for c in row.chunks if c.x1 <= gutter) for row in beside)
    right = sum(any(is_long(c) for c in row.chunks if c.x0 >= gutter) for row in beside)
    enough = PROSE_LINES + 2
    first, last = pairs[0][0], pairs[-1][0] + 1
    paired = [row for row, is_free in zip(rows[first:last], free[first:last], strict=True) if is_free]
    if min(left, right) >= enough or (max(left, right) >= enough and _stand_apart(paired, gutter)):
        return gutter
    return gutter if _interlock(beside, rulings, gutter) else None


def _interlock(rows: Sequence[ChunkRow], rulings: Sequence[Ruling], gutter: float) -> bool:
    """Return whether lines of running text end between the heights of lines on the other side of a gutter.

    The texts of one table do, too, but rulings go through it or enclose it.
    """
    found = [
        row
        for row, below in pairwise(rows)
        if (row.x1 <= gutter <= below.x0 or below.x1 <= gutter <= row.x0)
        and below.y0 < row.y1
        and (is_prose(row) or is_prose(below))
    ]
    return len(found) >= PROSE_LINES and not any(
        found[0].y0 - REACH < ruling.at < found[-1].y1 + REACH and ruling.start < gutter < ruling.end
        for ruling in rulings
    )


def _neighbours(rows: Sequence[ChunkRow], width: float) -> list[tuple[int, Line, Line]]:
    """Return the texts between which a gutter may be, each two with their row.

    The second stands at a margin in the middle of the page, or else one of them is long.
    """
    beside = [(index, texts) for index, row in enumerate(rows) for texts in pairwise(row.chunks)]
    pairs = [(index, first, second) for index, (first, second) in beside if is_long(first) or is_long(second)]
    if not pairs:
        pairs = [
            (index, left.chunks[-1], right.chunks[0])
            for index, neighbours in enumerate(pairwise(rows))
            for left, right in [sorted(neighbours, key=attrgetter("x0"))]
            if neighbours[1].y0 < neighbours[0].y1 and (is_prose(left) or is_prose(right))
        ]
    margin = _margin(rows, width)
    at_margin = [pair for pair in pairs if margin is not None and abs(pair[2].x0 - margin) < REACH]
    if at_margin:
        return at_margin
    # A long text and a value right of it may as well be two cells of one row.
    apart = [pair for pair in pairs if is_long(pair[2]) or not is_number(pair[2].text)]
    return apart if len(apart) >= PROSE_LINES else pairs


def _freest(rows: Sequence[ChunkRow], pairs: Sequence[tuple[Line, Line]], width: float) -> float | None:
    """Return where in the middle of a page most pairs of texts leave room, and fewest rows have text."""
    votes = Counter(
        x
        for first, second in pairs
        for x in range(int(first.x1 / GUTTER_STEP) + 1, int(second.x0 / GUTTER_STEP) + 1)
        if 0.3 * width < GUTTER_STEP * x < 0.7 * width
    )
    if not votes:
        return None
    most = max(votes.values())
    crossing = {
        x: sum(_crosses(row, GUTTER_STEP * x) for row in rows)
        for x, count in votes.items()
        if count >= 0.95 * most
    }
    fewest = min(crossing.values())
    return GUTTER_STEP * median(x for x, count in crossing.items() if count == fewest)


def _crosses(row: ChunkRow, x: float) -> bool:
    return any(chunk.x0 < x < chunk.x1 for chunk in row.chunks)


def _margin(rows: Sequence[ChunkRow], width: float) -> float | None:
    """Return where lines of running text begin in the middle of a page."""
    starts = Counter(
        round(chunk.x0)
        for row in rows
        for chunk in row.chunks
        if is_long(chunk) and 0.3 * width < chunk.x0 < 0.7 * width
    )
    start, count = max(starts.items(), key=lambda item: item[1], default=(0, 0))
    return start if count >= PROSE_LINES + 2 else None


def _stand_apart(rows: Sequence[ChunkRow], gutter: float) -> bool:
    """Return whether the lines on both sides of a gutter do not stand at the same heights."""
    pairs = [
        abs(left[-1].y1 - right[0].y1) > SAME_HEIGHT
        for left, right in (_parted_at(row, gutter) for row in rows)
        if left and right
    ]
    return len(pairs) >= PROSE_LINES and 3 * sum(pairs) >= len(pairs)


def ruled_apart(rows: list[ChunkRow], rulings: Sequence[Ruling]) -> list[list[ChunkRow]]:
    """Return the rows of two tables side by side, each with rulings of its own, and those above and below them."""
    frames = [same for same in _of_one_length(rulings) if len(same) > 1]
    widest = sorted(frames, key=lambda same: same[0].start - same[0].end)[:MOST_FRAMES]
    for left, right in permutations(widest, 2):
        gutter = (left[0].end + right[0].start) / 2
        top, bottom = max(left[0].at, right[0].at), min(left[-1].at, right[-1].at)
        inside = [at for at, row in enumerate(rows) if top < row.middle < bottom]
        if left[0].end >= right[0].start or not inside:
            continue
        first = last = inside[0]
        while first and not _crosses(rows[first - 1], gutter):
            first -= 1
        while last < len(rows) and not _crosses(rows[last], gutter):
            last += 1
        sides = _sides(rows[first:last], gutter)
        if all(
            _has_columns(side) and _is_within(side, f[0])
            for side, f in zip(sides, (left, right), strict=True)
        ):
            below = ruled_apart(rows[last:], rulings) if rows[last:] else []
            return [part for part in (rows[:first], *sides, *below) if part]
    return [rows]


def _is_within(rows: Sequence[ChunkRow], frame: Ruling) -> bool:
    return all(frame.start - REACH < row.x0 and row.x1 < frame.end + REACH for row in rows)


def _of_one_length(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Return rulings that begin and end where each other do, from top to bottom."""
    by_ends = sorted(rulings, key=lambda ruling: (round(ruling.start), round(ruling.end), ruling.at))
    groups = groupby(by_ends, key=lambda ruling: (round(ruling.start), round(ruling.end)))
    return [list(group) for _, group in groups]


def side_by_side(rows: list[ChunkRow]) -> list[list[ChunkRow]]:
    """Return two tables that stand side by side, their lines at heights of their own; else all rows."""
    several = [row for row in rows if len(row.chunks) > 1]
    columns = between_white([row.chunks for row in several], 0)
    for first, second in pairwise(columns[1:-1]):
        gutter = (first.x1 + second.x0) / 2
        pairs = [
            (left[-1], right[0])
            for left, right in (_parted_at(row, gutter) for row in several)
            if left and right
        ]
        # A table whose labels are of another font has them all as much higher or lower than its values.
        steps = [left.y1 - right.y1 for left, right in pairs]
        own = sum(abs(step - median(steps)) > SAME_HEIGHT for step in steps)
        labelled = [not is_number(right.text) and is_number(left.text) for left, right in pairs]
        titles = rows[0].chunks
        titled = len(titles) == 2 and abs(titles[1].x0 - second.x0) < SAME_LINE
        apart = titled or 4 * own >= len(pairs)
        if len(pairs) >= PROSE_LINES and apart and 2 * sum(labelled) > len(pairs):
            return list(filter(_has_columns, _sides(rows[titled:], gutter)))
    return [rows]


# --- blocks of rows --------------------------------------------------------------------------------


def blocks(
    rows: list[ChunkRow], rulings: Sequence[Ruling], bands: Sequence[Box] = ()
) -> list[list[ChunkRow]]:
    """Return blocks of rows that may be tables; first those between rulings, then those of what is left."""
    found: list[list[ChunkRow]] = []
    free: list[list[ChunkRow]] = []
    rest = rows
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    rulings = [ruling for ruling in rulings if ruling.start < x1 and ruling.end > x0]
    bands = [band for band in bands if band.x0 < x1 and band.x1 > x0]
    for top, bottom in _frames(rows, rulings):
        inside = [index for index, row in enumerate(rest) if top < row.middle < bottom]
        if inside:
            start, stop = _with_header(rest, inside), _with_last(rest, inside) + 1
            free.append(rest[:start])
            found.append(rest[start:stop])
            rest = rest[stop:]
    striped = [(stripes[0].y0, stripes[-1].y1) for stripes in _stripes(bands)]
    for part in (*free, rest):
        found.extend(_runs(part, rulings, striped))
    return list(filter(_has_columns, found))


def _has_columns(rows: Sequence[ChunkRow]) -> bool:
    return sum(len(row.chunks) > 1 for row in rows) > 1


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


# --- rows on bands of colour -----------------------------------------------------------------------


def bands(shades: Iterable[Box]) -> list[Box]:
    """Return backgrounds of cells that stand side by side put together, from top to bottom."""
    found: list[Box] = []
    for shade in sorted(shades, key=lambda shade: (round(shade.y0), shade.x0)):
        before = found[-1] if found else None
        if (
            before is not None
            and abs(before.y0 - shade.y0) < SAME_LINE
            and abs(before.y1 - shade.y1) < SAME_LINE
            and -SAME_LINE < shade.x0 - before.x1 < SAME_LINE
        ):
            found[-1] = Box(before.x0, before.y0, shade.x1, before.y1)
        else:
            found.append(shade)
    return found


def charts(shades: Sequence[Box]) -> list[Box]:
    """Return where charts are: bars that stand on one line, or begin at one, and end at many."""
    found: list[Box] = []
    for base, end, across in (
        (attrgetter("y1"), attrgetter("y0"), attrgetter("x0")),
        (attrgetter("x0"), attrgetter("x1"), attrgetter("y0")),
    ):
        for _, group in groupby(sorted(shades, key=base), key=lambda shade: round(base(shade))):
            bars = list(group)
            ends, places = ({round(edge(bar)) for bar in bars} for edge in (end, across))
            if len(places) >= FEWEST_BARS and len(ends) > MANY_ENDS * len(places):
                found.append(box_around(bars))
    return found


def scales(rows: Sequence[ChunkRow], rulings: Sequence[Ruling]) -> list[Box]:
    """Return where charts of lines are: rulings of one length, each with a number left of it and nothing on it."""
    found: list[Box] = []
    for same in _of_one_length(rulings):
        frame = Box(same[0].start - 3 * REACH, same[0].at, same[0].end, same[-1].at)
        beside = [
            chunk
            for row in rows
            for chunk in row.chunks
            if frame.y0 < row.middle < frame.y1 and chunk.x1 > frame.x0 and chunk.x0 < frame.x1
        ]
        numbers = all(is_number(chunk.text) and chunk.x1 < same[0].start + SAME_LINE for chunk in beside)
        if len(beside) >= FEWEST_SCALED and len(same) > FEWEST_SCALED and numbers:
            found.append(frame)
    return found


def _stripes(bands: Sequence[Box]) -> list[list[Box]]:
    """Return bands of one width that follow one another, with at most some lines of text between two."""
    found: list[list[Box]] = []
    for band in bands:
        if band.x1 - band.x0 < SHORTEST_RULING:
            continue
        before = found[-1][-1] if found else None
        if (
            before is not None
            and abs(before.x0 - band.x0) <= SAME_LINE
            and abs(before.x1 - band.x1) <= SAME_LINE
            and band.y0 - before.y1 <= 2 * FARTHEST * LINE
        ):
            found[-1].append(band)
        else:
            found.append([band])
    return [stripes for stripes in found if len(stripes) >= FEWEST_STRIPES]


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
                _agree(_parted(row), other) for other in others
            ):
                break
            if _is_of_list(row) and not _is_of_list(block[-1]):
                break
            run.append(index)
        elif index - run[-1] > MOST_LABELS or NOTE.match(row.text) or not _may_be_label(row, block):
            break
    return run


def _width(rows: Sequence[ChunkRow]) -> float:
    return max(row.x1 for row in rows) - min(row.x0 for row in rows)


def _is_of_list(row: ChunkRow) -> bool:
    return row.chunks[0].text in BULLETS


def _agree(first: ChunkRow, second: ChunkRow) -> bool:
    """Return whether most chunks of the row with fewer stand over or under exactly one of the other's."""
    fewer, more = sorted((first.chunks, second.chunks), key=len)
    met = sum(sum(shared_width(a, b) > -1.0 for b in more) == 1 for a in fewer)
    return met >= max(2, 0.6 * len(fewer))


def _may_be_label(row: ChunkRow, block: Sequence[ChunkRow]) -> bool:
    """Return whether a row of one chunk may belong to a table: a group's heading or a part of a label."""
    x0, x1 = min(other.x0 for other in block), max(other.x1 for other in block)
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
    x0, x1 = min(row.x0 for row in block), max(row.x1 for row in block)
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
    over = any(shared_width(chunk, value) > 0 for row in block for value in row.chunks[1:])
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
