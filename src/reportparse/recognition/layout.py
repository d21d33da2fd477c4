"""Lay the cells of a row onto the columns of a form in every way that the layout allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise

import regex

from reportparse.document import Cell, Table
from reportparse.forms import Block
from reportparse.normalise import EXACT_LABEL, compact, label
from reportparse.recognition.columns import HeaderUnit
from reportparse.recognition.glued import glued_readings
from reportparse.recognition.readings import RowReadings
from reportparse.recognition.sequences import sequence_readings
from reportparse.recognition.sums import Reading, Sums
from reportparse.recognition.table_lines import TableLine, label_in
from reportparse.values import read_value

FEWEST_ROWS = 4
# Dialects of which a tool may strip the last blank cells of rows; marks that are no white space stay.
PARTED_BY_WHITE_SPACE = frozenset({"tab-rows"})
# So many rows that add up do not do so by chance; below a header, if they are so many times those that do not.
FEWEST_PROVEN = 3
TIMES_REFUTED = 4
# So many rows that end early are no chance.
FEWEST_SHORT = 3
BROKEN_NUMBER = regex.compile(r"^[\d\s.,]+$")


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
        self._lines = lines
        self.width = len(block.columns)
        self.incomplete = table.incomplete
        # The cells behind the labels of each row, by the index of its line.
        self.runs = {line.index: _value_run(line) for line in lines}
        # The columns of the form that the header names.
        self.named = [unit.column for unit in units or [] if unit.column is not None]
        # The columns that a row has to have.
        self.required: Sequence[int] = block.required
        if self.layout == "stream" and not units:
            # Without a header, sub-totals are printed if a row has a value for each.
            longest = max(map(_filled_length, self.runs.values()))
            self.required = range(self.width) if longest >= self.width else block.required
        # The columns of the form that the values behind a label stand for.
        self.targets: Sequence[int] = self.named if units else self.required
        expected = len(set(self.named)) if units else len(block.required)
        # The places of a row's values counted from its first one, where not each cell is a column.
        self.steps = [] if self.layout == "grid" else _value_steps(lines, [*self.runs.values()], expected)
        # Whether each column has a cell, however few are filled.
        self.has_all_cells = self.layout == "stream" and _have_all_cells([*self.runs.values()], expected)
        ends = [length for run in self.runs.values() if (length := _filled_length(run))]
        # Whether there are values of more columns than the header names: others may be of those that it lost.
        self.has_unnamed_columns = lost_columns or self._fills_more_columns()
        # Whether the header names columns besides those of labels and of the form.
        self.has_other_columns = self.layout == "rows" and _names_other_columns(units or [], block)
        # Whether numbers of a grid stand below no name.
        self.has_unnamed_numbers = (
            self.layout == "grid"
            and units is not None
            and any(_has_unnamed_number(line, units) for line in lines)
        )
        # Whether several rows have values, and each has its last one in the place of the last column.
        self.totals_may_be_alone = len(ends) > 1 and set(ends) == {expected}
        # Whether blank cells at the ends of rows are left out, and no others.
        self.drops_last_blanks = table.dialect in PARTED_BY_WHITE_SPACE and _drop_last_blanks(
            [*self.runs.values()], expected
        )
        # The column of the first values where blank cells behind labels make all rows as long.
        self.first_column = (
            _first_column([*self.runs.values()], expected) if table.dialect in PARTED_BY_WHITE_SPACE else None
        )
        # The columns that whole rows share where no header shows them.
        self.shared = _shared_columns([*self.runs.values()], self.targets) if table.layout == "grid" else []
        self.may_have_subtotals = self.layout in ("grid", "rows") and not units and self._may_have_subtotals()

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
        readings = [_by_position(line, units, self.width, others=True) for line in self._lines]
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
            shape = (len(line.cells), len(run)) if self.layout == "rows" else ()
            filled[shape] |= {i if shape else cell.column for i, cell in enumerate(run) if compact(cell.text)}
        return max(map(len, filled.values())) > len(self.targets)

    def _may_have_subtotals(self) -> bool:
        """Whether rows may have a value for each column, sub-totals included.

        No row then has fewer cells behind its label than the form has columns with sub-totals, and one has a
        value as far behind. Without a header nothing else shows whether sub-totals are printed or a blank
        cell is a filler.
        """
        runs = self.runs.values()
        return (
            self.width > len(self.block.required)
            and min(map(len, runs)) >= self.width
            and max(map(_filled_length, runs)) >= self.width
        )


def lay_out(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """Set the options of `reading` to all ways to lay out the cells of a line that the layout allows."""
    if laid.layout == "tokens":
        _lay_out_sequence(reading, line, laid)
    elif laid.layout == "stream":
        _lay_out_stream(reading, line, laid)
    else:
        _lay_out_row(reading, line, laid)
    if laid.may_have_subtotals:
        run = laid.runs[line.index]
        reading.options += [
            tuple(run[start : start + laid.width])
            for start in range(max(0, _filled_length(run) - laid.width), len(run) - laid.width + 1)
            if not any(compact(cell.text) for cell in run[:start])
        ]


def _lay_out_sequence(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """Find the ways to lay out a row of tokens: blank cells may be missing, and numbers may be in pieces."""
    # Sub-totals are expected where the header has them.
    required = sorted({*laid.named, *laid.required})
    values = tuple(line.printed_values)
    if any(
        value.state == "text" and BROKEN_NUMBER.match(cell.text)
        for cell, value in zip(line.cells, line.values, strict=True)
    ):
        # A piece of a number: the values beside it may be pieces too.
        return
    filled = tuple(cell for cell in values if compact(cell.text))
    if len(filled) < len(values) == len(required):
        reading.shown = _lay(values, required, laid.width)
    reading.wanted = len(required)
    reading.sequence = values if len(values) < len(required) else filled
    reading.label_behind = bool(values) and line.values[0].state != "text"
    reading.glued = len(values) == 1 < len(required) and len(compact(values[0].text)) > 1
    if reading.glued:
        options = glued_readings(values[0], required, laid.width, laid.sums)
        if not set(laid.named).issuperset(laid.block.required) and not any(map(laid.sums.vouch, options)):
            # No header and no sum shows how many zeros there should be.
            options = []
    elif reading.shown and _has_printed_blanks(values):
        options = [reading.shown]
    else:
        options = sequence_readings(reading.sequence, required, laid.width, laid.sums)
    reading.options = [option for option in options if _is_in_domain(option, reading.code, laid.block)]


def _lay_out_stream(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """Find the ways to lay out a row of cells between marks that do not show where rows end."""
    run, targets, has_rows = laid.runs[line.index], laid.targets, bool(laid.block.rows)
    if has_rows and line.values and line.values[0].state != "text":
        # A label behind its values: it may be the next row's, and nothing shows whether it is.
        return
    if not has_rows:
        length = _filled_length(run)
        shows_blanks = length == len(targets) or sum(1 for cell in run if compact(cell.text)) < length
        if shows_blanks and length <= len(targets):
            # Blank cells behind the last value may be fillers, or may be left out.
            blank = replace(run[-1], text="")
            whole = _lay([*run, *([blank] * len(targets))][: len(targets)], targets, laid.width)
            if laid.sums.vouch(whole):
                reading.options = [whole]
                return
        # Blank cells before the first value are the header's fillers.
        run = run[next((i for i, cell in enumerate(run) if compact(cell.text)), 0) :]
    elif not any(compact(cell.text) for cell in run[: len(targets)]):
        # A row of blank cells, and then values whose label is missing.
        return
    if not laid.has_all_cells and 0 < _filled_length(run) < len(targets):
        # Blank cells were left out, or stand among the fillers at the end: nothing shows which.
        filled = tuple(cell for cell in run if compact(cell.text))
        columns = sorted({*targets, *laid.required})
        reading.sequence, reading.wanted = filled, len(columns)
        reading.options = sequence_readings(filled, columns, laid.width, laid.sums)
        return
    reading.options = _at_offsets(run, laid)


def _lay_out_row(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """Find the ways to lay out a row whose cells the source marks; cells of a grid have columns, too."""
    run, units = laid.runs[line.index], laid.units
    if laid.layout == "rows":
        reading.shape = (len(line.cells), len(run))
    if units is not None:
        laid_out = None
        if laid.layout == "grid":
            laid_out = _by_position(line, units, laid.width, others=laid.names_are_proven)
        elif len(units) == len(line.cells):
            # As many cells as the header has: none is merged or left out.
            laid_out = _under_header(line, units, laid.width)
            if laid_out is None and _is_below_no_name(line, run, units):
                return
        if laid_out is not None:
            reading.options = [laid_out]
            return
    elif laid.shared and len(run) != len(laid.targets):
        laid_out = _by_position(line, laid.shared, laid.width)
        reading.options = [laid_out] if laid_out is not None else []
        return
    options = _at_offsets(run, laid)
    if units is not None and laid.has_other_columns and len(line.cells) < len(units):
        # Any cell may be the one that was left out: the last value may be that of another column.
        options = list(filter(laid.sums.vouch, options))
    if run and laid.first_column is not None and run[-1].column < laid.first_column + len(laid.targets) - 1:
        own = [cell for cell in run if cell.column >= laid.first_column]
        if own and not any(compact(cell.text) for cell in run[: len(run) - len(own)]):
            # Blank cells may be missing behind the row, or the row be of a page with other columns.
            options = [option for option in [*options, *_filled_up(own, laid)] if laid.sums.vouch(option)]
    elif not options and laid.drops_last_blanks and run:
        options = _filled_up(run, laid)
    if laid.has_unnamed_columns and len(run) != len(laid.targets):
        options = list(filter(laid.sums.vouch, options))
    if options and laid.layout == "grid" and units is not None and _is_short(line, units):
        # A cell is missing, and the first one, if it is blank, may be of the label.
        options = [option for option in options if compact(run[0].text) or laid.sums.vouch(option)]
    if laid.layout == "rows" and any(run[0] in option and not laid.sums.refute(option) for option in options):
        # Blank cells that are passed over, and one for the total: the values may as well stand further left.
        options = [option for option in options if run[0] in option or not laid.sums.lack_total(option)]
    reading.options = options


def _filled_up(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the cells of a row with blank ones behind them, unless its sums then do not hold."""
    blanks = [replace(run[-1], text="")] * (len(laid.targets) - len(run))
    whole = _lay([*run, *blanks], laid.targets, laid.width)
    return [] if laid.sums.refute(whole) else [whole]


