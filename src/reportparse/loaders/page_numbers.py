"""Bare numbers of pages, which text layers leave in lines of their own, between the rows of tables, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from reportparse.document import Paragraph

_NUMBER = re.compile(r"[1-9]\d{0,2}")
# A value, a mark of one, or a dash, as texts have them in rows.
_VALUE = re.compile(r"(?<!\S)[-+]?\d[\d.,]*(?!\S)|(?<!\S)[-—/](?!\S)")
FEWEST_PAGES = 2
"""So many pages that end in their numbers, the last one too, or that begin with them, the first one too, are no
chance."""
FEWEST_NUMBERS = 3
"""So many are none where the first page has no number, or where the text does not tell its pages."""
FEWEST_ROWS = 5
"""So many lines with several values tell that no value has a line for itself."""


def page_numbers(lines: Sequence[Paragraph]) -> set[int]:
    """The positions of the lines that surely are no more than the number of a page.

    Either each page begins or ends with its number, but for the first, which may have none; or pages are not
    marked, and all bare numbers of a text that has its rows in lines count them, up to the last line.
    """
    printed = [(i, line) for i, line in enumerate(lines) if line.text.strip()]
    pages = [[*page] for _, page in groupby(printed, key=lambda place: place[1].place.page)]
    if len(pages) >= FEWEST_PAGES:
        for edge in (-1, 0):
            edges = [page[edge] for page in pages]
            if _count_pages(edges):
                return {i for i, _ in edges}
            if len(edges) > FEWEST_NUMBERS and _count_pages(edges[1:]):
                return {i for i, _ in edges[1:]}
    numbers = [(i, line) for i, line in printed if _NUMBER.fullmatch(line.text.strip())]
    if (
        len(numbers) >= FEWEST_NUMBERS
        and numbers[-1][0] == printed[-1][0]
        and int(numbers[0][1].text) <= 2
        and _rise_by_one(int(line.text) for _, line in numbers)
        and sum(len(_VALUE.findall(line.text)) > 1 for _, line in printed) >= FEWEST_ROWS
    ):
        return {i for i, _ in numbers}
    return set()


def _count_pages(edges: Sequence[tuple[int, Paragraph]]) -> bool:
    """Whether the first or last lines of pages are the numbers of these pages."""
    if not all(_NUMBER.fullmatch(line.text.strip()) for _, line in edges):
        return False
    return len({int(line.text) - (line.place.page or 0) for _, line in edges}) == 1


def _rise_by_one(numbers: Iterable[int]) -> bool:
    return all(second == first + 1 for first, second in pairwise(numbers))
