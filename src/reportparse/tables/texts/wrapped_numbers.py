"""Numbers that were wrapped in narrow cells: a text layer prints their two lines above and below their row.

Those of a row that are not wrapped stand with its label on the line between. Which columns the wrapped
ones have is lost where nothing keeps their places: they are put before the others, with the line end in them
that says so, and sums have to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.sequence import Token
from reportparse.values import may_be_rest

# No cell has room for a single digit.
FEWEST_DIGITS = 2


def with_whole_numbers(sequence: Sequence[Token], words: Vocabulary) -> list[Token]:
    """Return the sequence with wrapped numbers put together, each as one token of two lines, right behind
    their label.
    """
    lines = [list(line) for _, line in groupby(sequence, key=lambda token: token.place)]
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
    upper, row, lower = lines
    label = [token for token in row if not token.value]
    values = row[len(label) :]
    if not values or not all(token.value for token in (*upper, *values, *lower)):
        return []
    room = len(upper[0].text)
    if (
        len(upper) != len(lower)
        or room < FEWEST_DIGITS
        # Cells of one width have room for the same number of digits, and what is not wrapped has no more.
        or not all(token.text.isdecimal() and len(token.text) == room for token in upper)
        or not all(may_be_rest(token.text) for token in lower)
        or any(len(token.text) > room for token in (*lower, *values))
    ):
        return []
    widths = {shape.width for shape in words.sums} if label else words.unlabelled
    if len(upper) + len(values) not in widths:
        return []
    place = row[0].place
    joined = [
        replace(above, text=f"{above.text}\n{below.text}", place=place, empty_lines=0)
        for above, below in zip(upper, lower, strict=True)
    ]
    return [*label, *joined, *values]
