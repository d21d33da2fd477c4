"""Make the records of a form from all tables that follow it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from reportparse.doubts.doubt import Doubt, withheld, without_value
from reportparse.forms import Column, TableForm
from reportparse.recognition.match import BlockMatch
from reportparse.report import Record

# More values than this that differ are no misprints.
MANY = 3
# So many cells of a table that are printed twice, differently, are named, and others counted.
MOST_NAMED = 3


def merged(records: Iterable[Record]) -> tuple[list[Record], list[str]]:
    """Return one record for each cell of a form, out of all its tables, and sentences on contradictions.

    A value that is printed twice and differs is withheld; a form that was not filled in contradicts none. Where
    two tables print different values for a row, they are of different bodies or times: if each has rows that the
    other has not, or both have nearly the same and most of their values differ, those of one alone are doubted,
    too.
    """
    records = [*records]
    filled_in = {record.table_index for record in records if record.state not in ("blank", "absent")}
    by_cell: dict[tuple[str, str, str], Record] = {}
    rows: dict[int | None, set[str]] = defaultdict(set)
    contrary: Counter[tuple[int | None, int | None]] = Counter()
    agreed: Counter[tuple[int | None, int | None]] = Counter()
    twice: dict[str, list[str]] = defaultdict(list)
    alike = _tables_alike(records)
    for record in records:
        cell = (record.table, record.row, record.column)
        known = by_cell.get(cell)
        rows[record.table_index].add(record.row)
        if known is None:
            by_cell[cell] = record
        elif known.raw is None and record.raw is not None:
            # What cannot be read in a table is not what another one says, unless they say the same otherwise.
            if known.certainty != "uncertain" or (known.table_index, record.table_index) in alike:
                by_cell[cell] = record
        elif (known.table_index in filled_in) != (record.table_index in filled_in):
            by_cell[cell] = record if record.table_index in filled_in else known
        elif record.raw is not None and known.value != record.value:
            twice[record.table].append(
                f"{'/'.join(cell)} is printed twice: {known.raw!r} at {_path(known)}, "
                f"{record.raw!r} at {_path(record)}"
            )
            if known.state == record.state == "number":
                contrary[known.table_index, record.table_index] += 1
            by_cell[cell] = without_value(known)
        elif record.value is not None and known.state == record.state:
            agreed[known.table_index, record.table_index] += 1
    mixed = [
        pair
        for pair in sorted(contrary, key=str)
        if (rows[pair[0]] - rows[pair[1]] and rows[pair[1]] - rows[pair[0]])
        or (contrary[pair] > max(MANY, agreed[pair]) and _have_the_same(rows[pair[0]], rows[pair[1]]))
    ]
    doubts = [_of_two_tables([*by_cell.values()], pair) for pair in mixed]
    kept, more = withheld([*by_cell.values()], doubts)
    named = [reason for of_table in twice.values() for reason in of_table[:MOST_NAMED]]
    left = ((table, len(of_table) - MOST_NAMED) for table, of_table in twice.items())
    counted = [
        f"{table}: {'1 more cell is' if count == 1 else f'{count} more cells are'} printed twice, differently"
        for table, count in left
        if count > 0
    ]
    return kept, [*named, *counted, *more]


def _tables_alike(records: Sequence[Record]) -> set[tuple[int | None, int | None]]:
    """Return the pairs of tables that print the same number for a cell, which is no zero, and each with itself."""
    first: dict[tuple[str, str, str], Record] = {}
    found = {(record.table_index, record.table_index) for record in records}
    for record in records:
        known = first.setdefault((record.table, record.row, record.column), record)
        if known.value and known.value == record.value:
            found.add((known.table_index, record.table_index))
    return found


def _have_the_same(rows: Collection[str], others: Collection[str]) -> bool:
    """Whether most rows of the longer one of two tables are rows of the other, too."""
    return 2 * len({*rows} & {*others}) > max(len(rows), len(others))


def _of_two_tables(records: Sequence[Record], tables: tuple[int | None, int | None]) -> Doubt:
    mixed = [record for record in records if record.table_index in tables]
    names = ", ".join(dict.fromkeys(record.row_label or record.row for record in mixed))
    return Doubt(mixed, f"two tables print different values and may be of different bodies or times: {names}")


def absent_records(
    records: Iterable[Record], form: TableForm, edition: str, blocks: Sequence[BlockMatch]
) -> Iterator[Record]:
    """Yield records of the cells of a form that none of its tables prints.

    Where a block is another edition's, they are the cells of that one.
    """
    printed = {(record.table, record.row, record.column) for record in records}
    foreign = [block for block in blocks if block.block not in form.blocks]
    replaced = {row for block in foreign for row, _ in block.block.slots}
    own = [block for block in form.blocks if not replaced & {row for row, _ in block.slots}]
    expected = [(edition, block) for block in own]
    expected += [(block.edition, block.block) for block in foreign]
    for edition_id, block in expected:
        for row, column in block.slots:
            if (form.code, row, column.code) not in printed:
                yield _absent(edition_id, form.code, row, block.column_of(row, column))


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
