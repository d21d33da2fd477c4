"""Cut the digits of rows whose numbers run together in the ways that their sums allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportparse.document import Cell
from reportparse.normalise import compact
from reportparse.recognition.sums import MOST_READINGS, Reading, Sums, lay

# No count in a report has more digits than this.
LONGEST_NUMBER = 6
# A run of more digits than this is no row.
LONGEST_RUN = 120
MOST_STEPS = 100_000

# The digits of each column, empty for a blank cell.
Cut = tuple[str, ...]
# The columns of a sum, in order; the last one is the total of the others.
Group = Sequence[int]


def cuts(digits: str, groups: Sequence[Group]) -> list[Cut] | None:
    """Return all ways to cut digits into the columns of consecutive sums, with blank cells allowed.

    Each sum has to hold: its total is blank only if its columns are blank or zero. No number starts with a
    zero, except 0 itself. None if there are too many ways to try.
    """
    found = _cuts(digits, tuple(tuple(group) for group in groups))
    return None if found is None else list(found)


@lru_cache(maxsize=4096)
def _cuts(digits: str, groups: tuple[tuple[int, ...], ...]) -> list[Cut] | None:
    if not digits.isdecimal() or not digits.isascii() or len(digits) > LONGEST_RUN:
        return None
    budget = Budget(MOST_STEPS)
    known: dict[tuple[int, int], list[Cut]] = {}

    def from_group(index: int, start: int) -> list[Cut]:
        if index == len(groups):
            return [()] if start == len(digits) else []
        if (index, start) not in known:
            last = index + 1 == len(groups)
            known[index, start] = [
                own + rest
                for end, own in _of_group(digits, start, len(groups[index]), last, budget)
                for rest in from_group(index + 1, end)
            ]
        return known[index, start]

    try:
        return from_group(0, 0)
    except TooManyError:
        return None


class TooManyError(Exception):
    """There are too many ways to cut the digits."""


@dataclass(slots=True)
class Budget:
    """The steps that a search may still take."""

    left: int

    def spend(self) -> None:
        """Take a step; raises TooManyError if none is left."""
        self.left -= 1
        if self.left < 0:
            raise TooManyError


def _of_group(digits: str, start: int, width: int, last: bool, budget: Budget) -> Iterator[tuple[int, Cut]]:
    """Yield the ways to cut the columns of one sum from `start` on, each with the place behind them."""
    if not last or start == len(digits):
        yield start, ("",) * width
    for place, parts, total in _parts(digits, start, width - 1, last, budget):
        if not total and place > start and (place == len(digits) or not last):
            # A total of nothing may as well be blank.
            yield place, (*parts, "")
        text = str(total)
        end = place + len(text)
        if digits.startswith(text, place) and (end == len(digits) or not last):
            yield end, (*parts, text)


def _parts(digits: str, start: int, columns: int, last: bool, budget: Budget) -> list[tuple[int, Cut, int]]:
    """Return the ways to cut the addends of a sum from `start` on, each with the place behind and its sum."""
    found: list[tuple[int, Cut, int]] = []

    def cut(start: int, parts: Cut, total: int) -> None:
        """Go on from a place with the numbers before it, and their sum."""
        budget.spend()
        left, open_columns = len(digits) - start, columns - len(parts)
        # The total has as many digits as any of its numbers, and stands behind them, but for one of nothing.
        shortest = len(str(total)) if total else 0
        if left < shortest or (last and left > open_columns * LONGEST_NUMBER + LONGEST_NUMBER):
            return
        if not open_columns:
            found.append((start, parts, total))
            return
        cut(start, (*parts, ""), total)
        longest = min(LONGEST_NUMBER, left - shortest, left // 2)
        if digits.startswith("0", start):
            longest = min(left - shortest, 1)
        for end in range(start + 1, start + longest + 1):
            number = digits[start:end]
            cut(end, (*parts, number), total + int(number))

    cut(start, (), 0)
    return found


def glued_readings(cell: Cell, targets: Sequence[int], width: int, sums: Sums) -> list[Reading]:
    """Return all ways to lay a cell with all digits of a row onto the columns `targets` out of `width`.

    Where there are no sums, only a row of zeros can be cut.
    """
    digits = compact(cell.text)
    groups = sums.groups(targets)
    found: Sequence[Cut] | None
    if groups is None:
        found = [tuple(digits)] if digits == "0" * len(targets) else None
    else:
        found = cuts(digits, groups)
        if len(groups) > 1 and found:
            found = _of_several_sums(found, [targets.index(group[-1]) for group in groups])
    readings = [lay([replace(cell, text=part) for part in cut], targets, width) for cut in found or []]
    return readings if len(readings) <= MOST_READINGS else []


def _of_several_sums(found: Sequence[Cut], totals: Sequence[int]) -> Sequence[Cut]:
    """Return the cut with a digit in each cell, for a row with several sums; all cuts if there is none.

    No sum of fewer cells is as short: a number of two digits has a total of as many. In other rows a total
    that ends in 0 may be the end of a number and a total that is misprinted as 0: then the list is empty. So it is
    where all cuts leave cells blank though there is one digit for each: a total may be misprinted.
    """
    fullest = max(sum(map(bool, cut)) for cut in found)
    if fullest < len(found[0]) == sum(map(len, found[0])):
        return []
    full = [cut for cut in found if sum(map(bool, cut)) == fullest]
    if any(cut[k].endswith("0") and cut[k] != "0" for cut in full for k in totals):
        return []
    return [cut for cut in full if all(len(part) == 1 for part in cut)] or found
