"""Doubt page numbers among the values of a text with a cell to a line, where they may fill blank cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportparse.document import Document, Paragraph, Place, Table
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import RecordSums, row_of
from reportparse.forms import Family
from reportparse.forms.vocabulary import vocabulary
from reportparse.normalise import compact
from reportparse.report import Record
from reportparse.tables.texts.row_widths import known_widths
from reportparse.values import is_value

# So many pages at most may follow the last number that surely is a page's.
MOST_PAGES_BEHIND = 3


def page_number_doubts(records: Sequence[Record], grounds: Grounds) -> list[Doubt]:
    """Return doubts about the records of rows that may hold a page number.

    Sums of the form can vouch for them: those along the row if no row lacks values; else, as blank cells may
    be left out, those along the columns, too.
    """
    family, loaded, rebuilt = grounds.family, grounds.loaded, grounds.rebuilt
    numbers = _possible_page_numbers(loaded, rebuilt)
    # The first number in the row of each cell. Values of one row of the source may be of several of the form.
    numbered: dict[Place | None, Place] = {
        cell.place: found[0]
        for table in rebuilt.tables
        for row in (table.rows() if numbers else ())
        if (found := [cell.place for cell in row if cell.place in numbers])
        for cell in row
    }
    rows = {row_of(record) for record in records if record.place in numbered}
    if not rows:
        return []
    sums = RecordSums(records, family)
    vouch = sums.vouch_for if _lack_values(rebuilt.tables, family) else sums.hold_along_row
    doubted = [record for record in records if row_of(record) in rows and not vouch(record)]
    if not doubted:
        return []
    # The number itself may be left out of its row.
    first = next(numbered[record.place] for record in (*doubted, *records) if record.place in numbered)
    return [
        Doubt(doubted, f"numbers may be those of pages, the first at {first.path}: their rows are withheld")
    ]


def _possible_page_numbers(loaded: Document, rebuilt: Document) -> frozenset[Place]:
    """Return the places of values in tables that may be page numbers instead.

    If a bare number stands between prose, or ends the text, the pages are numbered, and the numbers of the
    other pages must be somewhere: on these pages, where the document tells its pages, else between those known.
    """
    if not any(table.layout == "tokens" for table in rebuilt.tables):
        return frozenset()
    lines = [line for line in loaded.paragraphs if line.text.strip()]
    in_prose = {line.place for line in rebuilt.paragraphs if _is_lone_number(line)}
    known = [
        i
        for i, line in enumerate(lines)
        if line.place in in_prose
        and _is_lone_number(line)
        and not any(is_value(beside.text.strip()) for beside in _beside(lines, i))
    ]
    told = {
        line.place.page: int(line.text)
        for line in (*loaded.margins, *(lines[i] for i in known))
        if line.place.page is not None and _is_lone_number(line)
    }
    before = {number - page for page, number in told.items()}
    if len(before) == 1:
        return _numbers_of_pages([line for line in lines if line.place.page not in told], before.pop())
    return _numbers_between(known, lines) - in_prose


def _numbers_of_pages(lines: Iterable[Paragraph], before: int) -> frozenset[Place]:
    """Return the places of lines that are the number of the page on which they stand, so many more than its own."""
    return frozenset(
        line.place
        for line in lines
        if line.place.page is not None
        and _is_lone_number(line)
        and int(line.text) == line.place.page + before
    )


def _numbers_between(known: Sequence[int], lines: Sequence[Paragraph]) -> frozenset[Place]:
    """Return the places of lines that may be numbers of pages between those known, by their positions, or behind."""
    numbers = [int(lines[i].text) for i in known]
    if not known or any(second <= first for first, second in pairwise(numbers)):
        return frozenset()
    ends = [(-1, 0), *zip(known, numbers, strict=True), (len(lines), numbers[-1] + MOST_PAGES_BEHIND + 1)]
    return frozenset(
        line.place
        for (start, first), (stop, last) in pairwise(ends)
        for line in lines[start + 1 : stop]
        if _is_lone_number(line) and first < int(line.text) < last
    )


def _is_lone_number(line: Paragraph) -> bool:
    text = line.text.strip()
    return len(text) <= 3 and text.isascii() and text.isdecimal()


def _beside(lines: Sequence[Paragraph], i: int) -> list[Paragraph]:
    return [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]


def _lack_values(tables: Iterable[Table], family: Family) -> bool:
    """Whether a row has fewer values than the form asks for."""
    words = vocabulary(family)
    for table in tables:
        rows = table.rows()
        values = [[is_value(compact(cell.text)) for cell in row] for row in rows]
        labels = [
            "".join(cell.text for cell, value in zip(row, found, strict=True) if not value)
            for row, found in zip(rows, values, strict=True)
        ]
        widths = known_widths(zip(labels, map(any, values), strict=True), words)
        if any(0 < sum(found) < width for found, width in zip(values, widths, strict=True)):
            return True
    return False
