"""Tables of ideographs without rulings around their cells, where nothing has to be guessed.

Such texts are wrapped anywhere, numbers with them, and blank cells leave nothing. What tells the cells is where
texts stand: a line goes on where it had no room for the next character, a row is what stands at one height
beside one label, a column what stands under one text of the header. Where these do not agree, no table is made,
and the lines are left to the forms that are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import itemgetter
from statistics import median

from reportparse.document import Box
from reportparse.tables.aligned import with_cells
from reportparse.tables.chunks import Row, chunk_of, middle_of
from reportparse.tables.columns import Column, between_white
from reportparse.tables.header import Entry, stacked
from reportparse.tables.joins import NUMBERED, stack
from reportparse.tables.lines import Character, Line, is_wide
from reportparse.tables.ruled import RuledTable, Ruling, merge_rulings

VALUE = re.compile(r"[+\-−—]?\d[\d,，]*(?:\.\d*)?|\.\d+|[/—－-]")
UNIT = re.compile(r"[“‘（《〈【「『]*.[，。、；：？！”’）》〉】」』％]*")
"""What typesetters leave on one line: a character with the brackets and marks beside it."""
NAME = re.compile(r"[\u3400-\u9fff]{2}")
NOTHING = frozenset(("不适用", "暂无", "没有"))
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
HANGING = "，。、；：）"
"""What may stand beyond the end of a line."""
MOST_LINES = 1000
CELL_GAP = 0.35
"""A gap between two cells, in ems, at least."""
PROSE = 0.62
"""The part of the width of all text from which a line without a gap is running text."""
FARTHEST = 5.0
"""Ems between two lines of one table, at most."""
MOST_LABELS = 30
"""Lines without a value that may follow one another inside a table: rows may be blank."""
LEADING = 0.9, 2.2
"""Ems from one line of a cell to the next, at least and at most."""
MOST_LEADINGS = 12
SAME_HEIGHT = 0.4
"""Ems by which the texts of one row differ in height, at most."""
ALIGNED = 0.6
"""Ems by which the lines of one cell are off one another's middle or beginning, at most."""
TIGHTER = 1.04
"""How much farther two rows are apart than the lines of one, where that tells them."""
FEWEST_NUMBERS = 2
"""Of a table that does not go on from the page before."""
FURNITURE_GAP = 2.2
"""Ems above the last line of a page from which it may be furniture."""
FURNITURE = 1
"""Lines of a page above and below all tables that may be furniture."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The edges of a table's columns, and its columns of values: what goes on below needs no header."""

    edges: tuple[float, ...]
    columns: tuple[Column, ...]

    @property
    def labels(self) -> int:
        """How many columns hold labels."""
        return len(self.edges) - 1 - len(self.columns)


@dataclass(slots=True)
class _Block:
    """The lines of one cell."""

    lines: list[Line]

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].middle

    @property
    def bottom(self) -> float:
        return self.lines[-1].middle

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _BodyRow:
    """The values of a row by their column, beside its label."""

    height: float
    label: _Block | None
    values: dict[int, _Block]

    @property
    def blocks(self) -> list[_Block]:
        return [*([self.label] if self.label else []), *self.values.values()]

    @property
    def top(self) -> float:
        return min(block.top for block in self.blocks)

    @property
    def bottom(self) -> float:
        return max(block.bottom for block in self.blocks)


def open_tables(
    horizontals: Sequence[Ruling], lines: Sequence[Line], page: int, above: Heading | None = None
) -> tuple[list[RuledTable], list[Line], Heading | None]:
    """Tables of a page, the lines that are left, and what a table on the next page may go on with.

    `above` is that of the page before.
    """
    wide = [line.em for line in lines if any(map(is_wide, line.text))]
    if not wide or len(lines) > MOST_LINES or not any(line.gaps for line in lines):
        return [], list(lines), None
    em = median(wide)
    rulings = [ruling for ruling in merge_rulings(horizontals) if ruling.end - ruling.start > em]
    rows = [_row(line, em) for line in lines]
    tables: list[RuledTable] = []
    left: list[Line] = []
    last = 0
    heading: Heading | None = None
    if len(rows) > 1 and rows[-1].middle - rows[-2].middle > FURNITURE_GAP * em and len(rows[-1].chunks) == 1:
        rows = rows[:-1]  # it may be the number of the page
    middle = (min(row.x0 for row in rows) + max(row.x1 for row in rows)) / 2

    def is_caption(text: Line) -> bool:
        """Whether a text stands over the middle of the page."""
        return abs(middle_of(text) - middle) < 2 * em and NAME.match(text.text) is not None

    regions = [part for region in _regions(rows, em) for part in _apart(rows, *region, is_caption)]
    for start, stop in regions:
        own = above if start <= FURNITURE else None
        ends_page = stop >= len(rows) - FURNITURE
        reader = _Reader(rows[start:stop], rulings, em, page, is_caption, own, ends_page)
        found = reader.table()
        if found is not None:
            table, heading = found
            tables.append(table)
            left += lines[last:start]
            last = stop
            if not ends_page:
                heading = None
    return tables, [*left, *lines[last:]], heading


