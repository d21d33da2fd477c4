"""Match the columns that a table's header declares to the columns of a form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from reportparse.document import Layout, Place
from reportparse.forms import Block, Column
from reportparse.normalise import (
    EXACT_LABEL,
    LIKELY_LABEL,
    any_of,
    best_similarity,
    compact,
    label,
    one_line,
    similarity,
)
from reportparse.recognition.alignment import CLEAR, align
from reportparse.recognition.table_lines import TableLine
from reportparse.remembered import remembered_by_size

# How like its label a printed name has to be, at least, to stand for a column.
SAME_COLUMN = 0.34
# The fraction of a gain that is left where another group stands above the name, as below too wide a cell.
CONTRADICTED = 0.1
# What a header is worth that prints the columns in another order than the form: it speaks against the form.
OTHER_ORDER = -1.0
# The same in a text that marks no cells of the header: the order may be that in which they were drawn.
OTHER_ORDER_DRAWN = -2.0
# If so many characters of a text are left without the labels of a block, they are another label.
SHORTEST_LABEL = 4
# A text layer may print the lines of neighbouring header cells in turns.
FEWEST_INTERLEAVED = 4
# The fraction of the characters of the block's labels and of the header that has to be the same.
INTERLEAVED = 0.95
# Headers with more characters than this rarely come again.
LONGEST_HEADER = 1000


@dataclass(slots=True)
class HeaderUnit:
    """A column that a header prints."""

    # The columns of the grid that it spans, from `start` to before `end`; elsewhere its position.
    start: int
    end: int
    # The texts of its header cells from the top down, groups first; empty if nothing is printed.
    path: list[str]
    # The position in the block of the column that it stands for; None if there is no such column.
    column: int | None = None
    # How like the names of that column the printed ones are, 0 to 1.
    similarity: float = 0.0


class HeaderCell(NamedTuple):
    """A cell of a header, identified by its `row` and `column`."""

    # Counted from the first line of the header.
    row: int
    column: int
    colspan: int
    text: str
    # The same for cells from one place of the source, such as a line of a text.
    source: int


HeaderLine = tuple[HeaderCell, ...]


def header_lines(header: Sequence[TableLine]) -> tuple[HeaderLine, ...]:
    """Return the lines of a header as plain values; a cell over several lines is in each of them."""
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
    """Return the columns that a header declares, and what it is worth to a match with the block.

    The columns are None where the header does not name enough of them. The worth is how much of the
    block's columns it names, 0 to 1; it is negative, OTHER_ORDER or OTHER_ORDER_DRAWN, where the header prints
    the columns in another order than the form and nothing shows which values stand below which.

    Publishers print the same headers: what these declare is kept for the next table.
    """
    return _header_units(header_lines(header), layout, block)


def _length(header: tuple[HeaderLine, ...]) -> int:
    return sum(len(cell.text) for line in header for cell in line)


@remembered_by_size(2048, _length, LONGEST_HEADER)
def _header_units(
    header: tuple[HeaderLine, ...], layout: Layout, block: Block
) -> tuple[Sequence[HeaderUnit] | None, float]:
    return _units_of_grid(header, block) if layout == "grid" else _units_of_text(header, layout, block)


def _units_of_grid(header: tuple[HeaderLine, ...], block: Block) -> tuple[Sequence[HeaderUnit] | None, float]:
    """Return the columns of a header whose cells stand above them, and its worth: see `header_units`."""
    units = _grid_units(header, block)
    by_name = _by_name(units, block)
    if by_name is None and _is_in_other_order("grid", header, block):
        return None, OTHER_ORDER
    if by_name is None and _is_shifted(units, block):
        return None, _named(units, block)
    units = by_name or _in_order(units, block)
    if _are_named_alike(units):
        printed = sum(bool(unit.path) and not is_corner(unit, block) for unit in units)
        return None, OTHER_ORDER if printed > len(block.required) else _named(units, block)
    for unit in units:
        if unit.column is None and unit.path and _is_piece_of_name(unit.path[-1], block):
            # The name of a column beside it does not show what stands below it.
            unit.path = []
    found = {unit.column for unit in units}.intersection(block.required)
    enough = 2 * len(found) > len(block.required) or _is_named_whole(units, block)
    return (tuple(units) if enough else None), _worth(units, 0, block)


def _units_of_text(
    header: tuple[HeaderLine, ...], layout: Layout, block: Block
) -> tuple[Sequence[HeaderUnit] | None, float]:
    """Return the columns of a header in a text, where only their order may tell which values stand below
    them, and its worth.
    """
    on_one_row = layout == "rows" and len(header) == 1
    if layout == "rows" and not on_one_row and (in_place := _in_place(header, block)):
        return tuple(in_place), _worth(in_place, 0, block)
    if _is_in_other_order(layout, header, block):
        by_name = _by_name(_row_units(header[0]), block) if on_one_row else None
        other_order = OTHER_ORDER_DRAWN if layout == "tokens" else OTHER_ORDER
        return (tuple(by_name), 1.0) if by_name else (None, other_order)
    units, more = _in_order(_row_units(header[0]), block) if on_one_row else [], 0
    if not {unit.column for unit in units}.issuperset(block.required):
        units, more = _unordered_units(header, block)
    worth = _worth(units, more, block)
    enough = {unit.column for unit in units}.issuperset(block.required)
    if layout == "tokens" and not enough:
        # Of sub-totals it is known at least that they are there.
        units = [unit for unit in units if unit.column is not None and block.columns[unit.column].subtotal]
        enough = bool(units)
    return (tuple(units) if enough else None), worth


def _worth(units: Sequence[HeaderUnit], more: int, block: Block) -> float:
    """Return how much of the block's columns a header names.

    Columns that the form does not have, `more` of them beside the units, count against it as much as those
    that are missing.
    """
    foreign = more + sum(
        1
        for unit in units
        if unit.column is None
        and unit.path
        and not is_corner(unit, block)
        and not _is_part_of_name(unit.path[-1], block)
    )
    return sum(unit.similarity for unit in units) / (len(block.required) + foreign)


def _is_named_whole(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether each column that a header prints has exactly the name of one of the form.

    Then those that it does not print are left out.
    """
    printed = [unit for unit in units if unit.path and not is_corner(unit, block)]
    return bool(printed) and all(unit.similarity > EXACT_LABEL for unit in printed)


