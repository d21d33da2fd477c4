"""The records of a form from all the blocks that a document gives of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportparse.doubt import Doubt, withhold
from reportparse.forms import Column, Family, Row, TableForm
from reportparse.normalise import SURE_LABEL
from reportparse.recognition.match import BlockMatch
from reportparse.recognition.matching import place_of
from reportparse.recognition.rows import Line, row_similarity
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


def find_unread_rows(
    records: list[Record],
    form: TableForm,
    tables: Sequence[Sequence[Line]],
    read: Mapping[int, set[int]],
    warnings: list[str],
) -> None:
    """Say of rows that were taken for absent, but whose label stands before numbers, that they are not read."""
    absent = {record.row for record in records if record.state == "absent"}
    absent -= {record.row for record in records if record.state != "absent"}
    rows = [row for block in form.blocks for row in block.rows if row.code in absent]
    if not rows:
        return
    named: dict[str, list[Row]] = {}
    for index, lines in enumerate(tables):
        for line in lines:
            if not (line.has_numbers and line.labels) or line.row in read.get(index, ()):
                continue
            text = line.labels[-1]
            if text not in named:
                named[text] = [row for row in rows if row_similarity(text, row) > SURE_LABEL]
            for row in named[text]:
                if row.code in absent:
                    absent.remove(row.code)
                    warnings.append(
                        f"the row {row.path[-1]} is printed at {place_of(line)} and cannot be read"
                    )
                    for record in records:
                        if record.row == row.code:
                            record.state, record.certainty = "blank", "uncertain"


def cut_ends(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """In words, what is not printed of a table that is there: whole blocks, and the last rows or columns of others.

    The end of a page, or the edge of its paper, cuts tables like that; a row between others may be left out on purpose.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    for block in form.blocks:
        cells = [(row, column.code) for row, column in block.slots]
        columns = [block.columns[k] for k in block.required]
        if absent.issuperset(cells):
            yield f"the table {form.code} lacks its part {block.caption or block.columns[0].path[0]}"
        elif not block.rows:
            if cells[-1] in absent:
                yield f"the table {form.code} lacks its last column {''.join(columns[-1].path)}"
        else:
            rows = [row for row in block.rows if not row.subtotal]
            if all((rows[-1].code, column.code) in absent for column in columns):
                yield f"the table {form.code} lacks its last row {rows[-1].path[-1]}"
            if all((row.code, columns[-1].code) in absent for row in rows):
                yield f"the table {form.code} lacks its last column {columns[-1].path[-1]}"


def left_out(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """In words, the rows that are not printed though others before or behind them are."""
    printed = {record.row for record in records if record.state != "absent"}
    names: list[str] = []
    for block in form.blocks:
        rows = [row for row in block.rows if not row.subtotal]
        last = max((i for i, row in enumerate(rows) if row.code in printed), default=0)
        names += [row.path[-1] for row in rows[:last] if row.code not in printed]
    if names:
        yield f"the table {form.code} does not print the rows {', '.join(names)}"


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
