"""Check the records of a report against the rules of the forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from reportparse.forms import Column, Edition, Family, Rule
from reportparse.report import Check, Record, Verdict
from reportparse.values import are_equal

Values = dict[tuple[str, str], Record]


def check(records: Sequence[Record], family: Family, agency: str | None) -> list[Check]:
    """Return the verdicts of all rules of the edition that each table follows.

    The records of a table have to be of one edition. The result is empty if no record is of a known one.
    """
    editions = {edition.id: edition for edition in family.editions}
    tables: dict[tuple[str, str], Values] = defaultdict(dict)
    for record in records:
        if record.edition in editions:
            tables[record.edition, record.table][record.row, record.column] = record
    checks: list[Check] = []
    for (edition_id, table), values in tables.items():
        edition = editions[edition_id]
        if table not in edition.codes:
            continue
        for rule in edition.rules:
            if rule.table in (None, table):
                checks.extend(_decide(rule, edition, table, values, agency))
    return checks


def _decide(rule: Rule, edition: Edition, table: str, values: Values, agency: str | None) -> Iterable[Check]:
    match rule.kind:
        case "sum":
            return _sums(rule, edition, table, values)
        case "unlikely_sum":
            return _unlikely_sums(rule, table, values)
        case "sum_with_last_year":
            return ()
        case "domain":
            return _domain(rule, edition, table, values)
        case "only_for_agencies":
            return _only_for_agencies(rule, table, values, agency)


@lru_cache(maxsize=1024)
def targets(rule: Rule, edition: Edition, table: str) -> tuple[str, ...]:
    """Return the codes of the columns or rows that a rule is decided for, in the form's order.

    Sub-totals are left out.
    """
    codes: dict[str, None] = {}
    for block in edition.table(table).blocks:
        for row, column in block.slots:
            if rule.for_each == "column" or column.code in rule.codes:
                codes[column.code if rule.for_each == "column" else row] = None
    return tuple(codes)


class _Side(NamedTuple):
    """One side of a sum: the numbers of its cells, how many of these have none, and whether any is printed."""

    numbers: list[float]
    missing: int
    is_printed: bool

    @classmethod
    def of(cls, cells: Sequence[tuple[str, str]], values: Values) -> _Side:
        """Return a side of a sum of some cells."""
        records = [record for cell in cells if (record := values.get(cell)) is not None]
        numbers = [record.value for record in records if record.value is not None]
        is_printed = any(record.state != "absent" for record in records)
        return cls(numbers, len(cells) - len(numbers), is_printed)

    @property
    def total(self) -> float:
        return sum(self.numbers)

    def stays_below(self, other: _Side) -> bool:
        """Whether it is complete and smaller than what is already printed on the other side."""
        return (
            self.missing == 0
            and other.missing > 0
            and other.total > self.total
            and not are_equal(other.total, self.total)
            and min(self.numbers, default=0) >= 0
        )


def _sides(rule: Rule, values: Values, target: str) -> tuple[_Side, _Side]:
    left, right = rule.sides(target)
    return _Side.of(left, values), _Side.of(right, values)


def _sums(rule: Rule, edition: Edition, table: str, values: Values) -> Iterable[Check]:
    for target in targets(rule, edition, table):
        left, right = _sides(rule, values, target)
        if left.is_printed or right.is_printed:
            yield _compare(rule, table, target, left, right)


def _compare(rule: Rule, table: str, target: str, left: _Side, right: _Side) -> Check:
    missing = left.missing + right.missing
    verdict: Verdict
    if not missing:
        verdict = "pass" if are_equal(left.total, right.total) else "fail"
        sign = "=" if verdict == "pass" else "≠"
        message = f"{rule.text}: {_number(left.total)} {sign} {_number(right.total)}"
    elif left.stays_below(right) or right.stays_below(left):
        # What is missing can only add to its side: no blank can mend this.
        verdict = "fail"
        message = (
            f"{rule.text}: {_number(left.total)} ≠ {_number(right.total)}, "
            f"whatever the {missing} cells without a number stand for"
        )
    else:
        verdict = "undecided"
        message = f"{rule.text}: {missing} of its cells have no number"
    row, column = (target, None) if rule.for_each == "row" else (None, target)
    one, other = (None, None) if verdict == "undecided" else (left.total, right.total)
    return Check(rule.id, rule.severity, table, row, column, verdict, one, other, message)


def _number(value: float) -> str:
    return f"{value:.10g}"


def _unlikely_sums(rule: Rule, table: str, values: Values) -> Iterable[Check]:
    for target in dict.fromkeys(row for row, column in values if column in rule.left):
        left, right = _sides(rule, values, target)
        verdict: Verdict = "undecided" if left.missing or right.missing else "pass"
        one, other = (None, None) if verdict == "undecided" else (left.total, right.total)
        message = rule.text
        if verdict == "pass" and left.total != 0 and are_equal(left.total, right.total):
            verdict, message = "fail", f"{rule.text}: {_number(left.total)}"
        yield Check(rule.id, rule.severity, table, target, None, verdict, one, other, message)


@lru_cache(maxsize=256)
def _columns(edition: Edition, table: str) -> Mapping[tuple[str, str], Column]:
    """Return the columns of a table's cells by the codes of row and column."""
    return {
        (row, column.code): block.column_of(row, column)
        for block in edition.table(table).blocks
        for row, column in block.slots
    }


def _domain(rule: Rule, edition: Edition, table: str, values: Values) -> Iterable[Check]:
    """Yield a failed check per value outside of its domain, or one passed check if all are inside."""
    columns = _columns(edition, table)
    failed = False
    for (row, code), record in values.items():
        column = columns.get((row, code))
        if column is None or record.value is None:
            continue
        if record.value < 0 and not column.signed:
            problem = "is negative"
        elif record.value != int(record.value) and not column.decimal:
            problem = "is not a whole number"
        else:
            continue
        failed = True
        message = f"{rule.text}: {record.raw!r} {problem}"
        yield Check(rule.id, rule.severity, table, row, code, "fail", record.value, None, message)
    if not failed and any(record.value is not None for record in values.values()):
        yield Check(rule.id, rule.severity, table, None, None, "pass", None, None, rule.text)


def _only_for_agencies(rule: Rule, table: str, values: Values, agency: str | None) -> Iterable[Check]:
    records = [record for (row, _), record in values.items() if row in rule.rows and record.value]
    for record in records:
        if agency is None:
            verdict: Verdict = "undecided"
        else:
            verdict = "pass" if regex.search(rule.agencies or "", agency, timeout=1) else "fail"
        message = f"{rule.text}: {agency or 'an unknown agency'}: {_number(record.value or 0)}"
        yield Check(
            rule.id, rule.severity, table, record.row, record.column, verdict, record.value, None, message
        )
