"""Check the readings of a row against the sums along the rows of a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reportparse.document import Cell
from reportparse.forms import Block, Rule
from reportparse.normalise import compact
from reportparse.values import are_equal, is_count, read_value

# One way to lay out the cells of a row: a cell, or None, for each column of the block.
Reading = tuple[Cell | None, ...]
# A row with more readings than this is not read: nothing would decide between them.
MOST_READINGS = 3000
# Numbers with more digits than this are rarely printed with each digit on a line.
MOST_PIECES = 4
# So many rows that add up do not do so by chance.
FEWEST_TELLING = 10


def lay(cells: Iterable[Cell], columns: Iterable[int], width: int) -> Reading:
    """Return the reading of `width` columns that has each cell in its column, and nothing in the others."""
    reading: list[Cell | None] = [None] * width
    for cell, column in zip(cells, columns, strict=True):
        reading[column] = cell
    return tuple(reading)


@lru_cache(maxsize=256)
def sums_of(block: Block, rules: tuple[Rule, ...]) -> Sums:
    """Return the sums along the rows of a block, out of the rules of its form."""
    return Sums(block, [rule for rule in rules if rule.is_sum_of("columns")])


class Sums:
    """The sums along the rows of a block, to check readings against."""

    def __init__(self, block: Block, rules: Sequence[Rule]) -> None:
        positions: dict[str | None, dict[str, int]] = defaultdict(dict)
        for k, column in enumerate(block.columns):
            positions[column.row][column.code] = k
        self._sides = [
            ([where[code] for code in rule.left], [where[code] for code in rule.right])
            for rule in rules
            for where in positions.values()
            if all(code in where for code in rule.codes)
        ]

    def groups(self, columns: Sequence[int]) -> list[list[int]] | None:
        """Return the columns grouped into sums, each with its total last; None where that cannot be."""
        groups = [[*sorted(right), *left] for left, right in self._sides if len(left) == 1]
        groups.sort()
        if not groups or [k for group in groups for k in group] != list(columns):
            return None
        return groups

    @property
    def exist(self) -> bool:
        """Whether any rule sums values of a row."""
        return bool(self._sides)

    @property
    def has_total(self) -> bool:
        """Whether a row has a single sum, with a single total."""
        return len(self._sides) == 1 and len(self._sides[0][0]) == 1

    @property
    def total_column(self) -> int:
        """The column of that total."""
        return self._sides[0][0][0]

    def allow(self, option: Reading) -> bool:
        """Whether all sums hold, cells without a number taken for zeros, even totals.

        True if there are no sums.
        """
        values = numbers_of(option)
        return all(_are_equal(values, left, right) for left, right in self._sides)

    def lack_total(self, option: Reading) -> bool:
        """Whether a reading has numbers but a blank total."""
        return (
            self.has_total
            and self.holds(option, blank_is_zero=True) is None
            and any(addend(option, k) for k in range(len(option)))
        )

    def is_total_alone(self, option: Reading) -> bool:
        """Whether the only total of a row is its only filled cell."""
        filled = [k for k, cell in enumerate(option) if cell is not None and cell.is_filled]
        return self.has_total and filled == [self.total_column]

    def total_is(self, option: Reading, cell: Cell) -> bool:
        """Whether a reading takes that cell for the total."""
        return option[self.total_column] is cell

    def vouch(self, option: Reading) -> bool:
        """Whether all sums hold and at least one total is not zero."""
        totals = (option[k] for left, _ in self._sides for k in left)
        return any(read_value(cell.text).value for cell in totals if cell is not None) and self.prove(option)

    def prove(self, option: Reading) -> bool:
        """Whether there are sums and all hold, blank addends taken for zeros."""
        return self.holds(option, blank_is_zero=True) is True

    def refute(self, option: Reading) -> bool:
        """Whether a sum does not hold, blank addends taken for zeros."""
        return self.holds(option, blank_is_zero=True) is False

    def failing(self, option: Reading) -> int:
        """Return how many sums do not hold, blank addends taken for zeros."""
        values = numbers_of(option)
        return sum(
            all(values[k] is not None for k in left) and not _are_equal(values, left, right)
            for left, right in self._sides
        )

    def hold_of_pieces(self, option: Reading) -> bool:
        """Whether sums that do not hold would hold if neighbouring cells were the pieces of one number.

        The cells behind these then stand elsewhere. Either one sum holds with one number in pieces, or all
        sums hold with blank cells left out.
        """
        texts = [compact(cell.text) if cell is not None else "" for cell in option]
        for left, right in self._sides:
            columns = [*sorted(right), *left]
            own = texts[columns[0] : columns[-1] + 2]
            if len(left) > 1 or not all(map(is_count, own)) or _is_sum(own[: len(columns)]):
                continue
            joined = ([*own[:i], own[i] + own[i + 1], *own[i + 2 :]] for i in range(len(own) - 1))
            if any(_is_sum(numbers[: len(columns)]) for numbers in joined):
                return True
        groups = self.groups([k for k, text in enumerate(texts) if text])
        return (
            groups is not None
            and self.refute(option)
            and _are_pieces_of_sums(tuple(texts), tuple(map(len, groups)))
        )

    def holds(self, option: Reading, blank_is_zero: bool = False) -> bool | None:
        """Whether all sums hold; None if blanks or words leave one open, or there are none.

        With `blank_is_zero` blank addends are taken for zeros, and sums of only blank cells are passed over.
        """
        values = numbers_of(option)
        holding = still_open = False
        for left, right in self._sides:
            totals = [value for k in left if (value := values[k]) is not None]
            addends = [value for k in right if (value := values[k]) is not None]
            if blank_is_zero and not (totals or addends):
                continue
            if len(totals) < len(left) or (len(addends) < len(right) and not blank_is_zero):
                still_open = True
            elif not are_equal(sum(totals), sum(addends)):
                return False
            else:
                holding = True
        return True if holding and not still_open else None


def numbers_of(option: Reading) -> list[float | None]:
    """Return the numbers of a reading, None where it has none."""
    return [read_value(cell.text).value if cell is not None else None for cell in option]


def _are_equal(values: Sequence[float | None], left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether the values of some columns and those of others have the same sum, those that are missing as zeros."""
    return are_equal(sum(values[k] or 0 for k in left), sum(values[k] or 0 for k in right))