def is_corner(unit: HeaderUnit, block: Block) -> bool:
    """Whether a cell of a header stands above the labels."""
    return unit.start == 0 or any(
        best_similarity(name, block.corner_names) > LIKELY_LABEL for name in unit.path[-1:]
    )


def _is_piece_of_name(text: str, block: Block) -> bool:
    """Whether a text begins or ends the name of a column and is not itself one."""
    names = [compact(name) for name in block.column_labels]
    piece = compact(text)
    return piece not in names and any(name.startswith(piece) or name.endswith(piece) for name in names)


def _is_part_of_name(text: str, block: Block) -> bool:
    """Whether a text is a part of a name in the header: a tool may cut names at a column's edge."""
    return any(compact(text) in compact(name) for name in block.header_names)


def _by_name(units: list[HeaderUnit], block: Block) -> list[HeaderUnit] | None:
    """Return the units with the columns that they name, in whatever order.

    None where a required column is not named, or any is named twice, or one does not stand below its printed
    group: then the header's cells are not where they should be.
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
    if not named.keys() >= set(block.required):
        return None
    for i, unit in named.items():
        if _parents_agree([*printed, ""], block.columns[i]) and not _parents_agree(
            unit.path, block.columns[i]
        ):
            return None
    for i, unit in named.items():
        unit.column, unit.similarity = i, _column_similarity(unit.path, block.columns[i])
    return units


def _are_named_alike(units: Sequence[HeaderUnit]) -> bool:
    """Whether a column that a header names has the name of another one beside it: each may be the other."""
    paths = [tuple(label(text).core for text in unit.path) for unit in units]
    return any(
        unit.column is not None and paths.count(path) > 1 for unit, path in zip(units, paths, strict=True)
    )


def _is_shifted(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether cells of a header stand below others than in the form, as where its spans are wrong.

    Then a column stands below another one, or beside its group, or a group has no column below it.
    """
    columns, groups = block.column_labels, block.group_names
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
    """Whether a printed text is exactly one of some names."""
    return best_similarity(text, names) > EXACT_LABEL


