"""Doubt tables of other years, which some reports print beside their own, below words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.document import Paragraph
from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.forms.figure_rules import TimeWords
from reportparse.normalise import simplified
from reportparse.prose.flat_text import flatten
from reportparse.prose.times import Times
from reportparse.report import Record

# Longer texts do not introduce a table.
LONGEST_INTRODUCTION = 60


def other_year_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield doubts about tables whose introduction, right above, mentions another year than the report's.

    The heading of its section does not count: it often still has the year of the last report.
    """
    words, outline = grounds.family.figure_rules.times, grounds.outline
    headings = {section.place for section in outline.sections}
    above: Paragraph | None = None
    index = 0
    for block in grounds.rebuilt.blocks:
        if isinstance(block, Paragraph):
            above = block if block.text.strip() else above
            continue
        is_short = above is not None and len(above.text) <= LONGEST_INTRODUCTION
        own = [record for record in records if is_short and record.table_index == index]
        if (
            words
            and above
            and own
            and above.place not in headings
            and _speaks_of_another(above.text, words, outline.metadata.year)
        ):
            yield Doubt(own, f"the table at {block.place.path} may be of another year than the report")
        above = None
        index += 1


def _speaks_of_another(text: str, words: TimeWords, year: int | None) -> bool:
    return Times(simplified(flatten(text)), words, year).last() == "other"
