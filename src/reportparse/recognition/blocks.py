"""Read the rows of a block: find all believable ways to lay out their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import filterfalse, pairwise, takewhile

import regex

from reportparse.document import Cell, Table
from reportparse.forms import Block, Row, Rule
from reportparse.normalise import compact, label
from reportparse.recognition.block_layout import (
    FEWEST_PROVEN,
    BlockLayout,
    holds_cells_of_others,
    holds_several_numbers,
    shape_of,
)
from reportparse.recognition.columns import HeaderUnit
from reportparse.recognition.first_totals import with_totals_in_place
from reportparse.recognition.gains import GROUP_ONLY
from reportparse.recognition.layout import beside_another_column, lay_out, spells_names, with_rest
from reportparse.recognition.matched_rows import MatchedRow
from reportparse.recognition.readings import decide
from reportparse.recognition.row_labels import (
    names_another_row,
    names_group_only,
    names_several_rows,
)
from reportparse.recognition.row_readings import DecidedRow, RowReadings, filled_columns
from reportparse.recognition.sums import Reading, Sums, sums_of
from reportparse.recognition.surroundings import Surroundings
from reportparse.recognition.table_lines import TableLine
from reportparse.values import read_value

DIGIT = regex.compile(r"\d")
# Between letters: behind the number of a label stands a mark.
DIGITS_INSIDE = regex.compile(r"(?<=\p{L})\d++(?=\p{L})")
MINUS = frozenset("-－−–")
# If of so many rows no more than a few can be laid out as the header or the form says, none of them is sure.
MANY_ROWS = 8
# Rows that can be laid out so are few if they are a smaller fraction than this.
FEW_FITTING = 0.25


def read_block(
    table: Table,
    block: Block,
    units: Sequence[HeaderUnit] | None,
    rows: list[MatchedRow],
    rules: tuple[Rule, ...],
    around: Surroundings,
    is_headed: bool,
    names_another: bool,
) -> list[DecidedRow]:
    """Return the rows of a block, decided by the sums of the form among all ways to lay out their values.

    `units` are the columns that the header declares, None if unknown. `is_headed` says that there is a
    header, even one that does not show the columns; `names_another` that it names a column that the form has not.
    """
    sums = sums_of(block, rules)
    unordered: set[int] = set()
    is_named = {unit.column for unit in units or []}.issuperset(block.required)
    if table.layout == "tokens" and not (is_named and spells_names(table, rows[0].line, block)):
        lines, unordered = with_totals_in_place(
            [matched.line for matched in rows], block, sums, _header_above(rows[0].line, around)
        )
        rows = [replace(matched, line=line) for matched, line in zip(rows, lines, strict=True)]
    laid = _layout(table, block, units, [matched.line for matched in rows], sums)
    laid.names_another = names_another and sums.has_total
    displaced = around.displaced(rows, block) if table.layout == "tokens" else set()
    unsure = unordered | displaced | around.paired | around.halved
    readings = [
        _readings(matched, laid, around, matched.line.index in unsure, is_headed)
        for matched in rows
        if matched.row is None or matched.is_clear
    ]
    for reading in readings:
        if reading.index in unordered:
            reading.shown = None
    if _fit_by_chance(readings, laid):
        for reading in readings:
            reading.options = []
    decided = decide(readings, block, rules, around)
    for decision in decided:
        decision.has_more = _has_more_numbers(laid.runs[decision.index], decision)
    return decided


def _layout(
    table: Table, block: Block, units: Sequence[HeaderUnit] | None, lines: Sequence[TableLine], sums: Sums
) -> BlockLayout:
    """Return how a table lays out the rows of a block, without its header if they show that it does not fit them."""
    laid = BlockLayout(table, block, units, lines, sums)
    if (
        laid.layout == "grid"
        and units is not None
        and not laid.names_are_proven
        and (laid.has_unnamed_numbers or _sums_prove_another_place(lines, laid))
    ):
        return BlockLayout(table, block, None, lines, sums, lost_columns=laid.has_unnamed_numbers)
    return laid


def _readings(
    matched: MatchedRow, laid: BlockLayout, around: Surroundings, is_unsure: bool, is_headed: bool
) -> RowReadings:
    """Return a row with the ways to lay out its cells that are believed; none if it `is_unsure` whose they are."""
    line, row = matched.line, matched.row
    sure = laid.layout != "tokens" and (row is None or matched.gain > GROUP_ONLY)
    reading = lay_out(line, row.code if row else None, "read" if sure else "inferred", laid)
    if reading.shape and row is not None and names_group_only(line, row):
        # The blank cell behind the label of a group may be a label that is missing.
        reading.shape = ()
    reading.marked = laid.layout in ("rows", "stream")
    if is_unsure or laid.has_more_values or not matched.is_clear or _is_no_row(reading, line, row, laid):
        reading.options = []
    elif laid.names_another and not laid.is_in_place(line):
        reading.options = beside_another_column(line, reading.options, laid)
    else:
        reading.options = _believed(reading, line, row, laid, around, is_headed)
    return reading


def _fit_by_chance(readings: Sequence[RowReadings], laid: BlockLayout) -> bool:
    """Whether rows can be read by chance only: too few of them, or most break their sums."""
    if laid.layout == "grid":
        # The columns are not those of the form, where rows that add up are fewer.
        return laid.units is None and _are_mostly_refuted(readings, laid.sums)
    # Few rows are as they should be: the others show that not each cell is a column.
    filled = [reading for reading in readings if any(cell.is_filled for cell in laid.runs[reading.index])]
    fitting = sum(bool(reading.options) for reading in filled)
    return laid.layout == "rows" and len(filled) >= MANY_ROWS and fitting < FEW_FITTING * len(filled)


def _header_above(line: TableLine, around: Surroundings) -> str:
    """Return what stands above a line, up to the next line with values."""
    above = takewhile(lambda before: not before.has_values, reversed(around.lines[: line.index]))
    return compact("".join(cell.text for before in [*above][::-1] for cell in before.cells))


def _has_more_numbers(run: Sequence[Cell], decision: DecidedRow) -> bool:
    """Whether a number of a row is in none of the cells that were decided."""
    taken = {cell.column for cell, _ in decision.cells if cell is not None}
    return any(cell.column not in taken and read_value(cell.text).state == "number" for cell in run)


def _are_mostly_refuted(readings: Sequence[RowReadings], sums: Sums) -> bool:
    """Whether more rows break their sums in every reading than keep them in one."""
    refuted = sum(bool(reading.options) and all(map(sums.refute, reading.options)) for reading in readings)
    proven = sum(any(map(sums.prove, reading.options)) for reading in readings)
    return refuted >= FEWEST_PROVEN and refuted > proven


def _sums_prove_another_place(lines: Sequence[TableLine], laid: BlockLayout) -> bool:
    """Whether most rows that do not add up below the header do so with their values counted from the labels.

    Then the cells of the header span others than their columns.
    """
    if not laid.sums.exist:
        return False
    without_header: BlockLayout | None = None
    held = refuted = proven = 0
    for line in lines:
        below = lay_out(line, None, "read", laid).options
        if any(map(laid.sums.vouch, below)):
            held += 1
            if held >= FEWEST_PROVEN and not refuted:
                return False
        elif not below or any(laid.sums.refute(option) or laid.sums.lack_total(option) for option in below):
            refuted += 1
            without_header = without_header or BlockLayout(laid.table, laid.block, None, lines, laid.sums)
            proven += any(map(laid.sums.vouch, lay_out(line, None, "read", without_header).options))
    return proven >= FEWEST_PROVEN and proven > held and 2 * proven > refuted


def _is_no_row(reading: RowReadings, line: TableLine, row: Row | None, laid: BlockLayout) -> bool:
    """Whether the values of a line are not, or not all, those of one row.

    Then sums are not believed either.
    """
    run, in_rows = laid.runs[line.index], laid.layout == "rows"
    # Cells that a tool cut at other places than the table: what seems to be a blank cell may stand in another. Of a
    # cell below two names, and a blank one beside it, nothing tells whose value it is.
    is_cut = laid.cuts_cells or laid.joins_names or (in_rows and holds_cells_of_others(line))
    return (
        (row is not None and _is_another(line, row, laid))
        or (is_cut and not all(cell.is_filled for cell in run))
        or _may_join_numbers(line, laid)
        # A number beside cells that hold several may be in pieces.
        or (in_rows and any(map(holds_several_numbers, line.cells)))
        # The name of a column goes on down to here, and the values stand beside it.
        or (laid.layout == "grid" and _is_below_a_name(line, run))
        # The numbers of several rows, that together are none.
        or names_several_rows(line, laid.block)
        or (
            laid.table.incomplete
            and (len(reading.sequence) != reading.wanted or _shares_a_line(reading, laid.table))
        )
    )


def _may_join_numbers(line: TableLine, laid: BlockLayout) -> bool:
    """Whether two numbers of a line may run together, of which the first is zero: then no cell behind them is in its
    place.

    Where each column of the form has a value, and no other column is there, none is lacking.
    """
    if laid.layout not in ("rows", "stream") or not any(value.leading_zero for value in line.values):
        return False
    filled = sum(cell.is_filled for cell in laid.runs[line.index])
    return filled != len(laid.targets) or laid.has_unnamed_columns or laid.has_other_columns


def _is_another(line: TableLine, row: Row, laid: BlockLayout) -> bool:
    """Whether the label of a line, and what stands beside it, shows that its values may not be those of its row."""
    run = laid.runs[line.index]
    return (
        # The value may be a number in the label.
        ((laid.layout in ("tokens", "stream") or not line.figures) and _holds_value(line, row))
        # Nothing but labels from rows above: the rest of a row at the end of a page.
        or (laid.layout == "grid" and _is_rest_at_end(line, laid.table))
        or _names_group_alone(line, row, run)
        or (laid.layout == "rows" and _has_digits_of_others(line, row, run))
        or names_another_row(line, row, laid.block)
    )


def _is_rest_at_end(line: TableLine, table: Table) -> bool:
    """Whether no text begins in the last row of a table or of a page."""
    own = [cell for cell in line.cells if cell.row == line.index]
    pages = {cell.place.page for cell in table.cells if cell.row == line.index + 1}
    return not any(cell.is_filled for cell in own) and pages.isdisjoint({cell.place.page for cell in own})


def _has_digits_of_others(line: TableLine, row: Row, run: Sequence[Cell]) -> bool:
    """Whether a label has digits inside that the form's has not, and cells beside it are blank: they may be theirs."""
    if all(cell.is_filled for cell in run):
        return False
    official = "".join(map(compact, (*row.labels, *row.path)))
    inside = (DIGITS_INSIDE.findall(compact(text)) for text in line.labels)
    return any(digits not in official for found in inside for digits in found)


