"""Numbers that were wrapped in narrow cells: a text layer prints their two lines above and below their row.

Those of a row that are not wrapped stand with its label on the line between. Which columns the wrapped
ones have is lost where nothing keeps their places: there they are put before the others, with the line end in them
that says so, and sums have to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.sequence import Token, joined, lines_of
from reportparse.values import may_be_rest

# No cell has room for a single digit.
FEWEST_DIGITS = 2


def with_whole_numbers(sequence: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return the sequence with wrapped numbers put together, each as one token of two lines, right behind
    their label.
    """
    lines = lines_of(sequence)
    whole: list[Token] = []
    i = 0
    while i < len(lines):
        row = _whole_row(lines[i : i + 3], words)
        whole.extend(row or lines[i])
        i += 3 if row else 1
    return whole


def _whole_row(lines: Sequence[list[Token]], words: Vocabulary) -> list[Token]:
    """Return the row that three lines make; nothing if they make none."""
    if len(lines) < 3:
        return []
    labels, (upper, values, lower) = zip(*map(_parted, lines), strict=True)
    if not values or not upper or len(upper) != len(lower):
        return []
    numbers = [*upper, *values, *lower]
    pairs = list(zip(upper, lower, strict=True))
    in_place = not (lines[1][0].empty_lines or lines[2][0].empty_lines) and _stand_below(pairs)
    if (
        not all(token.is_value for token in numbers)
        or not all(above.text.isdecimal() and may_be_rest(below.text) for above, below in pairs)
        # Only where lines keep the places of a page may they hold parts of the label, and columns differ in width.
        or not (in_place or (not labels[0] and not labels[2] and _have_one_room(pairs, values)))
    ):
        return []
    label = [token for part in labels for token in part]
    if (labels[0] or labels[2]) and words.row_likeness(joined(label)) <= SURE_LABEL:
        # Three rows with a value or two each.
        return []
    widths = {shape.width for shape in words.sums} if label else words.unlabelled
    if len(upper) + len(values) not in widths:
        return []
    place = values[0].place
    wrapped = [(replace(above, place=place, empty_lines=0), below.text) for above, below in pairs]
    ordered = _from_left_to_right(
        [*(replace(above, text=f"{above.text} {rest}") for above, rest in wrapped), *values]
    )
    if not in_place or not ordered:
        ordered = [*(replace(above, text=f"{above.text}\n{rest}") for above, rest in wrapped), *values]
    return [*label, *ordered]


def _parted(line: list[Token]) -> tuple[list[Token], list[Token]]:
    """The label that a line begins with, and what stands behind it."""
    start = next((i for i, token in enumerate(line) if token.is_value), len(line))
    return line[:start], line[start:]


def _have_one_room(pairs: Sequence[tuple[Token, Token]], values: Sequence[Token]) -> bool:
    """Whether all cells have room for as many digits: the wrapped ones fill it, and the others have no more."""
    room = len(pairs[0][0].text)
    return (
        room >= FEWEST_DIGITS
        and all(len(above.text) == room and len(below.text) <= room for above, below in pairs)
        and all(len(token.text) <= room for token in values)
    )


def _stand_below(pairs: Sequence[tuple[Token, Token]]) -> bool:
    """Whether the rest of each number stands just below it, and not for all of them at the beginning of their lines:
    then the lines keep the places of a page.
    """
    return any(below.start for _, below in pairs) and all(
        FEWEST_DIGITS <= len(above.text) > len(below.text)
        and above.start <= below.start
        and below.start + len(below.text) <= above.start + len(above.text)
        for above, below in pairs
    )


def _from_left_to_right(values: list[Token]) -> list[Token]:
    """The values by their places; nothing where characters and columns of a terminal tell another order."""
    by_start, by_column = (sorted(values, key=attrgetter(edge)) for edge in ("start", "column"))
    return by_start if by_start == by_column else []
