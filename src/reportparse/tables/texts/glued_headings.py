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
BEHIND_PIPE = regex.compile(r"\|\s*$")
APART, AFTER_HEADING = regex.compile(r"[\s：:]|$"), regex.compile(r"^[\s：:]+")
# So many blanks stand before a heading, and a label is no longer.
NEAR, LONGEST_LABEL = 4, 80


def with_headings_apart_from_rows(
    blocks: Iterable[Block], words: Vocabulary, names: SectionNames
) -> list[Block]:
    """Return the blocks with the lines of rows parted at headings of sections that are printed as they are known.

    The name of a column or the caption of a table follows in the same cell, or they stand behind the last cell.
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
    rest = opening + AFTER_HEADING.sub("", line.text[done:])
    return [*parts, replace(line, text=rest)] if rest.strip(" |") else parts


def _headings(text: str, words: Vocabulary, names: SectionNames) -> Iterator[tuple[int, int]]:
    """Yield where headings begin and end on the line of a row."""
    last_pipe = text.rfind("|")
    for match in NUMBER.finditer(text):
        known = known_end(text[match.end() : match.end() + LONGEST_HEADING], names)
        if known is None:
            continue
        start, end = match.start(), match.end() + known[0]
        before, (behind, pipe, _) = (
            text[max(0, start - NEAR) : start],
            text[end : end + LONGEST_LABEL].partition("|"),
        )
        is_before_cell = bool(pipe) and words.is_label(behind.strip())
        is_behind_row = start > last_pipe and BEHIND_PIPE.search(before) and APART.match(text, end)
        if is_before_cell or (is_behind_row and compact(text[start:]) not in names.row_labels):
            yield start, end
