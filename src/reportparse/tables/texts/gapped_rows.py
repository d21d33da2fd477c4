"""Rows with more empty lines between them than between their cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.sequence import Token, TokenRow, joined

# So many rows of the length that the form asks for by their labels, and none of another, are no chance.
FEWEST_ROWS = 6


def rows_between_gaps(sequence: Sequence[Token], words: Vocabulary) -> list[TokenRow] | None:
    """Return the rows of a sequence, if one number of empty lines parts it into rows of the right length and
    no others.
    """
    gaps = sorted({token.empty_lines for token in sequence[1:]})[1:]
    for gap in gaps:
        parts = _parted(sequence, gap)
        rows = [row for tokens in parts if (row := _row(tokens)) is not None]
        if len(rows) == len(parts) and _are_as_long_as_asked(rows, words):
            return rows
    return None


def _parted(sequence: Sequence[Token], gap: int) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in sequence:
        if token.empty_lines >= gap and parts[-1]:
            parts.append([])
        parts[-1].append(token)
    return parts


def _row(tokens: Sequence[Token]) -> TokenRow | None:
    """Return texts and then values as a row; blank cells before its label go on from the row above."""
    label = [token for token in tokens if not token.is_value]
    if not label:
        return TokenRow([], list(tokens))
    texts = [*dropwhile(lambda token: token.is_value and not token.text, tokens)]
    if any(token.is_value for token in texts[: len(label)]):
        # Blank cells between names of columns.
        return None if any(token.text for token in texts if token.is_value) else TokenRow(label, [])
    return TokenRow(label, texts[len(label) :])


def _are_as_long_as_asked(rows: Sequence[TokenRow], words: Vocabulary) -> bool:
    known = 0
    for row in rows:
        widths = words.row_widths(joined(row.label))
        if row.values and len(row.values) not in widths:
            return False
        known += bool(row.label) and len(widths) == 1 and bool(row.values)
    return known >= FEWEST_ROWS
