"""One row per line, tabs between the cells; or blank lines between the rows, each of which a tab begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import regex

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.remembered import LABEL_LENGTH
from reportparse.tables.texts.cell_texts import CellRow, clean, is_prose

# Other white space beside them is that of the cells.
INNER_TABS = regex.compile(r"(?<=\S[^\S\t]*)\t+(?=[^\S\t]*\S)")
# No row has more cells, or more lines.
MOST_CELLS = 20
MOST_LINES = 12


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    if "\t" not in lines[start] or (_is_indented(lines[start]) and is_prose(lines[start], words)):
        return start
    end = start + 1
    while end < len(lines):
        if _is_indented(lines[end]) and words.is_heading(lines[end]):
            break
        if "\t" in lines[end]:
            end += 1
        elif end + 1 < len(lines) and "\t" in lines[end + 1] and words.is_label(lines[end]):
            # A row of one cell has no tab.
            end += 2
        elif row_below := _row_below(lines, end, words):
            end = row_below
        else:
            break
    return end


def _row_below(lines: Sequence[str], i: int, words: Vocabulary) -> int:
    """Return the line of the next row behind the rest of a cell and a blank line; 0 if there is none.

    The rest of the last row of a table ends before two blank lines.
    """
    start = i
    while i < min(len(lines), start + MOST_LINES) and _may_end_cell(lines[i], words):
        i += 1
    above = [*takewhile(_is_printed, reversed(lines[max(0, i - MOST_LINES) : i]))][::-1]
    below = [*takewhile(_is_printed, lines[i + 1 : i + 1 + MOST_LINES])]
    if i == len(lines) or _is_printed(lines[i]) or not _is_row(above, words):
        return 0
    if below and below[0].startswith("\t") and _is_row(below, words) and not is_prose(below[0], words):
        return i + 1
    return i if i > start and above[0].startswith("\t") and not below else 0


def _is_row(lines: Sequence[str], words: Vocabulary) -> bool:
    """Return whether lines between blank ones are those of one row, whose cells go on over line ends."""
    tabs = sum(line.count("\t") for line in lines)
    others_begin = any(
        line.startswith("\t") or words.row_likeness(line.split("\t")[0]) == 1 for line in lines[1:]
    )
    return 0 < tabs <= MOST_CELLS and len(lines) < MOST_LINES and not others_begin


def _may_end_cell(line: str, words: Vocabulary) -> bool:
    return bool(line.strip()) and "\t" not in line and len(line) <= LABEL_LENGTH and not is_prose(line, words)


def _is_printed(line: str) -> bool:
    """Return whether a line has a cell, even a blank one."""
    return bool(line.strip(" \n\xa0\u3000"))


def _is_indented(line: str) -> bool:
    """Return whether all tabs of a line stand before its text."""
    return "\t" not in line.lstrip()


def rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """See `Dialect`."""
    if all(_is_indented(line.text) for line in lines):
        return None
    if not all(_is_printed(line.text) for line in lines):
        lines = _without_gaps(lines)
    gaps = [gap for line in lines for gap in INNER_TABS.findall(line.text)]
    separator = "\t\t" if gaps and min(map(len, gaps)) == 2 else "\t"
    return [[(clean(cell), line.place) for cell in line.text.split(separator)] for line in lines]


def _without_gaps(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return rows that blank lines part, without these; the further lines of a row are those of its last cell."""
    found: list[Paragraph] = []
    begins = True
    for line in lines:
        if not _is_printed(line.text):
            begins = True
            continue
        if begins or line.text.startswith("\t"):
            found.append(line)
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line.text}")
        begins = False
    return found
