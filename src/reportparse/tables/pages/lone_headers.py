"""The header of a table of Chinese text without rulings that ends a page: its rows are on the next one.

A header alone looks like other short texts beside one another. So it stays lines until rows on the next page,
which have no header of their own, have their values under its texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from reportparse.tables.pages.chinese_cells import Wrapping, numbers_of
from reportparse.tables.pages.chinese_grids import GridReader, KnownColumns
from reportparse.tables.pages.chunks import ChunkRow
from reportparse.tables.pages.columns import columns_over
from reportparse.tables.pages.cut_tables import stack
from reportparse.tables.pages.filled import PageTable
from reportparse.tables.pages.lines import Line
from reportparse.tables.pages.ruled import Ruling

HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
SENTENCE_ENDS = "。；"


@dataclass(frozen=True, slots=True)
class LoneHeader:
    """A header, what goes on below it, and the lines in which it stands."""

    table: PageTable
    known: KnownColumns
    lines: tuple[Line, ...]

    def with_rows(self, rows: PageTable) -> PageTable:
        """Return the table of this header and of rows on the next page, where it is placed."""
        whole = stack([self.table, rows])
        whole.table = replace(whole.table, place=rows.table.place)
        return whole


def lone_header(
    rows: Sequence[ChunkRow],
    lines: Sequence[Line],
    rulings: Sequence[Ruling],
    em: float,
    is_caption: Callable[[Line], bool],
    page: int,
) -> LoneHeader | None:
    """Return the header in the last rows of a page, and nothing but a header; `lines` are those of the rows."""
    if any(numbers_of(row) or row.text.rstrip()[-1] in SENTENCE_ENDS for row in rows):
        return None
    start = next(index for index, row in enumerate(rows) if len(row.chunks) > 1)
    second = rows[start].chunks[1].x0
    while start:
        text = rows[start - 1].chunks[0]
        if HEADING.match(text.text) or not (text.x0 > second - 2 * em or is_caption(text)):
            break
        start -= 1
    header = rows[start:]
    wrapping = Wrapping(header, rulings, em)
    found = GridReader(header, wrapping, -inf, is_caption, None, True, page).grid(header, None)
    if found is None or not _is_sure(found[1], wrapping):
        return None
    return LoneHeader(*found, tuple(line.without_characters() for line in lines[start:]))


def _is_sure(known: KnownColumns, wrapping: Wrapping) -> bool:
    """Return whether each column has a text of its own.

    None of the texts can be over two that stand beside it.
    """
    columns = known.columns
    if len(columns) < 2:
        return False
    first = [text for text in wrapping.texts if text.x1 <= columns[1].x0]
    if len(wrapping.cells(first, wrapping.leadings[0])) != 1:
        return False  # blank rows may be among them
    texts: list[list[Line]] = [[] for _ in columns]
    for text in wrapping.texts:
        over = columns_over(text, columns)
        if len(over) == 1:
            texts[over[0]].append(text)
    if not all(texts):
        return False
    cells = [wrapping.cells(own, wrapping.leadings[0])[-1] for own in texts]
    return not any(
        middle.bottom + 0.5 * wrapping.em < min(left.top, right.top)
        for left, middle, right in zip(cells, cells[1:], cells[2:], strict=False)
    )
