"""Rows whose values stand on two lines, beside a label of several lines.

Where cells are not all drawn at one height, a text laid out by spaces has the first value or the total of a row a
line above or below its others. Such lines complement each other: no column has a value on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.blank_columns import likely_measures
from reportparse.tables.texts.edges import COLUMN_GAP, Measure
from reportparse.tables.texts.row_widths import known_widths
from reportparse.tables.texts.sequence import Token, TokenRow, joined
from reportparse.values import is_count, read_value

# No label has so many pieces.
MOST_PIECES = 40


def with_lines_joined(rows: Sequence[TokenRow], words: Vocabulary) -> list[TokenRow]:
    """Return the rows with those joined that are the two lines of one.

    Where the label tells that, and the values cannot be joined for sure, none of them is given to it.
    """
    found: list[TokenRow] = []
    widths = known_widths(((joined(row.label), bool(row.values)) for row in rows), words)
    join = _Joiner(words, likely_measures([(rows, widths)]))
    for row in rows:
        is_whole = len(row.values) in words.row_widths(joined(row.label))
        lines = None if is_whole else _cut_in_note(row)
        if lines and (as_one := join.joined(*lines, may_lack_values=False)):
            found += as_one
        elif found and (as_one := join.joined(found[-1], row, may_lack_values=True)):
            found[-1:] = as_one
        else:
            found.append(row)
    return found


def _cut_in_note(row: TokenRow) -> tuple[TokenRow, TokenRow] | None:
    """Return a row as two lines where the first ends with a number inside a note of the label: it may be a value."""
    for i, (token, after) in enumerate(pairwise(row.label)):
        if i and is_count(token.text) and token.place != after.place:
            return TokenRow(row.label[:i], [token]), TokenRow(row.label[i + 1 :], row.values)
    return None


@dataclass(frozen=True, slots=True)
class _Joiner:
    """Joins two lines of values where a label and the places of the values, by all measures, say that they are one
    row.
    """

    words: Vocabulary
    measures: Sequence[Measure]

    def joined(self, above: TokenRow, below: TokenRow, may_lack_values: bool) -> list[TokenRow]:
        """Return what the two lines of one row are, or nothing where they are two rows."""
        length = _length_of_label(above, below, self.words)
        label, rest = [*above.label, *below.label[:length]], below.label[length:]
        widths = self.words.row_widths(joined(label))
        if length < 0 or len(above.values) + len(below.values) > max(widths, default=0):
            return []
        ways = [_from_left_to_right(above, below, measure) for measure in self.measures]
        if not any(ways):
            return []
        values = ways[0]
        if any(way != values for way in ways):
            is_one = False
        elif len(values) in widths:
            is_one = self.words.adds_up([read_value(token.text).value or 0.0 for token in values])
        else:
            is_one = may_lack_values and length > 0
        behind = [TokenRow([token], []) for token in rest]
        if is_one:
            return [TokenRow(label, [replace(token, is_value=True) for token in values]), *behind]
        whole_label = replace(label[0], text=joined(label))
        return [
            TokenRow([whole_label], []),
            TokenRow([], above.values),
            TokenRow([], below.values),
            *behind,
        ]


def _length_of_label(above: TokenRow, below: TokenRow, words: Vocabulary) -> int:
    """Return how many texts beside the second of two lines, or below it, end the label that begins beside the first;
    -1 if they do not, or are a label of their own.
    """
    if not above.label or not above.values or not below.values or above.behind:
        return -1
    if len(above.label) + len(below.label) > MOST_PIECES:
        return -1
    likeness = [
        words.row_likeness(joined([*above.label, *below.label[:length]]))
        for length in range(len(below.label) + 1)
    ]
    best = max(likeness)
    own = words.row_likeness(joined(below.label))
    if best <= SURE_LABEL or own >= best:
        return -1
    # What says no more of the row may be of its label as well; what stands beside the values has to be.
    beside = sum(token.place == below.values[0].place for token in below.label)
    longest = max(length for length, alike in enumerate(likeness) if alike == best)
    return longest if longest >= beside else -1


def _from_left_to_right(above: TokenRow, below: TokenRow, measure: Measure) -> list[Token]:
    """Return the values of two lines by their columns, or nothing where some of them are not apart."""
    for line in (above.values, below.values):
        if line[0].place.box or any(token.place != line[0].place for token in line):
            return []
    values = sorted([*above.values, *below.values], key=measure.begin)
    apart = all(
        measure.begin(after) - measure.end(before) >= (COLUMN_GAP if before.place != after.place else 1)
        for before, after in pairwise(values)
    )
    return values if apart else []