def _row(line: Line, em: float) -> Row:
    groups: list[list[Character]] = []
    end = 0.0
    for character in line.characters:
        if character.text.isspace():
            continue
        if not groups or character.x0 - end > CELL_GAP * em:
            groups.append([])
        groups[-1].append(character)
        end = character.x1
    return Row(list(map(chunk_of, groups)), line.y0, line.y1, line.text)


def _regions(rows: Sequence[Row], em: float) -> list[tuple[int, int]]:
    """Where lines with several texts follow one another, with such of one text between that are no prose."""
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    found: list[tuple[int, int]] = []
    start = last = None
    for index, row in enumerate(rows):
        far = index > 0 and row.middle - rows[index - 1].middle > FARTHEST * em
        prose = len(row.chunks) == 1 and (row.x1 - row.x0 > PROSE * width or row.text[-1] in "。；：")
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
    rows: Sequence[Row], start: int, stop: int, is_caption: Callable[[Line], bool]
) -> list[tuple[int, int]]:
    """The tables of a region: parted by texts that begin over labels and end over values, and by new headers."""
    ends = [_end_of_labels(row) for row in rows]
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


def _end_of_labels(row: Row) -> tuple[float, float] | None:
    """Where the label of a row ends and its values begin."""
    return next(
        (
            (label.x1, number.x0)
            for label, number in pairwise(row.chunks)
            if VALUE.fullmatch(number.text) and not VALUE.fullmatch(label.text)
        ),
        None,
    )


def _is_header(row: Row, values_from: float) -> bool:
    """Whether a line names columns of values."""
    names = [text for text in row.chunks if text.x1 > values_from and NAME.match(text.text)]
    return len(row.chunks) > 1 and not _numbers(row) and any(text.text not in NOTHING for text in names)


def _numbers(row: Row) -> list[Line]:
    return [text for text in row.chunks if VALUE.fullmatch(text.text)]


def _is_over(text: Line, column: Column) -> bool:
    return min(text.x1, column.x1) > max(text.x0, column.x0)


def _left(text: Line) -> float:
    return text.x0


def _middle(block: _Block) -> float:
    return block.middle


def _top(block: _Block) -> float:
    return block.top


