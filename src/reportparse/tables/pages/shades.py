"""What the shades on a page are: bands on which rows stand, or the bars of a chart; and charts of lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from reportparse.document import Box
from reportparse.tables.pages.chunks import ChunkRow, is_number
from reportparse.tables.pages.extents import REACH, box_around
from reportparse.tables.pages.ruled import SAME_LINE, Ruling, of_one_length

# Bars of a chart, at least.
FEWEST_BARS = 4
# Numbers beside the lines of a chart, at least.
FEWEST_SCALED = 3
# How many different heights they have for each bar, at least.
MANY_ENDS = 0.6
# Bands of one width that make a table of what stands on them and between them, at least.
FEWEST_STRIPES = 3
# Points: no table is narrower than its bands.
NARROWEST = 60.0
# Points between two such bands, at most: some lines of text.
FARTHEST = 64.0


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
    for same in of_one_length(rulings):
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


def stripes_of(bands: Sequence[Box]) -> list[list[Box]]:
    """Return bands of one width that follow one another, with at most some lines of text between two."""
    found: list[list[Box]] = []
    for band in bands:
        if band.x1 - band.x0 < NARROWEST:
            continue
        before = found[-1][-1] if found else None
        if (
            before is not None
            and abs(before.x0 - band.x0) <= SAME_LINE
            and abs(before.x1 - band.x1) <= SAME_LINE
            and band.y0 - before.y1 <= FARTHEST
        ):
            found[-1].append(band)
        else:
            found.append([band])
    return [stripes for stripes in found if len(stripes) >= FEWEST_STRIPES]
