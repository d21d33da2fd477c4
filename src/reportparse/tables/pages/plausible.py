"""Whether rows of chunks in columns are a table, and no list, table of contents, index or chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reportparse.tables.pages.body import Cells, is_numeric
from reportparse.tables.pages.chunks import ChunkRow
from reportparse.tables.pages.columns import Column, columns_under

FEWEST_LINES = 3
# Words in a cell, at the mean, from which a table's columns are columns of prose.
WORDY = 4.5
CROSSING = 0.15
# The part of the slots that a table's rows with several texts fill, at least.
FILLED = 0.4
# The same where each column has a name: marks tell what holds for whom.
FILLED_UNDER_NAMES = 0.2
# The part of the lines of a table without rulings that have several texts, at least.
VALUED = 0.15
VALUED_BESIDE_LABELS = 0.1
# The part of the texts that are single letters or dots from which they are the scales of a chart.
SINGLE_LETTERS = 0.3
# Rising numbers from which a column of them is taken for page numbers, even if something stands above.
LONG_CONTENTS = 6
BULLET = re.compile(r"[•◦▪■–\-*oØ]|\(?[\dA-Za-z]{1,3}[.)]")
PAGE_NUMBER = re.compile(r"[A-Z]?-?(\d{1,3})|[ivxlc]+")
# A word with the pages where it stands.
INDEXED = re.compile(r"(?=\D*?[^\W\d])\D*,\s\d{1,4}(?:[,–-]\s?\d{1,4})*,?")
# The part of all texts that are such, from which they are an index.
INDEXED_PART = 0.8
FORMULA = re.compile(r".*(?:\S\s?=|[∼∑∏∫]).*", re.DOTALL)
# The part of all texts that are formulas, from which none of them are cells.
FORMULAS = 0.15
PAGE_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\s*\d{1,3})*,?")


def is_table(
    header: Sequence[ChunkRow],
    body: Sequence[ChunkRow],
    lines: Sequence[Cells],
    columns: Sequence[Column],
    ruled: bool,
) -> bool:
    """Return whether rows are a table.

    `lines` are the texts of the body by column; `ruled` tells that several rulings run through all columns.
    """
    full = [cells for cells in lines if len(cells) > 1]
    if len(full) < (1 if ruled and header else 2):
        return False
    chunks = [chunk for row in body for chunk in row.chunks[1:]]
    crossing = sum(first != last for first, last in (columns_under(chunk, columns) for chunk in chunks))
    filled = sum(map(len, full)) / (len(full) * len(columns))
    headed = {columns_under(chunk, columns)[0] for row in header for chunk in row.chunks}
    fewest = FILLED_UNDER_NAMES if len(headed | {0}) == len(columns) else FILLED
    if crossing > CROSSING * (len(chunks) + len(body)) or filled < fewest:
        return False
    return ruled or (
        len(full) >= max(_valued(header, lines, len(columns)) * len(lines), FEWEST_LINES - bool(header))
        and not _is_scale(body)
        and not _are_mostly(body, INDEXED, INDEXED_PART)
        and not _are_mostly([*header, *body], FORMULA, FORMULAS)
        and not _is_contents([*header, *body], lines, columns)
        and not (len(headed) < len(columns) - 1 and _is_index(full, len(columns)))
        and _has_values(bool(header), full, len(columns), filled)
    )


def _valued(header: Sequence[ChunkRow], lines: Sequence[Cells], width: int) -> float:
    """Return the part of the lines that must have several texts.

    It is less where long labels stand beside values only.
    """
    labelled = bool(header) and all(is_numeric(column, lines) for column in range(1, width))
    return VALUED_BESIDE_LABELS if labelled else VALUED


def _has_values(header: bool, lines: Sequence[Cells], width: int, filled: float) -> bool:
    """Return whether lines without rulings hold values enough; texts alone may be anything."""
    numeric = [is_numeric(column, lines) for column in range(width)]
    if not any(numeric[1:]):
        return width > 2 and len(lines) > FEWEST_LINES and filled > 0.7 and not _is_wordy(lines)
    if all(BULLET.fullmatch(cells[0].text) for cells in lines if 0 in cells):
        return width > 3
    if numeric[0] and not header and (width == 2 or len(lines) <= FEWEST_LINES):
        return False
    return width > 2 or (len(lines) >= FEWEST_LINES and not _is_wordy(lines))


def _is_wordy(lines: Sequence[Cells]) -> bool:
    """Return whether all columns but the first may be running text."""
    return all(
        sum(words) > WORDY * len(words)
        for column in {column for cells in lines for column in cells if column}
        for words in [[cells[column].text.count(" ") + 1 for cells in lines if column in cells]]
    )


def _is_scale(rows: Sequence[ChunkRow]) -> bool:
    texts = [chunk.text for row in rows for chunk in row.chunks]
    return sum(len(text) == 1 and (text.islower() or text == ".") for text in texts) > SINGLE_LETTERS * len(
        texts
    )


def _are_mostly(rows: Sequence[ChunkRow], kind: re.Pattern[str], part: float) -> bool:
    """Return whether more than such a part of the texts in rows is of a kind."""
    texts = [chunk.text for row in rows for chunk in row.chunks]
    return sum(bool(kind.fullmatch(text)) for text in texts) > part * len(texts)


def _is_contents(rows: Sequence[ChunkRow], lines: Sequence[Cells], columns: Sequence[Column]) -> bool:
    """Return whether the last column holds the page numbers of a table of contents: whole, never falling."""
    last = len(columns) - 1
    if any(is_numeric(column, lines) for column in range(1, last)):
        return False
    values = [chunk.text for row in rows for chunk in row.chunks if columns_under(chunk, columns)[1] == last]
    headed = not PAGE_NUMBER.fullmatch(values[0])
    found = [PAGE_NUMBER.fullmatch(value) for value in values[headed:]]
    numbers = [int(match[1]) for match in found if match and match[1]]
    if not all(found) or (headed and len(found) < LONG_CONTENTS):
        return False
    return all(first <= second for first, second in pairwise(numbers))


def _is_index(lines: Sequence[Cells], width: int) -> bool:
    """Return whether words with the pages where they stand are set in several columns."""
    if width < 4 or [is_numeric(column, lines) for column in range(width)] != [False, True] * (width // 2):
        return False
    pages = [
        bool(PAGE_NUMBERS.fullmatch(chunk.text))
        for cells in lines
        for column, chunk in cells.items()
        if column and chunk.text[0].isdigit()
    ]
    return len(pages) > FEWEST_LINES and all(pages)