def _named(units: Sequence[HeaderUnit], block: Block) -> float:
    """Return the fraction of a block's columns whose names a header prints, wherever they stand."""
    printed = [text for unit in units for text in unit.path]
    columns = block.required_columns
    return sum(any(is_one_of(text, column.labels) for text in printed) for column in columns) / len(columns)


def _parents_agree(path: Sequence[str], column: Column) -> bool:
    """Whether the innermost group of a column stands above its printed label."""
    return len(column.path) > 1 and any(similarity(text, column.path[-2]) > EXACT_LABEL for text in path[:-1])


def _contradicts(path: Sequence[str], column: Column, block: Block) -> bool:
    """Whether the groups of other columns stand above a printed label."""
    groups = block.group_names.difference(column.path)
    return any(is_one_of(text, groups) for text in path[:-1])


def _in_order(units: list[HeaderUnit], block: Block) -> list[HeaderUnit]:
    """Return the units with the columns that they stand for; both are in the same order."""
    gains = [
        {
            k: gain * (CONTRADICTED if _contradicts(unit.path, column, block) else 1.0)
            for k, column in enumerate(block.columns)
            if not is_one_of("".join(unit.path), block.corner_names)
            and (gain := _column_similarity(unit.path, column) - SAME_COLUMN) > 0
        }
        for unit in units
    ]
    alignment = align(gains, [False] * len(block.columns))
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


def _in_place(header: Sequence[HeaderLine], block: Block) -> list[HeaderUnit] | None:
    """Return the columns of a header on several lines of a text whose merged cells keep their places.

    Its lines then have as many cells, and the names of all columns of the form stand in columns of their own, in
    the form's order. None for other headers.
    """
    if len({len(line) for line in header}) != 1:
        return None
    units: list[HeaderUnit] = []
    for i, cells in enumerate(zip(*header, strict=True)):
        path = list(dict.fromkeys(text for cell in cells if (text := one_line(cell.text))))
        names = [text for text in path if is_one_of(text, block.column_labels)]
        if len(names) > 1:
            return None
        units.append(HeaderUnit(i, i + 1, [*(text for text in path if text not in names), *names]))
    named = [unit for unit in units if unit.path and is_one_of(unit.path[-1], block.column_labels)]
    columns = next((own for own in (block.required, range(len(block.columns))) if len(own) == len(named)), ())
    for unit, k in zip(named, columns, strict=False):
        if not is_one_of(unit.path[-1], block.columns[k].labels):
            return None
        unit.column, unit.similarity = k, _column_similarity(unit.path, block.columns[k])
    return units if columns else None


def _unordered_units(header: Sequence[HeaderLine], block: Block) -> tuple[list[HeaderUnit], int]:
    """Return the columns that a header names in whatever order, and how many pieces name something else, too.

    For headers in pieces, or with merged cells left out. Their pieces do not stand in the order of the
    columns: the order is the form's.
    """
    pieces = _pieces(header)
    whole = printed = "".join(pieces)
    foreign = sum(1 for piece in pieces if _names_more(piece, block))
    units: list[HeaderUnit] = []
    for i, column in enumerate(block.columns):
        names = [compact(name) for name in column.labels]
        name = next((name for name in names if name in printed), None)
        if name is not None:
            printed = printed.replace(name, "", 1)
            # A note behind the name may be the unit.
            noted = next((piece for piece in pieces if label(piece).core == name != label(piece).words), None)
            path = [*column.path[:-1], noted] if noted else list(column.path)
            units.append(HeaderUnit(i, i + 1, path, i, 1.0))
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
    units += _subtotals_named_as_totals(header, block, {unit.column for unit in units})
    units.sort(key=lambda unit: unit.start)
    if not {unit.column for unit in units}.issuperset(block.required) and _is_interleaved(whole, block):
        return [HeaderUnit(i, i + 1, list(block.columns[i].path), i, 1.0) for i in block.required], 0
    return units, foreign


