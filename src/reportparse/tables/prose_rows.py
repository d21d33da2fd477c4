"""Rows of layout tables that hold running text, as old pages frame their articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise, takewhile

import regex

from reportparse.chinese_numerals import ORDINAL
from reportparse.document import Block, Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.values import is_value

# So long a text with the end of a sentence in it is running text.
SHORTEST_PROSE = 60
SENTENCE_END = "。"
# The number of a section.
NUMBER = regex.compile(rf"{ORDINAL}\s*[、．.]")
# A table in which so many texts are labels of a form is one, and its long texts are notes.
FEWEST_LABELS = 2


def prose_released(blocks: Iterable[Block], words: Vocabulary) -> list[Block]:
    """Return the blocks with rows of one text as paragraphs where one is running text, and others in tables between."""
    return [
        part for block in blocks for part in (_parts(block, words) if isinstance(block, Table) else (block,))
    ]


def _parts(table: Table, words: Vocabulary) -> Iterator[Block]:
    rows = table.rows()
    opening = _opening(rows, words) if table.layout == "rows" else []
    if opening:
        filled = (cell for cell in chain.from_iterable(opening) if cell.is_filled)
        yield from (Paragraph(cell.text, cell.place) for cell in filled)
        table = _of_rows(table, rows[len(opening) :])
        rows = table.rows()
    lone = {i: cell for i, row in enumerate(rows) if (cell := _lone(row)) is not None}
    headings = {i for i, cell in lone.items() if table.layout == "rows" and _is_heading(cell.text, words)}
    if headings:
        yield from _between_headings(table, rows, lone, headings)
        return
    if (
        not any(is_running_text(cell.text) for cell in lone.values())
        or sum(map(words.is_label, {compact(cell.text) for cell in table.cells})) >= FEWEST_LABELS
    ):
        yield table
        return
    for is_lone, group in groupby(range(len(rows)), key=lone.__contains__):
        numbers = list(group)
        if is_lone:
            for cell in map(lone.__getitem__, numbers):
                yield from (Paragraph(line, cell.place) for line in cell.text.split("\n") if line.strip())
            continue
        part = _of_rows(table, [rows[number] for number in numbers])
        if part.cells:
            yield part


def _between_headings(
    table: Table, rows: Sequence[Sequence[Cell]], lone: Mapping[int, Cell], headings: Collection[int]
) -> Iterator[Block]:
    """Yield the headings of sections among the rows of a page that was made one table, and what stands between them."""
    starts = sorted({0, *headings, *(i + 1 for i in headings)})
    for start, end in pairwise([*starts, len(rows)]):
        if all(i in lone for i in range(start, end)):
            yield from (Paragraph(lone[i].text, lone[i].place) for i in range(start, end))
        else:
            yield _of_rows(table, rows[start:end])


def _is_heading(text: str, words: Vocabulary) -> bool:
    return (
        NUMBER.match(text) is not None
        and words.is_heading(text)
        and not words.is_group(text)
        and words.row_likeness(text) <= words.heading_likeness(text)
    )


def _opening(rows: Sequence[Sequence[Cell]], words: Vocabulary) -> Sequence[Sequence[Cell]]:
    """Return the first rows of a text if they hold sentences, and those of a form follow.

    A tool that parts all texts of a page alike has made these of its opening.
    """
    opening = [*takewhile(lambda row: not any(_is_of_form(cell.text, words) for cell in row), rows)]
    are_prose = any(
        cell.text.endswith(SENTENCE_END) or is_running_text(cell.text)
        for cell in chain.from_iterable(opening)
    )
    return opening if are_prose and len(opening) < len(rows) else []


def _of_rows(table: Table, rows: Iterable[Iterable[Cell]]) -> Table:
    """Return a table of some of its rows."""
    return replace(
        table, cells=[replace(cell, row=i, rowspan=1) for i, row in enumerate(rows) for cell in row]
    )


def _is_of_form(text: str, words: Vocabulary) -> bool:
    return is_value(text) or words.is_label(text)


def _lone(row: Iterable[Cell]) -> Cell | None:
    """Return the only cell of a row that holds something."""
    filled = [cell for cell in row if cell.is_filled]
    return filled[0] if len(filled) == 1 else None


def is_running_text(text: str) -> bool:
    """Return whether a text is long and holds a sentence."""
    return len(text) >= SHORTEST_PROSE and SENTENCE_END in text
