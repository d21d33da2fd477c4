"""Rows that a tool made as long as their table, by fillers behind cells of which it left the blank ones out.

Several versions of trafilatura do so: `规章 | 7 | 8 | |` says that one of three cells is blank, and not which.
They put fillers behind each other without spaces: `规章 | 7 | ||`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from reportparse.document import Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.cell_texts import is_value
from reportparse.tables.texts.row_widths import known_widths
from reportparse.values import read_value

# So many rows that are short of one value, their total, are no chance.
MANY_SHORT = 5
FILLERS = regex.compile(r"[^|\s] \| \|{2,}\s*$")
LONE_FILLERS = regex.compile(r"\|+")
# Blank cells of a program that puts a space into each.
SPACED_BLANKS = regex.compile(r"[^|\s] \|(?: \|){2,}\s*$")


class _Row(NamedTuple):
    """The values of a row, how many the form asks for, and how many cells stand from the first one on."""

    values: list[Cell]
    wanted: int
    cells: int

    @property
    def missing(self) -> int:
        return self.wanted - len(self.values)

    @property
    def may_end_in_its_total(self) -> bool:
        *others, last = (read_value(cell.text).value or 0.0 for cell in self.values)
        return last >= sum(others) > 0


def drops_blanks(tables: Sequence[Table], lines: Iterable[Paragraph], words: Vocabulary) -> bool:
    """Return whether rows are short of values without a blank cell before any value of the document, and are
    filled up, or all are as long behind pipes on lines of their own, so that nothing tells whether they are.

    Unless many rows are short of one value, which is then their total. `lines` are those of the text.
    """
    rows: list[_Row] = []
    for table in tables:
        found = _rows(table, words)
        if found is None:
            return False
        rows += found
    short = [row for row in rows if row.missing > 0]
    summed = {kind.width for kind in words.sums}
    lack_totals = len(short) >= MANY_SHORT and all(
        row.missing == 1 and row.wanted in summed and not row.may_end_in_its_total for row in short
    )
    texts = [line.text.strip() for line in lines]
    as_long = len({row.cells for row in rows}) == 1 and any(map(LONE_FILLERS.fullmatch, texts))
    may_be_filled_up = as_long or any(row.cells > row.wanted for row in rows) or _prints_fillers(texts)
    return bool(short) and not lack_totals and may_be_filled_up


def _prints_fillers(texts: Iterable[str]) -> bool:
    ends = [text for text in texts if text.endswith("|")]
    return any(map(FILLERS.search, ends)) and not any(map(SPACED_BLANKS.search, ends))


def _rows(table: Table, words: Vocabulary) -> list[_Row] | None:
    """Return the rows of values whose length is known; None where blank cells stand before values."""
    texts: list[tuple[str, bool]] = []
    found: list[_Row] = []
    for cells in table.rows():
        places = [i for i, cell in enumerate(cells) if is_value(compact(cell.text))]
        if not places:
            texts.append(("".join(cell.text for cell in cells), False))
            found.append(_Row([], 0, 0))
            continue
        first, last = places[0], places[-1]
        labels = [cell.text for cell in cells[:first] if cell.text.strip()]
        # What is no number, such as one that is not exact, is no blank cell either.
        values = cells[first : last + 1]
        # Below a header that a line break cut, the fillers of its last line stand before a row of all values.
        is_whole = len(values) in words.unlabelled
        is_behind_blank = bool(labels) and not cells[first - 1].text.strip() and not is_whole
        if is_behind_blank or not all(cell.text.strip() for cell in values):
            return None
        texts.append((labels[-1] if labels else "", True))
        found.append(_Row(values, 0, len(cells) - first))
    widths = known_widths(texts, words)
    # A table of something else may have a total, too.
    totals = [width > 1 and words.is_column(text) for (text, _), width in zip(texts, widths, strict=True)]
    usual = {width for width, is_total in zip(widths, totals, strict=True) if not is_total}
    return [
        row._replace(wanted=width)
        for row, width, is_total in zip(found, widths, totals, strict=True)
        if width and not (is_total and width not in usual)
    ]
