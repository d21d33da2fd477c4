"""Grids drawn with `+`, `-`, `=` and `|` (reStructuredText, text browsers).

Their cells, spans included, are found by where the lines stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

import regex

from reportparse import terminal
from reportparse.document import Cell, Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.cell_texts import EMPHASIS, CellRow, clean
from reportparse.values import is_value

RULE = frozenset("-=")
BAR = frozenset("|+")
EDGE = regex.compile(r"^\s*+(?:\+[-=]{2,}+)++\+\s*$")
# A bar that a rule meets.
JUNCTION = regex.compile(r"[|+](?=[-=])|(?<=[-=])[|+]")
# Stands in the second column of a wide character.
WIDE_REST = "\0"
LONGEST_DRAWN_ROW = 100
CUT_ROW = regex.compile(r"^\s*\|.*\|\s*$")
DIVISION = regex.compile(r"^ *:::+(?: *\S+)?$", regex.MULTILINE)
# What stands before each line of a cell whose line ends count, also before a blank one.
LINE_MARK = regex.compile(r"^ *\|(?=\s|$)", regex.MULTILINE)
SPAN = regex.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
# A directive of reStructuredText and its argument, up to the blank line after them.
DIRECTIVE = regex.compile(
    r"^ *\.\s*\.\s+[a-z-](?:\s*[a-z-])*\s*:\s*:[^\n]*(?:\n(?! *\n)[^\n]*)*\n\s*\n", regex.MULTILINE
)


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A cell of a grid: where it begins, what it spans, and its lines of text, the first of which is line
    `line`.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    line: int
    texts: tuple[str, ...]


def extent(lines: Sequence[str], start: int, _: Vocabulary) -> int:
    """See `Dialect`."""
    edge = start
    while edge < min(len(lines), start + LONGEST_DRAWN_ROW) and CUT_ROW.match(lines[edge]):
        edge += 1
    if edge == len(lines) or (edge > start and terminal.width(lines[edge]) != terminal.width(lines[start])):
        return start
    end = grid_extent(lines, edge)
    return end if end > edge else start


def _whole_rows(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the lines without those of a row above the first edge or below the last one of many.

    A cut of the text went through it, and through its numbers if they are wrapped.
    """
    edges = [i for i, line in enumerate(lines) if EDGE.match(line.text)]
    return lines[edges[0] : edges[-1] + 1 if len(edges) > 2 else len(lines)]


def grid(lines: Sequence[Paragraph], words: Vocabulary) -> list[Cell]:
    """Return the cells of a grid; where no rule parts its rows, each line is one that is all of a row of the
    forms.
    """
    lines = _whole_rows(lines)
    drawn_boxes = boxes([line.text for line in lines]) or []
    width = max((box.column + box.colspan for box in drawn_boxes), default=0)
    cells: list[Cell] = []
    more = 0
    for row, group in groupby(drawn_boxes, key=lambda box: box.row):
        whole = list(group)
        height = len(whole[0].texts)
        alone = width == sum(box.colspan for box in whole if box.rowspan == 1)
        each = (
            alone and height > 1 and all(map(partial(_is_row_of_form, words), *(box.texts for box in whole)))
        )
        for box in whole:
            texts = [text.rstrip() for text in box.texts]
            pieces = texts if each else ["\n".join(texts)]
            cells.extend(
                Cell(
                    row + more + i,
                    box.column,
                    _text(text),
                    lines[box.line + i].place,
                    box.rowspan,
                    box.colspan,
                )
                for i, text in enumerate(pieces)
            )
        more += height - 1 if each else 0
    return cells if width > 1 else []


def _is_row_of_form(words: Vocabulary, *texts: str) -> bool:
    """Return whether the texts of a line are a label and values, nothing but values, or a header, with
    nothing in pieces.
    """
    filled = [text.strip() for text in texts if text.strip()]
    labels = [text for text in filled if not is_value(text)]
    if not labels:
        return len(filled) == len(texts)
    if len(labels) < len(filled):
        return words.row_likeness(labels[-1]) > SURE_LABEL
    # The corner of a header may be any text.
    names = "".join(labels[1:]) or labels[0]
    named = words.is_header(names) or words.is_column(names)
    return named or words.caption_likeness(labels[0]) > SURE_LABEL


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    found: list[CellRow] = []
    open_row = False
    for line in _whole_rows(lines):
        text = line.text.strip()
        if text.startswith("+"):
            open_row = False
            continue
        cells = text.removeprefix("|").removesuffix("|").split("|")
        if open_row and len(cells) == len(found[-1]):
            found[-1] = [
                (f"{before}\n{cell.rstrip()}", place)
                for (before, place), cell in zip(found[-1], cells, strict=True)
            ]
        else:
            found.append([(cell.rstrip(), line.place) for cell in cells])
            open_row = True
    return [[(_text(text), place) for text, place in row] for row in found]


