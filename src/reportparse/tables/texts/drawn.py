"""Grids drawn with `+`, `-`, `=` and `|`: their cells, spans included, by where the lines stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from reportparse.terminal import is_wide

RULE = frozenset("-=")
BAR = frozenset("|+")
EDGE = regex.compile(r"^\s*+(?:\+[-=]{2,}+)++\+\s*$")
# A bar that a rule meets.
JUNCTION = regex.compile(r"[|+](?=[-=])|(?<=[-=])[|+]")
# Stands in the second column of a wide character.
WIDE_REST = "\0"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: where it begins, what it spans, and its lines of text, the first of which is line `line`."""

    row: int
    column: int
    rowspan: int
    colspan: int
    line: int
    texts: tuple[str, ...]


def extent(lines: Sequence[str], start: int) -> int:
    """The line after the last one of the grid that a line begins, or that line itself; two edges part two grids."""
    if not EDGE.match(lines[start]):
        return start
    end = start + 1
    while end < len(lines) and lines[end].lstrip().startswith(("+", "|")):
        if end > start + 1 and EDGE.match(lines[end]) and EDGE.match(lines[end - 1]):
            break
        end += 1
    return end


def boxes(lines: Sequence[str]) -> list[Box] | None:
    """The cells of a grid row by row, or None where the lines draw none whose cells are all rectangles.

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
    return "".join(character + WIDE_REST if is_wide(character) else character for character in text)


def _canvas(lines: Sequence[str], columns_of: Callable[[str], str]) -> list[str]:
    """The lines with a character for each column, or none if they are not of one length."""
    canvas = [columns_of(line.rstrip()) for line in lines]
    return canvas if len(set(map(len, canvas))) == 1 else []


def _boxes(canvas: Sequence[str]) -> list[Box] | None:
    bars = sorted({junction.start() for line in canvas for junction in JUNCTION.finditer(line)})
    if len(bars) < 2 or any(line[: bars[0]].strip() or line[bars[-1] + 1 :] for line in canvas):
        return None
    columns = [_between_rules(canvas, left + 1, right) for left, right in pairwise(bars)]
    if any(not column or column[0][0] == 0 or column[-1][1] == len(canvas) for column in columns):
        return None
    starts = sorted({start for column in columns for start, _ in column})
    found: list[Box] = []
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
            found.append(Box(row, first, bisect_left(starts, end) - row, k + 1 - first, start, tuple(texts)))
        begun = goes_on
    return sorted(found, key=lambda box: (box.row, box.column)) if not begun else None


def _between_rules(canvas: Sequence[str], left: int, right: int) -> list[tuple[int, int]]:
    """The lines, as half-open ranges, that are text from one column to another."""
    rules = [i for i, line in enumerate(canvas) if left < right and RULE.issuperset(line[left:right])]
    edges = [-1, *rules, len(canvas)]
    return [(above + 1, below) for above, below in pairwise(edges) if below > above + 1]
