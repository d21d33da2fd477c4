"""Lay the cells of a row onto the columns of a form in every way that the layout allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from reportparse.document import Cell, Table
from reportparse.forms import Block
from reportparse.normalise import compact
from reportparse.recognition.below_header import (
    below_merged_names,
    by_position,
    ends_early,
    is_below_no_name,
    under_header,
)
from reportparse.recognition.block_layout import BlockLayout, shape_of
from reportparse.recognition.columns import HeaderUnit
from reportparse.recognition.glued import glued_readings
from reportparse.recognition.row_readings import RowReadings
from reportparse.recognition.sequences import sequence_readings
from reportparse.recognition.sums import Reading, Sums, lay, numbers_of
from reportparse.recognition.table_lines import TableLine, filled_length
from reportparse.report import Certainty
from reportparse.values import read_value

# By so much, in points, may the boxes of texts side by side reach into each other.
TOUCHING = 2.0
BROKEN_NUMBER = regex.compile(r"^[\d\s.,]+$")
ZERO_BEFORE_DIGITS = regex.compile(r"\s*0\s*\n\s*\d")


def lay_out(line: TableLine, code: str | None, certainty: Certainty, laid: BlockLayout) -> RowReadings:
    """Return the row of a line with all ways to lay out its cells that the layout allows.

    `code` is that of the row in the form, `certainty` that of its cells if there is only one way.
    """
    row = RowReadings(line.index, code, [], certainty)
    if laid.layout == "tokens":
        return _of_tokens(row, line, laid)
    row = (_of_stream if laid.layout == "stream" else _of_cells)(row, line, laid)
    if laid.has_longer_rows and len(laid.runs[line.index]) == len(laid.targets):
        # Any cell may be the one that was left out: the last value may be that of another column.
        row.options = list(filter(laid.sums.vouch, row.options))
    if laid.layout == "stream":
        return row
    if laid.may_have_subtotals and not laid.may_have_wide_columns:
        row.options = [*row.options, *_with_subtotals(laid.runs[line.index], laid)]
    return row


def _with_subtotals(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the ways to lay out a run that has a cell for each column, sub-totals included."""
    return [
        tuple(run[start : start + laid.width])
        for start in range(max(0, filled_length(run) - laid.width), len(run) - laid.width + 1)
        if not any(cell.is_filled for cell in run[:start])
    ]


def _of_tokens(row: RowReadings, line: TableLine, laid: BlockLayout) -> RowReadings:
    """Return a row of tokens: blank cells may be missing, and numbers may be in pieces."""
    if any(
        value.state == "text" and BROKEN_NUMBER.match(cell.text)
        for cell, value in zip(line.cells, line.values, strict=True)
    ):
        # A piece of a number: the values beside it may be pieces too.
        return row
    # Sub-totals are expected where the header has them.
    required = sorted({*laid.named, *laid.required})
    values = tuple(line.printed_values)
    filled = tuple(cell for cell in values if cell.is_filled)
    shows_blanks = len(filled) < len(values) == len(required)
    row = replace(
        row,
        sequence=values if len(values) < len(required) else filled,
        wanted=len(required),
        label_behind=bool(values) and line.values[0].state != "text",
        shown=lay(values, required, laid.width) if shows_blanks else None,
        glued=len(values) == 1 < len(required) and len(compact(values[0].text)) > 1,
    )
    if not _goes_to_the_right(values):
        # The numbers of a row stand on several lines of a page, and not in their order.
        return row
    if len(filled) < len(required) < len(values):
        # Blank cells are printed, and one of the values is of another row.
        return row
    if row.glued:
        options = glued_readings(values[0], required, laid.width, laid.sums)
        if not set(laid.named).issuperset(laid.block.required) and not any(map(laid.sums.vouch, options)):
            # No header and no sum shows how many zeros there should be.
            options = []
    elif row.shown and _has_printed_blanks(values):
        options = [row.shown]
    else:
        options = sequence_readings(row.sequence, required, laid.width, laid.sums)
    if _may_be_in_other_order(line, laid):
        # Only where one sum fails, and no other order has all hold, is it the publisher's mistake.
        most = 2 if len({cell.place for cell in values}) > 1 else len(required)
        options = [
            option
            for option in options
            if laid.sums.failing(option) < most
            and not _moved(option, laid.sums)
            and not _totals_are_first(option, required, laid.sums)
        ]
    row.options = [option for option in options if _is_in_domain(option, row.code, laid.block)]
    return row


