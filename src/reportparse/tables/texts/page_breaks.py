"""Flattened tables that go on over a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

import regex

from reportparse.document import Block, Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL, compact
from reportparse.remembered import LABEL_LENGTH
from reportparse.tables.texts.broken_cells import ends_in_rest, labels_in
from reportparse.tables.texts.tokens import PAGE_NUMBER
from reportparse.values import is_value, may_be_rest

BARE_NUMBER = regex.compile(r"\d{1,3}")
# What publishers add behind the values of a row.
PERCENTAGE = regex.compile(r"[+\-−]?\d+(?:\.\d+)?%")


def joined_over_pages(blocks: Sequence[Block], words: Vocabulary) -> list[Block]:
    """Return the blocks with tables joined that go on behind nothing but empty lines, page numbers and
    running heads: the second begins with a row, or with the rest of the one above and then a row.

    Tools that read page by page leave its header on the page before.
    """
    found: list[Block] = []
    last = -1
    printed = Counter(block.text.strip() for block in blocks if isinstance(block, Paragraph))
    for block in blocks:
        above = found[last] if last >= 0 else None
        if (
            isinstance(block, Table)
            and isinstance(above, Table)
            and block.layout == above.layout == "rows"
            and block.dialect == above.dialect
            and (is_row(block.rows()[0], words) or _begins_with_rest(block, words))
        ):
            upper, (lower, *others) = _last_row(above), block.rows()
            if _has_rest_of_label(upper, lower, words):
                for cell, rest in zip(upper, lower, strict=False):
                    if not is_value(compact(rest.text)):
                        cell.text = "\n".join(filter(None, (cell.text, rest.text)))
                        rest.text = ""
            rows = [lower, *others] if any(cell.text for cell in lower) else others
            height = upper[0].row + 1
            above.cells.extend(replace(cell, row=height + i) for i, row in enumerate(rows) for cell in row)
            above.seams = (*above.seams, height, *(height + row for row in block.seams))
            del found[last + 1 :]
            continue
        found.append(block)
        if isinstance(block, Table) or not _may_stand_between_pages(block.text.strip(), printed):
            last = len(found) - 1
    return found


def _may_stand_between_pages(line: str, printed: Mapping[str, int]) -> bool:
    """Return whether a line is empty or nothing but marks between blank cells, a page number, or a short one
    that is printed more than once.
    """
    return not line.strip(",| ") or is_page_number(line) or (printed[line] > 1 and len(line) <= LABEL_LENGTH)


def is_page_number(line: str) -> bool:
    """Return whether a line between two parts of a table can be the number of a page."""
    return bool(PAGE_NUMBER.match(line) or BARE_NUMBER.fullmatch(line))


def _last_row(table: Table) -> list[Cell]:
    """Return the cells of the last row of a table without spans, row by row."""
    last = table.cells[-1].row
    return [*takewhile(lambda cell: cell.row == last, reversed(table.cells))][::-1]


def _begins_with_rest(table: Table, words: Vocabulary) -> bool:
    """Return whether the first row of a table is the rest of a label and a few digits, each below a number of
    another, and the second a row.
    """
    first, *others = table.rows()
    texts = [text for text in (compact(cell.text) for cell in first) if text]
    return (
        bool(texts and others)
        and all(may_be_rest(text) or not (is_value(text) or words.is_column(text)) for text in texts)
        and is_row(others[0], words)
    )


def _has_rest_of_label(upper: Sequence[Cell], lower: Sequence[Cell], words: Vocabulary) -> bool:
    """Return whether the texts of a row that are no values are the rest of the labels of the row above.

    The label is the last one, or, beside digits that go on, its group's.
    """
    labels, rests = (labels_in(compact(cell.text) for cell in row) for row in (upper, lower))
    if len(upper) == len(lower) and ends_in_rest(labels, rests, words):
        return True
    digits = any(is_value(compact(cell.text)) for cell in lower if cell.text)
    alone = bool(labels) and len(rests) == 1 and bool(lower[0].text)
    return digits and alone and words.row_likeness(rests[0]) < SURE_LABEL


def is_row(cells: Sequence[Cell], words: Vocabulary) -> bool:
    """Return whether cells are a label of the forms and values."""
    texts = [text for text in (compact(cell.text) for cell in cells) if text]
    labels = [*takewhile(lambda text: not is_value(text), texts)]
    return (
        0 < len(labels) < len(texts)
        and max(map(words.row_likeness, (labels[-1], "".join(labels)))) >= SURE_LABEL
        and all(is_value(text) or PERCENTAGE.fullmatch(text) for text in texts[len(labels) :])
    )
