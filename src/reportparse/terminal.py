"""Text as terminals show it, where a wide character takes two columns (Unicode Standard Annex 11)."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def is_wide(character: str) -> bool:
    """Whether a character takes two columns."""
    return east_asian_width(character) in "WF"


def width(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else len(text) + sum(map(is_wide, text))


def slices(text: str, starts: Sequence[int]) -> list[str]:
    """The text cut at some columns."""
    cells = [""] * len(starts)
    column = 0
    current = 0
    for character in text:
        while current + 1 < len(starts) and column >= starts[current + 1]:
            current += 1
        cells[current] += character
        column += 1 + is_wide(character)
    return cells
