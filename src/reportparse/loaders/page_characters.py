"""Digits of notes, struck text, watermarks and askew lines, told by the places of characters and lines."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reportparse.normalise import AS_RAISED
from reportparse.tables.pages.lines import Character
from reportparse.tables.pages.ruled import Ruling

# A raised digit is at most so high and so wide, beside the one that it stands behind. Digits of another
# font may have lower boxes, but no narrower ones.
SMALLER = 0.75
# One that begins so much of that one's height above it may be so high: browsers make notes' marks hardly
# smaller.
HARDLY_SMALLER, ABOVE = 0.95, 0.1
# It ends so much of that one's height above it.
RISEN = 0.15
# It is no farther from it than this part of its height.
CLOSE = 0.3
DIGITS = frozenset("0123456789")
# Between these parts of a character's height, from above, runs a line that strikes it through.
MIDDLE = (0.3, 0.75)
COVERED = 0.95
# Such a line runs through characters but for its ends, in points; those of tables run on beside them.
ENDS = 3.0
# Points: no text that is looked at is higher.
HIGHEST = 30.0
# Text that is turned by more than this, and by no quarter of a circle, stands on no line of the page.
ASLANT = math.radians(5)
# Lines that are turned by less are straight: none of a page leaves its place by the height of its text.
SKEWED = math.radians(0.4)


def with_notes(characters: Sequence[Character]) -> Iterable[Character]:
    """The characters in their order; small digits that stand higher than the one before become raised ones.

    They are put on the line of what they mark.
    """
    changed: dict[int, Character] = {}
    digits_by_end: dict[int, list[Character]] = {}
    for index, (before, character) in enumerate(pairwise(characters), 1):
        if character.text not in DIGITS:
            continue
        goes_on = _is_beside(before, character)
        if goes_on and index - 1 not in changed:
            continue
        marked = before if goes_on or (before.text in DIGITS and _is_raised(before, character)) else None
        if marked is None and (index - 1 in changed or character.y1 < before.y0):
            # Browsers draw what a style moves up behind all other text of the page.
            digits_by_end = digits_by_end or _digits_by_end(characters)
            marked = _raised_beside(character, digits_by_end)
        if marked is not None:
            line = changed.get(index - 1, before) if marked is before else marked
            changed[index] = character._replace(
                text=character.text.translate(AS_RAISED), y0=line.y0, y1=line.y1
            )
    if not changed:
        return characters
    return [changed.get(index, character) for index, character in enumerate(characters)]


def _digits_by_end(characters: Iterable[Character]) -> dict[int, list[Character]]:
    """Return the digits by where they end, in whole points."""
    found: dict[int, list[Character]] = defaultdict(list)
    for character in characters:
        if character.text in DIGITS:
            found[round(character.x1)].append(character)
    return found


def _raised_beside(
    character: Character, digits_by_end: Mapping[int, Sequence[Character]]
) -> Character | None:
    """Return the digit that a raised one stands behind on the page."""
    start = round(character.x0)
    reach = math.ceil(CLOSE * HIGHEST)
    near = (digit for end in range(start - reach, start + reach + 1) for digit in digits_by_end.get(end, ()))
    return next((digit for digit in near if _is_raised(digit, character)), None)


def _is_raised(before: Character, character: Character) -> bool:
    height = before.y1 - before.y0
    own = character.y1 - character.y0
    small = own < SMALLER * height and character.x1 - character.x0 < SMALLER * (before.x1 - before.x0)
    above = own < HARDLY_SMALLER * height and character.y0 < before.y0 - ABOVE * height
    return (
        (small or above)
        and before.y0 < character.y1 < before.y1 - RISEN * height
        and character.y0 < before.y1 - height / 2
        and abs(character.x0 - before.x1) < CLOSE * height
    )


def _is_beside(before: Character, character: Character) -> bool:
    """Whether a digit goes on with a raised one."""
    height = before.y1 - before.y0
    return abs(character.y1 - before.y1) < RISEN * height and abs(character.x0 - before.x1) < CLOSE * height


def without_struck(
    characters: list[Character], horizontals: list[Ruling]
) -> tuple[list[Character], list[Ruling]]:
    """The characters that no line strikes through, and the lines that strike through none."""
    if not (horizontals and characters):
        return characters, horizontals
    upper_edges = [character.y0 for character in characters]
    by_top = sorted(range(len(characters)), key=upper_edges.__getitem__)
    tops = [upper_edges[index] for index in by_top]
    # How far below its upper edge a line may run through a character.
    reach = min(HIGHEST, MIDDLE[1] * max([y1 - y0 for _, _, y0, _, y1 in characters]))
    struck: set[int] = set()
    lines: set[int] = set()
    for number, line in enumerate(horizontals):
        around = by_top[bisect_left(tops, line.at - reach) : bisect_left(tops, line.at)]
        crossed = [index for index in around if _crosses(line, characters[index])]
        covered = sum(characters[index].x1 - characters[index].x0 for index in crossed)
        if crossed and covered >= COVERED * (line.end - line.start - ENDS):
            struck.update(crossed)
            lines.add(number)
    if not struck:
        return characters, horizontals
    return (
        [character for index, character in enumerate(characters) if index not in struck],
        [line for number, line in enumerate(horizontals) if number not in lines],
    )


def _crosses(line: Ruling, character: Character) -> bool:
    text, x0, y0, x1, y1 = character
    upper, lower = MIDDLE
    return (
        y0 + upper * (y1 - y0) < line.at < y0 + lower * (y1 - y0)
        and line.start < (x0 + x1) / 2 < line.end
        and not text.isspace()
    )


def is_aslant(across: float, up: float, skew: float) -> bool:
    """Whether text that goes on in this direction is a watermark, whichever way the page is turned."""
    return abs(_from_straight(math.atan2(up, across) - skew)) > ASLANT


def is_skewed(across: float, up: float) -> bool:
    """Whether text that goes on in this direction is not straight."""
    return abs(_from_straight(math.atan2(up, across))) > SKEWED


def skew_of(directions: Iterable[tuple[float, float]]) -> float:
    """By how much the text of a page is turned from being straight, as in scans; 0 if most of it is not."""
    turns = sorted(_from_straight(math.atan2(up, across)) for across, up in directions)
    middle = turns[len(turns) // 2] if turns else 0.0
    same = sum(abs(turn - middle) < SKEWED for turn in turns)
    return middle if abs(middle) > SKEWED and 2 * same > len(turns) else 0.0


def _from_straight(turn: float) -> float:
    """By how much something is turned from the nearest quarter of a circle."""
    return (turn + math.pi / 4) % (math.pi / 2) - math.pi / 4


class Skew(NamedTuple):
    """The angle by which a page is turned clockwise about its middle for its lines of text to be straight."""

    angle: float
    x: float
    y: float

    def straight(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is on the page with straight lines."""
        return self._turned(x, y, math.sin(self.angle))

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of that page is on the page as it is displayed."""
        return self._turned(x, y, -math.sin(self.angle))

    def _turned(self, x: float, y: float, sine: float) -> tuple[float, float]:
        across, down, cosine = x - self.x, y - self.y, math.cos(self.angle)
        return self.x + across * cosine - down * sine, self.y + across * sine + down * cosine


def straightened(characters: Iterable[Character], skew: Skew) -> list[Character]:
    """The characters of a page that lies askew, each in the smaller box that it has on straight lines."""
    sine, cosine, rest = abs(math.sin(skew.angle)), math.cos(skew.angle), math.cos(2 * skew.angle)
    straight = []
    for character in characters:
        x, y = skew.straight((character.x0 + character.x1) / 2, (character.y0 + character.y1) / 2)
        around, high = character.x1 - character.x0, character.y1 - character.y0
        width = max(around * cosine - high * sine, 0.0) / rest
        height = max(high * cosine - around * sine, 0.0) / rest
        straight.append(
            Character(character.text, x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        )
    return straight
