"""Blank cells that a flattened text shows by nothing but its white space.

Two kinds of white space tell of them: more empty lines between two cells than elsewhere
(`blank_lines`), and the column of a line at which a value stands (`blank_columns`,
`blank_separators`). Both are believed only where rows without blank cells show what is usual, and
where every row comes out as long as the form asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.blank_columns import by_columns, likely_measures
from reportparse.tables.texts.blank_lines import by_empty_lines, filled
from reportparse.tables.texts.blank_separators import by_separators
from reportparse.tables.texts.edges import Measure
from reportparse.tables.texts.row_widths import widths_of
from reportparse.tables.texts.sequence import Token, TokenRow, lines_of


def with_blanks(tables: Sequence[Sequence[TokenRow]], words: Vocabulary) -> list[list[TokenRow]]:
    """Return the rows of a document's tables with blank cells where white space shows them."""
    widths = [widths_of(rows, words) for rows in tables]
    tables = [_without_spacers(rows, known) for rows, known in zip(tables, widths, strict=True)]
    measures = likely_measures(list(zip(tables, widths, strict=True)))
    shown = [
        _without_filled_beside(rows, by_columns(rows, found, measures, words), measures)
        for rows, found in zip(tables, widths, strict=True)
    ]
    if not any(shown):
        shown = [by_separators(rows, found) for rows, found in zip(tables, widths, strict=True)]
    if any(shown):
        return [filled(rows, found) for rows, found in zip(tables, shown, strict=True)]
    return by_empty_lines(tables, widths, words)


def _without_filled_beside(
    rows: Sequence[TokenRow], shown: Mapping[int, list[Token]], measures: Sequence[Measure]
) -> dict[int, list[Token]]:
    """Return the rows with blank cells without those beside which the values of a line have room that has no label.

    These may stand in the cells: not all are drawn at one height.
    """
    filled = [i for i, row in enumerate(rows) if row.values]
    beside = {
        i: (before, after) for before, i, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False)
    }
    return {
        i: values
        for i, values in shown.items()
        if not any(
            _have_room(line, rows[i].values, measures)
            for k in beside[i]
            if k >= 0
            for line in _lines_without_label(rows[k])
            if line[0].place != rows[i].values[0].place
        )
    }


def _lines_without_label(row: TokenRow) -> list[list[Token]]:
    """Return the values of a row by line, without those beside its label."""
    labelled = {token.place for token in row.label}
    return [line for line in lines_of(row.values) if line[0].place not in labelled]


def _have_room(line: Sequence[Token], values: Sequence[Token], measures: Sequence[Measure]) -> bool:
    """Return whether the values of two lines are all apart from each other."""
    return all(
        measure.end(token) < measure.begin(other) or measure.end(other) < measure.begin(token)
        for measure in measures
        for token in line
        for other in values
        if token.text and other.text
    )


def _without_spacers(rows: Sequence[TokenRow], widths: Sequence[int]) -> list[TokenRow]:
    """Return the rows without blank cells behind the last one's, where no other has more than the form asks
    for.

    They space the table from what follows.
    """
    if not rows:
        return []
    *others, last = rows
    longer = any(0 < width < len(row.values) for row, width in zip(others, widths, strict=False))
    if not widths[-1] or longer or any(token.text for token in last.values[widths[-1] :]):
        return list(rows)
    return [*others, replace(last, values=last.values[: widths[-1]])]