def _text(text: str) -> str:
    """Return a cell's lines without the marks of containers and spans, which go on over lines."""
    lines = SPAN.sub(r"\1", LINE_MARK.sub("", DIVISION.sub("", DIRECTIVE.sub("", text)))).split("\n")
    # What is emphasised as one was wrapped, marks and all.
    whole = "".join(line.strip() for line in lines)
    return clean(whole) if EMPHASIS.match(whole) else "\n".join(filter(None, map(clean, lines)))


def grid_extent(lines: Sequence[str], start: int) -> int:
    """Return the line after the last one of the grid that a line begins, or that line itself.

    Two edges part two grids.
    """
    if not EDGE.match(lines[start]):
        return start
    end = start + 1
    while end < len(lines) and lines[end].lstrip().startswith(("+", "|")):
        if end > start + 1 and EDGE.match(lines[end]) and EDGE.match(lines[end - 1]):
            break
        end += 1
    return end


def boxes(lines: Sequence[str]) -> list[DrawnBox] | None:
    """Return the cells of a grid row by row, or None where the lines draw none whose cells are all
    rectangles.

    Most tools count a wide character as two columns, some as one.
    """
    for columns_of in _terminal_columns, str:
        canvas = _canvas(lines, columns_of)
        if canvas:
            return _boxes(canvas)
    return None


def _terminal_columns(text: str) -> str:
    if text.isascii():
        return text
    return "".join(character + WIDE_REST if terminal.is_wide(character) else character for character in text)


def _canvas(lines: Sequence[str], columns_of: Callable[[str], str]) -> list[str]:
    """Return the lines with a character for each column, or none if they are not of one length."""
    canvas = [columns_of(line.rstrip()) for line in lines]
    return canvas if len(set(map(len, canvas))) == 1 else []


def _boxes(canvas: Sequence[str]) -> list[DrawnBox] | None:
    bars = sorted({junction.start() for line in canvas for junction in JUNCTION.finditer(line)})
    if len(bars) < 2 or any(line[: bars[0]].strip() or line[bars[-1] + 1 :] for line in canvas):
        return None
    columns = [_between_rules(canvas, left + 1, right) for left, right in pairwise(bars)]
    for k, bar in enumerate(bars[1:-2], 1):
        if bars[k + 1] == bar + 1:
            # No character stands between two bars side by side, of which each row has one at most.
            before = [lines for lines in columns[k - 1] if canvas[lines[0]][bar] not in BAR]
            behind = [lines for lines in columns[k + 1] if canvas[lines[0]][bar] in BAR]
            columns[k] = sorted(before + behind)
    if any(not column or column[0][0] == 0 or column[-1][1] == len(canvas) for column in columns):
        return None
    starts = sorted({start for column in columns for start, _ in column})
    found: list[DrawnBox] = []
    begun: dict[tuple[int, int], int] = {}
    for k, column in enumerate(columns):
        if not begun.keys() <= set(column):
            return None
        goes_on: dict[tuple[int, int], int] = {}
        for start, end in column:
            first = begun.get((start, end), k)
            barred = {line[bars[k + 1]] in BAR for line in canvas[start:end]}
            if len(barred) > 1:
                return None
            if barred == {False}:
                goes_on[start, end] = first
                continue
            row = bisect_left(starts, start)
            texts = (line[bars[first] + 1 : bars[k + 1]].replace(WIDE_REST, "") for line in canvas[start:end])
            found.append(
                DrawnBox(row, first, bisect_left(starts, end) - row, k + 1 - first, start, tuple(texts))
            )
        begun = goes_on
    return sorted(found, key=lambda box: (box.row, box.column)) if not begun else None


def _between_rules(canvas: Sequence[str], left: int, right: int) -> list[tuple[int, int]]:
    """Return the lines, as half-open ranges, that are text from one column to another."""
    rules = [i for i, line in enumerate(canvas) if left < right and RULE.issuperset(line[left:right])]
    edges = [-1, *rules, len(canvas)]
    return [(above + 1, below) for above, below in pairwise(edges) if below > above + 1]
