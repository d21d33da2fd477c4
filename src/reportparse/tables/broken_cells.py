"""Rows with pipes whose labels are broken over lines, as tools print the line breaks of a cell."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.dialects import LONGEST_ROW, clean, is_value

# No label has more lines.
MOST_LINES = 6
SAME_LABEL = 0.99


def with_whole_labels(lines: Sequence[Paragraph], words: Vocabulary) -> list[Paragraph]:
    """The lines with those joined whose last cell goes on in the first cell of the next: together they are a
    label of the forms, and neither is alone.
    """
    joined: list[Paragraph] = []
    rest = deque(lines)
    while rest:
        count = _lines_of_label([*islice(rest, MOST_LINES)], words)
        parts = [rest.popleft() for _ in range(count)]
        if count == 1:
            joined.extend(parts)
        else:
            # The joined line may end in a label that goes on, too.
            rest.appendleft(replace(parts[0], text="".join(part.text.strip() for part in parts)))
    return joined


def _lines_of_label(lines: Sequence[Paragraph], words: Vocabulary) -> int:
    """How many lines the label takes that begins in the last cell of the first one."""
    if len(lines[0].text) > LONGEST_ROW:
        return 1
    label = clean(lines[0].text.rpartition("|")[2])
    if not label or is_value(label) or not words.is_fragment(label) or _is_whole(label, words):
        return 1
    for count, line in enumerate(lines[1:], 2):
        first, pipe, _ = line.text.partition("|")
        piece = clean(first)
        if not piece or is_value(piece):
            return 1
        label += piece
        if _is_whole(label, words):
            piped = pipe or "|" in lines[0].text
            return count if piped and not _is_whole(piece, words) else 1
        if pipe or not words.is_fragment(label):
            return 1
    return 1


def _is_whole(text: str, words: Vocabulary) -> bool:
    return words.is_column(text) or words.row_likeness(text) > SAME_LABEL
