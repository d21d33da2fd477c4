"""Text as terminals show it, where a wide character takes two columns (Unicode Standard Annex 11)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from unicodedata import east_asian_width


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether a character takes two columns."""
    return east_asian_width(character) in "WF"


def width(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else len(text) + sum(map(is_wide, text))


def slices(text: str, starts: Sequence[int]) -> list[str]:
    """The text cut at some columns, of which the first stands for the beginning of the text."""
    if text.isascii():
        cuts = list(starts[1:])
    else:
        columns = [0, *accumulate(1 + is_wide(character) for character in text)]
        cuts = [bisect_left(columns, start) for start in starts[1:]]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
