"""How many values the rows of a table should have, by their labels and the headers above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportparse.forms.vocabulary import Vocabulary
from reportparse.tables.texts.sequence import TokenRow, joined


def known_widths(rows: Iterable[tuple[str, bool]], words: Vocabulary) -> list[int]:
    """Return how many values the form asks for in each row, or 0 where that is not known for sure.

    A row is the text of its label, or of a header, and whether it has values.
    """
    widths: list[int] = []
    header = 0
    in_header = False
    for text, has_values in rows:
        if has_values:
            possible = words.row_widths(text)
            known = next(iter(possible)) if text and len(possible) == 1 else header
            widths.append(known if known in possible else 0)
            in_header = False
        else:
            columns = words.columns_in(text)
            header = header + columns if in_header else columns or header
            widths.append(0)
            in_header = columns > 0
    return widths


def widths_of(rows: Sequence[TokenRow], words: Vocabulary) -> list[int]:
    """Return the same for rows of tokens."""
    return known_widths(((joined(row.label), bool(row.values)) for row in rows), words)
