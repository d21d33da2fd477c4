"""What stands side by side on a page, taken apart: columns of text, and tables beside each other."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise, permutations
from operator import attrgetter
from statistics import median

from reportparse.document import Box
from reportparse.tables.pages.chunks import (
    FEWEST_ROWS,
    ChunkRow,
    have_columns,
    is_amount,
    is_long,
    is_number,
    is_prose,
    parted,
    row_of,
)
from reportparse.tables.pages.columns import between_white
from reportparse.tables.pages.extents import REACH
from reportparse.tables.pages.lines import Line, lines_of
from reportparse.tables.pages.ruled import SAME_LINE, Ruling, of_one_length
from reportparse.tables.pages.shades import stripes_of

PROSE_LINES = 4
# Lines of text between the first two rulings of a table.
MOST_HEADER_LINES = 4
# Points by which two texts of one line may differ in height.
SAME_HEIGHT = 0.5
# The rulings of so many lengths, the longest ones, are looked at for being those of tables side by side.
MOST_FRAMES = 12
# Points between the places where a gutter is looked for.
GUTTER_STEP = 4.0


def strips(
    rows: list[ChunkRow], rulings: Sequence[Ruling], width: float, bands: Sequence[Box]
) -> list[list[ChunkRow]]:
    """Return the rows of each column of text, where a page is set in two; else all of them."""
    framed = _headed_frames(rows, [r for r in rulings if r.start < 0.4 * width and r.end > 0.6 * width])
    wide = [band for band in bands if band.x0 < 0.4 * width and band.x1 > 0.6 * width]
    framed += [(stripes[0].y0, stripes[-1].y1) for stripes in stripes_of(wide)]
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
    cut = parted(row)
    return row if _crosses(cut, gutter) else cut


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
    frames = [same for same in of_one_length(rulings) if len(same) > 1]
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
            have_columns(side) and _is_within(side, f[0])
            for side, f in zip(sides, (left, right), strict=True)
        ):
            below = ruled_apart(rows[last:], rulings) if rows[last:] else []
            return [part for part in (rows[:first], *sides, *below) if part]
    return [rows]


def _is_within(rows: Sequence[ChunkRow], frame: Ruling) -> bool:
    return all(frame.start - REACH < row.x0 and row.x1 < frame.end + REACH for row in rows)


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
            return list(filter(have_columns, _sides(rows[titled:], gutter)))
    return [rows]