def _may_be_in_other_order(line: TableLine, laid: BlockLayout) -> bool:
    """Whether a row without a label may have its values in another order than that of its columns.

    They stand below a header that does not spell the names of all columns, as the text layer of pages prints the
    words of neighbouring names line by line, and may print their numbers column by column.
    """
    if laid.block.rows:
        return False
    return not spells_names(laid.table, line, laid.block)


def spells_names(table: Table, line: TableLine, block: Block) -> bool:
    """Whether the names of all columns of a block are spelled above a line."""
    above = compact("".join(cell.text for cell in table.cells if cell.row < line.index))
    names = Counter(compact(block.columns[k].path[-1]) for k in block.required)
    return all(above.count(name) >= count for name, count in names.items())


def _totals_are_first(option: Reading, columns: Sequence[int], sums: Sums) -> bool:
    """Whether sums of a reading fail, and all hold with the first value of each group for its total."""
    groups = sums.groups(columns)
    if groups is None or not sums.refute(option):
        return False
    return sums.prove(tuple(option[k] for first, *rest in groups for k in (*rest, first)))


def _moved(option: Reading, sums: Sums) -> bool:
    """Whether sums of a reading fail, and all hold with one of its cells moved to another place among them."""
    if not sums.refute(option):
        return False
    for start, moved in enumerate(option):
        others = [*option[:start], *option[start + 1 :]]
        if any(sums.prove((*others[:end], moved, *others[end:])) for end in range(len(option))):
            return True
    return False


def _goes_to_the_right(cells: Sequence[Cell]) -> bool:
    """Whether the lines of a page that cells stand on follow each other from left to right, as far as known."""
    boxes = [cell.place.box for cell in cells]
    return all(
        before is None or after is None or before == after or before.x1 <= after.x0 + TOUCHING
        for before, after in pairwise(boxes)
    )


def _of_stream(row: RowReadings, line: TableLine, laid: BlockLayout) -> RowReadings:
    """Return a row of cells between marks that do not show where rows end."""
    run, targets, has_rows = laid.runs[line.index], laid.targets, bool(laid.block.rows)
    if has_rows and line.values and line.values[0].state != "text":
        # A label behind its values: it may be the next row's, and nothing shows whether it is.
        return row
    if not has_rows:
        length = filled_length(run)
        shows_blanks = length == len(targets) or sum(1 for cell in run if cell.is_filled) < length
        if shows_blanks and length <= len(targets):
            # Blank cells behind the last value may be fillers, or may be left out.
            blank = replace(run[-1], text="")
            whole = lay([*run, *([blank] * len(targets))][: len(targets)], targets, laid.width)
            if laid.sums.vouch(whole):
                return replace(row, options=[whole])
        above = [cell for cell in laid.table.cells if cell.row < line.index]
        if above and len(run) == len(targets) and all(cell.is_filled for cell in above):
            # As many cells as columns, below a header without fillers.
            whole = lay(run, targets, laid.width)
            return replace(row, options=[] if laid.sums.refute(whole) else [whole])
        # Blank cells before the first value are the header's fillers.
        run = run[next((i for i, cell in enumerate(run) if cell.is_filled), 0) :]
    elif not any(cell.is_filled for cell in run[: len(targets)]) and not (
        laid.has_all_cells and len(run) == len(targets)
    ):
        # A row of blank cells, and maybe then values whose label is missing.
        return row
    if not laid.has_all_cells and 0 < filled_length(run) < len(targets):
        # Blank cells were left out, or stand among the fillers at the end: nothing shows which.
        filled = tuple(cell for cell in run if cell.is_filled)
        columns = sorted({*targets, *laid.required})
        options = sequence_readings(filled, columns, laid.width, laid.sums)
        return replace(row, sequence=filled, wanted=len(columns), options=options)
    return replace(row, options=_at_offsets(run, laid))


