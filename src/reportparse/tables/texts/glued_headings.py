"""Headings of sections on the lines of rows, where a tool made one line of a heading and the table around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from reportparse.chinese_numerals import ORDINAL
from reportparse.document import Block, Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.outline.headings import LONGEST_HEADING, SectionNames, known_end

# The number of a section, behind running text or a cell.
NUMBER = regex.compile(rf"(?:^|(?<=[。！？!?：:\s|])){ORDINAL}\s*[、．.]\s*(?=\p{{Han}})")
# The rest of a cell, to its end.
CELL = regex.compile(r"[^|]{0,80}+(?=\||$)")
BEHIND_PIPE = regex.compile(r"\|\s*$")


def with_headings_apart_from_rows(
    blocks: Iterable[Block], words: Vocabulary, names: SectionNames
) -> list[Block]:
    """Return the blocks with the lines of rows parted at headings of sections that are printed as they are known.

    The name of a column or the caption of a table follows in the same cell, or nothing follows the last cell but it.
    """
    return [
        part
        for block in blocks
        for part in (
            _parts(block, words, names) if isinstance(block, Paragraph) and "|" in block.text else [block]
        )
    ]


def _parts(line: Paragraph, words: Vocabulary, names: SectionNames) -> list[Paragraph]:
    parts: list[Paragraph] = []
    done, opening = 0, ""
    for start, end in _headings(line.text, words, names):
        before = opening + line.text[done:start]
        # A pipe alone before a heading opens the row behind it.
        opening = "" if before.strip(" |") else before
        parts += [replace(line, text=text) for text in (before, line.text[start:end]) if text.strip(" |")]
        done = end
    if not parts:
        return [line]
    rest = opening + line.text[done:].lstrip()
    return [*parts, replace(line, text=rest)] if rest.strip(" |") else parts


def _headings(text: str, words: Vocabulary, names: SectionNames) -> Iterator[tuple[int, int]]:
    """Yield where headings begin and end on the line of a row."""
    for match in NUMBER.finditer(text):
        cell = CELL.match(text, match.end())
        known = known_end(text[match.end() : match.end() + LONGEST_HEADING], names) if cell else None
        if cell is None or known is None:
            continue
        end = match.end() + known[0]
        rest = text[end : cell.end()].strip()
        if words.is_label(rest) if rest else _is_behind_row(text, match.start(), cell.end(), names):
            yield match.start(), end


def _is_behind_row(text: str, start: int, end: int, names: SectionNames) -> bool:
    """Whether a heading is all that follows the last cell of a row, and no label of one."""
    is_last = end == len(text) and BEHIND_PIPE.search(text[max(0, start - 3) : start]) is not None
    return is_last and compact(text[start:end]) not in names.row_labels