def _names_group_alone(line: TableLine, row: Row, run: Sequence[Cell]) -> bool:
    """Whether a line has the name of a row's group and blank cells: it may be that name's, and the row be missing."""
    groups = {label(name).core for name in row.path[:-1]} - {label(name).core for name in row.labels}
    own = [cell for cell in line.cells if cell.row == line.index and cell.is_filled]
    return bool(own and run) and all(label(cell.text).core in groups for cell in own)


def _is_below_a_name(line: TableLine, run: Sequence[Cell]) -> bool:
    """Whether words from a row above stand among the values of a row."""
    return any(cell.row < line.index and read_value(cell.text).state == "text" for cell in run)


def _shares_a_line(reading: RowReadings, table: Table) -> bool:
    """Whether values share a line of the source where most cells have a line each.

    These values may be one number with a space in it.
    """
    on_line = Counter(cell.place for cell in table.cells)
    alone = sum(count == 1 for count in on_line.values())
    return 2 * alone > len(table.cells) and any(on_line[cell.place] > 1 for cell in reading.sequence)


def _believed(
    reading: RowReadings,
    line: TableLine,
    row: Row | None,
    laid: BlockLayout,
    around: Surroundings,
    is_headed: bool,
) -> list[Reading]:
    """Return the readings of a row that are sure enough.

    Where the place of the row leaves something open, its sums have to decide it.
    """
    options, sums, in_rows = reading.options, laid.sums, laid.layout == "rows"
    drops_blanks = laid.layout == "tokens" and around.strays
    if in_rows or drops_blanks:
        options = [option for option in options if not _may_lack_its_sign(option, laid.block, drops_blanks)]
    for rests in (around.continued, around.preceded):
        if line.index in rests:
            rest, is_above = rests[line.index], rests is around.preceded
            options = [whole for option in options for whole in with_rest(option, rest, sums, is_above)]
    if _may_be_displaced(line, row, laid, around):
        options = list(filter(sums.prove, options))
    if line.index in around.broken and len(reading.sequence) < reading.wanted:
        # Of a row that lacks values the pieces may be one number as well as several.
        return []
    if laid.layout == "tokens" and row is None:
        # A number in pieces and a blank cell make up for each other, and what is between is moved.
        options = list(filterfalse(sums.hold_of_pieces, options))
    if _may_lack_a_cell(line, row, laid, is_headed):
        options = list(filterfalse(sums.refute, options))
    may_lack_label = in_rows and row is not None and names_group_only(line, row)
    if may_lack_label and any(
        _begins_blank(option, laid.block) and filled_columns(option) for option in options
    ):
        # The blank cell behind the label of the group may stand for that of the row.
        options = list(filter(sums.vouch, options))
    if laid.layout == "grid" and not is_headed:
        # Their total may stand elsewhere.
        options = list(filterfalse(sums.lack_total, options))
    if not is_headed and len(laid.runs[line.index]) > len(laid.targets):
        # One of the cells may be of another column: behind a blank total its value seems to be that.
        options = [option for option in options if not _is_partly_blank(option, laid) or sums.vouch(option)]
    if laid.totals_are_alone and any(map(sums.is_total_alone, options)):
        return list(filter(sums.is_total_alone, options))
    if in_rows and row is not None and shape_of(line, laid.runs[line.index]) not in laid.offsets:
        # A blank cell before the first value may stand for a merged one: then a value is missing behind.
        sure = [
            option
            for option in options
            if sums.allow(option)
            or (
                sums.is_total_alone(option)
                and (laid.totals_may_be_alone or laid.is_below_names(option, line))
            )
        ]
        doubted = [option for option in options if _begins_blank(option, laid.block) and option not in sure]
        if not all(map(sums.refute, doubted)):
            return sure
        if doubted:
            # That the sums do not hold may be the publisher's mistake: one cell further the total is blank.
            options = [option for option in options if option not in doubted and not sums.lack_total(option)]
    return options


