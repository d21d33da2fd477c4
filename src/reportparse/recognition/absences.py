"""Doubt cells taken for absent whose column may be printed, and say what a document does not print of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportparse.doubts.doubt import Doubt
from reportparse.forms import Column, TableForm
from reportparse.normalise import compact, label
from reportparse.recognition.match import BlockMatch
from reportparse.recognition.other_names import other_names
from reportparse.recognition.printed_labels import FEWEST_CHARACTERS
from reportparse.recognition.unread import Unread
from reportparse.report import Record


def column_absence_doubts(
    records: Sequence[Record],
    form: TableForm,
    blocks: Sequence[BlockMatch],
    unread: Unread,
    year: int | None,
    subject_words: tuple[str, ...],
) -> Iterator[Doubt]:
    """Yield doubts about cells taken for absent whose column may be printed.

    It may be printed by another table, of which no row was read; by another name; in the header of rows that
    were read; or by the number of a row that no column took.
    """
    absent = [record for record in records if record.state == "absent"]
    if not absent:
        return
    there = {record.row for record in records if record.state != "absent"}

    def doubt(cells: Iterable[tuple[str, Column]], why: str) -> Iterator[Doubt]:
        codes = {(row, column.code) for row, column in cells}
        doubted = [record for record in absent if (record.row, record.column) in codes]
        if doubted:
            yield Doubt(doubted, why, may_be_printed=True)

    elsewhere = _columns_elsewhere(records, form, blocks, unread)
    names = ", ".join(dict.fromkeys("".join(column.path) for _, column in elsewhere))
    yield from doubt(elsewhere, f"another table prints the columns {names} and cannot be read")
    for block in blocks:
        others = other_names(block, year, subject_words)
        for name, columns in others.items():
            meant = [(row, column) for row, column in block.block.slots if column in columns]
            yield from doubt(meant, f"no edition has the label {name} in this place")
    for block in blocks:
        for column in _columns_in_header(block):
            meant = [(row, other) for row, other in block.block.slots if other is column and row in there]
            name = "".join(column.path)
            yield from doubt(meant, f"the column {name} is printed and cannot be read in all rows")
        more = {row.code for row in block.rows if row.has_more}
        meant = [(row, column) for row, column in block.block.slots if row in more or None in more]
        yield from doubt(meant, "numbers that no column took may be of one that seems not to be printed")


def _columns_in_header(block: BlockMatch) -> Iterator[Column]:
    """Yield the columns whose name the header prints, alone or with another one in one cell."""
    printed = [compact(text) for text in block.header_texts]
    for column in block.block.columns:
        name = compact(column.path[-1])
        if len(name) >= FEWEST_CHARACTERS and any(name in text for text in printed):
            yield column


def _columns_elsewhere(
    records: Sequence[Record], form: TableForm, blocks: Sequence[BlockMatch], unread: Unread
) -> list[tuple[str, Column]]:
    """Return the cells of columns without any record that a table of which no row was read may hold.

    Such a table prints the names of the columns, and numbers.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    own = {block.table_index for block in blocks}
    lines = [(index, line) for index, line in unread.lines if index not in own]
    with_numbers = {index for index, line in lines if line.has_numbers}
    printed = {label(text).words for index, line in lines if index in with_numbers for text in line.labels}
    found: list[tuple[str, Column]] = []
    for block in form.blocks:
        for column in block.columns:
            cells = [slot for slot in block.slots if slot[1] is column]
            if (
                cells
                and not printed.isdisjoint(label(name).words for name in column.labels)
                and absent.issuperset((row, column.code) for row, _ in cells)
            ):
                found += cells
    return found


def cut_ends(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """Yield sentences about what is not printed of a table: whole blocks, last rows and last columns.

    The end of a page, or the edge of its paper, cuts tables like that. A row between others may be left out
    on purpose.
    """
    absent = {(record.row, record.column) for record in records if record.state == "absent"}
    for block in form.blocks:
        cells = [(row, column.code) for row, column in block.slots]
        columns = block.required_columns
        if absent.issuperset(cells):
            yield f"the table {form.code} lacks its part {block.caption or block.columns[0].path[0]}"
        elif not block.rows:
            if cells[-1] in absent:
                yield f"the table {form.code} lacks its last column {''.join(columns[-1].path)}"
        else:
            rows = block.required_rows
            if all((rows[-1].code, column.code) in absent for column in columns):
                yield f"the table {form.code} lacks its last row {rows[-1].path[-1]}"
            if all((row.code, columns[-1].code) in absent for row in rows):
                yield f"the table {form.code} lacks its last column {columns[-1].path[-1]}"


def left_out(records: Sequence[Record], form: TableForm) -> Iterator[str]:
    """Yield a sentence with the rows that are not printed though later ones of their block are."""
    printed = {record.row for record in records if record.state != "absent"}
    names: list[str] = []
    for block in form.blocks:
        rows = block.required_rows
        last = max((i for i, row in enumerate(rows) if row.code in printed), default=0)
        names += [row.path[-1] for row in rows[:last] if row.code not in printed]
    if names:
        yield f"the table {form.code} does not print the rows {', '.join(names)}"
