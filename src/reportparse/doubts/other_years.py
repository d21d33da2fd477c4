"""Doubt tables of other years, which some reports print beside their own, below words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from reportparse.document import Document, Paragraph, Table
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.forms import Family
from reportparse.forms.figure_rules import TimeWords
from reportparse.forms.vocabulary import Vocabulary, vocabulary
from reportparse.normalise import SURE_LABEL, one_line, simplified
from reportparse.outline.dates import DASH, PERIOD, YEAR, days_in_digits
from reportparse.outline.publication_date import DATE, DATE_LINE
from reportparse.outline.segmentation import Outline
from reportparse.prose.flat_text import flatten
from reportparse.prose.times import Times
from reportparse.recognition.titles_above import is_filled_in
from reportparse.report import Record
from reportparse.values import read_value

# Longer texts do not introduce a table.
LONGEST_INTRODUCTION = 60
OF_FORM = regex.compile(r"表号|制定")
# So many rows at most stand above the header of a table.
MOST_TITLES = 6
# The day on which a table was filled in, which ends no period.
FILLED_IN_ON = regex.compile(rf"(?<!{DASH}\s?){DATE}(?!\d|\s?日?\s?{DASH})")


def other_year_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield doubts about the records of tables that are introduced as those of another year."""
    tables = list(grounds.rebuilt.tables)
    for index in sorted(grounds.of_other_years):
        own = [record for record in records if record.table_index == index]
        if own:
            yield Doubt(
                own, f"the table at {tables[index].place.path} may be of another year than the report"
            )


def tables_of_other_years(document: Document, outline: Outline, family: Family) -> frozenset[int]:
    """Return the positions of the tables whose introduction mentions another year than the report's.

    That is the line right above, or the one above those that tell who filled in the table, and a year before the
    first label in it. The heading of its section does not count: it often still has the year of the last
    report. Nor does the day on which the report was signed. What follows such a table, with nothing but a caption
    between, is a part of it.
    """
    words = family.figure_rules.times
    if not words:
        return frozenset()
    known, year = vocabulary(family), outline.metadata.year
    headings = {section.place for section in outline.sections}
    found: set[int] = set()
    above: list[str] = []
    index = 0
    goes_on = False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                # What is no introduction ends one.
                is_end = block.place in headings or DATE_LINE.match(block.text)
                above = [] if is_end or len(block.text) > LONGEST_INTRODUCTION else [*above, block.text]
                goes_on = goes_on and known.caption_likeness(block.text) >= SURE_LABEL
            continue
        if (
            goes_on
            or _speaks_of_another(_introduction(above), words, year)
            or any(_speaks_of_another(text, words, year) for text in _titles(block, known))
        ):
            found.add(index)
        above, goes_on = [], index in found
        index += 1
    return frozenset(found)


def _introduction(above: Sequence[str]) -> str:
    """Return the last one of the lines above a table, with those behind it that tell who filled it in."""
    first = next((i for i in reversed(range(len(above))) if not is_filled_in(above[i])), 0)
    return "\n".join(above[first:])


def _titles(table: Table, known: Vocabulary) -> Iterator[str]:
    """Yield the texts with a year or a period of a table that stand before the first label of a form.

    Where rows are known, each has a row to itself: side by side stand the names of columns.
    """
    for row in table.rows()[:MOST_TITLES]:
        texts = list(dict.fromkeys(text for cell in row if (text := one_line(cell.text))))
        if len(texts) > 1 and table.layout in ("grid", "rows") and not any(map(is_filled_in, texts)):
            return
        for text in texts:
            if known.is_label(text) or read_value(text).state == "number":
                return
            # When the form was made is told by its number.
            if len(text) <= LONGEST_INTRODUCTION and not OF_FORM.search(text):
                told = days_in_digits(text)
                if YEAR.search(told) or PERIOD.search(told):
                    yield text


def _speaks_of_another(text: str, words: TimeWords, year: int | None) -> bool:
    lines = simplified(flatten(text)).split("\n")
    told = (FILLED_IN_ON.sub("", days_in_digits(line)) if is_filled_in(line) else line for line in lines)
    return Times("\n".join(told), words, year).last() == "other"
