"""Commas between the cells, and quotes around those that hold some."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from reportparse.document import Paragraph
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.cell_texts import CellRow, clean, is_prose
from reportparse.values import is_value, may_be_rest

LONGEST_ROW = 1000


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """See `Dialect`."""
    # A page's end leaves a row of blank cells before the row that goes on behind it.
    begin = start + ("," in lines[start] and not lines[start].strip(" ,"))
    end = begin
    while end < len(lines):
        first = end == begin
        if _is_comma_row(lines[end], words, first) or _is_as_long(lines, end, words, first):
            end += 1
        elif (
            end + 1 < len(lines)
            and _is_comma_row(lines[end + 1], words, first=True)
            and words.is_label(lines[end])
        ):
            # A row of one cell has no comma.
            end += 2
        else:
            break
    return end if end - start > 1 else start


def _is_comma_row(line: str, words: Vocabulary, first: bool) -> bool:
    """Return whether all cells of a line are labels, units, values or blank; in the first line some are labels.

    The commas of a number part no cells.
    """
    if "," not in line or len(line) > LONGEST_ROW or is_value(compact(line)):
        return False
    texts = [text for text in map(clean, _comma_cells(line)) if text and not is_value(text)]
    return (bool(texts) or not first) and all(
        not text[-1].isdecimal()
        and (
            words.is_label(text)
            or words.is_group(text)
            or words.is_header(text)
            or text in words.units | words.note_columns
        )
        for text in texts
    )


def _is_as_long(lines: Sequence[str], i: int, words: Vocabulary, first: bool) -> bool:
    """Return whether a line with other texts has as many cells as the row before it.

    The first line has as many cells as the row behind it, and some label; or a few digits, which the end of
    a page may have cut off from the numbers above.
    """
    beside = lines[i + 1] if first and i + 1 < len(lines) else lines[i - 1]
    if "," not in lines[i] or max(len(lines[i]), len(beside)) > LONGEST_ROW or is_prose(lines[i], words):
        return False
    cells = _comma_cells(lines[i])
    if len(cells) != len(_comma_cells(beside)):
        return False
    if not first or (_may_be_rest_of_row(cells) and 2 * cells.count("") > len(cells)):
        return True
    is_begun = any(words.is_label(clean(text)) for text in cells) or _may_be_rest_of_row(cells)
    return is_begun and _is_comma_row(beside, words, first)


def _may_be_rest_of_row(cells: Sequence[str]) -> bool:
    values = [text.strip() for text in cells if is_value(compact(text))]
    return bool(values) and all(map(may_be_rest, values))


def _comma_cells(line: str) -> list[str]:
    """Return the cells of a row, which may have line ends in quotes; what has some elsewhere is no row."""
    rows = list(csv.reader(line.replace("\r", " ").splitlines(keepends=True)))
    return rows[0] if len(rows) == 1 else [line]


def rows(lines: Sequence[Paragraph]) -> list[CellRow]:
    """See `Dialect`."""
    return [[(clean(cell), line.place) for cell in _comma_cells(line.text)] for line in lines]