def _at_offsets(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the ways to lay out a run of neighbouring cells that leave no filled one out."""
    targets = laid.targets
    places = laid.steps if len(laid.steps) == len(targets) else range(len(targets))
    filled = {i for i, cell in enumerate(run) if compact(cell.text)}
    return [
        _lay([run[offset + place] for place in places], targets, laid.width)
        for offset in range(len(run) - places[-1])
        if filled <= {offset + place for place in places}
    ]


def with_rest(option: Reading, rest: TableLine, sums: Sums) -> list[Reading]:
    """Return the reading with the digits of the line below put behind its numbers, if its sums then hold.

    The reading stays as it is if there are no such digits or its sums hold without them. The list is empty if
    nothing shows whether the digits belong to it. Grid columns may change where a page ends: the last ones
    are below each other in any case.
    """
    digits = {cell.column: cell.text for cell in rest.printed_values if compact(cell.text)}
    if not digits or sums.prove(option):
        return [option]
    last = max((cell.column for cell in option if cell is not None), default=0)
    for shift in dict.fromkeys((0, rest.cells[-1].column - last)):
        whole = tuple(
            replace(cell, text=f"{cell.text}\n{digits[cell.column + shift]}")
            if cell is not None and cell.column + shift in digits and compact(cell.text)
            else cell
            for cell in option
        )
        if whole != option and sums.prove(whole):
            return [whole]
    return []


def _value_steps(lines: Sequence[TableLine], runs: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """Return the places of values, counted from their row's first one, where all full rows agree on them.

    Full rows have `width` values; where there are none, see `_shared_steps`. Merged cells leave blank ones
    behind them, so that not each cell is a column. The list is empty where rows do not agree.
    """
    found = set()
    # The length of the second longest, or of the only one.
    usual = sorted(map(len, runs))[-2:][0]
    for run in runs:
        filled = [i for i, cell in enumerate(run) if compact(cell.text)]
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
    columns = sorted({cell.column for run in runs for cell in run if compact(cell.text)})
    as_long = len({len(line.cells) for line in lines}) == 1
    if len(lines) < FEWEST_ROWS or not as_long or len(columns) != width or columns[-1] - columns[0] < width:
        return []
    if max(map(_filled_length, runs)) <= width:
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
        and any(_filled_length(run) > sum(1 for cell in run if compact(cell.text)) for run in runs)
    )


def _first_column(runs: Sequence[Sequence[Cell]], width: int) -> int | None:
    """Return the column of the first values where blank cells behind labels make all rows as long, or None.

    Rows that end early have lost their last blank cells then.
    """
    last = max((run[-1].column for run in runs if run), default=0)
    whole = [run for run in runs if run and run[-1].column == last]
    first = last - width + 1
    padded = len({len(run) for run in whole}) > 1 and not any(
        compact(cell.text) for run in whole for cell in run if cell.column < first
    )
    return first if padded and len(whole) >= FEWEST_ROWS else None


def _drop_last_blanks(runs: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether no row ends with a blank cell, though several rows are short and have blank cells between values.

    A tool took the white space at the ends of lines away.
    """
    short = [run for run in runs if 0 < len(run) < width]
    with_blanks = sum(not all(compact(cell.text) for cell in run) for run in short)
    return (
        max(map(len, runs)) == width
        and all(compact(run[-1].text) for run in runs if run)
        and with_blanks >= FEWEST_SHORT
    )


def _has_printed_blanks(values: Sequence[Cell]) -> bool:
    """Whether each blank cell has a line of the source to itself, and is not inferred from white space."""
    filled = {cell.place for cell in values if compact(cell.text)}
    blank = [cell.place for cell in values if not compact(cell.text)]
    return len(set(blank)) == len(blank) and filled.isdisjoint(blank)


def _is_in_domain(option: Reading, row: str | None, block: Block) -> bool:
    """Whether negative numbers and fractions stand only where the form has them: else the row is shifted."""
    return all(
        value is None or ((own.signed or value >= 0) and (own.decimal or value.is_integer()))
        for cell, column in zip(option, block.columns, strict=True)
        for value in [read_value(cell.text).value if cell is not None else None]
        for own in [block.column_of(row, column)]
    )


def _filled_length(run: Sequence[Cell]) -> int:
    """Return the length of a run up to its last filled cell."""
    return max((i + 1 for i, cell in enumerate(run) if compact(cell.text)), default=0)


def _is_short(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid ends before its header does."""
    last = line.cells[-1]
    return last.column + last.colspan < max(unit.end for unit in units if unit.column is not None)


def _has_unnamed_number(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a number of a grid stands below no name, beyond the last one or in a row with more cells than
    there are names: then the header lacks a name, before it or there.
    """
    named = [unit for unit in units if unit.column is not None or any(map(compact, unit.path))]
    end = max(unit.end for unit in units)
    has_more = len(_value_run(line)) > sum(unit.column is not None for unit in units)
    return any(
        value.state == "number"
        and (has_more or cell.column >= end)
        and not any(unit.start < cell.column + cell.colspan and cell.column < unit.end for unit in named)
        for cell, value in zip(line.cells, line.values, strict=True)
    )


def _names_other_columns(units: Sequence[HeaderUnit], block: Block) -> bool:
    """Whether a header names columns besides those of labels and of the form."""
    unnamed = [unit for unit in units[1:] if unit.column is None]
    own = (
        (*block.corner_names, *(name for column in block.columns for name in column.path)) if unnamed else ()
    )
    names = {"", *map(compact, own)}
    return any(not names.issuperset(map(compact, unit.path)) for unit in unnamed)


def is_laid_by_position(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid has cells that stand where the header says."""
    laid = _by_position(line, units, 1 + max((unit.column or 0 for unit in units), default=0))
    return laid is not None and any(laid)


@lru_cache(maxsize=1024)
def _under(spans: tuple[tuple[int, int], ...], columns: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """Return for each column the positions of the cells that stand below it with any part of their width.

    `spans` are those of the cells, `columns` those of the columns, both as pairs of start and end.
    """
    return [
        [i for i, (start, end) in enumerate(spans) if start < stop and end > begin] for begin, stop in columns
    ]


def _by_position(
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
        if value.state == "number" and i not in used and not others:
            named = (unit for unit in units if unit.column is None and unit.path)
            if not any(unit.start <= cell.column < unit.end for unit in named):
                # A number that stands under no header: header and row are shifted against each other.
                return None
    return tuple(laid)


def _under_header(line: TableLine, units: Sequence[HeaderUnit], width: int) -> Reading | None:
    """Return the cells below those of a header, one by one; None where these are not its columns.

    That is so if a value stands below no column, or a label below one. Where the header names all columns of
    the form, another name in it may be that of one more column.
    """
    laid: list[Cell | None] = [None] * width
    run = _value_run(line)
    labels = line.cells[: -len(run)] if run else []
    if any(unit.column is not None and _is_words(cell) for cell, unit in zip(labels, units, strict=False)):
        return None
    all_named = all(unit.similarity > EXACT_LABEL for unit in units if unit.column is not None)
    names = {unit.path[-1] for unit in units if unit.column is not None}
    for i, (cell, value, unit) in enumerate(zip(line.cells, line.values, units, strict=True)):
        if unit.column is not None:
            laid[unit.column] = cell
        elif (
            compact(cell.text)
            and (i or value.state == "number")
            and not (unit.path and all_named and unit.path[-1] not in names)
        ):
            return None
    return tuple(laid) if units[0].column is None else None


def _is_below_no_name(line: TableLine, run: Sequence[Cell], units: Sequence[HeaderUnit]) -> bool:
    """Whether a number stands below a cell of the header that names no column: it is of another column, or its
    column was cut in two.

    Below a blank one it may stand in a row with more labels than the header's, which fillers make as long.
    """
    first = next((i for i, unit in enumerate(units) if unit.column is not None), 0)
    has_labels_of_header = len(line.cells) - len(run) == first
    return any(
        unit.column is None
        and value.state == "number"
        and (has_labels_of_header or any(map(compact, unit.path)))
        for value, unit in zip(line.values[1:], units[1:], strict=False)
    )


def _is_words(cell: Cell) -> bool:
    words = label(cell.text).words
    return bool(words) and not any(map(str.isdecimal, words))


def _value_run(line: TableLine) -> list[Cell]:
    """Return the cells behind a row's labels."""
    last_label = -1
    for i, value in enumerate(line.values):
        if value.state == "number":
            break
        if value.state == "text" and i not in line.worded:
            text = line.cells[i].text
            # Of the first label no more may be left than its number.
            if label_in(text) is not None or (last_label < 0 and label(text).number is not None):
                last_label = i
    return line.cells[last_label + 1 :]


def _lay(cells: Sequence[Cell], targets: Sequence[int], width: int) -> Reading:
    laid: list[Cell | None] = [None] * width
    for cell, target in zip(cells, targets, strict=True):
        laid[target] = cell
    return tuple(laid)
