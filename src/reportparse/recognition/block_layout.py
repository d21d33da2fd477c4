"""What a table shows of how it lays out the rows of a block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import regex

from reportparse.document import Cell, Table
from reportparse.forms import Block
from reportparse.normalise import compact
from reportparse.recognition.below_header import below_merged_names, by_position, under_header
from reportparse.recognition.columns import HeaderUnit, is_corner
from reportparse.recognition.sums import Reading, Sums, addend, lay
from reportparse.recognition.table_lines import TableLine, filled_length, value_run
from reportparse.values import read_value

FEWEST_ROWS = 4
# So many rows that add up do not do so by chance; below a header, if they are so many times those that do not.
FEWEST_PROVEN = 3
TIMES_REFUTED = 4
# So many rows with cells that hold those of others are no chance.
FEWEST_CUT = 2
# So many rows with more values than the form has columns are no chance.
FEWEST_LONGER = 2
# What stands behind the number of a label.
POINTS = (".", "．", "、", "）", ")")
# No header has more rows.
MOST_HEADER_ROWS = 4
# A rate, as no form has them.
RATE = regex.compile(r"[-+－]?\d{1,6}(?:\.\d{1,6})?[%％]")
# So many rows that end early are no chance.
FEWEST_SHORT = 3


class BlockLayout:
    """How a table lays out the rows of a block, as its header and all these rows together show it."""

    def __init__(
        self,
        table: Table,
        block: Block,
        units: Sequence[HeaderUnit] | None,
        lines: Sequence[TableLine],
        sums: Sums,
        *,
        lost_columns: bool = False,
    ) -> None:
        """Look at all rows of a block. `lost_columns` says that its header is known to lack some."""
        self.table, self.layout, self.block, self.units, self.sums = table, table.layout, block, units, sums
        self._lines, self._lost_columns = lines, lost_columns
        # Whether the header names a column that the form has not, beside those of sums with a total.
        self.names_another = False
        self._below_names: dict[int, Reading | None] = {}
        self.width = len(block.columns)
        # The cells behind the labels of each row, by the index of its line.
        self.runs = {line.index: value_run(line) for line in lines}
        # The columns of the form that the header names.
        self.named = [unit.column for unit in units or [] if unit.column is not None]
        # The columns that a row has to have.
        self.required: Sequence[int] = block.required
        if self.layout == "stream" and not units:
            # Without a header, sub-totals are printed if a row has a value for each.
            longest = max(map(filled_length, self.runs.values()))
            self.required = range(self.width) if longest >= self.width else block.required
        # The columns of the form that the values behind a label stand for.
        self.targets: Sequence[int] = self.named if units else self.required
        self._expected = len(set(self.named)) if units else len(block.required)

    @property
    def _runs(self) -> list[list[Cell]]:
        return [*self.runs.values()]

    @cached_property
    def steps(self) -> list[int]:
        """The places of a row's values counted from its first one, where not each cell is a column."""
        return [] if self.layout == "grid" else _value_steps(self._lines, self._runs, self._expected)

    @cached_property
    def full_offsets(self) -> set[int]:
        """How far behind their labels rows begin that have a value for each column; any place if there are none."""
        filled = [[i for i, cell in enumerate(run) if cell.is_filled] for run in self._runs]
        return {places[0] for places in filled if len(places) == self._expected} or {
            i for run in self._runs for i in range(len(run))
        }

    @cached_property
    def has_all_cells(self) -> bool:
        """Whether each column of a stream has a cell, however few are filled."""
        return self.layout == "stream" and _have_all_cells(self._runs, self._expected)

    @cached_property
    def has_longer_rows(self) -> bool:
        """Whether several rows have values of more columns than the form: one with fewer cells lacks some."""
        longer = sum(sum(cell.is_filled for cell in run) > self._expected for run in self._runs)
        return self.layout in ("rows", "stream") and bool(self.block.rows) and longer >= FEWEST_LONGER

    @cached_property
    def has_unnamed_columns(self) -> bool:
        """Whether there are values of more columns than the header names: others may be of those that it lost."""
        return self._lost_columns or self._fills_more_columns()

    @cached_property
    def has_other_columns(self) -> bool:
        """Whether the header names columns besides those of labels and of the form."""
        return self.layout == "rows" and _names_other_columns(self.units or [], self.block)

    def is_in_place(self, line: TableLine) -> bool:
        """Whether the cells of a row stand below those of a header that names the columns."""
        return self.units is not None and (
            self.layout == "grid" or (self.layout == "rows" and len(line.cells) == len(self.units))
        )

    def is_below_names(self, option: Reading, line: TableLine) -> bool:
        """Whether a reading of a row has each cell below its name in a header that names all columns."""
        units = self.units
        return (
            units is not None
            and self.is_in_place(line)
            and {*self.named}.issuperset(self.required)
            and option == under_header(line, units, self.block)
        )

    @cached_property
    def has_more_values(self) -> bool:
        """Whether most rows of a sequence have more values than the form has columns, and no sums tell which these are.

        Then those with as many as columns lack some, and they may be any of them. So they may where several
        percentages show that there is a column of rates, which may have zeros.
        """
        if self.layout not in ("stream", "tokens") or self.sums.exist:
            return False
        first, last = self._lines[0].index, self._lines[-1].index
        cells = (cell for cell in self.table.cells if first <= cell.row <= last)
        if sum(bool(RATE.fullmatch(cell.text.strip())) for cell in cells) >= FEWEST_SHORT:
            return True
        counts = [sum(cell.is_filled for cell in run) for run in self._runs]
        more = sum(count > len(self.required) for count in counts)
        return more >= FEWEST_SHORT and 2 * more > sum(map(bool, counts))

    @cached_property
    def fills_own_columns_only(self) -> bool:
        """Whether no row has a value for another column beside those of the form, as the sums of many rows show."""
        filled = [[cell for cell in run if cell.is_filled] for run in self._runs]
        whole = [lay(run, self.required, self.width) for run in filled if len(run) == len(self.required)]
        proven, refuted = sum(map(self.sums.vouch, whole)), sum(map(self.sums.refute, whole))
        return (
            max(map(len, filled)) == len(self.required)
            and proven >= FEWEST_PROVEN
            and proven > TIMES_REFUTED * refuted
        )

    @cached_property
    def place_of_another(self) -> int | None:
        """Which value of a row with one more than the form has columns is of another one, as sums of rows show."""
        places: list[set[int]] = []
        for run in self._runs:
            filled = [cell for cell in run if cell.is_filled]
            if len(filled) != len(self.required) + 1:
                continue
            readings = (
                lay([*filled[:i], *filled[i + 1 :]], self.required, self.width) for i in range(len(filled))
            )
            proven = {i for i, reading in enumerate(readings) if self.sums.vouch(reading)}
            if proven:
                places.append(proven)
        shared = set[int].intersection(*places) if len(places) >= FEWEST_PROVEN else set()
        return shared.pop() if len(shared) == 1 else None

    @cached_property
    def has_unnamed_numbers(self) -> bool:
        """Whether numbers of a grid stand below no name."""
        if self.layout != "grid" or self.units is None:
            return False
        named = [unit for unit in self.units if unit.column is not None or any(map(compact, unit.path))]
        return any(_has_unnamed_number(line, self.units, named) for line in self._lines)

    @cached_property
    def totals_may_be_alone(self) -> bool:
        """Whether several rows have values, and each has its last one in the place of the last column."""
        ends = [length for run in self._runs if (length := filled_length(run))]
        return len(ends) > 1 and set(ends) == {self._expected}

    @cached_property
    def totals_are_alone(self) -> bool:
        """Whether all values stand in the place of the last column, however many cells rows have before and behind.

        Blank cells in the places of merged labels would put those of some rows elsewhere.
        """
        if self.layout != "rows" or not self.totals_may_be_alone:
            return False
        lone = [run for run in self._runs if sum(cell.is_filled for cell in run) == 1]
        shapes = Counter(map(len, lone))
        return len(lone) == sum(map(bool, map(filled_length, self._runs))) and (
            sum(count >= FEWEST_PROVEN for count in shapes.values()) > 1
        )

    @cached_property
    def drops_last_blanks(self) -> bool:
        """Whether blank cells at the ends of rows are left out, and no others."""
        return self.table.may_lack_last_blanks and _drop_last_blanks(self._runs, self._expected)

    def may_lack_label(self, line: TableLine) -> bool:
        """Whether a row without a label may have lost its last blank cell: its first one is that of the label."""
        return self.table.may_lack_last_blanks and not line.labels and len(line.cells) < self._longest

    @cached_property
    def _longest(self) -> int:
        return max(len(line.cells) for line in self._lines)

    @cached_property
    def has_merged_names(self) -> bool:
        """Whether blank cells of the header keep the places of merged ones: all rows, and more than one, fit that.

        Else a number below a blank cell of the header may be of a column that lost its name.
        """
        units = self.units
        if self.layout != "rows" or not units or len(self._lines) < 2:
            return False
        return all(
            len(line.cells) == len(units)
            and (
                below_merged_names(line, units, self.block) is not None
                or under_header(line, units, self.block) is not None
            )
            for line in self._lines
        )

    @cached_property
    def cuts_cells(self) -> bool:
        """Whether a tool cut the cells of several rows at other places than the table does."""
        return self.layout == "rows" and sum(map(holds_cells_of_others, self._lines)) >= FEWEST_CUT

    @cached_property
    def joins_names(self) -> bool:
        """Whether a text has the names of two columns in one cell above the rows, and a blank one beside it."""
        if self.layout != "rows":
            return False
        first = min(line.index for line in self._lines)
        names = {compact(column.path[-1]) for column in self.block.required_columns}
        above = (
            row
            for row in self.table.rows()[max(0, first - MOST_HEADER_ROWS) : first]
            if len(row) == len(self._lines[0].cells)
        )
        return any(
            not behind.is_filled and sum(name in compact(cell.text) for name in names) > 1
            for row in above
            for cell, behind in pairwise(row)
        )

    @cached_property
    def corner(self) -> int:
        """The place in the header of the name above the labels, if not the first."""
        return max((i for i, unit in enumerate(self.units or ()) if is_corner(unit, self.block)), default=0)

    @cached_property
    def is_moved_left(self) -> bool:
        """Whether rows lack a cell that the header has before the name above their labels.

        A tool left out what a merged cell takes of other rows, and filled these up behind: then numbers stand
        below that name.
        """
        return self.layout == "rows" and any(
            line.values[self.corner].state == "number"
            for line in self._lines
            if 0 < self.corner < len(line.cells)
        )

    @cached_property
    def offsets(self) -> dict[tuple[int, int], int]:
        """How many blank cells stand between labels and values, by the shapes of rows that show it.

        They keep the places of merged cells. Of each shape a row that adds up has its first value there and its
        last one in the last column, and no other row has a value elsewhere. Where all of these end alike, so do
        rows of other shapes.
        """
        if self.layout != "rows" or self.steps or self.has_unnamed_columns or self.has_other_columns:
            return {}
        if self.may_have_wide_columns:
            return {}
        return _offsets(self._lines, self._runs, self.targets, self.width, self.sums)

    @cached_property
    def may_have_wide_columns(self) -> bool:
        """Whether each column may take several cells: there is room for that, and no row has values side by side."""
        room = max(map(len, self._runs), default=0) >= 2 * len(self.targets) > 2
        return room and not any(
            before.is_filled and cell.is_filled for run in self._runs for before, cell in pairwise(run)
        )

    @cached_property
    def first_column(self) -> int | None:
        """The column of the first values where blank cells behind labels make all rows as long, or None."""
        if not self.table.may_lack_last_blanks:
            return None
        return _first_column(self._runs, self._expected)

    @cached_property
    def shared(self) -> list[HeaderUnit]:
        """The columns that whole rows of a grid share where no header shows them."""
        return _shared_columns(self._runs, self.targets) if self.layout == "grid" else []

    @cached_property
    def may_have_subtotals(self) -> bool:
        """Whether rows may have a value for each column, sub-totals included.

        No row then has fewer cells behind its label than the form has columns with sub-totals, and one has a
        value as far behind. Without a header nothing else shows whether sub-totals are printed or a blank
        cell is a filler. That it is no column more behind the total shows a row that adds up with a sub-total
        that is not its total.
        """
        return (
            self.layout in ("grid", "rows")
            and not self.units
            and self.width > len(self.block.required)
            and min(map(len, self._runs)) >= self.width
            and max(map(filled_length, self._runs)) >= self.width
            and any(map(self._shows_subtotal, self._runs))
        )

    def _shows_subtotal(self, run: Sequence[Cell]) -> bool:
        """Whether the first cells of a run, one for each column, add up with a sub-total that is not the total."""
        first = next((i for i, cell in enumerate(run) if cell.is_filled), len(run))
        option: Reading = tuple(run[first : first + self.width])
        if len(option) < self.width or not self.sums.has_total or not self.sums.vouch(option):
            return False
        total, columns = addend(option, self.sums.total_column), self.block.columns
        for k, column in enumerate(columns):
            group = [i for i, part in enumerate(columns) if i != k and part.path[:-1] == column.path[:-1]]
            of_group = sum(addend(option, i) or 0 for i in group)
            if column.subtotal and 0 != addend(option, k) == of_group != total:
                return True
        return False

    def below_names(self, line: TableLine, units: Sequence[HeaderUnit]) -> Reading | None:
        """Return the cells of a row of a grid by the columns of its header, as `by_position` does, found once."""
        if line.index not in self._below_names:
            others = self.names_are_proven
            self._below_names[line.index] = by_position(line, units, self.width, others=others)
        return self._below_names[line.index]

    @cached_property
    def names_are_proven(self) -> bool:
        """Whether numbers of a grid stand below no name, but its names are in their places all the same.

        The header names each column that a row has to have, and the sums of many rows hold below it: then these
        numbers are of other columns, and move none.
        """
        units = self.units or []
        if not (
            self.has_unnamed_numbers and self.sums.exist and set(self.named).issuperset(self.block.required)
        ):
            return False
        readings = [by_position(line, units, self.width, others=True) for line in self._lines]
        proven = sum(reading is not None and self.sums.vouch(reading) for reading in readings)
        refuted = sum(reading is None or self.sums.refute(reading) for reading in readings)
        return proven >= min(FEWEST_PROVEN, len(readings)) and proven > TIMES_REFUTED * refuted

    def _fills_more_columns(self) -> bool:
        """Whether rows that are laid out alike have values of more columns together, or those of a grid without
        a header.
        """
        if self.layout not in ("grid", "rows") or (self.layout == "grid" and self.units):
            return False
        filled: dict[tuple[int, ...], set[int]] = defaultdict(set)
        for line in self._lines:
            run = self.runs[line.index]
            shape = shape_of(line, run) if self.layout == "rows" else ()
            filled[shape] |= {i if shape else cell.column for i, cell in enumerate(run) if cell.is_filled}
        return max(map(len, filled.values())) > len(self.targets)


