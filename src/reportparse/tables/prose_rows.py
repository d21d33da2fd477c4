"""Rows of layout tables that hold running text, as old pages frame their articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from reportparse.document import Block, Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact

# So long a text with the end of a sentence in it, alone in its row, is running text.
SHORTEST_PROSE = 60
SENTENCE_END = "。"
# A table in which so many texts are labels of a form is one, and its long texts are notes.
FEWEST_LABELS = 2


def prose_released(blocks: Iterable[Block], words: Vocabulary) -> list[Block]:
    """Return the blocks with rows of running text as paragraphs, the rows around them in tables of their own."""
    return [
        part for block in blocks for part in (_parts(block, words) if isinstance(block, Table) else (block,))
    ]


def _parts(table: Table, words: Vocabulary) -> Iterator[Block]:
    rows = table.rows()
    prose = {i: cell for i, row in enumerate(rows) if (cell := _lone_prose(row)) is not None}
    if not prose or sum(map(words.is_label, {compact(cell.text) for cell in table.cells})) >= FEWEST_LABELS:
        yield table
        return
    for is_prose, group in groupby(range(len(rows)), key=prose.__contains__):
        numbers = list(group)
        if is_prose:
            for cell in map(prose.__getitem__, numbers):
                yield from (Paragraph(line, cell.place) for line in cell.text.split("\n") if line.strip())
            continue
        cells = [replace(cell, row=i, rowspan=1) for i, number in enumerate(numbers) for cell in rows[number]]
        if cells:
            yield replace(table, cells=cells)


def _lone_prose(row: Iterable[Cell]) -> Cell | None:
    """Return the only cell of a row that holds something, if that is running text."""
    filled = [cell for cell in row if compact(cell.text)]
    if len(filled) == 1 and len(filled[0].text) >= SHORTEST_PROSE and SENTENCE_END in filled[0].text:
        return filled[0]
    return None