def _may_be_displaced(line: TableLine, row: Row | None, laid: BlockLayout, around: Surroundings) -> bool:
    """Whether cells of a row may stand elsewhere."""
    if line.index in around.begun or line.index in around.broken:
        # What stands above may be the beginning of the row. The pieces of a number may be several.
        return True
    return laid.layout == "rows" and (
        # What stands below may be the rest of the row.
        (line.index in around.crowded and line.index not in around.continued)
        # The blank cells of a row that is known by its length may stand elsewhere.
        or (row is None and _may_be_filled_up(line, laid.block))
        # Two columns may have been taken for one.
        or any(value.split for value in line.values)
    )


def _may_lack_a_cell(line: TableLine, row: Row | None, laid: BlockLayout, is_headed: bool) -> bool:
    """Whether neither a header nor the row's label shows that no cell is missing."""
    is_nameless = laid.layout in ("rows", "stream") or (laid.layout == "grid" and not is_headed)
    # Its place alone says which row it is, and its missing label may stand for a blank cell.
    is_unlabelled = row is not None and not line.labels and laid.layout != "grid"
    # A tool parted a cell, or printed one twice: which one tells only whether the sums hold.
    has_more = row is None and laid.layout == "rows" and len(line.cells) > len(laid.block.columns)
    return laid.table.incomplete or is_unlabelled or has_more or (is_nameless and not laid.units)