def _of_cells(row: RowReadings, line: TableLine, laid: BlockLayout) -> RowReadings:
    """Return a row whose cells the source marks; cells of a grid have columns, too."""
    run, units = laid.runs[line.index], laid.units
    if laid.table.lacks_repeated_cells and len(run) < len(laid.targets):
        return row
    if laid.layout == "rows":
        row.shape = shape_of(line, run)
    laid_out: Reading | None = None
    if units is not None and laid.layout == "grid":
        laid_out = laid.below_names(line, units)
    elif laid.is_moved_left and len(line.cells) - len(run) <= laid.corner:
        own, behind = run[: len(laid.targets)], run[len(laid.targets) :]
        if len(own) < len(laid.targets) or any(cell.is_filled for cell in behind):
            return row
        laid_out = lay(own, laid.targets, laid.width)
        row.certainty = "inferred"
    elif units is not None and len(units) == len(line.cells):
        # As many cells as the header has: none is merged or left out.
        laid_out = under_header(line, units, laid.block)
        if laid_out is None and laid.has_merged_names:
            laid_out = below_merged_names(line, units, laid.block)
            row.certainty = "inferred"
        if laid_out is None and is_below_no_name(line, run, units):
            return row
    elif units is None and laid.shared and len(run) != len(laid.targets):
        laid_out = by_position(line, laid.shared, laid.width)
        row.options = [laid_out] if laid_out is not None else []
        return row
    if laid_out is not None:
        row.options = [laid_out]
        return row
    options = _behind_labels(line, run, laid)
    if laid.layout == "grid" and line.cells[0].place.box is not None:
        # Its cells, as they are drawn on a page, are not those of the header: one of them may be two, or be missing.
        whole = len(run) == len(laid.targets)
        named = units if units is not None and line.cells[0].place.page == laid.table.place.page else ()
        options = [
            option
            for option in options
            if laid.sums.vouch(option) or (whole and _stands_below(option, named))
        ]
    row.options = options
    return row


def _stands_below(option: Reading, units: Sequence[HeaderUnit]) -> bool:
    """Whether no value of a reading is beside the name of its column, or all are the same."""
    texts = [compact(cell.text) for cell in option if cell is not None]
    if len(texts) > 1 and len(set(texts)) == 1:
        return True
    return not any(
        cell is not None
        and cell.is_filled
        and not (unit.start < cell.column + cell.colspan and cell.column < unit.end)
        for unit in units
        if unit.column is not None
        for cell in (option[unit.column],)
    )


