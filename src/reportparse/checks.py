"""Check the records of a report against the rules of the forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import regex

from reportparse.forms import Column, Edition, Family, Rule
from reportparse.report import Check, Record, Verdict
from reportparse.values import are_equal

Values = dict[tuple[str, str], Record]


def check(records: Sequence[Record], family: Family, agency: str | None = None) -> list[Check]:
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


def _sides(rule: Rule, values: Values, target: str) -> tuple[list[Record | None], list[Record | None]]:
    left, right = rule.sides(target)
    return list(map(values.get, left)), list(map(values.get, right))


def _sums(rule: Rule, edition: Edition, table: str, values: Values) -> Iterable[Check]:
    for target in targets(rule, edition, table):
        left, right = _sides(rule, values, target)
        if all(record is None or record.state == "absent" for record in (*left, *right)):
            continue
        yield _compare(rule, table, target, left, right)


def _compare(
    rule: Rule, table: str, target: str, left: list[Record | None], right: list[Record | None]
) -> Check:
    known_left, known_right = _known(left), _known(right)
    open_left, open_right = len(left) - len(known_left), len(right) - len(known_right)
    total_left, total_right = sum(known_left), sum(known_right)
    of_row = rule.for_each == "row"
    verdict: Verdict
    if not open_left and not open_right:
        verdict = "pass" if are_equal(total_left, total_right) else "fail"
        message = (
            f"{rule.text}: {_number(total_left)} {'=' if verdict == 'pass' else '≠'} {_number(total_right)}"
        )
    elif _impossible(known_left, open_left, total_right, open_right) or _impossible(
        known_right, open_right, total_left, open_left
    ):
        # What is missing can only add to its side: no blank can mend this.
        verdict = "fail"
        message = (
            f"{rule.text}: {_number(total_left)} ≠ {_number(total_right)}, "
            f"whatever the {open_left + open_right} cells without a number stand for"
        )
    else:
        verdict = "undecided"
        message = f"{rule.text}: {open_left + open_right} of its cells have no number"
    decided = verdict != "undecided"
    return Check(
        rule=rule.id,
        severity=rule.severity,
        table=table,
        row=target if of_row else None,
        column=None if of_row else target,
        verdict=verdict,
        left=total_left if decided else None,
        right=total_right if decided else None,
        message=message,
    )


def _known(records: list[Record | None]) -> list[float]:
    return [record.value for record in records if record is not None and record.value is not None]


def _impossible(known: list[float], missing: int, other: float, other_missing: int) -> bool:
    """Whether a side is complete and smaller than what is already printed on the other side."""
    return (
        missing == 0
        and other_missing > 0
        and other > sum(known)
        and not are_equal(other, sum(known))
        and min(known, default=0) >= 0
    )


def _number(value: float) -> str:
    return f"{value:.10g}"


def _unlikely_sums(rule: Rule, table: str, values: Values) -> Iterable[Check]:
    for target in dict.fromkeys(row for row, column in values if column in rule.left):
        left, right = _sides(rule, values, target)
        known_left, known_right = _known(left), _known(right)
        complete = len(known_left) == len(left) and len(known_right) == len(right)
        total_left, total_right = sum(known_left), sum(known_right)
        same = complete and total_left != 0 and are_equal(total_left, total_right)
        yield Check(
            rule=rule.id,
            severity=rule.severity,
            table=table,
            row=target,
            column=None,
            verdict=("fail" if same else "pass") if complete else "undecided",
            left=total_left if complete else None,
            right=total_right if complete else None,
            message=f"{rule.text}: {_number(total_left)}" if same else rule.text,
        )


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
        yield Check(
            rule=rule.id,
            severity=rule.severity,
            table=table,
            row=row,
            column=code,
            verdict="fail",
            left=record.value,
            right=None,
            message=f"{rule.text}: {record.raw!r} {problem}",
        )
    if not failed and any(record.value is not None for record in values.values()):
        yield Check(rule.id, rule.severity, table, None, None, "pass", None, None, rule.text)


def _only_for_agencies(rule: Rule, table: str, values: Values, agency: str | None) -> Iterable[Check]:
    records = [record for (row, _), record in values.items() if row in rule.rows and record.value]
    for record in records:
        if agency is None:
            verdict: Verdict = "undecided"
        else:
            verdict = "pass" if regex.search(rule.agencies or "", agency, timeout=1) else "fail"
        yield Check(
            rule=rule.id,
            severity=rule.severity,
            table=table,
            row=record.row,
            column=record.column,
            verdict=verdict,
            left=record.value,
            right=None,
            message=f"{rule.text}: {agency or 'an unknown agency'}: {_number(record.value or 0)}",
        )
