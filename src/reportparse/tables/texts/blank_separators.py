"""Blank cells that a flattened text shows by the same spaces between any two cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportparse.tables.texts.blank_columns import in_line
from reportparse.tables.texts.sequence import Token, TokenRow, blank_beside

# So many rows that come out as long as they should be are no chance.
FEWEST_SEPARATED = 3


def by_separators(rows: Sequence[TokenRow], widths: Sequence[int]) -> dict[int, list[Token]]:
    """Return for each short row its values with blank cells between, where the spaces tell how many there
    are.

    Cells were joined by the same spaces everywhere, so that each blank cell adds as many. Blank cells at the
    end of a row leave nothing that can be seen.
    """
    lines = [i for i in in_line(rows, widths) if _is_labelled(rows[i]) and len(rows[i].values) <= widths[i]]
    gaps = {i: _gaps(rows[i]) for i in lines}
    unit = min((gap for found in gaps.values() for gap in found), default=0)
    whole = [gap for i in lines if len(rows[i].values) == widths[i] for gap in gaps[i]]
    if not unit or any(gap != unit for gap in whole) or any(gap % unit for i in lines for gap in gaps[i]):
        return {}
    found: dict[int, list[Token]] = {}
    for i in lines:
        values: list[Token] = []
        for token, gap in zip(rows[i].values, gaps[i], strict=True):
            values += [blank_beside(token)] * (gap // unit - 1) + [token]
        if len(values) > widths[i]:
            return {}
        if len(rows[i].values) < len(values) == widths[i]:
            found[i] = values
    return found if len(found) >= FEWEST_SEPARATED else {}


def _gaps(row: TokenRow) -> list[int]:
    """Return the spaces before each value of a row whose label stands in its line."""
    before = [row.label[-1], *row.values]
    return [token.start - last.start - len(last.text) for last, token in pairwise(before)]


def _is_labelled(row: TokenRow) -> bool:
    """Return whether some label stands in the line of a row's values."""
    return any(token.place == row.values[0].place for token in row.label)