def _pieces(header: Sequence[HeaderLine]) -> list[str]:
    """Return the texts of a header without their white space."""
    return [text for line in header for cell in line if (text := compact(cell.text))]


def _subtotals_named_as_totals(
    header: Sequence[HeaderLine], block: Block, named: Container[int | None]
) -> list[HeaderUnit]:
    """Return the sub-totals that a header prints with another name of the total, which it prints, too.

    Such a name stands right behind that of the column before.
    """
    pieces = _pieces(header)
    found: list[HeaderUnit] = []
    for i, column in enumerate(block.columns):
        if not column.subtotal or i in named or not 0 < i < len(block.columns) - 1:
            continue
        before, total = block.columns[i - 1], block.columns[i + 1]
        others = set(map(compact, total.variants))
        printed = [piece for piece in pieces if piece in others or piece == compact(total.path[-1])]
        behind = [
            piece
            for last, piece in pairwise(pieces)
            if last in map(compact, before.labels) and piece in others
        ]
        if len(printed) == 2 and len(behind) == 1 and compact(total.path[-1]) in printed:
            found.append(HeaderUnit(i, i + 1, [*column.path[:-1], *behind], i, 1.0))
    return found


def _is_in_other_order(layout: Layout, header: Sequence[HeaderLine], block: Block) -> bool:
    """Whether a header prints columns or groups that stand side by side in another order than the form."""
    names, siblings, mixed = _side_by_side(block)
    printed = "".join(compact(cell.text) for line in header for cell in line)
    lines = _texts_on_lines(layout, header)
    wanted = {compact(column.path[-1]) for column in block.required_columns}
    # In one line columns stand beside groups, too. Elsewhere a merged cell may be read later or earlier, but
    # not where each name has a whole line to itself: a page whose columns are as wide has them on one line.
    on_lines = ["".join(texts) for texts in lines]
    if wanted.issubset(on_lines):
        on_lines = [printed]
    found = names.findall(printed)
    if any(_is_out_of(found, order) for order in siblings) or any(
        _is_out_of(names.findall(line), order) for line in on_lines for order in mixed
    ):
        return True
    if layout == "grid":
        # Spans that are wrong move the names of columns that stand beside groups, but not those on one line.
        rows = [tuple(cell for cell in line if cell.row == row) for row, line in enumerate(header)]
        return any(
            wanted.issubset(compact(cell.text) for cell in row) and _swaps_columns(row, block) for row in rows
        )
    return (
        _repeats_a_name(header, block)
        or (layout == "rows" and any(_swaps_columns(line, block) for line in header))
        or (
            layout == "tokens"
            and any(
                _is_out_of(_names_on(texts, names, order), _without_total(order, block))
                for texts in lines
                for order in siblings
            )
        )
    )


def names_out_of_order(printed: str, block: Block, passed_over: Iterable[int] = ()) -> bool:
    """Whether a header prints columns or groups in another order than the form, but for some of the columns."""
    names, siblings, mixed = _side_by_side(block)
    others = {compact(name) for k in passed_over for name in block.columns[k].labels}
    found = [name for name in names.findall(printed) if name not in others]
    return any(_is_out_of(found, order) for order in (*siblings, *mixed))


def _swaps_columns(line: HeaderLine, block: Block) -> bool:
    """Whether a row of a header has the names of columns in another order, whatever their groups."""
    names = Counter(compact(column.path[-1]) for column in block.columns)
    order = {compact(column.path[-1]): place for place, column in enumerate(block.columns)}
    places = [order[text] for text in (compact(cell.text) for cell in line) if names[text] == 1]
    return places != sorted(places)


