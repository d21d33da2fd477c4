"""Doubt what stands only in tables behind which a document seems to hold the report of another body or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.report import Record

Cell = tuple[str, str, str]


def other_report_doubts(printed: Sequence[Record], records: Sequence[Record]) -> Iterator[Doubt]:
    """Yield a doubt about those of the records that come from tables of what may be another report.

    `printed` are all records of all tables: where a table prints cells of an earlier one again, and more of their
    numbers differ than agree, it and all tables behind it are of another body or year, and so are the tables before
    it that only print cells again. Zeros agree by chance, and blank cells contradict none.
    """
    tables: dict[int, dict[Cell, Record]] = defaultdict(dict)
    for record in printed:
        if record.table_index is not None and record.state in ("number", "blank", "dash"):
            tables[record.table_index].setdefault(_cell(record), record)
    first: dict[Cell, Record] = {}
    agreed = differing = 0
    contrary, repeating = set[int](), set[int]()
    for table, own in sorted(tables.items()):
        again = own.keys() & first.keys()
        if len(again) == len(own):
            repeating.add(table)
        for cell in again:
            known, record = first[cell], own[cell]
            if None not in (known.value, record.value) and known.value != record.value:
                contrary.add(table)
                differing += 1
            elif record.value and known.value:
                agreed += 1
        first = {**own, **first}
    if not contrary or differing <= agreed:
        return
    begin = min(contrary)
    while begin - 1 in repeating:
        begin -= 1
    before = {cell: record.value for table in range(begin) for cell, record in tables.get(table, {}).items()}
    doubted = [
        record
        for record in records
        if record.table_index is not None
        and record.table_index >= begin
        and (record.value is None or before.get(_cell(record)) != record.value)
    ]
    places = [record.place.path for record in tables[begin].values() if record.place]
    if doubted:
        yield Doubt(doubted, f"the tables from {places[0]} on may be of another body or time")


def _cell(record: Record) -> Cell:
    return record.table, record.row, record.column
