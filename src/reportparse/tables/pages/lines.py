"""Characters on a page to lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from reportparse.document import Box
from reportparse.terminal import is_wide

# Stands for a character whose font does not say what it is, and for what nothing tells of a number.
UNKNOWN = "\ufffd"


class Character(NamedTuple):
    """One character with its box, in points from the page's top left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """A line of text with its box.

    `em` is the size of its ideographs, or its height where it has none; `middle` the height at which
    they stand, since fonts differ in their boxes; `first_word` the width of what cannot be cut at its
    beginning: a number, a word, an address. `characters` go from left to right, blanks among them; `gaps`
    tells how many gaps between them are wider than between words.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    middle: float
    first_word: float
    characters: tuple[Character, ...] = ()
    gaps: int = 0

    @property
    def box(self) -> Box:
        """The rectangle around its characters."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    @property
    def height(self) -> float:
        """In points."""
        return self.y1 - self.y0

    def without_characters(self) -> Line:
        """Return the same line, small enough to keep while other pages are read."""
        return Line(*self[:8], (), self.gaps)  # _replace takes several times as long


# Gaps between two neighbours, as parts of their height: from here on a space was meant. Between an
# ideograph and a Latin letter typesetters put a quarter of an em that nobody wrote.
WORD_GAP = 0.22
IDEOGRAPH_GAP = 0.6
CHUNK_GAP = 0.62
COLUMN_GAP = 1.6
# Parts of the higher one's height by which the lower edges of two characters of one line differ, at most.
SAME_FOOT = 0.05
# Two neighbours that share this part of the narrower one are drawn over each other.
OVERLAP = 0.4
_FROM_TOP_TO_FOOT = itemgetter(2, 4)


def is_full_width(text: str) -> bool:
    """Return whether the first character takes a full square, as ideographs and their punctuation do."""
    return is_wide(text[0])


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """Group characters to lines from top to bottom, each from left to right.

    A character drawn twice to look bold counts once. Gaps become a space, wide ones two.
    """
    characters = list(characters)
    if len(set(map(_FROM_TOP_TO_FOOT, characters))) < 2:  # as in most cells of tables
        line = line_of(characters)
        return [] if line is None else [line]
    groups: list[list[int]] = []
    total = height = foot = 0.0
    middles = [(y0 + y1) / 2 for _, _, y0, _, y1 in characters]
    for index in sorted(range(len(characters)), key=middles.__getitem__):
        character, middle = characters[index], middles[index]
        own = character.y1 - character.y0
        lower, higher = (own, height) if own < height else (height, own)
        below = middle - total / len(groups[-1]) if groups else 0.0
        # Some boxes are only as high as the ink, of a 一 hardly a point: the higher neighbour counts too.
        # What reaches as far down as that stands in its line, as a point does among digits, or a blank of no height.
        if not groups or (
            below > 0.5 * lower
            and below > 0.3 * higher
            and (abs(character.y1 - foot) > SAME_FOOT * higher if own else character.y1 > foot)
        ):
            groups.append([index])
            total, height, foot = middle, own, character.y1
        else:
            groups[-1].append(index)
            total, height, foot = total + middle, higher, foot if higher == height else character.y1
    # In the order in which they were drawn: it tells texts that lie over each other apart.
    lines = (line_of([characters[index] for index in sorted(group)]) for group in groups)
    return [line for line in lines if line is not None]


def line_of(group: list[Character]) -> Line | None:
    """Return the line that these characters make, sorted in place; None if none is visible."""
    if len(group) == 1:  # as in most cells with a number
        return _line_of_one(group[0])
    drawn = group[:]
    group.sort(key=itemgetter(1))
    parts, visible, gaps, over = _written(group)
    if not visible:
        return None
    if over:
        texts = _pieces(drawn)
        parts, visible, gaps, _ = _written([character for text in texts for character in text], True)
    _, x0s, y0s, x1s, y1s = zip(*visible, strict=True)
    y0, y1 = min(y0s), max(y1s)
    wide = next((character for character in visible if is_full_width(character.text)), None)
    return Line(
        "".join(parts),
        min(x0s),
        y0,
        max(x1s),
        y1,
        em=wide.x1 - wide.x0 if wide else y1 - y0,
        middle=(wide.y0 + wide.y1) / 2 if wide else (y0 + y1) / 2,
        first_word=_first_word(visible),
        characters=tuple(group),
        gaps=gaps,
    )


def _written(
    characters: Iterable[Character], apart: bool = False
) -> tuple[list[str], list[Character], int, bool]:
    """Return characters as they follow one another.

    These are their texts with the spaces between, those that are visible, how many gaps are wider than between words,
    and whether some are drawn over others; `apart` parts these.
    """
    parts: list[str] = []
    visible: list[Character] = []
    space = over = False
    previous: Character | None = None
    gaps = 0
    before, start, end, height = "", 0.0, 0.0, 0.0
    for character in characters:
        text, x0, y0, x1, y1 = character
        if text.isspace():
            space = bool(parts)
            continue
        own = y1 - y0
        if previous is not None:
            if text == before and _drawn_again(previous, character):
                continue
            gap = x0 - end
            size = own if own > height else height
            if gap > WORD_GAP * size:
                if gap > CHUNK_GAP * size:
                    gaps += 1
                if gap > COLUMN_GAP * size:
                    parts.append("  ")
                elif (
                    space or gap > IDEOGRAPH_GAP * size or not (is_full_width(before) or is_full_width(text))
                ):
                    parts.append(" ")
            elif space or (apart and x0 <= start):
                parts.append(" ")
            if gap < 0.0 and not over:
                over = -gap > OVERLAP * min(x1 - x0, end - start)
        parts.append(text)
        visible.append(character)
        previous, before, start, end, height = character, text, x0, x1, own
        space = False
    return parts, visible, gaps, over


def _pieces(characters: Iterable[Character]) -> list[list[Character]]:
    """Return the texts that are drawn over each other, which must not be read as one: each as it was drawn.

    They are told by the steps back between them. One that is a shadow of another is left out.
    """
    pieces: list[list[Character]] = []
    for character in characters:
        if not pieces or character.x0 <= pieces[-1][-1].x0:
            pieces.append([])
        pieces[-1].append(character)
    kept: list[list[Character]] = []
    last: dict[str, Character] = {}  # of each text the first character, where it was drawn last
    for piece in sorted(pieces, key=lambda piece: piece[0].x0):
        text = "".join([character.text for character in piece])
        if text not in last or piece[0].x0 >= last[text].x1:
            kept.append(piece)
            last[text] = piece[0]
    return kept


def _line_of_one(character: Character) -> Line | None:
    text, x0, y0, x1, y1 = character
    if text.isspace():
        return None
    wide, width = is_full_width(text), x1 - x0
    em, word = (width, 0.0) if wide else (y1 - y0, width)
    return Line(text, x0, y0, x1, y1, em, (y0 + y1) / 2, word, (character,))


def _first_word(characters: Sequence[Character]) -> float:
    start = end = characters[0].x0
    for character in characters:
        if is_full_width(character.text) or character.x0 - end > WORD_GAP * (character.y1 - character.y0):
            break
        end = character.x1
    return end - start


def _drawn_again(first: Character, second: Character) -> bool:
    """Return whether a character of the same text stands nearly where the first does."""
    width = max(first.x1 - first.x0, 1.0)
    height = max(first.y1 - first.y0, 1.0)
    return abs(second.x0 - first.x0) < 0.35 * width and abs(second.y0 - first.y0) < 0.35 * height


def join_lines(texts: Sequence[str]) -> str:
    """Join the lines of one paragraph: with a space between Latin words only."""
    joined = ""
    for text in texts:
        if joined and text:
            last, first = joined[-1], text[0]
            glued = (
                is_full_width(last)
                or is_full_width(first)
                or last in "-/@."
                or (last.isdigit() and first.isdigit())
            )
            joined += text if glued else " " + text
        else:
            joined += text
    return joined
