"""The records of a form from all the blocks that a document gives of it."""

from __future__ import annotations

from reportparse.doubt import Doubt, withhold
from reportparse.forms import Column, Family, TableForm
from reportparse.recognition.match import BlockMatch
from reportparse.report import Record


def merged(blocks: list[BlockMatch], form: TableForm, family: Family, warnings: list[str]) -> list[Record]:
    """The records of one form from all tables that follow it, and its cells that none prints."""
    by_slot: dict[tuple[str, str, str], Record] = {}
    for record in (record for block in blocks for record in block.records):
        slot = (record.table, record.row, record.column)
        known = by_slot.get(slot)
        if known is None or (known.raw is None and record.raw is not None):
            by_slot[slot] = record
        elif record.raw is not None and known.value != record.value:
            why = (
                f"{'/'.join(slot)} is printed twice: {known.raw!r} at {_path(known)}, "
                f"{record.raw!r} at {_path(record)}"
            )
            withhold([Doubt([known], why)], warnings)
    records = list(by_slot.values())
    replaced = {row for block in blocks if block.block not in form.blocks for row, _ in block.block.slots}
    own = [block for block in form.blocks if not replaced & {row for row, _ in block.slots}]
    edition = next(
        edition.id for edition in family.editions if any(table is form for table in edition.tables)
    )
    expected = [(edition, block) for block in own]
    expected += [(block.edition, block.block) for block in blocks if block.block not in form.blocks]
    for edition_id, block in expected:
        for row, column in block.slots:
            if (form.code, row, column.code) not in by_slot:
                records.append(_absent(edition_id, form.code, row, column))
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