def _offsets(
    lines: Sequence[TableLine],
    runs: Sequence[Sequence[Cell]],
    targets: Sequence[int],
    width: int,
    sums: Sums,
) -> dict[tuple[int, int], int]:
    filled: dict[tuple[int, int], set[int]] = defaultdict(set)
    proven: dict[tuple[int, int], list[int]] = defaultdict(list)
    for line, run in zip(lines, runs, strict=True):
        own = [i for i, cell in enumerate(run) if cell.is_filled]
        filled[shape_of(line, run)].update(own)
        whole = run[own[0] : own[-1] + 1] if own else ()
        if len(whole) == len(targets) and sums.vouch(lay(whole, targets, width)):
            proven[shape_of(line, run)].append(own[0])
    first = {shape: places[0] for shape, places in proven.items()}
    found = {
        shape: start
        for shape, start in first.items()
        if filled[shape] <= {*range(start, start + len(targets))}
    }
    ends = {shape[1] - start for shape, start in first.items()}
    if len(ends) == 1 and found.keys() == first.keys() and sum(map(len, proven.values())) >= FEWEST_PROVEN:
        behind = ends.pop() - len(targets)
        for shape in filled.keys() - found.keys():
            start = shape[1] - behind - len(targets)
            if start >= 0 and filled[shape] <= {*range(start, start + len(targets))}:
                found[shape] = start
    return found