def _may_lack_its_sign(option: Reading, block: Block, drops_blanks: bool) -> bool:
    """Whether a number that may be negative stands behind a cell with only a minus: `-`, then `5`.

    A tool may have parted them. Where blank cells are left out, the number may then stand one column too far.
    """
    return any(
        (column.signed or (drops_blanks and column_before.signed))
        and before is not None
        and cell is not None
        and compact(before.text) in MINUS
        and (read_value(cell.text).value or 0) > 0
        for (column_before, column), (before, cell) in zip(
            pairwise(block.columns), pairwise(option), strict=True
        )
    )


def _begins_blank(option: Reading, block: Block) -> bool:
    first = option[block.required[0]]
    return first is not None and not first.is_filled


def _is_partly_blank(option: Reading, laid: BlockLayout) -> bool:
    cells = [option[k] for k in laid.required]
    return len({cell is not None and cell.is_filled for cell in cells}) > 1


def _may_be_filled_up(line: TableLine, block: Block) -> bool:
    """Whether all blank cells of a row stand behind its values.

    Fillers do where blank cells are left out.
    """
    filled = [cell.is_filled for cell in line.printed_values]
    return 0 < sum(filled) < len(block.required) and filled == sorted(filled, reverse=True)


def _holds_value(line: TableLine, row: Row) -> bool:
    """Whether the label of a row goes on with a number and other words, as 行政许可5件 does.

    The value may be that number.
    """
    names = {label(name).words for name in row.labels}
    ends = ((words, DIGIT.search(words)) for words in (label(text).words for text in line.labels))
    return any(end is not None and words[: end.start()] in names for words, end in ends)
