"""Doubt numbers at the edge of the paper, which may be the first digits of longer ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import RecordSums
from reportparse.forms import Family
from reportparse.normalise import compact
from reportparse.report import Record


def paper_edge_doubts(records: Sequence[Record], grounds: Grounds) -> Iterator[Doubt]:
    """Yield doubts about cells that the edge of the paper may cut, unless the sums along their rows hold.

    What such a table does not print may stand beyond the edge.
    """
    at_edge = grounds.loaded.at_edge
    if not at_edge:
        return
    sums = RecordSums(records, grounds.family)
    paths = {id(record): record.place.path for record in records if record.place is not None}
    cut = [
        record for record in records if paths.get(id(record)) in at_edge and not sums.hold_along_row(record)
    ]
    if cut:
        yield Doubt(cut, f"the edge of the paper may cut cells, the first at {paths[id(cut[0])]}")
    tables = {
        (record.edition, record.table)
        for record in records
        if paths.get(id(record), "").partition("/row[")[0] in at_edge
    }
    absent = [
        record for record in records if record.state == "absent" and (record.edition, record.table) in tables
    ]
    if absent:
        yield Doubt(absent, "cells that are not found may stand beyond the edge of the paper", True)
    totals = [
        record for record in records if (record.edition, record.table) in tables and record.state == "number"
    ]
    totals = list(_totals_by_other_names(totals, grounds.family))
    if totals:
        yield Doubt(totals, "the last column may be a sub-total: that of the total may stand beyond the edge")


def _totals_by_other_names(records: Sequence[Record], family: Family) -> Iterator[Record]:
    """Yield the numbers of a column that would be the total of a form and has another name, or none.

    Some tables print the sub-total of a group of columns before it.
    """
    for edition, form in family.tables:
        for block in form.blocks:
            if not any(column.subtotal for column in block.columns):
                continue
            last = block.columns[-1]
            own = [
                record
                for record in records
                if (record.edition, record.table, record.column) == (edition.id, form.code, last.code)
            ]
            names = {compact(record.column_label) for record in own if record.column_label}
            if names != {compact(last.path[-1])}:
                yield from own
