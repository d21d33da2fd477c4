"""Characters on a page to lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportparse.document import Box


class Character(NamedTuple):
    """One character with its box, in points from the page's top left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """A line of text; `characters` are its visible characters from left to right, spaces left out."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    characters: tuple[Character, ...] = ()

    @property
    def box(self) -> Box:
        """The rectangle around its characters."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    @property
    def height(self) -> float:
        """In points."""
        return self.y1 - self.y0


# Gaps between two neighbours, as parts of their height: from here on a space was meant. Between an
# ideograph and a Latin letter typesetters put a quarter of an em that nobody wrote.
WORD_GAP = 0.22
IDEOGRAPH_GAP = 0.6
COLUMN_GAP = 1.6


def is_wide(text: str) -> bool:
    """Whether a character takes a full square, as ideographs and their punctuation do."""
    return unicodedata.east_asian_width(text[0]) in "WF"


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """Group characters to lines from top to bottom, each from left to right.

    A character drawn twice to look bold counts once. Gaps become a space, wide ones two.
    """
    ordered = sorted(characters, key=lambda character: character.y0 + character.y1)
    lines: list[Line] = []
    group: list[Character] = []
    total = height = 0.0
    for character in ordered:
        middle = (character.y0 + character.y1) / 2
        own = character.y1 - character.y0
        # Some boxes are only as high as the ink, of a 一 hardly a point: the higher neighbour counts too.
        if group and middle - total / len(group) > max(0.5 * min(own, height), 0.3 * max(own, height)):
            _finish(group, lines)
            group, total, height = [], 0.0, 0.0
        group.append(character)
        total += middle
        height = max(height, own)
    _finish(group, lines)
    return lines


def _finish(group: list[Character], lines: list[Line]) -> None:
    line = _line(group)
    if line is not None:
        lines.append(line)


def _line(group: list[Character]) -> Line | None:
    group.sort(key=lambda character: character.x0)
    parts: list[str] = []
    visible: list[Character] = []
    space = False
    previous: Character | None = None
    for character in group:
        text = character.text
        if text.isspace():
            space = bool(parts)
            continue
        if previous is not None:
            if _drawn_again(previous, character):
                continue
            gap = character.x0 - previous.x1
            size = max(previous.y1 - previous.y0, character.y1 - character.y0)
            if gap > WORD_GAP * size:
                if gap > COLUMN_GAP * size:
                    parts.append("  ")
                elif space or gap > IDEOGRAPH_GAP * size or not (is_wide(previous.text) or is_wide(text)):
                    parts.append(" ")
            elif space:
                parts.append(" ")
        parts.append(text)
        visible.append(character)
        previous = character
        space = False
    if not visible:
        return None
    return Line(
        "".join(parts),
        visible[0].x0,
        min(character.y0 for character in visible),
        max(character.x1 for character in visible),
        max(character.y1 for character in visible),
        tuple(visible),
    )


def _drawn_again(first: Character, second: Character) -> bool:
    if first.text != second.text:
        return False
    width = max(first.x1 - first.x0, 1.0)
    height = max(first.y1 - first.y0, 1.0)
    return abs(second.x0 - first.x0) < 0.35 * width and abs(second.y0 - first.y0) < 0.35 * height


def join_lines(texts: Sequence[str]) -> str:
    """Join the lines of one paragraph: with a space between Latin words only."""
    joined = ""
    for text in texts:
        if joined and text:
            last, first = joined[-1], text[0]
            glued = is_wide(last) or is_wide(first) or last in "-/@." or (last.isdigit() and first.isdigit())
            joined += text if glued else " " + text
        else:
            joined += text
    return joined