def _is_sum(numbers: Sequence[str]) -> bool:
    *addends, total = map(int, numbers)
    return sum(addends) == total


# Every edition of a form, and the careful reader, ask for the same rows.
@lru_cache(maxsize=4096)
def _are_pieces_of_sums(texts: tuple[str, ...], lengths: tuple[int, ...]) -> bool:
    """Whether texts are numbers, some of them in pieces, that form sums of at most `lengths` numbers each."""
    # How many texts are used, and whether any number is in pieces.
    states = {(0, False)}
    for most in lengths:
        states |= {
            (start + end, joined or of_pieces)
            for start, joined in states
            for end, of_pieces in _sums_at_start(texts[start:], most)
        }
    return (len(texts), True) in states


@lru_cache(maxsize=4096)
def _sums_at_start(texts: tuple[str, ...], most: int) -> frozenset[tuple[int, bool]]:
    """Return how many texts form a sum of at most `most` numbers, and whether any of these is in pieces."""
    found: set[tuple[int, bool]] = set()
    # Where addends end, their sum, and whether any of them is in pieces.
    states = {(0, 0, False)}
    for addends in range(most):
        following: set[tuple[int, int, bool]] = set()
        for used, total, joined in states:
            for length in range(1, MOST_PIECES + 1):
                text = "".join(texts[used : used + length])
                if used + length > len(texts) or not is_count(text) or text != str(int(text)):
                    break
                number, end, of_pieces = int(text), used + length, joined or length > 1
                if addends and number == total:
                    found.add((end, of_pieces))
                following.add((end, total + number, of_pieces))
        states = following
    return frozenset(found)


def addend(option: Reading, column: int) -> int | None:
    """Return what a reading adds to a column: 0 for blanks and dashes, None where it has no whole number."""
    cell = option[column]
    if cell is None:
        return 0
    value = read_value(cell.text)
    if value.state in ("blank", "dash"):
        return 0
    return int(value.value) if value.value is not None and value.value.is_integer() else None
