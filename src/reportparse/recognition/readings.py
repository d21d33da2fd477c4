"""Which of several readings of a table's rows fits: the form's arithmetic decides, or nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, pairwise
from typing import NamedTuple

from reportparse.document import Cell
from reportparse.forms import Block, Rule
from reportparse.recognition.consistency import can_hold, consistent
from reportparse.recognition.sums import Reading, Sums, addend, sums_of
from reportparse.recognition.surroundings import Surroundings
from reportparse.report import Certainty
from reportparse.values import are_equal, read_value

FEW_WITHOUT_TOTAL = 0.2
# So many rows with numbers but no total are no chance.
MANY_WITHOUT_TOTAL = 5
# Of so many rows so few with a value for each column may be full by chance: others may have lost theirs to them.
MANY_ROWS = 8
FEW_FULL = 0.25
# So many rows with the same number of values, no more and no less, have them in the same columns.
MANY_ALIKE = 10
# So many rows whose white space fits are no chance.
MANY_SHOWN = 6
# White space that shows the blank cells of fewer of the rows that have some is no evidence.
FEWEST_SHOWN = 0.4
# The part of glued rows that a publisher's mistakes explain.
MOST_UNCUT = 0.2


@dataclass(slots=True)
class RowReadings:
    """The readings that the layout of a row allows; `code` is that of its row in the form.

    `shape` is the same for rows that their source lays out alike. `sequence` holds the values in
    their order where blank cells may be missing and numbers may be cut, and is empty elsewhere;
    `wanted` is how many there should be (0: one for each column that is no sub-total). `shown` is the
    reading with the blank cells that white space shows, `glued` says that all digits of the row are
    one text, `marked` that marks in a text part its cells. `label_behind` says that the row's label
    does not stand before them.
    """

    index: int
    code: str | None
    options: list[Reading]
    certainty: Certainty
    shape: tuple[int, ...] = ()
    sequence: tuple[Cell, ...] = ()
    wanted: int = 0
    label_behind: bool = False
    shown: Reading | None = None
    glued: bool = False
    marked: bool = False


class DecidedCell(NamedTuple):
    """What stands in a column, and how certain that is."""

    cell: Cell | None
    certainty: Certainty


@dataclass(slots=True)
class DecidedRow:
    """A row as decided, with a cell for each column; `sums` if its row rule holds."""

    index: int
    code: str | None
    cells: list[DecidedCell]
    sums: bool

    def doubt(self, columns: Iterable[int]) -> None:
        """Make the cells in some columns uncertain."""
        for k in columns:
            self.cells[k] = DecidedCell(self.cells[k].cell, "uncertain")


def decide(
    rows: Sequence[RowReadings], block: Block, rules: Sequence[Rule], around: Surroundings
) -> list[DecidedRow]:
    """Keep of each row's readings those that its neighbours and its sums allow.

    A single reading stands as the layout gives it. Of several, those that other rows of the same
    shape exclude are dropped, then those that break a rule over the row (unless all do: then the
    publisher's sums say nothing). A column in which the rest agree is `inferred`, one in which
    they differ is `uncertain`.

    Rows that were found by their labels alone need more: see `_doubt_unvouched`.
    """
    sums = sums_of(block, tuple(rules))
    if all(len(row.options) < 2 and not (row.marked or row.sequence or row.shown) for row in rows):
        return [_decided(row, row.options, block, sums) for row in rows]
    _agree_on_offsets(rows)
    width = len(block.required)
    alike = _fill_the_same_columns(rows, width)
    totals_last = _totals_stand_last(rows, sums, width, alike)
    allowed: list[list[Reading]] = []
    _believe_white_space(rows, block, rules, sums)
    _doubt_cuts(rows, sums)
    full_believed = _some_are_full(rows, width)
    for row in rows:
        options = row.options
        if row.sequence:
            options = _fitting_sequences(row, block, sums, totals_last, alike, full_believed)
        elif len(options) > 1:
            options = [option for option in options if sums.holds(option) is not False] or options
        allowed.append(options)
    _allow_blank_totals(rows, allowed, block, rules, sums)
    fitting = _fitting_columns(rows, allowed, block, rules, sums, around.empty)
    decided = [_decided(row, options, block, sums) for row, options in zip(rows, fitting, strict=True)]
    _doubt_displaced(rows, decided, sums)
    _doubt_unvouched(rows, decided, block, rules, sums, around)
    return decided


def _decided(row: RowReadings, options: Sequence[Reading], block: Block, sums: Sums) -> DecidedRow:
    """A row with what the readings agree on that are left of it."""
    if not options:
        return DecidedRow(row.index, row.code, [DecidedCell(None, "uncertain")] * len(block.columns), False)
    alone = len(row.options) == 1
    cells = [_agreed(choices, row.certainty, alone) for choices in zip(*options, strict=True)]
    whole = len(options) == 1 and sums.prove(options[0])
    decision = DecidedRow(row.index, row.code, cells, whole)
    if row.marked and len(options) == 1:
        decision.doubt(_run_together(options[0], block.required, sums))
    return decision


def _doubt_displaced(rows: Sequence[RowReadings], decided: Sequence[DecidedRow], sums: Sums) -> None:
    """Doubt the rows whose total is blank, where only few are: their numbers stand in other columns."""
    lacking = [bool(row.shape) and any(map(sums.lack_total, row.options)) for row in rows]
    if sum(lacking) < FEW_WITHOUT_TOTAL * len(rows):
        for decision in compress(decided, lacking):
            decision.doubt(range(len(decision.cells)))


def _believe_white_space(
    rows: Sequence[RowReadings], block: Block, rules: Sequence[Rule], sums: Sums
) -> None:
    """Take the readings that white space shows for the only ones, unless sums speak against them that other
    readings would satisfy.

    Where it shows the blank cells of few rows only, these are chance. A single sum may be the publisher's mistake, if white space shows many rows as long as they should be.
    """
    shown = [row for row in rows if row.shown is not None and row.options != [row.shown]]
    lacking = sum(0 < len(row.sequence) < (row.wanted or len(block.required)) for row in rows)
    if not shown or len(shown) < FEWEST_SHOWN * lacking:
        return
    readings = {row.code: row.shown or (row.options[0] if len(row.options) == 1 else None) for row in rows}
    options = {row.code: [option for option in row.options if not sums.refute(option)] for row in rows}
    against = sum(
        (sums.refute(row.shown) or sums.lack_total(row.shown))
        and any(sums.prove(option) for option in row.options)
        for row in shown
        if row.shown
    )
    for rule in rules:
        if rule.is_sum_of("rows"):
            against += _would_hold_otherwise(rule, readings, options, len(block.columns))
    if against <= (len(shown) >= MANY_SHOWN):
        for row in shown:
            row.options = [row.shown] if row.shown else row.options


def _would_hold_otherwise(
    rule: Rule,
    readings: Mapping[str | None, Reading | None],
    options: Mapping[str | None, Sequence[Reading]],
    width: int,
) -> bool:
    """Whether a sum over columns fails in one for the readings, where other options would satisfy it."""
    printed = {code: reading for code in (*rule.left, *rule.right) if (reading := readings.get(code))}
    if len(printed) < len(rule.left) + len(rule.right):
        return False
    for k in range(width):
        if _adds_up(rule, printed, k) is not False:
            continue
        numbers = {
            code: {addend(option, k) for option in (reading, *options[code])}
            for code, reading in printed.items()
        }
        if can_hold(numbers, rule):
            return True
    return False


def _adds_up(rule: Rule, readings: Mapping[str, Reading], column: int) -> bool | None:
    """Whether a sum of rows holds in a column; None where one of them has no number there."""
    left, right = ([addend(readings[code], column) for code in side] for side in (rule.left, rule.right))
    if None in left or None in right:
        return None
    return sum(filter(None, left)) == sum(filter(None, right))


def _doubt_cuts(rows: Sequence[RowReadings], sums: Sums) -> None:
    """Where many rows cannot be cut so that their sums hold, totals may be missing: then no cut is sure.

    Where there are no sums, rows of nothing but zeros are told by their length.
    """
    glued = [row for row in rows if row.glued]
    if any(len(row.sequence) > 1 for row in rows):
        # Elsewhere blank cells may be left out, but not where the digits of some rows are apart.
        for row in glued:
            most = max((_filled(option) for option in row.options), default=0)
            row.options = [option for option in row.options if most >= row.wanted]
    if sums.exist and sum(1 for row in glued if not row.options) > MOST_UNCUT * len(glued):
        for row in glued:
            row.options = []


def _doubt_unvouched(
    rows: Sequence[RowReadings],
    decided: Sequence[DecidedRow],
    block: Block,
    rules: Sequence[Rule],
    sums: Sums,
    around: Surroundings,
) -> None:
    """Doubt the rows found by their labels alone that may be other rows, where no sums tell that they are not.

    Where the label does not stand before the values, or a neighbour in the form is missing (and not among the
    rows that are printed empty), the sums over the columns must vouch for the table; and where there are numbers
    that no row took, so must a row's own sums. In a table in disorder no row is believed that no sums vouch for;
    nor is it where there are no sums and the values of a row beside it may be those of a column.
    Where the text layer of pages leaves numbers that no row took, the rows of a sum over columns that fails may have
    those of their neighbours.
    """
    if not any(row.sequence for row in rows):
        return
    order = [row.code for row in block.rows if not row.subtotal]
    found = {
        row.code
        for row in rows
        if (row.options or (row.sequence and not row.label_behind))
        # In disorder, one number beside a label does not say where the values of its row are.
        and not (around.disordered and len(row.sequence) == 1 < row.wanted)
    }
    expected = _expected_rows(order, found, rows, around)
    complete = found.issuperset(order)
    vouched = len(order) > 1 and _columns_vouch(decided, block, rules)
    all_zero = _all_zero(decided, block)
    # Where each row of the form is printed with all its values and every sum holds, no number is another row's.
    strays = around.strays and not (vouched and complete and _is_proven(rows, sums))
    of_pages = any(cell.place.page is not None for row in rows for cell in row.sequence[:1])
    failed = _rows_of_failed_sums(decided, block, rules) if strays and of_pages else set()
    mixed = not sums.exist and any(
        _may_mix_columns(row, block) for row in rows if row.index not in around.bound
    )
    for row, decision in zip(rows, decided, strict=True):
        if not row.sequence:
            continue
        crowded = row.index in around.crowded
        gap = _is_beside_gap(row, expected, found, around.empty)
        unbound = row.index not in around.bound
        doubtful = unbound and ((row.label_behind and len(order) > 1) or crowded or gap)
        # Sums over columns do not tell which row of a sum is which.
        telling = vouched and (all_zero or not (gap or crowded or (row.label_behind and not complete)))
        unsound = strays and bool(row.options) and sums.refute(row.options[0])
        lost = (around.disordered or (mixed and unbound)) and not (
            vouched or any(map(sums.vouch, row.options))
        )
        # Where blanks were left out elsewhere, no sum tells a zero from one of them.
        if (doubtful and (strays or not telling)) or unsound or lost or decision.code in failed:
            decision.doubt(range(len(decision.cells)))


def _rows_of_failed_sums(
    decided: Sequence[DecidedRow], block: Block, rules: Sequence[Rule]
) -> set[str | None]:
    """The rows whose sum over a column fails, though all of them have their numbers there."""
    readings = {row.code: tuple(cell for cell, _ in row.cells) for row in decided if row.code is not None}
    return {
        code
        for rule in rules
        if rule.is_sum_of("rows")
        and readings.keys() >= {*rule.left, *rule.right}
        and any(_adds_up(rule, readings, k) is False for k in block.required)
        for code in (*rule.left, *rule.right)
    }


def _expected_rows(
    order: Sequence[str], found: Collection[str | None], rows: Sequence[RowReadings], around: Surroundings
) -> Sequence[str]:
    """The rows of the form whose values may be in the table, in their order.

    Where blank cells are left out, a row's values may be those of a neighbour that lost its label; so may they
    behind a label on a line of its own.
    """
    if around.strays or around.empty:
        return order
    places = [i for i, code in enumerate(order) if code in found]
    first, last = (places[0], places[-1]) if places else (0, -1)
    on_one_line = any(row.index in around.bound for row in rows)
    return order[first : last + 1] if on_one_line else order[first:]


def _may_mix_columns(row: RowReadings, block: Block) -> bool:
    """Whether a row has too many values, or too few where a text layer printed a line for each value: they may be
    those of a column.
    """
    wanted = row.wanted or len(block.required)
    places = {cell.place for cell in row.sequence if cell.place.page is not None}
    return len(row.sequence) > wanted or 0 < len(places) == len(row.sequence) < wanted


def _is_beside_gap(
    row: RowReadings, expected: Sequence[str], found: Collection[str | None], empty: Collection[str]
) -> bool:
    """Whether a row, or one that the form has beside it, is not among those found."""
    if row.code not in expected:
        return False
    position = expected.index(row.code)
    around = expected[max(0, position - 1) : position + 2]
    # A label without values is no gap, unless values that stand before labels may be its own.
    return any(code not in found and (row.label_behind or code not in empty) for code in around)


def _is_proven(rows: Sequence[RowReadings], sums: Sums) -> bool:
    """Whether each row has one reading, without blank cells, that its own sum holds for."""
    return all(
        len(row.options) == 1
        and _filled(row.options[0]) >= row.wanted > 0
        and sums.holds(row.options[0]) is True
        for row in rows
    )


def _allow_blank_totals(
    rows: Sequence[RowReadings],
    allowed: list[list[Reading]],
    block: Block,
    rules: Sequence[Rule],
    sums: Sums,
) -> None:
    """Lay rows that are one value short onto all columns but their total, if all sums over these columns hold.

    That is how a publisher leaves the totals of many rows blank. No row may lack anything else, or else some
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
        laid: list[Cell | None] = [None] * len(block.columns)
        for cell, k in zip(row.sequence, columns, strict=True):
            laid[k] = cell
        short[i] = tuple(laid)
        telling += any(read_value(cell.text).value for cell in row.sequence)
    readings = {row.code: [short[i]] if i in short else allowed[i] for i, row in enumerate(rows)}
    if telling < MANY_WITHOUT_TOTAL or any(len(options) != 1 for options in readings.values()):
        return
    only = {code: options[0] for code, options in readings.items() if code is not None}
    for rule in (rule for rule in rules if rule.is_sum_of("rows")):
        if not only.keys() >= {*rule.left, *rule.right} or not all(_adds_up(rule, only, k) for k in columns):
            return
    for i, reading in short.items():
        allowed[i] = [reading]


def _columns_vouch(decided: Sequence[DecidedRow], block: Block, rules: Sequence[Rule]) -> bool:
    """Whether every sum over a column holds, blanks and dashes taken for zeros, and some are not zero."""
    column_rules = [rule for rule in rules if rule.is_sum_of("rows")]
    if not column_rules:
        return False
    if _all_zero(decided, block):
        return True
    telling = 0
    for k, column in enumerate(block.columns):
        if column.subtotal:
            continue
        values = {
            decision.code: read_value(cell.text).value or 0.0
            for decision in decided
            for cell in [decision.cells[k][0]]
            if cell is not None
        }
        for rule in column_rules:
            left, right = (sum(values.get(code, 0.0) for code in side) for side in (rule.left, rule.right))
            if not are_equal(left, right):
                return False
            telling += left != 0
    return telling >= len(column_rules)


def _all_zero(decided: Sequence[DecidedRow], block: Block) -> bool:
    """Whether every cell of the form is printed and is zero, so that no order of them matters."""
    rows = {row.code for row in block.rows if not row.subtotal}
    return rows == {decision.code for decision in decided} and all(
        cell is not None and read_value(cell.text).value == 0
        for decision in decided
        for cell in (decision.cells[k][0] for k in block.required)
    )


def _fitting_sequences(
    row: RowReadings, block: Block, sums: Sums, totals_last: bool, alike: bool, believed: bool
) -> list[Reading]:
    """The readings of a sequence that its sums allow.

    As many values as columns, or blank cells that white space shows, speak for themselves, where such rows are
    `believed`. Else the sums must vouch for a reading, and
    sums of nothing but zeros vouch for nothing, unless all rows are `alike` and others tell where the total stands.
    """
    wanted = row.wanted or len(block.required)
    if row.glued or (believed and row.options == [row.shown]):
        return row.options
    if len(row.sequence) == wanted:
        return row.options if believed or any(sums.vouch(option) for option in row.options) else []
    options = [option for option in row.options if not sums.refute(option)]
    if totals_last and len(row.sequence) < wanted:
        options = [option for option in options if sums.total_is(option, row.sequence[-1])]
    # Of too many values, the only ones that add up say which is none of the row's, even if they are zeros.
    told = len(row.sequence) > wanted and len(options) == 1 and sums.holds(options[0]) is True
    return options if told or (totals_last and alike) or any(sums.vouch(option) for option in options) else []


def _filled(option: Reading) -> int:
    return sum(1 for cell in option if cell is not None and cell.text.strip())


def _run_together(option: Reading, required: Sequence[int], sums: Sums) -> set[int]:
    """The columns of numbers that may be two, with the blank cells beside them, if then the sums hold."""
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
    block: Block,
    rules: Sequence[Rule],
    sums: Sums,
    empty: frozenset[str],
) -> list[list[Reading]]:
    """Of the readings of all rows those that the sums over the columns allow.

    Rows of zeros and rows without values add nothing, wherever their cells belong. A row whose own sum does not hold
    may hold a value that is none of its own: it tells nothing of others.
    """
    codes = [row.code for row in rows]
    if all(len(options) < 2 for options in allowed) or len(set(codes)) < len(codes):
        return allowed
    width = len(block.columns)
    nothing: Reading = (None,) * width
    by_row = {code: [nothing] for code in empty}
    for row, options in zip(rows, allowed, strict=True):
        if row.sequence and options and all(map(sums.refute, options)):
            continue
        zeros = bool(row.sequence) and all(read_value(cell.text).value == 0 for cell in row.sequence)
        if row.code and (options or zeros):
            by_row[row.code] = options or [nothing]
    left = consistent(by_row, rules, width, addend)
    last = rows[-1]
    if (
        last.code in left
        and 0 < len(last.sequence) < last.wanted
        and _is_refuted(last.code, left, rules, width)
    ):
        # Where the text ends, or the table, a row may be cut short.
        left[last.code] = []
    return [
        left[row.code] if options and row.code in left else options
        for row, options in zip(rows, allowed, strict=True)
    ]


