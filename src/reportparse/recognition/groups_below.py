"""Put the groups of columns that a table prints below each other side by side, as the form has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import regex

from reportparse.document import Cell, Document, Paragraph, Place, Table
from reportparse.forms import Block, Family
from reportparse.normalise import compact, label
from reportparse.values import read_value

# What has more rows is no such table.
MOST_ROWS = 16
# Other words, of a year for one, make a label that of other numbers.
NO_WORDS = regex.compile(r"[\W_]+|情况|案件|件数|数量|[类件]")
OF_ANOTHER_TIME = regex.compile(r"\d|年|同期")


class Groups(NamedTuple):
    """The groups of the columns of a block without row labels, and the names that the columns of each have."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    # The names of groups that stand above others.
    above: tuple[str, ...]


class Found(NamedTuple):
    """A group of columns in a table: the cell that names it, the names of its columns and its values."""

    label: Cell
    header: Sequence[Cell]
    values: Sequence[Cell]


def with_groups_side_by_side(table: Table, family: Family) -> Table:
    """Return a table with one row of values if each of its rows, or columns, has those of one group of columns.

    The label of a row names the group, or a line above it does; some groups may stand side by side already. All
    must be there, once each, and nothing else that has a number, a row of blank cells or a time.
    """
    if table.layout not in ("grid", "rows") or table.height > MOST_ROWS:
        return table
    texts = {compact(cell.text) for cell in table.cells}
    for groups in _groups_of(family):
        if texts.issuperset(groups.columns):
            for named in (list(_found(table, groups)), list(_found_in_columns(table, groups))):
                if sorted(name for name, _ in named) == sorted(groups.names) and _is_all(
                    table, named, groups
                ):
                    return replace(table, cells=[*_side_by_side(dict(named), groups)], layout="grid")
    return table


def with_captions(document: Document, family: Family) -> list[Table]:
    """Return the tables of a document, those of one group of columns each with its name above.

    A line right above each table names the group, or its first row does. Such tables must follow one another, and
    all groups be there once each.
    """
    tables = list(document.tables)
    for groups in _groups_of(family):
        captioned: dict[int, tuple[str, Table]] = {}
        above: Paragraph | None = None
        index = 0
        for block in document.blocks:
            if isinstance(block, Table):
                own, table = _caption_and_rest(block)
                caption = own or above
                if caption is not None and _is_of_one_group(table, groups):
                    name = _group_named(caption, groups)
                    captioned[index] = name, _captioned(table, name, caption.place)
                above = None
                index += 1
            elif block.text.strip():
                above = block
        first = min(captioned, default=0)
        names = [name for name, _ in captioned.values()]
        if sorted(names) == sorted(groups.names) and max(captioned) - first == len(names) - 1:
            for index, (_, table) in captioned.items():
                tables[index] = table
    return tables


def _caption_and_rest(table: Table) -> tuple[Cell | None, Table]:
    """Return the text of a first row that is nothing but one text, if two more follow, and these."""
    if table.height != 3:
        return None, table
    first = [cell for cell in table.cells if cell.row == 0 and cell.is_filled]
    if len(first) != 1 or any(cell.row + cell.rowspan > 1 for cell in table.cells if cell.row == 0):
        return None, table
    return first[0], replace(
        table, cells=[replace(cell, row=cell.row - 1) for cell in table.cells if cell.row > 0]
    )


def _is_of_one_group(table: Table, groups: Groups) -> bool:
    """Return whether a table has the names of the columns of one group, a row of values and nothing else."""
    if table.layout not in ("grid", "rows") or len(table.cells) != 2 * len(groups.columns):
        return False
    rows = table.rows()
    return (
        len(rows) == 2
        and tuple(compact(cell.text) for cell in rows[0]) == groups.columns
        and [cell.column for cell in rows[0]] == [cell.column for cell in rows[1]]
        and all(read_value(cell.text).state != "text" for cell in rows[1])
    )


def _captioned(table: Table, name: str, place: Place) -> Table:
    cells = [replace(cell, row=cell.row + 1) for cell in table.cells]
    return replace(table, cells=[Cell(0, 0, name, place, 1, table.width), *cells], layout="grid")


@lru_cache(maxsize=16)
def _groups_of(family: Family) -> tuple[Groups, ...]:
    bare = (block for block in family.blocks if not block.rows)
    return tuple(dict.fromkeys(groups for block in bare if (groups := _groups_of_block(block)) is not None))


def _groups_of_block(block: Block) -> Groups | None:
    """Return the groups of a block if they all have columns of the same names."""
    columns: dict[str, list[str]] = {}
    for column in block.columns:
        columns.setdefault(column.path[-2] if len(column.path) > 1 else "", []).append(column.path[-1])
    names = {tuple(own) for own in columns.values()}
    above = {name: None for column in block.columns for name in column.path[:-2]}
    return Groups(tuple(columns), names.pop(), tuple(above)) if len(columns) > 1 and len(names) == 1 else None


