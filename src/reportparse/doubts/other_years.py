"""Doubt tables of other years, which some reports print beside their own, below words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.document import Document, Paragraph
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.forms import Family
from reportparse.forms.figure_rules import TimeWords
from reportparse.forms.vocabulary import vocabulary
from reportparse.normalise import SURE_LABEL, simplified
from reportparse.outline.publication_date import DATE_LINE
from reportparse.outline.segmentation import Outline
from reportparse.prose.flat_text import flatten
from reportparse.prose.times import Times
from reportparse.report import Record

# Longer texts do not introduce a table.
LONGEST_INTRODUCTION = 60


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
    """Return the positions of the tables whose introduction, right above, mentions another year than the report's.

    The heading of its section does not count: it often still has the year of the last report. Nor does the day
    on which the report was signed. What follows such a table, with nothing but a caption between, is a part of it.
    """
    words = family.figure_rules.times
    headings = {section.place for section in outline.sections}
    found: set[int] = set()
    above: Paragraph | None = None
    index = 0
    goes_on = False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                above = block
                goes_on = goes_on and vocabulary(family).caption_likeness(block.text) >= SURE_LABEL
            continue
        if goes_on or (
            words
            and above
            and len(above.text) <= LONGEST_INTRODUCTION
            and above.place not in headings
            and not DATE_LINE.match(above.text)
            and _speaks_of_another(above.text, words, outline.metadata.year)
        ):
            found.add(index)
        above, goes_on = None, index in found
        index += 1
    return frozenset(found)


def _speaks_of_another(text: str, words: TimeWords, year: int | None) -> bool:
    return Times(simplified(flatten(text)), words, year).last() == "other"
