"""Tables copied from a browser: tabs between cells, line ends between rows and around paragraphs in cells.

Pages whose tables were pasted from a word processor hold a paragraph in each cell. Where a browser
copies them, most tabs stand alone on their lines, and a blank cell is nothing but its tab.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from reportparse.document import Paragraph, Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.cell_texts import CellRow, clean
from reportparse.values import is_value

BLANK = regex.compile(r"[^\S\t]*")
LONE_TAB = regex.compile(r"[^\S\t]*\t[^\S\t]*")
BEHIND_TEXT = regex.compile(r"\S[^\S\t]*\t[^\S\t]*$")
BEFORE_TEXT = regex.compile(r"^[^\S\t]*\t+[^\S\t]*(?P<text>[^\s\t][^\t]*)")
# So many tabs alone on their lines, or at their ends, are no chance.
FEWEST_LONE = 6
# Lines up to the tab that ends a cell.
REACH = 6
# Blank lines between two paragraphs of a cell; between two rows there are none, or more.
BETWEEN_PARAGRAPHS = 1


class Text(NamedTuple):
    """A line of a cell, or what of it stands between tabs."""

    text: str
    place: Place
    # Blank lines before it.
    gap: int


def extent(lines: Sequence[str], start: int, words: Vocabulary) -> int:
    """Return the line after the last one that may belong to a table that starts at a line, or that line
    itself.
    """
    if not _is_cell(lines, start):
        return start
    end = start
    for i in range(start, len(lines)):
        line = lines[i]
        if BLANK.fullmatch(line):
            continue
        if "\t" not in line and words.is_heading(line):
            break
        if not (is_value(line) or _is_cell(lines, i) or words.is_label(line)):
            break
        end = i + 1
    return end


def is_pasted(lines: Iterable[str]) -> bool:
    """Return whether so many tabs stand alone that a browser copied the lines."""
    lone = alone = values = led = labels = rows = 0
    tabs: set[int] = set()
    for line in lines:
        if BLANK.fullmatch(line):
            continue
        value = is_value(line)
        before = BEFORE_TEXT.match(line)
        is_alone = LONE_TAB.fullmatch(line) is not None
        alone += is_alone
        lone += bool(is_alone or BEHIND_TEXT.search(line) or (before and is_value(before["text"])))
        led += bool(before and not is_value(before["text"]))
        labels += not (value or before or is_alone)
        rows += _is_row(line)
        values += value or "\t" in line
        tabs |= {line.count("\t")} - {0}
    # Where each line has as many, they are rows, of which some end with a blank cell. Where each cell stands
    # behind its tab, first ones too, another tool wrote the text.
    # Where each line with tabs has several, they indent the source of a page.
    are_rows = len(tabs) == 1 and max(tabs) > 1
    indent = min(tabs, default=1) > 1
    return bool(
        lone >= FEWEST_LONE and values and 2 * led < labels and not are_rows and not indent and rows <= alone
    )


def _is_row(line: str) -> bool:
    """Return whether a label and several values behind it stand on a line."""
    first, *others = [is_value(text) for text in line.split("\t") if text.strip()] or [True]
    return not first and sum(others) > 1


def _is_cell(lines: Sequence[str], i: int) -> bool:
    """Return whether a tab stands on a line, or ends the cell that stands there or goes on in the next
    paragraph.
    """
    if "\t" in lines[i]:
        return True
    if BLANK.fullmatch(lines[i]):
        return False
    following = [line for line in lines[i + 1 : i + REACH] if not BLANK.fullmatch(line)]
    return any(line.startswith("\t") for line in following[:2])


def rows(lines: Sequence[Paragraph]) -> list[CellRow] | None:
    """Return the rows of a table, blank cells included, or None where no browser copied the lines."""
    if not is_pasted(line.text for line in lines):
        return None
    found = [[(clean(text), place) for text, place in row] for row in rows_between_tabs(lines)]
    return None if _are_doubled(found) else found


def _are_doubled(rows: Iterable[CellRow]) -> bool:
    """Return whether two tabs stand between neighbours, and two more for each blank cell between these.

    Which of them are blank cells, if only some rows are written so, shows nothing.
    """
    gaps: list[int] = []
    for row in rows:
        filled = [i for i, (text, _) in enumerate(row) if text]
        gaps += (i - before - 1 for before, i in pairwise(filled) if is_value(row[i][0]))
    return bool(gaps) and all(gap % 2 for gap in gaps) and 2 * gaps.count(1) >= len(gaps)


def rows_between_tabs(lines: Sequence[Paragraph]) -> list[CellRow]:
    """Return the rows of a table.

    Between two tabs stands one cell, or the last one of a row and the first of the next. No label stands
    behind values: one that seems to follows a last cell that is blank.
    """
    rows: list[CellRow] = [[]]
    between_tabs = [*_texts_between_tabs(lines)]
    in_cell = _gaps_in_cells(texts for texts, _ in between_tabs)
    for texts, tab in between_tabs:
        if not texts:
            rows[-1].append(("", tab))
        for number, (text, place, gap) in enumerate(texts):
            row = rows[-1]
            if number and gap in in_cell and not is_value(text) and not is_value(row[-1][0]):
                row[-1] = (f"{row[-1][0]}\n{text}", row[-1][1])
                continue
            if number:
                rows.append([])
            elif not is_value(text) and any(not known or is_value(known) for known, _ in row):
                row.append(("", place))
                rows.append([])
            rows[-1].append((text, place))
    return [row for row in rows if row]


def _gaps_in_cells(texts_between_tabs: Iterable[Sequence[Text]]) -> set[int]:
    """Return how many blank lines may stand between two texts of one cell.

    Where more stand between rows, there are none between the lines of a paragraph.
    """
    pairs = [pair for texts in texts_between_tabs for pair in pairwise(texts)]
    are_far_apart = any(text.gap > BETWEEN_PARAGRAPHS for _, text in pairs)
    are_close = any(not text.gap and is_value(above.text) for above, text in pairs)
    return {0, BETWEEN_PARAGRAPHS} if are_far_apart and not are_close else {BETWEEN_PARAGRAPHS}


def _texts_between_tabs(lines: Sequence[Paragraph]) -> Iterator[tuple[list[Text], Place]]:
    """Yield the texts before each tab, and the tab's place.

    What follows the last tab comes last, if it is anything.
    """
    texts: list[Text] = []
    blanks = 0
    for line in lines:
        if BLANK.fullmatch(line.text):
            blanks += 1
            continue
        for number, piece in enumerate(line.text.split("\t")):
            if number:
                yield texts, line.place
                texts, blanks = [], 0
            if piece.strip():
                texts.append(Text(piece.strip(), line.place, blanks))
        blanks = 0
    if texts:
        yield texts, lines[-1].place
