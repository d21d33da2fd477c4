"""Tables cut by the end of a page, put together again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportparse.document import POSITION, Cell
from reportparse.tables.pages.filled import NARROWEST_COLUMN, PageTable, without_slivers
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import SAME_LINE
from reportparse.values import DASHES

# Points by which the outer edges of one table may differ from page to page.
SAME_EDGE = 4.0

# Points left free at both sides of a cell together, as word processors do unless told otherwise.
PADDING = 10.8

NUMBERED = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|[一二三四五六七八九十\d]{1,3}\s*[、.．])"
)
# Marks that no text of a cell begins with.
NO_BEGINNINGS = ("、", "。", "，", ".", "．", "）", ")")
# Any piece of a number, of which a page may end in the middle, or what stands in place of one.
VALUE = re.compile(rf"[\s\d.,，+\-/—－]*|{'|'.join(map(re.escape, sorted(DASHES)))}")
IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\u2e80-\u2fdf]")

# The first column of a cell and the one after its last.
Span = tuple[int, int]
# The lines of text of cells, by their row and column.
Lines = Mapping[tuple[int, int], Sequence[Line]]


def belong_together(upper: PageTable, lower: PageTable) -> bool:
    """Return whether two tables that follow each other are drawn as one: same sides, and columns that agree.

    Blocks of one table may have different numbers of columns: it is enough that at least half of the
    inner edges of the one with fewer are found in the other.
    """
    first, second = upper.columns, lower.columns
    if abs(first[0] - second[0]) > SAME_EDGE or abs(first[-1] - second[-1]) > SAME_EDGE:
        return False
    fewer, more = sorted((first[1:-1], second[1:-1]), key=len)
    shared = sum(any(abs(edge - other) <= SAME_EDGE for other in more) for edge in fewer)
    return 2 * shared >= len(fewer)


def join(pieces: Sequence[PageTable]) -> tuple[PageTable, list[Cell]]:
    """Return one table from pieces that belong together, and the cells of repeated headers that were left
    out.

    A row or a spanning cell cut by a page's end becomes one, its text joined by a line end. Cells
    keep the place where they begin. The pieces are not changed.
    """
    first, *others = _common_columns(pieces)
    header = first.table.rows()
    joined = _JoinedTable(first, _widest_lines([first, *others]))
    repeated: list[Cell] = []
    for piece in others:
        piece, left_out = _without_repeated_header(header, piece)
        repeated.extend(left_out)
        joined.add(piece)
    joined.cells.sort(key=POSITION)
    return PageTable(replace(first.table, cells=joined.cells), first.columns, joined.lines), repeated


class _JoinedTable:
    """A table to which the pieces of further pages are added; `widest` is how wide the lines of a span get."""

    def __init__(self, first: PageTable, widest: Mapping[Span, float]) -> None:
        self.cells, self.lines = list(first.table.cells), dict(first.lines)
        self._widest = widest
        self._height = _height(self.cells)
        self._last = self._ending_last(self.cells)

    def add(self, piece: PageTable) -> None:
        """Add a piece under the last row, or begin with the rest of that."""
        first = {_span(cell): cell for cell in piece.table.cells if cell.row == 0}
        seam = _Seam(self._last, first, self.lines, piece.lines, self._widest)
        cut = seam.cuts_row()
        goes_on = set(first) if cut else seam.spanning_labels()
        offset = self._height - 1 if cut else self._height
        bottom: dict[Span, Cell] = {}
        for cell in piece.table.cells:
            span = _span(cell)
            own_lines = piece.lines[cell.row, cell.column]
            lower_end = offset + cell.row + cell.rowspan
            if cell.row == 0 and span in goes_on:
                whole = self._last[span]
                whole.text = "\n".join(text for text in (whole.text, cell.text) if text)
                whole.rowspan = lower_end - whole.row
                self.lines[whole.row, whole.column] = [*self.lines[whole.row, whole.column], *own_lines]
            else:
                whole = cell
                self.lines[offset + cell.row, cell.column] = own_lines
                cell.row += offset
                self.cells.append(cell)
            bottom[span] = whole
        self._height = max(self._height, _height(bottom.values()))
        self._last = self._ending_last(bottom.values())

    def _ending_last(self, cells: Iterable[Cell]) -> dict[Span, Cell]:
        """Return the cells that end with the last row."""
        return {_span(cell): cell for cell in cells if cell.row + cell.rowspan == self._height}


def stack(pieces: Sequence[PageTable]) -> PageTable:
    """Return one table from the parts of one page that stand under one another, each with columns of its own."""
    cells: list[Cell] = []
    lines: dict[tuple[int, int], list[Line]] = {}
    pieces = _common_columns(pieces)
    for piece in pieces:
        height = _height(cells)
        cells += (replace(cell, row=cell.row + height) for cell in piece.table.cells)
        lines |= {(row + height, column): own for (row, column), own in piece.lines.items()}
    boxes = [piece.table.place.box for piece in pieces if piece.table.place.box is not None]
    place = pieces[0].table.place._replace(box=boxes[0]._replace(y1=boxes[-1].y1))
    return PageTable(replace(pieces[0].table, cells=cells, place=place), pieces[0].columns, lines)


def _span(cell: Cell) -> Span:
    return cell.column, cell.column + cell.colspan


def _height(cells: Iterable[Cell]) -> int:
    return max((cell.row + cell.rowspan for cell in cells), default=0)


def _common_columns(pieces: Sequence[PageTable]) -> list[PageTable]:
    """Return copies of the tables with their columns counted over the edges of all."""
    edges: list[float] = []
    for edge in sorted(edge for piece in pieces for edge in piece.columns):
        if not edges or edge - edges[-1] > SAME_LINE:
            edges.append(edge)

    def position(edge: float) -> int:
        after = bisect_left(edges, edge)
        near = [index for index in (after - 1, after) if 0 <= index < len(edges)]
        return min(near, key=lambda index: abs(edges[index] - edge))

    spans: list[Span] = []
    for piece in pieces:
        columns = [position(edge) for edge in piece.columns]
        spans += [(columns[start], columns[end]) for start, end in map(_span, piece.table.cells)]
    spans, edges = without_slivers(edges, spans, NARROWEST_COLUMN)
    remaining = iter(spans)
    return [_moved(piece, remaining, edges) for piece in pieces]


def _moved(piece: PageTable, spans: Iterator[Span], edges: list[float]) -> PageTable:
    cells, lines = [], {}
    for cell in piece.table.cells:
        start, end = next(spans)
        cells.append(Cell(cell.row, start, cell.text, cell.place, cell.rowspan, end - start))
        lines[cell.row, start] = piece.lines[cell.row, cell.column]
    return PageTable(replace(piece.table, cells=cells), edges, lines)


def _without_repeated_header(above: list[list[Cell]], lower: PageTable) -> tuple[PageTable, list[Cell]]:
    """Leave out the first rows of `lower` where they print the first rows above again."""
    below = lower.table.rows()
    count = 0
    for first, second in zip(above, below, strict=False):
        if [_header_key(cell) for cell in first] != [_header_key(cell) for cell in second]:
            break
        if any(cell.text and VALUE.fullmatch(cell.text) for cell in second):
            break
        count += 1
    # A header ends where no cell of it reaches further down, and it says something.
    while count and any(cell.row + cell.rowspan > count for row in below[:count] for cell in row):
        count -= 1
    repeated = [cell for row in below[:count] for cell in row]
    if count == len(below) or not any(cell.text for cell in repeated):
        return lower, []
    kept = [replace(cell, row=cell.row - count) for cell in lower.table.cells if cell.row >= count]
    lines = {(row - count, column): own for (row, column), own in lower.lines.items() if row >= count}
    return PageTable(replace(lower.table, cells=kept), lower.columns, lines), repeated


def _header_key(cell: Cell) -> tuple[int, int, int, str]:
    return cell.column, cell.colspan, cell.rowspan, "".join(cell.text.split())


def _widest_lines(tables: Iterable[PageTable]) -> dict[tuple[int, int], float]:
    widest: dict[tuple[int, int], float] = {}
    for piece in tables:
        for cell in piece.table.cells:
            span = (cell.column, cell.column + cell.colspan)
            for line in piece.lines.get((cell.row, cell.column), []):
                widest[span] = max(widest.get(span, 0.0), line.x1 - line.x0)
    return widest


def _is_full(line: Line, cell: Cell, widest: float) -> bool:
    """Return whether a line of a cell is as long as lines get there, so that its text may go on below."""
    size = line.em
    if widest - (line.x1 - line.x0) > 1.2 * size:
        return False
    if cell.place.box is None:
        return True
    room = cell.place.box.x1 - cell.place.box.x0
    return room - (line.x1 - line.x0) <= max(0.5 * room, 3 * size)


def _is_full_number(line: Line, rest: Line, cell: Cell) -> bool:
    """Return whether a number had no room for the next digit in its cell, so that it may go on below."""
    digit = (rest.x1 - rest.x0) / len(rest.text)
    if cell.place.box is None:
        return False
    room = cell.place.box.x1 - cell.place.box.x0 - PADDING
    return line.x1 - line.x0 + digit > room


def _is_label(text: str) -> bool:
    return len(IDEOGRAPHS.findall(text)) >= 2


def _is_stacked(text: str) -> bool:
    """Return whether each line of a text is one character, as those of vertical labels are."""
    lines = text.split("\n")
    return len(lines) > 1 and all(len(line.strip()) == 1 for line in lines)


def _are_digits(text: str) -> bool:
    return "".join(text.split()).isdecimal()


@dataclass(frozen=True, slots=True)
class _Seam:
    """The end of a page in a table: the cells of the last row above and of the first row below, and their
    lines.

    `widest` is how wide the lines of a span get anywhere in the table.
    """

    last: Mapping[Span, Cell]
    first: Mapping[Span, Cell]
    lines_above: Lines
    lines_below: Lines
    widest: Mapping[Span, float]

    def goes_on(self, span: Span) -> bool:
        """Return whether the text of the lower cell goes on with the text of the upper one."""
        above, below = self.last[span], self.first[span]
        line = next(reversed(self.lines_above[above.row, above.column]), None)
        rest = next(iter(self.lines_below[below.row, below.column]), None)
        if line is None or rest is None or NUMBERED.match(below.text):
            return False
        if VALUE.fullmatch(below.text):
            # No number begins with a mark of thousands.
            whole = below.text.lstrip().startswith((",", "，")) or _is_full_number(line, rest, above)
            return bool(VALUE.fullmatch(above.text)) and whole
        if NUMBERED.fullmatch(above.text.rstrip()) or below.text.startswith(NO_BEGINNINGS):
            return True
        if _is_stacked(above.text) and _is_stacked(f"{line.text}\n{below.text}"):
            return True
        return _is_full(line, above, self.widest[span])

    def cuts_row(self) -> bool:
        """Return whether the last row above and the first row below are two pieces of one row.

        No column may speak against it (a text of its own below), and one must speak for it: a text that goes
        on below; or a row below that has values and no label while the one above has a label and no values.
        Where a label with a number before it goes on, digits may do so too though they had room, if other
        numbers are not cut: these stand above or, in rows whose texts stand at the bottom, below.
        """
        last, first = self.last, self.first
        if first.keys() != last.keys():
            return False
        evidence = label = digits = False
        for span in first:
            above, below = last[span], first[span]
            if not below.text:
                continue
            if above.text:
                if self.goes_on(span):
                    evidence = True
                    label = label or bool(IDEOGRAPHS.search(below.text) and NUMBERED.match(above.text))
                elif _are_digits(above.text) and _are_digits(below.text):
                    digits = True
                else:
                    return False
            elif not VALUE.fullmatch(below.text) and above.rowspan == below.rowspan == 1:
                return False
        if digits:
            return label and any(self._is_half_blank(span) for span in first)
        return evidence or self._parts_label_from_values()

    def _is_half_blank(self, span: Span) -> bool:
        """Return whether digits stand on one side of the seam and nothing on the other."""
        texts = self.last[span].text, self.first[span].text
        return "" in texts and any(map(_are_digits, texts))

    def _parts_label_from_values(self) -> bool:
        """Return whether the row above has a label and no values, and the one below values and no label."""
        last, first = self.last, self.first
        filled = [span for span in first if first[span].text]
        return (
            bool(filled)
            and not any(_is_label(first[span].text) for span in filled)
            and any(
                span < min(filled) and _is_label(last[span].text) and not first[span].text for span in last
            )
            and not any(last[span].text for span in last if span >= min(filled))
        )

    def _cuts_header(self) -> bool:
        """Return whether labels below divide a label above that is not the first."""
        for (start, end), above in self.last.items():
            below = [cell for span, cell in self.first.items() if start <= span[0] and span[1] <= end]
            labels = [
                cell for cell in below if IDEOGRAPHS.search(cell.text) and not NUMBERED.match(cell.text)
            ]
            if above.text and len(below) > 1 and len(labels) == len(below) and (start, end) != min(self.last):
                return True
        return False

    def spanning_labels(self) -> set[Span]:
        """Return the cells of the first row below that are the rest of a spanning label above.

        In the body of a table these are its first cells; in a header cut between its levels, which shows
        by labels below that divide a label above, they may be any.
        """
        if self._cuts_header():
            return {
                span
                for span in self.first.keys() & self.last.keys()
                if IDEOGRAPHS.search(self.last[span].text)
                and (not self.first[span].text or self.goes_on(span))
            }
        found: set[Span] = set()
        for span, cell in sorted(self.first.items(), key=lambda item: item[0]):
            above = self.last.get(span)
            if above is None or NUMBERED.match(cell.text):
                continue
            if not cell.text and cell.rowspan > 1 and _is_label(above.text):
                found.add(span)
                continue
            is_spanning = above.rowspan > 1 or cell.rowspan > 1
            if not self._is_before_label(span) or (not is_spanning and cell.text):
                break
            if cell.text and not self.goes_on(span):
                break
            found.add(span)
        return found

    def _is_before_label(self, span: Span) -> bool:
        """Return whether labels stand right of a cell, or a publisher left out those of a group of rows."""
        above, cell = self.last[span], self.first[span]
        return any(_is_label(other.text) for at, other in self.first.items() if at > span) or (
            min(above.rowspan, cell.rowspan) > 1 and bool(IDEOGRAPHS.search(cell.text))
        )
