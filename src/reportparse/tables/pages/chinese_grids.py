"""A table of Chinese text without rulings read to a grid of cells, where nothing has to be guessed.

Blank cells leave nothing, so where texts stand tells the cells: a row is what stands at one height beside one
label, a column what stands under one text of the header. Where these do not agree, there is no grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from reportparse.document import Box
from reportparse.tables.pages.aligned import with_cells
from reportparse.tables.pages.chinese_cells import CellText, Wrapping, end_of_labels, holds_value, numbers_of
from reportparse.tables.pages.chunks import ChunkRow
from reportparse.tables.pages.columns import Column, between_white, columns_over
from reportparse.tables.pages.cut_tables import NUMBERED
from reportparse.tables.pages.extents import box_around, middle_of, overlap
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.header import Entry, stacked
from reportparse.tables.pages.lines import Line

# Ems by which the texts of one row differ in height, at most.
SAME_HEIGHT = 0.4
# How much farther two rows are apart than the lines of one, where that tells them.
TIGHTER = 1.04


@dataclass(frozen=True, slots=True)
class KnownColumns:
    """The edges of a table's columns, and its columns of values: what goes on below needs no header."""

    edges: tuple[float, ...]
    columns: tuple[Column, ...]
    # Whether there are rows above, which tell the columns of labels; without, all count as those of values.
    has_rows: bool = True

    @property
    def labels(self) -> int:
        """How many columns hold labels."""
        return len(self.edges) - 1 - len(self.columns)

    def over(self, rows: Sequence[ChunkRow]) -> KnownColumns:
        """Return the same, with its first column that of labels where these rows have words there."""
        if self.has_rows or len(self.columns) < 2:
            return self
        labelled = any(row.x0 < self.columns[1].x0 and not holds_value(row.chunks[0]) for row in rows)
        return replace(self, columns=self.columns[labelled:])


@dataclass(slots=True)
class _GridRow:
    """The values of a row by their column, beside its label."""

    height: float
    label: CellText | None
    values: dict[int, CellText]

    @property
    def cells(self) -> list[CellText]:
        return [*([self.label] if self.label else []), *self.values.values()]

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)


def _middle(cell: CellText) -> float:
    return cell.middle


def _top(cell: CellText) -> float:
    return cell.top


