"""Between `{|` and `|}`, `|-` between rows, pipes or, in headers, exclamation marks before cells (MediaWiki)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

import regex

from reportparse.document import Cell, Paragraph, Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.loaders.grid import Slot, drop_empty_columns, flow
from reportparse.tables.texts.cell_texts import CellRow, clean
from reportparse.values import is_value

BEGINNING, END = "{|", "|}"
# The sign of a number may stand right behind the pipe of its cell.
ROW, CAPTION = regex.compile(r"\|-+(?!\d)"), regex.compile(r"\|\+(?!\d)")
CELL = ("|", "!")
# The mark of a row as programs write it, and the most lines before one.
ROW_ALONE, LONGEST_ROW = regex.compile(r"\|-\s*"), 100
NEXT_CELL, NEXT_HEADER_CELL = regex.compile(r"\|\|"), regex.compile(r"\|\||!!")
# What stands before the text of a cell, with a pipe behind it.
ATTRIBUTES = regex.compile(r"""(?:\s*+[\w-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'|]++))++\s*+\|""")
SPAN = regex.compile(r"""\b(?P<kind>row|col)span\s*=\s*["']?(?P<count>[1-9]\d{0,3})""", regex.IGNORECASE)


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    first = lines[start].strip()
    # The head of a table may be cut off. Pipes behind cells are of other dialects.
    may_be_cut = (first.startswith(CELL) and not first.endswith(CELL)) or words.is_label(first)
    if not first.startswith(BEGINNING) and not (may_be_cut and _goes_on_in_rows(lines, start)):
        return start
    end = start + 1
    goes_on = True
    for i in range(start + 1, len(lines)):
        text = lines[i].lstrip()
        if text.startswith(END):
            return i + 1
        if text.startswith(BEGINNING):
            break
        # The end of a text may cut its last table.
        goes_on = goes_on and not words.is_heading(text)
        if goes_on and text.startswith(CELL):
            end = i + 1
    return end


def without_frames(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines without the marks of tables that lay out a page: their cells hold others, and no values.

    A table that nothing ends holds none.
    """
    texts = [line.text.strip() for line in lines]
    if sum(text.startswith(BEGINNING) for text in texts) < 2:
        return list(lines)
    begun: list[int] = []
    holders: set[int] = set()
    ended: set[int] = set()
    # For each line the first one of the table that it is of.
    tables: list[int | None] = []
    for i, text in enumerate(texts):
        if text.startswith(BEGINNING):
            holders.update(begun[-1:])
            begun.append(i)
        tables.append(begun[-1] if begun else None)
        if text.startswith(END) and begun:
            ended.add(begun.pop())
    inner = {i: _texts_of(line) for i, line in enumerate(lines) if tables[i] in holders & ended}
    valued = {tables[i] for i, cells in inner.items() for cell in cells if is_value(clean(cell.text))}
    return [
        part
        for i, line in enumerate(lines)
        for part in (inner[i] if i in inner and tables[i] not in valued else [line])
    ]


def _texts_of(line: Paragraph) -> list[Paragraph]:
    """Return what a line prints, without the marks of cells, rows and the table."""
    text = line.text.strip()
    if text.startswith((BEGINNING, END)) or ROW.match(text):
        return []
    if not text.startswith(CELL):
        return [line]
    slots = _cells(text.replace("|+", "|", 1), line.place)
    return [Paragraph(slot.text, slot.place) for slot in slots if slot.text.strip()]


def _goes_on_in_rows(lines: Sequence[str], start: int) -> bool:
    """Return whether the mark of a row follows, and not the head of a table before it."""
    near = map(str.lstrip, lines[start : start + LONGEST_ROW])
    of_table = takewhile(lambda text: not text.startswith(BEGINNING), near)
    return any(map(ROW_ALONE.fullmatch, of_table))


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    return [[(clean(slot.text), slot.place) for slot in row] for row in _rows(lines)]


def grid(lines: Sequence[Paragraph], _: Vocabulary) -> list[Cell]:
    """See `Dialect`."""
    slots = flow(_rows(lines))
    drop_empty_columns(slots)
    return [
        Cell(slot.row, slot.column, clean(slot.text), slot.place, slot.rowspan, slot.colspan)
        for slot in slots
    ]


def _rows(lines: Sequence[Paragraph]) -> list[list[Slot]]:
    """Return the cells of each row; a text without a mark goes on in the cell, or the caption, above it.

    Without the head of the table the cells before the first mark of a row are the rest of one that was cut.
    """
    is_whole = lines[0].text.lstrip().startswith(BEGINNING)
    found: list[list[Slot]] = [[]] if is_whole else []
    above: Slot | None = None
    for line in lines:
        text = line.text.strip()
        if text.startswith(END):
            break
        if ROW.match(text):
            found.append([])
            above = None
        elif CAPTION.match(text):
            above = None
        elif text.startswith(CELL) and found:
            found[-1].extend(_cells(text, line.place))
            above = found[-1][-1]
        elif above:
            above.blocks.append(line)
    if not is_whole and any(_has_label_behind_value(row) for row in found):
        # What looks like the mark of a row is a dash.
        return []
    return [row for row in found if row]


def _has_label_behind_value(row: Sequence[Slot]) -> bool:
    are_values = [is_value(clean(slot.text)) for slot in row if slot.text]
    return are_values != sorted(are_values)


def _cells(line: str, place: Place) -> Iterator[Slot]:
    """Yield the cells of a line that begins with the mark of one."""
    between = NEXT_HEADER_CELL if line.startswith("!") else NEXT_CELL
    for piece in between.split(line[1:]):
        attributes = ATTRIBUTES.match(piece)
        text = piece[attributes.end() :] if attributes else piece
        spans = {
            span["kind"].lower(): int(span["count"])
            for span in SPAN.finditer(attributes[0] if attributes else "")
        }
        yield Slot(place, [Paragraph(text, place)], spans.get("row", 1), spans.get("col", 1))
