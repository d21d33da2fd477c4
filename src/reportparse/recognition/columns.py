"""The columns that a table's header declares, matched to the columns of a form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import regex

from reportparse.document import Layout, Place
from reportparse.forms import Block, Column
from reportparse.normalise import (
    EXACT_LABEL,
    LIKELY_LABEL,
    best_similarity,
    compact,
    one_line,
    similarity,
)
from reportparse.recognition.alignment import CLEAR, align
from reportparse.recognition.table_lines import TableLine
from reportparse.remembered import remembered

SAME_COLUMN = 0.34
# What is left of that where another group stands above the name, as where its cell spans too far.
CONTRADICTED = 0.1
OTHER_ORDER = -1.0
# The same where nothing marks the header's cells, so that the order may be that in which they were drawn.
OTHER_ORDER_DRAWN = -2.0
# What is left of a header when all labels of a block are taken out, and this long, is another label.
SHORTEST_LABEL = 4
# A text layer may print the lines of neighbouring header cells in turns.
FEWEST_INTERLEAVED = 4
INTERLEAVED = 0.95
# Headers with more characters than this are not often the same.
LONGEST_HEADER = 1000


@dataclass(slots=True)
class HeaderUnit:
    """A column of a header: the grid columns it spans and the form's column it stands for."""

    start: int
    end: int
    path: list[str]
    column: int | None = None
    similarity: float = 0.0


class HeaderCell(NamedTuple):
    """A cell of a header; `row` is counted from the header's first line, `row` and `column` tell cells apart.

    Cells of one line of a text have the same `source`.
    """

    row: int
    column: int
    colspan: int
    text: str
    source: int


HeaderLine = tuple[HeaderCell, ...]


def header_lines(header: Sequence[TableLine]) -> tuple[HeaderLine, ...]:
    """The lines of a header as plain values; a cell over several lines is in each of them."""
    places: dict[Place, int] = {}
    return tuple(
        tuple(
            HeaderCell(
                cell.row - header[0].index,
                cell.column,
                cell.colspan,
                cell.text,
                places.setdefault(cell.place, len(places)),
            )
            for cell in line.cells
        )
        for line in header
    )


def header_units(
    layout: Layout, header: Sequence[TableLine], block: Block
) -> tuple[Sequence[HeaderUnit] | None, float]:
    """The columns that a header declares, or None where it does not say enough of them; and how
    much of the block's columns it names, 0 to 1, or OTHER_ORDER or OTHER_ORDER_DRAWN where it prints them in another order
    than the form and nothing tells which values stand below which.

    Public bodies print the same headers: what these declare is kept for the next table.
    """
    return _header_units(header_lines(header), layout, block)


def _length(header: tuple[HeaderLine, ...]) -> int:
    return sum(len(cell.text) for line in header for cell in line)


@remembered(2048, _length, LONGEST_HEADER)
def _header_units(
    header: tuple[HeaderLine, ...], layout: Layout, block: Block
) -> tuple[Sequence[HeaderUnit] | None, float]:
    required = list(block.required)
    more = 0
    if layout != "grid" and _is_in_other_order(layout, header, block):
        one_line = layout == "rows" and len(header) == 1
        ordered = _by_name(_row_units(header[0]), block, required) if one_line else None
        other_order = OTHER_ORDER_DRAWN if layout == "tokens" else OTHER_ORDER
        return (tuple(ordered), 1.0) if ordered else (None, other_order)
    if layout == "grid":
        units = _grid_units(header, block)
        by_name = _by_name(units, block, required)
        in_other_order = by_name is None and _is_in_other_order(layout, header, block)
        if by_name is None and (in_other_order or _is_shifted(units, block)):
            return None, OTHER_ORDER if in_other_order else _named(units, block)
        units = by_name or _in_order(units, block)
        for unit in units:
            if unit.column is None and unit.path and _is_piece_of_name(unit.path[-1], block):
                # What stands below it is not told by the name of a column beside it.
                unit.path = []
    else:
        single = len(header) == 1 and layout == "rows"
        units = _in_order(_row_units(header[0]), block) if single else []
        if len({unit.column for unit in units} & set(required)) < len(required):
            units, more = _unordered_units(header, block)
    # Columns that the form does not have speak against it as much as those that are missing.
    foreign = more + sum(
        1
        for unit in units
        if unit.column is None
        and unit.path
        and not _is_corner(unit, block)
        and not _is_part_of_name(unit.path[-1], block)
    )
    named = sum(unit.similarity for unit in units) / (len(required) + foreign)
    found = sum(1 for i in required if i in {unit.column for unit in units})
    enough = (
        found * 2 > len(required) or _is_named_whole(units, block)
        if layout == "grid"
        else found == len(required)
    )
    if layout == "tokens" and not enough:
        # Of sub-totals it is known at least that they are there.
        units = [unit for unit in units if unit.column is not None and block.columns[unit.column].subtotal]
        enough = bool(units)
    return (tuple(units) if enough else None), named