def _behind_labels(line: TableLine, run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the ways to lay out the cells behind the labels of a row of which no header tells the columns."""
    units = laid.units
    offset = laid.offsets.get(shape_of(line, run))
    if offset is not None:
        return [lay(run[offset : offset + len(laid.targets)], laid.targets, laid.width)]
    if laid.layout == "rows" and not laid.steps and laid.may_have_wide_columns:
        return []
    options = _at_offsets(run, laid)
    if units is not None and laid.has_other_columns and len(line.cells) < len(units):
        # Any cell may be the one that was left out: the last value may be that of another column.
        options = list(filter(laid.sums.vouch, options))
    if run and laid.first_column is not None and run[-1].column < laid.first_column + len(laid.targets) - 1:
        own = [cell for cell in run if cell.column >= laid.first_column]
        if own and not any(cell.is_filled for cell in run[: len(run) - len(own)]):
            # Blank cells may be missing behind the row, or the row be of a page with other columns.
            options = [option for option in [*options, *_filled_up(own, laid)] if laid.sums.vouch(option)]
    elif not options and laid.drops_last_blanks and run:
        options = _filled_up(run, laid)
    if laid.has_unnamed_columns and len(run) != len(laid.targets):
        if laid.layout == "grid" and len(run) == len(laid.targets) + 1:
            options = _without_one(run, laid)
        options = list(filter(laid.sums.vouch, options))
    is_short = laid.layout == "grid" and units is not None and ends_early(line, units)
    if options and (is_short or laid.may_lack_label(line)):
        # A cell is missing, and the first one, if it is blank, may be of the label.
        options = [option for option in options if run[0].is_filled or laid.sums.vouch(option)]
    if laid.layout == "rows" and any(run[0] in option and not laid.sums.refute(option) for option in options):
        # Blank cells that are passed over, and one for the total: the values may as well stand further left.
        options = [option for option in options if run[0] in option or not laid.sums.lack_total(option)]
    return options


def _filled_up(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the cells of a row with blank ones behind them, unless its sums then do not hold."""
    blanks = [replace(run[-1], text="")] * (len(laid.targets) - len(run))
    whole = lay([*run, *blanks], laid.targets, laid.width)
    return [] if laid.sums.refute(whole) else [whole]


def _without_one(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the ways to lay out a run with a cell too many: it may be any of the blank ones, or of a column behind
    the total.
    """
    return [
        lay([*run[:i], *run[i + 1 :]], laid.targets, laid.width)
        for i, cell in enumerate(run)
        if not cell.is_filled or i == len(run) - 1
    ]


def beside_another_column(line: TableLine, options: Sequence[Reading], laid: BlockLayout) -> list[Reading]:
    """Return the readings of a row where the header names one column more than the form has, nobody knows where.

    Rows with a value for each of them show by their sums where it is. Where blank cells may stand for any of them
    the sums may hold by chance, but for those of a table that has no value for that column at all.
    """
    run = [cell for cell in laid.runs[line.index] if cell.is_filled]
    if len(run) == len(laid.required):
        return list(filter(laid.sums.vouch, options)) if laid.fills_own_columns_only else []
    if len(run) != len(laid.required) + 1:
        return []
    places = range(len(run)) if laid.place_of_another is None else [laid.place_of_another]
    readings = [lay([*run[:i], *run[i + 1 :]], laid.required, laid.width) for i in places]
    readings = [own for own in readings if not laid.sums.refute(own) and not laid.sums.lack_total(own)]
    return list({tuple(cell and compact(cell.text) for cell in own): own for own in readings}.values())


def _at_offsets(run: Sequence[Cell], laid: BlockLayout) -> list[Reading]:
    """Return the ways to lay out a run of neighbouring cells that leave no filled one out."""
    targets = laid.targets
    with_steps = len(laid.steps) == len(targets)
    places = laid.steps if with_steps else range(len(targets))
    filled = {i for i, cell in enumerate(run) if cell.is_filled}
    # Blank cells may take more places of a stream than others: a row with some then seems to begin elsewhere.
    begins = laid.full_offsets if with_steps and laid.layout == "stream" and laid.block.rows else None
    possible = {
        offset: lay([run[offset + place] for place in places], targets, laid.width)
        for offset in range(len(run) - places[-1])
        if filled <= {offset + place for place in places}
    }
    options = {offset: option for offset, option in possible.items() if begins is None or offset in begins}
    if len(options) < len(possible):
        # The label may take more cells than those of the full rows do.
        return [*filter(laid.sums.vouch, options.values())]
    last = run[max(filled)].text if filled else ""
    if read_value(last).state == "text" and not any(map(str.isdecimal, last)):
        # Words behind the last value may be a remark: the blank cells before are then those of columns.
        return [option for offset, option in options.items() if not offset or laid.sums.vouch(option)]
    return list(options.values())


def with_rest(option: Reading, rest: TableLine, sums: Sums, is_above: bool) -> list[Reading]:
    """Return the reading with the digits of the line below put behind its numbers, if its sums then hold.

    With `is_above` it is the line above, whose digits go before. Numbers beside a blank cell are its own.

    The reading stays as it is if there are no such digits or its sums hold only without them. The list is
    empty if nothing shows whether the digits belong to it. Grid columns may change where a page ends: the last
    ones are below each other in any case.
    """
    digits = {cell.column: cell for cell in rest.printed_values if cell.is_filled}
    if not digits:
        return [option]
    is_proven = sums.prove(option)
    last = max((cell.column for cell in option if cell is not None), default=0)
    for shift in dict.fromkeys((0, rest.cells[-1].column - last)):
        whole = tuple(
            cell and _with_digits(cell, digits.get(cell.column + shift), is_above) for cell in option
        )
        if whole != option and sums.prove(whole):
            return [] if is_proven or any(map(_begins_with_zero, whole)) else [whole]
    return [option] if is_proven else []


def _begins_with_zero(cell: Cell | None) -> bool:
    """Whether a number would begin with a zero and go on in the next line: zeros stand below each other."""
    return cell is not None and ZERO_BEFORE_DIGITS.match(cell.text) is not None


def _with_digits(cell: Cell, digits: Cell | None, is_above: bool) -> Cell:
    """Return a cell with the digits that stand below its own, or above; the same if there are none."""
    if digits is None:
        return cell
    if not cell.is_filled:
        return replace(cell, text=digits.text, place=digits.place)
    pieces = (digits.text, cell.text) if is_above else (cell.text, digits.text)
    return replace(cell, text="\n".join(pieces))


def _has_printed_blanks(values: Sequence[Cell]) -> bool:
    """Whether each blank cell has a line of the source to itself, and is not inferred from white space."""
    filled = {cell.place for cell in values if cell.is_filled}
    blank = [cell.place for cell in values if not cell.is_filled]
    return len(set(blank)) == len(blank) and filled.isdisjoint(blank)


def _is_in_domain(option: Reading, row: str | None, block: Block) -> bool:
    """Whether negative numbers and fractions stand only where the form has them: else the row is shifted."""
    return all(
        value is None or ((own.signed or value >= 0) and (own.decimal or value.is_integer()))
        for value, column in zip(numbers_of(option), block.columns, strict=True)
        for own in [block.column_of(row, column)]
    )
