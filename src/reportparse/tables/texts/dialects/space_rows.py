"""One row per line, one space between the cells, and merged cells printed again in each of their places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import regex

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean
from reportparse.values import is_value

# Nothing but the names that are printed again tells such a row from one whose columns are aligned with spaces.
REPEATED_WORDS = regex.compile(r"(?:^| )(?P<words>(?=\S*?\p{Han})\S++)(?: (?P=words)){2}(?= |$)")


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    if not is_row(lines[start]):
        return start
    first = lines[start].split(" ")
    if not all(first):
        return start
    end = start + 1
    while end < len(lines) and _cells(lines[end], len(first)) and not words.is_heading(lines[end]):
        end += 1
    return end


def is_row(line: str) -> bool:
    """Return whether a line repeats words, side by side, that are no values as 不适用 is."""
    return " " in line and any(not is_value(match["words"]) for match in REPEATED_WORDS.finditer(line))


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    width = len(lines[0].text.split(" "))
    return [[(clean(cell), line.place) for cell in _cells(line.text, width)] for line in lines]


def _cells(line: str, width: int) -> list[str]:
    """Return the cells of a row of so many; none for another one.

    Either all blank cells are empty, or all hold a space: then they are as two.
    """
    texts = line.split(" ")
    if len(texts) == width:
        return texts
    runs = [(is_filled, [*run]) for is_filled, run in groupby(texts, key=bool)]
    if any(len(run) % 2 for is_filled, run in runs if not is_filled):
        return []
    halved = [text for is_filled, run in runs for text in (run if is_filled else run[::2])]
    return halved if len(halved) == width else []
