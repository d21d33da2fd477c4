"""Check the readings of the rows of a block against the sums along its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reportparse.forms import Block, Rule
from reportparse.recognition.consistency import can_hold, consistent
from reportparse.recognition.sums import Reading, addend
from reportparse.values import are_equal, read_value


class ColumnSums:
    """The sums along the columns of a block, to check the readings of its rows against, by their codes."""

    def __init__(self, block: Block, rules: Iterable[Rule]) -> None:
        self._required, self._width = block.required, len(block.columns)
        self._rules = [rule for rule in rules if rule.is_sum_of("rows")]

    @property
    def exist(self) -> bool:
        """Whether any rule sums values of a column."""
        return bool(self._rules)

    def failing(self, readings: Mapping[str | None, Reading]) -> Iterator[tuple[Rule, int]]:
        """Yield the sums that do not hold though each row has a number there, with their columns."""
        for rule in self._rules_among(readings):
            yield from ((rule, k) for k in range(self._width) if _holds(rule, readings, k) is False)

    def would_hold_otherwise(
        self, readings: Mapping[str | None, Reading], others: Mapping[str | None, Sequence[Reading]]
    ) -> int:
        """Count the sums that fail in some column, and would hold there with other readings."""
        return len(
            {
                rule
                for rule, k in self.failing(readings)
                if can_hold(_addends({code: [readings[code], *others[code]] for code in rule.codes}, k), rule)
            }
        )

    def all_hold(self, readings: Mapping[str | None, Reading], columns: Collection[int]) -> bool:
        """Whether all sums hold in some columns; False where one of them lacks a row or a number."""
        return all(
            readings.keys() >= {*rule.codes} and all(_holds(rule, readings, k) for k in columns)
            for rule in self._rules
        )

    def vouch(self, readings: Mapping[str | None, Reading]) -> bool:
        """Whether all sums hold, blanks and dashes taken for zeros, and some are not zero."""
        telling = 0
        for k in self._required:
            numbers = {
                code: read_value(cell.text).value or 0.0
                for code, reading in readings.items()
                if (cell := reading[k]) is not None
            }
            for rule in self._rules:
                left, right = (
                    sum(numbers.get(code, 0.0) for code in side) for side in (rule.left, rule.right)
                )
                if not are_equal(left, right):
                    return False
                telling += left != 0
        return 0 < len(self._rules) <= telling

    def fitting(self, readings: Mapping[str, Sequence[Reading]]) -> dict[str, list[Reading]]:
        """Return for each row the readings with which every sum can hold: see `consistent`."""
        return consistent(readings, self._rules, self._width, addend)

    def refute(self, code: str, readings: Mapping[str, Sequence[Reading]]) -> bool:
        """Whether a sum that a row takes part in cannot hold with any readings."""
        return any(
            not can_hold(_addends({name: readings[name] for name in rule.codes}, k), rule)
            for rule in self._rules_among(readings)
            if code in rule.codes
            for k in range(self._width)
        )

    def _rules_among(self, codes: Collection[str | None]) -> Iterator[Rule]:
        return (rule for rule in self._rules if all(code in codes for code in rule.codes))


def _addends(options: Mapping[str, Sequence[Reading]], column: int) -> dict[str, set[int | None]]:
    return {code: {addend(option, column) for option in choices} for code, choices in options.items()}


def _holds(rule: Rule, readings: Mapping[str | None, Reading], column: int) -> bool | None:
    """Whether a sum of rows holds in a column; None where one of them has no number there."""
    left, right = ([addend(readings[code], column) for code in side] for side in (rule.left, rule.right))
    if None in left or None in right:
        return None
    return sum(filter(None, left)) == sum(filter(None, right))
