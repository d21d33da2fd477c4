"""Rows whose values stand on two lines, beside a label of several lines.

Where cells are not all drawn at one height, a text laid out by spaces has the first value or the total of a row a
line above or below its others. Such lines complement each other: no column has a value on both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from reportparse.document import Place
from reportparse.forms.vocabulary import Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.blank_columns import likely_measures
from reportparse.tables.texts.edges import COLUMN_GAP, Measure, gap
from reportparse.tables.texts.row_widths import widths_of
from reportparse.tables.texts.sequence import Token, TokenRow, joined, lines_of, numbers_or_zeros
from reportparse.values import is_count

# No label has so many pieces.
MOST_PIECES = 40


def with_lines_joined(rows: Sequence[TokenRow], words: Vocabulary) -> list[TokenRow]:
    """Return the rows with those joined that are the two lines of one.

    Where the label tells that, and the values cannot be joined for sure, none of them is given to it.
    """
    found: list[TokenRow] = []
    join = _Joiner(words, _measures(rows, words))
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


def with_values_in_order(rows: Sequence[TokenRow], words: Vocabulary) -> list[TokenRow]:
    """Return the rows with values from left to right; of those whose order nothing tells none has any.

    Values of several lines, of which one has several, may stand beside each other. Sums do not tell their order, but
    the columns do that they have in all rows. Where lines do not keep columns, a label that goes on beside the values
    of a later line shows that those of a table stand at several heights.
    """
    measures = _measures(rows, words)
    at_heights = not measures and any(_goes_on_beside_values(row) for row in rows)
    ordered = [_in_order(row, measures, at_heights, words) for row in rows]
    in_columns = all(
        _are_columns(
            [way for way, row in zip(ordered, rows, strict=True) if way and way != row.values], measure
        )
        for measure in measures
    )
    return [
        part
        for row, way in zip(rows, ordered, strict=True)
        for part in (
            [row]
            if way == row.values
            else [replace(row, values=way)]
            if way and in_columns
            else _in_parts(row)
        )
    ]


def _goes_on_beside_values(row: TokenRow) -> bool:
    """Return whether a part of a label stands beside values on another line than the first of them."""
    later = {token.place for token in row.values} - {token.place for token in row.values[:1]}
    return any(token.place in later for token in row.label)


def _are_columns(rows: Sequence[Sequence[Token]], measure: Measure) -> bool:
    """Return whether the values of rows as long stand in columns that are apart, on each page."""
    by_page: dict[tuple[int | None, int], list[Sequence[Token]]] = defaultdict(list)
    for row in rows:
        by_page[row[0].place.page, len(row)].append(row)
    return all(
        max(map(measure.end, before)) < min(map(measure.begin, after))
        for page in by_page.values()
        for before, after in pairwise(zip(*page, strict=True))
    )


def _measures(rows: Sequence[TokenRow], words: Vocabulary) -> list[Measure]:
    """Return the measures by which rows may have columns; nothing where their lines do not keep places."""
    return likely_measures([(rows, widths_of(rows, words))]) if _keep_places(rows) else []


def _keep_places(rows: Sequence[TokenRow]) -> bool:
    """Return whether most lines with several texts have room between some of them, as where spaces keep columns."""
    by_line: dict[Place, list[Token]] = defaultdict(list)
    for row in rows:
        for token in (*row.label, *row.values):
            by_line[token.place].append(token)
    lines = [sorted(line, key=attrgetter("start")) for line in by_line.values() if len(line) > 1]
    roomy = sum(any(gap(before, after) >= COLUMN_GAP for before, after in pairwise(line)) for line in lines)
    return 2 * roomy > len(lines)


def _in_order(row: TokenRow, measures: Sequence[Measure], at_heights: bool, words: Vocabulary) -> list[Token]:
    """Return the values of a row from left to right, or nothing where their order is not known."""
    lines = lines_of(row.values)
    widths = words.row_widths(joined(row.label))
    if (
        len(lines) < 2
        or not row.label
        or row.values[0].place.box
        or len(row.values) > max(widths, default=0)
        # Numbers that were put together are in their places.
        or any(" " in token.text or "\n" in token.text for token in row.values)
    ):
        return row.values
    summed = any(shape.width in widths for shape in words.sums)
    if len(lines) == len(row.values) and (
        summed or all(token.place != row.values[0].place for token in row.label)
    ):
        # A line for each value, but for one beside the label where sums tell that these are all.
        return row.values
    if not measures:
        return [] if at_heights or not summed else row.values
    ways = [ordered for measure in measures if (ordered := _apart(row.values, measure))]
    if (
        row.values in ways
        or len(ways) < len(measures)
        or any(
            measure.begin(token) < max(map(measure.end, row.label))
            for measure in measures
            for token in ways[0]
        )
    ):
        # The lines go on from left to right, or are those of a text that is filled up line by line.
        return row.values
    is_one = (
        len(ways[0]) in widths
        and all(way == ways[0] for way in ways)
        and words.adds_up(numbers_or_zeros(ways[0]))
    )
    return ways[0] if is_one else []


def _in_parts(row: TokenRow) -> list[TokenRow]:
    """Return the label of a row and the values of each of its lines, apart."""
    lines = lines_of(row.values)
    label = [TokenRow([replace(row.label[0], text=joined(row.label))], [])] if row.label else []
    return [*label, *(TokenRow([], line) for line in lines)]


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
            is_one = self.words.adds_up(numbers_or_zeros(values))
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
    return _apart([*above.values, *below.values], measure)


def _apart(values: Sequence[Token], measure: Measure) -> list[Token]:
    """Return values of several lines by their columns, or nothing where some of them are not apart."""
    values = sorted(values, key=measure.begin)
    apart = all(
        measure.begin(after) - measure.end(before) >= (COLUMN_GAP if before.place != after.place else 1)
        for before, after in pairwise(values)
    )
    return values if apart else []
