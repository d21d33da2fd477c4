"""The columns of values that the names of a header stand above, piece by piece, in a text laid out by spaces."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportparse.document import Place
from reportparse.forms.vocabulary import ColumnOrder, Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.edges import COLUMN_GAP, Measure
from reportparse.tables.texts.sequence import Token, joined

# Where a name or a value begins and ends in its line.
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
        laid = [_below(values, names, measure) for values in rows] if names else []
        if laid and all(laid):
            return laid
    return []


def _is_laid_out(header: Sequence[Token]) -> bool:
    """Return whether more than single spaces part the texts of each line."""
    lines: dict[Place, list[Token]] = defaultdict(list)
    for token in header:
        lines[token.place].append(token)
    return all(
        after.start - before.start - len(before.text) >= COLUMN_GAP
        for line in lines.values()
        for before, after in pairwise(line)
    )


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
