"""The cells of a row laid onto the columns of a form, in every way that the layout allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
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
from reportparse.recognition.table_lines import TableLine
from reportparse.values import read_value

FEWEST_ROWS = 4
BROKEN_NUMBER = regex.compile(r"^[\d\s.,]+$")


class BlockLayout:
    """How a table lays out the rows of a block, as far as its header and all these rows together tell.

    `targets` are the columns of the form that the values behind a label stand for, `required` those that a row has
    to have. `steps` are the places of a row's values counted from its first one, where not each cell is a column;
    with `has_all_cells` each column has a cell, however few are filled. With `has_unnamed_columns` a row has more
    values than the header names, so that those of others may be of columns that it has lost. `totals_may_be_alone` where the last value of
    all rows that have any, and these are several, stands as far behind their labels as there are columns.
    """

    def __init__(
        self,
        table: Table,
        block: Block,
        units: Sequence[HeaderUnit] | None,
        lines: Sequence[TableLine],
        sums: Sums,
    ) -> None:
        self.table, self.layout, self.block, self.units, self.sums = table, table.layout, block, units, sums
        self.width = len(block.columns)
        self.incomplete = table.incomplete
        self.runs = {line.index: _value_run(line) for line in lines}
        self.named = [unit.column for unit in units or [] if unit.column is not None]
        self.required: Sequence[int] = block.required
        if self.layout == "stream" and not units:
            # Without a header, sub-totals are printed if a row has a value for each.
            longest = max(map(_filled_length, self.runs.values()))
            self.required = range(self.width) if longest >= self.width else block.required
        self.targets: Sequence[int] = self.named if units else self.required
        expected = len(set(self.named)) if units else len(block.required)
        self.steps = [] if self.layout == "grid" else _value_steps(lines, [*self.runs.values()], expected)
        self.has_all_cells = self.layout == "stream" and _have_all_cells([*self.runs.values()], expected)
        ends = [length for run in self.runs.values() if (length := _filled_length(run))]
        self.has_unnamed_columns = self.layout == "rows" and any(
            sum(bool(compact(cell.text)) for cell in run) > len(self.targets) for run in self.runs.values()
        )
        self.totals_may_be_alone = len(ends) > 1 and set(ends) == {expected}
        self.may_have_subtotals = self.layout in ("grid", "rows") and not units and self._may_have_subtotals()

    def _may_have_subtotals(self) -> bool:
        """Whether no row has fewer cells behind its label than the form has columns with sub-totals, and one has a
        value so far behind.

        Without a header, nothing else tells whether these are printed or a blank cell is a filler.
        """
        runs = self.runs.values()
        return (
            self.width > len(self.block.required)
            and min(map(len, runs)) >= self.width
            and max(map(_filled_length, runs)) >= self.width
        )


def lay_out(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """Find all ways to lay the cells of a line onto the columns of the form that its layout allows."""
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
    """The ways to lay a row of tokens: blank cells may be missing, and numbers be in pieces."""
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
            # No header and no sum tells how many zeros there should be.
            options = []
    elif reading.shown and _has_printed_blanks(values):
        options = [reading.shown]
    else:
        options = sequence_readings(reading.sequence, required, laid.width, laid.sums)
    reading.options = [option for option in options if _is_in_domain(option, reading.code, laid.block)]


def _lay_out_stream(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """The ways to lay a row of cells between marks that tell no rows."""
    run, targets, has_rows = laid.runs[line.index], laid.targets, bool(laid.block.rows)
    if has_rows and line.values and line.values[0].state != "text":
        # A label behind its values: it may be the next row's, and nothing tells.
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
        # Blank cells were left out, or stand among the fillers at the end: nothing tells which.
        filled = tuple(cell for cell in run if compact(cell.text))
        columns = sorted({*targets, *laid.required})
        reading.sequence, reading.wanted = filled, len(columns)
        reading.options = sequence_readings(filled, columns, laid.width, laid.sums)
        return
    reading.options = _at_offsets(run, laid)


def _lay_out_row(reading: RowReadings, line: TableLine, laid: BlockLayout) -> None:
    """The ways to lay a row whose cells the source marks; those of a grid have their columns, too."""
    run, units = laid.runs[line.index], laid.units
    if laid.layout == "rows":
        reading.shape = (len(line.cells), len(run))
    if units is not None:
        laid_out = None
        if laid.layout == "grid":
            laid_out = _by_position(line, units, laid.width)
        elif len(units) == len(line.cells):
            # As many cells as the header has: none is merged or left out.
            laid_out = _under_header(line, units, laid.width)
            if laid_out is None and _is_below_half_a_name(line, units):
                return
        if laid_out is not None:
            reading.options = [laid_out]
            return
    options = _at_offsets(run, laid)
    if laid.has_unnamed_columns and len(run) != len(laid.targets):
        options = list(filter(laid.sums.vouch, options))
    if options and laid.layout == "grid" and units is not None and _is_short(line, units):
        # A cell is missing, and the first one, if it is blank, may be of the label.
        options = [option for option in options if compact(run[0].text) or laid.sums.vouch(option)]
    if laid.layout == "rows" and any(run[0] in option and not laid.sums.refute(option) for option in options):
        # Blank cells that are passed over, and one for the total: the values may as well stand further left.
        options = [option for option in options if run[0] in option or not laid.sums.lack_total(option)]
    reading.options = options


def _at_offsets(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """The ways to lay a run of cells side by side that leave no filled one out."""
    targets = laid.targets
    places = laid.steps if len(laid.steps) == len(targets) else range(len(targets))
    filled = {i for i, cell in enumerate(run) if compact(cell.text)}
    return [
        _lay([run[offset + place] for place in places], targets, laid.width)
        for offset in range(len(run) - places[-1])
        if filled <= {offset + place for place in places}
    ]


def with_rest(option: Reading, rest: TableLine, sums: Sums) -> list[Reading]:
    """A reading with the digits below its numbers put behind them, if it is so that its sums hold.

    Neither reading if nothing tells whether these digits belong to it. What a tool takes for columns may change
    where a page ends: the last ones are below each other in any case.
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
    """The places of values counted from their row's first one, if all rows with `width` values agree on them.

    Cells that were merged over several columns leave blank ones behind them.
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
    """The places of values where no row has all of them, if as many are filled in any row as there are columns, with
    others between them that never are: then each cell is in its place.

    Not where the values of each row may as well stand side by side behind labels that take more cells or fewer.
    """
    columns = sorted({cell.column for run in runs for cell in run if compact(cell.text)})
    as_long = len({len(line.cells) for line in lines}) == 1
    if len(lines) < FEWEST_ROWS or not as_long or len(columns) != width or columns[-1] - columns[0] < width:
        return []
    if max(map(_filled_length, runs)) <= width:
        return []
    return [column - columns[0] for column in columns]


def _have_all_cells(runs: Sequence[Sequence[Cell]], width: int) -> bool:
    """Whether all rows have just as many cells behind their labels as there are columns, blank ones among values:
    then none was left out, and none is a filler. The end of the last row may be missing.
    """
    return (
        len(runs) >= FEWEST_ROWS
        and all(len(run) == width for run in runs[:-1])
        and len(runs[-1]) <= width
        and any(_filled_length(run) > sum(1 for cell in run if compact(cell.text)) for run in runs)
    )


def _has_printed_blanks(values: Sequence[Cell]) -> bool:
    """Whether each blank cell has a line of the source for itself: then no white space had to tell of it."""
    filled = {cell.place for cell in values if compact(cell.text)}
    blank = [cell.place for cell in values if not compact(cell.text)]
    return len(set(blank)) == len(blank) and filled.isdisjoint(blank)


def _is_in_domain(option: Reading, row: str | None, block: Block) -> bool:
    """Whether numbers below zero and fractions stand only where the form has them: elsewhere the row is shifted."""
    return all(
        value is None or ((own.signed or value >= 0) and (own.decimal or value.is_integer()))
        for cell, column in zip(option, block.columns, strict=True)
        for value in [read_value(cell.text).value if cell is not None else None]
        for own in [block.column_of(row, column)]
    )


def _filled_length(run: Sequence[Cell]) -> int:
    """The length of a run up to its last filled cell."""
    return max((i + 1 for i, cell in enumerate(run) if compact(cell.text)), default=0)


def _is_short(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid ends before its header does."""
    last = line.cells[-1]
    return last.column + last.colspan < max(unit.end for unit in units if unit.column is not None)


