"""The columns of values that the names of a header stand above, piece by piece, in a text laid out by spaces."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportparse.document import Place
from reportparse.forms.vocabulary import ColumnOrder, Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.edges import COLUMN_GAP, Measure, gap
from reportparse.tables.texts.sequence import Token, joined

# Where a name, or the values of a column, begin and end in their lines.
Span = tuple[int, int]


def columns_below_names(
    header: Sequence[Token], rows: Iterable[Sequence[Token]], width: int, measure: Measure, words: Vocabulary
) -> list[dict[int, Token]]:
    """Return the values of each row by the columns, of which there are `width`, whose names they stand below.

    Nothing if the header does not print the names of all columns apart, in the order of the form, or if a
    value stands below no name or below two.
    """
    if not _is_laid_out(header):
        return []
    for order in words.column_orders:
        names = _names(header, order, measure) if len(order.names) == width else []
        laid = [values_below(names, values, measure) for values in rows] if names else []
        if laid and all(laid):
            return laid
    return []


def _is_laid_out(header: Sequence[Token]) -> bool:
    """Return whether more than single spaces part the texts of each line."""
    lines: dict[Place, list[Token]] = defaultdict(list)
    for token in header:
        lines[token.place].append(token)
    return all(
        gap(before, after) >= COLUMN_GAP for line in lines.values() for before, after in pairwise(line)
    )


def _names(header: Sequence[Token], order: ColumnOrder, measure: Measure) -> list[Span]:
    """Return where the last names of a header stand, whose pieces are below each other."""
    pieces = [token for token in header if compact(token.text) not in order.spanners]
    columns: list[Span] = []
    for begin, end in sorted((measure.begin(token), measure.end(token)) for token in pieces):
        if columns and begin < columns[-1][1]:
            columns[-1] = columns[-1][0], max(end, columns[-1][1])
        else:
            columns.append((begin, end))
    own = columns[-len(order.names) :]
    printed = [
        compact(joined(token for token in pieces if begin <= measure.begin(token) < end))
        for begin, end in own
    ]
    return own if len(own) == len(order.names) and all(map(operator.contains, order.names, printed)) else []


def values_below(columns: Sequence[Span], values: Sequence[Token], measure: Measure) -> dict[int, Token]:
    """Return values by the columns that they stand below, nothing if one stands below none, two or another's."""
    laid: dict[int, Token] = {}
    for token in values:
        below = [
            column
            for column, (begin, end) in enumerate(columns)
            if measure.begin(token) < end and begin < measure.end(token)
        ]
        if len(below) != 1 or below[0] in laid:
            return {}
        laid[below[0]] = token
    return laid
