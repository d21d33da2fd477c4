"""Decide between the readings of rows by the sums of the form; what these leave open stays uncertain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, pairwise

from reportparse.document import Cell
from reportparse.forms import Block, Rule
from reportparse.recognition.column_sums import ColumnSums
from reportparse.recognition.row_readings import DecidedCell, DecidedRow, RowReadings, filled_columns
from reportparse.recognition.sequences import is_wrapped
from reportparse.recognition.sums import Reading, Sums, lay, numbers_of, sums_of
from reportparse.recognition.surroundings import Surroundings
from reportparse.recognition.unvouched import doubt_unvouched
from reportparse.report import Certainty
from reportparse.values import is_sum_of_others, read_value

# If a smaller fraction of the rows than this has a blank total, their numbers stand in other columns.
FEW_WITHOUT_TOTAL = 0.2
# So many rows with numbers but no total are no accident.
MANY_WITHOUT_TOTAL = 5
# If of so many rows only this fraction is full, it may be so by chance: others may have lost values to them.
MANY_ROWS = 8
FEW_FULL = 0.25
# So many rows that all have the same number of values have them in the same columns.
MANY_ALIKE = 10
# So many rows whose white space fits are no accident.
MANY_SHOWN = 6
# So many of them show in which.
FEWEST_SHOWN_ALIKE = 3
# White space is no evidence if it shows the blank cells of a smaller fraction of the rows that have some.
FEWEST_SHOWN = 0.4
# If of several rows with too many values this fraction can be joined to fit, it may be so by chance.
MOST_BY_CHANCE = 0.5
# So many rows that are sums of several numbers are no chance, even if a smaller fraction of others is not.
MANY_SUMS = 6
FEW_WITHOUT_SUM = 0.2
# The fraction of glued rows that no cut fits because of a publisher's mistakes.
MOST_UNCUT = 0.2


def decide(
    rows: Sequence[RowReadings], block: Block, rules: Sequence[Rule], around: Surroundings
) -> list[DecidedRow]:
    """Return the rows, each read as its neighbours and its sums allow.

    A single reading stands as the layout has it. Of several, those are dropped that other rows of the same
    shape exclude, then those that break a sum along the row (unless none keeps them all: then the sums of the
    publisher decide nothing). A column in which the remaining readings agree is `inferred`, one in which they differ is
    `uncertain`.

    Rows that were found by their labels alone need more: see `unvouched`.
    """
    sums = sums_of(block, tuple(rules))
    if all(len(row.options) < 2 and not (row.marked or row.sequence or row.shown) for row in rows):
        return [_decided(row, row.options, block, sums) for row in rows]
    column_sums = ColumnSums(block, rules)
    _agree_on_offsets(rows)
    width = len(block.required)
    alike = _fill_the_same_columns(rows, width)
    totals_last = _totals_stand_last(rows, sums, width, alike, around)
    _believe_white_space(rows, sums, column_sums)
    if alike:
        _fill_as_shown(rows)
    _doubt_cuts(rows, sums)
    _doubt_surplus(rows, sums)
    full_believed = _some_are_full(rows, width)
    allowed = [
        _fitting_sequences(row, sums, totals_last, alike, full_believed)
        if row.sequence
        else _without_broken(row.options, sums)
        for row in rows
    ]
    _allow_blank_totals(rows, allowed, block, sums, column_sums)
    fitting = _fitting_columns(rows, allowed, len(block.columns), sums, column_sums, around.empty)
    decided = [_decided(row, options, block, sums) for row, options in zip(rows, fitting, strict=True)]
    _doubt_displaced(rows, decided, block, sums, column_sums)
    doubt_unvouched(rows, decided, block, sums, column_sums, around)
    return decided


def _decided(row: RowReadings, options: Sequence[Reading], block: Block, sums: Sums) -> DecidedRow:
    """Return the row with what the remaining readings agree on."""
    if not options:
        return DecidedRow(row.index, row.code, [DecidedCell(None, "uncertain")] * len(block.columns), False)
    alone = len(row.options) == 1
    if len(options) > 1:
        cells = [_agreed(choices, row.certainty, alone) for choices in zip(*options, strict=True)]
        return DecidedRow(row.index, row.code, cells, False)
    [option] = options
    certainty = row.certainty if alone else "inferred"
    whole = sums.prove(option) and not _may_be_two_rows(option, sums)
    decision = DecidedRow(row.index, row.code, [DecidedCell(cell, certainty) for cell in option], whole)
    if row.marked:
        decision.doubt(_run_together(option, block.required, sums))
    return decision


def _may_be_two_rows(option: Reading, sums: Sums) -> bool:
    """Whether each cell holds two numbers, and the sums hold of the first ones, too: they may be of two years."""
    filled = [cell for cell in option if cell is not None and cell.text.strip()]
    if not all(read_value(cell.text).split for cell in filled):
        return False
    first = tuple(
        cell if cell is None or cell not in filled else replace(cell, text=cell.text.split()[0])
        for cell in option
    )
    return sums.prove(first)


def _without_broken(options: Sequence[Reading], sums: Sums) -> list[Reading]:
    """Return the readings without those that break a sum, if another one is proven.

    That blanks leave a sum of a reading open speaks for none: the broken one may be the publisher's mistake.
    """
    left = [option for option in options if sums.holds(option) is not False]
    return left if any(map(sums.prove, left)) else list(options)


def _doubt_displaced(
    rows: Sequence[RowReadings],
    decided: Sequence[DecidedRow],
    block: Block,
    sums: Sums,
    column_sums: ColumnSums,
) -> None:
    """Doubt the rows whose total is blank if they are few: their numbers stand in other columns.

    Unless the sums along the columns need their numbers where they stand.
    """
    lacking = [
        (bool(row.shape) and any(map(sums.lack_total, row.options)))
        or (row.marked and bool(row.options) and all(map(sums.lack_total, row.options)))
        for row in rows
    ]
    few = 0 < sum(lacking) < FEW_WITHOUT_TOTAL * len(rows)
    if few and not _are_in_place(rows, block, sums, column_sums):
        for decision in compress(decided, lacking):
            decision.doubt()


def _are_in_place(rows: Sequence[RowReadings], block: Block, sums: Sums, column_sums: ColumnSums) -> bool:
    """Whether no row breaks its sum, and all sums along the columns hold but for that of totals.

    A row without a total that ends in the sum of its numbers has it there, and lacks another cell.
    """
    if not all(map(_is_laid_out, rows)):
        return False
    readings = {row.code: row.options[0] for row in rows}
    columns = [k for k in block.required if k != sums.total_column]
    return all(
        not sums.refute(option) and not (sums.lack_total(option) and _ends_in_sum(option))
        for option in readings.values()
    ) and column_sums.all_hold(readings, columns)


def _is_laid_out(row: RowReadings) -> bool:
    """Whether a row has one reading, by its layout, or is blank in all of them."""
    is_blank = not any(map(filled_columns, row.options))
    return bool(row.options) and not row.sequence and (len(row.options) == 1 or is_blank)


def _ends_in_sum(option: Reading) -> bool:
    """Whether the last number of a reading is the sum of its others, and they are not all zeros."""
    numbers = [value for value in numbers_of(option) if value is not None]
    return any(numbers) and is_sum_of_others(numbers, -1)


def _believe_white_space(rows: Sequence[RowReadings], sums: Sums, column_sums: ColumnSums) -> None:
    """Keep only the readings that white space shows, unless they break sums that other readings satisfy.

    If it shows the blank cells of few rows only, it does so by chance. A single broken sum may be the
    publisher's mistake if white space shows many rows as long as they should be.
    """
    shown = [row for row in rows if row.shown is not None and row.options != [row.shown]]
    lacking = sum(0 < len(row.sequence) < row.wanted for row in rows)
    if not shown or len(shown) < FEWEST_SHOWN * lacking:
        return
    readings = {row.code: row.shown or row.options[0] for row in rows if row.shown or len(row.options) == 1}
    options = {row.code: [option for option in row.options if not sums.refute(option)] for row in rows}
    against = sum(
        (sums.refute(row.shown) or sums.lack_total(row.shown))
        and any(sums.prove(option) for option in row.options)
        for row in shown
        if row.shown
    )
    against += column_sums.would_hold_otherwise(readings, options)
    if against <= (len(shown) >= MANY_SHOWN):
        for row in shown:
            row.options = [row.shown] if row.shown else row.options


def _fill_as_shown(rows: Sequence[RowReadings]) -> None:
    """Keep only the readings that white space shows, and those of zeros in the same columns, of rows that all
    have as many values.

    It shows the blank cells of the first page, say, where the header is.
    """
    shown = [filled_columns(row.shown) for row in rows if row.shown]
    if len(shown) < FEWEST_SHOWN_ALIKE or any(columns != shown[0] for columns in shown):
        return
    for row in rows:
        if row.shown or all(read_value(cell.text).value == 0 for cell in row.sequence):
            row.shown = row.shown or next(
                (option for option in row.options if filled_columns(option) == shown[0]), None
            )
            row.options = [row.shown] if row.shown else []


def _doubt_cuts(rows: Sequence[RowReadings], sums: Sums) -> None:
    """Drop the readings of glued rows if many of them cannot be cut so that their sums hold.

    Then totals may be missing, and no cut is sure. Where there are no sums, rows of only zeros are recognised
    by their length.
    """
    glued = [row for row in rows if row.glued]
    if any(row.sequence and not row.glued for row in rows):
        # Elsewhere blank cells may be left out, but not where the digits of some rows are apart, or one is alone.
        for row in glued:
            most = max((len(filled_columns(option)) for option in row.options), default=0)
            row.options = [option for option in row.options if most >= row.wanted]
    if sums.exist and sum(1 for row in glued if not row.options) > MOST_UNCUT * len(glued):
        for row in glued:
            row.options = []


def _doubt_surplus(rows: Sequence[RowReadings], sums: Sums) -> None:
    """Drop the readings of rows with more values than columns if most rows have, and the sums of few hold.

    Then the table has a column more, and where the sums hold with numbers joined they do so by chance.
    """
    surplus = [row for row in rows if len(row.sequence) > row.wanted]
    proven = sum(any(map(sums.vouch, row.options)) for row in surplus)
    if 2 * len(surplus) > len(rows) > 1 and proven <= MOST_BY_CHANCE * len(surplus):
        for row in surplus:
            row.options = []


def _allow_blank_totals(
    rows: Sequence[RowReadings],
    allowed: list[list[Reading]],
    block: Block,
    sums: Sums,
    column_sums: ColumnSums,
) -> None:
    """Lay out rows that are one value short with a blank total, if all sums along the other columns hold.

    A publisher may leave the totals of many rows blank like that. No row may lack anything else: then some
    blank cells are in other columns.
    """
    if not sums.has_total:
        return
    columns = [k for k in block.required if k != sums.total_column]
    short: dict[int, Reading] = {}
    telling = 0
    for i, (row, options) in enumerate(zip(rows, allowed, strict=True)):
        if not row.sequence or len(row.sequence) == row.wanted:
            continue
        if options or row.glued or len(row.sequence) != len(columns) or row.wanted != len(block.required):
            return
        short[i] = lay(row.sequence, columns, len(block.columns))
        telling += any(read_value(cell.text).value for cell in row.sequence)
    readings = {row.code: [short[i]] if i in short else allowed[i] for i, row in enumerate(rows)}
    if telling < MANY_WITHOUT_TOTAL or any(len(options) != 1 for options in readings.values()):
        return
    if column_sums.all_hold({code: options[0] for code, options in readings.items()}, columns):
        for i, reading in short.items():
            allowed[i] = [reading]


def _fitting_sequences(
    row: RowReadings, sums: Sums, totals_last: bool, alike: bool, believed: bool
) -> list[Reading]:
    """Return the readings of a sequence that its sums allow.

    Rows with as many values as columns, or with blank cells that white space shows, need no sums if such rows
    are `believed`. Else the sums must vouch for a reading. Sums of only zeros vouch for nothing, unless all
    rows are `alike` and others show where the total stands.
    """
    if row.glued or (believed and row.options == [row.shown]):
        return row.options
    if len(row.sequence) == row.wanted:
        return row.options if believed or any(sums.vouch(option) for option in row.options) else []
    options = [option for option in row.options if not sums.refute(option)]
    if totals_last and 1 < len(row.sequence) < row.wanted:
        options = [option for option in options if sums.total_is(option, row.sequence[-1])]
    # Of too many values, the only ones that add up say which is none of the row's, even if they are zeros.
    told = len(row.sequence) > row.wanted and len(options) == 1 and sums.holds(options[0]) is True
    return options if told or (totals_last and alike) or any(sums.vouch(option) for option in options) else []


def _run_together(option: Reading, required: Sequence[int], sums: Sums) -> set[int]:
    """Return the columns of numbers that would be two each, with the blank cell beside, for sums to hold."""
    if sums.prove(option):
        return set()
    found: set[int] = set()
    for k, following in pairwise(required):
        left, right = option[k], option[following]
        digits = left.text.strip() if left is not None else ""
        if left is None or not digits.isdecimal() or (right is not None and right.text.strip()):
            continue
        for cut in range(1, len(digits)):
            parted = list(option)
            parted[k], parted[following] = replace(left, text=digits[:cut]), replace(left, text=digits[cut:])
            if sums.prove(tuple(parted)):
                found |= {k, following}
    return found


def _fitting_columns(
    rows: Sequence[RowReadings],
    allowed: list[list[Reading]],
    width: int,
    sums: Sums,
    column_sums: ColumnSums,
    empty: frozenset[str],
) -> list[list[Reading]]:
    """Return for each row the readings that the sums along the columns allow.

    Rows of zeros and rows without values add nothing, wherever their cells belong. A row whose own sums do
    not hold may hold a value of another row: it decides nothing about others.
    """
    codes = [row.code for row in rows]
    if all(len(options) < 2 for options in allowed) or len(set(codes)) < len(codes):
        return allowed
    nothing: Reading = (None,) * width
    by_row = {code: [nothing] for code in empty}
    for row, options in zip(rows, allowed, strict=True):
        if row.sequence and options and all(map(sums.refute, options)):
            continue
        zeros = bool(row.sequence) and all(read_value(cell.text).value == 0 for cell in row.sequence)
        if row.code and (options or zeros):
            by_row[row.code] = options or [nothing]
    left = column_sums.fitting(by_row)
    last = rows[-1]
    if last.code in left and 0 < len(last.sequence) < last.wanted and column_sums.refute(last.code, left):
        # Where the text ends, or the table, a row may be cut short.
        left[last.code] = []
    return [
        left[row.code] if options and row.code in left else options
        for row, options in zip(rows, allowed, strict=True)
    ]


def _agreed(choices: Sequence[Cell | None], certainty: Certainty, alone: bool) -> DecidedCell:
    """Return the cell that several readings have in a column; an uncertain one if they differ."""
    first = choices[0]
    texts = {None if choice is None else choice.text.strip() for choice in choices}
    if len(texts) == 1:
        return DecidedCell(first, certainty if alone else "inferred")
    if texts <= {None, ""}:
        return DecidedCell(first, certainty)
    return DecidedCell(None, "uncertain")


def _agree_on_offsets(rows: Sequence[RowReadings]) -> None:
    """Keep the offsets that suit all rows of a shape, as these have their values at the same offset.

    If all rows have the same length, and those of several shapes have their values at one offset, merged
    cells are left blank rather than out: the other rows have their values there, too.
    """
    groups: dict[tuple[int, ...], list[RowReadings]] = defaultdict(list)
    for row in rows:
        if row.shape and not row.sequence and row.options:
            groups[row.shape].append(row)
    offsets = {
        shape: set.intersection(*({_first_column(option) for option in row.options} for row in group))
        for shape, group in groups.items()
    }
    settled = [found for found in offsets.values() if len(found) == 1]
    regular = len(settled) > 1 and len({length for length, _ in groups}) == 1
    shared = set.intersection(*settled) if regular else set()
    for shape, group in groups.items():
        common = offsets[shape]
        if len(common) > 1 and shared:
            common &= shared
        if len(common) == 1:
            for row in group:
                row.options = [option for option in row.options if _first_column(option) in common]


def _first_column(option: Reading) -> int:
    return next((cell.column for cell in option if cell is not None), -1)


def _some_are_full(rows: Sequence[RowReadings], width: int) -> bool:
    """Whether so many rows have a value for each column that this is not by chance.

    It may be by chance in the text layer of pages, which may move values to other rows, where nearly all
    others have fewer or more.
    """
    of_pages = [row for row in rows if row.sequence and row.sequence[0].place.page is not None]
    full = sum(len(row.sequence) == width or row.options == [row.shown] for row in of_pages)
    return len(of_pages) < MANY_ROWS or full >= FEW_FULL * len(of_pages)


def _fill_the_same_columns(rows: Sequence[RowReadings], width: int) -> bool:
    """Whether many rows all have the same number of values: then the blank cells are whole columns."""
    lengths = {len(row.sequence) for row in rows}
    return len(rows) >= MANY_ALIKE and len(lengths) == 1 and lengths.pop() < width


def _totals_stand_last(
    rows: Sequence[RowReadings], sums: Sums, width: int, alike: bool, around: Surroundings
) -> bool:
    """Whether the last value of every row is the sum of its others, beyond what chance explains.

    Rows with too many values are passed over: some of these belong to other rows, perhaps the last. If rows
    are `alike` and their last values were no totals, two columns would have the same numbers in all of them.
    A few rows that have no such sum are a publisher's mistakes where many others have one, and no number is
    in pieces on several lines: the last pieces of numbers may as well add up.
    """
    if not sums.has_total:
        return False
    seen: set[float] = set()
    composed = without_sum = 0
    for row in rows:
        if not row.sequence:
            if not all(sums.holds(option) for option in row.options):
                return False
            continue
        values = [read_value(cell.text).value for cell in row.sequence]
        if len(values) > width:
            continue
        numbers = [value for value in values if value is not None]
        if len(numbers) < max(2, len(values)) or sum(numbers[:-1]) != numbers[-1]:
            without_sum += 1
            continue
        composed += sum(1 for number in numbers[:-1] if number) > 1
        if numbers[-1]:
            seen.add(numbers[-1])
    if without_sum:
        taken = {row.index for row in rows}
        in_pieces = any(is_wrapped(row.sequence) for row in rows) or any(
            line.has_numbers and line.index not in taken for line in around.lines
        )
        return composed >= MANY_SUMS and without_sum <= FEW_WITHOUT_SUM * composed and not in_pieces
    return len(rows) > 2 and (composed > 0 or len(seen) > 1 or (alike and bool(seen)))