def _is_refuted(
    code: str, readings: Mapping[str, Sequence[Reading]], rules: Sequence[Rule], width: int
) -> bool:
    """Whether a sum over columns that a row takes part in cannot hold with any readings."""
    summed = [rule for rule in rules if rule.is_sum_of("rows")]
    return any(
        not can_hold({name: {addend(option, k) for option in readings[name]} for name in names}, rule)
        for rule in summed
        if code in (names := {*rule.left, *rule.right}) and names <= readings.keys()
        for k in range(width)
    )


def _agreed(choices: Sequence[Cell | None], certainty: Certainty, alone: bool) -> DecidedCell:
    """The cell that several readings give a column."""
    first = choices[0]
    texts = {None if choice is None else choice.text.strip() for choice in choices}
    if len(texts) == 1:
        return DecidedCell(first, certainty if alone else "inferred")
    if texts <= {None, ""}:
        return DecidedCell(first, certainty)
    return DecidedCell(None, "uncertain")


def _agree_on_offsets(rows: Sequence[RowReadings]) -> None:
    """Rows of one shape have their values at the same offset: keep the offsets that suit them all.

    Where all rows are of the same length, and those of several shapes have their values at one offset,
    merged cells are left blank rather than out, and the other rows have theirs there too.
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
    """Whether rows with a value for each column are no chance, as they are in the text layer of pages, which may
    give values to other rows, where nearly all others have fewer or more.
    """
    of_pages = [row for row in rows if row.sequence and row.sequence[0].place.page is not None]
    full = sum(len(row.sequence) == width or row.options == [row.shown] for row in of_pages)
    return len(of_pages) < MANY_ROWS or full >= FEW_FULL * len(of_pages)


def _fill_the_same_columns(rows: Sequence[RowReadings], width: int) -> bool:
    """Whether all of many rows have as many values, so that the blank cells left out are those of whole columns."""
    lengths = {len(row.sequence) for row in rows}
    return len(rows) >= MANY_ALIKE and len(lengths) == 1 and lengths.pop() < width


def _totals_stand_last(rows: Sequence[RowReadings], sums: Sums, width: int, alike: bool) -> bool:
    """Whether every row's last value is the sum of its others, beyond what chance explains.

    Of too many values some are none of the row's, perhaps the last. In rows that are `alike` two columns would have the same numbers, from first to last, and none the totals.
    """
    if not sums.has_total:
        return False
    seen: set[float] = set()
    composed = False
    for row in rows:
        if not row.sequence:
            if not all(sums.holds(option) for option in row.options):
                return False
            continue
        values = [read_value(cell.text).value for cell in row.sequence]
        if len(values) > width:
            continue
        if len(values) < 2 or any(value is None for value in values):
            return False
        numbers = [value for value in values if value is not None]
        if sum(numbers[:-1]) != numbers[-1]:
            return False
        composed = composed or sum(1 for number in numbers[:-1] if number) > 1
        if numbers[-1]:
            seen.add(numbers[-1])
    return len(rows) > 2 and (composed or len(seen) > 1 or (alike and bool(seen)))
