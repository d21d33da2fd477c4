"""Doubt about characters that were recognised in pictures: what arithmetic does not vouch for is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reportparse.checks import TOLERANCE
from reportparse.forms import Family, Rule
from reportparse.normalise import one_line, similarity
from reportparse.report import Certainty, Figure, Record

SAME_LABEL = 0.8

Cell = tuple[str, str, str, str]


def doubt(records: Sequence[Record], family: Family) -> list[Record]:
    """The records, those from pictures at best `inferred`, and `uncertain` without a value otherwise.

    A number from a picture is vouched for where its place in the form is certain and every sum that it
    takes part in holds: along its row and, where the form has such sums, along its column. A wrong digit
    would have to be matched by others, in its row and in its column, to go unseen.
    """
    if not any(_is_recognised(record) for record in records):
        return list(records)
    values: dict[Cell, float | None] = {
        (record.edition, record.table, record.row, record.column): record.value for record in records
    }
    sums: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for edition in family.editions:
        for rule in edition.rules:
            if rule.kind == "sum" and rule.severity == "error" and rule.table:
                sums[edition.id, rule.table].append(rule)

    def is_vouched_for(record: Record) -> bool:
        rules = sums[record.edition, record.table]
        along: dict[str | None, list[bool]] = {rule.for_each: [] for rule in rules}
        for rule in rules:
            code = record.row if rule.for_each == "column" else record.column
            if code in (*rule.left, *rule.right):
                along[rule.for_each].append(_holds(rule, record, values))
        return bool(along) and all(found and all(found) for found in along.values())

    def doubted(record: Record) -> Record:
        if not _is_recognised(record):
            return record
        vouched = (
            record.certainty == "read"
            and record.value is not None
            and is_vouched_for(record)
            and _is_labelled(record, family)
        )
        certainty: Certainty = "inferred" if vouched else "uncertain"
        return replace(record, certainty=certainty, value=record.value if vouched else None)

    return [doubted(record) for record in records]


def _is_labelled(record: Record, family: Family) -> bool:
    """Whether a row's label is clearly its own: where a ruling was overlooked, two rows are one."""
    names = [
        name
        for edition in family.editions
        for form in edition.tables
        if (edition.id, form.code) == (record.edition, record.table)
        for block in form.blocks
        for row in block.rows
        if row.code == record.row
        for name in (*row.path, *row.variants, "".join(row.path[-2:]))
    ]
    text = one_line(record.row_label or "")
    return not names or max(similarity(text, name) for name in names) > SAME_LABEL


def _holds(rule: Rule, record: Record, values: dict[Cell, float | None]) -> bool:
    """Whether the numbers in the row or column of a record add up by a rule, blank cells left out.

    A number that was overlooked would be missing from its sum, unless it is a zero.
    """

    def side(codes: tuple[str, ...]) -> list[float]:
        cells = (
            (record.edition, record.table, code, record.column)
            if rule.for_each == "column"
            else (record.edition, record.table, record.row, code)
            for code in codes
        )
        return [value for cell in cells if (value := values.get(cell)) is not None]

    left, right = side(rule.left), side(rule.right)
    return bool(left) and bool(right) and abs(sum(left) - sum(right)) < TOLERANCE


def _is_recognised(record: Record) -> bool:
    return record.place is not None and record.place.recognised


def doubt_figures(figures: Sequence[Figure], recognised: set[int]) -> list[Figure]:
    """The figures, without a value in the sections whose text was recognised in pictures."""
    return [
        replace(figure, value=None) if figure.section_position in recognised else figure for figure in figures
    ]