def _found(table: Table, groups: Groups) -> Iterator[tuple[str, Found]]:
    """Yield the groups that a table names before as many values as each has columns, and below their names."""
    header: Sequence[Cell] = ()
    labels: dict[str, Cell] = {}
    width = len(groups.columns)
    for row in range(table.height):
        cells = sorted(
            (cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan),
            key=lambda cell: cell.column,
        )
        times = _times(cells, groups.columns)
        last = cells[-width * times :] if times else cells[-len(header) or -width :]
        if times:
            header = last
        values = [cell for cell in last if read_value(cell.text).state != "text"]
        before = [cell for cell in cells[: len(cells) - len(last)] if cell.is_filled]
        names_only = not times and not any(read_value(cell.text).state == "number" for cell in cells)
        named = {
            name: cell
            for cell in (cells if names_only or not before else before)
            if (name := _group_named(cell, groups))
        }
        labels = named or labels
        below = [cell.column for cell in header] == [cell.column for cell in values]
        if below and header != last and len(values) == len(header):
            # Of several groups that only one value stands below, the last one is named right before it.
            own = list(labels.items())[-1:] if len(header) == width else list(labels.items())
            if len(own) * width == len(header):
                for k, (name, label) in enumerate(own):
                    part = slice(k * width, (k + 1) * width)
                    yield name, Found(label, header[part], values[part])
                labels = {}


def _found_in_columns(table: Table, groups: Groups) -> Iterator[tuple[str, Found]]:
    """Yield the groups that a table names above their values, with the names of their columns as row labels."""
    labels = {compact(cell.text): cell for cell in table.cells if cell.column == 0 and cell.rowspan == 1}
    header = [labels[column] for column in groups.columns if column in labels]
    # Where a text lost spans, rows have different lengths, or names the columns of others.
    if len(header) < len(groups.columns) or (table.layout != "grid" and len({*map(len, table.rows())}) > 1):
        return
    values = {(cell.row, cell.column): cell for cell in table.cells if cell.rowspan == cell.colspan == 1}
    above = [cell for cell in table.cells if cell.row + cell.rowspan <= header[0].row and cell.colspan == 1]
    named = {cell.column: (name, cell) for cell in above if (name := _group_named(cell, groups))}
    for column, (name, cell) in named.items():
        own = [values[label.row, column] for label in header if (label.row, column) in values]
        if len(own) == len(header) and all(read_value(one.text).state != "text" for one in own):
            yield name, Found(cell, header, own)


def _times(cells: Sequence[Cell], columns: Sequence[str]) -> int:
    """Return how many times a row ends in the names of some columns."""
    texts = [compact(cell.text) for cell in cells]
    return (len(texts) - len(_without_repeats(texts, columns))) // len(columns)


def _without_repeats(texts: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Return the texts of a row without the names of some columns at its end, however often they stand there."""
    left = list(texts)
    while left[-len(columns) :] == list(columns):
        del left[-len(columns) :]
    return left


def _is_all(table: Table, named: Sequence[tuple[str, Found]], groups: Groups) -> bool:
    """Return whether there are no other values, and no time, in a table."""
    rows = {cell.row for _, group in named for cell in group.values}
    own = {id(cell) for _, group in named for cell in (group.label, *group.values)}
    others = [cell for cell in table.cells if id(cell) not in own]
    blank = Counter(cell.row for cell in others if not cell.is_filled)
    # A line as long as one of nothing but the names of columns has no room for values behind its label.
    texts = [[compact(cell.text) for cell in row] for row in table.rows()]
    bare = {len(row) for row in texts if row and _without_repeats(row, groups.columns) == []}
    fillers = {
        i
        for i, row in enumerate(texts)
        if len(row) in bare and all(not text or text in groups.above or text in groups.names for text in row)
    }
    return not any(
        OF_ANOTHER_TIME.search(cell.text)
        or (cell.row not in rows and cell.row not in fillers and blank[cell.row] > 1)
        for cell in others
    )


def _group_named(cell: Cell | Paragraph, groups: Groups) -> str:
    """Return the group that a text names, the one with the longest name of several; empty if none does.

    Around the name there may be a number and the name of the group above, and nothing else.
    """
    text = label(cell.text).words
    name = max((name for name in groups.names if name in text), key=len, default="")
    rest = text.replace(name, "", 1)
    for above in groups.above:
        rest = rest.replace(above, "")
    return "" if NO_WORDS.sub("", rest) else name


def _side_by_side(found: dict[str, Found], groups: Groups) -> Iterator[Cell]:
    width = len(groups.columns)
    for i, name in enumerate(groups.names):
        label, header, values = found[name]
        yield replace(label, row=0, column=i * width, rowspan=1, colspan=width, text=name)
        for row, cells in enumerate((header, values), 1):
            for k, cell in enumerate(cells, i * width):
                yield replace(cell, row=row, column=k, rowspan=1, colspan=1)
