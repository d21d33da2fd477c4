"""Where another report begins in the same document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportparse.document import Paragraph, Table
from reportparse.forms import Family
from reportparse.outline.headings import Headings, SectionNames
from reportparse.outline.title_candidates import Candidate, joined_title, may_be_title
from reportparse.outline.titles import LONGEST_TITLE, WHOLE_TITLE, agency_and_year, title_score
from reportparse.outline.words import OutlineWords
from reportparse.values import read_value

# The tables of a report have at least so many numbers.
FEWEST_NUMBERS = 8


def next_report(
    blocks: Sequence[Paragraph | Table],
    title: str | None,
    start: int,
    headings: Headings,
    candidates: Sequence[Candidate],
    family: Family,
) -> int | None:
    """Return the position of the block with which another report begins, or None if none follows.

    `start` is the position behind the `title` of the first one. The other one has a title of another agency or
    year with sections behind it that were there before, or its sections begin again with other tables.
    """
    by_title = _next_title(blocks, title, start, headings, OutlineWords.of(family))
    order = SectionNames.of(family).order
    by_sections = _next_first_section(blocks, start, headings, candidates, order)
    return min((end for end in (by_title, by_sections) if end is not None), default=None)


def _next_title(
    blocks: Sequence[Paragraph | Table],
    title: str | None,
    start: int,
    headings: Headings,
    words: OutlineWords,
) -> int | None:
    own = agency_and_year(title or "", words)
    if own.agency is None or own.year is None:
        return None
    last_of = headings.last_of_sections
    seen: set[str] = set()
    for i, block in enumerate(blocks[start:], start):
        heading = headings.get(i)
        if heading and heading.level == 1 and heading.code:
            seen.add(heading.code)
        elif seen and may_be_title(block):
            text = joined_title([block], words)
            if text is None or len(text) > LONGEST_TITLE or title_score(text, words) < WHOLE_TITLE:
                continue
            other = agency_and_year(text, words)
            is_same = other.agency and (other.agency in own.agency or own.agency in other.agency)
            if (other.year != own.year or not is_same) and any(last_of[code] > i for code in seen):
                return i
    return None


def _next_first_section(
    blocks: Sequence[Paragraph | Table],
    start: int,
    headings: Headings,
    candidates: Sequence[Candidate],
    order: Sequence[str],
) -> int | None:
    """Return where the first section stands again behind the last one, or else the best title above it.

    Each time tables follow it, and the second time not only the numbers that were there before, as where a page
    has the same report twice.
    """
    sections = {i: heading.code for i, heading in headings.sections.items() if i >= start}
    if not order or [*sections.values()].count(order[0]) < 2:
        return None
    tables = {i: _numbers(block) for i, block in enumerate(blocks[start:], start) if isinstance(block, Table)}
    # The numbers since the first section began, those from here on, and how many they are.
    before, behind = Counter[float](), Counter[float]()
    for numbers in tables.values():
        behind.update(numbers)
    count_before, count_behind = 0, behind.total()
    has_begun, last = False, None
    for i in sorted({*sections, *tables}):
        if i in tables:
            before.update(tables[i])
            behind.subtract(tables[i])
            count = tables[i].total()
            count_before, count_behind = count_before + count, count_behind - count
        elif sections[i] == order[0]:
            is_repeat = count_behind <= count_before and behind <= before
            if last is not None and min(count_before, count_behind) >= FEWEST_NUMBERS and not is_repeat:
                titles = [
                    candidate for candidate in candidates if last < candidate.first <= candidate.last < i
                ]
                return max(titles).first if titles else i
            has_begun, last, before, count_before = True, None, Counter(), 0
        elif sections[i] == order[-1] and has_begun:
            last = i
    return None


def _numbers(table: Table) -> Counter[float]:
    """Return the numbers of a table."""
    values = (read_value(cell.text).value for cell in table.cells)
    return Counter(value for value in values if value is not None)
