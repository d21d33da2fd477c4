"""Rows of layout tables that hold running text, as old pages frame their articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from reportparse.document import Block, Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact

# So long a text with the end of a sentence in it is running text.
SHORTEST_PROSE = 60
SENTENCE_END = "。"
# A table in which so many texts are labels of a form is one, and its long texts are notes.
FEWEST_LABELS = 2


def prose_released(blocks: Iterable[Block], words: Vocabulary) -> list[Block]:
    """Return the blocks with rows of one text as paragraphs where one is running text, and others in tables between."""
    return [
        part for block in blocks for part in (_parts(block, words) if isinstance(block, Table) else (block,))
    ]


def _parts(table: Table, words: Vocabulary) -> Iterator[Block]:
    if not any(map(_is_prose, table.cells)):
        yield table
        return
    rows = table.rows()
    lone = {i: cell for i, row in enumerate(rows) if (cell := _lone(row)) is not None}
    if (
        not any(map(_is_prose, lone.values()))
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
        cells = [replace(cell, row=i, rowspan=1) for i, number in enumerate(numbers) for cell in rows[number]]
        if cells:
            yield replace(table, cells=cells)


def _lone(row: Iterable[Cell]) -> Cell | None:
    """Return the only cell of a row that holds something."""
    filled = [cell for cell in row if compact(cell.text)]
    return filled[0] if len(filled) == 1 else None


def _is_prose(cell: Cell) -> bool:
    return len(cell.text) >= SHORTEST_PROSE and SENTENCE_END in cell.text