class _Reader:
    """Reads one region; None from any step says that something would have to be guessed."""

    def __init__(
        self,
        rows: Sequence[Row],
        rulings: Sequence[Ruling],
        em: float,
        page: int,
        is_caption: Callable[[Line], bool],
        above: Heading | None,
        ends_page: bool,
    ) -> None:
        self.rows, self.rulings, self.em, self.page = rows, rulings, em, page
        self.is_caption, self.above, self.ends_page = is_caption, above, ends_page
        self.texts = [chunk for row in rows for chunk in row.chunks]
        numbers = [number for row in rows for number in _numbers(row)]
        enough = len(numbers) >= (FEWEST_NUMBERS if above is None else 1)
        self.values_from = min(number.x0 for number in numbers) if enough else None
        self.x0, self.x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
        self.flush = self._is_flush()
        if self.values_from is not None:
            self.rows = self._trimmed(rows, self.values_from)
            self.texts = [chunk for row in self.rows for chunk in row.chunks]
        self.flush = self._is_flush()
        self.leadings = self._leadings()

    def table(self) -> tuple[RuledTable, Heading] | None:
        """The table of the region, and what may go on under it."""
        if self.values_from is None:
            return None
        pieces: list[RuledTable] = []
        heading = self.above
        for part in self._parts(self.rows):
            if pieces and heading and len(part) == len(part[0].chunks) == 1:
                pieces.append(self._caption(part[0], heading))
                continue
            found = self._piece(part, heading)
            if found is None:
                return None
            piece, heading = found
            pieces.append(piece)
        return (stack(pieces), heading) if pieces and heading else None

    # --- what belongs to the table -------------------------------------------------------------------

    def _trimmed(self, rows: Sequence[Row], values_from: float) -> Sequence[Row]:
        """Without the lines above and below that belong to the text around."""
        several = [index for index, row in enumerate(rows) if len(row.chunks) > 1]
        start = several[0]
        stop = max(index for index, row in enumerate(rows) if len(row.chunks) > 1 or _numbers(row)) + 1
        labels = [
            text
            for row in rows
            if _numbers(row)
            for text in row.chunks
            if text.x1 < values_from and not VALUE.fullmatch(text.text)
        ]

        def is_label(text: Line) -> bool:
            return text.x1 < values_from and any(self._is_aligned(text, label) for label in labels)

        while start:
            text = rows[start - 1].chunks[0]
            if not (
                self._is_over(text, values_from)
                or (self.above is not None and is_label(text))
                or any(self._is_under(text, chunk) for chunk in rows[start].chunks)
            ):
                break
            start -= 1
        while stop < len(rows):
            text = rows[stop].chunks[0]
            before = [other for row in rows[max(start, stop - 3) : stop] for other in row.chunks]
            goes_on = any(self._is_under(other, text) for other in before)
            if not (goes_on or is_label(text) or self.is_caption(text)):
                break
            stop += 1
        while (
            not self.ends_page
            and len(rows[stop - 1].chunks) == 1
            and self.is_caption(rows[stop - 1].chunks[0])
        ):
            stop -= 1
        return rows[start:stop]

    def _is_over(self, text: Line, values_from: float) -> bool:
        """Whether a text alone in its line stands over values, or over the middle of the table."""
        return text.x0 >= values_from - 2 * self.em or self.is_caption(text)

    def _parts(self, rows: Sequence[Row]) -> list[list[Row]]:
        """The parts of a table that have headers of their own under a caption."""
        parts: list[list[Row]] = [[]]
        for row in rows:
            headed = any(len(other.chunks) > 1 for other in parts[-1])
            if headed and len(row.chunks) == 1 and self.is_caption(row.chunks[0]):
                parts.append([])
            parts[-1].append(row)
        return [part for part in parts if part]

    def _caption(self, row: Row, heading: Heading) -> RuledTable:
        """The caption of a part that is on the next page."""
        columns = [Column(start, end) for start, end in pairwise(heading.edges)]
        box = Box(heading.edges[0] + 1, row.y0, heading.edges[-1] - 1, row.y1)
        return with_cells([Entry(0, len(columns) - 1, row.chunks)], columns, box, self.page)

    # --- cells ---------------------------------------------------------------------------------------

    def _is_flush(self) -> bool | None:
        """Whether labels begin under one another, or stand under one another's middle; None if nothing tells."""
        labels = [row.chunks[0] for row in self.rows if _end_of_labels(row) is not None]
        starts, middles = ({round(side(label)) for label in labels} for side in (_left, middle_of))
        return None if len(starts) == len(middles) else len(starts) < len(middles)

    def _is_aligned(self, first: Line, second: Line) -> bool:
        off = min(abs(middle_of(first) - middle_of(second)), abs(first.x0 - second.x0))
        return off < ALIGNED * self.em

    def _is_under(self, upper: Line, lower: Line, room: float = 0.0) -> bool:
        """Whether one line may go on with another: right under it, where there was no room for more.

        Without `room` there is as much as the widest text has that is aligned as they are.
        """
        distance = (lower.middle - upper.middle) / self.em
        if not LEADING[0] < distance < LEADING[1] or not self._is_aligned(upper, lower):
            return False
        if NUMBERED.match(lower.text) or bool(VALUE.fullmatch(upper.text)) != bool(
            VALUE.fullmatch(lower.text)
        ):
            return False
        if any(
            upper.middle < r.at < lower.middle and r.start < middle_of(lower) < r.end for r in self.rulings
        ):
            return False
        centred, flush = abs(middle_of(upper) - middle_of(lower)), abs(upper.x0 - lower.x0)
        if abs(centred - flush) < 0.5 and self.flush is not None:
            centred, flush = (1.0, 0.0) if self.flush else (0.0, 1.0)
        beside = (
            text
            for text in self.texts
            if (centred < flush + 0.5 and abs(middle_of(text) - middle_of(upper)) < ALIGNED * self.em)
            or (flush < centred + 0.5 and abs(text.x0 - upper.x0) < 1.0)
        )
        following = self._first_unit(lower)
        room = room or max(text.x1 - text.x0 - self.em * (text.text[-1] in HANGING) for text in beside)
        return upper.x1 - upper.x0 + following > room

    def _first_unit(self, text: Line) -> float:
        """The width of what cannot be cut at the beginning of a text; of a number that is one digit."""
        if VALUE.fullmatch(text.text):
            return (text.x1 - text.x0) / len(text.text)
        unit = UNIT.match(text.text)
        return text.first_word or self.em * (unit.end() if unit else 1)

    def _leadings(self) -> list[float]:
        """The distances at which lines may go on, longest first; 0, at which none does, is the last."""
        steps = {
            round(2 * (lower.middle - upper.middle)) / 2
            for upper in self.texts
            for lower in self.texts
            if LEADING[0] * self.em < lower.middle - upper.middle < LEADING[1] * self.em
            and self._is_under(upper, lower)
        }
        return [*sorted(steps, reverse=True)[:MOST_LEADINGS], 0.0]

    def _blocks(self, texts: Iterable[Line], leading: float, room: float = 0.0) -> list[_Block]:
        """Texts put together where one goes on with the one above it, at most so far away."""
        blocks: list[_Block] = []
        for text in sorted(texts, key=lambda text: text.middle):
            above = [
                block
                for block in blocks
                if text.middle - block.bottom < leading + 0.5 and self._is_under(block.lines[-1], text, room)
            ]
            if above:
                above[-1].lines.append(text)
            else:
                blocks.append(_Block([text]))
        return blocks

    # --- one part ------------------------------------------------------------------------------------

    def _piece(self, rows: Sequence[Row], above: Heading | None) -> tuple[RuledTable, Heading] | None:
        height = self._header_height(rows)
        header, body = rows[:height], rows[height:]
        found = self._columns(header, body) if header else self._columns_above(body, above)
        wordless = all(VALUE.fullmatch(text.text) for row in body for text in row.chunks)
        beside = any(_end_of_labels(row) for row in self.rows)
        if found is None or not (wordless or beside or not header):
            return None
        columns, labels_to = found
        labels = [text for row in body for text in row.chunks if text.x1 <= labels_to]
        values: list[tuple[int, Line]] = []
        for text in (text for row in body for text in row.chunks if text.x1 > labels_to):
            over = [
                at for at, column in enumerate(columns) if min(text.x1, column.x1) > max(text.x0, column.x0)
            ]
            if len(over) != 1:
                return None
            values.append((over[0], text))
        for leading in self.leadings:
            by_column = {
                at: self._blocks(
                    (text for over, text in values if over == at), leading, column.x1 - column.x0
                )
                for at, column in enumerate(columns)
            }
            label_blocks = self._blocks(labels, leading)
            for height_of in (_middle, _top):
                found_rows = self._body(label_blocks, by_column, height_of)
                if found_rows is not None:
                    if not self._is_sure(found_rows):
                        return None
                    return self._written(header, found_rows, label_blocks, columns, None if header else above)
        return None

    def _header_height(self, rows: Sequence[Row]) -> int:
        """How many rows there are to the last one above the values that names their columns."""
        first = next((index for index, row in enumerate(rows) if _numbers(row)), len(rows))
        assert self.values_from is not None
        ends = [end[0] for part in (rows, self.rows) for end in map(_end_of_labels, part) if end is not None]
        labels_to = ends[0] if ends else inf
        named = [
            index
            for index, row in enumerate(rows[:first])
            if row.x1 > self.values_from or any(text.x0 > labels_to for text in row.chunks)
        ]
        return named[-1] + 1 if named else 0

    def _columns(self, header: Sequence[Row], body: Sequence[Row]) -> tuple[list[Column], float] | None:
        """The columns of values, and where labels end; every one of them has a text of the header."""
        numbers = [_numbers(row) for row in body]
        columns = between_white(numbers, 0)
        values_from = min((column.x0 for column in columns), default=self.x1)
        labels = [
            text
            for row in body
            for text in row.chunks
            if text.x1 <= values_from and not VALUE.fullmatch(text.text)
        ]
        labels_to = max((text.x1 for text in labels), default=self.x0 - 1)
        over = [text for row in reversed(header) for text in row.chunks if text.x0 >= labels_to]
        seen: list[Line] = []
        for text in over:
            under = [column for column in columns if _is_over(text, column)]
            below = [other for other in seen if min(text.x1, other.x1) > max(text.x0, other.x0)]
            seen.append(text)
            if len(under) > 1 or (below and not self._is_under(text, below[-1])):
                continue
            widened = Column(
                min([text.x0, *(x0 for x0, _ in under)]), max([text.x1, *(x1 for _, x1 in under)])
            )
            rest = [column for column in columns if column not in under]
            if not any(min(widened.x1, x1) > max(widened.x0, x0) for x0, x1 in rest):
                columns = sorted([*rest, widened])
        named = all(any(_is_over(text, column) for text in over) for column in columns)
        return (columns, labels_to) if columns and named else None

    def _columns_above(self, body: Sequence[Row], above: Heading | None) -> tuple[list[Column], float] | None:
        if above is None:
            return None
        edge, following = above.edges[above.labels : above.labels + 2]
        numbers = [text.x0 for row in body for text in _numbers(row) if edge < middle_of(text) < following]
        limit = min([above.columns[0].x0, *numbers])
        labels = [text.x1 for row in body for text in row.chunks if text.x0 < min(edge, limit)]
        labels_to = max([edge, *labels])
        return (list(above.columns), labels_to) if labels_to <= max(limit, edge) else None

    def _body(
        self,
        labels: Sequence[_Block],
        by_column: dict[int, list[_Block]],
        height_of: Callable[[_Block], float],
    ) -> list[_BodyRow] | None:
        """The rows of values, each with its label, and the blank ones."""
        reach = SAME_HEIGHT * self.em
        rows: list[_BodyRow] = []
        placed = [(height_of(block), at, block) for at, blocks in by_column.items() for block in blocks]
        for height, at, block in sorted(placed, key=lambda item: item[0]):
            if not rows or height - rows[-1].height > reach:
                rows.append(_BodyRow(height, None, {}))
            if at in rows[-1].values:
                return None
            rows[-1].values[at] = block
        for row in rows:
            beside = [label for label in labels if abs(height_of(label) - row.height) <= reach]
            if not beside and self.ends_page and row is rows[-1]:  # the rest of it is on the next page
                beside = [label for label in labels if label.top - reach < row.height < label.bottom + reach]
            if beside:
                row.label = max(beside, key=lambda label: label.x0)
            elif labels or len(rows) > 1:
                return None
        taken = {id(row.label) for row in rows}
        rows += (
            _BodyRow(height_of(label), label, {})
            for label in labels
            if id(label) not in taken and not self._has_labels_beside(label, labels)
        )
        rows.sort(key=lambda row: row.height)
        apart = all(upper.bottom + 0.5 * self.em < lower.top for upper, lower in pairwise(rows))
        return rows if apart and self._agree_with_rulings(rows) else None

    def _is_sure(self, rows: Sequence[_BodyRow]) -> bool:
        """Whether no label can as well be two: one that goes on and a row without values.

        Distances tell, or values that stand between two lines of their label, or numbers before the labels.
        """
        tightest = min((step for step in self.leadings if step), default=inf)
        steps = [
            below.middle - above.middle
            for row in rows
            for block in row.blocks
            for above, below in pairwise(block.lines)
        ]
        between = [lower.top - upper.bottom for upper, lower in pairwise(rows)]
        if TIGHTER * max(steps, default=tightest) < min(between, default=0.0):
            return True
        for row in rows:
            lines = row.label.lines if row.label is not None else []
            values = [line for block in row.values.values() for line in block.lines]
            level = any(
                abs(line.middle - value.middle) < SAME_HEIGHT * self.em for line in lines for value in values
            )
            wrapped = len(values) > len(row.values)
            if level and len(lines) > 1 and (wrapped or not NUMBERED.match(lines[0].text)):
                return False
        return not any(
            self._is_under(upper.label.lines[-1], lower.label.lines[0])
            for upper, lower in pairwise(rows)
            if upper.label is not None and lower.label is not None and not (upper.values and lower.values)
        )

    def _has_labels_beside(self, label: _Block, labels: Sequence[_Block]) -> bool:
        """Whether a label is that of a group: others stand right of it."""
        return any(
            other.x0 > label.x1 - 0.2 * self.em
            and other.top < label.bottom + 1.5 * self.em
            and other.bottom > label.top - 1.5 * self.em
            for other in labels
        )

    def _agree_with_rulings(self, rows: Sequence[_BodyRow]) -> bool:
        """Whether rulings part either all rows or none."""
        parted = [
            any(
                upper.bottom < ruling.at < lower.top
                and lower.label is not None
                and ruling.start < lower.label.x1
                and ruling.end > lower.label.x0
                for ruling in self.rulings
            )
            for upper, lower in pairwise(rows)
        ]
        return all(parted) or not any(parted)

    def _header(self, rows: Sequence[Row], columns: Sequence[Column], labels: int) -> list[Entry]:
        """The cells of a header, of which so many columns are over labels, each over what its texts are over."""
        leading = min((step for step in self.leadings if step), default=0.0)
        entries: list[Entry] = []
        for text in (text for row in reversed(rows) for text in row.chunks):
            over = [at for at, column in enumerate(columns) if _is_over(text, column)]
            if not over or over[0] < labels:
                over = [0, max([labels - 1, *over])]
            first, last = over[0], over[-1]
            below = [entry for entry in entries if entry.is_over(first, last)]
            nearest = min(below, key=lambda entry: entry.top, default=None)
            if (
                nearest is not None
                and (nearest.first, nearest.last) == (first, last)
                and nearest.chunks[0].middle - text.middle < 1.1 * leading
                and not any(
                    text.middle < r.at < nearest.chunks[0].middle and r.start < middle_of(text) < r.end
                    for r in self.rulings
                )
            ):
                nearest.chunks.insert(0, text)
            else:
                entries.append(Entry(first, last, [text]))
        return stacked(entries)

    # --- writing -------------------------------------------------------------------------------------

    def _written(
        self,
        header: Sequence[Row],
        rows: Sequence[_BodyRow],
        labels: Sequence[_Block],
        columns: Sequence[Column],
        above: Heading | None,
    ) -> tuple[RuledTable, Heading]:
        own = {id(row.label) for row in rows}
        groups = [label for label in labels if id(label) not in own]
        if above is not None:
            x0, x1 = above.edges[0] + 1, above.edges[-1] - 1
            whole = [Column(start, end) for start, end in pairwise(above.edges)]
            count = above.labels - 1
        else:
            outer = self.above.edges if self.above is not None else (inf, -inf)
            x0 = min(outer[0] + 1, *(row.x0 for row in self.rows))
            x1 = max(outer[-1] - 1, *(row.x1 for row in self.rows))
            before = between_white([[line for group in groups for line in group.lines]], 0)
            leaves = [row.label for row in rows if row.label is not None]
            count = len(before)
            if leaves:
                start = max([min(leaf.x0 for leaf in leaves), *(column.x1 for column in before)])
                before.append(Column(start, max(leaf.x1 for leaf in leaves)))
            whole = [*before, *columns]
        entries: list[Entry] = []
        if len(header) > 1 and len(header[0].chunks) == 1 and self.is_caption(header[0].chunks[0]):
            entries, header = [Entry(0, len(whole) - 1, header[0].chunks)], header[1:]
        below = len(entries)
        for entry in self._header(header, whole, len(whole) - len(columns)):
            entry.row += below
            entries.append(entry)
        first = max((entry.row + 1 for entry in entries), default=0)
        starts: list[int] = []
        for number, row in enumerate(rows, first):
            if row.label is not None:
                starts.append(next((at for at in range(count) if row.label.x0 < whole[at].x1), count))
                entries.append(Entry(starts[-1], count, row.label.lines, number))
            for at, block in row.values.items():
                column = len(whole) - len(columns) + at
                entries.append(Entry(column, column, block.lines, number))
        for group in groups:
            at = next(at for at, column in enumerate(whole) if (group.x0 + group.x1) / 2 < column.x1)
            beside = [number for number, start in enumerate(starts) if start > at]
            if beside:
                nearest = min(beside, key=lambda number: abs(rows[number].height - group.middle))
                entries.append(Entry(at, at, group.lines, first + nearest))
        lines = [line for entry in entries for line in entry.chunks]
        box = Box(x0, min(line.y0 for line in lines), x1, max(line.y1 for line in lines))
        table = with_cells(entries, whole, box, self.page)
        return table, Heading(tuple(table.columns), tuple(columns))
