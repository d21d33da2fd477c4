"""Rows of values in the order of a form, whatever order their labels stand in: sums tell them.

The text layer of pages often prints the rows of a table one after the other, but labels of several lines, and
the pieces of numbers that are wrapped in their cells, apart from them. Where most rows stand whole and each
of the others follows from them by the sums over columns, these sums also say which of the numbers and pieces
that are left belong to it: they have to be just those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from reportparse.forms.vocabulary import RowOrder, Vocabulary
from reportparse.normalise import SURE_LABEL
from reportparse.tables.texts.anchored import MOST_LABEL_LINES, begins
from reportparse.tables.texts.sequence import Token, TokenRow
from reportparse.values import is_count

# So many rows with several numbers that add up are no chance.
FEWEST_TELLING = 10
# So many rows may be apart from the others.
MOST_MISSING = 3
# Digits that a cell may have room for.
ROOMS = range(2, 7)
# What has more texts is no table of a form.
MOST_TEXTS = 3_000
# So many rows alone between texts have their own label before them.
FEWEST_LABELLED = 3

Numbers = tuple[int, ...]


@dataclass(slots=True)
class Stretches:
    """A sequence as whole rows, each with the place of its first value in it, and the values that are left
    with theirs.
    """

    rows: list[tuple[int, list[Token]]]
    left: list[tuple[int, Token]]


def rows_by_sums(sequence: Sequence[Token], words: Vocabulary) -> list[TokenRow]:
    """Return all rows of a form from a sequence of labels and values, or nothing where sums do not tell them
    all.
    """
    if len(sequence) > MOST_TEXTS:
        return []
    texts = [token.text for token in sequence if not token.is_value]
    found = [
        rows
        for order in words.orders
        for rows in [_rows(sequence, order)]
        if rows and not _prints_more_rows(texts, order, words.orders)
    ]
    return found[0] if len(found) == 1 else []


def _prints_more_rows(texts: Iterable[str], order: RowOrder, orders: Iterable[RowOrder]) -> bool:
    """Return whether labels of rows are printed that only an edition with more rows has: some of them are blank."""
    longer = (other for other in orders if len(other.rows) > len(order.rows))
    others = [names for other in longer for names in other.rows if names not in order.rows]
    return any(begins(text, names) for text in texts for names in others)


def _rows(sequence: Sequence[Token], order: RowOrder) -> list[TokenRow]:
    count = sum(token.is_value for token in sequence)
    if not len(order.rows) * order.width <= count <= (len(order.rows) + MOST_MISSING) * order.width:
        return []
    stretches = _stretches(sequence, order)
    missing = len(order.rows) - len(stretches.rows)
    telling = sum(len([n for n in _numbers(values) if n]) > 2 for _, values in stretches.rows)
    if not 0 <= missing <= MOST_MISSING or telling < FEWEST_TELLING:
        return []
    if not missing * order.width <= len(stretches.left) <= 2 * missing * order.width:
        return []
    ways: list[list[list[Token]]] = []
    for rows in _filled_forms(sequence, stretches, missing, order):
        if all(list(map(_numbers, rows)) != list(map(_numbers, way)) for way in ways):
            ways.append(rows)
    if len(ways) != 1:
        return []
    texts = [token for token in sequence if not token.is_value]
    return [TokenRow(_label(texts, names), values) for names, values in zip(order.rows, ways[0], strict=True)]


def _filled_forms(
    sequence: Sequence[Token], stretches: Stretches, missing: int, order: RowOrder
) -> Iterator[list[list[Token]]]:
    """Yield the ways to make the missing rows of what is left, each as the values of all rows of the form."""
    places = range(len(order.rows))
    for absent in combinations(places, missing):
        present = [place for place in places if place not in absent]
        whole = dict(zip(present, stretches.rows, strict=True))
        if not _are_labelled(sequence, whole, order):
            continue
        for others in _completed(whole, absent, stretches.left, order):
            if all(_is_beside([at for at, _ in values], place, whole) for place, values in others.items()):
                yield [
                    whole[place][1] if place in whole else [token for _, token in others[place]]
                    for place in places
                ]


def _stretches(sequence: Sequence[Token], order: RowOrder) -> Stretches:
    """Return the rows of a sequence whose values stand together and add up; labels may stand between."""
    values = [(i, token) for i, token in enumerate(sequence) if token.is_value]
    found = Stretches([], [])
    at = 0
    while at < len(values):
        row = [token for _, token in values[at : at + order.width]]
        if all(is_count(token.text) for token in row) and order.adds_up(_numbers(row)):
            found.rows.append((values[at][0], row))
            at += order.width
        else:
            found.left.append(values[at])
            at += 1
    return found


def _numbers(row: Sequence[Token]) -> Numbers:
    return tuple(int(token.text.replace(" ", "")) for token in row)


def _are_labelled(
    sequence: Sequence[Token], rows: dict[int, tuple[int, list[Token]]], order: RowOrder
) -> bool:
    """Return whether rows that stand alone between texts have their own label before them, and some do."""
    agreeing = 0
    for place, (start, _) in rows.items():
        stop = start + order.width
        if (
            not start
            or sequence[start - 1].is_value
            or any(not token.is_value for token in sequence[start:stop])
        ):
            continue
        if stop < len(sequence) and sequence[stop].is_value:
            continue
        for first in range(start - 1, max(-1, start - 1 - MOST_LABEL_LINES), -1):
            if sequence[first].is_value:
                break
            row, likeness = order.most_alike("".join(token.text for token in sequence[first:start]))
            if likeness > SURE_LABEL:
                if row != place:
                    return False
                agreeing += 1
                break
    return agreeing >= FEWEST_LABELLED


def _is_beside(at: Sequence[int], place: int, whole: dict[int, tuple[int, list[Token]]]) -> bool:
    """Return whether the values of a row, though apart, do not all stand before a row above it or behind one
    below it.
    """
    return not any(
        (other < place and max(at) < start) or (other > place and min(at) > start)
        for other, (start, _) in whole.items()
    )


def _completed(
    whole: dict[int, tuple[int, list[Token]]],
    absent: Sequence[int],
    left: Sequence[tuple[int, Token]],
    order: RowOrder,
) -> Iterator[dict[int, list[tuple[int, Token]]]]:
    """Yield the ways to make the absent rows of what is left, all of it, so that all sums over columns hold."""
    numbers = {place: _numbers(values) for place, (_, values) in whole.items()}
    if not all(is_count(token.text) for _, token in left):
        return
    for room in ROOMS if absent else ROOMS[:1]:
        solved = _solved(numbers, Counter(token.text for _, token in left), room, order)
        if solved:
            taken: Counter[str] = Counter()
            yield {place: [_token(number, room, left, taken) for number in solved[place]] for place in absent}


def _solved(
    numbers: dict[int, Numbers], pieces: Counter[str], room: int, order: RowOrder
) -> dict[int, Numbers] | None:
    """Return the numbers of all rows, where those that are not known follow from sums and are printed in just
    these pieces.
    """
    for sums in order.sums:
        unknown = [place for side in sums for place in side if place not in numbers]
        if not unknown and any(_difference(numbers, sums, column) for column in range(order.width)):
            return None
        if len(unknown) == 1:
            (place,) = unknown
            sign = -1 if place in sums[0] else 1
            row = tuple(sign * _difference(numbers, sums, column) for column in range(order.width))
            rest = _without(pieces, row, room)
            if rest is None or not order.adds_up(row):
                return None
            return _solved({**numbers, place: row}, rest, room, order)
    return numbers if len(numbers) == len(order.rows) and not pieces.total() else None


def _difference(numbers: dict[int, Numbers], sums: tuple[Numbers, Numbers], column: int) -> int:
    """Return by how much the left side of a sum is more than its right, with unknown rows left out."""
    left, right = (sum(numbers[place][column] for place in side if place in numbers) for side in sums)
    return left - right


def _without(pieces: Counter[str], row: Sequence[int], room: int) -> Counter[str] | None:
    """Return the pieces without those that print the numbers of a row; None if some are not there."""
    if any(number < 0 for number in row):
        return None
    wanted = Counter(piece for number in row for piece in _pieces(number, room))
    return pieces - wanted if wanted <= pieces else None


def _pieces(number: int, room: int) -> list[str]:
    """Return a number as a cell with room for so many digits prints it."""
    digits = str(number)
    return [digits[at : at + room] for at in range(0, len(digits), room)]


def _token(
    number: int, room: int, left: Sequence[tuple[int, Token]], taken: Counter[str]
) -> tuple[int, Token]:
    """Return the printed number: its first piece with the others below it, and where that stands.

    Each piece is taken once.
    """
    pieces = _pieces(number, room)
    found = [(at, token) for at, token in left if token.text == pieces[0]]
    at, first = found[taken[pieces[0]]]
    taken.update(pieces)
    return at, replace(first, text=" ".join(pieces), empty_lines=0)


def _label(texts: Sequence[Token], names: Sequence[str]) -> list[Token]:
    """Return the first line of a row's label, or nothing where none begins it."""
    return [text for text in texts if begins(text.text, names)][:1]
