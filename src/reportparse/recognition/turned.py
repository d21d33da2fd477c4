"""Tables that print in rows what the form prints in groups of columns, turned to the form's way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportparse.document import Cell, Table
from reportparse.forms import Block, Column, Family
from reportparse.normalise import compact
from reportparse.recognition.rows import Line, lines_of
from reportparse.values import read_value

MOST_CELLS = 200
"""A table that is only this one form is no larger."""


@dataclass(slots=True)
class _Found:
    """What is known of a block: per group the cells of its columns, and the table and cell that it begins with."""

    groups: dict[str, list[Cell]] = field(default_factory=dict)
    first: tuple[int, Cell] | None = None
    twice: bool = False


def turned(tables: Sequence[Table], family: Family) -> Iterator[tuple[int, Table]]:
    """Blocks that the form prints as one row, from tables with a row or a small table for each of their groups.

    Each is given as the form has it, its cells with their places, and with the index of its first table.
    """
    small = [
        (index, table, lines_of(table))
        for index, table in enumerate(tables)
        if table.layout in ("grid", "rows") and 0 < len(table.cells) <= MOST_CELLS
    ]
    for block in _one_row_blocks(family):
        names = {code: compact(columns[0].path[-2]) for code, columns in _groups(block).items()}
        found = _Found()
        for index, table, lines in small:
            _collect(index, table, lines, block, names, found)
        # What is printed twice may be of another year.
        if found.first is not None and found.groups.keys() == names.keys() and not found.twice:
            index, cell = found.first
            yield index, _as_printed(block, found.groups, cell)


@lru_cache(maxsize=16)
def _one_row_blocks(family: Family) -> tuple[Block, ...]:
    """The blocks of one row whose groups of columns have the same columns each."""
    blocks = (block for edition in family.editions for form in edition.tables for block in form.blocks)
    return tuple(
        dict.fromkeys(
            block
            for block in blocks
            if not block.rows
            and all(len(column.path) > 1 for column in block.columns)
            and len({tuple(column.code for column in group) for group in _groups(block).values()}) == 1
        )
    )


@lru_cache(maxsize=16)
def _groups(block: Block) -> Mapping[str, Sequence[Column]]:
    groups: dict[str, list[Column]] = {}
    for column in block.columns:
        groups.setdefault(column.row or "", []).append(column)
    return groups


def _collect(
    index: int,
    table: Table,
    lines: Sequence[Line],
    block: Block,
    names: Mapping[str, str],
    found: _Found,
) -> None:
    """Take the rows of one table whose group is known, by their label or by the line above their header."""
    leaves = [compact(column.path[-1]) for column in next(iter(_groups(block).values()))]
    places: list[int] | None = None
    above: str | None = None
    for line in lines:
        texts = [compact(cell.text) for cell in line.cells]
        group = _group_in(line, names)
        if all(texts.count(leaf) == 1 for leaf in leaves):
            places = [_place(table, line, texts.index(leaf)) for leaf in leaves]
            above = group or above
            continue
        if not line.has_values or places is None:
            places, above = (places, group) if places is None else (None, group)
            continue
        cells = _cells_at(table, line, places)
        group = group or (above if not line.labels else None)
        if group is None or cells is None:
            continue
        found.twice = found.twice or group in found.groups
        found.groups[group] = cells
        found.first = found.first or (index, cells[0])


def _group_in(line: Line, names: Mapping[str, str]) -> str | None:
    """The one group that a line's labels name."""
    printed = compact("".join(line.labels))
    groups = [code for code, name in names.items() if name in printed]
    return groups[0] if len(groups) == 1 else None


def _place(table: Table, line: Line, position: int) -> int:
    """Where a cell stands: its column, or in rows without columns its place from the end."""
    return line.cells[position].column if table.layout == "grid" else position - len(line.cells)


def _cells_at(table: Table, line: Line, places: Sequence[int]) -> list[Cell] | None:
    """The cells of a line in these places, if all are there and none holds words."""
    if table.layout == "grid":
        by_column = {cell.column: cell for cell in line.cells}
        cells = [by_column[place] for place in places if place in by_column]
    else:
        cells = [line.cells[place] for place in places if -place <= len(line.cells)]
    whole = len(cells) == len(places) and all(read_value(cell.text).state != "text" for cell in cells)
    numbers = sum(value.state == "number" for value in line.values)
    return cells if whole and numbers <= len(places) else None


def _as_printed(block: Block, groups: Mapping[str, Sequence[Cell]], at: Cell) -> Table:
    """The block as the form prints it: a header of three lines and one row of values."""
    cells: list[Cell] = []
    taken: dict[str, int] = {}
    for position, column in enumerate(block.columns):
        code = column.row or ""
        depth = len(column.path)
        for row, name in enumerate(column.path):
            down = 1 if row < depth - 1 else 3 - row
            cells.append(Cell(row, position, name, at.place, rowspan=down))
        value = groups[code][taken.get(code, 0)]
        taken[code] = taken.get(code, 0) + 1
        cells.append(Cell(3, position, value.text, value.place))
    return Table(cells, at.place)
