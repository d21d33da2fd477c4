"""Rows that a tool made as long as their table, by fillers behind cells of which it left the blank ones out.

Several versions of trafilatura do so: `规章 | 7 | 8 | |` says that one of three cells is blank, and not which.
They put fillers behind each other without spaces: `规章 | 7 | ||`.

Where each cell has a line, and fillers stand on that of the last one, a pipe alone on its line is a blank cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import regex

from reportparse.document import Cell, Paragraph, Table
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.row_widths import known_widths
from reportparse.values import is_value, read_value

# So many rows that are short of one value, their total, are no chance.
MANY_SHORT = 5
FILLERS = regex.compile(r"[^|\s] \| \|{2,}\s*$")
LONE_FILLERS = regex.compile(r"\|+")
SEVERAL_FILLERS = regex.compile(r"(?:^|[^|\s] \| )\|{2,}$")
# Blank cells of a program that puts a space into each.
SPACED_BLANKS = regex.compile(r"[^|\s] \|(?: \|){2,}\s*$")


class _Row(NamedTuple):
    """The values of a row, the cells behind them, how many values the form asks for, how far behind the label the
    last one stands, and whether blank cells show among them or before.
    """

    values: list[Cell]
    behind: list[Cell]
    wanted: int
    reach: int
    shows_blanks: bool

    @property
    def cells(self) -> int:
        return len(self.values) + len(self.behind)

    @property
    def missing(self) -> int:
        return self.wanted - len(self.values)

    @property
    def may_end_in_its_total(self) -> bool:
        *others, last = (read_value(cell.text).value or 0.0 for cell in self.values)
        return last >= sum(others) > 0

    @property
    def may_be_cut_at_its_total(self) -> bool:
        return self.reach < self.wanted and (len(self.values) == 1 or self.may_end_in_its_total)


def drops_blanks(tables: Sequence[Table], lines: Iterable[Paragraph], words: Vocabulary) -> bool:
    """Return whether rows are short of values without a blank cell before any value of the document, and are
    filled up, or all are as long behind pipes on lines of their own, so that nothing tells whether they are.

    Unless many rows are short of one value, which is then their total. Cells with white space only may be left in
    where empty ones are not: blank cells before values do not tell where no row has its total in its place.
    `lines` are those of the text.
    """
    rows = [row for table in tables for row in _rows(table, words)]
    texts = [line.text.strip() for line in lines]
    summed = {kind.width for kind in words.sums}
    if any(row.shows_blanks for row in rows):
        cut = [row for row in rows if row.values and row.wanted in summed]
        return (
            len(cut) >= MANY_SHORT
            and all(row.may_be_cut_at_its_total for row in cut)
            and any(map(SEVERAL_FILLERS.search, texts))
        )
    if _parts_blanks_from_fillers(rows):
        return False
    short = [row for row in rows if row.missing > 0]
    lack_totals = len(short) >= MANY_SHORT and all(
        row.missing == 1 and row.wanted in summed and not row.may_end_in_its_total for row in short
    )
    as_long = len({row.cells for row in rows}) == 1 and any(map(LONE_FILLERS.fullmatch, texts))
    may_be_filled_up = as_long or any(row.cells > row.wanted for row in rows) or _prints_fillers(texts)
    return bool(short) and not lack_totals and may_be_filled_up


def _parts_blanks_from_fillers(rows: Iterable[_Row]) -> bool:
    """Return whether all fillers stand on the line of the last value of their row, and no blank cell does."""
    found = False
    for row in rows:
        blanks, fillers = row.behind[: max(row.missing, 0)], row.behind[max(row.missing, 0) :]
        own = row.values[-1].place if row.values else None
        if any(cell.place == own for cell in blanks) or any(cell.place != own for cell in fillers):
            return False
        found = found or bool(fillers)
    return found


def _prints_fillers(texts: Iterable[str]) -> bool:
    ends = [text for text in texts if text.endswith("|")]
    return any(map(FILLERS.search, ends)) and not any(map(SPACED_BLANKS.search, ends))


def _rows(table: Table, words: Vocabulary) -> list[_Row]:
    """Return the rows of values whose length is known, and those that show blank cells."""
    texts: list[tuple[str, bool]] = []
    found: list[_Row] = []
    for cells in table.rows():
        places = [i for i, cell in enumerate(cells) if is_value(compact(cell.text))]
        if not places:
            texts.append(("".join(cell.text for cell in cells), False))
            found.append(_Row([], [], 0, 0, shows_blanks=False))
            continue
        first, last = places[0], places[-1]
        named = [i for i, cell in enumerate(cells[:first]) if cell.text.strip()]
        # What is no number, such as one that is not exact, is no blank cell either.
        values = cells[first : last + 1]
        # Below a header that a line break cut, the fillers of its last line stand before a row of all values.
        is_whole = len(values) in words.unlabelled
        is_behind_blank = bool(named) and named[-1] < first - 1 and not is_whole
        shows_blanks = is_behind_blank or not all(cell.text.strip() for cell in values)
        before = named[-1] if named else -1
        texts.append((cells[before].text if named else "", True))
        found.append(_Row(values, cells[last + 1 :], 0, last - before, shows_blanks))
    widths = known_widths(texts, words)
    # A table of something else may have a total, too.
    totals = [width > 1 and words.is_column(text) for (text, _), width in zip(texts, widths, strict=True)]
    usual = {width for width, is_total in zip(widths, totals, strict=True) if not is_total}
    return [
        row._replace(wanted=width)
        for row, width, is_total in zip(found, widths, totals, strict=True)
        if row.shows_blanks or (width and not (is_total and width not in usual))
    ]