def _is_named_whole(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether each column that a header prints is one of the form's, by just its name: others are left out."""
    printed = [unit for unit in units if unit.path and not _is_corner(unit, block)]
    return bool(printed) and all(unit.similarity > EXACT_LABEL for unit in printed)


def _is_corner(unit: HeaderUnit, block: Block) -> bool:
    return unit.start == 0 or best_similarity(unit.path[-1], block.corner_names) > LIKELY_LABEL


def _is_piece_of_name(text: str, block: Block) -> bool:
    """Whether a text begins or ends the name of a column and is none itself."""
    names = [compact(name) for column in block.columns for name in column.labels]
    piece = compact(text)
    return piece not in names and any(name.startswith(piece) or name.endswith(piece) for name in names)


def _is_part_of_name(text: str, block: Block) -> bool:
    """Whether a text is a piece of a column's name, which a tool cut where it took a column to end."""
    return any(compact(text) in compact(name) for name in block.header_names)


def _by_name(units: list[HeaderUnit], block: Block, required: list[int]) -> list[HeaderUnit] | None:
    """The units with the columns that they name, in whatever order, where each column has just one of them.

    None where any column is not named, or in two places, or does not stand under its printed group: then the
    header's cells are not where they should be.
    """
    printed = [text for unit in units for text in unit.path[:-1]]
    named: dict[int, HeaderUnit] = {}
    for unit in units:
        columns = [
            i
            for i, column in enumerate(block.columns)
            if unit.path
            and best_similarity(unit.path[-1], column.labels) > EXACT_LABEL
            and not _contradicts(unit.path, column, block)
        ]
        if len(columns) > 1:
            columns = [i for i in columns if _parents_agree(unit.path, block.columns[i])]
            if len(columns) != 1:
                return None
        if named.keys() & columns:
            return None
        named.update((i, unit) for i in columns)
    if not named.keys() >= set(required):
        return None
    for i, unit in named.items():
        if _parents_agree([*printed, ""], block.columns[i]) and not _parents_agree(
            unit.path, block.columns[i]
        ):
            return None
    for i, unit in named.items():
        unit.column, unit.similarity = i, _column_similarity(unit.path, block.columns[i])
    return units


def _is_shifted(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether cells of a header stand below others than in the form, as where it gives spans that are wrong.

    Then a column stands below another one, or beside its group, or a group has no column below it.
    """
    columns = {name for column in block.columns for name in column.labels}
    groups = {name for column in block.columns for name in column.path[:-1]}
    printed = [text for unit in units for text in unit.path]
    printed_groups = {
        name for name in groups if any(similarity(text, name) > EXACT_LABEL for text in printed)
    }
    if not any(is_one_of(text, columns) for text in printed):
        return False
    for unit in units:
        if not unit.path:
            continue
        leaf = unit.path[-1]
        if any(is_one_of(text, columns) and similarity(text, leaf) <= EXACT_LABEL for text in unit.path[:-1]):
            return True
        if is_one_of(leaf, groups):
            return True
        named = [column for column in block.columns if is_one_of(leaf, column.labels) and column.path[-2:-1]]
        if named and all(
            column.path[-2] in printed_groups and not _parents_agree(unit.path, column) for column in named
        ):
            return True
    return False


def is_one_of(text: str, names: Iterable[str]) -> bool:
    """Whether a printed name is just one of some names."""
    return best_similarity(text, names) > EXACT_LABEL


def _named(units: Sequence[HeaderUnit], block: Block) -> float:
    """The part of a block's columns whose names a header prints, wherever they stand."""
    printed = [text for unit in units for text in unit.path]
    columns = [block.columns[i] for i in block.required]
    return sum(any(is_one_of(text, column.labels) for text in printed) for column in columns) / len(columns)


def _parents_agree(path: Sequence[str], column: Column) -> bool:
    """Whether the innermost group of a column stands above its printed label."""
    return len(column.path) > 1 and any(similarity(text, column.path[-2]) > EXACT_LABEL for text in path[:-1])


def _contradicts(path: Sequence[str], column: Column, block: Block) -> bool:
    """Whether what stands above a printed label are the groups of other columns."""
    groups = {name for other in block.columns for name in other.path[:-1]} - set(column.path)
    return any(is_one_of(text, groups) for text in path[:-1])


def _in_order(units: list[HeaderUnit], block: Block) -> list[HeaderUnit]:
    """The units with the columns of the form that they stand for; both stand in the same order."""
    gains = [
        [
            max(0.0, _column_similarity(unit.path, column) - SAME_COLUMN)
            * (CONTRADICTED if _contradicts(unit.path, column, block) else 1.0)
            for column in block.columns
        ]
        for unit in units
    ]
    alignment = align(gains)
    for unit, pair, margin in zip(units, alignment.pairs, alignment.margins, strict=True):
        if pair is not None and margin > CLEAR:
            unit.column = pair
            unit.similarity = _column_similarity(unit.path, block.columns[pair])
    return units


def _column_similarity(path: list[str], column: Column) -> float:
    if not path:
        return 0.0
    leaf = best_similarity(path[-1], column.labels)
    joined = similarity("".join(path[-2:]), column.path[-1]) if len(path) > 1 else 0.0
    best = max(leaf, joined)
    if len(path) > 1 and len(column.path) > 1 and best > SAME_COLUMN:
        parents = max(best_similarity(text, column.path[:-1]) for text in path[:-1])
        return 0.8 * best + 0.2 * parents
    return best


def _grid_units(header: Sequence[HeaderLine], block: Block) -> list[HeaderUnit]:
    units: list[HeaderUnit] = []
    covering: list[HeaderCell] = []
    width = max((cell.column + cell.colspan for line in header for cell in line), default=0)
    for grid_column in range(width):
        before, covering = covering, []
        for line in header:
            for cell in line:
                inside = cell.column <= grid_column < cell.column + cell.colspan
                if inside and compact(cell.text) and cell not in covering:
                    covering.append(cell)
        if covering and covering == before:
            units[-1].end = grid_column + 1
            continue
        path = [one_line(cell.text) for cell in covering]
        path = [text for text in path if best_similarity(text, block.corner_names) <= LIKELY_LABEL]
        units.append(HeaderUnit(grid_column, grid_column + 1, path))
    return units


def _row_units(line: HeaderLine) -> list[HeaderUnit]:
    texts = [one_line(cell.text) for cell in line]
    return [HeaderUnit(i, i + 1, [text] if text else []) for i, text in enumerate(texts)]


def _unordered_units(header: Sequence[HeaderLine], block: Block) -> tuple[list[HeaderUnit], int]:
    """The columns that a header names whose merged cells are left out, or which is in pieces; and how
    many more it names in one piece with them.

    Its pieces do not stand in the order of the columns, so that order is the form's.
    """
    pieces = [compact(cell.text) for line in header for cell in line if compact(cell.text)]
    whole = printed = "".join(pieces)
    foreign = sum(1 for piece in pieces if _names_more(piece, block))
    units: list[HeaderUnit] = []
    for i, column in enumerate(block.columns):
        names = [compact(name) for name in column.labels]
        name = next((name for name in names if name in printed), None)
        if name is not None:
            printed = printed.replace(name, "", 1)
            units.append(HeaderUnit(i, i + 1, list(column.path), i, 1.0))
            continue
        if column.subtotal:
            # The last character of a total that is written downwards is like it, and it need not be there.
            continue
        likeness, piece = max(
            ((best_similarity(piece, names), piece) for piece in pieces),
            default=(0.0, ""),
        )
        if likeness > 0.65:
            pieces.remove(piece)
            units.append(HeaderUnit(i, i + 1, [*column.path[:-1], piece], i, likeness))
    required = list(block.required)
    if not {unit.column for unit in units}.issuperset(required) and _is_interleaved(whole, block):
        return [HeaderUnit(i, i + 1, list(block.columns[i].path), i, 1.0) for i in required], 0
    return units, foreign


def _is_in_other_order(layout: Layout, header: Sequence[HeaderLine], block: Block) -> bool:
    """Whether a header prints columns, or groups of them, that stand side by side in another order than the form."""
    names, siblings, mixed = _side_by_side(block)
    printed = "".join(compact(cell.text) for line in header for cell in line)
    if any(map(partial(_is_out_of, names.findall(printed)), siblings)):
        return True
    # In one line columns stand beside groups, too; elsewhere a merged cell may be read later or earlier, but not
    # where each name is whole on a line of its own: a page whose columns are as wide has them on one line.
    lines: dict[int, str] = defaultdict(str)
    for number, line in enumerate(header):
        for cell in line:
            lines[number if layout == "grid" else cell.source] += compact(cell.text)
    if set(lines.values()) >= {compact(block.columns[i].path[-1]) for i in block.required}:
        lines = {0: printed}
    return any(_is_out_of(names.findall(line), order) for line in lines.values() for order in mixed)


def _is_out_of(found: Sequence[str], order: Mapping[str, int]) -> bool:
    """Whether names do not stand in an order; those that come back later are of the next group, or of a header
    that is printed again.
    """
    places = [order[name] for name in found if name in order]
    runs = 1 + sum(1 for place, following in pairwise(places) if following <= place)
    return runs > max(Counter(places).values(), default=1)


@lru_cache(maxsize=64)
def _side_by_side(
    block: Block,
) -> tuple[regex.Pattern[str], tuple[Mapping[str, int], ...], tuple[Mapping[str, int], ...]]:
    """A pattern of all that a block's header prints; the places of names in each row of columns, or of groups,
    below one group; and in those that hold both.
    """
    siblings: dict[tuple[tuple[str, ...], bool], dict[str, int]] = defaultdict(dict)
    mixed: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for column in block.columns:
        for depth, name in enumerate(column.path):
            is_column = depth == len(column.path) - 1
            for row in (siblings[column.path[:depth], is_column], mixed[column.path[:depth]]):
                place = len(row)
                for printed in (name, *(column.variants if is_column else ())):
                    row.setdefault(compact(printed), place)
    names = {name for row in siblings.values() for name in row}
    names |= set(map(compact, block.corner_names))
    pattern = regex.compile("|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True)))
    return (
        pattern,
        tuple(siblings.values()),
        tuple(row for path, row in mixed.items() if (path, True) in siblings and (path, False) in siblings),
    )


def _is_interleaved(printed: str, block: Block) -> bool:
    """Whether a header has all characters of a block's labels and no others, in whatever order."""
    columns = [block.columns[i] for i in block.required]
    groups = {column.path[:depth] for column in columns for depth in range(1, len(column.path))}
    names = [path[-1] for path in [*groups, *(column.path for column in columns)]]
    wanted = Counter("".join(map(compact, names)))
    found = Counter(printed)
    return len(columns) > FEWEST_INTERLEAVED and (wanted & found).total() >= INTERLEAVED * max(
        wanted.total(), found.total()
    )


def _names_more(piece: str, block: Block) -> bool:
    """Whether a text holds labels of the block's columns and much else."""
    names = map(compact, (*block.header_names, *block.corner_names))
    rest = piece
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return rest != piece and len(rest) >= SHORTEST_LABEL
