"""Lay out values in order, where blank cells may be missing and numbers may be in pieces, in all ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise
from math import comb

import regex

from reportparse.document import Cell
from reportparse.recognition.sums import MOST_READINGS, Reading, Sums, lay

# Rows with so many more values than columns are no rows.
MOST_CUTS = 4
PAGE_NUMBER = regex.compile(r"[1-9]\d{0,2}")


def sequence_readings(cells: Sequence[Cell], targets: Sequence[int], width: int, sums: Sums) -> list[Reading]:
    """Return all ways to lay values in order onto `targets` out of `width` columns; empty if too many.

    As many values as columns are laid out in order. Wrapped ones, which stand first, may belong between the
    others. Only if the sums do not hold may a number also be cut in two and a blank be left out. Of more
    values than columns, some belong together, or one that has a line to itself is a page number. Of fewer,
    blanks were left out or numbers run together.
    """

    def placed(values: Sequence[Cell]) -> Iterator[Reading]:
        return (lay(values, columns, width) for columns in combinations(targets, len(values)))

    count, wanted = len(cells), len(targets)
    if count == wanted:
        # A line end in a number says that its place among the others is not known: see `wrapped_numbers`.
        wrapped = sum("\n" in cell.text for cell in cells)
        if wrapped and comb(wanted, wrapped) <= MOST_READINGS:
            shuffled = (_shuffled(cells, places) for places in combinations(range(wanted), wrapped))
            return [option for option in (lay(row, targets, width) for row in shuffled) if sums.holds(option)]
        direct = lay(cells, targets, width)
        if not sums.refute(direct):
            return [direct]
        others = [
            option for joined in _joined(cells, count - 1) for option in placed(joined) if sums.prove(option)
        ]
        # On lines of which some have several values, the last ones may be the ends of numbers above.
        return others if is_wrapped(cells) else [direct, *others]
    if count > wanted + MOST_CUTS or not count:
        return []
    options: list[Reading] = []
    if count > wanted:
        options = [lay(joined, targets, width) for joined in islice(_joined(cells, wanted), MOST_READINGS)]
        if count == wanted + 1:
            options += [
                lay([*cells[:i], *cells[i + 1 :]], targets, width)
                for i, cell in enumerate(cells)
                if PAGE_NUMBER.fullmatch(cell.text.strip())
                and all(
                    cell.place != beside.place
                    for beside in (*cells[max(0, i - 1) : i], *cells[i + 1 : i + 2])
                )
            ]
        return [option for option in options if sums.prove(option)] or options
    options = list(islice(placed(cells), MOST_READINGS + 1))
    # Numbers do not run together that have a line each.
    runs_together = len({cell.place for cell in cells}) < len(cells) or count == 1
    if runs_together and sum(len(cell.text) for cell in cells) <= 3 * wanted:
        options += islice((lay(parts, targets, width) for parts in _parted(cells, wanted)), MOST_READINGS)
    return options if len(options) <= MOST_READINGS else []


def is_wrapped(cells: Sequence[Cell]) -> bool:
    """Whether values stand on several lines, and some of these have several."""
    return 1 < len({cell.place for cell in cells}) < len(cells)


def _shuffled(cells: Sequence[Cell], places: Sequence[int]) -> list[Cell]:
    """Return the cells with the first ones moved to `places`, and the others between them in order."""
    first, others = iter(cells[: len(places)]), iter(cells[len(places) :])
    return [next(first) if place in places else next(others) for place in range(len(cells))]


def _joined(cells: Sequence[Cell], wanted: int) -> Iterator[list[Cell]]:
    """Yield the cells with neighbours joined to numbers until `wanted` are left."""
    for breaks in combinations(range(1, len(cells)), wanted - 1):
        edges = [0, *breaks, len(cells)]
        groups = [cells[start:end] for start, end in pairwise(edges)]
        if all(len(group) == 1 or one_number(group) for group in groups):
            yield [
                group[0] if len(group) == 1 else replace(group[0], text=" ".join(cell.text for cell in group))
                for group in groups
            ]


def one_number(group: Sequence[Cell]) -> bool:
    """Whether cells may be the pieces of one number, such as 1 and 20 of 120."""
    digits = [cell.text.strip() for cell in group]
    return all(part.isdecimal() for part in digits) and digits[0][0] != "0"


def _parted(cells: Sequence[Cell], wanted: int) -> Iterator[list[Cell]]:
    """Yield the cells with numbers cut until there are `wanted`.

    No part starts with a zero, except 0 itself.
    """
    if not cells:
        if wanted == 0:
            yield []
        return
    first, rest = cells[0], cells[1:]
    text = first.text.strip()
    most = wanted - len(rest)
    for parts in _partitions(text, most) if text.isdecimal() else [[text]]:
        for others in _parted(rest, wanted - len(parts)):
            yield [*(replace(first, text=part) for part in parts), *others]


def _partitions(digits: str, most: int) -> Iterator[list[str]]:
    """Yield the ways to cut digits into at most `most` numbers: 12 into 12, or 1 and 2."""
    if digits == "0" or digits[0] != "0":
        yield [digits]
    if most > 1:
        longest = 1 if digits[0] == "0" else len(digits) - 1
        for end in range(1, min(longest, len(digits) - 1) + 1):
            for others in _partitions(digits[end:], most - 1):
                yield [digits[:end], *others]
