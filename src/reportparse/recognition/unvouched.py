"""Doubt rows that were found by their labels alone, where nothing shows that their values are theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportparse.forms import Block
from reportparse.recognition.column_sums import ColumnSums
from reportparse.recognition.row_readings import DecidedRow, RowReadings, filled_columns
from reportparse.recognition.sums import Reading, Sums
from reportparse.recognition.surroundings import Surroundings
from reportparse.values import read_value


def doubt_unvouched(
    rows: Sequence[RowReadings],
    decided: Sequence[DecidedRow],
    block: Block,
    sums: Sums,
    column_sums: ColumnSums,
    around: Surroundings,
) -> None:
    """Doubt rows found by their labels alone that may be other rows, unless sums show that they are not.

    The sums along the columns must vouch for the table where a label does not stand before its values, or
    where a neighbour in the form is missing (and not among the rows that are printed empty). Where there are
    numbers that no row took, the row's own sums must hold, too. In a table in disorder each row needs sums
    that vouch for it; so it does where there are no sums and the values of a neighbouring row may be those of
    a column. Where the text layer of pages leaves numbers that no row took, the rows of a failing sum along a
    column may have those of their neighbours.
    """
    if not any(row.sequence for row in rows):
        return
    order = [row.code for row in block.required_rows]
    found = {
        row.code
        for row in rows
        if (row.options or (row.sequence and not row.label_behind))
        # In disorder, one number beside a label does not say where the values of its row are.
        and not (around.disordered and len(row.sequence) == 1 < row.wanted)
    }
    expected = _expected_rows(order, found, rows, around)
    complete = found.issuperset(order)
    all_zero = _all_zero(decided, block)
    vouched = len(order) > 1 and column_sums.exist and (all_zero or column_sums.vouch(_readings_of(decided)))
    # If each row of the form is printed with all its values and every sum holds, no number is another row's.
    strays = around.strays and not (vouched and complete and _is_proven(rows, sums))
    of_pages = any(cell.place.page is not None for row in rows for cell in row.sequence[:1])
    failed = _rows_of_failed_sums(decided, block, column_sums) if strays and of_pages else set()
    mixed = not sums.exist and any(_may_mix_columns(row) for row in rows if row.index not in around.bound)
    for row, decision in zip(rows, decided, strict=True):
        if not row.sequence:
            continue
        crowded = row.index in around.crowded
        gap = _is_beside_gap(row, expected, found, around.empty)
        unbound = row.index not in around.bound
        doubtful = unbound and ((row.label_behind and len(order) > 1) or crowded or gap)
        # Sums along columns do not show which row of a sum is which.
        telling = vouched and (all_zero or not (gap or crowded or (row.label_behind and not complete)))
        unsound = strays and bool(row.options) and sums.refute(row.options[0])
        disordered = around.disordered and row.index not in around.alone
        lost = (disordered or (mixed and unbound)) and not (vouched or any(map(sums.vouch, row.options)))
        # Where blanks were left out elsewhere, no sum distinguishes a zero from one of them.
        if (doubtful and (strays or not telling)) or unsound or lost or decision.code in failed:
            decision.doubt()


def _rows_of_failed_sums(
    decided: Sequence[DecidedRow], block: Block, column_sums: ColumnSums
) -> set[str | None]:
    """Return the codes of rows in a sum along a column that fails though each row has a number there.

    A cell that is uncertain already tells nothing about others.
    """
    rows = {row.code: row for row in decided}
    return {
        code
        for rule, k in column_sums.failing(_readings_of(decided))
        if k in block.required and all(rows[code].cells[k].certainty != "uncertain" for code in rule.codes)
        for code in rule.codes
    }


def _readings_of(decided: Sequence[DecidedRow]) -> dict[str | None, Reading]:
    return {row.code: tuple(cell for cell, _ in row.cells) for row in decided}


def _expected_rows(
    order: Sequence[str], found: Collection[str | None], rows: Sequence[RowReadings], around: Surroundings
) -> Sequence[str]:
    """Return the codes of the form's rows whose values may be in the table, in their order.

    Where blank cells are left out, the values of a row may belong to a neighbour that lost its label. The
    same is so for values behind a label on a line of its own.
    """
    if around.strays or around.empty:
        return order
    places = [i for i, code in enumerate(order) if code in found]
    first, last = (places[0], places[-1]) if places else (0, -1)
    on_one_line = any(row.index in around.bound for row in rows)
    return order[first : last + 1] if on_one_line else order[first:]


def _may_mix_columns(row: RowReadings) -> bool:
    """Whether the values of a row may be those of a column.

    It has too many, or, in a text layer with a line for each value, too few.
    """
    places = {cell.place for cell in row.sequence if cell.place.page is not None}
    return len(row.sequence) > row.wanted or 0 < len(places) == len(row.sequence) < row.wanted


def _is_beside_gap(
    row: RowReadings, expected: Sequence[str], found: Collection[str | None], empty: Collection[str]
) -> bool:
    """Whether a row, or its neighbour in the form, is not among those found."""
    if row.code not in expected:
        return False
    position = expected.index(row.code)
    around = expected[max(0, position - 1) : position + 2]
    # A label without values is no gap, unless values that stand before labels may be its own.
    return any(code not in found and (row.label_behind or code not in empty) for code in around)


def _is_proven(rows: Sequence[RowReadings], sums: Sums) -> bool:
    """Whether each row has a single reading, without blank cells, and its own sums hold."""
    return all(
        len(row.options) == 1
        and len(filled_columns(row.options[0])) >= row.wanted > 0
        and sums.holds(row.options[0]) is True
        for row in rows
    )


def _all_zero(decided: Sequence[DecidedRow], block: Block) -> bool:
    """Whether every cell of the form is printed and is zero, so that their order does not matter."""
    rows = {row.code for row in block.required_rows}
    return rows == {decision.code for decision in decided} and all(
        cell is not None and read_value(cell.text).value == 0
        for decision in decided
        for cell in (decision.cells[k][0] for k in block.required)
    )
