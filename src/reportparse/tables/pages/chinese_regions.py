"""Where tables of Chinese text without rulings around their cells stand on a page.

What is no table is left as lines, to the forms that are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import inf
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from reportparse.tables.pages.chinese_cells import LEADING, Wrapping, end_of_labels, holds_value, numbers_of
from reportparse.tables.pages.chinese_grids import GridReader, KnownColumns
from reportparse.tables.pages.chunks import ChunkRow, chunk_of
from reportparse.tables.pages.cut_tables import stack
from reportparse.tables.pages.extents import box_around, ends_of, middle_of
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.lines import Character, Line, is_full_width
from reportparse.tables.pages.lone_headers import LoneHeader, lone_header
from reportparse.tables.pages.ruled import Ruling, merge_rulings
from reportparse.values import DASHES

NAME = re.compile(r"[\u3400-\u9fff]{2}")
# Words that stand in place of a number, and name no column.
NOTHING = DASHES | {"暂无", "没有"}
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
MOST_LINES = 1000
# A gap between two cells, in ems, at least.
CELL_GAP = 0.35
# The part of the width of all text from which a line without a gap is running text.
PROSE = 0.62
# Ems between two lines of one table, at most.
FARTHEST = 5.0
# Lines without a value that may follow one another inside a table: rows may be blank.
MOST_LABELS = 30
# Of a table that does not go on from the page before.
FEWEST_NUMBERS = 2
# Ems above the last line of a page from which it may be furniture.
FURNITURE_GAP = 2.2
# Lines of a page above and below all tables that may be furniture.
FURNITURE = 1


class ChineseTables(NamedTuple):
    """The tables of a page, the lines that are left, and what a table on the next page may go on with."""

    tables: list[PageTable]
    lines: list[Line]
    above: KnownColumns | LoneHeader | None = None
    # The header from the end of the page before that the first table has.
    header: LoneHeader | None = None


def chinese_tables(
    horizontals: Sequence[Ruling],
    lines: Sequence[Line],
    page: int,
    above: KnownColumns | LoneHeader | None,
) -> ChineseTables:
    """Return the tables of Chinese text on a page; `above` is from the page before."""
    wide = [line.em for line in lines if any(map(is_full_width, line.text))]
    if not wide or len(lines) > MOST_LINES or not any(line.gaps for line in lines):
        return ChineseTables([], list(lines))
    em = median(wide)
    rulings = [ruling for ruling in merge_rulings(horizontals) if ruling.end - ruling.start > em]
    rows = [_row(line, em) for line in lines]
    tables: list[PageTable] = []
    left: list[Line] = []
    last = 0
    below: KnownColumns | LoneHeader | None = None
    header: LoneHeader | None = None
    if len(rows) > 1 and rows[-1].middle - rows[-2].middle > FURNITURE_GAP * em and len(rows[-1].chunks) == 1:
        rows = rows[:-1]  # it may be the number of the page
    middle = middle_of(box_around(rows))

    def is_caption(text: Line) -> bool:
        """Return whether a text stands over the middle of the page."""
        return abs(middle_of(text) - middle) < 2 * em and NAME.match(text.text) is not None

    regions = [part for region in _regions(rows, em) for part in _apart(rows, *region, is_caption)]
    for start, stop in regions:
        own = rows[start:stop]
        ends_page = stop >= len(rows) - FURNITURE
        first = start <= FURNITURE and not tables
        found: tuple[PageTable, KnownColumns] | None = None
        if isinstance(above, LoneHeader) and first:
            region = _Region(own, rulings, em, is_caption, above.known, ends_page)
            if not region.is_cut(rows[:start], rows[stop:]):
                found = region.rest(page)
            if found is not None:
                header, found = above, (above.with_rows(found[0]), found[1])
        if found is None:
            goes_on = above if isinstance(above, KnownColumns) and first else None
            region = _Region(own, rulings, em, is_caption, goes_on, ends_page)
            found = region.table(page)
        if found is not None:
            tables.append(found[0])
            left += lines[last : start + region.start]
            last = start + region.start + len(region.rows)
            below = found[1] if last >= len(rows) - FURNITURE else None
        elif stop == len(rows):
            below = lone_header(own, lines[start:stop], rulings, em, is_caption, page)
    return ChineseTables(tables, [*left, *lines[last:]], below, header)


def _row(line: Line, em: float) -> ChunkRow:
    groups: list[list[Character]] = []
    end = 0.0
    for character in line.characters:
        if character.text.isspace():
            continue
        if not groups or character.x0 - end > CELL_GAP * em:
            groups.append([])
        groups[-1].append(character)
        end = character.x1
    return ChunkRow(list(map(chunk_of, groups)), line.y0, line.y1, line.text)


def _regions(rows: Sequence[ChunkRow], em: float) -> list[tuple[int, int]]:
    """Return where lines with several texts follow one another, with such of one text between that are no
    prose.
    """
    x0, x1 = ends_of(rows)
    found: list[tuple[int, int]] = []
    start = last = None
    for index, row in enumerate(rows):
        far = index > 0 and row.middle - rows[index - 1].middle > FARTHEST * em
        prose = len(row.chunks) == 1 and (row.x1 - row.x0 > PROSE * (x1 - x0) or row.text[-1] in "。；：")
        if start is not None and (far or prose or index - (last or 0) > MOST_LABELS):
            found.append((start, index))
            start = last = None
        if prose:
            continue
        if len(row.chunks) > 1:
            last = index
        if start is None:
            start = index
    if start is not None:
        found.append((start, len(rows)))
    return [(first, end) for first, end in found if any(len(row.chunks) > 1 for row in rows[first:end])]


def _apart(
    rows: Sequence[ChunkRow], start: int, stop: int, is_caption: Callable[[Line], bool]
) -> list[tuple[int, int]]:
    """Return the tables of a region.

    They are parted by texts that begin over labels and end over values, and by new headers.
    """
    ends = [end_of_labels(row) for row in rows]
    found: list[tuple[int, int]] = []
    for index in range(start, stop):
        row = rows[index]
        above = list(filter(None, ends[start:index]))
        labels_to, values_from = (
            min(above, key=itemgetter(1)) if above else next(filter(None, ends[index:stop]), (0, 0))
        )
        if (
            len(row.chunks) == 1
            and row.x0 < labels_to
            and values_from < row.x1
            and not is_caption(row.chunks[0])
        ):
            found.append((start, index))
            start = index + 1
        elif above and _is_header(row, values_from) and not is_caption(rows[index - 1].chunks[0]):
            before = max((at for at in range(start, index) if len(rows[at].chunks) > 1), default=index)
            headings = [at for at in range(before + 1, index) if HEADING.match(rows[at].text)]
            found.append((start, headings[0] if headings else index))
            start = headings[0] + 1 if headings else index
    return [
        (first, end)
        for first, end in [*found, (start, stop)]
        if any(len(row.chunks) > 1 for row in rows[first:end])
    ]


def _is_header(row: ChunkRow, values_from: float) -> bool:
    """Return whether a line names columns of values."""
    names = [text for text in row.chunks if text.x1 > values_from and NAME.match(text.text)]
    return len(row.chunks) > 1 and not numbers_of(row) and any(text.text not in NOTHING for text in names)


class _Region:
    """The rows of one region that are its table, from `start` on."""

    def __init__(
        self,
        rows: Sequence[ChunkRow],
        rulings: Sequence[Ruling],
        em: float,
        is_caption: Callable[[Line], bool],
        above: KnownColumns | None,
        ends_page: bool,
    ) -> None:
        self.rulings, self.em, self.is_caption = rulings, em, is_caption
        self.above, self.ends_page = above, ends_page
        self.start, self.rows = 0, rows
        self.values_from = self._values_from()
        if self.values_from is not None:
            self.start, stop = self._extent(self.values_from)
            self.rows = rows[self.start : stop]

    def _values_from(self) -> float | None:
        """Return where values begin; None where there are too few to tell of a table."""
        numbers = [number.x0 for row in self.rows for number in numbers_of(row)]
        return min(numbers) if len(numbers) >= (FEWEST_NUMBERS if self.above is None else 1) else None

    def table(self, page: int) -> tuple[PageTable, KnownColumns] | None:
        """Return the table of the region, and what may go on under it.

        None if anything would have to be guessed.
        """
        if self.values_from is None:
            return None
        reader = self._reader(page, self.values_from)
        pieces: list[PageTable] = []
        known = self.above
        for part in self._parts():
            if pieces and known and len(part) == len(part[0].chunks) == 1:
                if any(reader.wrapping.goes_on(text, part[0].chunks[0]) for text in reader.wrapping.texts):
                    return None  # it may be the rest of a label
                pieces.append(reader.caption(part[0], known))
                continue
            found = reader.grid(part, known)
            if found is None:
                return None
            piece, known = found
            pieces.append(piece)
        return (stack(pieces), known) if pieces and known else None

    def rest(self, page: int) -> tuple[PageTable, KnownColumns] | None:
        """Return the same, if it begins with rows: their header ends the page before."""
        if self.values_from is None or self.start:
            return None
        if self._reader(page, self.values_from).header_height(self._parts()[0]):
            return None
        return self.table(page)

    def is_cut(self, above: Sequence[ChunkRow], below: Sequence[ChunkRow]) -> bool:
        """Return whether lines above or below the region may be of its first or last label.

        They look like prose.
        """
        near = LEADING[1] * self.em
        if above and self.rows[0].middle - above[-1].middle < near:
            return True
        return (
            self.values_from is not None
            and bool(below)
            and below[0].middle - self.rows[-1].middle < near
            and below[0].x1 < self.values_from
            and not HEADING.match(below[0].text)
        )

    def _reader(self, page: int, values_from: float) -> GridReader:
        wrapping = Wrapping(self.rows, self.rulings, self.em)
        return GridReader(self.rows, wrapping, values_from, self.is_caption, self.above, self.ends_page, page)

    def _parts(self) -> list[list[ChunkRow]]:
        """Return the parts of a table that have headers of their own under a caption."""
        parts: list[list[ChunkRow]] = [[]]
        for row in self.rows:
            headed = any(len(other.chunks) > 1 for other in parts[-1])
            if headed and self._is_caption_row(row):
                parts.append([])
            parts[-1].append(row)
        return parts

    def _is_caption_row(self, row: ChunkRow) -> bool:
        return len(row.chunks) == 1 and self.is_caption(row.chunks[0])

    def _extent(self, values_from: float) -> tuple[int, int]:
        """Return the first row and the end of those that do not belong to the text above or below."""
        rows = self.rows
        wrapping = Wrapping(rows, self.rulings, self.em)
        start = next(index for index, row in enumerate(rows) if len(row.chunks) > 1)
        stop = max(index for index, row in enumerate(rows) if len(row.chunks) > 1 or numbers_of(row)) + 1
        labels = [
            text
            for row in rows
            if numbers_of(row)
            for text in row.chunks
            if text.x1 < values_from and not holds_value(text)
        ]

        def is_label(text: Line) -> bool:
            return text.x1 < values_from and any(wrapping.is_aligned(text, label) for label in labels)

        def is_first(row: ChunkRow, below: ChunkRow) -> bool:
            text = row.chunks[0]
            return (
                text.x0 >= values_from - 2 * self.em
                or self.is_caption(text)
                or (self.above is not None and is_label(text))
                or any(wrapping.goes_on(text, chunk) for chunk in below.chunks)
            )

        labels_from = min((label.x0 for label in labels), default=inf) - self.em

        def is_last(row: ChunkRow, above: Sequence[ChunkRow]) -> bool:
            text = row.chunks[0]
            is_blank = self.ends_page and labels_from < text.x0 and text.x1 < values_from
            return (
                any(wrapping.goes_on(other, text) for before in above for other in before.chunks)
                or is_label(text)
                or self.is_caption(text)
                or (is_blank and not HEADING.match(text.text))
            )

        while start and is_first(rows[start - 1], rows[start]):
            start -= 1
        while stop < len(rows) and is_last(rows[stop], rows[max(start, stop - 3) : stop]):
            stop += 1
        while not self.ends_page and self._is_caption_row(rows[stop - 1]):
            stop -= 1
        return start, stop
