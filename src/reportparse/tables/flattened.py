"""Tables that a tool flattened to lines of text, rebuilt from the marks that it left.

A dialect is a small description: which lines belong to it, and how its lines give rows of cells.
Dialects are detected line by line, so that one document may mix them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from reportparse.document import Block, Cell, Document, Paragraph, Place, Table

BOOKMARK = regex.compile(r"\[bookmark: [^\]\n]*\]")
# A row of cells before its columns are known: the texts with their places.
Row = list[tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one tool writes tables as text.

    `extent` gives the line after the last one of the table that starts at a line, or that line
    itself where none starts; `rows` gives the cells of the table's lines.
    """

    name: str
    extent: Callable[[Sequence[str], int], int]
    rows: Callable[[Sequence[Paragraph]], list[Row]]


def rebuild(document: Document) -> Document:
    """The document with the lines of flattened tables replaced by tables of layout `rows`."""
    blocks: list[Block] = []
    run: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            blocks.extend(_rebuild_lines(run))
            run = []
            blocks.append(block)
    blocks.extend(_rebuild_lines(run))
    return replace(document, blocks=blocks)


def _rebuild_lines(lines: list[Paragraph]) -> list[Block]:
    texts = [line.text for line in lines]
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        for dialect in DIALECTS:
            end = dialect.extent(texts, i)
            table = _table(dialect, lines[i:end]) if end > i else None
            if table is not None:
                blocks.append(table)
                i = end
                break
        else:
            blocks.append(replace(lines[i], text=BOOKMARK.sub("", lines[i].text)))
            i += 1
    return blocks


def _table(dialect: Dialect, lines: Sequence[Paragraph]) -> Table | None:
    rows = [row for row in dialect.rows(lines) if row]
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return None
    cells = [Cell(i, j, text, place) for i, row in enumerate(rows) for j, (text, place) in enumerate(row)]
    return Table(cells, lines[0].place, layout="rows", dialect=dialect.name)


def _text(text: str) -> str:
    return BOOKMARK.sub("", text).strip()


# One cell per line behind a tab, a blank line after each row (Apache Tika).


def _tab_cell_extent(lines: Sequence[str], start: int) -> int:
    end = start
    for i in range(start, len(lines)):
        line = lines[i]
        if line.startswith("\t"):
            if "\t" in line.strip() or (line.count("\t") > 1 and line.strip()):
                break
            end = i + 1
        elif not line.strip():
            # One blank line ends a row, two end the table.
            if i == start or not (lines[i - 1].strip() or lines[i - 1].startswith("\t")):
                break
        elif i == start or not (lines[i - 1].strip() or lines[i - 1].startswith("\t")):
            break
        else:
            # A line without a tab is a further paragraph of the cell above it.
            end = i + 1
    return end


def _tab_cell_rows(lines: Sequence[Paragraph]) -> list[Row]:
    rows: list[Row] = [[]]
    for line in lines:
        if line.text.startswith("\t"):
            rows[-1].append((_text(line.text), line.place))
        elif not line.text.strip():
            rows.append([])
        elif rows[-1]:
            text, place = rows[-1][-1]
            rows[-1][-1] = (f"{text}\n{_text(line.text)}" if text else _text(line.text), place)
    return rows


# One row per line, tabs between the cells.


def _tab_row_extent(lines: Sequence[str], start: int) -> int:
    if "\t" not in lines[start]:
        return start
    end = start + 1
    while end < len(lines):
        if "\t" in lines[end]:
            end += 1
        elif lines[end].strip() and end + 1 < len(lines) and "\t" in lines[end + 1]:
            # A row of one cell has no tab.
            end += 2
        else:
            break
    return end


def _tab_rows(lines: Sequence[Paragraph]) -> list[Row]:
    return [[(_text(cell), line.place) for cell in line.text.split("\t")] for line in lines]


DIALECTS: tuple[Dialect, ...] = (
    Dialect("tab-cells", _tab_cell_extent, _tab_cell_rows),
    Dialect("tab-rows", _tab_row_extent, _tab_rows),
)
