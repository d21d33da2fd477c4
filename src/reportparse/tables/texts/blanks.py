"""Blank cells that a flattened text shows by nothing but its white space.

Two kinds of white space tell of them: more empty lines between two cells than elsewhere
(`blank_lines`), and the column of a line at which a value stands (`blank_columns`,
`blank_separators`). Both are believed only where rows without blank cells show what is usual, and
where every row comes out as long as the form asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.blank_columns import by_columns, likely_measures
from reportparse.tables.texts.blank_lines import by_empty_lines, filled
from reportparse.tables.texts.blank_separators import by_separators
from reportparse.tables.texts.row_widths import known_widths
from reportparse.tables.texts.sequence import TokenRow, joined


def with_blanks(tables: Sequence[Sequence[TokenRow]], words: Vocabulary) -> list[list[TokenRow]]:
    """Return the rows of a document's tables with blank cells where white space shows them."""
    widths = [known_widths(((joined(row.label), bool(row.values)) for row in rows), words) for rows in tables]
    tables = [_without_spacers(rows, known) for rows, known in zip(tables, widths, strict=True)]
    measures = likely_measures(list(zip(tables, widths, strict=True)))
    shown = [by_columns(rows, found, measures, words) for rows, found in zip(tables, widths, strict=True)]
    if not any(shown):
        shown = [by_separators(rows, found) for rows, found in zip(tables, widths, strict=True)]
    if any(shown):
        return [filled(rows, found) for rows, found in zip(tables, shown, strict=True)]
    return by_empty_lines(tables, widths, words)


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
