"""Check whether the sums of the form that a number takes part in hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportparse.forms import Family, Rule
from reportparse.report import Record
from reportparse.values import are_equal

Cell = tuple[str, str, str, str]


def row_of(record: Record) -> tuple[str, str, str]:
    """Return the edition, table and row that a record is a cell of."""
    return record.edition, record.table, record.row


class RecordSums:
    """The sums of the form over the numbers of records, with blank cells left out.

    A number that was overlooked would be missing from its sum, unless it is a zero.
    """

    def __init__(self, records: Sequence[Record], family: Family) -> None:
        self._values: dict[Cell, float | None] = {
            (record.edition, record.table, record.row, record.column): record.value for record in records
        }
        self._rules: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        for edition in family.editions:
            for rule in edition.rules:
                if rule.kind == "sum" and rule.severity == "error" and rule.table:
                    self._rules[edition.id, rule.table].append(rule)

    def vouch_for(self, record: Record) -> bool:
        """Whether every sum that a number takes part in holds, and there are any.

        These are sums along its row and, where the form has such sums, along its column. A wrong digit would
        have to be matched by others, in its row and in its column.
        """
        along: dict[str | None, list[bool]] = {rule.for_each: [] for rule in self._rules_of(record)}
        for rule in self._rules_of(record):
            if _code(rule, record) in rule.codes:
                along[rule.for_each].append(self._holds(rule, record))
        return bool(along) and all(found and all(found) for found in along.values())

    def hold_along_row(self, record: Record) -> bool:
        """Whether the sums along a number's row hold, and there are any."""
        rules = [rule for rule in self._rules_of(record) if rule.for_each == "row"]
        return bool(rules) and all(self._holds(rule, record) for rule in rules)

    def _rules_of(self, record: Record) -> list[Rule]:
        return self._rules[record.edition, record.table]

    def _holds(self, rule: Rule, record: Record) -> bool:
        def values(cells: Iterable[tuple[str, str]]) -> list[float]:
            found = (self._values.get((record.edition, record.table, *cell)) for cell in cells)
            return [value for value in found if value is not None]

        target = record.column if rule.for_each == "column" else record.row
        left, right = map(values, rule.sides(target))
        return bool(left) and bool(right) and are_equal(sum(left), sum(right))


def _code(rule: Rule, record: Record) -> str:
    return record.row if rule.for_each == "column" else record.column
