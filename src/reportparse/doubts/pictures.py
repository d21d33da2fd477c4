"""Doubt numbers that were recognised in pictures, unless sums vouch for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportparse.doubts.doubt import without_value
from reportparse.doubts.record_sums import RecordSums
from reportparse.forms import Family
from reportparse.normalise import LIKELY_LABEL, best_similarity, one_line
from reportparse.report import Figure, Record


def doubt_records(records: Sequence[Record], family: Family) -> list[Record]:
    """Return the records; those from pictures are `inferred` at best, else `uncertain` and without a value.

    A number from a picture is vouched for where its place in the form is certain and every sum that it takes
    part in holds: along its row and, where the form has such sums, along its column. A wrong digit would have
    to be matched by others, in its row and in its column, to go unseen.
    """
    if not any(_is_recognised(record) for record in records):
        return list(records)
    sums = RecordSums(records, family)

    def doubted(record: Record) -> Record:
        vouched = (
            record.certainty == "read"
            and record.value is not None
            and sums.vouch_for(record)
            and _is_labelled(record, family)
        )
        return replace(record, certainty="inferred") if vouched else without_value(record)

    return [doubted(record) if _is_recognised(record) else record for record in records]


def _is_labelled(record: Record, family: Family) -> bool:
    """Whether the label of a row is clearly its own: where a ruling was overlooked, two rows are one."""
    names = [
        name
        for edition, form in family.tables
        if (edition.id, form.code) == (record.edition, record.table)
        for row in form.rows
        if row.code == record.row
        for name in (*row.printed_names, "".join(row.path[-2:]))
    ]
    text = one_line(record.row_label or "")
    return not names or best_similarity(text, names) > LIKELY_LABEL


def _is_recognised(record: Record) -> bool:
    return record.place is not None and record.place.recognised


def doubt_figures(figures: Sequence[Figure], recognised: set[int]) -> list[Figure]:
    """Return the figures; those in sections that were recognised in pictures have no value.

    `recognised` are the positions of these sections.
    """
    return [
        replace(figure, value=None) if figure.section_position in recognised else figure for figure in figures
    ]
