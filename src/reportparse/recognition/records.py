"""The records of a form from all the blocks that a document gives of it."""

from __future__ import annotations

from collections import defaultdict

from reportparse.doubt import Doubt, withhold
from reportparse.forms import Column, TableForm
from reportparse.recognition.match import BlockMatch
from reportparse.report import Record


def merged(blocks: list[BlockMatch], form: TableForm, edition: str, warnings: list[str]) -> list[Record]:
    """The records of one form of an edition from all tables that follow it, and its cells that none prints.

    Where two tables print different values for a row, they are of different bodies or times: if each has rows that the
    other has not, these are doubted, too.
    """
    by_slot: dict[tuple[str, str, str], Record] = {}
    rows: dict[int | None, set[str]] = defaultdict(set)
    contrary: set[tuple[int | None, int | None]] = set()
    for record in (record for block in blocks for record in block.records):
        slot = (record.table, record.row, record.column)
        known = by_slot.get(slot)
        rows[record.table_index].add(record.row)
        if known is None or (known.raw is None and record.raw is not None):
            by_slot[slot] = record
        elif record.raw is not None and known.value != record.value:
            why = (
                f"{'/'.join(slot)} is printed twice: {known.raw!r} at {_path(known)}, "
                f"{record.raw!r} at {_path(record)}"
            )
            if known.state == record.state == "number":
                contrary.add((known.table_index, record.table_index))
            withhold([Doubt([known], why)], warnings)
    records = list(by_slot.values())
    for first, second in sorted(contrary, key=str):
        if first != second and rows[first] - rows[second] and rows[second] - rows[first]:
            mixed = [record for record in records if record.table_index in (first, second)]
            names = ", ".join(dict.fromkeys(record.row_label or record.row for record in mixed))
            withhold(
                [Doubt(mixed, f"two tables print different values, and each only a part of {names}")],
                warnings,
            )
    replaced = {row for block in blocks if block.block not in form.blocks for row, _ in block.block.slots}
    own = [block for block in form.blocks if not replaced & {row for row, _ in block.slots}]
    expected = [(edition, block) for block in own]
    expected += [(block.edition, block.block) for block in blocks if block.block not in form.blocks]
    for edition_id, block in expected:
        for row, column in block.slots:
            if (form.code, row, column.code) not in by_slot:
                records.append(_absent(edition_id, form.code, row, block.column_of(row, column)))
    return records


def _path(record: Record) -> str:
    return record.place.path if record.place else "?"


def _absent(edition: str, table: str, row: str, column: Column) -> Record:
    return Record(
        edition=edition,
        table=table,
        row=row,
        column=column.code,
        row_label=None,
        column_label=None,
        value=None,
        raw=None,
        unit=column.unit,
        state="absent",
        certainty="read",
        table_index=None,
        place=None,
    )
