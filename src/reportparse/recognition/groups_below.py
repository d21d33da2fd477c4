"""Put the groups of columns that a table prints below each other side by side, as the form has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from reportparse.document import Cell, Table
from reportparse.forms import Block, Family
from reportparse.normalise import compact
from reportparse.values import read_value

# What has more rows is no such table.
MOST_ROWS = 16


class Groups(NamedTuple):
    """The groups of the columns of a block without row labels, and the names that the columns of each have."""

    names: tuple[str, ...]
    columns: tuple[str, ...]


class Found(NamedTuple):
    """A group of columns in a table: the cell that names it, the names of its columns and its values."""

    label: Cell
    header: Sequence[Cell]
    values: Sequence[Cell]


def with_groups_side_by_side(table: Table, family: Family) -> Table:
    """Return a table with one row of values if each of its rows has those of one group of columns.

    The label of a row names the group, or a line above it does. All groups must be there, once each, and nothing
    else that has a number.
    """
    if table.layout not in ("grid", "rows") or table.height > MOST_ROWS:
        return table
    texts = {compact(cell.text) for cell in table.cells}
    for groups in _groups_of(family):
        if texts.issuperset(groups.columns):
            named = list(_found(table, groups))
            values = {id(cell) for _, group in named for cell in group.values}
            others = [cell for cell in table.cells if id(cell) not in values]
            if sorted(name for name, _ in named) == sorted(groups.names) and not any(map(_is_number, others)):
                return replace(table, cells=[*_side_by_side(dict(named), groups)], layout="grid")
    return table


@lru_cache(maxsize=16)
def _groups_of(family: Family) -> tuple[Groups, ...]:
    blocks = [
        block
        for edition in family.editions
        for form in edition.tables
        for block in form.blocks
        if not block.rows
    ]
    return tuple(dict.fromkeys(groups for block in blocks if (groups := _groups_of_block(block)) is not None))


def _groups_of_block(block: Block) -> Groups | None:
    """Return the groups of a block if they all have columns of the same names."""
    columns: dict[str, list[str]] = {}
    for column in block.columns:
        columns.setdefault(column.path[-2] if len(column.path) > 1 else "", []).append(column.path[-1])
    names = {tuple(own) for own in columns.values()}
    return Groups(tuple(columns), names.pop()) if len(columns) > 1 and len(names) == 1 else None


def _found(table: Table, groups: Groups) -> Iterator[tuple[str, Found]]:
    """Yield the groups that a table names before as many values as each has columns, and below their names."""
    header: Sequence[Cell] = ()
    label: Cell | None = None
    width = len(groups.columns)
    for row in range(table.height):
        cells = sorted(
            (cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan),
            key=lambda cell: cell.column,
        )
        last = cells[-width:]
        if tuple(compact(cell.text) for cell in last) == groups.columns:
            header = last
        labels = [cell for cell in cells if compact(cell.text) and cell not in last]
        label = next((cell for cell in reversed(labels or cells) if _group_named(cell, groups)), label)
        values = [cell for cell in last if read_value(cell.text).state != "text"]
        if header and header != last and label is not None and len(values) == width:
            yield _group_named(label, groups), Found(label, header, values)
            label = None


def _group_named(cell: Cell, groups: Groups) -> str:
    """Return the group that a text names, the one with the longest name of several; empty if none."""
    text = compact(cell.text)
    return max((name for name in groups.names if name in text), key=len, default="")


def _is_number(cell: Cell) -> bool:
    return read_value(cell.text).state == "number"


def _side_by_side(found: dict[str, Found], groups: Groups) -> Iterator[Cell]:
    width = len(groups.columns)
    for i, name in enumerate(groups.names):
        label, header, values = found[name]
        yield replace(label, row=0, column=i * width, rowspan=1, colspan=width, text=name)
        for row, cells in enumerate((header, values), 1):
            for k, cell in enumerate(cells, i * width):
                yield replace(cell, row=row, column=k, rowspan=1, colspan=1)
