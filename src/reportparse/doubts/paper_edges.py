"""Doubt numbers at the edge of the paper, which may be the first digits of longer ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.doubts.grounds import Grounds
from reportparse.doubts.record_sums import RecordSums
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
