"""The columns of values that the names of a header stand above, piece by piece, in a text laid out by spaces."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence

from reportparse.forms.vocabulary import ColumnOrder, Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.edges import MEASURES, Measure
from reportparse.tables.texts.sequence import Token, joined

# Where a name or a value begins and ends in its line.
Span = tuple[int, int]


def columns_below_names(
    header: Sequence[Token], rows: Iterable[Sequence[Token]], width: int, words: Vocabulary
) -> list[dict[int, Token]]:
    """Return the values of each row by the columns, of which there are `width`, whose names they stand below.

    Nothing if the header does not print the names of all columns apart, in the order of the form; if a value
    stands below no name or below two; or below another one where programs count the columns of a terminal
    than where they count characters.
    """
    rows = list(rows)
    found: list[list[dict[int, Token]]] = []
    for order in words.column_orders:
        if len(order.names) != width:
            continue
        for measure in MEASURES:
            names = _names(header, order, measure)
            laid = [_below(values, names, measure) for values in rows] if names else []
            if laid and all(laid) and laid not in found:
                found.append(laid)
    return found[0] if len(found) == 1 else []


def _names(header: Sequence[Token], order: ColumnOrder, measure: Measure) -> list[Span]:
    """Return where the last names of a header stand, whose pieces are below each other."""
    pieces = [token for token in header if compact(token.text) not in order.spanners]
    stacks: list[list[Token]] = []
    end = 0
    for token in sorted(pieces, key=measure.begin):
        if not stacks or measure.begin(token) >= end:
            stacks.append([])
        stacks[-1].append(token)
        end = max(end, measure.end(token))
    own = stacks[-len(order.names) :]
    lines = {id(token): line for line, token in enumerate(header)}
    printed = [compact(joined(sorted(stack, key=lambda token: lines[id(token)]))) for stack in own]
    if len(own) < len(order.names) or not all(map(operator.contains, order.names, printed)):
        return []
    return [(min(map(measure.begin, stack)), max(map(measure.end, stack))) for stack in own]


def _below(values: Sequence[Token], names: Sequence[Span], measure: Measure) -> dict[int, Token]:
    """Return the values by the columns whose names they stand below, nothing if that is not clear of one."""
    laid: dict[int, Token] = {}
    for token in values:
        below = [
            column
            for column, (begin, end) in enumerate(names)
            if measure.begin(token) < end and begin < measure.end(token)
        ]
        if len(below) != 1 or below[0] in laid:
            return {}
        laid[below[0]] = token
    return laid
