"""Tables, and blocks of them, as a form explains them, and their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import regex

from reportparse.document import Cell
from reportparse.forms import Block, Column, TableForm
from reportparse.normalise import compact
from reportparse.recognition.note_columns import MONEY
from reportparse.recognition.row_readings import DecidedRow
from reportparse.report import Record
from reportparse.values import Value, kind_of_unit, read_value

# Sub-totals are no cells of the form: they have a table code of their own, so that no sum over a
# table counts them twice.
SUBTOTALS = ".subtotals"
NOTHING = Value("blank", None)
# Units of money and multiples of what is counted, whether or not they are said to be the unit.
# A note of a row's label with other words tells whose or which sums are meant.
ROW_UNIT = regex.compile(rf"\((?<unit>{MONEY})\)|单位:?(?<unit>{MONEY})")
UNITS = regex.compile(r"(单位[:：]?)?([十百佰千仟万亿Ww]*元|[美港欧日]元|[百佰千仟万亿]+[件条次])")


@dataclass
class BlockMatch:
    """A block of a form as found in a table.

    Its rows are read, and what stands above them is looked for, when they are first asked for: most editions that a
    table may follow are not the one that it does.
    """

    table_index: int
    edition: str
    # The code of the form.
    code: str
    block: Block
    # The indexes of its rows among the lines of the table.
    lines: set[int]
    # What its header is worth: how much of its columns this names, 0 to 1, or the negative `OTHER_ORDER` or
    # `OTHER_ORDER_DRAWN`.
    header: float
    header_texts: tuple[str, ...]
    # Looks for the texts of the lines above its first row.
    look_above: Callable[[], tuple[str, ...]]
    # The last label of each of its lines, by index; None if the line has no label.
    labels: dict[int, str | None]
    # What the header prints for its columns, by their positions.
    names: dict[int, str]
    # Reads the rows.
    read: Callable[[], list[DecidedRow]]
    # The units of money that its rows print in cells of their own.
    units: Mapping[int, str]
    # Asks whether it is known without reading the rows that the table prints cells of the block.
    prints_cells: Callable[[], bool]
    # Whether only their order shows which columns values stand in.
    in_sequence: bool = False
    # The names of other columns that stand above cells of their own.
    others_in_place: frozenset[str] = frozenset()
    # Whether other rows of values could as well be the only one that the form has.
    several: bool = False

    @cached_property
    def rows(self) -> list[DecidedRow]:
        """The rows of the block as decided."""
        return self.read()

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The texts of the lines above its first row."""
        return self.look_above()

    @property
    def is_read(self) -> bool:
        """Whether the table prints some cell of the block."""
        return self.prints_cells() or any(cell is not None for row in self.rows for cell, _ in row.cells)

    @cached_property
    def records(self) -> list[Record]:
        """The records of the block's cells, without those that are plainly not printed."""
        return records_of(self)


