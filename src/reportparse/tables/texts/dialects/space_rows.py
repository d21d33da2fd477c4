"""One row per line, one space between the cells, and merged cells printed again in each of their places."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean

# Nothing but the names that are printed again tells such a row from one whose columns are aligned with spaces.
REPEATED_WORDS = regex.compile(r"(?:^| )(?P<words>\S*\p{Han}\S*)(?: (?P=words)){2}(?= |$)")


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    if not is_row(lines[start]):
        return start
    width = lines[start].count(" ")
    end = start + 1
    while end < len(lines) and lines[end].count(" ") == width and not words.is_heading(lines[end]):
        end += 1
    return end


def is_row(line: str) -> bool:
    """Return whether a line repeats words, side by side."""
    return " " in line and REPEATED_WORDS.search(line) is not None


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    return [[(clean(cell), line.place) for cell in line.text.split(" ")] for line in lines]
