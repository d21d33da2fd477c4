"""One row per line, tabs between the cells."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean, is_prose

# Other white space beside them is that of the cells.
INNER_TABS = regex.compile(r"(?<=\S[^\S\t]*)\t+(?=[^\S\t]*\S)")


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
        else:
            break
    return end


def _is_indented(line: str) -> bool:
    """Return whether all tabs of a line stand before its text."""
    return "\t" not in line.lstrip()


def rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """See `Dialect`."""
    if all(_is_indented(line.text) for line in lines):
        return None
    gaps = [gap for line in lines for gap in INNER_TABS.findall(line.text)]
    separator = "\t\t" if gaps and min(map(len, gaps)) == 2 else "\t"
    return [[(clean(cell), line.place) for cell in line.text.split(separator)] for line in lines]
