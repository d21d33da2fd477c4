"""What stands on pages to one reading order: tables, paragraphs, and page furniture set apart.

Shared by the readers of formats with pages; they give characters and rulings, this gives blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from reportparse.document import Block, Box, Cell, Document, Paragraph, Place, Table
from reportparse.loaders.page_characters import Skew
from reportparse.tables.pages.aligned import aligned_tables, rest_of
from reportparse.tables.pages.chinese_grids import KnownColumns
from reportparse.tables.pages.chinese_regions import ChineseTables, chinese_tables
from reportparse.tables.pages.chunks import row_of
from reportparse.tables.pages.cut_tables import belong_together, join
from reportparse.tables.pages.extents import box_around
from reportparse.tables.pages.filled import PageTable, fill_grid
from reportparse.tables.pages.lines import Character, Line, join_lines, lines_of
from reportparse.tables.pages.lone_headers import LoneHeader
from reportparse.tables.pages.open_rows import is_frame, part_rows
from reportparse.tables.pages.ruled import SAME_LINE, Ruling, find_grids
from reportparse.values import may_be_rest

# The part of a page's height, at its top and bottom, where furniture stands.
MARGIN = 0.1
# Points by which lines may begin beside the margin that they share.
SAME_MARGIN = 6.0
# Points from the edge of the paper at which a text may go on beyond it.
CUT = 1.0

PAGE_NUMBER = re.compile(
    r"[\s\-—–－―·•~～|]*(?:第\s*|页码[:：]?\s*|page\s*)?[1-9]\d{0,3}\s*页?"
    r"(?:[\s，,]*(?:/|／|of|共)\s*[1-9]\d{0,3}\s*页?)?[\s\-—–－―·•~～|]*",
    re.IGNORECASE,
)
CONTINUED = re.compile(r"[（(]?\s*(?:续\s*表?|接上[页表])\s*\d*\s*[）)]?")
HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*、|[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]"
    r"|第[一二三四五六七八九十]{1,3}\s*(?:部分|章|节)|附件\s*\d*\s*[:：])"
)

# Lines at the top of a page that may go on with the page before: one may be a running head.
FIRST_LINES = 2

VALUES = frozenset("0123456789.,%()-–$€")


@dataclass(slots=True)
class PageContent:
    """What is drawn on one page, in points from the top left of the page as displayed."""

    number: int
    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    # Backgrounds, as of header cells or of every other row.
    shades: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # Degrees by which the page was turned clockwise, from how it is displayed, for its text to stand
    # upright.
    turned: int = 0
    # How all was turned for the lines of text to be straight, as those of scans are not.
    skew: Skew | None = None
    # Whether the characters were recognised in a picture of the page.
    recognised: bool = False
    # Whether the page is a picture whose text was not recognised.
    unread: bool = False
    # Whether text that stands aslant was left out.
    aslant: bool = False
    # The left and the right edge of what is shown of the page; None for those of the page.
    clip: tuple[float, float] | None = None

    def without_content(self) -> PageContent:
        """The same page, small enough to keep."""
        return PageContent(self.number, self.width, self.height, turned=self.turned, skew=self.skew)

    def displayed(self, box: Box) -> Box:
        """Where something that stands here on the page turned upright is displayed."""
        x0, y0, x1, y1 = box
        if self.skew:
            corners = [self.skew.back(x, y) for x in (x0, x1) for y in (y0, y1)]
            x0, y0, x1, y1 = (*map(min, zip(*corners, strict=True)), *map(max, zip(*corners, strict=True)))
        if self.turned == 0:
            return Box(x0, y0, x1, y1)
        if self.turned == 90:
            return Box(y0, self.width - x1, y1, self.width - x0)
        if self.turned == 180:
            return Box(self.width - x1, self.height - y1, self.width - x0, self.height - y0)
        return Box(self.height - y1, x0, self.height - y0, x1)


PageItem = Line | PageTable


@dataclass(slots=True)
class PageColumn:
    """One column of text of a page (nearly always the page) with what stands in it, top to bottom."""

    page: int
    width: float
    height: float
    items: list[PageItem]
    part: int = 0
    recognised: bool = False
    # The columns of a table without rulings at its end, which the next one may go on with.
    known_columns: KnownColumns | LoneHeader | None = None
    # The left and the right edge of what is shown of the page; None for those of the page.
    clip: tuple[float, float] | None = None

    @property
    def edges(self) -> tuple[float, float]:
        """The left and the right edge of what is shown."""
        return self.clip or (0.0, self.width)

    @property
    def lines(self) -> list[Line]:
        """What stands outside of tables."""
        return [item for item in self.items if isinstance(item, Line)]

    @classmethod
    def of(cls, page: int, width: float, height: float, items: list[PageItem]) -> PageColumn:
        """A page as one column, with its items put in order."""
        return cls(page, width, height, sorted(items, key=_top))


def page_columns(page: PageContent, before: PageColumn | None = None) -> list[PageColumn]:
    """The columns of one page in reading order; two where two pages are printed side by side.

    `before` is the last column of the page before.
    """
    gutter = _gutter(page)
    if gutter is None:
        return [_column(page, page, 0, before)]
    columns: list[PageColumn] = []
    for part, left in enumerate((True, False)):
        half = PageContent(
            page.number,
            page.width,
            page.height,
            [character for character in page.characters if (character.x0 < gutter) == left],
            [ruling for ruling in page.horizontals if (ruling.start < gutter) == left],
            [ruling for ruling in page.verticals if (ruling.at < gutter) == left],
            [shade for shade in page.shades if (shade.x0 < gutter) == left],
            [picture for picture in page.pictures if (picture.x0 < gutter) == left],
        )
        columns.append(_column(page, half, part, columns[-1] if columns else before))
    return columns


def _column(page: PageContent, content: PageContent, part: int, before: PageColumn | None) -> PageColumn:
    """One column with its part of the page, and with what its first table lacks from the column before."""
    unfinished = _unfinished(before) if before is not None and content is page else None
    items, chinese = _items(content, before.known_columns if before is not None else None, unfinished)
    if before is not None and chinese.header is not None:
        before.items = [item for item in before.items if item not in chinese.header.lines]
    return PageColumn(
        page.number, page.width, page.height, items, part, page.recognised, chinese.above, page.clip
    )


def _gutter(page: PageContent) -> float | None:
    """The middle of a landscape page, if nothing crosses it and both sides are filled with text."""
    middle, reach = page.width / 2, 0.02 * page.width
    if page.width <= page.height:
        return None
    if any(r.start < middle + reach and r.end > middle - reach for r in page.horizontals):
        return None
    visible = [character for character in page.characters if not character.text.isspace()]
    if any(c.x0 < middle + reach and c.x1 > middle - reach for c in visible):
        return None
    beside = [c for c in visible if c.x0 > middle]
    if sum(c.text in VALUES for c in beside) > 0.5 * len(beside):
        return None  # the columns of one wide table
    left = {round(c.y0 / 6) for c in visible if c.x1 < middle}
    right = {round(c.y0 / 6) for c in beside}
    return middle if len(left) >= 10 and len(right) >= 10 else None


def _unfinished(before: PageColumn) -> PageTable | None:
    """The table without rulings at the end of a page, which may go on on the next one."""
    at = max((n for n, item in enumerate(before.items) if isinstance(item, PageTable)), default=0)
    found = before.items[at] if before.items else None
    below = before.items[at + 1 :]
    margin = all(_top(item) > (1 - MARGIN) * before.height for item in below)
    return found if isinstance(found, PageTable) and not found.has_rulings and margin else None


def _items(
    page: PageContent, above: KnownColumns | LoneHeader | None, unfinished: PageTable | None
) -> tuple[list[PageItem], ChineseTables]:
    items: list[PageItem] = []
    rest = page.characters
    empty: list[PageItem] = []
    boxes: list[Box] = []
    for grid in find_grids(page.horizontals, page.verticals):
        ruled, outside = fill_grid(grid, rest, page.number, page.pictures)
        if is_frame(ruled, outside):
            continue
        if any(cell.text for cell in ruled.table.cells):
            boxes.append(grid.box)
            rest = outside
            items.append(part_rows(ruled))
        else:
            empty.append(ruled)
    lines = lines_of(rest)
    free = [ruling for ruling in page.horizontals if not any(_is_inside(ruling, box) for box in boxes)]
    chinese = chinese_tables(free, lines, page.number, above)
    items.extend(chinese.tables)
    aligned, lines = aligned_tables(free, page.verticals, chinese.lines, page.number, page.width, page.shades)
    items.extend(aligned)
    if unfinished is not None and lines and all(_top(item) > lines[0].middle for item in items):
        rest_of_table, lines = rest_of(unfinished, lines, page.number)
        items.extend([rest_of_table] if rest_of_table else [])
    # A grid without text may be the rest of a table from the page before, if it is the first.
    first = min(map(_top, items), default=page.height)
    rests = [item for item in empty if _top(item) < first]
    # The first lines may be the rest of a row of the table on the page before.
    found = [
        *items,
        *rests,
        *lines[:FIRST_LINES],
        *(line.without_characters() for line in lines[FIRST_LINES:]),
    ]
    return sorted(found, key=_top), chinese


def _is_inside(ruling: Ruling, box: Box) -> bool:
    return (
        box.x0 - SAME_LINE <= ruling.start
        and ruling.end <= box.x1 + SAME_LINE
        and box.y0 - SAME_LINE <= ruling.at <= box.y1 + SAME_LINE
    )


def _top(item: PageItem) -> float:
    if isinstance(item, PageTable):
        return item.table.place.box.y0 if item.table.place.box else 0.0
    return (item.y0 + item.y1) / 2


def _cut_off(columns: Sequence[PageColumn]) -> list[str]:
    """Warnings for tables that run to the edge of the paper, which may have lost columns there."""
    pages = {
        column.page: None
        for column in columns
        for item in column.items
        if isinstance(item, PageTable) and _runs_to_edge(item, column)
    }
    return [f"page {page}: a table runs to the edge of the page and may be cut off" for page in pages]


def _runs_to_edge(ruled: PageTable, column: PageColumn) -> bool:
    left, right = column.edges
    return _is_table(ruled) and (ruled.columns[0] < left + SAME_LINE or ruled.columns[-1] > right - SAME_LINE)


def _at_edge(columns: Sequence[PageColumn]) -> frozenset[str]:
    """The paths of tables that run to the edge of the paper, and of their cells that it may cut.

    Where it cuts the text of a cell, others of that column may be blank for being beyond it.
    """
    paths: set[str] = set()
    for column in columns:
        for ruled in column.items:
            if not (isinstance(ruled, PageTable) and _runs_to_edge(ruled, column)):
                continue
            paths.add(ruled.table.place.path)
            cut = [
                cell
                for cell in ruled.table.cells
                for line in ruled.lines.get((cell.row, cell.column), ())
                if line.x0 < column.edges[0] + CUT or line.x1 > column.edges[1] - CUT
            ]
            sides = {cell.column for cell in cut} | {cell.column + cell.colspan for cell in cut}
            paths.update(cell.place.path for cell in cut)
            paths.update(
                cell.place.path
                for cell in ruled.table.cells
                if not cell.text and not sides.isdisjoint((cell.column, cell.column + cell.colspan))
            )
    return frozenset(paths)


def fill(document: Document, columns: Sequence[PageColumn], aslant: Sequence[int]) -> None:
    """Give a document what stands on its pages, of which those `aslant` have text that stands so."""
    if aslant:
        pages = ", ".join(map(str, aslant))
        document.warnings.append(f"page {pages}: text that stands aslant, as watermarks do, is left out")
    document.warnings.extend(_cut_off(columns))
    document.blocks, document.margins, document.at_edge = assemble(columns)


class Body(NamedTuple):
    """What stands on the pages of a document, in reading order."""

    blocks: list[Block]
    margins: list[Paragraph]
    # See `Document`.
    at_edge: frozenset[str]


def assemble(columns: Sequence[PageColumn]) -> Body:
    """The body of a document and its margins."""
    margins = _take_furniture(columns)
    _number_tables(columns)
    at_edge = _at_edge(columns)
    items, repeated = _join_tables(columns)
    margins.extend(repeated)
    blocks = _paragraphs(items)
    margins.sort(key=lambda paragraph: paragraph.place.page or 0)
    return Body(blocks, margins, at_edge)


def turn_back(blocks: Iterable[Block], turned: Mapping[int, PageContent]) -> None:
    """Give what was read on pages turned upright the places where it is displayed."""
    for block in blocks:
        for part in (block, *(block.cells if isinstance(block, Table) else ())):
            page = turned.get(part.place.page or 0)
            if page is not None and part.place.box is not None:
                part.place = part.place._replace(box=page.displayed(part.place.box))


# --- furniture ---------------------------------------------------------------------------------


def _take_furniture(columns: Sequence[PageColumn]) -> list[Paragraph]:
    """Take page numbers and running heads out of the columns."""
    at_edges: list[list[Line]] = []
    seen: Counter[tuple[str, int, int]] = Counter()
    for column in columns:
        top, bottom = MARGIN * column.height, (1 - MARGIN) * column.height
        at_edges.append([line for line in column.lines if line.y1 < top or line.y0 > bottom])
        seen.update({_furniture_key(column, line) for line in at_edges[-1]})
    margins: list[Paragraph] = []
    for column, lines in zip(columns, at_edges, strict=True):
        counts = [seen[_furniture_key(column, line)] for line in lines]
        taken = [
            line
            for line, repeats in zip(lines, counts, strict=True)
            if PAGE_NUMBER.fullmatch(line.text) or (repeats > 1 and 2 * repeats >= len(columns))
        ]
        taken += [line for line in column.lines if CONTINUED.fullmatch(line.text)]
        margins += [_paragraph([(column, line)], f"page[{column.page}]/margin") for line in taken]
        ids = set(map(id, taken))
        column.items = [item for item in column.items if id(item) not in ids]
    return margins


def _furniture_key(column: PageColumn, line: Line) -> tuple[str, int, int]:
    return re.sub(r"\d+", "#", line.text), round(line.y0 / 4), column.part


# --- tables ------------------------------------------------------------------------------------


def _number_tables(columns: Sequence[PageColumn]) -> None:
    """Give every table and cell its path."""
    for page, group in groupby(columns, key=lambda column: column.page):
        tables = [
            (item, column.recognised)
            for column in group
            for item in column.items
            if isinstance(item, PageTable)
        ]
        for number, (piece, recognised) in enumerate(tables, 1):
            path = f"page[{page}]/table[{number}]"
            piece.table.place = Place(path, page, piece.table.place.box, recognised)
            for row, cells in enumerate(piece.table.rows(), 1):
                for position, cell in enumerate(cells, 1):
                    path_of_cell = f"{path}/row[{row}]/cell[{position}]"
                    own = cell.place.page or page  # a header may end the page before
                    cell.place = Place(path_of_cell, own, cell.place.box, recognised)


def _join_tables(
    columns: Sequence[PageColumn],
) -> tuple[list[tuple[PageColumn, PageItem]], list[Paragraph]]:
    """Everything in one order, tables that go on over a page put together.

    What turns out to be only a frame around text is taken apart to its lines.
    """
    groups: list[tuple[PageColumn, list[PageItem]]] = []
    for column in columns:
        for position, item in enumerate(column.items):
            before = groups[-1][1][-1] if groups and position == 0 else None
            if (
                isinstance(item, PageTable)
                and isinstance(before, PageTable)
                and belong_together(before, item)
            ):
                groups[-1][1].append(item)
            elif not (
                isinstance(before, PageTable)
                and isinstance(item, Line)
                and _add_rest_of_row(before, item, column.page)
            ):
                groups.append((column, [item]))
    items: list[tuple[PageColumn, PageItem]] = []
    repeated: list[Paragraph] = []
    for column, group in groups:
        pieces = [item for item in group if isinstance(item, PageTable)]
        joined: PageItem = group[0]
        if len(pieces) > 1:
            joined, header = join(pieces)
            repeated.extend(Paragraph(cell.text, cell.place) for cell in header if cell.text)
        if isinstance(joined, PageTable) and not _is_table(joined):
            items.extend((column, line) for key in sorted(joined.lines) for line in joined.lines[key])
        else:
            items.append((column, joined))
    return items, repeated


def _add_rest_of_row(above: PageTable, line: Line, page: int) -> bool:
    """Add the line at the top of a page as a row to the table that ends the page before, if it holds
    nothing but digits below numbers or nothing, and texts before these: they may be the ends of a row that
    was wrapped.
    """
    if not line.characters or not line.text[-1].isdecimal():
        return False
    height = 1 + max(cell.row for cell in above.table.cells)
    last = [cell for cell in above.table.cells if cell.row + cell.rowspan == height]
    below: list[tuple[Cell, Line]] = []
    for chunk in row_of(line).chunks:
        over = [
            cell
            for cell in last
            if above.columns[cell.column] - SAME_LINE <= chunk.x0
            and chunk.x1 <= above.columns[cell.column + cell.colspan] + SAME_LINE
        ]
        if len(over) != 1:
            return False
        own = over[0].text.replace("\n", "")
        # A row may be cut above a number that stands lower than the others: then its cell is blank.
        digits = may_be_rest(chunk.text) if own else chunk.text.isdecimal()
        if (digits and own and not own.isdecimal()) or (
            not digits and (chunk.text[0].isdecimal() or any(of.text.isdecimal() for _, of in below))
        ):
            return False
        below.append((over[0], chunk))
    for position, (cell, chunk) in enumerate(below, 1):
        path = f"{above.table.place.path}/row[{height + 1}]/cell[{position}]"
        place = Place(path, page, chunk.box, cell.place.recognised)
        above.table.cells.append(Cell(height, cell.column, chunk.text, place, 1, cell.colspan))
        above.lines[height, cell.column] = [chunk]
    return True


def _is_table(found: PageTable) -> bool:
    return found.table.width > 1 and any(cell.text for cell in found.table.cells)


# --- paragraphs --------------------------------------------------------------------------------

Placed = tuple[PageColumn, Line]


def _paragraphs(items: Sequence[tuple[PageColumn, PageItem]]) -> list[Block]:
    lines = [(column, item) for column, item in items if isinstance(item, Line)]
    flow = _Flow(lines)
    blocks: list[Block] = []
    numbers: Counter[int] = Counter()
    current: list[Placed] = []

    def finish() -> None:
        if current:
            page = current[0][0].page
            numbers[page] += 1
            blocks.append(_paragraph(current, f"page[{page}]/paragraph[{numbers[page]}]"))
            current.clear()

    for column, item in items:
        if isinstance(item, PageTable):
            finish()
            blocks.append(item.table)
            continue
        if current and flow.starts_paragraph(current, (column, item)):
            finish()
        current.append((column, item))
    finish()
    return blocks


def _paragraph(lines: Sequence[Placed], path: str) -> Paragraph:
    page = lines[0][0].page
    own = [line for column, line in lines if column.page == page]
    recognised = any(column.recognised for column, _ in lines)
    place = Place(path, page, box_around(own), recognised)
    return Paragraph(join_lines([line.text for _, line in lines]), place)


class _Flow:
    """How lines follow one another in this document: its margins and its distance of lines."""

    def __init__(self, lines: Sequence[Placed]) -> None:
        by_column: dict[tuple[int, int], list[Line]] = {}
        for column, line in lines:
            by_column.setdefault(self._key(column), []).append(line)
        self.left = {key: _common_edge([line.x0 for line in own]) for key, own in by_column.items()}
        self.right = {key: -_common_edge([-line.x1 for line in own]) for key, own in by_column.items()}
        pitches = Counter(
            round(2 * (second[1].middle - first[1].middle)) / 2
            for first, second in pairwise(lines)
            if first[0] is second[0]
        )
        pitch, count = max(pitches.items(), key=lambda item: item[1], default=(0.0, 0))
        self.pitch = pitch if count >= 3 else None

    @staticmethod
    def _key(column: PageColumn) -> tuple[int, int]:
        return round(column.width), column.part

    def starts_paragraph(self, before: Sequence[Placed], placed: Placed) -> bool:
        """Whether a line begins a new paragraph, given the lines of the present one."""
        (last_column, last), (column, line) = before[-1], placed
        em, last_em = line.em, last.em
        if HEADING.match(line.text) or "  " in line.text or "  " in last.text:
            return True
        if abs(em - last_em) > 0.2 * max(em, last_em):
            return True
        room = self.right[self._key(last_column)] - last.x1
        if room > max(1.8 * last_em, line.first_word + 0.5 * em):
            return True
        if line.x0 - self.left[self._key(column)] > 1.2 * em:
            hanging = len(before) > 1 and abs(line.x0 - last.x0) < 0.5 * em
            if not hanging:
                return True
        if column is not last_column:
            return False
        distance = line.middle - last.middle
        if self.pitch is not None and distance > 1.15 * self.pitch:
            return True
        return distance > 3.5 * em


def _common_edge(values: Iterable[float]) -> float:
    """The smallest value that is no exception: a tenth of all, and at least two, lie within reach of it."""
    ordered = sorted(values)
    needed = max(2, len(ordered) // 10)
    for index, value in enumerate(ordered):
        if index + needed <= len(ordered) and ordered[index + needed - 1] - value <= SAME_MARGIN:
            return value
    return ordered[0]