def holds_cells_of_others(line: TableLine) -> bool:
    """Whether a cell of a row holds several numbers, or its label one between words."""
    labels = line.cells[: len(line.cells) - len(value_run(line))]
    return any(map(_is_among_words, labels)) or any(map(holds_several_numbers, line.cells))


def holds_several_numbers(cell: Cell) -> bool:
    """Whether a cell holds numbers that cannot be one, such as `25⏎-2`."""
    pieces = cell.text.split()
    return (
        len(pieces) > 1
        and read_value(cell.text).state == "text"
        and all(read_value(piece).state == "number" for piece in pieces)
    )


def _is_among_words(cell: Cell) -> bool:
    pieces = [*cell.text.split(), ""]
    return any(
        piece.isdecimal() and not behind.startswith(POINTS)
        for before, piece, behind in zip(pieces, pieces[1:], pieces[2:], strict=False)
        if not before.isdecimal()
    )


def shape_of(line: TableLine, run: Sequence[Cell]) -> tuple[int, int]:
    """Return the number of the cells of a row and of those behind its label, the same for rows laid out alike."""
    return len(line.cells), len(run)


def _value_steps(lines: Sequence[TableLine], runs: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """Return the places of values, counted from their row's first one, where all full rows agree on them.

    Full rows have `width` values; where there are none, see `_shared_steps`. Merged cells leave blank ones
    behind them, so that not each cell is a column. The list is empty where rows do not agree.
    """
    found = set()
    # The length of the second longest, or of the only one.
    usual = sorted(map(len, runs))[-2:][0]
    for run in runs:
        filled = [i for i, cell in enumerate(run) if cell.is_filled]
        if len(filled) != width:
            continue
        if filled[-1] >= usual and len({after - before for before, after in pairwise(filled)}) > 1:
            # Longer than all others: it may be the values of two rows, of which one lost its label.
            return []
        found.add(tuple(place - filled[0] for place in filled))
    if not found:
        return _shared_steps(lines, runs, width)
    return list(found.pop()) if len(found) == 1 else []


def _shared_steps(lines: Sequence[TableLine], runs: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """Return the places of values where no row has all of them; empty where they are not sure.

    They are sure if all rows together fill as many places as there are columns, with others between that are
    never filled: then each cell is in its place. They are not if the values of each row may as well stand
    side by side, behind labels that take more cells or fewer.
    """
    columns = sorted({cell.column for run in runs for cell in run if cell.is_filled})
    as_long = len({len(line.cells) for line in lines}) == 1
    if len(lines) < FEWEST_ROWS or not as_long or len(columns) != width or columns[-1] - columns[0] < width:
        return []
    if max(map(filled_length, runs)) <= width:
        return []
    return [column - columns[0] for column in columns]


def _shared_columns(runs: Sequence[Sequence[Cell]], targets: Sequence[int]) -> list[HeaderUnit]:
    """Return the columns of a grid in which all rows with just one cell for each target have them.

    Other rows may have their cells split, as where a page was turned into a word processor's document. Empty
    where whole rows do not agree, or are few.
    """
    whole = [[(cell.column, cell.column + cell.colspan) for cell in run] for run in runs]
    whole = [spans for spans in whole if len(spans) == len(targets)]
    if len(whole) < FEWEST_ROWS or any(spans != whole[0] for spans in whole):
        return []
    return [HeaderUnit(*span, [], target) for span, target in zip(whole[0], targets, strict=True)]


def _have_all_cells(runs: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether each row has one cell per column behind its label, and some row a blank one between values.

    Then no blank cell was left out, and none is a filler. The end of the last row may be missing.
    """
    return (
        len(runs) >= FEWEST_ROWS
        and all(len(run) == width for run in runs[:-1])
        and len(runs[-1]) <= width
        and any(filled_length(run) > sum(1 for cell in run if cell.is_filled) for run in runs)
    )


def _first_column(runs: Sequence[Sequence[Cell]], width: int) -> int | None:
    """Return the column of the first values where blank cells behind labels make all rows as long, or None.

    Rows that end early have lost their last blank cells then.
    """
    last = max((run[-1].column for run in runs if run), default=0)
    whole = [run for run in runs if run and run[-1].column == last]
    first = last - width + 1
    padded = len({len(run) for run in whole}) > 1 and not any(
        cell.is_filled for run in whole for cell in run if cell.column < first
    )
    return first if padded and len(whole) >= FEWEST_ROWS else None


def _drop_last_blanks(runs: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether no row ends with a blank cell, though several rows are short and have blank cells between values.

    A tool took the white space at the ends of lines away.
    """
    short = [run for run in runs if 0 < len(run) < width]
    with_blanks = sum(not all(cell.is_filled for cell in run) for run in short)
    return (
        max(map(len, runs)) == width
        and all(run[-1].is_filled for run in runs if run)
        and with_blanks >= FEWEST_SHORT
    )


def _has_unnamed_number(line: TableLine, units: Sequence[HeaderUnit], named: Sequence[HeaderUnit]) -> bool:
    """Whether a number of a grid stands below no name, beyond the last one or in a row with more cells than
    there are names: then the header lacks a name, before it or there.
    """
    unnamed = [
        cell
        for cell, value in zip(line.cells, line.values, strict=True)
        if value.state == "number"
        and not any(unit.start < cell.column + cell.colspan and cell.column < unit.end for unit in named)
    ]
    if not unnamed:
        return False
    end = max(unit.end for unit in units)
    has_more = len(value_run(line)) > sum(unit.column is not None for unit in units)
    return has_more or any(cell.column >= end for cell in unnamed)


def _names_other_columns(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether a header names columns besides those of labels and of the form."""
    unnamed = [unit for unit in units[1:] if unit.column is None]
    own = (
        (*block.corner_names, *(name for column in block.columns for name in column.path)) if unnamed else ()
    )
    names = {"", *map(compact, own)}
    return any(not names.issuperset(map(compact, unit.path)) for unit in unnamed)