def has_unnamed_number(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a number of a grid stands beyond the last name of its header, which then lacks one before it."""
    end = max(unit.end for unit in units)
    return any(
        cell.column >= end and value.state == "number"
        for cell, value in zip(line.cells, line.values, strict=True)
    )


def is_laid_by_position(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a row of a grid has cells that stand where its header says."""
    laid = _by_position(line, units, 1 + max((unit.column or 0 for unit in units), default=0))
    return laid is not None and any(laid)


@lru_cache(maxsize=1024)
def _under(spans: tuple[tuple[int, int], ...], columns: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """The positions of the cells that stand under each of some columns, even with a part of their width."""
    return [
        [i for i, (start, end) in enumerate(spans) if start < stop and end > begin] for begin, stop in columns
    ]


def _by_position(line: TableLine, units: Sequence[HeaderUnit], width: int) -> Reading | None:
    """Cells by the grid columns of the header, or None where header and row split differently."""
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
        if value.state == "number" and i not in used:
            named = (unit for unit in units if unit.column is None and unit.path)
            if not any(unit.start <= cell.column < unit.end for unit in named):
                # A number that stands under no header: header and row are shifted against each other.
                return None
    return tuple(laid)


def _under_header(line: TableLine, units: Sequence[HeaderUnit], width: int) -> Reading | None:
    """The cells below a header's cells one by one, or None if a value stands below no column, or a label does.

    Where all columns of the form are named, a name beside them may be that of one more.
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


def _is_below_half_a_name(line: TableLine, units: Sequence[HeaderUnit]) -> bool:
    """Whether a number stands below a part of a header that names no column: its column was cut in two."""
    return any(
        unit.column is None and any(map(compact, unit.path)) and value.state == "number"
        for value, unit in zip(line.values[1:], units[1:], strict=False)
    )


def _is_words(cell: Cell) -> bool:
    words = label(cell.text).words
    return bool(words) and not any(map(str.isdecimal, words))


def _value_run(line: TableLine) -> list[Cell]:
    """The cells after a row's labels."""
    last_label = -1
    for i, value in enumerate(line.values):
        if value.state == "number":
            break
        if value.state == "text" and i not in line.worded:
            printed = label(line.cells[i].text)
            # Of the first label no more may be left than its number.
            if printed.words or (last_label < 0 and printed.number is not None):
                last_label = i
    return line.cells[last_label + 1 :]


def _lay(cells: Sequence[Cell], targets: Sequence[int], width: int) -> Reading:
    laid: list[Cell | None] = [None] * width
    for cell, target in zip(cells, targets, strict=True):
        laid[target] = cell
    return tuple(laid)
