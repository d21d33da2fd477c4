"""A row without a label in parts: a text layer prints the header and values of some columns, then of others.

The header of a part spells the names of its columns, in whatever order the pieces of these come; so it says
which columns the values below it have. There the values of each sum come one after the other, with the totals
before, between or behind them. Where all sums hold in one way only, that is the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise, permutations, product
from math import prod

from reportparse.forms.vocabulary import BareRow, Vocabulary
from reportparse.normalise import compact
from reportparse.tables.texts.sequence import Token, TokenRow, joined, numbers_of
from reportparse.values import may_be_rest

# So many numbers of one part may be wrapped.
MOST_WRAPPED = 3
# A row has no more parts.
MOST_PARTS = 8
# More ways to lay the values are not tried.
MOST_WAYS = 20_000

# A header and the values below it.
Part = tuple[list[Token], list[Token]]


def row_in_parts(sequence: Sequence[Token], words: Vocabulary) -> tuple[int, list[TokenRow]]:
    """Return where in a sequence the parts of a row begin that go on to its end, and their headers and values
    as rows.
    """
    parts = _parts(sequence)
    for bare in words.bare_rows:
        for first in range(max(0, len(parts) - MOST_PARTS), len(parts) - 1):
            values = _values(parts[first:], bare)
            if values:
                header = [token for texts, _ in parts[first:] for token in texts]
                start = sum(len(texts) + len(found) for texts, found in parts[:first])
                return start, [TokenRow(header, []), TokenRow([], values)]
    return len(sequence), []


def _parts(sequence: Sequence[Token]) -> list[Part]:
    """Return the parts of a sequence; texts behind the last values are none."""
    parts: list[Part] = []
    texts: list[Token] = []
    for token in sequence:
        if not token.is_value:
            texts.append(token)
        elif texts or not parts:
            parts.append((texts, [token]))
            texts = []
        else:
            parts[-1][1].append(token)
    return [] if texts else parts


def _values(parts: Sequence[Part], bare: BareRow) -> list[Token]:
    """Return the values of a row in the order of its columns, or nothing where its parts do not tell just
    one.
    """
    ways: list[list[dict[int, Token]]] = []
    start = 0
    for texts, values in parts:
        end = _end(joined(texts), start, bare, may_begin_later=not ways)
        if not 0 <= len(values) - (end - start) <= MOST_WRAPPED:
            return []
        ways.append(list(islice(_laid(values, start, end, bare), MOST_WAYS)))
        start = end
    if start < len(bare.columns) or prod(map(len, ways)) > MOST_WAYS:
        return []
    found: dict[tuple[str, ...], list[Token]] = {}
    for choice in product(*ways):
        by_column = {column: token for laid in choice for column, token in laid.items()}
        row = [by_column[column] for column in range(len(bare.columns))]
        if bare.adds_up(numbers_of(row)):
            found[tuple(compact(token.text) for token in row)] = row
    return found.popitem()[1] if len(found) == 1 else []


def _end(header: str, start: int, bare: BareRow, may_begin_later: bool) -> int:
    """Return the column behind the last one that a header spells from `start` on, or `start` if it spells
    none.

    Before the first header there may be other texts.
    """
    printed = compact(header)
    for end, letters in bare.letters[start]:
        own = printed[-len(letters) :] if may_begin_later else printed
        if len(own) == len(letters) and sorted(own) == letters:
            return end
    return start


def _laid(values: Sequence[Token], start: int, end: int, bare: BareRow) -> Iterator[dict[int, Token]]:
    """Yield the ways to lay values onto the columns from `start` to `end`."""
    addends = [[column for column in right if start <= column < end] for _, right in bare.sums]
    totals = [[left] for left, _ in bare.sums if start <= left < end]
    orders = [
        [column for unit in order for column in unit]
        for order in permutations([unit for unit in (*addends, *totals) if unit])
    ]
    for whole in _joined(values, end - start):
        for order in orders:
            yield dict(zip(order, whole, strict=True))


def _joined(values: Sequence[Token], count: int) -> Iterator[list[Token]]:
    """Yield the values as so many, with the second pieces of wrapped numbers put behind the first."""
    rests = [
        i
        for i, (above, below) in enumerate(pairwise(values), 1)
        if above.place != below.place
        and above.text.isdecimal()
        and above.text[0] != "0"
        and may_be_rest(below.text)
    ]
    for chosen in combinations(rests, len(values) - count):
        if all(below - above > 1 for above, below in pairwise(chosen)):
            yield [
                replace(token, text=f"{token.text} {values[i + 1].text}") if i + 1 in chosen else token
                for i, token in enumerate(values)
                if i not in chosen
            ]
