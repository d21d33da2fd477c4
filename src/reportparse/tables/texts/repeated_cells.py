"""Merged cells that a tool printed again in each of their places, as python-docx and pandas give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from reportparse.document import Cell, Table
from reportparse.tables.texts.cell_texts import CellRow
from reportparse.values import is_value, read_value

# So many neighbours with the same words are one merged cell; two may be names cut to the same piece.
FEWEST_REPEATED = 3
# So many neighbours of which none are equal are no chance.
MANY_PAIRS = 30

# The first place of a cell in its row, and the one behind its last.
Span = tuple[int, int]


def with_merged_cells(table: Table) -> Table:
    """Return a table with its repeated cells merged as a grid; another table as it is.

    All rows have a cell in each place, and a row without values repeats a text side by side. A value is merged
    only where the header above is: values may be the same by themselves.
    """
    rows = table.rows()
    width = len(rows[0])
    if any(len(row) != width for row in rows) or not any(
        _repeats([cell.text for cell in row]) for row in rows
    ):
        return table
    cells: list[Cell] = []
    above: dict[Span, Cell] = {}
    header: list[Span] = []
    is_repeated = False
    for row in rows:
        has_values = any(_is_value(cell.text) for cell in row if cell.text)
        if has_values and not all(_are_one([cell.text for cell in row[slice(*span)]]) for span in header):
            # The edges of the row's cells are not those of the header.
            return table
        spans = _spans(row, header if has_values else [(0, width)])
        merged: dict[Span, Cell] = {}
        for start, end in spans:
            same = above.get((start, end))
            # Blank cells below each other may be those of several rows.
            if same is not None and same.text.strip() and same.text == row[start].text and not has_values:
                same.rowspan += 1
                merged[start, end] = same
            else:
                cell = replace(row[start], column=start, colspan=end - start)
                cells.append(cell)
                merged[start, end] = cell
        above = {} if has_values else merged
        if not has_values:
            header = spans
            is_repeated |= any(end - start >= FEWEST_REPEATED for start, end in spans)
    return replace(table, cells=cells, layout="grid") if is_repeated else table


def are_dropped(tables: Sequence[Table]) -> bool:
    """Return whether cells seem to be left out that are equal to those before them.

    Merged cells that are printed again are often got rid of so. Then no two neighbours in all rows of values are
    equal, not even two blank ones.
    """
    rows = [[cell.text for cell in row] for table in tables for row in table.rows()]
    pairs = [pair for row in rows if any(_is_value(text) for text in row if text) for pair in pairwise(row)]
    return len(pairs) >= MANY_PAIRS and not any(before == text for before, text in pairs)


def tables_of(rows: Sequence[CellRow]) -> list[list[CellRow]]:
    """Return the rows of each table where several stand below each other.

    A data frame begins with the numbers of its columns, which are left out. Tables with repeated cells may
    have nothing between them but another width.
    """
    frames: list[list[CellRow]] = [[]]
    for row in rows:
        if numbers_columns([text for text, _ in row]):
            frames.append([])
        else:
            frames[-1].append(row)
    return [part for frame in frames if frame for part in _parted_by_width(frame)]


def numbers_columns(texts: Sequence[str]) -> bool:
    """Return whether texts are the numbers that a data frame gives its columns: they count from 0."""
    return len(texts) >= FEWEST_REPEATED and list(texts) == list(map(str, range(len(texts))))


def _parted_by_width(rows: list[CellRow]) -> list[list[CellRow]]:
    """Return the rows of each width apart, if each of these begins with a header of its own and has values."""
    parts = [list(part) for _, part in groupby(rows, key=len)]
    texts = [[[text for text, _ in row] for row in part] for part in parts]
    are_tables = all(not _has_value(part[0]) and any(map(_has_value, part)) for part in texts)
    return parts if are_tables and any(_repeats(row) for part in texts for row in part) else [rows]


def _is_value(text: str) -> bool:
    """Return whether a text is a value, also one that is printed in lines; values are equal by chance."""
    return is_value(text) or read_value(text).state in ("number", "dash")


def _has_value(texts: Sequence[str]) -> bool:
    return any(_is_value(text) for text in texts if text)


def _repeats(texts: Sequence[str]) -> bool:
    """Return whether words stand several times side by side."""
    runs = (len(list(same)) for text, same in groupby(texts) if text.strip() and not _is_value(text))
    return max(runs, default=0) >= FEWEST_REPEATED


def _are_one(texts: Sequence[str]) -> bool:
    """Return whether texts in the span of a header's cell can be one cell, or hold no value."""
    return len(set(texts)) == 1 or not any(_is_value(text) for text in texts if text)


def _spans(row: Sequence[Cell], header: Sequence[Span]) -> list[Span]:
    """Return the spans of the cells of a row: neighbours with one text are merged.

    Those with values are only within a span of the `header`.
    """
    of_header = {place: number for number, (start, end) in enumerate(header) for place in range(start, end)}

    def key(place: int) -> object:
        text = row[place].text
        if not text.strip():
            return place
        return (text, of_header.get(place, -place)) if _is_value(text) else text

    groups = (list(places) for _, places in groupby(range(len(row)), key=key))
    return [(places[0], places[-1] + 1) for places in groups]