@dataclass(frozen=True, slots=True)
class GridReader:
    """Reads the parts of one table; `rows` are all of it, `above` is what it goes on with."""

    rows: Sequence[ChunkRow]
    wrapping: Wrapping
    values_from: float
    is_caption: Callable[[Line], bool]
    above: KnownColumns | None
    ends_page: bool
    page: int

    def caption(self, row: ChunkRow, known: KnownColumns) -> PageTable:
        """Return the caption of a part that is on the next page."""
        columns = [Column(start, end) for start, end in pairwise(known.edges)]
        box = Box(known.edges[0] + 1, row.y0, known.edges[-1] - 1, row.y1)
        return with_cells([Entry(0, len(columns) - 1, row.chunks)], columns, box, self.page)

    def grid(
        self, rows: Sequence[ChunkRow], above: KnownColumns | None
    ) -> tuple[PageTable, KnownColumns] | None:
        """Return the grid of one part, and what may go on under it; `above` is the part before it."""
        height = self.header_height(rows)
        header, body = rows[:height], rows[height:]
        above = above.over(body) if above is not None else None
        found = self._columns(header, body) if header else self._columns_above(body, above)
        wordless = all(holds_value(text) for row in body for text in row.chunks)
        beside = any(end_of_labels(row) for row in self.rows)
        if found is None or not (wordless or beside or not header):
            return None
        columns, labels_to = found
        labels = [text for row in body for text in row.chunks if text.x1 <= labels_to]
        values: list[tuple[int, Line]] = []
        for text in (text for row in body for text in row.chunks if text.x1 > labels_to):
            over = columns_over(text, columns)
            if len(over) != 1:
                return None
            values.append((over[0], text))
        for leading in self.wrapping.leadings:
            by_column = {
                at: self.wrapping.cells(
                    (text for over, text in values if over == at), leading, column.x1 - column.x0
                )
                for at, column in enumerate(columns)
            }
            label_cells = self.wrapping.cells(labels, leading)
            for height_of in (_middle, _top):
                found_rows = self._body(label_cells, by_column, height_of)
                if found_rows is not None:
                    if not self._is_sure(found_rows):
                        return None
                    return self._written(header, found_rows, label_cells, columns, None if header else above)
        return None

    def header_height(self, rows: Sequence[ChunkRow]) -> int:
        """Return how many rows there are to the last one above the values that names their columns."""
        first = next((index for index, row in enumerate(rows) if numbers_of(row)), len(rows))
        ends = [end[0] for part in (rows, self.rows) for end in map(end_of_labels, part) if end is not None]
        labels_to = ends[0] if ends else inf
        named = [
            index
            for index, row in enumerate(rows[:first])
            if row.x1 > self.values_from or any(text.x0 > labels_to for text in row.chunks)
        ]
        return named[-1] + 1 if named else 0

    def _columns(
        self, header: Sequence[ChunkRow], body: Sequence[ChunkRow]
    ) -> tuple[list[Column], float] | None:
        """Return the columns of values, and where labels end; every one of them has a text of the header."""
        numbers = [numbers_of(row) for row in body]
        columns = between_white(numbers, 0)
        values_from = min((column.x0 for column in columns), default=inf)
        labels = [
            text for row in body for text in row.chunks if text.x1 <= values_from and not holds_value(text)
        ]
        labels_to = max((text.x1 for text in labels), default=-inf)
        over = [text for row in reversed(header) for text in row.chunks if text.x0 >= labels_to]
        seen: list[Line] = []
        for text in over:
            under = [column for column in columns if overlap(text, column)]
            below = [other for other in seen if overlap(text, other)]
            seen.append(text)
            if len(under) > 1 or (below and not self.wrapping.goes_on(text, below[-1])):
                continue
            widened = Column(
                min([text.x0, *(x0 for x0, _ in under)]), max([text.x1, *(x1 for _, x1 in under)])
            )
            rest = [column for column in columns if column not in under]
            if not any(overlap(column, widened) for column in rest):
                columns = sorted([*rest, widened])
        named = all(any(overlap(text, column) for text in over) for column in columns)
        return (columns, labels_to) if columns and named else None

    def _columns_above(
        self, body: Sequence[ChunkRow], above: KnownColumns | None
    ) -> tuple[list[Column], float] | None:
        if above is None:
            return None
        edge, following = above.edges[above.labels : above.labels + 2]
        numbers = [text.x0 for row in body for text in numbers_of(row) if edge < middle_of(text) < following]
        limit = min([above.columns[0].x0, *numbers])
        labels = [text.x1 for row in body for text in row.chunks if text.x0 < min(edge, limit)]
        labels_to = max([edge, *labels])
        return (list(above.columns), labels_to) if labels_to <= max(limit, edge) else None

    def _body(
        self,
        labels: Sequence[CellText],
        by_column: dict[int, list[CellText]],
        height_of: Callable[[CellText], float],
    ) -> list[_GridRow] | None:
        """Return the rows of values, each with its label, and the blank ones."""
        reach = SAME_HEIGHT * self.wrapping.em
        rows: list[_GridRow] = []
        placed = [(height_of(cell), at, cell) for at, cells in by_column.items() for cell in cells]
        for height, at, cell in sorted(placed, key=lambda item: item[0]):
            if not rows or height - rows[-1].height > reach:
                rows.append(_GridRow(height, None, {}))
            if at in rows[-1].values:
                return None
            rows[-1].values[at] = cell
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
            _GridRow(height_of(label), label, {})
            for label in labels
            if id(label) not in taken and not self._has_labels_beside(label, labels)
        )
        rows.sort(key=lambda row: row.height)
        apart = all(upper.bottom + 0.5 * self.wrapping.em < lower.top for upper, lower in pairwise(rows))
        return rows if apart and self._agree_with_rulings(rows) else None

    def _is_sure(self, rows: Sequence[_GridRow]) -> bool:
        """Return whether no label can as well be two: one that goes on and a row without values.

        Distances tell, or values that stand between two lines of their label, or numbers before the labels.
        """
        tightest = min((step for step in self.wrapping.leadings if step), default=inf)
        steps = [
            below.middle - above.middle
            for row in rows
            for cell in row.cells
            for above, below in pairwise(cell.lines)
        ]
        between = [lower.top - upper.bottom for upper, lower in pairwise(rows)]
        if TIGHTER * max(steps, default=tightest) < min(between, default=0.0):
            return True
        for row in rows:
            lines = row.label.lines if row.label is not None else []
            values = [line for cell in row.values.values() for line in cell.lines]
            level = any(
                abs(line.middle - value.middle) < SAME_HEIGHT * self.wrapping.em
                for line in lines
                for value in values
            )
            wrapped = len(values) > len(row.values)
            if level and len(lines) > 1 and (wrapped or not NUMBERED.match(lines[0].text)):
                return False
        return not any(
            self.wrapping.goes_on(upper.label.lines[-1], lower.label.lines[0])
            for upper, lower in pairwise(rows)
            if upper.label is not None and lower.label is not None and not (upper.values and lower.values)
        )

    def _has_labels_beside(self, label: CellText, labels: Sequence[CellText]) -> bool:
        """Return whether a label is that of a group: others stand right of it."""
        return any(
            other.x0 > label.x1 - 0.2 * self.wrapping.em
            and other.top < label.bottom + 1.5 * self.wrapping.em
            and other.bottom > label.top - 1.5 * self.wrapping.em
            for other in labels
        )

    def _agree_with_rulings(self, rows: Sequence[_GridRow]) -> bool:
        """Return whether rulings part either all rows or none."""
        parted = [
            any(
                upper.bottom < ruling.at < lower.top
                and lower.label is not None
                and ruling.start < lower.label.x1
                and ruling.end > lower.label.x0
                for ruling in self.wrapping.rulings
            )
            for upper, lower in pairwise(rows)
        ]
        return all(parted) or not any(parted)

    def _header(self, rows: Sequence[ChunkRow], columns: Sequence[Column], labels: int) -> list[Entry]:
        """Return the cells of a header, of which so many columns are over labels, under the caption of the
        table.
        """
        if len(rows) > 1 and len(rows[0].chunks) == 1 and self.is_caption(rows[0].chunks[0]):
            named = self._names(rows[1:], columns, labels)
            for entry in named:
                entry.row += 1
            return [Entry(0, len(columns) - 1, rows[0].chunks), *named]
        return self._names(rows, columns, labels)

    def _names(self, rows: Sequence[ChunkRow], columns: Sequence[Column], labels: int) -> list[Entry]:
        """Return the names of columns, each over what its texts are over."""
        leading = min((step for step in self.wrapping.leadings if step), default=0.0)
        entries: list[Entry] = []
        for text in (text for row in reversed(rows) for text in row.chunks):
            over = columns_over(text, columns)
            if not over or over[0] < labels:
                over = [0, max([labels - 1, *over])]
            first, last = over[0], over[-1]
            below = [entry for entry in entries if entry.is_over(first, last)]
            nearest = min(below, key=lambda entry: entry.top, default=None)
            if (
                nearest is not None
                and (nearest.first, nearest.last) == (first, last)
                and nearest.chunks[0].middle - text.middle < 1.1 * leading
                and not self.wrapping.is_parted(text, nearest.chunks[0])
            ):
                nearest.chunks.insert(0, text)
            else:
                entries.append(Entry(first, last, [text]))
        return stacked(entries)

    def _written(
        self,
        header: Sequence[ChunkRow],
        rows: Sequence[_GridRow],
        labels: Sequence[CellText],
        columns: Sequence[Column],
        above: KnownColumns | None,
    ) -> tuple[PageTable, KnownColumns]:
        """Return the table, and what may go on under it; `columns` are those of values."""
        own = {id(row.label) for row in rows}
        groups = [label for label in labels if id(label) not in own]
        whole, x0, x1 = self._all_columns(rows, groups, columns, above)
        before = len(whole) - len(columns)
        entries = self._header(header, whole, before)
        first = max((entry.row + 1 for entry in entries), default=0)
        entries += _body_entries(rows, groups, whole, before, first)
        box = box_around([line for entry in entries for line in entry.chunks])._replace(x0=x0, x1=x1)
        table = with_cells(entries, whole, box, self.page)
        return table, KnownColumns(tuple(table.columns), tuple(columns), bool(rows))

    def _all_columns(
        self,
        rows: Sequence[_GridRow],
        groups: Sequence[CellText],
        columns: Sequence[Column],
        above: KnownColumns | None,
    ) -> tuple[list[Column], float, float]:
        """Return the columns with those of labels before them, and where the table begins and ends across the
        page.
        """
        if above is not None:
            edges = above.edges if above.has_rows else self._with_groups(above.edges, groups, rows)
            return [Column(start, end) for start, end in pairwise(edges)], edges[0] + 1, edges[-1] - 1
        outer = self.above.edges if self.above is not None else (inf, -inf)
        x0 = min(outer[0] + 1, *(row.x0 for row in self.rows))
        x1 = max(outer[-1] - 1, *(row.x1 for row in self.rows))
        before = between_white([[line for group in groups for line in group.lines]], 0)
        leaves = [row.label for row in rows if row.label is not None]
        if leaves:
            start = max([min(leaf.x0 for leaf in leaves), *(column.x1 for column in before)])
            before.append(Column(start, max(leaf.x1 for leaf in leaves)))
        return [*before, *columns], x0, x1

    def _with_groups(
        self, edges: Sequence[float], groups: Sequence[CellText], rows: Sequence[_GridRow]
    ) -> Sequence[float]:
        """Return the edges under a header, with those between the labels of groups and of their rows."""
        columns = between_white([[line for group in groups for line in group.lines]], 0)
        beside = [
            row.label.x0
            for row in rows
            if row.label is not None and columns and row.label.x0 > columns[-1].x1 - 0.2 * self.wrapping.em
        ]
        starts = [*(column.x0 for column in columns[1:]), min(beside, default=inf)]
        inner = [(column.x1 + start) / 2 for column, start in zip(columns, starts, strict=False)]
        return [edges[0], *(edge for edge in inner if edge < edges[1]), *edges[1:]]


def _body_entries(
    rows: Sequence[_GridRow], groups: Sequence[CellText], columns: Sequence[Column], labels: int, first: int
) -> list[Entry]:
    """Return the cells of rows, the first of them in row `first`.

    The first columns, so many, are those of labels.
    """
    entries: list[Entry] = []
    starts: list[int] = []
    for number, row in enumerate(rows, first):
        if row.label is not None:
            last = labels - 1
            starts.append(next((at for at in range(last) if row.label.x0 < columns[at].x1), last))
            entries.append(Entry(starts[-1], last, row.label.lines, number))
        entries += (Entry(labels + at, labels + at, cell.lines, number) for at, cell in row.values.items())
    for group in groups:
        at = next(at for at, column in enumerate(columns) if middle_of(group) < column.x1)
        beside = [number for number, start in enumerate(starts) if start > at]
        if beside:
            nearest = min(beside, key=lambda number: abs(rows[number].height - group.middle))
            entries.append(Entry(at, at, group.lines, first + nearest))
    return entries
