"""Between |=== fences, every cell behind a pipe, all rows of the same length (AsciiDoc)."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean
from reportparse.tables.texts.dialects import pipes

FENCE = regex.compile(r"^\|={3,}\s*$")
# A cell's pipe, with its spans and its kind of content in front.
FENCED_CELL = regex.compile(r"(?:(?<=\s)|^)[\d.]*[+*]?[<^>.]*[a-z]?\|")
FENCED_COLUMNS = regex.compile(r'^\[.*\bcols="(?P<columns>[^"]*)".*\]\s*$')


def extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    """See `Dialect`."""
    fence = start + 1 if FENCED_COLUMNS.match(lines[start]) else start
    if fence == len(lines) or not FENCE.match(lines[fence]):
        return start
    closing = (i + 1 for i in range(fence + 1, len(lines)) if FENCE.match(lines[i]))
    # The end of a text may cut its last table.
    return next(closing, len(lines))


def rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """See `Dialect`."""
    cells: CellRow = []
    first_row = 0
    for line in _between_fences(lines):
        pieces = FENCED_CELL.split(line.text)
        if cells and pieces[0].strip():
            text, place = cells[-1]
            cells[-1] = ("\n".join(filter(None, (text, clean(pieces[0])))), place)
        cells.extend((clean(piece), line.place) for piece in pieces[1:])
        if not line.text.strip() and cells and not first_row:
            first_row = len(cells)
    declared = FENCED_COLUMNS.match(lines[0].text)
    on_first_line = sum(1 for _, place in cells if place == cells[0][1])
    widths = [declared["columns"].count(",") + 1] if declared else [first_row, on_first_line]
    closed = bool(FENCE.match(lines[-1].text))
    for width in widths:
        if width > 1 and len(cells) >= width and not (closed and len(cells) % width):
            # A cut text may end in a part of a row.
            return [cells[i : i + width] for i in range(0, len(cells) - width + 1, width)]
    return None


def _between_fences(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    inner = lines[2 if FENCED_COLUMNS.match(lines[0].text) else 1 :]
    return inner[:-1] if inner and FENCE.match(inner[-1].text) else inner


def cells(lines: Sequence[Paragraph]) -> CellRow:
    """See `Dialect`."""
    return pipes.cells(_between_fences(lines))
