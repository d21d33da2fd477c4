"""Lay the cells of a row below the columns that a header names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reportparse.document import Cell
from reportparse.forms import Block
from reportparse.normalise import EXACT_LABEL, compact, label
from reportparse.recognition.columns import HeaderUnit, is_corner
from reportparse.recognition.sums import Reading
from reportparse.recognition.table_lines import TableLine, value_run


def is_laid_by_position(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid has cells that stand where the header says."""
    laid = by_position(line, units, 1 + max((unit.column or 0 for unit in units), default=0))
    return laid is not None and any(laid)


@lru_cache(maxsize=1024)
def _under(spans: tuple[tuple[int, int], ...], columns: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """Return for each column the positions of the cells that stand below it with any part of their width.

    `spans` are those of the cells, `columns` those of the columns, both as pairs of start and end.
    """
    return [
        [i for i, (start, end) in enumerate(spans) if start < stop and end > begin] for begin, stop in columns
    ]


def by_position(
    line: TableLine, units: Sequence[HeaderUnit], width: int, *, others: bool = False
) -> Reading | None:
    """Return the cells by the grid columns of the header; None where header and row are split differently.

    `others` says that numbers may stand below no name.
    """
    laid: list[Cell | None] = [None] * width
    spans = tuple([(cell.column, cell.column + cell.colspan) for cell in line.cells])
    under = _under(spans, tuple([(unit.start, unit.end) for unit in units]))
    used: set[int] = set()
    for unit, covering in zip(units, under, strict=True):
        if unit.column is None:
            continue
        if len(covering) != 1:
            covering = [i for i in covering if line.values[i].state != "blank"] or covering[:1]
        if len(covering) != 1 or covering[0] in used:
            return None
        (i,) = covering
        cell = line.cells[i]
        if (
            line.values[i].state == "text"
            and i not in line.worded
            and (_is_words(cell) or not any(map(str.isdigit, cell.text)))
        ):
            return None
        laid[unit.column] = cell
        used.add(i)
    for i, (cell, value) in enumerate(zip(line.cells, line.values, strict=True)):
        if value.state in ("number", "dash") and i not in used and not others:
            named = (unit for unit in units if unit.column is None and unit.path)
            if not any(unit.start <= cell.column < unit.end for unit in named):
                # A value that stands under no header: header and row are shifted against each other.
                return None
    return tuple(laid)


def under_header(line: TableLine, units: Sequence[HeaderUnit], block: Block) -> Reading | None:
    """Return the cells below those of a header, one by one; None where these are not its columns.

    That is so if a value stands below no column, or a label below one. Where the header names all columns of
    the form, another name in it may be that of one more column, but for the name above the labels.
    """
    laid: list[Cell | None] = [None] * len(block.columns)
    run = value_run(line)
    labels = line.cells[: -len(run)] if run else []
    if any(unit.column is not None and _is_words(cell) for cell, unit in zip(labels, units, strict=False)):
        return None
    all_named = all(unit.similarity > EXACT_LABEL for unit in units if unit.column is not None)
    first = _first_named(units)
    names = {unit.path[-1] for unit in units if unit.column is not None}
    for i, (cell, value, unit) in enumerate(zip(line.cells, line.values, units, strict=True)):
        if unit.column is not None:
            laid[unit.column] = cell
        elif (
            cell.is_filled
            and (i >= first or value.state != "text")
            and not (
                unit.path and all_named and unit.path[-1] not in names and not (i and is_corner(unit, block))
            )
        ):
            return None
    return tuple(laid) if units[0].column is None else None


def below_merged_names(line: TableLine, units: Sequence[HeaderUnit], block: Block) -> Reading | None:
    """Return the values of a row that stand below the names of a header or below the blank cells behind these.

    Such cells keep the places of merged ones, and rows may have theirs merged otherwise. None unless the header
    names all columns of the form, and the row has one value for each.
    """
    columns = [unit.column for unit in units if unit.column is not None]
    has_merged = any(not any(map(compact, unit.path)) for unit in units[_first_named(units) :])
    if units[0].column is not None or not has_merged or sorted(columns) != sorted(block.required):
        return None
    laid: list[Cell | None] = [None] * len(block.columns)
    column: int | None = None
    for i, (cell, value, unit) in enumerate(zip(line.cells, line.values, units, strict=True)):
        if unit.column is not None and unit.similarity > EXACT_LABEL:
            column = unit.column
        elif any(map(compact, unit.path)):
            column = None
        if not cell.is_filled or (i == 0 and value.state == "text"):
            continue
        if column is None or laid[column] is not None:
            return None
        laid[column] = cell
    return tuple(laid) if sum(cell is not None for cell in laid) == len(columns) else None


def _first_named(units: Sequence[HeaderUnit]) -> int:
    """Return the position of the first cell of a header that names a column."""
    return next((i for i, unit in enumerate(units) if unit.column is not None), 0)


def is_below_no_name(line: TableLine, run: Sequence[Cell], units: Sequence[HeaderUnit]) -> bool:
    """Whether a number stands below a cell of the header that names no column: it is of another column, or its
    column was cut in two.

    Below a blank one it may stand in a row with more labels than the header's, which fillers make as long.
    """
    has_labels_of_header = len(line.cells) - len(run) == _first_named(units)
    return any(
        unit.column is None
        and value.state == "number"
        and (has_labels_of_header or any(map(compact, unit.path)))
        for value, unit in zip(line.values[1:], units[1:], strict=False)
    )


def _is_words(cell: Cell) -> bool:
    words = label(cell.text).words
    return bool(words) and not any(map(str.isdecimal, words))


def ends_early(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid ends before its header does."""
    last = line.cells[-1]
    return last.column + last.colspan < max(unit.end for unit in units if unit.column is not None)