def _repeats_a_name(header: Sequence[HeaderLine], block: Block) -> bool:
    """Whether a header has more names than columns, one of them beside itself.

    A tool printed it for each place of its cell: which of the values stand below it is not known then.
    """
    names = {compact(column.path[-1]) for column in block.columns}
    printed = [compact(cell.text) for line in header for cell in line]
    return sum(text in names for text in printed) > len(block.required) and any(
        before == after and after in names for before, after in pairwise(printed)
    )


def _texts_on_lines(layout: Layout, header: Sequence[HeaderLine]) -> list[list[str]]:
    """Return the texts of a header, those together that stand on one line of the grid or of the source."""
    lines: dict[int, list[str]] = defaultdict(list)
    for number, line in enumerate(header):
        for cell in line:
            lines[number if layout == "grid" else cell.source].append(compact(cell.text))
    return list(lines.values())


def _names_on(texts: Iterable[str], names: regex.Pattern[str], order: Mapping[str, int]) -> list[str]:
    """Return the names in the texts of a line.

    A text may be a piece of a name: it begins or ends that one in `order` and no other.
    """
    found: list[str] = []
    for text in texts:
        whole = {
            place: name
            for name, place in order.items()
            if len(text) > 1 and (name.startswith(text) or name.endswith(text))
        }
        own = names.findall(text) or (list(whole.values()) if len(whole) == 1 else [])
        # A name may have two pieces on the line.
        found += own[own[:1] == found[-1:] :]
    return found


def _without_total(order: Mapping[str, int], block: Block) -> Mapping[str, int]:
    """Return an order without its last name if several groups have it.

    The total, a short name, may stand on another line in one group than in the next.
    """
    last = max(order.values(), default=0)
    shared = [name for name, place in order.items() if place == last]
    groups = sum(compact(column.path[-1]) in shared for column in block.columns)
    return {name: place for name, place in order.items() if place < last} if groups > 1 else order


def _is_out_of(found: Sequence[str], order: Mapping[str, int]) -> bool:
    """Whether names are in another order than the given one.

    A name that comes again may belong to the next group, or to a header that is printed again.
    """
    places = [order[name] for name in found if name in order]
    runs = 1 + sum(1 for place, following in pairwise(places) if following <= place)
    return runs > max(Counter(places).values(), default=1)


@lru_cache(maxsize=64)
def _side_by_side(
    block: Block,
) -> tuple[regex.Pattern[str], tuple[Mapping[str, int], ...], tuple[Mapping[str, int], ...]]:
    """Return a pattern of all that a block's header prints, and the places of names that stand side by side.

    The first places are those of columns, or of groups, below one group; the second ones those of columns and
    groups below one group, where there are both.
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
    pattern = regex.compile(any_of(names))
    return (
        pattern,
        tuple(siblings.values()),
        tuple(row for path, row in mixed.items() if (path, True) in siblings and (path, False) in siblings),
    )


def _is_interleaved(printed: str, block: Block) -> bool:
    """Whether nearly all characters of a header and of a block's labels are the same, in whatever order.

    A text layer may print the lines of neighbouring cells in turns.
    """
    columns = block.required_columns
    groups = {column.path[:depth] for column in columns for depth in range(1, len(column.path))}
    names = [path[-1] for path in [*groups, *(column.path for column in columns)]]
    wanted = Counter("".join(map(compact, names)))
    found = Counter(printed)
    return len(columns) > FEWEST_INTERLEAVED and (wanted & found).total() >= INTERLEAVED * max(
        wanted.total(), found.total()
    )


def _names_more(piece: str, block: Block) -> bool:
    """Whether a text holds labels of the block's columns and much else, notes in brackets left out."""
    rest = without_names(label(piece).core, map(compact, (*block.header_names, *block.corner_names)))
    return rest != label(piece).core and len(rest) >= SHORTEST_LABEL


def without_names(text: str, names: Iterable[str]) -> str:
    """Return what is left of a text without some names, the longest first: a shorter one may be a part of it."""
    for name in sorted(names, key=lambda name: (-len(name), name)):
        text = text.replace(name, "")
    return text