@dataclass(slots=True)
class TableMatch:
    """A table, or a part of it, read as a form of one edition."""

    table_index: int
    edition: str
    form: TableForm
    score: float
    # The indexes of the lines that are rows of the form.
    lines: set[int]
    blocks: list[BlockMatch] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def records_of(match: BlockMatch) -> list[Record]:
    """Return a record for each cell that a block prints, and for those whose place in it is uncertain."""
    records: list[Record] = []
    rows_of_cell = Counter([id(cell) for row in match.rows for cell, _ in row.cells if cell is not None])
    indexes = {row.index for row in match.rows}
    subtotals = {row.code for row in match.block.rows if row.subtotal}
    subtotal_code = match.code + SUBTOTALS
    columns = [
        (column, match.names.get(k), " ".join(column.path[:-1]))
        for k, column in enumerate(match.block.columns)
    ]
    units = {row.unit for row in match.block.rows} | {column.unit for column in match.block.columns}
    header = compact("".join(match.header_texts))
    words_of_table = {*units, *(compact(name) for row in match.block.rows for name in row.labels)}

    def is_of_others(cell: Cell, value: Value, column: Column) -> bool:
        """Whether a cell is of several rows, or holds words of the table rather than a value."""
        return (
            rows_of_cell[id(cell)] > 1
            or _reaches_other_rows(cell, indexes)
            or (value.state == "text" and _is_of_table(cell.text, words_of_table, column))
        )

    for decision in match.rows:
        if decision.code in subtotals and _is_blank(decision):
            # The label of a group on a row of its own: no form asks for more.
            continue
        row_label = match.labels[decision.index]
        sums_tell = decision.sums and not _hold_without_last_zeros(decision)
        for (cell, certainty), (column, name, groups) in zip(decision.cells, columns, strict=True):
            if cell is None and (certainty == "read" or column.subtotal):
                # No form asks for sub-totals.
                continue
            subtotal = column.subtotal or decision.code in subtotals
            value = read_value(cell.text) if cell is not None else NOTHING
            own = match.block.column_of(decision.code, column)
            unit = _unit_of(name, own.unit)
            if cell is not None and unit is not None and kind_of_unit(unit) == "money":
                prints_unit = (
                    name is not None and compact(name) in header and _unit_of(name, None) is not None
                )
                unit = match.units.get(cell.row) or _unit_of_row(row_label, unit, prints_unit)
            if value.split and certainty != "uncertain":
                certainty = "inferred" if sums_tell else "uncertain"
            if cell is not None and (_is_other_value(value, own, unit) or is_of_others(cell, value, own)):
                certainty = "uncertain"
            records.append(
                Record(
                    edition=match.edition,
                    table=subtotal_code if subtotal else match.code,
                    row=decision.code or column.row or "",
                    column=column.code,
                    row_label=row_label if decision.code else groups,
                    column_label=name,
                    value=value.value if certainty != "uncertain" else None,
                    raw=cell.text if cell is not None else None,
                    unit=value.unit or unit,
                    state=value.state,
                    certainty=certainty,
                    table_index=match.table_index,
                    place=cell.place if cell is not None else None,
                )
            )
    return records


def _is_blank(row: DecidedRow) -> bool:
    return not row.has_more and not any(cell is not None and cell.is_filled for cell, _ in row.cells)


def _is_of_table(text: str, names: Collection[str | None], column: Column) -> bool:
    """Whether words are no value but the unit of another column, the label of a row, or the name of their own
    column with what is below it.
    """
    words = compact(text)
    return words in names or any(words.startswith(compact(name)) for name in column.labels)


def _reaches_other_rows(cell: Cell, rows: Collection[int]) -> bool:
    """Whether a cell spans more than one of the rows: it may be the value of any."""
    return cell.rowspan > 1 and sum(cell.row <= row < cell.row + cell.rowspan for row in rows) > 1


def _hold_without_last_zeros(row: DecidedRow) -> bool:
    """Whether all numbers of a row except zeros are in pieces of which the last is zeros, such as 12 00.

    Then the sums of the first pieces hold, too.
    """
    texts = [cell.text for cell, _ in row.cells if cell is not None]
    numbers = [text for text in texts if read_value(text).value]
    return bool(numbers) and all(
        read_value(text).split and not text.split()[-1].strip("0") for text in numbers
    )


def _is_other_value(value: Value, column: Column, unit: str | None) -> bool:
    """Whether a value may be another number than it seems to be, or one that the column does not hold."""
    return (
        value.leading_zero
        or (value.point_of_thousands and not column.decimal)
        or (value.unit is not None and _is_of_another_kind(value.unit, column, unit))
        # A dash before a number rather than its sign, or how much more there is than what is counted.
        or ((value.sign_apart or value.is_change) and not column.signed)
    )


def _is_of_another_kind(printed: str, column: Column, unit: str | None) -> bool:
    """Whether a printed unit is of another kind than the column's.

    Where the column has no unit, fractions are money and whole numbers are not.
    """
    kind = kind_of_unit(printed)
    return kind != kind_of_unit(unit) if unit else (kind == "money") != column.decimal


def _unit_of_row(label: str | None, unit: str | None, is_printed: bool) -> str | None:
    """Return the unit of money that the label of a row prints, or that of its column; None if both do and differ."""
    printed = ROW_UNIT.search(compact(label or ""))
    of_row = printed["unit"] if printed else unit
    return None if is_printed and of_row != unit else of_row


@lru_cache(maxsize=1024)
def _unit_of(name: str | None, official: str | None) -> str | None:
    """Return the unit of a column's values; None if its printed name has several units.

    A unit in the printed name goes before the official one: a publisher may print 元 where the form has 万元.
    """
    found = UNITS.findall(compact(name or ""))
    units = {unit for is_stated, unit in found if is_stated} or {unit for _, unit in found}
    return official if not units else units.pop() if len(units) == 1 else None
