"""Rows of values whose labels stand elsewhere: they are counted between labels that stand at their values.

The text layer of pages often prints the rows of a table in their order but moves labels of several
lines behind them. Where exactly as many values stand between two labels as the form has rows there,
and every row ends in its sum, these rows are the form's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from reportparse.forms.vocabulary import RowOrder, Vocabulary
from reportparse.normalise import SURE_LABEL, label
from reportparse.tables.texts.sequence import Token, TokenRow, numbers_of

# A label that wraps has its first line at its values, and some lines before it.
MOST_LABEL_LINES = 4
# A piece of a label is known by so many of its first characters.
SHORTEST_PIECE = 4
FEWEST_ANCHORS = 3
# So many rows of numbers that add up are no chance.
FEWEST_TELLING = 5


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of the form whose label stands at the token `start`, before the values from `values` on."""

    row: int
    start: int
    values: int


def rows_between_labels(
    sequence: Sequence[Token], words: Vocabulary
) -> list[tuple[int, int, list[TokenRow]]]:
    """Return stretches of a sequence, as half-open ranges, that are several rows of one of the forms.

    Nothing where no row is away from its label, or where the labels and values are not in the order
    of a form from its first row to its last.
    """
    found = (_stretches(sequence, order) for order in words.orders)
    return max(found, key=lambda stretches: sum(len(rows) for _, _, rows in stretches), default=[])


def _stretches(sequence: Sequence[Token], order: RowOrder) -> list[tuple[int, int, list[TokenRow]]]:
    anchors = list(_anchors(sequence, order))
    if not _is_whole(sequence, anchors, order):
        return _links(sequence, anchors, order)
    found = []
    ends = [*((anchor.start, anchor.row) for anchor in anchors[1:]), (len(sequence), len(order.rows))]
    whole = [
        sum(token.is_value for token in sequence[anchor.values : end]) == (row - anchor.row) * order.width
        for anchor, (end, row) in zip(anchors, ends, strict=True)
    ]
    for i, (anchor, (end, row)) in enumerate(zip(anchors, ends, strict=True)):
        # A label before other values than its row's, a page's number for one, counts no rows before it.
        if row - anchor.row > 1 and all(whole[i : i + 2]):
            rows = _rows(sequence, anchor, end, row, order)
            if rows:
                found.append((anchor.start, end, rows))
    return found


def _is_whole(sequence: Sequence[Token], anchors: Sequence[Anchor], order: RowOrder) -> bool:
    """Return whether labels and values are in the order of the form from its first row to its last."""
    if len(anchors) < FEWEST_ANCHORS or any(above.row >= below.row for above, below in pairwise(anchors)):
        return False
    first, last = anchors[0], anchors[-1]
    # Where values stand before the first row's label, labels may stand behind their values.
    if first.row or any(token.is_value for token in sequence[: first.start]):
        return False
    behind = sum(1 for token in sequence[last.values :] if token.is_value)
    return behind == (len(order.rows) - last.row) * order.width


def _links(
    sequence: Sequence[Token], anchors: Sequence[Anchor], order: RowOrder
) -> list[tuple[int, int, list[TokenRow]]]:
    """Return the stretches between labels of which each counts the rows to the next, in a part of a table.

    There must be several, and rows with numbers that tell: the rest of the table vouches for nothing.
    """
    found: list[tuple[int, int, list[TokenRow]]] = []
    chain: list[tuple[Anchor, Anchor, list[TokenRow]]] = []
    for anchor, following in pairwise([*anchors, Anchor(-1, len(sequence), len(sequence))]):
        rows = None
        if anchor.row < following.row and not (not chain and _may_be_behind(sequence, anchor, order)):
            rows = _rows(sequence, anchor, following.start, following.row, order)
        if rows is not None:
            chain.append((anchor, following, rows))
            continue
        telling = sum(any(numbers_of(row.values)) for _, _, rows in chain for row in rows)
        if len(chain) >= FEWEST_ANCHORS and telling >= FEWEST_TELLING:
            found += [(first.start, last.start, rows) for first, last, rows in chain if len(rows) > 1]
        chain = []
    return found


def _may_be_behind(sequence: Sequence[Token], anchor: Anchor, order: RowOrder) -> bool:
    """Return whether the values before a label are a row whose label may stand behind it."""
    before = (sequence[i] for i in range(anchor.start - 1, -1, -1) if sequence[i].is_value)
    return order.adds_up(numbers_of([*islice(before, order.width)][::-1]))


def _anchors(sequence: Sequence[Token], order: RowOrder) -> Iterator[Anchor]:
    """Yield the labels that stand right before a value."""
    for i, (token, following) in enumerate(pairwise(sequence)):
        if token.is_value or not following.is_value:
            continue
        best = (SURE_LABEL, -1, i)
        text = ""
        for start in range(i, max(-1, i - MOST_LABEL_LINES), -1):
            if sequence[start].is_value:
                break
            text = sequence[start].text + text
            row, likeness = order.most_alike(text)
            if likeness > best[0]:
                best = (likeness, row, start)
        _, row, start = best
        if row >= 0:
            yield Anchor(row, start, i + 1)


def _rows(
    sequence: Sequence[Token], anchor: Anchor, end: int, last: int, order: RowOrder
) -> list[TokenRow] | None:
    """Return the rows from an anchor's on, up to the row `last`; None where their number or sums do not fit."""
    values = list(takewhile(lambda token: token.is_value, sequence[anchor.values : end]))
    if len(values) != (last - anchor.row) * order.width:
        return None
    lines = [values[i : i + order.width] for i in range(0, len(values), order.width)]
    if not all(order.adds_up(numbers_of(line)) for line in lines):
        return None
    rows = [TokenRow(list(sequence[anchor.start : anchor.values]), lines[0])]
    texts = [token for token in sequence if not token.is_value]
    for names, line in zip(order.rows[anchor.row + 1 : last], lines[1:], strict=True):
        first_line = next((token for token in texts if begins(token.text, names)), None)
        if first_line is None:
            return None
        rows.append(TokenRow([first_line], line))
    return rows


def begins(text: str, names: Sequence[str]) -> bool:
    """Return whether a text is a row's label or the beginning of it."""
    own = label(text)
    return len(own.words) >= SHORTEST_PIECE and any(
        known.number == own.number and known.words.startswith(own.words) for known in map(label, names)
    )
