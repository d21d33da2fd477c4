"""Bare numbers of pages, which text layers leave in lines of their own, between the rows of tables, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from reportparse.document import Paragraph

_NUMBER = re.compile(r"[1-9]\d{0,2}")
# A value or a dash, as texts have them in rows.
_VALUE = re.compile(r"(?<!\S)[-+]?\d[\d.,]*(?!\S)|(?<!\S)[-—/](?!\S)")
# So many numbers that count pages are no chance where the first page has none, or where no marks tell the
# pages.
FEWEST_NUMBERS = 3
# So many lines with several values tell that no value has a line for itself.
FEWEST_ROWS = 5


def page_numbers(lines: Sequence[Paragraph]) -> set[int]:
    """The positions of the lines that surely are no more than the number of a page.

    Either the text ends, or begins, with the number of a page, and the others have theirs, but for the
    first, which may have none; or blank lines part the pages, and each of these ends with its number; or
    pages are not marked, and all bare numbers of a text that has its rows in lines count them, up to the last
    line.
    """
    printed = [(i, line) for i, line in enumerate(lines) if line.text.strip()]
    numbers = [(i, line) for i, line in printed if _NUMBER.fullmatch(line.text.strip())]
    if not numbers:
        return set()
    pages = [[*page] for _, page in groupby(printed, key=lambda line: line[1].place.page)]
    if len(pages) > 1:
        for edge in (-1, 0):
            if numbers[edge] == printed[edge]:
                return _counting(pages, edge)
        return set()
    ends = [i for i, _ in printed if i + 1 == len(lines) or not lines[i + 1].text.strip()]
    if _count_pages([lines[i] for i in ends]):
        return set(ends)
    has_rows = sum(len(_VALUE.findall(line.text)) > 1 for _, line in printed) >= FEWEST_ROWS
    if has_rows and numbers[-1] == printed[-1] and _count_pages([line for _, line in numbers]):
        return {i for i, _ in numbers}
    return set()


def _count_pages(lines: Sequence[Paragraph]) -> bool:
    texts = [line.text.strip() for line in lines]
    return (
        len(texts) >= FEWEST_NUMBERS
        and all(map(_NUMBER.fullmatch, texts))
        and int(texts[0]) <= 2
        and all(int(after) == int(before) + 1 for before, after in pairwise(texts))
    )


def _counting(pages: Sequence[Sequence[tuple[int, Paragraph]]], edge: int) -> set[int]:
    """The positions of the numbers of pages, where the one at an edge of the text is known: each stands at
    that edge of its page, or else no other line of the page is the same; where two are, neither is told. Of
    two pages both stand at the edge: else values would count them.
    """
    known = pages[edge][edge][1]
    before = int(known.text) - (known.place.page or 0)
    found: set[int] = set()
    at_edges = True
    for page in pages:
        own = [i for i, line in page if line.text.strip() == str(before + (line.place.page or 0)) != "0"]
        if page[edge][0] in own:
            own = [page[edge][0]]
        if not own and page is not pages[0]:
            return set()
        at_edges = at_edges and own == [page[edge][0]]
        if len(own) == 1:
            found.update(own)
    return found if at_edges or len(found) >= FEWEST_NUMBERS else set()
